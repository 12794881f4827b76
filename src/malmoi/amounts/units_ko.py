"""Units of Korean figures: what stands behind and before a figure, and what the words around say about it.

`measure` takes a numeral and gives the whole reading; speeds, temperatures, ranks, ages and half units are told apart here.
"""

import re
from decimal import Decimal
from functools import cache

from malmoi.amounts.figures import skip_spaces
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_ko import BIG, SINO, SMALL
from malmoi.amounts.readings import Reading, with_value
from malmoi.amounts.signs import currency_before
from malmoi.amounts.tables import Surface, suffixes, words

__all__ = ["join", "measure"]

_SIGN = re.compile(r"(?:(?<![0-9A-Za-z가-힣)])[-−]|마이너스\s?|음수\s?|영하\s?)$")
_HEDGE = r"\s?(?:약\s?|최고\s?|최대\s?|평균\s?|무려\s?)?$"
_SPEEDS = (
    (re.compile("시속" + _HEDGE), {"km": "km/h", "mi": "mph"}),
    (re.compile("초속" + _HEDGE), {"m": "m/s", "km": "km/s", "ft": "ft/s"}),
    (re.compile("분속" + _HEDGE), {"ft": "ft/min", "km": "km/min"}),
)
_HEAT = re.compile("(섭씨|화씨)" + _HEDGE)
_MAGNITUDE = re.compile("규모" + _HEDGE)
_STRONGEST_QUAKE = 11
_BEFORE = 12
_HALF_MORE = re.compile(r"\s?반(?=$|[\s,.)]|이|을|의|간|동안|만에|가량|정도|쯤|여|짜리|으로|에|씩)")
_HALVED = frozenset(("year", "month", "hour", "week", "day", "minute"))
# 300여 명, not 3여성.
_AND_MORE = re.compile(r"여(?![성자러기행객당야])")
# 하나 둘 셋 넷 count nothing but themselves: 하나인 is "which is one".
_SINO_ENDS = frozenset((*SINO, *SMALL, *BIG))
_STANDALONE = ("하나", "둘", "셋", "넷")


def measure(text: str, numeral: Numeral, floor: int = 0) -> Reading:
    """A numeral with its sign and with the unit that stands before or behind it; nothing before `floor` is looked at."""
    start = numeral.start
    sign = _SIGN.search(text, max(floor, start - 6), start)
    if sign and numeral.value is not None:
        numeral, start = with_value(numeral, -numeral.value), sign.start()
    reading = Reading(start, numeral.end, numeral)
    at = numeral.end
    if _AND_MORE.match(text, at):
        at += 1
        reading.modifier = "over"
    currency = currency_before(text, start, floor)
    surface, end = _unit_behind(text, at, numeral)
    if currency is not None and (surface is None or surface.family != "money" or surface.text[0] < "가"):
        reading.start, reading.prefixed = currency[0], True
        reading.take(currency[1], numeral.end)
        return reading
    before = text[max(floor, start - _BEFORE) : start]
    if surface is None:
        if not _ranked(text, reading):
            _magnitude(reading, before)
        return reading
    reading.take(surface, end)
    _adjust(text, reading, before)
    return reading


def _unit_behind(text: str, at: int, numeral: Numeral) -> tuple[Surface | None, int]:
    """The unit behind a numeral and its end; where a rank (번째, 위안 against 위) is longer, there is no unit."""
    if numeral.spelled and text[numeral.start : numeral.end].endswith(_STANDALONE):
        return None, at
    native = numeral.spelled and text[numeral.end - 1] not in _SINO_ENDS
    for place in dict.fromkeys((at, skip_spaces(text, at))):
        rank = _rank(text, place, place > at, native)
        surface = suffixes("ko").at(text, place)
        end = place + len(surface.text) if surface else at
        if rank and rank >= end:
            return None, at
        if surface is not None and not (surface.text[-1] in "$€£¥₩" and text[end : end + 1].isdigit()):
            return surface, end
    return None, at


def _rank(text: str, at: int, spaced: bool, native: bool) -> int | None:
    """The end of 번째, 위, 등, 차 at `at`; a native numeral takes 째 and 번째 only (세차 washes a car)."""
    suffixes_here, not_before = _ranks()[spaced]
    if not text.startswith(suffixes_here, at):
        return None
    for suffix in suffixes_here:
        end = at + len(suffix)
        if native and not suffix.endswith("째"):
            continue
        if text.startswith(suffix, at) and not text.startswith(not_before.get(suffix, ()), end):
            return end
    return None


