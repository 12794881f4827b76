"""English noun phrases that may be terms, without a part-of-speech model.

A phrase is a run of words between two ends that are no function words; `of`, `and`, a possessive and the like may stand inside
it, more of them inside a name in capitals (Association of Teachers of English in Korea). Hyphenated words are taken apart for
evidence, but a phrase may begin or end at a hyphen only beside a name (U.S.-led). Which phrases are terms is decided later, by
evidence from the Korean side; a phrase that is not proposed here is lost.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from malmoi.extract.sides import Phrase, Side, Unit, outside_placeholders
from malmoi.text.english import lemma

__all__ = ["MOST_WORDS", "english_side"]

# Longest phrase, in words with their function words and possessives: the longest annotated names have nine.
MOST_WORDS = 9

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., E.coli's E. stays apart
    r"|(?:Corp|Inc|Ltd|Co|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Gen|Prof|St|Jr|Sr|Lt|Col|Sgt|Rev|Hon|Bros|No|Mt|Ft|Pres|Adm|Capt|Cmdr|Maj|Sec|Dept)\.(?=[\s,;)]|$)"
    r"|[’'](?:s|S)(?![^\W_])"  # the possessive is a unit of its own, without weight
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W_])"
    r"|[A-Z]&[A-Z](?![^\W_])"  # R&D, M&A
    r"|[^\W_]+(?:[.’'](?=[^\W\d_])(?![sS](?![^\W_]))[^\W_]+)*"  # O'Brien, E.coli, won't, Amazon.com
)
_JOINED = re.compile(r"[-‐‑–/&+]|\s*&\s*|\s+|")
_HYPHEN = re.compile(r"[-‐‑–/]")
# Inside any phrase; and, in a name, between two capitals.
_INSIDE = frozenset({"of", "and", "'s", "’s", "the"})
# Offices are held for something: director general for digital finance policy.
_OFFICES = frozenset(
    ("adviser", "advisor", "ambassador", "commissioner", "coordinator", "deputy", "director", "envoy", "general", "minister", "officer",
     "president", "representative", "secretary", "spokesman", "spokesperson", "spokeswoman")
)  # fmt: skip
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
# Number words count as figures do: they may open a term (two Koreas, six-party talks) but carry little.
_NUMERALS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "first",
        "second",
        "third",
    ]
)
_OPEN, _CLOSE = "\"'“‘(«", "\"'”’)»"
_TITLE = re.compile(r"“([^“”\n]{2,60})”|\"([^\"\n]{2,60})\"|‘([^‘’\n]{2,60})’")


def english_side(text: str) -> Side:
    """Units (words) and candidate noun phrases of one English segment; spans in code points of `text`."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    units = [_unit(text, words, i) for i in range(len(words))]
    spans = {(p.start, p.end): p for p in _runs(text, units)}
    for p in _titles(text, units):
        spans[p.start, p.end] = p
    return Side(text, units, outside_placeholders(text, spans.values()))


def is_stop(word: str) -> bool:
    """Is `word` (any case) one that no term begins or ends with: grammar, or a verb or adverb of telling?"""
    return word.casefold() in _stop_words()


@cache
def modifier_end(phrase: str) -> float:
    """How surely the last word of a phrase is no noun: 1 for a past form or an adjective by its ending, 1/2 for -ing, else 0."""
    word = phrase.rsplit(" ", 1)[-1]
    if not word.islower() or not word[-1].isalpha():
        return 0.0
    word = word.rsplit("-", 1)[-1]
    if word.endswith(_ADJECTIVES) or (word.endswith("ly") and _is_word(word[:-2])):
        return 1.0
    if word.endswith(_PLURALS) or lemma(word) == word:
        return 0.0
    return 0.5 if word.endswith("ing") else 1.0


_ADJECTIVES = ("ful", "ous", "able", "ible", "less")
# What a noun in the plural ends in (media, alumni, children, people, feet): the dictionary has another form of it too.
_PLURALS = ("s", "a", "i", "men", "ren", "ople", "eet", "eeth", "ice")
_SHORTEST_STEM = 4


def _is_word(word: str) -> bool:
    from simplemma import is_known

    return len(word) >= _SHORTEST_STEM and bool(is_known(word, lang="en"))


