"""The way home of the review workbook: how long it takes, and whether it survives LibreOffice.

    python tests/bench/workbook_home.py [--rows 100000] [--office]

Each line is one step in seconds of CPU, on a workbook of --rows candidates of which each tenth is accepted:
  fastexcel   all sheets read by fastexcel alone, each column as it finds it
  read        read_sheets: the safety check of the zip, then the same reader, then a look for what was retyped
  import      adopt_workbook into an empty glossary, all of it
  again       the same file once more, which must change nothing
The aim is read at most twice fastexcel. With --office the workbook is saved again as .xlsx and .ods by LibreOffice (soffice), and
each copy imported into a glossary of its own; the line says how many pairs arrived and how many were a problem.
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import load_workbook

from malmoi.export.workbook import write_review
from malmoi.flow.adopt import adopt_workbook
from malmoi.flow.heads import text_columns
from malmoi.formats.containers.workbooks import read_sheets
from malmoi.glossary.store import Glossary
from malmoi.model.frames import AMOUNTS, CANDIDATES, OCCURRENCES, bitext
from malmoi.model.records import Alignment

_OFFICE_ROWS = 300


def written(path: Path, rows: int, version: str) -> None:
    """A review workbook of invented candidates; each tenth accepted, by writing the word into the sheet's XML."""
    candidates = [
        (
            f"용어{i}",
            f"term number {i}",
            "term",
            0.9,
            3,
            "함께 나옴 / they occur together",
            "new",
            "예문입니다.",
            "An example.",
        )
        for i in range(rows)
    ]
    found = Alignment(
        bitext(["가"], ["a"]),
        pl.DataFrame(candidates, schema=CANDIDATES, orient="row"),
        pl.DataFrame(schema=OCCURRENCES),
        pl.DataFrame(schema=AMOUNTS),
        {"segments": 1, "segment_score": 1.0, "terms": rows, "signature": "", "glossary": version},
    )
    write_review(found, path)


def decided(path: Path) -> None:
    """Accept each tenth row; slow, for openpyxl holds the workbook in memory."""
    book = load_workbook(path)
    for row in range(2, book["Terms"].max_row + 1, 10):
        book["Terms"].cell(row, 7).value = "accept"
    book.save(path)


def timed(name: str, call: Callable[[], Any]) -> Any:
    start = time.process_time()
    made = call()
    print(f"{name:10} {time.process_time() - start:7.2f} s", flush=True)
    return made


def bare(path: Path) -> list[pl.DataFrame]:
    import fastexcel

    book = fastexcel.read_excel(path)
    return [book.load_sheet(name).to_polars() for name in book.sheet_names]


def office(folder: Path) -> None:
    """Save again by LibreOffice and import each copy."""
    path = folder / "office.xlsx"
    written(path, _OFFICE_ROWS, "0:00000000")
    decided(path)
    for suffix in ("xlsx", "ods"):
        out = folder / suffix
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(path)]
        subprocess.run(convert, check=True, capture_output=True, timeout=300)
        glossary = Glossary.open(folder / f"{suffix}.ndjson", by="bench")
        done = adopt_workbook(glossary, str(out / f"office.{suffix}"))
        print(f"{suffix:10} {Counter(step.action for step in done.steps)['new']:7} new, {len(done.problems)} problems")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--office", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "review.xlsx"
        written(path, args.rows, "0:00000000")
        decided(path)
        timed("fastexcel", lambda: bare(path))
        timed("read", lambda: read_sheets(path, texts=text_columns))
        glossary = Glossary.open(folder / "journal.ndjson", by="bench")
        done = timed("import", lambda: adopt_workbook(glossary, str(path)))
        print(Counter(step.action for step in done.steps), f"{done.undecided} undecided, {len(done.problems)} problems")
        done = timed("again", lambda: adopt_workbook(glossary, str(path)))
        print(Counter(step.action for step in done.steps))
        if args.office and shutil.which("soffice"):
            office(folder)


if __name__ == "__main__":
    main()