@cache
def _ranks() -> dict[bool, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]]:
    """For ranks attached to the figure (False) and apart from it (True): the suffixes, and what may not follow each."""
    table = words("korean.toml")["ordinal"]
    unless = {suffix: tuple(after) for suffix, after in table["not_before"].items()}
    return {False: (tuple(table["suffixes"]), unless), True: (tuple(table["spaced"]), unless)}


def _ranked(text: str, reading: Reading) -> bool:
    """두 번째, 1위, 제3 …"""
    end = reading.numeral.end
    native = reading.numeral.spelled and text[end - 1] not in _SINO_ENDS
    rank = _rank(text, end, False, native) or _rank(text, skip_spaces(text, end), True, native)
    numbered = text[max(0, reading.start - 1) : reading.start] == "제"
    if rank is None and not numbered:
        return False
    reading.unit = reading.family = "ordinal"
    reading.end = rank or end
    return True


def _magnitude(reading: Reading, before: str) -> None:
    """규모 6.8, of an earthquake."""
    found = _MAGNITUDE.search(before)
    if found and reading.numeral.value is not None and reading.numeral.value < _STRONGEST_QUAKE:
        reading.start -= len(before) - found.start()
        reading.unit = reading.family = "magnitude"


def _adjust(text: str, reading: Reading, before: str) -> None:
    """Units whose sense lies in the words around: 시속 100㎞, 섭씨 20도, 2년 반, 20대 남성, 12번 지구."""
    value = reading.numeral.value
    context = words("korean.toml")["context"]
    last = text[reading.end - 1]
    after = skip_spaces(text, reading.end, 1)
    if reading.family == "length":
        _speed(reading, before)
    elif reading.unit == "deg":
        _heat(text, reading, before)
    elif reading.unit == "quarter" and value in range(1, 5):
        reading.unit = reading.family = "ordinal"
    elif reading.family == "time" and reading.unit in _HALVED and value is not None:
        half = _HALF_MORE.match(text, reading.end)
        if half:
            reading.numeral, reading.end = with_value(reading.numeral, value + Decimal("0.5")), half.end()
    elif last == "대" and value in range(10, 100, 10) and text.startswith(tuple(context["age_band"]), after):
        reading.unit = reading.family = "age"
    elif last == "번" and after > reading.end and text.startswith(tuple(context["numbered"]), after):
        reading.unit = reading.family = "ordinal"
    elif reading.unit == "GBP" and reading.numeral.scale < 10**6 and last != "£":
        around = text[max(0, reading.start - _BEFORE) : reading.end + _BEFORE]
        if any(word in around for word in context["weight"]):
            reading.unit, reading.family = "lb", "mass"


def _speed(reading: Reading, before: str) -> None:
    for pattern, per in _SPEEDS:
        found = pattern.search(before)
        if found and reading.unit in per:
            reading.start -= len(before) - found.start()
            reading.unit, reading.family = per[reading.unit], "speed"


def _heat(text: str, reading: Reading, before: str) -> None:
    """섭씨 and 화씨 before the figure (or before its 영하); 영하 alone is Celsius."""
    found = _HEAT.search(before)
    if found:
        reading.start -= len(before) - found.start()
        reading.unit = "degC" if found.group(1) == "섭씨" else "degF"
    elif text.startswith("영하", reading.start):
        reading.unit = "degC"


def join(text: str, left: Reading, right: Reading) -> bool:
    """Take 1달러 20센트 and 5피트 2인치 together in `left`; False when they are two amounts."""
    a, b = left.numeral.value, right.numeral.value
    gap = text[left.end : right.start]
    if a is None or b is None or len(gap) > 2 or gap.strip():
        return False
    if left.family == "money" and right.unit == left.unit and right.factor < left.factor:
        more = b * right.factor / left.factor
    elif (left.unit, right.unit) == ("ft", "in"):
        more = b / 12
    else:
        return False
    left.numeral, left.end = with_value(left.numeral, a + more, right.numeral.end), right.end
    return True