@cache
def _stop_words() -> frozenset[str]:
    text = files("malmoi.extract").joinpath("data/english_stop.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def _unit(text: str, words: list[tuple[int, int]], i: int) -> Unit:
    start, end = words[i]
    word = text[start:end]
    if word[0] in "'’":
        return Unit(word, start, end, 0.0)
    if is_stop(word):
        # Do Ye-jong, US, Surrender Is Not an Option: a stop word in capitals beside another capital is part of a name.
        named = word[0].isupper() and (
            (len(word) > 1 and word.isupper())
            or _beside_capital(text, words, i)
            or text[words[i][1] : words[i][1] + 1] == "-"
        )
        return Unit(word.casefold(), start, end, 0.5 if named else 0.0, named)
    if word[0].isdigit() or word.casefold() in _NUMERALS:
        return Unit(word, start, end, 0.5)
    capital = word[0].isupper() and (not _opens_sentence(text, start) or any(c.isupper() for c in word[1:]))
    return Unit(_key(word), start, end, 1.0 if len(word) > 1 else 0.3, capital)


def _beside_capital(text: str, words: list[tuple[int, int]], i: int) -> bool:
    """Does a word in capitals that is no stop word follow directly, so that word i is part of its name? Not after a full stop."""
    if i + 1 >= len(words) or _opens_sentence(text, words[i][0]):
        return False
    start, end = words[i + 1]
    return text[words[i][1] : start] in (" ", "-") and text[start].isupper() and not is_stop(text[start:end])


@cache
def _key(word: str) -> str:
    """What the word is looked up by: its lemma in small letters, as the lexicon has it; an abbreviated title in full."""
    return _TITLES.get(word, "") or lemma(word).casefold()


_TITLES = {
    "Gov.": "governor", "Sen.": "senator", "Rep.": "representative", "Gen.": "general", "Prof.": "professor", "Dr.": "doctor",
    "Corp.": "corporation", "Co.": "company", "Dept.": "department", "Lt.": "lieutenant", "Col.": "colonel", "Sgt.": "sergeant",
    "Adm.": "admiral", "Capt.": "captain", "Maj.": "major", "Rev.": "reverend", "Pres.": "president", "Mt.": "mount",
}  # fmt: skip


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“‘(")
    return not before or before[-1] in ".!?:;"


def _runs(text: str, units: list[Unit]) -> Iterator[Phrase]:
    n = len(units)
    for first in range(n):
        if units[first].weight == 0.0 or _cuts_hyphen(text, units, first) or _opens_predicate(text, units, first):
            continue
        named = units[first].proper
        for last in range(first, min(n, first + MOST_WORDS)):
            if last > first and not _JOINED.fullmatch(text, units[last - 1].end, units[last].start):
                break
            unit = units[last]
            if unit.weight == 0.0:
                held = unit.key == "for" and units[last - 1].key in _OFFICES
                # right of the screen, but not check the box
                object_of_verb = unit.key == "the" and units[last - 1].weight > 0
                if object_of_verb or not (held or unit.key in (_INSIDE_NAMES if named else _INSIDE)):
                    break
                continue
            named = unit.proper
            if not _cuts_hyphen(text, units, last, after=True):
                phrase = _phrase(text, units, first, last + 1)
                if not (_is_measure(text, units, phrase) or _is_predicate(text, phrase)):
                    yield phrase


def _cuts_hyphen(text: str, units: list[Unit], i: int, after: bool = False) -> bool:
    """Would a phrase that begins (or ends, `after`) at unit i tear a hyphenated word that is no name?"""
    if after:
        torn = i + 1 < len(units) and _HYPHEN.fullmatch(text, units[i].end, units[i + 1].start)
    else:
        torn = i > 0 and _HYPHEN.fullmatch(text, units[i - 1].end, units[i].start)
    return bool(torn) and not units[i].proper


def _phrase(text: str, units: list[Unit], first: int, last: int) -> Phrase:
    start, end = units[first].start, units[last - 1].end
    inner = units[first:last]
    name = any(u.proper for u in inner)
    quoted = start > 0 and end < len(text) and text[start - 1] in _OPEN and text[end] in _CLOSE
    return Phrase(start, end, first, last, text[start:end], name, False, quoted)


def _opens_predicate(text: str, units: list[Unit], i: int) -> bool:
    """Is word i a verb that only a verb phrase begins with: will select, build AI infrastructure?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if not word.islower() or text[unit.end : unit.end + 1] == "-":
        return False
    before = i - 1
    while before >= 0 and units[before].key in _BETWEEN:
        before -= 1
    return (before >= 0 and units[before].key in _MODALS) or (word in _verbs() and word == unit.key)


_MODALS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must", "cannot"})
_BETWEEN = frozenset({"not", "also", "then", "now", "only", "never", "soon"})


def _is_predicate(text: str, p: Phrase) -> bool:
    """Does the phrase end in a verb, an adjective or adverb, or in what has an object: check the following?"""
    word = p.text.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    if not word.islower() or ("-" in p.text and " " not in p.text):
        return False
    if modifier_end(p.text) == 1.0 or (lemma(word) in _verbs() and not word.endswith("ing")):
        return True
    return p.last - p.first == 1 and _OBJECT.match(text, p.end) is not None


_OBJECT = re.compile(r" (?:the|an?|its|their|his|her|our|your|this|these) ")


@cache
def _verbs() -> frozenset[str]:
    text = files("malmoi.extract").joinpath("data/english_verbs.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def _is_measure(text: str, units: list[Unit], p: Phrase) -> bool:
    """A bare figure, one that counts what follows (600 SMEs, five regions; not two Koreas), one at the end that is an amount."""
    words = [text[u.start : u.end] for u in units[p.first : p.last]]
    if all(_is_figure(word) for word in words) or any(_GROUPED.search(word) for word in words[1:]):
        return True
    if _is_figure(words[0]) and text[units[p.first].end] == " " and not _is_capitalised(words[1]):
        return True
    if not _is_figure(words[-1]):
        return False
    return words[-2] == "of" or _MEASURE.match(text, p.end) is not None


def _is_figure(word: str) -> bool:
    return _FIGURE.fullmatch(word) is not None or word.casefold() in _CARDINALS


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and any(c.islower() for c in word[:-1][1:])


_CARDINALS = _NUMERALS - {"first", "second", "third"}
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
