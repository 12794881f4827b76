"""`malmoi formats`: which files each command reads and writes."""

from collections.abc import Iterator
from typing import Annotated

import typer

from malmoi.cli.output import Format, FormatOption, emit
from malmoi.errors import UsageError

__all__ = ["formats"]

_COLUMNS = {"command": "command", "does": "does", "name": "name", "suffixes": "suffixes", "format": "what it is"}
# Files that only align writes, by suffix.
_VIEWS = {".xlsx": "workbook for review", ".html": "page with both sides"}
# What check writes of what it found: reports by suffix, lists by the name of their format.
_REPORTS = {".html": "page with the findings", ".xlsx": "workbook with the findings"}
_LISTS = {
    "sarif": "SARIF 2.1.0",
    "json": "JSON",
    "ndjson": "JSON, a finding a line",
    "csv": "table, comma-separated",
}
# What find writes, by suffix.
_MARKED = {
    ".html": "page with the terms marked",
    ".xlsx": "workbook with the terms marked",
    ".json": "JSON",
    ".ndjson .jsonl": "JSON, a hit a line",
}


def formats(
    of: Annotated[
        str | None,
        typer.Argument(metavar="COMMAND", help="Only what this command reads and writes: align, check, import …"),
    ] = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Show which files each command reads and writes.

    A format goes by the suffix of the file; commands that have an option for it know it by its name too.

    Example: malmoi formats check
    """
    rows = [row for rows in (_documents(), _bitexts(), _alignments(), _results(), _termbases()) for row in rows]
    if of is not None:
        commands = dict.fromkeys(name for row in rows for name in str(row["command"]).split(", "))
        if of not in commands:
            raise UsageError(f"No formats are listed for {of!r}: ask for one of {', '.join(commands)}.")
        rows = [row for row in rows if of in str(row["command"]).split(", ")]
    emit(rows, _COLUMNS, format)


def _row(command: str, does: str, name: str, suffixes: tuple[str, ...], what: str) -> dict[str, object]:
    return {
        "command": command,
        "does": does,
        "name": name,
        "suffixes": " ".join(filter(None, suffixes)),
        "format": what,
    }


def _documents() -> Iterator[dict[str, object]]:
    from malmoi.formats.documents.codecs import DOCUMENTS

    for name, one in DOCUMENTS.items():
        yield _row("align, find", "reads", name, one.suffixes, one.what)


def _bitexts() -> Iterator[dict[str, object]]:
    from malmoi.formats.bitexts.codecs import FORMATS, READERS

    for name in READERS:
        one = FORMATS[name]
        # What has no suffix of its own is read by that of another, or as two files.
        if one.suffixes or name == "moses":
            commands = "align, check, score" if one.suffixes else "check"
            yield _row(commands, "reads", name, one.suffixes or ("KO EN",), one.what)


def _alignments() -> Iterator[dict[str, object]]:
    from malmoi.export.outputs import OUTPUTS
    from malmoi.formats.bitexts.codecs import FORMATS, format_of

    for suffix in OUTPUTS:
        if suffix in _VIEWS:
            yield _row("align", "writes", suffix.removeprefix("."), (suffix,), _VIEWS[suffix])
    for name, one in FORMATS.items():
        suffixes = tuple(s for s in OUTPUTS if s not in _VIEWS and s in one.suffixes and format_of(f"a{s}") == name)
        if suffixes:
            yield _row("align", "writes", name, suffixes, one.what)


def _results() -> Iterator[dict[str, object]]:
    from malmoi.cli.check_outputs import LISTS, REPORTS

    for suffix in REPORTS:
        yield _row("check", "writes", suffix.removeprefix("."), (suffix,), _REPORTS[suffix])
    for name in dict.fromkeys(LISTS.values()):
        yield _row("check", "writes", name, tuple(s for s, made in LISTS.items() if made == name), _LISTS[name])
    for suffixes, what in _MARKED.items():
        yield _row("find", "writes", suffixes.split()[0].removeprefix("."), tuple(suffixes.split()), what)


def _termbases() -> Iterator[dict[str, object]]:
    from malmoi.formats.termbases.codecs import FORMATS

    yield _row(
        "import", "reads", "xlsx", (".xlsx", ".ods"), "workbook of a review or of the glossary, decided by a person"
    )
    for name, one in FORMATS.items():
        if one.reads:
            yield _row("import", "reads", name, one.suffixes, one.title)
    yield _row("export", "writes", "xlsx", (".xlsx",), "workbook for people")
    for name, one in FORMATS.items():
        if one.writes:
            yield _row("export", "writes", name, one.suffixes, one.title)
