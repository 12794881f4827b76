"""Figures in digits, the same in both languages: 1,234.5, .08, -3, 3/4, 1 3/4, ½, 1.1^23, 1e10.

Nothing here is a regular expression that could look at a character twice: digits are walked over once, so a line of any length
is read in linear time. All work is on `flatten`ed text: one character for one character of the text as given.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

__all__ = ["CONTEXT", "Figure", "flatten", "read_figure", "skip_spaces"]

# Exact for every amount a text can hold: 10^20 with sixteen decimals, and the products of such with a scale.
CONTEXT = Context(prec=60)
# Longer strings of digits are keys, hashes and tables of π, not amounts.
_MOST_DIGITS = 40
_GREATEST_EXPONENT = 60

_MINUS = "-−﹣－–"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_DIGITS = frozenset("0123456789")
_GROUP_SPACES = "\u00a0\u202f\u2009\u2007"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure [start, end) in digits. `value` is None for what only looks like one: dates, versions, keys."""

    start: int
    end: int
    value: Decimal | None
    form: str = "integer"  # integer, grouped, decimal, fraction


def flatten(text: str) -> str:
    """`text` with full-width digits, letters and signs as ASCII; as long as `text`. Group spaces stay as they are."""
    if text.isascii():
        return text
    return text.translate(_WIDE)


def _wide() -> Iterator[tuple[str, str]]:
    for code in range(0xFF01, 0xFF5F):
        yield chr(code), chr(code - 0xFEE0)
    yield from {
        "\u3000": " ",
        "−": "-",
        "﹣": "-",
        "‐": "-",
        "‑": "-",
        "∼": "~",
        "〜": "~",
        "～": "~",
        "˜": "~",
    }.items()
    yield from {"’": "'", "‘": "'", "％": "%", "﹪": "%", "٪": "%"}.items()


_WIDE = str.maketrans(dict(_wide()))


def skip_spaces(text: str, at: int, most: int = 2) -> int:
    """The position after up to `most` spaces (line breaks do not count) at `at`."""
    end = at
    while end < len(text) and end - at < most and text[end] in " \u00a0\u202f\u2009\u2007\t":
        end += 1
    return end


def read_figure(text: str, start: int) -> Figure | None:
    """The figure whose first digit (or decimal point, or ½) stands at `start`; None when there is none."""
    ch = text[start]
    if ch in _VULGAR:
        return Figure(start, start + 1, _vulgar(ch), "fraction")
    if ch == "." and not (start + 1 < len(text) and text[start + 1] in _DIGITS):
        return None
    if ch != "." and ch not in _DIGITS:
        return None
    end, form = _whole(text, start)
    end, form = _decimals(text, end, form)
    tail = _dotted(text, end)
    if tail > end:
        return Figure(start, tail, None)
    if sum(c in _DIGITS for c in text[start : min(end, start + 3 * _MOST_DIGITS)]) > _MOST_DIGITS:
        return Figure(start, end, None)
    value = Decimal("".join(c for c in text[start:end] if c in _DIGITS or c == "."))
    return _extended(text, Figure(start, end, value, form))


def _whole(text: str, start: int) -> tuple[int, str]:
    """The end of the digits at `start`, with their groups of three."""
    end = start
    while end < len(text) and text[end] in _DIGITS:
        end += 1
    if not 1 <= end - start <= 3:
        return end, "integer"
    form = "integer"
    while end + 3 < len(text) and text[end] in "," + _GROUP_SPACES and _three(text, end + 1):
        end += 4
        form = "grouped"
    return end, form


def _three(text: str, at: int) -> bool:
    """Exactly three digits at `at`?"""
    return all(c in _DIGITS for c in text[at : at + 3]) and not (at + 3 < len(text) and text[at + 3] in _DIGITS)


def _decimals(text: str, end: int, form: str) -> tuple[int, str]:
    if end + 1 < len(text) and text[end] == "." and text[end + 1] in _DIGITS:
        end += 1
        while end < len(text) and text[end] in _DIGITS:
            end += 1
        form = "decimal"
    return end, form


