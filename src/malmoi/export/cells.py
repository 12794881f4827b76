"""The one place that makes cells: whatever a text holds, it arrives as that text and as nothing else.

Cells are made as XML (ECMA-376, 18.3.1.4) with their type stated. openpyxl, left to guess, makes a formula of "=…" and an error
of "#N/A"; and what starts like a formula becomes one in Excel as soon as someone edits the cell, unless its style carries Excel's
apostrophe (`quotePrefix`). What a text itself may hold is the matter of `texts`.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from malmoi.export.styles import FONT, FONT_FAMILY, FONT_SIZE, HANGUL_CHARSET, INK, STATUS_COLORS, Look, Styles
from malmoi.export.texts import Run, xml_runs, xml_text

__all__ = ["Figure", "Linked", "Pen", "Rich", "Value", "plain_text"]

_LIKE_FORMULA = ("=", "+", "-", "@", "'", "\t")
# A run's properties by the name of its look; terms are bold.
_RUN_FONTS = {
    name: f'<rPr>{"<b/>" if name else ""}<sz val="{FONT_SIZE}"/><color rgb="{color}"/><rFont val="{FONT}"/>'
    f'<family val="{FONT_FAMILY}"/><charset val="{HANGUL_CHARSET}"/></rPr>'
    for name, color in {"": INK, **STATUS_COLORS}.items()
}


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


def plain_text(value: Value) -> str:
    """What a person reads in a cell of this value."""
    if isinstance(value, str):
        return value
    if isinstance(value, Rich):
        return "".join([text for text, _ in value.runs])
    if isinstance(value, Figure | Linked):
        return str(value.value)
    return "" if value is None else str(value)


class Pen:
    """Writes the cells of one column in one look, as XML elements `c`."""

    def __init__(self, styles: Styles, look: Look, letter: str) -> None:
        self._styles, self._look, self._letter = styles, look, letter
        self._plain = styles.index(look)
        self._quoted = styles.index(look.but(quoted=True))
        self._formats: dict[str, int] = {}

    def cell(self, value: Value, row: int) -> str:
        """The cell of `value` in `row`; of a link its text alone. A number that is none (NaN, infinite) makes an empty cell."""
        if value is None or value == "":
            return self._empty(row)
        if isinstance(value, str):
            return self._text(f'<t xml:space="preserve">{xml_text(value)}</t>', value, row)
        if isinstance(value, Rich):
            runs = xml_runs(value.runs)
            return self._text(_runs(runs), runs[0][0], row) if runs else self._empty(row)
        if isinstance(value, Figure):
            return self._number(value.value, self._format(value.number_format), row)
        if isinstance(value, Linked):
            return self.cell(value.value, row)
        return self._number(value, self._plain, row)

    def _text(self, content: str, text: str, row: int) -> str:
        style = self._quoted if text.startswith(_LIKE_FORMULA) else self._plain
        return f'<c r="{self._letter}{row}" s="{style}" t="inlineStr"><is>{content}</is></c>'

    def _number(self, value: int | float, style: int, row: int) -> str:
        if not math.isfinite(value):
            return self._empty(row)
        return f'<c r="{self._letter}{row}" s="{style}"><v>{value!r}</v></c>'

    def _empty(self, row: int) -> str:
        return f'<c r="{self._letter}{row}" s="{self._plain}"/>'

    def _format(self, number_format: str) -> int:
        if number_format not in self._formats:
            self._formats[number_format] = self._styles.index(self._look.but(number_format=number_format))
        return self._formats[number_format]


def _runs(runs: Sequence[Run]) -> str:
    """A first run without properties has the font of the cell, later ones must name theirs."""
    return "".join(
        [
            f'<r>{_RUN_FONTS[name] if name or i else ""}<t xml:space="preserve">{text}</t></r>'
            for i, (text, name) in enumerate(runs)
        ]
    )
