"""A worksheet of rows under a frozen header: filters, widths, row heights, protection, print set-up; continued when full.

openpyxl's write-only sheets stream their rows, so memory does not grow with them; widths, panes and heights must be set before
the rows they concern, and all else when the sheet ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from malmoi.export.cells import Linked, Pen, Rich, Value, plain_text
from malmoi.export.heights import LINE, PADDING, line_count, row_height
from malmoi.export.labels import Labels
from malmoi.export.stream import RowStream
from malmoi.export.styles import BODY, HEAD, Look, Styles
from malmoi.export.texts import is_too_long

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
        title: str = "",
        finish: Callable[[Any, int, Mapping[str, str]], None] = lambda sheet, last, letters: None,
    ) -> None:
        """`finish(sheet, last row, letters of the columns)` adds what only this kind has, once a sheet is complete.

        `title` names the sheet where the label of `key` shall not.
        """
        from openpyxl.utils import get_column_letter

        self._book, self._columns, self._freeze, self._finish = book, columns, freeze, finish
        self._title = title or book.labels.title(key)
        self._letters = {column.key: get_column_letter(i) for i, column in enumerate(columns, 1)}
        self._pens = [Pen(book.styles, column.look, self._letters[column.key]) for column in columns]
        self._sheets = self._links = 0
        self._stream = self._start()

    def place(self, index: int, column: str) -> str:
        """Where row `index` (from 0) of this table stands or will stand, as the location of a link."""
        sheet, row = divmod(index, self._book.max_rows - 1)
        return f"'{self._name(sheet)}'!{self._letters[column]}{row + 2}"

    def append(self, values: Sequence[Value]) -> None:
        """Add a row: one value a column, None for an empty cell."""
        if self._stream.row == self._book.max_rows:
            self._end()
            self._book.notice("split")
            self._stream = self._start()
        row, lines, cells = self._stream.row + 1, 1, []
        for value, column, pen in zip(values, self._columns, self._pens, strict=True):
            if value is not None:
                if not column.hidden:
                    lines = max(lines, self._lines(value, column))
                if isinstance(value, Linked):
                    self._link(f"{self._letters[column.key]}{row}", value.location)
            cells.append(pen.cell(value, row))
        self._stream.append(cells, row_height(lines) if lines > 1 else None)

    def close(self) -> None:
        """Complete the last sheet; nothing can be appended afterwards."""
        self._end()

    def _name(self, sheet: int) -> str:
        return self._title if sheet == 0 else f"{self._title} {sheet + 1}"

    def _lines(self, value: Value, column: Column) -> int:
        """Lines of a text; numbers are shown in one."""
        if not isinstance(value, str | Rich):
            return 1
        text = plain_text(value)
        if is_too_long(text):
            self._book.notice("cut")
        return line_count(text, column.width, indented=column.look.indented)

    def _link(self, cell: str, location: str) -> None:
        """Link a cell, as long as the sheet holds more links."""
        if self._links == MAX_LINKS:
            self._book.notice("links")
        else:
            self._links += 1
            self._stream.link(cell, location)

    def _start(self) -> RowStream:
        names = self._book.workbook.sheetnames
        after = names.index(self._name(self._sheets - 1)) + 1 if self._sheets else len(names)
        sheet = self._sheet = self._book.workbook.create_sheet(self._name(self._sheets), after)
        self._sheets += 1
        self._links = 0
        sheet.freeze_panes = self._freeze
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = LINE + PADDING
        sheet.sheet_format.customHeight = True
        for column in self._columns:
            dimension = sheet.column_dimensions[self._letters[column.key]]
            dimension.width, dimension.hidden, dimension.outlineLevel = column.width, column.hidden, column.outline
        # openpyxl asks for the depth of the groups before it has counted it.
        sheet.column_dimensions.max_outline = max(column.outline for column in self._columns)
        set_up_print(sheet)
        sheet.print_title_rows = "1:1"
        heads = [column.head or self._book.labels.name(column.key, "\n") for column in self._columns]
        lines = max(line_count(h, c.width) for h, c in zip(heads, self._columns, strict=True) if not c.hidden)
        stream = RowStream(sheet)
        cells = [self._head(column, head) for column, head in zip(self._columns, heads, strict=True)]
        stream.append_cells(cells, row_height(lines))
        return stream

    def _head(self, column: Column, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.comments import Comment

        cell = WriteOnlyCell(self._sheet, text)
        self._book.styles.apply(cell, HEAD)
        explained = self._book.labels.help(column.key)
        if explained:
            height = _COMMENT_LINE * (line_count(explained, _COMMENT_UNITS) + 1)
            cell.comment = Comment(explained, "malmoi", height=height, width=_COMMENT_WIDTH)
        return cell

    def _end(self) -> None:
        from openpyxl.worksheet.protection import SheetProtection

        # Hidden columns too: sorting moves what the filter covers, and a row must keep its id.
        last = self._letters[self._columns[-1].key]
        self._sheet.auto_filter.ref = f"A1:{last}{self._stream.row}"
        # False means allowed: people may filter, sort where cells are unlocked, and change widths and heights.
        self._sheet.protection = SheetProtection(
            sheet=True, autoFilter=False, sort=False, formatColumns=False, formatRows=False
        )
        self._finish(self._sheet, max(self._stream.row, 2), self._letters)


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
