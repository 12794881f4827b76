"""English noun phrases that may be terms, without a part-of-speech model.

A phrase is a run of words between two ends that are no function words; `of`, `and`, a possessive and the like may stand inside
it, more of them inside a name in capitals (Association of Teachers of English in Korea). Hyphenated words are taken apart for
evidence, but a phrase may begin or end at a hyphen only beside a name (U.S.-led). Which phrases are terms is decided later, by
evidence from the Korean side; a phrase that is not proposed here is lost.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from malmoi.extract.english_predicates import is_predicate, opens_predicate
from malmoi.extract.english_units import NUMERALS, english_units
from malmoi.extract.sides import Phrase, Side, Unit, outside_placeholders

__all__ = ["MOST_WORDS", "english_side"]

# Longest phrase, in words with their function words and possessives: the longest annotated names have nine.
MOST_WORDS = 9

# Workers' Gymnasium: the apostrophe of a plural stands between two words.
_JOINED = re.compile(r"[-‐‑–/&+]|\s*&\s*|(?<=s)['’]\s|\s+|")
_HYPHENS = frozenset("-‐‑–/")
# Inside any phrase; and, in a name, between two capitals.
_INSIDE = frozenset({"of", "and", "'s", "’s", "the"})
# Offices are held for something: director general for digital finance policy.
_OFFICES = frozenset(
    ("adviser", "advisor", "ambassador", "commissioner", "coordinator", "deputy", "director", "envoy", "general", "minister", "officer",
     "president", "representative", "secretary", "spokesman", "spokesperson", "spokeswoman")
)  # fmt: skip
# crimes against humanity, war against terror
_OFFENCES = frozenset(
    {"crime", "war", "violence", "discrimination", "offence", "offense", "fight", "campaign", "measure"}
)
_INSIDE_NAMES = _INSIDE | {
    "for",
    "in",
    "on",
    "to",
    "at",
    "as",
    "de",
    "la",
    "le",
    "du",
    "van",
    "von",
    "da",
    "del",
    "al",
    "el",
    "a",
    "an",
    "with",
}
_ARTICLES = frozenset({"a", "the"})
_OPEN, _CLOSE = "\"'“‘(«", "\"'”’)»"
_TITLE = re.compile(r"[“”]([^“”\n]{2,60})”|\"([^\"\n]{2,60})\"|‘([^‘’\n]{2,60})’")


def english_side(text: str) -> Side:
    """Units (words) and candidate noun phrases of one English segment; spans in code points of `text`."""
    units = english_units(text)
    spans = {(p.start, p.end): p for p in _runs(text, units)}
    for p in _titles(text, units):
        spans[p.start, p.end] = p
    return Side(text, units, outside_placeholders(text, _without_dateline(text, list(spans.values()))))


def _without_dateline(text: str, phrases: list[Phrase]) -> Iterator[Phrase]:
    """Leave out what a dateline (BAGHDAD, Iraq (CNN)) names when the text names it again: translations drop where it was written."""
    dateline = _DATELINE.match(text)
    end = dateline.end() if dateline else 0
    again = {p.text.casefold() for p in phrases if p.start >= end}
    return (p for p in phrases if p.start >= end or p.text.casefold() not in again)


# A place in capitals, perhaps its country, then the agency in brackets or a dash.
_DATELINE = re.compile(r"[A-Z][A-Z.' ]+(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)*)?\s*(?:\([A-Z][\w/ ]*\)|--|[—–]| - )")


def _runs(text: str, units: list[Unit]) -> Iterator[Phrase]:
    n = len(units)
    joined = [i > 0 and _is_joined(text, units[i - 1].end, units[i].start) for i in range(n)]
    torn = [_cuts_hyphen(text, units, i, after=True) for i in range(n)]
    names = [0, *accumulate(int(u.proper) for u in units)]
    figures = [0, *accumulate(int(_has_figure(text[u.start : u.end])) for u in units)]
    for first in range(n):
        if units[first].weight == 0.0 or _cuts_hyphen(text, units, first) or opens_predicate(text, units, first):
            continue
        # An article opens no term, be it in capitals (The Times); A-level and whole titles in quotation marks have theirs.
        if units[first].key in _ARTICLES and text[units[first].end : units[first].end + 1] == " ":
            continue
        named = units[first].proper
        for last in range(first, min(n, first + MOST_WORDS)):
            if last > first and not joined[last]:
                break
            unit = units[last]
            if unit.weight == 0.0:
                held = unit.key == "for" and units[last - 1].key in _OFFICES
                # right of the screen, but not check the box
                object_of_verb = unit.key == "the" and units[last - 1].weight > 0
                held = held or (unit.key == "against" and units[last - 1].key in _OFFENCES)
                if object_of_verb or not (held or unit.key in (_INSIDE_NAMES if named else _INSIDE)):
                    break
                continue
            named = unit.proper
            if not torn[last]:
                phrase = _phrase(text, units, first, last + 1, names[last + 1] > names[first])
                counts = figures[last + 1] > figures[first] and _is_measure(text, units, phrase)
                if not (counts or is_predicate(text, phrase)):
                    yield phrase


def _is_joined(text: str, end: int, start: int) -> bool:
    """May a phrase go on from a word that ends here to one that starts there?"""
    return text[end:start] == " " or _JOINED.fullmatch(text, end, start) is not None


def _is_torn(text: str, before: Unit, after: Unit) -> bool:
    """Does just a hyphen stand between two words?"""
    return after.start == before.end + 1 and text[before.end] in _HYPHENS


def _cuts_hyphen(text: str, units: list[Unit], i: int, after: bool = False) -> bool:
    """Would a phrase that begins (or ends, `after`) at unit i tear a hyphenated word that is no name?"""
    if after:
        torn = i + 1 < len(units) and _is_torn(text, units[i], units[i + 1])
        hung = text[units[i + 1].start : units[i + 1].end] if torn else ""
        if hung in _HUNG_ON:
            return False  # cholera-related
        if hung.islower() and not hung.endswith(_HANGERS):
            return True  # Kim Han-soo
    else:
        torn = i > 0 and _is_torn(text, units[i - 1], units[i])
    return torn and not units[i].proper


# What is hung on a noun by a hyphen and leaves it a noun; other small letters behind a hyphen belong to the name.
_HANGERS = ("ed", "ing", "style", "level", "wide", "wing")
_HUNG_ON = frozenset({"related", "based", "led", "backed", "linked", "free", "like", "induced", "funded", "owned"})


def _phrase(text: str, units: list[Unit], first: int, last: int, name: bool) -> Phrase:
    start, end = units[first].start, units[last - 1].end
    quoted = start > 0 and end < len(text) and text[start - 1] in _OPEN and text[end] in _CLOSE
    return Phrase(start, end, first, last, text[start:end], name, False, quoted)


def _is_measure(text: str, units: list[Unit], p: Phrase) -> bool:
    """A bare figure, one that counts what follows (600 SMEs, five regions; not two Koreas), one at the end that is an amount."""
    words = [text[u.start : u.end] for u in units[p.first : p.last]]
    if all(_is_figure(word) for word in words) or any(_GROUPED.search(word) for word in words[1:]):
        return True
    if _is_figure(words[0]) and text[units[p.first].end] == " " and not _is_capitalised(words[1]):
        return True
    if len(words) > 2 and _is_figure(words[0]) and words[1] in _SPANS and words[2] == "old":
        return True
    if not _is_figure(words[-1]):
        return False
    return words[-2] == "of" or _MEASURE.match(text, p.end) is not None


@lru_cache(maxsize=1 << 14)
def _has_figure(word: str) -> bool:
    """Is a word one that `_is_measure` looks for?"""
    return _is_figure(word) or _GROUPED.search(word) is not None


def _is_figure(word: str) -> bool:
    return _FIGURE.fullmatch(word) is not None or word.casefold() in _CARDINALS


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and any(c.islower() for c in word[:-1][1:])


# 26-year-old nurse.
_SPANS = frozenset({"year", "month", "week", "day"})
_CARDINALS = NUMERALS - {"first", "second", "third"}
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_GROUPED = re.compile(r"\d[.,]\d")
_MEASURE = re.compile(r"\s?(?:%|percent|hundred|thousand|million|billion|trillion|won\b|dollars?\b)")


# Words that the label of a button or a menu has at most, when not all of them are in capitals.
_LABEL = 5


def _titles(text: str, units: list[Unit]) -> Iterator[Phrase]:
    """What quotation marks enclose, when it is short and begins with a capital: a title or a label may be any sentence."""
    starts, ends = [u.start for u in units], [u.end for u in units]
    for found in _TITLE.finditer(text):
        start, end = found.span(found.lastindex or 0)
        while end > start and not text[end - 1].isalnum():
            end -= 1
        first, last = bisect_left(starts, start), bisect_left(ends, end)
        if not (first <= last < len(units) and starts[first] == start and ends[last] == end):
            continue
        heavy = [u for u in units[first : last + 1] if u.weight]
        label = len(heavy) <= _LABEL and text[start].isupper() and end == found.end(found.lastindex or 0)
        if heavy and (label or all(text[u.start].isupper() or text[u.start].isdigit() for u in heavy)):
            yield Phrase(start, end, first, last + 1, text[start:end], name=True, quoted=True)
