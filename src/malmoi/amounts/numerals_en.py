"""English numerals of every kind: cardinals, ordinals, fractions, and vague magnitudes (hundreds of thousands, several dozen)."""

import re
from decimal import Decimal

from malmoi.amounts.cardinals_en import read_cardinal
from malmoi.amounts.fractions_en import divided, fraction_after, fraction_of, pointed
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.tables import words
from malmoi.amounts.words_en import WORD, lower, table

__all__ = ["read_numeral"]

_OF = re.compile(r"[ ]of[ ]", re.IGNORECASE)
_LONGEST_OPENING = 24
_ONE = Decimal(1)
_THOUSAND = Decimal(1000)


def read_numeral(text: str, start: int, money: bool = False) -> Numeral | None:
    """The longest numeral at `start`; after a currency sign (`money`) 5m, 3b and 2t are scales too."""
    cardinal = read_cardinal(text, start, money)
    whole = fraction_of(text, start, cardinal) or cardinal or _opened(text, start) or _plural(text, start)
    if whole is None or whole.kind in ("vague", "ordinal") or whole.value is None:
        return whole
    return fraction_after(text, whole) or divided(text, whole) or pointed(text, whole) or whole


def _opened(text: str, start: int) -> Numeral | None:
    """Several hundred, a few dozen, a couple of."""
    rest = text[start : start + _LONGEST_OPENING].lower()
    for opening, (low, high, alone) in words("english.toml")["vague"]["openings"].items():
        if not rest.startswith(opening + " "):
            continue
        word = WORD.match(text, start + len(opening) + 1)
        scale = table("multipliers").get(word.group().lower()) if word else None
        if word and scale is not None:
            return Numeral(start, word.end(), None, low * scale, high * scale, "vague", scale, True)
        if alone:
            return Numeral(start, start + len(opening), None, Decimal(low), Decimal(high), "vague", _ONE, True)
    return None


def _plural(text: str, start: int) -> Numeral | None:
    """Dozens, thousands, tens of millions, hundreds of thousands.

    A chain says its power of ten exactly (tens of millions are less than a hundred); a lone "thousands" may be tens of them.
    """
    plurals = words("english.toml")["vague"]["plurals"]
    word = WORD.match(text, start)
    first = plurals.get(word.group().lower()) if word else None
    if word is None or first is None:
        return None
    unit, end, chained = Decimal(first), word.end(), False
    while gap := _OF.match(text, end):
        more = plurals.get(lower(text, gap.end()))
        following = WORD.match(text, gap.end())
        if following is None or more is None or more < _THOUSAND:
            break
        unit, end, chained = unit * Decimal(more), following.end(), True
    reach = 10 if chained or unit < _THOUSAND else 1000
    return Numeral(start, end, None, 2 * unit, reach * unit - 1, "vague", unit, True)
