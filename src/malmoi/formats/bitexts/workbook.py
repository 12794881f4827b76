"""Segments as a workbook with a Korean and an English column, as agencies send them.

Written: one sheet with the columns ko, en, doc, score, all text, so that no spreadsheet program makes a number or a formula of one. Read:
.xlsx and .ods; the sheet is that of segments in a review workbook, else the first whose heads name both languages (within its first
rows), else the first with anything in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

import polars as pl

from malmoi.errors import FormatError, OutputError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.columns import find_columns
from malmoi.formats.bitexts.delimited import score_of
from malmoi.formats.bitexts.sides import Row
from malmoi.formats.containers.workbooks import Cell, Sheet, read_sheets
from malmoi.formats.containers.xmltext import legal

__all__ = ["read", "write"]

_TITLE = "segments"
_REVIEW = ("segments", "문장")
_WIDTHS = {"ko": 60, "en": 70, "doc": 18, "score": 9}
# Rows above the heads, for a title and a date.
_ABOVE = 10
# UTF-16 units that a cell holds (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
_MAX_CELL = 32_767
# Rows that a sheet holds, from the same page.
_MAX_ROWS = 1_048_576
# An underscore that would begin an escaped character (ECMA-376, 22.9.2.19 ST_Xstring).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_INSTEAD = "Write .tmx, .csv or .jsonl instead."
_LINE_ENDS = re.compile("\r\n?")


def write(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as a workbook. Raises OutputError, also for more than a sheet or a cell can hold."""
    if segments.height >= _MAX_ROWS:
        raise OutputError(
            f"{path} cannot be written: {segments.height:,} segments are more than the rows of a sheet. {_INSTEAD}"
        )
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_TITLE)
    sheet.freeze_panes = "A2"
    for i, width in enumerate(_WIDTHS.values()):
        sheet.column_dimensions["ABCD"[i]].width = width
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def cell(text: str) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=text)
        made.data_type, made.number_format, made.alignment = "s", "@", wrapped
        return made

    heads = [cell(head) for head in _WIDTHS]
    for head in heads:
        head.font = bold
    texts = [[_cell_text(row, key, path) for key in ("ko", "en", "doc")] for row in segments.iter_rows(named=True)]
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    scores = segments["score"].cast(pl.String).fill_null("")
    with replacing(path) as stream:
        sheet.append(heads)
        for row, score in zip(texts, scores, strict=True):
            sheet.append([cell(text) for text in (*row, score)])
        book.save(stream)


def read(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The segments of a workbook; columns are those of `mapping`, or found by their heads, or by their language.

    Raises FormatError with the place, InputError when the file is missing, empty, encrypted or no honest workbook.
    """
    # Whatever a spreadsheet program made of a cell, here it is text again.
    sheet, first = _sheet(read_sheets(path, texts=lambda sheet: ()), str(path), mapping)
    rows = [[_text(cell) for cell in row] for row in sheet.rows[first:]]
    filled = [row for row in rows if any(map(str.strip, row))]
    columns, headed = find_columns(filled, f"{path}, {sheet.place(first)}", mapping)
    for i, row in enumerate(rows[headed:], first + headed):
        ko, en, doc, score = (_at(row, columns.get(key)) for key in ("ko", "en", "doc", "score"))
        if ko or en:
            yield Row(doc, ko, en, score_of(score, f"{path}, {sheet.place(i, columns.get('score', 0))}"))


def _cell_text(row: Mapping[str, str | None], key: str, path: StrPath) -> str:
    text = _LINE_ENDS.sub("\n", legal(row[key] or ""))
    if len(text) * 2 > _MAX_CELL and len(text.encode("utf-16-le")) // 2 > _MAX_CELL:
        raise OutputError(
            f"{path} cannot be written: segment {row['seg']} has more than the {_MAX_CELL:,} characters of a cell. "
            f"{_INSTEAD}"
        )
    return _ESCAPE.sub("_x005F_", text)


def _sheet(sheets: Sequence[Sheet], name: str, mapping: Mapping[str, str] | None) -> tuple[Sheet, int]:
    """The sheet that holds segments, and its first row that counts."""
    filled = [sheet for sheet in sheets if any(_is_filled(row) for row in sheet.rows)]
    if not filled:
        raise FormatError(f"{name} has no rows.")
    for sheet in sorted(filled, key=lambda sheet: sheet.name.lower() not in _REVIEW):
        for i, row in enumerate(sheet.rows[:_ABOVE]):
            if _is_filled(row) and _names_columns(sheet.rows[i:], mapping):
                return sheet, i
    return filled[0], next(i for i, row in enumerate(filled[0].rows) if _is_filled(row))


def _names_columns(rows: Sequence[Sequence[Cell]], mapping: Mapping[str, str] | None) -> bool:
    try:
        return find_columns([[_text(cell) for cell in row] for row in rows[:_ABOVE]], "", mapping)[1]
    except FormatError:
        return False


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(_text(cell).strip() for cell in row)


def _at(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _text(cell: Cell) -> str:
    """A cell as text: whole numbers without a fraction, times as ISO 8601 has them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()  # a day, which spreadsheet programs keep as its midnight
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
