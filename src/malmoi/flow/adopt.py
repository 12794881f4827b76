"""From what was found or decided to the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from malmoi.errors import GlossaryError
from malmoi.flow.steps import CANDIDATE
from malmoi.model.records import Alignment

if TYPE_CHECKING:
    from malmoi.flow.decisions import Problem
    from malmoi.flow.steps import Prefer, Step
    from malmoi.flow.term_files import TermFile
    from malmoi.glossary.store import Glossary

__all__ = ["Adoption", "adopt_candidates", "adopt_file", "adopt_termbase", "adopt_workbook"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an import did or would do: a step a decided row or concept, problems and notices of the file, rows nobody decided on.

    `remarks` are problems that kept nothing from being taken: rules of the format that the file breaks.
    """

    steps: "Sequence[Step]"
    problems: "Sequence[Problem]"
    notices: Sequence[str]
    undecided: int
    remarks: "Sequence[Problem]" = ()


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


def adopt_file(
    glossary: "Glossary",
    path: str,
    *,
    how: "TermFile | None" = None,
    encoding: str | None = None,
    prefer: "Prefer | None" = None,
    dry_run: bool = False,
) -> Adoption:
    """Take in whatever file of terms or decisions `path` is: a workbook, a table, a term base in any format that is read.

    `how` says what the file does not say itself. Raises UsageError for a format that is not known, and as the other two.
    """
    from malmoi.flow.term_files import TermFile, termbase_format

    format_ = termbase_format(path, how or TermFile(), encoding)
    if format_ is None:
        return adopt_workbook(glossary, path, encoding=encoding, prefer=prefer, dry_run=dry_run)
    asked = replace(how or TermFile(), format=format_)
    return adopt_termbase(glossary, path, how=asked, encoding=encoding, prefer=prefer, dry_run=dry_run)


def adopt_termbase(
    glossary: "Glossary",
    path: str,
    *,
    how: "TermFile | None" = None,
    encoding: str | None = None,
    prefer: "Prefer | None" = None,
    dry_run: bool = False,
) -> Adoption:
    """Take the concepts of a term base into the glossary, unless `dry_run`: all as one change, which one undo takes back.

    Conflicts are left alone, unless `prefer` says who is right; taking the same file in again changes nothing. Raises InputError and its
    kinds, GlossaryError.
    """
    from malmoi.flow.decisions import Problem
    from malmoi.flow.snapshots import History
    from malmoi.flow.term_files import TermFile
    from malmoi.flow.term_plan import plan_terms
    from malmoi.formats.termbases.codecs import read_terms

    how = how or TermFile()
    file = read_terms(
        path,
        how.format,
        encoding=encoding,
        mapping=how.mapping,
        delimiter=how.delimiter,
        direction=how.direction,
    )
    before = glossary.signature
    steps = plan_terms(file, History(glossary), Path(path).name, prefer)
    if not dry_run:
        _do(glossary, path, before, steps)
    hard, soft = ([Problem(p.place, p.message) for p in file.problems if p.hard == kind] for kind in (True, False))
    return Adoption(steps, hard, file.notices, 0, soft)


def adopt_workbook(
    glossary: "Glossary",
    path: str,
    *,
    encoding: str | None = None,
    prefer: "Prefer | None" = None,
    dry_run: bool = False,
) -> Adoption:
    """Take the decisions of a review workbook, or the pairs of a table, into the glossary, unless `dry_run`.

    Conflicts are left alone, unless `prefer` says who is right. All of it is one change of the journal, which one undo takes
    back; taking the same file in again changes nothing. Raises InputError and its kinds, GlossaryError.
    """
    from malmoi.flow.decisions import read_decisions
    from malmoi.flow.heads import text_columns
    from malmoi.flow.merging import plan
    from malmoi.flow.snapshots import History
    from malmoi.formats.containers.workbooks import read_sheets

    read = read_decisions(read_sheets(path, encoding, texts=text_columns), path)
    before = glossary.signature
    steps = plan(read.proposals, History(glossary), Path(path).name, prefer)
    if not dry_run:
        _do(glossary, path, before, steps)
    return Adoption(steps, read.problems, read.notices, read.undecided)


def _do(glossary: "Glossary", path: str, before: str, steps: "Sequence[Step]") -> None:
    """Do the steps, which were planned on the glossary as it was at the signature `before`, as one change."""
    if glossary.signature != before:
        raise GlossaryError(
            f"{glossary.path} was changed by somebody else while {path} was compared with it: import it again."
        )
    # Steps come in the order of the file: a candidate that gives way to another form goes, whatever is put in later.
    glossary.change(
        put=[row for step in steps for row in step.put],
        edit=[(id_, fields) for step in steps for id_, fields in step.edits.items()],
        remove=[id_ for step in steps for id_ in step.remove],
    )
