"""Units of English figures: what stands behind a figure, and what the words around say about it.

`measure` takes a numeral and the currency sign before it and gives the whole reading; ages, magnitudes, ranks and pounds are told
apart here.
"""

import re
from decimal import Decimal

from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_en import read_numeral
from malmoi.amounts.readings import Reading, with_value
from malmoi.amounts.tables import Surface, suffixes, words

__all__ = ["join", "measure", "unit_behind"]

_SIGN = re.compile(r"((?<![0-9A-Za-z)])[-−]\s?|\b(?:minus|negative)\s)$", re.IGNORECASE)
_UNIT_GAP = re.compile(r"[ ](?:of[ ](?:an?[ ])?|an?[ ])|[ \u00a0\t]{0,2}-?[ \u00a0\t]?[(\[{<]?")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_LONGEST_UNIT = 40

_OLD = re.compile(
    r"[ -](years?|months?|weeks?|days?)[ -]olds?(?![a-z])|[ -]?(?:yo|y/o|y\.o\.)(?![a-z])|[ -](years?|months?|weeks?|days?) of age",
    re.IGNORECASE,
)
_AGED = re.compile(r"(?<![a-z])(?:aged?|ages|the age of|turned|turning)\s$", re.IGNORECASE)
_NAMED = re.compile(r"(?<![.!?] )\b[A-Z][a-z'-]{1,20},\s$")
_AND_OLDER = re.compile(r"\s(?:and|or)\s(?:older|over|above|up|younger|under)(?![a-z])", re.IGNORECASE)
_OLDEST = 120

_MAGNITUDE = re.compile(r"magnitude[ -](?:of\s)?$", re.IGNORECASE)
_MAGNITUDE_BEHIND = re.compile(r"[ -]magnitude(?![a-z])", re.IGNORECASE)
_RANK = re.compile(r"(?<![A-Za-z])(?:nos?\.?|number|#)\s?$", re.IGNORECASE)
_STRONG = re.compile(r"-strong(?![a-z])", re.IGNORECASE)
_NEXT = re.compile(r"[ -]([A-Za-z]+)")
_NEAR = 48
# From here on pounds are money: nothing weighs a million of them in running text.
_HEAVIEST = 10**6
# Degrees that a lone F or C may count.
_HOTTEST = 212

_AND_CENTS = re.compile(r" and ([a-z]+(?:-[a-z]+)?|\d{1,2})(?=[\s.,!?;)]|$)", re.IGNORECASE)
_SCALE_BEHIND = re.compile(r" (million|billion|trillion|thousand|mln|bn|m)(?![a-z])", re.IGNORECASE)
_SCALES_BEHIND = {"mi": 6, "ml": 6, "m": 6, "bi": 9, "bn": 9, "tr": 12, "th": 3}
_CENTS_BEHIND = re.compile(
    r" (\d{2})(?=\s(?:more|less|each|per|a)\b|[.,;)]?(?:\s|$))(?! ?(?:%|[a-z]+s\b|percent|million|billion))"
)
# An hour and a half.
_HALVED = ("time", "length", "mass", "volume")
_PARTS = {("ft", "in"): 12, ("lb", "oz"): 16, ("st", "lb"): 14, ("yd", "ft"): 3}


def measure(text: str, numeral: Numeral, sign: tuple[int, Surface] | None) -> Reading | None:
    """A numeral with its sign and unit; None for what sticks to letters that are no unit (24703L202)."""
    reading = Reading(numeral.start, numeral.end, numeral)
    if sign is not None:
        reading.start, reading.prefixed = sign[0], True
        reading.take(sign[1], numeral.end)
        _add_spoken_cents(text, reading)
        return _negated(text, reading)
    if numeral.kind == "ordinal":
        reading.unit = reading.family = "ordinal"
        return reading
    surface, end = unit_behind(text, numeral.end)
    if surface is not None and _spurious(text, numeral, surface, end):
        surface = None
    if surface is None and not numeral.spelled and _sticks(text, numeral.end):
        return None
    if surface is not None:
        reading.take(surface, end)
        _add_behind_code(text, reading)
    if surface is not None and surface.text == "m" and end == numeral.end + 1 and _means_million(text, end):
        reading = Reading(
            numeral.start, end, with_value(numeral, (numeral.value or Decimal(0)) * 10**6, end, Decimal(10**6))
        )
    if not _aged(text, reading):
        _adjust(text, reading)
    return _negated(text, reading)


