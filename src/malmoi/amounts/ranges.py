"""Ranges and lists share what is written once: 3~4조원, $3-4 billion, between 2 and 3 percent, 111 to 130 mph."""

import re

from malmoi.amounts.numerals import Numeral
from malmoi.amounts.readings import Reading
from malmoi.amounts.tables import families
from malmoi.model.records import Lang

__all__ = ["share"]

_BETWEEN = {
    "ko": re.compile(r"\s?(?:[~-]|–|—|에서|내지|부터|·)\s?(?:약|최대|최고|많게는)?\s?"),
    "en": re.compile(
        r"\s?(?:-|–|—|~|to|and|or|versus|vs\.?|up to|to about|to as much as|to nearly|to more than)\s?", re.IGNORECASE
    ),
}
_LONGEST = 20


def share(text: str, readings: list[Reading], lang: Lang) -> None:
    """Give each first member of a range the scale and the unit of the second, or the second the unit of the first."""
    pattern = _BETWEEN[lang]
    for left, right in zip(reversed(readings[:-1]), reversed(readings[1:]), strict=True):
        gap = text[left.end : right.start]
        if len(gap) > _LONGEST or not (pattern.fullmatch(gap) or _counts_on(gap, left, right)):
            continue
        joins_loosely = gap.strip().lower() == "and"
        if _is_age_band(text, left, right):
            left.unit = left.family = right.unit = right.family = "age"
        elif left.bare and not right.bare and not right.prefixed:
            if joins_loosely and not _between(text, left.start):
                continue
            _take_scale(left, right)
            left.unit, left.family, left.factor = right.unit, right.family, right.factor
        elif left.prefixed and right.bare and left.family != "count":
            _take_scale(left, right)
            right.unit, right.family, right.factor = left.unit, left.family, left.factor
        elif left.unit == right.unit and left.prefixed:
            if not joins_loosely or _between(text, left.start):
                _take_scale(left, right)
        elif left.bare and right.bare and not joins_loosely:
            _take_scale(left, right)
        elif left.family == "speed" and right.family == "length":
            right.unit, right.family = _per_hour(right.unit), "speed"


def _counts_on(gap: str, left: Reading, right: Reading) -> bool:
    """2, 3년 전: figures of a list that follow one another share the unit."""
    a, b = left.numeral.value, right.numeral.value
    return gap in (",", ", ") and left.bare and not right.prefixed and a is not None and b is not None and b - a == 1


def _is_age_band(text: str, left: Reading, right: Reading) -> bool:
    """20~30대: ages by the ten."""
    tens = range(10, 100, 10)
    return text[right.end - 1] == "대" and left.bare and left.numeral.value in tens and right.numeral.value in tens


def _between(text: str, start: int) -> bool:
    """Does "between" or "from" open the range?"""
    return text[max(0, start - 9) : start].lower().rstrip(" $€£¥").endswith(("between", "from"))


def _take_scale(left: Reading, right: Reading) -> None:
    """3~4조: the 3 counts 조 too. Not where the left figure is already the greater one (500~1만)."""
    a, b = left.numeral, right.numeral
    if a.value is None or b.value is None or a.scale != 1 or b.scale == 1 or a.form == "grouped":
        return
    if a.value < b.value / b.scale:
        left.numeral = Numeral(a.start, a.end, a.value * b.scale, scale=b.scale, spelled=a.spelled, form=a.form)


def _per_hour(unit: str) -> str:
    speed = {"km": "km/h", "mi": "mph", "m": "m/s"}.get(unit, unit)
    return speed if speed in families() else unit
