"""Rows into a write-only sheet of openpyxl, a whole row at a time.

openpyxl writes a row cell by cell, looking up each cell's style and type again; that takes three times as long as to hand it a row
that is ready. Its writer has a method for rows, which is the one thing changed here: all else about the sheet stays openpyxl's.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["RowStream"]


class RowStream:
    """The rows of one sheet. Make it when widths, panes and print set-up are complete: they are written here."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._writer = sheet._writer = _writer_type()(sheet)
        self._writer.write_top()
        self.row = 0

    def append(self, cells: Sequence[str], height: float | None = None) -> None:
        """Add a row of XML cells, made for row number `self.row + 1`; `height` in points, the sheet's own where None."""
        self.row += 1
        size = "" if height is None else f' ht="{height:g}" customHeight="1"'
        self._writer.ready = f'<row r="{self.row}"{size}>{"".join(cells)}</row>'
        self._sheet.append(())

    def append_cells(self, cells: "Sequence[Cell]", height: float) -> None:
        """Add a row of openpyxl's own cells, for what only they carry (comments); their texts must be ours."""
        self.row += 1
        self._sheet.row_dimensions[self.row].height = height
        self._sheet.append(list(cells))

    def link(self, cell: str, location: str) -> None:
        """Make a cell that has been added lead to a place in the workbook."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        self._sheet._hyperlinks.append(Hyperlink(ref=cell, location=location))


@cache
def _writer_type() -> Any:
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.xml.functions import fromstring

    class RowWriter(WorksheetWriter):  # type: ignore[misc]
        ready: str | None = None

        def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
            if self.ready is None:
                super().write_row(xf, row, row_idx)
            else:
                xf.write(fromstring(self.ready))
                self.ready = None

    return RowWriter
