"""Rows of tables in plain text, a row at a time, each with its place; and cells that fit on one line."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from malmoi.errors import FormatError
from malmoi.files import StrPath
from malmoi.formats.containers.textstream import open_text

__all__ = ["cells_of_line", "delimited_rows", "separated", "squeezed"]

_DELIMITERS = (",", ";", "\t", "|")
_BREAKS = re.compile(r"\s*[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")
# A cell longer than this is a quote that nobody closed.
_LONGEST_CELL = 1 << 22


def delimited_rows(
    path: StrPath, encoding: str | None = None, delimiter: str | None = None
) -> Iterator[tuple[str, Sequence[str]]]:
    """(file:line, cells) of the rows; comments (#) before the first row are skipped, and the delimiter is found out unless given.

    Raises FormatError with the line for quotes that do not match, InputError, EncodingError.
    """
    with open_text(path, encoding) as text:
        skipped, first = _first_line(text)
        sign = delimiter or _delimiter(first, Path(path).suffix.lower())
        lines = chain([first], text)
        if sign == "\t":
            for number, line in enumerate(lines, skipped + 1):
                yield f"{path}:{number}", cells_of_line(line.rstrip("\n"))
            return
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
        reader = csv.reader(lines, delimiter=sign, strict=True)
        at = 0
        try:
            for row in reader:
                yield f"{path}:{skipped + at + 1}", row
                at = reader.line_num
        except csv.Error as error:
            raise FormatError(
                f"{path}:{skipped + at + 1}: the row that begins here cannot be read as a table: {error}. Check its quotes."
            ) from error


def cells_of_line(line: str) -> list[str]:
    """The cells of a tab-separated line; a cell in quotes loses them when they are quotes of the table, not of the text."""
    return [_unquoted(cell) if cell.startswith('"') else cell for cell in line.split("\t")]


def separated(cells: Sequence[str]) -> str:
    """A tab-separated line that `cells_of_line` reads back; cells hold no tab and no break."""
    return "\t".join('"' + cell.replace('"', '""') + '"' if cell.startswith('"') else cell for cell in cells)


def squeezed(text: str) -> str:
    """`text` on one line: each break or tab, with the blanks around it, is one space."""
    return _BREAKS.sub(" ", text)


def _unquoted(cell: str) -> str:
    inner = cell[1:-1].replace('""', "")
    if len(cell) < 2 or not cell.endswith('"') or '"' in inner:
        return cell
    return cell[1:-1].replace('""', '"')


def _first_line(text: TextIO) -> tuple[int, str]:
    """(comments before it, the first line that is none)."""
    skipped = 0
    for line in text:
        if not line.startswith("#"):
            return skipped, line
        skipped += 1
    return skipped, ""


def _delimiter(line: str, suffix: str) -> str:
    """The sign that makes the most cells of the first line; a .tsv has tabs."""
    if suffix in (".tsv", ".tab"):
        return "\t"
    counts = {sign: len(next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: (counts[sign], sign == ("," if suffix == ".csv" else "\t")))
    return best if counts[best] > 1 else ","
