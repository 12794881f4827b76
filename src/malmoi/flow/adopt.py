"""From what was found or decided to the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from malmoi.errors import GlossaryError
from malmoi.flow.steps import CANDIDATE
from malmoi.model.records import Alignment

if TYPE_CHECKING:
    from malmoi.flow.decisions import Problem
    from malmoi.flow.steps import Prefer, Step
    from malmoi.glossary.store import Glossary

__all__ = ["Adoption", "adopt_candidates", "adopt_workbook"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an import did or would do: a step a decided row, problems and notices of the workbook, rows nobody decided on."""

    steps: "Sequence[Step]"
    problems: "Sequence[Problem]"
    notices: Sequence[str]
    undecided: int


def adopt_candidates(glossary: "Glossary", alignment: Alignment, confidence: float, source: str) -> int:
    """Put the new pairs of at least `confidence` in the glossary, marked as candidates; how many there were.

    Pairs that the glossary knows or contradicts are left to a person.
    """
    sure = alignment.terms.filter((pl.col("status") == "new") & (pl.col("confidence") >= confidence))
    glossary.put_rows(
        {
            "ko": row["ko"],
            "en": row["en"],
            "status": "admitted",
            "source": source,
            "note": f"{CANDIDATE}{row['confidence']:.2f}: {row['evidence']}",
        }
        for row in sure.iter_rows(named=True)
    )
    return sure.height


def adopt_workbook(
    glossary: "Glossary",
    path: str,
    *,
    encoding: str | None = None,
    prefer: "Prefer | None" = None,
    dry_run: bool = False,
) -> Adoption:
    """Take the decisions of a review workbook, or the pairs of a table, into the glossary, unless `dry_run`.

    Conflicts are left alone, unless `prefer` says who is right. All additions are one change of the journal, which one undo takes
    back; taking the same file in again changes nothing. Raises InputError and its kinds, GlossaryError.
    """
    from malmoi.flow.decisions import read_decisions
    from malmoi.flow.heads import text_columns
    from malmoi.flow.merging import plan
    from malmoi.flow.snapshots import History
    from malmoi.formats.workbook_reading import read_sheets

    read = read_decisions(read_sheets(path, encoding, texts=text_columns), path)
    before = glossary.signature
    steps = plan(read.proposals, History(glossary), Path(path).name, prefer)
    if not dry_run:
        if glossary.signature != before:
            raise GlossaryError(
                f"{glossary.path} was changed by somebody else while {path} was compared with it: import it again."
            )
        glossary.put_rows(row for step in steps for row in step.put)
        for step in steps:
            for id_, fields in step.edits.items():
                glossary.edit(id_, **fields)
            for id_ in step.remove:
                glossary.remove(id_)
    return Adoption(steps, read.problems, read.notices, read.undecided)
