"""date_mismatch: the one date, or the one year, that either side has alone is another one.

Read are 4월 2일, 2027. 1. 11., 2027-01-11, April 2, 2 April 2027 and years of four digits. Days of the week and hours differ by time
zones and are left alone; so is a date that stands on one side only.
"""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span
from malmoi.text.hangul import normalize

__all__ = ["find"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<name>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_NUMERIC = r"(?<![\d.])(?:19|20)\d\d(?:\.\s?|-|/)(?P<month>[01]?\d)(?:\.\s?|-|/)(?P<day>[0-3]?\d)(?!\d)"
_DATES = {
    "ko": (re.compile(r"(?<!\d)(?P<month>1?\d)월\s?(?P<day>[0-3]?\d)일"), re.compile(_NUMERIC)),
    "en": (
        re.compile(rf"\b{_NAME}\s+{_DAY}\b(?!\s?(?:percent|%|million|billion|,\d{{3}}))"),
        re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_NAME}\b"),
        re.compile(_NUMERIC),
    ),
}
_YEARS = {
    "ko": re.compile(r"(?<![\d.,])(?P<year>(?:19|20)\d\d)(?=년(?!\s?(?:간|동안|만|대|생))|\.\s?\d{1,2}\.|-\d\d-\d\d)"),
    "en": re.compile(
        r"(?:\b(?:in|since|by|until|of|from|for|through|during)\s+|, )(?P<year>(?:19|20)\d\d)\b(?![\d,%’']|\.\d|\s(?:percent|\w+s\b))"
    ),
}
_DIGIT = re.compile(r"\d")
_Found = dict[tuple[int, ...], Span]


def find(segment: Segment) -> Iterator[Problem]:
    """Dates, then years, of which either side has one that the other has not."""
    if not segment.is_whole or not _DIGIT.search(segment.ko) or not _DIGIT.search(segment.en):
        return
    for read, hard in ((_dates, True), (_years, False)):
        ko, en = read(segment.ko, "ko"), read(segment.en, "en")
        only_ko, only_en = [d for d in ko if d not in en], [d for d in en if d not in ko]
        if len(only_ko) != 1 or len(only_en) != 1 or len(ko) != len(en):
            continue
        spans = ko[only_ko[0]], en[only_en[0]]
        texts = {"ko": segment.ko[spans[0].start : spans[0].end], "en": segment.en[spans[1].start : spans[1].end]}
        yield Problem(
            "date_mismatch",
            # Another day of the same month, or the same day of another one, is a slip; a wholly other date may be another event.
            "hard" if hard and set(only_ko[0]) & set(only_en[0]) else "advisory",
            *spans,
            message="date_mismatch",
            fields={"source": texts[segment.source], "target": texts[segment.target]},
        )


def _dates(text: str, lang: str) -> _Found:
    """(month, day) → where it stands first."""
    given = normalize(text)
    out: _Found = {}
    for pattern in _DATES[lang]:
        for match in pattern.finditer(given.text):
            groups = match.groupdict()
            month = int(groups["month"]) if groups.get("month") else _MONTHS.index(groups["name"][:3].lower()) + 1
            day = int(groups["day"])
            if 1 <= month <= len(_MONTHS) and 1 <= day <= _LAST_DAY:
                out.setdefault((month, day), given.span(match.start(), match.end()))
    return out


_LAST_DAY = 31


def _years(text: str, lang: str) -> _Found:
    given = normalize(text)
    found = [(int(m["year"]), given.span(m.start("year"), m.end("year"))) for m in _YEARS[lang].finditer(given.text)]
    return {(year,): span for year, span in reversed(found)}