def unit_behind(text: str, at: int) -> tuple[Surface | None, int]:
    """The longest unit behind a figure and its end; the gap may be a space, a hyphen, a bracket, "of a"."""
    gap = _UNIT_GAP.match(text, at)
    after = gap.end() if gap else at
    best, best_end = None, at
    for place in dict.fromkeys((at, after)):
        for surface in (
            suffixes("en").at(text, place),
            suffixes("en").at(text[place : place + _LONGEST_UNIT].lower().replace("-", " "), 0),
        ):
            if surface is None or place + len(surface.text) <= best_end:
                continue
            if len(surface.text) == 1 and text[place] != surface.text:
                # 4G weighs nothing: symbols of one letter keep their case.
                continue
            if _stands_alone(text, at, place, surface):
                best, best_end = surface, place + len(surface.text)
    close = _BRACKETS.get(text[after - 1]) if after > at else None
    if best is None or close is None:
        return best, best_end
    return (best, best_end + 1) if text[best_end : best_end + 1] == close else (None, at)


def _stands_alone(text: str, at: int, place: int, surface: Surface) -> bool:
    """Signs and one-letter symbols behind a space must not belong to what follows them."""
    if place == at:
        return True
    end = place + len(surface.text)
    if surface.text in "$£€¥₩":
        return not text[end : end + 2].lstrip()[:1].isdigit() or _signs_follow_figures(text, end)
    if surface.text in words("english.toml")["context"]["attached_units"]:
        return False
    if len(surface.text) > 1 or not surface.text.isalpha():
        return True
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum():
        return False
    return surface.text in "mgFCKs" or not text[end : end + 2].strip()[:1].isalpha()


def _signs_follow_figures(text: str, end: int) -> bool:
    """In 10 $ 30 $ the first sign belongs to the first figure."""
    return re.compile(r"\s?[\d,.]{1,20}\s?[$£€¥₩]").match(text, end) is not None


def _spurious(text: str, numeral: Numeral, surface: Surface, end: int) -> bool:
    """A lone F or C is a temperature only where it can be one: not in 777F and C.P.I."""
    if surface.text not in ("F", "C") or numeral.value is None:
        return False
    return abs(numeral.value) > _HOTTEST or (text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha())


def _means_million(text: str, end: int) -> bool:
    """6.5m Britons against 1.8m tall: what follows is a noun in the plural or a name?"""
    following = _NEXT.match(text, end)
    if following is None or text[end] == "-":
        return False
    word = following.group(1)
    if word.lower() in words("english.toml")["context"]["metre"]:
        return False
    return word[0].isupper() or word.endswith("s") or word in words("english.toml")["context"]["counted"]


def _sticks(text: str, end: int) -> bool:
    ch = text[end : end + 1]
    return ch == "_" or (ch.isascii() and ch.isalpha())


def _negated(text: str, reading: Reading) -> Reading:
    """With the minus that stands before it; one with a space counts at the head of the text only."""
    found = _SIGN.search(text, max(0, reading.start - 10), reading.start)
    value = reading.numeral.value
    if found is None or value is None:
        return reading
    if found.group() in ("- ", "− ") and found.start() > 1:
        return reading
    reading.numeral = with_value(reading.numeral, -value)
    reading.start = found.start()
    return reading


def _add_spoken_cents(text: str, reading: Reading) -> None:
    """C$ 100 and fifty: the rest of a sum as it is said."""
    found = _AND_CENTS.match(text, reading.end)
    value = reading.numeral.value
    if found is None or value is None or reading.numeral.scale != 1 or value != value.to_integral_value():
        return
    more = read_numeral(text, found.start(1))
    if (
        more is None
        or more.value is None
        or more.kind != "cardinal"
        or not 0 < more.value < 100
        or more.end != found.end()
    ):
        return
    if text[more.end :].strip(" .,;!?)")[:1].isalnum() and text[more.end : more.end + 1] == " ":
        return
    reading.numeral, reading.end = with_value(reading.numeral, value + more.value / 100, more.end), more.end


