"""`malmoi import FILE`: what people decided in a workbook, listed in a table, or keep in a term base goes into the glossary."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import ByOption, Direction, EncodingOption, GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit, note
from malmoi.cli.term_options import AsOption, DelimiterOption, MapOption, delimiter_of, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.flow.adopt import Adoption
    from malmoi.flow.steps import Prefer

__all__ = ["import_workbook"]

_COLUMNS = {"action": "what", "ko": "Korean", "en": "English", "place": "where", "message": "why"}
# Rows that need nobody's eyes are counted, not listed.
_QUIET = frozenset({"same", "reject", "later"})
_NEEDS_A_PERSON = frozenset({"conflict", "problem"})
_WORDS = {
    "new": "new",
    "add": "added to concepts",
    "change": "changed",
    "remove": "removed",
    "same": "as the glossary has it",
    "reject": "rejected",
    "later": "for later",
    "kept": "left as the glossary has it",
    "conflict": "in conflict",
    "problem": "with a problem",
    "undecided": "undecided",
    "remark": "remarks on the file",
}
_FOUND_PROBLEMS = 3


def import_workbook(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A review workbook, a table or a term base: .xlsx .ods .csv .tsv .txt .tbx .tmx .json .ndjson .utx .tab .utf8 .po.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, and do nothing.")] = False,
    ours: Annotated[bool, typer.Option("--ours", help="In a conflict the glossary is right.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="In a conflict the file is right.")] = False,
    conflicts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where the workbook of conflicts goes; beside the file, as NAME.conflicts.xlsx, if left out.",
        ),
    ] = None,
    as_: AsOption = None,
    map_: MapOption = None,
    delimiter: DelimiterOption = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Source and target of a file that does not say its languages.")
    ] = None,
    glossary: GlossaryOption = None,
    by: ByOption = None,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Take decisions, tables and term bases into the glossary.

    Rows and concepts are compared with the glossary as it was when the file was written and as it is now; what others have changed
    meanwhile is a conflict and stays as it is. Importing the same file again changes nothing; undo takes all of an import back. Exit
    code 3 when some rows need a person.

    Example: malmoi import examples/terms.csv --dry-run
    """
    if ours and theirs:
        raise UsageError("Give --ours or --theirs, not both.")
    from malmoi.flow.adopt import adopt_file
    from malmoi.flow.term_files import TermFile
    from malmoi.glossary.location import open_glossary

    store = open_glossary(glossary, by=by)
    prefer: Prefer | None = "ours" if ours else "theirs" if theirs else None
    how = TermFile(as_, mapping_of(map_), delimiter_of(delimiter), direction.value if direction else None)
    done = adopt_file(store, file, how=how, encoding=encoding, prefer=prefer, dry_run=dry_run)
    _say(done, f"{store.path}{' would have' if dry_run else ''}")
    shown = [
        {"action": step.action, "ko": step.ko, "en": step.en, "place": step.place, "message": step.message}
        for step in done.steps
        if step.action not in _QUIET or format != Format.TABLE
    ]
    shown += [{"action": "problem", "ko": "", "en": "", "place": p.place, "message": p.message} for p in done.problems]
    if dry_run or format != Format.TABLE:
        shown += [
            {"action": "remark", "ko": "", "en": "", "place": p.place, "message": p.message} for p in done.remarks
        ]
    elif done.remarks:
        note(
            f"{file} breaks rules of its format in {len(done.remarks)} places, and was understood: --dry-run lists them"
        )
    emit(shown, _COLUMNS, format)
    if not dry_run:
        _keep_conflicts(done, conflicts or Path(file).with_suffix(".conflicts.xlsx"), store.signature)
    if any(row["action"] in _NEEDS_A_PERSON for row in shown):
        raise typer.Exit(_FOUND_PROBLEMS)


def _say(done: "Adoption", name: str) -> None:
    """Notices and counts."""
    from collections import Counter

    for notice in done.notices:
        note(notice)
    counts = Counter[str](step.action for step in done.steps)
    counts["problem"] += len(done.problems)
    counts["undecided"] = done.undecided
    counts["remark"] = len(done.remarks)
    said = ", ".join(f"{counts[action]} {words}" for action, words in _WORDS.items() if counts[action])
    note(f"{name}: {said or 'nothing to import'}")


def _keep_conflicts(done: "Adoption", path: Path, version: str) -> None:
    """Write what is in conflict to a workbook of its own, to decide again in sight of what the glossary says."""
    from malmoi.export.conflicts_workbook import Conflict, write_conflicts

    rows, columns = [], 0
    for step in done.steps:
        if step.action == "conflict" and step.row.concept:
            columns += 1
        elif step.action == "conflict":
            made = step.row.decision
            # A table may have several terms in a cell; a workbook's row has its pair and the forms written beside it.
            pair = (made.ko, made.en) if step.row.version else (step.ko, step.en)
            rows.append(
                Conflict(*pair, made.edited_ko, made.edited_en, made.domain, made.note, step.place, step.message)
            )
    if rows:
        write_conflicts(rows, path, version)
        note(f"wrote {path}: decide there again and import it, or import again with --ours or --theirs")
    if columns:
        note(
            f"{columns} concepts are in conflict: change them in a newly exported file, or import again with --ours or --theirs"
        )
