"""How the cells of a workbook look: fonts, colours, formats, and the styles made of them once a workbook.

Malgun Gothic comes with Windows and with Excel for the Mac; where it is missing, spreadsheet programs take the system's font for
Hangul, which the font's character set (129, Hangul) and family (2, sans-serif) tell them to look for.
"""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = [
    "BAR",
    "BODY",
    "DECISION",
    "FONT",
    "FONT_FAMILY",
    "FONT_SIZE",
    "HANGUL_CHARSET",
    "HEAD",
    "INK",
    "LINK",
    "STATUS_COLORS",
    "STATUS_FILLS",
    "TEXT_FORMAT",
    "UNEQUAL",
    "Look",
    "Styles",
]

FONT, FONT_SIZE, FONT_FAMILY, HANGUL_CHARSET = "Malgun Gothic", 10, 2, 129
# Excel keeps what is typed into a cell of this format as text: 0012 stays 0012, =x stays =x.
TEXT_FORMAT = "@"
BAR, INK = "FF8EB4E3", "FF1B1B1B"
# Dark enough on white for a contrast above 4.5, and apart from one another for the colour-blind (blue, teal, vermilion).
STATUS_COLORS = {"new": "FF0B4FA8", "known": "FF00695C", "conflict": "FFB3261E"}
STATUS_FILLS = {"new": "FFE3EEFB", "known": "FFDDF3EF", "conflict": "FFFBE0DC"}
# Segments that are not one sentence to one.
UNEQUAL = "FFFDE9C9"
_HEAD_FILL, _DECISION_FILL, _LINE = "FF1F3A5F", "FFFFF8DC", "FFD5D9E0"


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like and whether people may write in it; colours are ARGB."""

    number_format: str = "General"
    bold: bool = False
    underline: bool = False
    size: int = FONT_SIZE
    color: str = INK
    fill: str | None = None
    horizontal: str = "left"
    vertical: str = "top"
    wrap: bool = True
    line: bool = True
    locked: bool = True
    # The apostrophe of Excel: what starts like a formula stays text when someone edits the cell.
    quoted: bool = False

    @property
    def indented(self) -> bool:
        """Does the text keep a distance from the edge? Centred text needs none."""
        return self.horizontal in ("left", "right")

    def but(self, **changes: Any) -> "Look":
        """This look with some things changed."""
        return replace(self, **changes)


BODY = Look()
HEAD = Look(bold=True, color="FFFFFFFF", fill=_HEAD_FILL, horizontal="center", vertical="center")
DECISION = Look(number_format=TEXT_FORMAT, fill=_DECISION_FILL, locked=False)
LINK = Look(color="FF0B4FA8", underline=True, horizontal="center")


class Styles:
    """The styles of one workbook: each look is made into openpyxl's style indices once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[Look, int] = {}

    def index(self, look: Look) -> int:
        """The index of the cell style that shows `look`."""
        if look not in self._made:
            self._made[look] = self._make(look)
        return self._made[look]

    def apply(self, cell: Any, look: Look) -> None:
        """Give one of openpyxl's cells this look."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        cell.font = Font(
            name=FONT,
            family=FONT_FAMILY,
            charset=HANGUL_CHARSET,
            size=look.size,
            bold=look.bold,
            underline="single" if look.underline else None,
            color=look.color,
        )
        if look.fill is not None:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        if look.line:
            cell.border = Border(bottom=Side("thin", color=_LINE))
        cell.alignment = Alignment(
            horizontal=look.horizontal,
            vertical=look.vertical,
            wrap_text=look.wrap,
            indent=int(look.indented),
        )
        cell.protection = Protection(locked=look.locked)
        cell.number_format = look.number_format
        if look.quoted:
            cell.quotePrefix = True

    def _make(self, look: Look) -> int:
        from openpyxl.cell import WriteOnlyCell

        # A cell asks its sheet for the workbook, whose tables hold the styles; there may be no sheet yet.
        cell = WriteOnlyCell(SimpleNamespace(parent=self._book))
        self.apply(cell, look)
        index: int = cell.style_id
        return index
