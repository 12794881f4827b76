"""A review workbook with pairs that spreadsheet programs like to spoil, and a glossary that knows some of them; engines for corpora."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corpus_making import KINDS, Lasting, name_of
from malmoi.export.workbook import write_review
from malmoi.glossary.store import Glossary
from malmoi.model.frames import AMOUNTS, CANDIDATES, OCCURRENCES, bitext
from malmoi.model.records import Alignment

# Korean, English, what the glossary says of the pair
PAIRS = [
    ("한빛전자", "Hanbit Electronics", "new"),
    ("후공정", "chip packaging", "new"),
    ("이사회", "board of directors", "known"),
    ("영업이익", "operating profit", "conflict"),
    ("0012", "0012", "new"),
    ("3-1", "March First", "new"),
    ("=합계(A1)", "-1 =SUM(A1)", "new"),
    ("참", "TRUE", "new"),
    ("어린이 재단", "Children's Fund", "new"),
    ("_x000D_", "#N/A", "new"),
]


def alignment(version: str, pairs=PAIRS) -> Alignment:
    """The pairs as candidates, without segments."""
    rows = [(ko, en, "term", 0.9, 1, "why", status, "", "") for ko, en, status in pairs]
    return Alignment(
        bitext(["가"], ["a"]),
        pl.DataFrame(rows, schema=CANDIDATES, orient="row"),
        pl.DataFrame(schema=OCCURRENCES),
        pl.DataFrame(schema=AMOUNTS),
        {"segments": 1, "segment_score": 1.0, "terms": len(rows), "signature": "s", "glossary": version},
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A folder with a journal and the workbook that was made beside it; each test works on copies."""
    folder = tmp_path_factory.mktemp("made")
    glossary = Glossary.open(folder / "journal.ndjson", by="before")
    glossary.put(ko="이사회", en="board of directors", concept="board")
    glossary.put(ko="영업이익", en="operating income", domain="finance", concept="income")
    write_review(alignment(glossary.signature), folder / "review.xlsx")
    return folder


@pytest.fixture
def store(made, tmp_path) -> Glossary:
    """A glossary with a board of directors and an operating income."""
    return Glossary.open(shutil.copy(made / "journal.ndjson", tmp_path), by="before")


@pytest.fixture
def review(made, tmp_path, store) -> Path:
    """The path of the workbook."""
    return Path(shutil.copy(made / "review.xlsx", tmp_path))


@pytest.fixture
def candidates() -> Alignment:
    """The alignment that the workbook is made of."""
    return alignment("")


@pytest.fixture(scope="session", params=KINDS, ids=name_of)
def place(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Where a workshop works: an engine of each kind, opened once for all tests of it, for its workers load Kiwi."""
    engine, workers = request.param
    if engine == "dask":
        pytest.importorskip("distributed")
    with Lasting() as opener:
        yield {"engine": engine, "workers": workers, "opener": opener}
