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

from malmoi.extract.english_predicates import is_predicate, opens_predicate
from malmoi.extract.english_units import NUMERALS, Words
from malmoi.extract.sides import Phrase, Side, Unit, outside_placeholders

__all__ = ["MOST_WORDS", "english_side"]

# Longest phrase, in words with their function words and possessives: the longest annotated names have nine.
MOST_WORDS = 9

# Workers' Gymnasium: the apostrophe of a plural stands between two words.
_JOINED = re.compile(r"[-‐‑–/&+]|\s*&\s*|(?<=s)['’]\s|\s+|")
_HYPHEN = re.compile("[-‐‑–/]")
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
# No title without one of these.
_QUOTED = re.compile('[“”"‘]')


def english_side(text: str) -> Side:
    """Units (words) and candidate noun phrases of one English segment; spans in code points of `text`."""
    words = Words(text)
    phrases = _runs(words)
    titles = list(_titles(words)) if _QUOTED.search(text) else []
    if titles:
        phrases = list(({(p.start, p.end): p for p in phrases} | {(p.start, p.end): p for p in titles}).values())
    return Side(text, words.units, outside_placeholders(text, _without_dateline(text, phrases)))


def _without_dateline(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Leave out what a dateline (BAGHDAD, Iraq (CNN)) names when the text names it again: translations drop where it was written."""
    dateline = _DATELINE.match(text)
    if dateline is None:
        return phrases
    end = dateline.end()
    again = {p.text.casefold() for p in phrases if p.start >= end}
    return [p for p in phrases if p.start >= end or p.text.casefold() not in again]


# A place in capitals, perhaps its country, then the agency in brackets or a dash.
_DATELINE = re.compile(r"[A-Z][A-Z.' ]+(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)*)?\s*(?:\([A-Z][\w/ ]*\)|--|[—–]| - )")


def _runs(words: Words) -> list[Phrase]:
    """Every stretch of words between two that may be ends of a noun phrase."""
    text, units, ends = words.text, words.units, words.ends
    size, length = len(units), len(text)
    joined = _joints(words)
    figures = list(map(_has_figure, words.written))
    hyphened = _HYPHEN.search(text) is not None
    torn = [hyphened and _cuts_hyphen(words, i, after=True) for i in range(size)]
    out = []
    for first, (key, start, end, weight, named, _) in enumerate(units):
        if weight == 0.0 or (hyphened and _cuts_hyphen(words, first)) or opens_predicate(words, first):
            continue
        # An article opens no term, be it in capitals (The Times); A-level and whole titles in quotation marks have theirs.
        if key in _ARTICLES and text[end : end + 1] == " ":
            continue
        opened = start > 0 and text[start - 1] in _OPEN
        name = figure = False
        for last in range(first, min(size, first + MOST_WORDS)):
            if last > first and not joined[last]:
                break
            unit = units[last]
            if unit.weight == 0.0:
                if not _is_held(units[last - 1], unit.key, named):
                    break
                continue
            named = unit.proper
            name, figure = name or named, figure or figures[last]
            if torn[last]:
                continue
            end = ends[last]
            counts = figure and _is_measure(words, first, last)
            if not (counts or is_predicate(text, start, end, last + 1 - first)):
                quoted = opened and end < length and text[end] in _CLOSE
                out.append(Phrase(start, end, first, last + 1, text[start:end], name, False, quoted))
    return out


def _joints(words: Words) -> list[bool]:
    """May a phrase go on to each word from the one before it?"""
    text = words.text
    gaps = zip(words.ends, words.starts[1:], strict=False)
    return [False, *(text[end:start] == " " or _JOINED.fullmatch(text, end, start) is not None for end, start in gaps)]


def _is_held(before: Unit, key: str, named: bool) -> bool:
    """May a word of grammar stand inside a phrase, after this unit?"""
    if key == "the" and before.weight > 0:
        return False  # right of the screen, but not check the box
    held = (key == "for" and before.key in _OFFICES) or (key == "against" and before.key in _OFFENCES)
    return held or key in (_INSIDE_NAMES if named else _INSIDE)


def _cuts_hyphen(words: Words, i: int, after: bool = False) -> bool:
    """Would a phrase that begins (or ends, `after`) at word i tear a hyphenated word that is no name?"""
    if after:
        if not _is_torn(words, i):
            return False
        hung = words.written[i + 1]
        if hung in _HUNG_ON:
            return False  # cholera-related
        if hung.islower() and not hung.endswith(_HANGERS):
            return True  # Kim Han-soo
    elif not _is_torn(words, i - 1):
        return False
    return not words.units[i].proper


def _is_torn(words: Words, i: int) -> bool:
    """Does just a hyphen stand between word i and the next?"""
    if not 0 <= i < len(words.starts) - 1:
        return False
    end = words.ends[i]
    return words.starts[i + 1] == end + 1 and _HYPHEN.match(words.text, end) is not None


# What is hung on a noun by a hyphen and leaves it a noun; other small letters behind a hyphen belong to the name.
_HANGERS = ("ed", "ing", "style", "level", "wide", "wing")
_HUNG_ON = frozenset({"related", "based", "led", "backed", "linked", "free", "like", "induced", "funded", "owned"})


def _is_measure(w: Words, first: int, last: int) -> bool:
    """Of words first to last: a bare figure, one that counts what follows (600 SMEs, five regions; not two Koreas), one at the end that
    is an amount?"""
    words = w.written[first : last + 1]
    if all(_is_figure(word) for word in words) or any(_GROUPED.search(word) for word in words[1:]):
        return True
    if _is_figure(words[0]) and w.text[w.ends[first]] == " " and not _is_capitalised(words[1]):
        return True
    if len(words) > 2 and _is_figure(words[0]) and words[1] in _SPANS and words[2] == "old":
        return True
    if not _is_figure(words[-1]):
        return False
    return words[-2] == "of" or _MEASURE.match(w.text, w.ends[last]) is not None


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


def _titles(words: Words) -> Iterator[Phrase]:
    """What quotation marks enclose, when it is short and begins with a capital: a title or a label may be any sentence."""
    text, units, starts, ends = words.text, words.units, words.starts, words.ends
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