def _dotted(text: str, end: int) -> int:
    """The end of 24.12.25 or 192.168.0.1 whose first point was read as a decimal point; `end` when it was one."""
    while end + 1 < len(text) and text[end] == "." and text[end + 1] in _DIGITS:
        end += 1
        while end < len(text) and text[end] in _DIGITS:
            end += 1
    return end


def _extended(text: str, figure: Figure) -> Figure:
    """With what may follow the digits: ½, a/b, a mixed fraction, an exponent."""
    end = figure.end
    if figure.value is None or figure.form == "decimal" or end >= len(text):
        return _exponent(text, figure)
    if text[end] in _VULGAR:
        return Figure(figure.start, end + 1, figure.value + _vulgar(text[end]), "fraction")
    if text[end] == "/":
        return _ratio(text, figure)
    mixed = skip_spaces(text, end)
    if mixed < len(text) and mixed > end:
        if text[mixed] in _VULGAR:
            return Figure(figure.start, mixed + 1, figure.value + _vulgar(text[mixed]), "fraction")
        if text[mixed] in _DIGITS:
            part = _proper(text, mixed)
            if part is not None and part.value is not None:
                return Figure(figure.start, part.end, figure.value + part.value, "fraction")
    return _exponent(text, figure)


def _proper(text: str, start: int) -> Figure | None:
    """A fraction below one, a/b, at `start`, such as may follow a whole number and a space."""
    slash = start
    while slash < len(text) and slash - start < 3 and text[slash] in _DIGITS:
        slash += 1
    if slash >= len(text) or text[slash] != "/":
        return None
    part = _ratio(text, Figure(start, slash, Decimal(text[start:slash])))
    return part if part.form == "fraction" and part.value is not None and part.value < 1 else None


def _ratio(text: str, figure: Figure) -> Figure:
    """a/b as a fraction. Years (2007/08), dates (1/2/2024) and codes are marked as no figures."""
    at = figure.end + 1
    end, _ = _whole(text, at) if at < len(text) else (at, "")
    if end == at or figure.value is None:
        return figure
    below = text[at:end].replace(",", "")
    above = text[figure.start : figure.end]
    more = end < len(text) and text[end] in "/-" and end + 1 < len(text) and text[end + 1] in _DIGITS
    if more or not below.isdecimal() or below[0] == "0" or above[0] == "0" or len(below) > 12 or len(above) == 4:
        return Figure(figure.start, end, None)
    return Figure(figure.start, end, CONTEXT.divide(figure.value, Decimal(below)), "fraction")


def _exponent(text: str, figure: Figure) -> Figure:
    """1.1^23 and 1e10."""
    at = figure.end
    if figure.value is None or at + 1 >= len(text) or text[at] not in "^eE":
        return figure
    sign = at + 1 + (text[at + 1] in _MINUS or text[at + 1] == "+")
    end = sign
    while end < len(text) and text[end] in _DIGITS and end - sign < 4:
        end += 1
    if end == sign or (end < len(text) and (text[end].isalnum() or text[end] == ".")):
        return figure
    power = int(text[sign:end]) * (-1 if text[at + 1] in _MINUS else 1)
    if abs(power) > _GREATEST_EXPONENT:
        return Figure(figure.start, end, None)
    if text[at] != "^":
        return Figure(figure.start, end, figure.value.scaleb(power, CONTEXT), "decimal")
    if not figure.value:
        return Figure(figure.start, end, None)
    return Figure(figure.start, end, CONTEXT.power(figure.value, power), "decimal")


def _vulgar(ch: str) -> Decimal:
    """The value of ½ and its like, from the character database: its decomposition is 1⁄2."""
    above, _, below = unicodedata.normalize("NFKC", ch).partition("\u2044")
    return CONTEXT.divide(Decimal(above), Decimal(below))
