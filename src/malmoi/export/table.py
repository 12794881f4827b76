"""A worksheet of rows under a frozen header: filters, widths, row heights, protection, print set-up; continued when full.

openpyxl's write-only sheets stream their rows, so memory does not grow with them; widths, panes and heights must be set before
the rows they concern, and all else when the sheet ends.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from malmoi.export.cells import Linked, Rich, Value, is_cut, make_cell, plain_text
from malmoi.export.heights import LINE, PADDING, line_count, row_height
from malmoi.export.labels import Labels
from malmoi.export.styles import BODY, HEAD, Look, Styles

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["ARROW", "MAX_LINKS", "MAX_ROWS", "Book", "Column", "Table", "set_up_print"]

# What one sheet of a workbook holds: rows, and hyperlinks (more of them and Excel calls the file damaged).
# https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS, MAX_LINKS = 1_048_576, 65_530
# What a link to another sheet shows.
ARROW = "→"
# The number of the paper size A4 in ECMA-376, 18.3.1.63 pageSetup.
_A4 = 9
_COMMENT_WIDTH, _COMMENT_LINE = 300, 19
_COMMENT_UNITS = 38.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` into the labels, `width` in characters, the look of its cells; `head` overrides the label."""

    key: str
    width: float
    look: Look = BODY
    hidden: bool = False
    outline: int = 0
    head: str = ""


@dataclass
class Book:
    """A workbook in the making and what all its sheets share; `notices` counts what had to be cut, split or left unlinked."""

    workbook: "Workbook"
    labels: Labels
    styles: Styles
    max_rows: int = MAX_ROWS
    notices: dict[str, int] = field(default_factory=dict)

    def notice(self, key: str, count: int = 1) -> None:
        """Remember something the summary must say."""
        self.notices[key] = self.notices.get(key, 0) + count


class Table:
    """Rows of one kind, on a sheet named by `key` and, when that is full, on "… 2", "… 3"."""

    def __init__(
        self,
        book: Book,
        key: str,
        columns: Sequence[Column],
        *,
        freeze: str = "A2",
        finish: Callable[[Any, int, Mapping[str, str]], None] = lambda sheet, last, letters: None,
    ) -> None:
        """`finish(sheet, last row, letters of the columns)` adds what only this kind has, once a sheet is complete."""
        from openpyxl.utils import get_column_letter

        self._book, self._columns, self._freeze, self._finish = book, columns, freeze, finish
        self._title = book.labels.title(key)
        self._letters = {column.key: get_column_letter(i) for i, column in enumerate(columns, 1)}
        self._sheet: Any = None
        self._sheets = self._row = self._links = 0
        self._start()

    def place(self, index: int, column: str) -> str:
        """Where row `index` (from 0) of this table stands or will stand, as the location of a link."""
        sheet, row = divmod(index, self._book.max_rows - 1)
        return f"'{self._name(sheet)}'!{self._letters[column]}{row + 2}"

    def append(self, values: Sequence[Value]) -> None:
        """Add a row: one value a column, None for an empty cell."""
        if self._row == self._book.max_rows:
            self._end()
            self._book.notice("split")
            self._start()
        self._row += 1
        lines, cells = 1, []
        for value, column in zip(values, self._columns, strict=True):
            value = self._fit(value)
            if column.look.wrap and isinstance(value, str | Rich | Linked) and not column.hidden:
                lines = max(lines, line_count(plain_text(value), column.width, indented=column.look.indented))
            cells.append(make_cell(self._sheet, self._book.styles, value, column.look))
        self._write(cells, lines)

    def close(self) -> None:
        """Complete the last sheet; nothing can be appended afterwards."""
        self._end()

    def _name(self, sheet: int) -> str:
        return self._title if sheet == 0 else f"{self._title} {sheet + 1}"

    def _fit(self, value: Value) -> Value:
        """Count texts that will be cut, give up links beyond what a sheet holds, and leave out numbers that are none."""
        if isinstance(value, Linked):
            if self._links == MAX_LINKS:
                self._book.notice("links")
                return value.value
            self._links += 1
        elif isinstance(value, str | Rich):
            if is_cut(value):
                self._book.notice("cut")
        elif isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    def _write(self, cells: list[Any], lines: int) -> None:
        if lines == 1:
            self._sheet.append(cells)
            return
        # The sheet would keep a record of every row's height; once the row is written it is of no more use.
        self._sheet.row_dimensions[self._row].height = row_height(lines)
        self._sheet.append(cells)
        del self._sheet.row_dimensions[self._row]

    def _start(self) -> None:
        names = self._book.workbook.sheetnames
        after = names.index(self._name(self._sheets - 1)) + 1 if self._sheets else len(names)
        sheet = self._sheet = self._book.workbook.create_sheet(self._name(self._sheets), after)
        self._sheets += 1
        self._row, self._links = 1, 0
        sheet.freeze_panes = self._freeze
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = LINE + PADDING
        sheet.sheet_format.customHeight = True
        for column in self._columns:
            dimension = sheet.column_dimensions[self._letters[column.key]]
            dimension.width, dimension.hidden, dimension.outlineLevel = column.width, column.hidden, column.outline
        set_up_print(sheet)
        sheet.print_title_rows = "1:1"
        heads = [column.head or self._book.labels.name(column.key, "\n") for column in self._columns]
        self._sheet.row_dimensions[1].height = row_height(
            max(line_count(head, c.width) for head, c in zip(heads, self._columns, strict=True) if not c.hidden)
        )
        sheet.append([self._head(column, head) for column, head in zip(self._columns, heads, strict=True)])

    def _head(self, column: Column, text: str) -> Any:
        from openpyxl.comments import Comment

        cell = make_cell(self._sheet, self._book.styles, text, HEAD)
        explained = self._book.labels.help(column.key)
        if explained:
            height = _COMMENT_LINE * (line_count(explained, _COMMENT_UNITS) + 1)
            cell.comment = Comment(explained, "malmoi", height=height, width=_COMMENT_WIDTH)
        return cell

    def _end(self) -> None:
        from openpyxl.worksheet.protection import SheetProtection

        shown = [self._letters[column.key] for column in self._columns if not column.hidden]
        self._sheet.auto_filter.ref = f"A1:{shown[-1]}{self._row}"
        # False means allowed: people may filter, sort where cells are unlocked, and change widths and heights.
        self._sheet.protection = SheetProtection(
            sheet=True, autoFilter=False, sort=False, formatColumns=False, formatRows=False
        )
        self._finish(self._sheet, max(self._row, 2), self._letters)


def set_up_print(sheet: Any) -> None:
    """A4 landscape, one page wide, with page numbers. Must come before the first row."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.HeaderFooter.oddFooter.left.text = "&A"
    sheet.HeaderFooter.oddFooter.right.text = "&P / &N"
