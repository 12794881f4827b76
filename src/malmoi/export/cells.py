"""The one place that makes cells: whatever a text holds, it arrives as that text and as nothing else.

Left to itself openpyxl makes a formula of "=…" and an error of "#N/A", cuts a text at 32,767 characters without a word, and
fails on characters that XML forbids. Excel moreover reads "_x000D_" in a text as an escaped character, and makes a formula
of a cell that starts like one as soon as someone edits it. Limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from malmoi.export.styles import FONT, FONT_FAMILY, FONT_SIZE, HANGUL_CHARSET, STATUS_COLORS, Look, Styles
from malmoi.formats.xmltext import legal

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["MAX_TEXT", "Figure", "Linked", "Rich", "Value", "make_cell", "plain_text", "safe_runs", "safe_text"]

# Characters a cell holds, as UTF-16 code units.
MAX_TEXT = 32_767
_CUT = " […]"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = "_x005F_"
_LINE_ENDS = re.compile("\r\n?")
_LIKE_FORMULA = ("=", "+", "-", "@", "'", "\t")

# A stretch of text and the name of its look: "" plain, or a term's status (a key of STATUS_COLORS).
Run = tuple[str, str]


class Rich(NamedTuple):
    """Text of which some stretches are terms; an empty list of runs is an empty cell."""

    runs: Sequence[Run]


class Figure(NamedTuple):
    """A number with a format of its own."""

    value: int | float
    number_format: str


class Linked(NamedTuple):
    """Text or a number that leads to `location`, a place in the workbook such as 'Terms'!A5.

    Keep it short and never put data into it: LibreOffice wraps no linked text and turns a linked number into text.
    """

    value: str | int
    location: str


Value = str | int | float | Rich | Figure | Linked | None


def safe_text(text: str) -> str:
    """`text` as a cell can hold it: line ends as "\\n", forbidden characters made visible, no accidental escapes, cut to length."""
    return _ESCAPE.sub(_ESCAPED, _cut(_LINE_ENDS.sub("\n", legal(text))))


def safe_runs(runs: Sequence[Run]) -> list[Run]:
    """`safe_text` over the runs of a rich text: the length counts over all of them, runs without text are left out."""
    left, out = MAX_TEXT, []
    for text, name in runs:
        text = _LINE_ENDS.sub("\n", legal(text))
        short = _cut(text, left)
        left -= _units(short)
        if short:
            out.append((_ESCAPE.sub(_ESCAPED, short), name))
        if len(short) < len(text):
            break
    return out


def plain_text(value: Value) -> str:
    """What a person reads in a cell of this value."""
    if isinstance(value, Rich):
        return "".join(text for text, _ in value.runs)
    if isinstance(value, Figure | Linked):
        return str(value.value)
    return "" if value is None else str(value)


def is_cut(value: Value) -> bool:
    """Is this text longer than a cell holds?"""
    text = plain_text(value)
    return len(text) * 2 > MAX_TEXT and _units(text) > MAX_TEXT


def make_cell(sheet: Any, styles: Styles, value: Value, look: Look) -> "Cell":
    """A cell of `sheet` for write-only appending. Texts stay texts; numbers must be finite."""
    from openpyxl.cell import Cell

    if isinstance(value, Linked):
        cell = make_cell(sheet, styles, value.value, look)
        cell.hyperlink = _hyperlink(value.location)
        return cell
    if isinstance(value, Figure):
        look, value = look.but(number_format=value.number_format), value.value
    if isinstance(value, Rich):
        return _rich_cell(sheet, styles, value, look)
    if isinstance(value, str):
        text = safe_text(value)
        if not text:
            return Cell(sheet, 1, 1, None, styles.array(look))
        if text[0] in _LIKE_FORMULA:
            look = look.but(quoted=True)
        cell = Cell(sheet, 1, 1, text, styles.array(look))
        cell.data_type = "s"
        return cell
    return Cell(sheet, 1, 1, value, styles.array(look))


def _rich_cell(sheet: Any, styles: Styles, value: Rich, look: Look) -> "Cell":
    from openpyxl.cell import Cell

    runs = safe_runs(value.runs)
    if all(not name for _, name in runs):
        return make_cell(sheet, styles, "".join(text for text, _ in value.runs), look)
    if runs[0][0][0] in _LIKE_FORMULA:
        look = look.but(quoted=True)
    return Cell(sheet, 1, 1, _rich_text()(runs), styles.array(look))


def _hyperlink(location: str) -> Any:
    from openpyxl.worksheet.hyperlink import Hyperlink

    return Hyperlink(ref="", location=location)


def _cut(text: str, room: int = MAX_TEXT) -> str:
    """`text` within `room` UTF-16 units; what is cut ends in a mark that says so."""
    if len(text) * 2 <= room or _units(text) <= room:
        return text
    keep = max(room - len(_CUT), 0)
    return text.encode("utf-16-le", "surrogatepass")[: keep * 2].decode("utf-16-le", "ignore") + _CUT[:room]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@cache
def _rich_text() -> type:
    """The class of rich texts: openpyxl's, with a faster way to its XML (its own builds a font object a run)."""
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.xml.functions import Element, SubElement, whitespace

    def font(parent: Any, name: str) -> None:
        properties = SubElement(parent, "rPr")
        if name:
            SubElement(properties, "b")
        SubElement(properties, "sz", val=str(FONT_SIZE))
        SubElement(properties, "color", rgb=STATUS_COLORS.get(name, "FF1B1B1B"))
        SubElement(properties, "rFont", val=FONT)
        SubElement(properties, "family", val=str(FONT_FAMILY))
        SubElement(properties, "charset", val=str(HANGUL_CHARSET))

    class RichText(CellRichText):  # type: ignore[misc]
        def __init__(self, runs: Sequence[Run]) -> None:
            super().__init__([text for text, _ in runs])
            self.names = [name for _, name in runs]

        def to_tree(self) -> Any:
            tree = Element("is")
            for text, name in zip(self, self.names, strict=True):
                run = SubElement(tree, "r")
                font(run, name)
                content = SubElement(run, "t")
                content.text = text
                whitespace(content)
            return tree

    return RichText