def _add_behind_code(text: str, reading: Reading) -> None:
    """75 USD million and 15 USD 50."""
    value = reading.numeral.value
    if reading.family != "money" or value is None or not text[reading.end - 3 : reading.end].isupper():
        return
    scale = _SCALE_BEHIND.match(text, reading.end)
    cents = _CENTS_BEHIND.match(text, reading.end)
    if scale and reading.numeral.scale == 1:
        ten = Decimal(10) ** _SCALES_BEHIND[scale.group(1)[:2].lower()]
        reading.numeral, reading.end = with_value(reading.numeral, value * ten, scale=ten), scale.end()
    elif cents and reading.numeral.form == "integer":
        reading.numeral, reading.end = with_value(reading.numeral, value + Decimal(cents.group(1)) / 100), cents.end()


def _aged(text: str, reading: Reading) -> bool:
    """24-year-old, 87 yo, 3 years of age, aged 24, "Karadzic, 63, is", 65 and older; a book of 1,600 years has years."""
    numeral = reading.numeral
    if numeral.value is None:
        return False
    old = _OLD.match(text, numeral.end)
    if old:
        unit = (old.group(1) or old.group(2) or "year").lower().rstrip("s")
        if unit == "year" and numeral.value > _OLDEST:
            return False
        reading.unit = "age" if unit == "year" else f"age_{unit}"
        reading.family, reading.end = "age", old.end()
        return True
    if not reading.bare or not 0 < numeral.value <= _OLDEST:
        return False
    before = text[max(0, reading.start - _NEAR) : reading.start]
    named = not numeral.spelled and _NAMED.search(before) and text[reading.end : reading.end + 1] in (",", ".")
    if named or _AGED.search(before) or _AND_OLDER.match(text, reading.end):
        reading.unit = reading.family = "age"
        return True
    return False


def _adjust(text: str, reading: Reading) -> None:
    """Points that are percentage points, pounds that weigh, and bare figures with a word for their kind."""
    if reading.unit == "point":
        following = _NEXT.match(text, reading.end)
        if following and following.group(1).lower() in words("english.toml")["context"]["point_gap"]:
            reading.unit, reading.family = "percent_point", "percent"
    elif reading.unit == "GBP" and text[reading.start : reading.end].lower().endswith(("pounds", "pound")):
        if reading.numeral.scale < _HEAVIEST and not _about_money(text, reading.start):
            reading.unit, reading.family, reading.factor = "lb", "mass", Decimal(1)
    elif reading.bare:
        _name_kind(text, reading)


def _about_money(text: str, start: int) -> bool:
    verbs = words("english.toml")["context"]["money_verbs"]
    return any(word in verbs for word in re.findall(r"[a-z]+", text[max(0, start - _NEAR) : start].lower()))


def _name_kind(text: str, reading: Reading) -> None:
    """magnitude 6.8, 7.2-magnitude, No. 1, 1,200-strong."""
    before = text[max(0, reading.start - _NEAR) : reading.start]
    if magnitude := _MAGNITUDE.search(before) or _MAGNITUDE_BEHIND.match(text, reading.end):
        reading.unit = reading.family = "magnitude"
        if magnitude.string is before:
            reading.start -= len(before) - magnitude.start()
        else:
            reading.end = magnitude.end()
    elif (rank := _RANK.search(before)) and (not reading.numeral.spelled or rank.group().lower() == "number "):
        reading.start -= len(before) - rank.start()
        reading.unit = reading.family = "ordinal"
    elif strong := _STRONG.match(text, reading.end):
        reading.unit, reading.end = "person", strong.end()


def join(text: str, left: Reading, right: Reading) -> bool:
    """Take 5 feet 2 inches, an hour and a half, thirteen dollars and forty-five cents together in `left`, where they are one."""
    a, b = left.numeral.value, right.numeral.value
    gap = text[left.end : right.start].strip().lower()
    if a is None or b is None or right.start - left.end > 6:
        return False
    if gap == "-" and left.unit == "ft" and right.bare and b < 12:
        more = b / 12
    elif gap == "and" and right.bare and right.numeral.kind == "fraction" and 0 < b < 1 and left.family in _HALVED:
        more = b
    elif gap not in ("", "and", ","):
        return False
    elif left.family == "money" and right.family == "money" and right.factor < left.factor and not left.prefixed:
        if right.unit != left.unit and not text.endswith(("cent", "cents"), 0, right.end):
            return False
        more = b * right.factor / left.factor
    elif (left.unit, right.unit) in _PARTS:
        more = b / _PARTS[left.unit, right.unit]
    else:
        return False
    left.numeral, left.end = with_value(left.numeral, a + more, right.numeral.end), right.end
    return True
