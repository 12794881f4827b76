"""A team's own workbook, filled with the glossary: its heads say which column gets what, its first row how cells look."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from malmoi.errors import FormatError, UsageError
from malmoi.export.glossary_rows import Entry, entries
from malmoi.files import StrPath, replacing, settled
from malmoi.flow.heads import Heads, find_heads
from malmoi.formats.containers.workbook_safety import check_workbook
from malmoi.formats.containers.workbooks import Sheet

if TYPE_CHECKING:
    import polars as pl

__all__ = ["fill_template"]

_LIKE_FORMULA = ("=", "+", "-", "@", "'", "\t")
_HEAD_ROWS = 20


def fill_template(terms: "pl.DataFrame", template: StrPath, path: StrPath) -> int:
    """Write the workbook `template` to `path` with a row a concept under its heads; how many rows. The template is not touched.

    Its heads are found as `malmoi import` finds them; rows below are replaced, each new one styled as the first of them. Raises
    UsageError when `template` is no .xlsx, FormatError when it has no heads for Korean and English, OutputError.
    """
    if any(Path(name).suffix.lower() != ".xlsx" for name in (template, path)):
        raise UsageError(f"A template and what is made of it are .xlsx files, not {template} and {path}.")
    check_workbook(template)
    from openpyxl import load_workbook

    book = load_workbook(settled(template))
    for sheet in book.worksheets:
        shown = [list(row) for row in sheet.iter_rows(max_row=_HEAD_ROWS, values_only=True)]
        heads = find_heads(Sheet(sheet.title, shown))
        if heads is not None and heads.row >= 0:
            found = entries(terms)
            _fill(sheet, heads, found)
            with replacing(path) as stream:
                book.save(stream)
            return len(found)
    raise FormatError(
        f"{template} has no sheet whose first rows name a Korean and an English column: head them 한국어 and 영어, say."
    )


def _fill(sheet: Any, heads: Heads, found: Sequence[Entry]) -> None:
    first = heads.row + 2
    looks = {column: sheet.cell(first, column + 1)._style for column in range(sheet.max_column)}
    sheet.delete_rows(first, max(sheet.max_row - first + 1, 0))
    for row, entry in enumerate(found, first):
        for column, look in looks.items():
            sheet.cell(row, column + 1)._style = copy(look)
        for key, column in heads.columns.items():
            if text := getattr(entry, key, ""):
                cell = sheet.cell(row, column + 1)
                cell.value = text
                # Whatever it looks like, it is text, also when somebody edits the cell.
                cell.data_type, cell.quotePrefix = "s", text.startswith(_LIKE_FORMULA)
