"""Clock times in a text: 오전 9시, 낮 12시, 15시 30분, 15:30, 정오, 자정, 3:30 p.m., 3 o'clock, half past three, noon, midnight, 1530 GMT.

Of a range (오후 2~4시, 2-4 p.m.) both ends are read.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from malmoi.model.records import Lang, Span
from malmoi.text.hangul import normalize

__all__ = ["DAY", "HALF_DAY", "HALF_HOUR", "HOUR", "Clock", "clocks"]

_HOURS_KO = ("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두")
_HOURS_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOURS = {word: hour for words in (_HOURS_KO, _HOURS_EN) for hour, word in enumerate(words, 1)}
_NOON = len(_HOURS_EN)
_KO_HALF = "오전|오후|새벽|아침|대낮|낮|저녁|밤"
_KO = re.compile(
    rf"""
      (?P<word>정오|자정)(?=[에까부을이는은,. ]|$)
    | (?:(?P<half>{_KO_HALF})\s?(?:약\s)?)?
      (?:(?P<first>\d{{1,2}})(?:시|:(?P<first_minute>[0-5]\d))?\s?[~∼～〜–-]\s?(?:(?P<half2>{_KO_HALF})\s?)?)?
      (?:(?<![\d.,:])(?P<hour>[0-2]?\d)|(?<![가-힣])(?P<spelled>열한|열두|다섯|여섯|일곱|여덟|아홉|한|두|세|네|열))
      (?: (?<=\d):(?P<minute>[0-5]\d)(?![\d:.])
        | (?<=\d)시(?![간속점각즌대리도군청장])(?:\s?(?P<minute2>[0-5]?\d)\s?분|\s?(?P<past>반)(?![가-힣]{{2}}))?
        | \s시(?=에|부터|까지|쯤|경|이후|이전|정각|\s?반|\s?\d)(?:\s?(?P<minute3>[0-5]?\d)\s?분|\s?(?P<past2>반))?
      )
    """,
    re.VERBOSE,
)
_SPELLED_EN = "|".join(_HOURS_EN)
_EN = re.compile(
    rf"""
      \b(?P<word>noon|midnight)\b
    | \b(?P<part>half\spast|(?:a\s)?quarter\s(?:past|to))\s(?P<spelled>{_SPELLED_EN}|\d{{1,2}})\b
    | (?:(?<![\d.,:$])(?P<first>\d{{1,2}})(?::(?P<first_minute>[0-5]\d))?\s?(?:-|–|~|to|and|until)\s?)?
      (?<![\d.,:$])(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:\.\s?m\.|m\b)
    | (?<![\d.,:$])(?P<hour2>[0-2]?\d):(?P<minute2>[0-5]\d)(?![\d:.]\d)(?!\d)
    | \b(?P<hour3>\d{{1,2}}|{_SPELLED_EN})\so['’]clock(?:\sin\sthe\s(?P<time>morning|afternoon|evening))?
    | \b(?P<hour4>[01]\d|2[0-4])(?P<minute4>[0-5]\d)\s?(?=GMT|UTC|hours\b|hrs\b|KST)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What a text must hold to have a time: 시 also decomposed.
_GLANCE = {
    "ko": re.compile("시|\u1109\u1175|\\d:\\d\\d|정오|자정|\u110c\u1165|\u110c\u1161"),
    "en": re.compile(
        r"\d:\d\d|\d\s?[ap]\.?\s?m|noon|midnight|o['’]clock|half past|quarter (?:past|to)|\d{4} ?(?:GMT|UTC|h|K)", re.I
    ),
}
DAY, HALF_DAY, HOUR, HALF_HOUR = 24 * 60, 12 * 60, 60, 30
_AM, _PM = 0, 1
_EVENING, _SMALL_HOURS = 6, 5


class Clock(NamedTuple):
    """A time of day: minutes since noon or midnight, which of the two (None where it is not said), and where it stands."""

    minute: int
    half: int | None
    span: Span

    def agrees(self, other: "Clock") -> bool:
        """May both be the same time?"""
        return self.minute == other.minute and (self.half is None or other.half is None or self.half == other.half)


def clocks(text: str, lang: Lang) -> list[Clock]:
    """The clock times of a text, each once, in order."""
    if not _GLANCE[lang].search(text):
        return []
    given = normalize(text)
    found: dict[tuple[int, int | None], Clock] = {}
    for match in (_KO if lang == "ko" else _EN).finditer(given.text):
        groups = match.groupdict()
        span = given.span(match.start(), match.end())
        for minute, half in _korean(groups) if lang == "ko" else _english(groups):
            found.setdefault((minute, half), Clock(minute, half, span))
    return list(found.values())


_Time = tuple[int, int | None]


def _korean(groups: Mapping[str, str | None]) -> list[_Time]:
    if groups["word"]:
        return [(0, _PM if groups["word"] == "정오" else _AM)]
    hour = int(groups["hour"]) if groups["hour"] else _HOURS[groups["spelled"] or ""]
    minute = next((int(groups[g] or 0) for g in ("minute", "minute2", "minute3") if groups[g]), 0)
    minute = HALF_HOUR if groups["past"] or groups["past2"] else minute
    said = groups["half2"] or groups["half"]
    out = _time(hour, minute, _half_ko(said, hour))
    if groups["first"] and out:
        first = int(groups["first"])
        half = _half_ko(groups["half"], first)
        out = _time(first, int(groups["first_minute"] or 0), half) + out
    return out


def _half_ko(word: str | None, hour: int) -> int | None:
    """The half of the day that a Korean word gives an hour: 밤 9시 is before midnight, 밤 2시 after it."""
    if word is None or (word == "오전" and hour == _NOON):
        return None
    if word in ("오전", "새벽", "아침"):
        return _AM
    if word in ("낮", "대낮"):
        return _AM if _EVENING <= hour < _NOON else _PM
    if word == "밤":
        return _AM if hour <= _SMALL_HOURS or hour == _NOON else _PM
    return _PM


def _english(groups: Mapping[str, str | None]) -> list[_Time]:
    if groups["word"]:
        return [(0, _PM if groups["word"].lower() == "noon" else _AM)]
    if groups["part"]:
        hour = _hour(groups["spelled"] or "")
        part = groups["part"].lower()
        minute = HALF_HOUR if part.startswith("half") else HALF_HOUR // 2 if part.endswith("past") else -HALF_HOUR // 2
        at = (hour * HOUR + minute) % HALF_DAY
        return [(at, None)]
    if groups["half"]:
        half = _PM if groups["half"].lower() == "p" else _AM
        hour = int(groups["hour"] or 0)
        out = _time(hour, int(groups["minute"] or 0), half)
        if groups["first"] and out and int(groups["first"]) <= _NOON:
            first = int(groups["first"])
            # 11-1 p.m. begins in the other half.
            same = first % _NOON < hour % _NOON
            out = _time(first, int(groups["first_minute"] or 0), half if same else None) + out
        return out
    if groups["hour3"]:
        when = (groups["time"] or "").lower()
        return _time(_hour(groups["hour3"]), 0, None if not when else _AM if when == "morning" else _PM)
    if groups["hour4"]:
        return _time(int(groups["hour4"]), int(groups["minute4"] or 0), int(int(groups["hour4"]) >= _NOON))
    return _time(int(groups["hour2"] or 0), int(groups["minute2"] or 0), None)


def _hour(word: str) -> int:
    return _HOURS[word.lower()] if word.lower() in _HOURS else int(word)


def _time(hour: int, minute: int, half: int | None) -> list[_Time]:
    """The time of an hour; those of 13 and more say their half themselves."""
    if hour * HOUR > DAY:
        return []
    if hour > _NOON:
        half = _PM if hour * HOUR < DAY else _AM
    elif hour == 0:
        half = _AM
    return [((hour * HOUR + minute) % HALF_DAY, half)]
