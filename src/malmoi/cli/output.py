"""Rows to standard output in the format asked for; one place, so that every command speaks the same way.

Data goes to standard output, everything else to standard error. The table is for eyes: columns are padded by the width that a
terminal gives East Asian characters. It is written here because importing a table library would double the cost of `lookup`.
"""

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["Format", "FormatOption", "Row", "emit", "note", "width"]

Row = Mapping[str, object]

_GAP = "  "


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print: table, json, ndjson or csv.")]


def emit(rows: Iterable[Row], columns: Mapping[str, str], format: str = Format.TABLE) -> None:  # noqa: A002  the option's own name
    """Print `rows` to standard output; `columns` maps each key to its heading in the table.

    JSON and NDJSON keep types (a Decimal becomes text, exactly) and all keys of a row; table and CSV show the named columns.
    """
    write = {
        Format.TABLE: _table,
        Format.JSON: _json,
        Format.NDJSON: _ndjson,
        Format.CSV: _csv,
    }[Format(format)]
    sys.stdout.write(write(list(rows), columns))
    sys.stdout.flush()


def note(text: str) -> None:
    """Say something to the person, on standard error."""
    typer.echo(text, err=True)


def width(text: str) -> int:
    """Columns that `text` takes on a terminal: wide and full-width characters two, combining marks none."""
    return sum(
        0
        if unicodedata.combining(ch) or 0x1160 <= ord(ch) <= 0x11FF
        else 1 + (unicodedata.east_asian_width(ch) in "WF")
        for ch in text
    )


def _table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    if not rows:
        return ""
    cells = [list(columns.values()), *([_cell(row.get(key)) for key in columns] for row in rows)]
    widths = [max(width(line[i]) for line in cells) for i in range(len(columns))]
    lines = (
        _GAP.join(text + " " * (w - width(text)) for text, w in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    # A line break or a control character in a cell would break the table, or the terminal.
    return "".join(ch if ch.isprintable() else " " for ch in str(value))


def _json(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2, default=_plain) + "\n"


def _ndjson(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    return "".join(json.dumps(dict(row), ensure_ascii=False, default=_plain) + "\n" for row in rows)


def _csv(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(row.get(key)) for key in columns] for row in rows)
    return out.getvalue()


def _csv_cell(value: object) -> object:
    return "|".join(map(str, value)) if isinstance(value, list | tuple) else value


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
