"""English fractions: half a million, two thirds, three twenty-firsts, two and a half, one over twenty, naught point five."""

import re
from decimal import Decimal

from malmoi.amounts.cardinals_en import denominator, read_cardinal
from malmoi.amounts.figures import CONTEXT
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.readings import with_value
from malmoi.amounts.tables import words
from malmoi.amounts.words_en import AND, ARTICLE, GAP, WORD, lower, table

__all__ = ["divided", "fraction_after", "fraction_of", "pointed"]

_OF_A = re.compile(r"[ ](?:of an? |an? )?|-", re.IGNORECASE)
_AND_CLOSED = re.compile(r"-and-", re.IGNORECASE)
_DIVIDED = re.compile(r"[ ](over|out of|in)[ ]", re.IGNORECASE)
# No. 1 out of 82 million divides nothing.
_RANKED = re.compile(r"(?:no\.?|number|#)\s?$", re.IGNORECASE)
_POINT = re.compile(r"[ ]point[ ]", re.IGNORECASE)
_ONE = Decimal(1)
_THOUSAND = Decimal(1000)
_HALF = ("half", "quarter")


def fraction_of(text: str, start: int, cardinal: Numeral | None) -> Numeral | None:
    """Half a million, a quarter of a million, three quarters billion, two thirds, half; `cardinal` is the one at `start`."""
    part = _part(text, start, cardinal)
    if part is None or part.value is None:
        return None
    scaled = _scaled(text, part)
    if scaled is not None:
        return scaled
    article = ARTICLE.match(text, start)
    if article and lower(text, article.end()) not in _HALF and not _ends_fraction(text, part.end):
        return None
    return part


def _part(text: str, start: int, above: Numeral | None) -> Numeral | None:
    """A fraction below one, or an improper one: half, a third, two thirds, three-quarters, twenty-three fifths."""
    article = ARTICLE.match(text, start)
    if article:
        return _parts_of(text, Numeral(start, article.end(), _ONE, spelled=True), article.end())
    if lower(text, start) in _HALF:
        return _parts_of(text, Numeral(start, start, _ONE, spelled=True), start)
    if above is None or above.kind != "cardinal" or above.value is None or above.form != "integer":
        return None
    gap = GAP.match(text, above.end)
    return _parts_of(text, above, gap.end()) if gap else None


def _parts_of(text: str, above: Numeral, at: int) -> Numeral | None:
    """`above` parts of the kind that the ordinal at `at` names; one third, but two thirds."""
    single = above.value == _ONE
    word = lower(text, at)
    below = denominator(text, at, plural=not single)
    if below is None or not below.value or above.value is None:
        return None
    great = word in table("multipliers") or word == "hundredth" or word in table("ordinal_scales")
    if single and great and not text.startswith(" of", below.end):
        # One hundred twenty-fifth and a hundred trillionth are ranks; a thousandth of a second is a part.
        return None
    value = CONTEXT.divide(above.value, below.value)
    return Numeral(above.start, below.end, value, kind="fraction", spelled=above.spelled)


def _scaled(text: str, part: Numeral) -> Numeral | None:
    """… a million, of a million, million, a dozen behind a fraction."""
    gap = _OF_A.match(text, part.end)
    word = WORD.match(text, gap.end()) if gap else None
    scale = table("multipliers").get(word.group().lower()) if word else None
    if word is None or scale is None or part.value is None:
        return None
    return Numeral(part.start, word.end(), part.value * scale, scale=scale, spelled=part.spelled)


def _ends_fraction(text: str, end: int) -> bool:
    """A third of them, a third more; but a third party, a third time are ordinals."""
    if text[end : end + 1] != " ":
        return True
    return lower(text, end + 1) in ("", *words("english.toml")["context"]["after_fraction"])


def fraction_after(text: str, whole: Numeral) -> Numeral | None:
    """… and a half, and two thirds; after a scale the fraction is of the scale (one million and a half)."""
    joined = AND.match(text, whole.end) or _AND_CLOSED.match(text, whole.end)
    part = _part(text, joined.end(), read_cardinal(text, joined.end())) if joined else None
    if part is None or part.value is None or whole.value is None or part.value >= 1:
        return None
    scaled = _scaled(text, part)
    if scaled is not None and whole.scale == 1:
        # Two and a half million.
        return with_value(whole, (whole.value + part.value) * scaled.scale, scaled.end, scaled.scale)
    if scaled is not None and scaled.value is not None and scaled.scale < whole.scale:
        # One billion and a half million.
        return with_value(whole, whole.value + scaled.value, scaled.end)
    of = whole.scale if whole.scale >= _THOUSAND else _ONE
    return with_value(whole, whole.value + part.value * of, part.end)


def divided(text: str, above: Numeral) -> Numeral | None:
    """1 over twenty-one, one out of three, 1 in 21."""
    found = _DIVIDED.match(text, above.end)
    if found and _RANKED.search(text, max(0, above.start - 8), above.start):
        return None
    below = read_cardinal(text, found.end()) if found else None
    if found is None or below is None or not below.value or below.kind == "ordinal" or above.value is None:
        return None
    how = found.group(1).lower()
    if how == "in" and (above.value != 1 or below.value <= 1 or _is_year(below)):
        return None
    if how == "out of" and above.value > below.value:
        return None
    return Numeral(
        above.start, below.end, CONTEXT.divide(above.value, below.value), kind="fraction", spelled=above.spelled
    )


def _is_year(number: Numeral) -> bool:
    return not number.spelled and number.value is not None and 1900 <= number.value <= 2100


def pointed(text: str, whole: Numeral) -> Numeral | None:
    """Two hundred point seventy-one, naught point five: the digits behind the point as they are said."""
    found = _POINT.match(text, whole.end)
    if not found or not whole.spelled or whole.value is None:
        return None
    at = end = found.end()
    digits = ""
    while word := WORD.match(text, at):
        spelled = word.group().lower()
        value = table("ones").get(spelled, table("tens").get(spelled))
        if value is None:
            break
        tens = len(digits) > 1 and digits.endswith("0") and 0 < value < 10
        digits = (digits[:-1] if tens else digits) + str(value)
        end = word.end()
        gap = GAP.match(text, end)
        if gap is None:
            break
        at = gap.end()
    if not digits:
        return None
    value = whole.value + Decimal(digits).scaleb(-len(digits), CONTEXT)
    return Numeral(whole.start, end, value, spelled=True, form="decimal")
