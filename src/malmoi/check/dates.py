"""date_mismatch: the one date, year or day of the week that either side has alone is another one, or a date of the source is gone.

Read are 4월 2일, 2027. 1. 11., 2027-01-11, April 2, 2 April 2027, years of four digits and days of the week, which may differ by one
where a time zone lies between.
"""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Lang, Span
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
_WEEKDAYS = {
    "ko": re.compile(r"(?<![가-힣])(?:지난|오는|이번|매주|다음)?\s?([월화수목금토일])요일"),
    "en": re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"),
}
_DAYS = {
    "ko": "월화수목금토일",
    "en": ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"),
}
_Found = dict[tuple[int, ...], Span]


def find(segment: Segment) -> Iterator[Problem]:
    """Dates, then years, of which either side has one that the other has not."""
    if not segment.is_whole:
        return
    yield from _weekdays(segment)
    if not _DIGIT.search(segment.text(segment.source)):
        return
    yield from _gone(segment)
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


def _weekdays(segment: Segment) -> Iterator[Problem]:
    """The one day of the week of either side, where they lie more than a day apart."""
    found = [[*_WEEKDAYS[lang].finditer(segment.text(lang))] for lang in _SIDES]
    if any(len(days) != 1 for days in found):
        return
    (ko,), (en,) = found
    apart = abs(_DAYS["ko"].index(ko[1]) - _DAYS["en"].index(en[1]))
    if min(apart, len(_DAYS["en"]) - apart) > 1:
        texts = {"ko": ko[0].strip(), "en": en[0]}
        yield Problem(
            "date_mismatch",
            "advisory",
            Span(ko.start(1), ko.end()),
            Span(en.start(), en.end()),
            message="date_mismatch",
            fields={"source": texts[segment.source], "target": texts[segment.target]},
        )


def _gone(segment: Segment) -> Iterator[Problem]:
    """A date of the source where the target has no date, and not even the number of the day."""
    source, target = segment.text(segment.source), segment.text(segment.target)
    wanted = _dates(source, segment.source)
    if len(wanted) != 1 or _dates(target, segment.target):
        return
    ((_, day), span), *_ = wanted.items()
    if re.search(rf"(?<!\d)0?{day}(?!\d)", target) or _RELATIVE.search(target):
        return
    yield Problem(
        "date_mismatch",
        "advisory",
        **Problem.at(segment.source, span),
        message="date_gone",
        fields={"date": source[span.start : span.end]},
    )


_SIDES: tuple[Lang, Lang] = ("ko", "en")
# A day may be named otherwise: by the week, from today, by its feast.
_RELATIVE = re.compile(
    r"요일|오늘|어제|내일|이날|당일|그날|설날|성탄|추석|day\b|\b(?:today|tonight|yesterday|tomorrow|Christmas|New Year|eve|night)\b",
    re.I,
)
