"""How high a row must be for its wrapped texts: LibreOffice and Excel keep the height that a file states, and clip what is higher.

Estimates err on the side of height: a Hangul syllable counts 1.8 units of a column's width, a Latin letter 1.0 (at 10 points, where the
unit is a digit of the workbook's standard font, Calibri 11: 7 pixels); lines break at words.
"""

__all__ = ["LINE", "MAX_HEIGHT", "line_count", "row_height"]

# Points: a 10-point line of Malgun Gothic takes 13.3, of Noto Sans CJK 14.5; a workbook stores no row higher than 409.
LINE, PADDING, MAX_HEIGHT = 14.5, 4.0, 409.0
# Width in units of a column's width: of any character, and what one of three UTF-8 bytes (Hangul, Hanja, kana) adds.
_NARROW, _WIDE = 1.0, 0.8
# The most that one character can come to: an emoji, of four bytes.
_WIDEST = _NARROW + 1.5 * _WIDE
# What breaking at words adds to the length of a text; the margin of a cell and that of an indented one, in units.
_RAGGED, _MARGIN, _INDENTED = 1.1, 1.0, 3.0


def line_count(text: str, width: float, *, indented: bool = False) -> int:
    """Lines that `text` takes in a wrapped column of `width` units; at least 1."""
    room = max(width - (_INDENTED if indented else _MARGIN), 1.0)
    if len(text) * _WIDEST <= room and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n") if "\n" in text else (text,):
        units = _width(paragraph)
        lines += 1 if units <= room else -int(-units * _RAGGED // room)
    return lines


def row_height(lines: int) -> float:
    """Height of a row of so many lines, in points."""
    return min(lines * LINE + PADDING, MAX_HEIGHT)


def _width(text: str) -> float:
    characters = len(text)
    # A character of three bytes adds two to the difference; those of two bytes count half as wide, close enough.
    return characters * _NARROW + (len(text.encode("utf-8", "replace")) - characters) / 2 * _WIDE
