"""time_mismatch: the clock times of the two sides differ: 오후 3시 30분 and 3:30 a.m., 15시 and 2 p.m.

A half of the day that is not said agrees with either. Where a time zone is named, hours may be converted, and minutes may not.
"""

import re
from collections.abc import Iterator

from malmoi.check.clock_times import DAY, HALF_DAY, HALF_HOUR, HOUR, Clock
from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment

__all__ = ["find"]

_ZONE = re.compile(
    r"현지\s?시[간각]|(?:한국|미국|영국|유럽|동부|서부|그리니치|표준)\s?(?:표준)?\s?시(?:[간각]|\b)|\b(?:GMT|UTC|KST|JST|CET|E[SD]?T|P[SD]T|BST)\b"
    r"|\blocal time\b|\b(?:Korean?|Eastern|Pacific|Seoul|London|Japan|Beijing) (?:standard |daylight )?time\b",
    re.IGNORECASE,
)
# Hours by which the zones of Korea and of the countries that it hears news from differ.
_ZONES = range(6, 18)


def find(segment: Segment) -> Iterator[Problem]:
    """The times that either side has alone, where they are as many."""
    if not segment.is_whole:
        return
    ko, en = segment.clocks("ko"), segment.clocks("en")
    only_ko = [c for c in ko if not any(c.agrees(other) for other in en)]
    only_en = [c for c in en if not any(c.agrees(other) for other in ko)]
    if not only_ko or len(only_ko) != len(only_en):
        return
    zone = bool(_ZONE.search(segment.ko) or _ZONE.search(segment.en))
    for one, other in zip(only_ko, only_en, strict=True):
        severity = _severity(one, other, zone, len(only_ko))
        if severity is not None:
            texts = {
                "ko": segment.ko[one.span.start : one.span.end],
                "en": segment.en[other.span.start : other.span.end],
            }
            yield Problem(
                "time_mismatch",
                severity,
                one.span,
                other.span,
                message="time_mismatch",
                fields={"source": texts[segment.source], "target": texts[segment.target]},
            )


def _severity(one: Clock, other: Clock, zone: bool, count: int) -> Severity | None:
    """None where a time zone explains the difference, hard where nothing can."""
    apart = abs(one.minute - other.minute)
    if zone:
        return None if apart % HALF_HOUR == 0 else "advisory"
    if count > 1:
        return "advisory"
    whole = None if one.half is None or other.half is None else abs(_minutes(one) - _minutes(other))
    if whole is not None and whole % HOUR == 0 and whole != HALF_DAY:
        return "advisory" if min(whole, DAY - whole) // HOUR in _ZONES else "hard"
    return "hard"


def _minutes(clock: Clock) -> int:
    return clock.minute + (clock.half or 0) * HALF_DAY
