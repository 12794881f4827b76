"""The cells of workbooks and of tables in plain text, as they are: what a person made of them is for others to understand.

.xlsx by openpyxl, which tells text from numbers that look like it; a large one by fastexcel where that is installed (several
times as fast), and then by openpyxl again only if a cell looks retyped. .ods by fastexcel alone. .csv, .tsv, .txt in UTF-8, UTF-16
or CP949, whatever separates the cells.
"""

import csv
import io
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from malmoi.errors import FormatError, InputError, UsageError
from malmoi.files import StrPath, read_text, settled
from malmoi.formats.containers.workbook_safety import check_workbook
from malmoi.optional import need

__all__ = ["SUFFIXES", "Cell", "Sheet", "read_sheets"]

# None: empty. Numbers, truth values and times are what a spreadsheet program made of what was typed.
Cell = str | int | float | bool | date | time | timedelta | None

SUFFIXES = (".xlsx", ".ods", ".csv", ".tsv", ".txt")
# Below this many bytes openpyxl reads in the time fastexcel takes to be imported.
_LARGE = 1_000_000
# The escape of an underscore that begins what would read as an escaped character (ECMA-376, 22.9.2.19 ST_Xstring).
_ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
# Texts that may have been numbers, truth values or times before a reader made text of them.
_RETYPED = re.compile(r"-?\d[\d.]*(?:[eE][+-]?\d+)?|true|false|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*|\d\d:\d\d:\d\d.*")
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet from its first row and column on; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Cell]]

    def place(self, row: int, column: int = 0) -> str:
        """Where a cell is, as people say it: Terms!G12; both numbers count from 0."""
        return f"{self.name}!{_letters(column)}{row + 1}"


def read_sheets(
    path: StrPath,
    encoding: str | None = None,
    *,
    texts: Callable[[Sheet], Collection[int]] = lambda sheet: range(max(map(len, sheet.rows), default=0)),
    large: int = _LARGE,
) -> list[Sheet]:
    """All sheets of a workbook; of a table in plain text the one, named as the file; `encoding` is for such a one.

    Files of `large` bytes and more are read by fastexcel, as texts alone; where a column of `texts` (counted from 0) then looks as if
    it held something else, openpyxl says what. Raises UsageError for another suffix; InputError, FormatError,
    EncodingError for what cannot be read; MissingExtraError for an .ods without fastexcel.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsm":
        raise InputError(f"{path} may carry macros, which malmoi does not open: save a copy as .xlsx.")
    if suffix not in SUFFIXES:
        raise UsageError(f"{path} cannot be imported: the name must end in one of {', '.join(SUFFIXES)}.")
    if suffix not in (".xlsx", ".ods"):
        return [Sheet(Path(path).name, _plain_rows(read_text(path, encoding), suffix, str(path)))]
    check_workbook(path)
    if suffix == ".ods":
        need("fastexcel", "fast")
        return _fast(path)
    if settled(path).stat().st_size >= large and find_spec("fastexcel"):
        sheets = _fast(path)
        if not any(_looks_retyped(sheet, texts(sheet)) for sheet in sheets):
            return sheets
    return _exact(path)


def _fast(path: StrPath) -> list[Sheet]:
    """All cells as text."""
    import fastexcel

    try:
        book = fastexcel.read_excel(str(settled(path)))
        names = book.sheet_names
        frames = [book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars() for name in names]
    except fastexcel.FastExcelError as error:
        raise _damaged(path, error) from error
    return [Sheet(name, frame.rows()) for name, frame in zip(names, frames, strict=True)]


def _looks_retyped(sheet: Sheet, columns: Collection[int]) -> bool:
    """Is there, in one of the columns, a text that may have been a number or the like?"""
    return any(
        isinstance(cell := row[column], str) and _RETYPED.fullmatch(cell)
        for row in sheet.rows
        for column in columns
        if column < len(row)
    )


def _exact(path: StrPath) -> list[Sheet]:
    """Cells with their types; of formulas the values that were last calculated."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # It warns of what it cannot keep when it writes (drop-downs of newer kinds, bars); here nothing is written.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(settled(path), read_only=True, data_only=True, keep_links=False)
            try:
                return [Sheet(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
            finally:
                book.close()
    # openpyxl raises whatever its parts meet in a file that is not as it should be.
    except Exception as error:
        raise _damaged(path, error) from error


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    # A file may claim any size for a sheet; its rows tell the truth.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        yield tuple([_ESCAPED.sub("_", cell) if isinstance(cell, str) and "_x005F_" in cell else cell for cell in row])


def _damaged(path: StrPath, error: Exception) -> FormatError:
    reason = str(error).strip().split("\n")[0] or type(error).__name__
    return FormatError(f"{path} is damaged ({reason}): open it in a spreadsheet program and save it again as .xlsx.")


def _plain_rows(text: str, suffix: str, name: str) -> list[list[Cell]]:
    """Rows of a table in plain text, with the separator that makes the most of its first row."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    body = text.split("\n")
    comments = next((i for i, line in enumerate(body) if not line.startswith("#")), 0)
    first = "\n".join(body[comments:])
    order = sorted(_DELIMITERS, key=lambda sign: (sign == "\t") != (suffix != ".csv"))
    try:
        delimiter = max(order, key=lambda sign: len(next(csv.reader(io.StringIO(first, newline=""), delimiter=sign))))
        reader = csv.reader(io.StringIO(first, newline=""), delimiter=delimiter, strict=delimiter != "\t")
        return [[], *[[]] * (comments - 1), *_cells(reader)] if comments else [*_cells(reader)]
    except csv.Error as error:
        raise FormatError(f"{name} cannot be read as a table: {error}. Check its quotes.") from error


def _cells(reader: "Iterator[list[str]]") -> Iterator[list[Cell]]:
    for row in reader:
        yield [cell if cell != "" else None for cell in row]


def _letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
