"""Rows into a write-only sheet of openpyxl, a whole row of XML at a time.

openpyxl writes a row cell by cell, looking up each cell's type and style again and building a tree of its XML; a row that is ready
costs a sixth of that. Here its writer gets a method for such rows, and for links; all else about the sheet stays openpyxl's.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["RowStream", "abandon"]


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
        """Make a cell lead to a place in the workbook."""
        self._writer.links.append(f"<hyperlink ref={quoteattr(cell)} location={quoteattr(location)}/>")


def abandon(sheet: Any) -> None:
    """Close a sheet that will not be finished, and remove what it has written.

    Left open, its writer would complain on the terminal as it is collected, after the error that matters.
    """
    for step in (sheet.close, lambda: sheet._writer.cleanup()):
        with suppress(Exception):
            step()


class _XmlFile:
    """As much of lxml's and et_xmlfile's `xmlfile` as openpyxl uses."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file

    @contextmanager
    def element(self, tag: str, attributes: Mapping[str, str] | None = None, **more: str) -> Iterator[None]:
        written = "".join([f" {name}={quoteattr(value)}" for name, value in {**(attributes or {}), **more}.items()])
        self.file.write(f"<{tag}{written}>")
        yield
        self.file.write(f"</{tag}>")

    def write(self, node: Any) -> None:
        from openpyxl.xml.functions import tostring

        self.file.write(escape(node) if isinstance(node, str) else tostring(node, encoding="unicode"))


@cache
def _writer_type() -> Any:
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.xml.constants import SHEET_MAIN_NS

    class RowWriter(WorksheetWriter):  # type: ignore[misc]
        ready: str | None = None

        def __init__(self, sheet: Any) -> None:
            self.links: list[str] = []
            super().__init__(sheet)

        def get_stream(self) -> Generator[_XmlFile | None, Any, None]:
            """Takes elements to write; sent True, it gives the file for what follows."""
            with open(self.out, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  a name openpyxl made
                xf = self._file = _XmlFile(file)
                with xf.element("worksheet", xmlns=SHEET_MAIN_NS):
                    try:
                        while True:
                            node = yield None
                            if node is True:
                                yield xf
                            elif node is not None:
                                xf.write(node)
                    except GeneratorExit:
                        pass

        def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
            if self.ready is None:
                super().write_row(xf, row, row_idx)
            else:
                xf.file.write(self.ready)
                self.ready = None

        def write_hyperlinks(self) -> None:
            if self.links:
                self._file.file.write(f"<hyperlinks>{''.join(self.links)}</hyperlinks>")

    return RowWriter
