"""English noun phrases that may be terms, without a part-of-speech model.

A phrase is a run of words between two ends that are no function words; `of`, `and`, a possessive and the like may stand inside
it, more of them inside a name in capitals (Association of Teachers of English in Korea). Hyphenated words are taken apart for
evidence, but a phrase may begin or end at a hyphen only beside a name (U.S.-led). Which phrases are terms is decided later, by
evidence from the Korean side; a phrase that is not proposed here is lost.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

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
    # O'Brien, E.coli, won't, Amazon.com; but two words in East Sea.The company
    r"|[^\W_]+(?:(?:[.](?=[a-z]|(?<=\b[A-Z].)[A-Z])|[’'])(?=[^\W\d_])(?![sS](?![^\W_]))[^\W_]+)*"
)
# Workers' Gymnasium: the apostrophe of a plural stands between two words.
_JOINED = re.compile(r"[-‐‑–/&+]|\s*&\s*|(?<=s)['’]\s|\s+|")
_QUOTES = frozenset(('""', "“”", "‘’", "''"))
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
_TITLE = re.compile(r"[“”]([^“”\n]{2,60})”|\"([^\"\n]{2,60})\"|‘([^‘’\n]{2,60})’")


def english_side(text: str) -> Side:
    """Units (words) and candidate noun phrases of one English segment; spans in code points of `text`."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    units = [_unit(text, words, i) for i in range(len(words))]
    spans = {(p.start, p.end): p for p in _runs(text, units)}
    for p in _titles(text, units):
        spans[p.start, p.end] = p
    return Side(text, units, outside_placeholders(text, _without_dateline(text, list(spans.values()))))


def is_stop(word: str) -> bool:
    """Is `word` (any case) one that no term begins or ends with: grammar, or a verb or adverb of telling?"""
    return word.casefold() in _stop_words()


def modifier_end(phrase: str) -> float:
    """How surely the last word of a phrase is no noun: 1 for a past form or an adjective by its ending, 1/2 for -ing, else 0."""
    return _modifier(phrase.rsplit(" ", 1)[-1])


@lru_cache(maxsize=1 << 16)
def _modifier(word: str) -> float:
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
    if (is_stop(word) or word == "March") and not _is_camel(word):
        # Do Ye-jong, US, Surrender Is Not an Option: a stop word in capitals beside another capital is part of a name.
        named = word[0].isupper() and (
            (len(word) > 1 and word.isupper())
            or _beside_capital(text, words, i)
            or text[words[i][1] : words[i][1] + 1] == "-"
            or _is_enclosed(text, start, end)
            or (word.casefold() in _MONTHS and _DELIVERY.match(text, end) is not None)
        )
        return Unit(word.casefold(), start, end, 0.5 if named else 0.0, named)
    if word[0].isdigit() or word.casefold() in _NUMERALS:
        return Unit(word, start, end, 0.5)
    capital = word[0].isupper() and (not _opens_sentence(text, start) or any(c.isupper() for c in word[1:]))
    return Unit(_key(word), start, end, 1.0 if len(word) > 1 else 0.3, capital)


_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
)  # fmt: skip
# Goods and numbers that go by their month: August delivery.
_DELIVERY = re.compile(r" (?:deliver(?:y|ies)|contracts?|futures|issue|edition)\b")


def _is_camel(word: str) -> bool:
    """EveryOne is a name, be every one of its letters those of a word of grammar."""
    return any(c.isupper() for c in word[1:]) and not word.isupper()


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Do quotation marks enclose just this: the "Tonight" show?"""
    return start > 0 and end < len(text) and text[start - 1] + text[end] in _QUOTES


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


def _without_dateline(text: str, phrases: list[Phrase]) -> Iterator[Phrase]:
    """Leave out what a dateline (BAGHDAD, Iraq (CNN)) names when the text names it again: translations drop where it was written."""
    dateline = _DATELINE.match(text)
    end = dateline.end() if dateline else 0
    again = {p.text.casefold() for p in phrases if p.start >= end}
    return (p for p in phrases if p.start >= end or p.text.casefold() not in again)


# A place in capitals, perhaps its country, then the agency in brackets or a dash.
_DATELINE = re.compile(r"[A-Z][A-Z.' ]+(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)*)?\s*(?:\([A-Z][\w/ ]*\)|--|[—–]| - )")


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“‘(")
    # A dash after a space opens a sentence behind a dateline (SEOUL -- A man ...); a hyphen stands inside a word.
    return not before or before[-1] in ".!?:;—–" or before.endswith((" -", "--"))


def _runs(text: str, units: list[Unit]) -> Iterator[Phrase]:
    n = len(units)
    joined = [i > 0 and _is_joined(text, units[i - 1].end, units[i].start) for i in range(n)]
    torn = [_cuts_hyphen(text, units, i, after=True) for i in range(n)]
    names = [0, *accumulate(int(u.proper) for u in units)]
    figures = [0, *accumulate(int(_has_figure(text[u.start : u.end])) for u in units)]
    for first in range(n):
        if units[first].weight == 0.0 or _cuts_hyphen(text, units, first) or _opens_predicate(text, units, first):
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
                if not (counts or _is_predicate(text, phrase)):
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


def _opens_predicate(text: str, units: list[Unit], i: int) -> bool:
    """Is word i a verb that only a verb phrase begins with: will select, build AI infrastructure?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if not word.islower() or text[unit.end : unit.end + 1] == "-":
        return False
    if _is_finite(text, units, i) or _is_gerund(text, units, i):
        return True
    before = i - 1
    while before >= 0 and units[before].key in _BETWEEN:
        before -= 1
    return (before >= 0 and units[before].key in _MODALS) or (word in _verbs() and word == unit.key)


def _is_finite(text: str, units: list[Unit], i: int) -> bool:
    """Is a word in -ed the verb of the noun or pronoun right before it (fans attended the concert, who named children)?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if i == 0 or not word.endswith("ed") or unit.key == word or text[units[i - 1].end : unit.start] != " ":
        return False
    before = units[i - 1]
    said = text[before.start : before.end]
    if said.casefold() in _SUBJECTS:
        return True
    return (
        before.weight > _FIGURE_WEIGHT and not before.proper and said.endswith("s") and not said.endswith(("ss", "us"))
    )


_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "who", "which", "i", "you"})
_FIGURE_WEIGHT = 0.5


def _is_gerund(text: str, units: list[Unit], i: int) -> bool:
    """Is a word in -ing a verb that is no noun, with nothing before that would make it an adjective (for ensuring privacy)?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if not word.endswith("ing") or unit.key == word or not (unit.key in _verbs() or unit.key in _TRANSITIVE):
        return False
    if word in _ADJECTIVAL:
        return False
    before = text[units[i - 1].start : units[i - 1].end].casefold() if i else ""
    return i == 0 or before in _BEFORE_GERUNDS or before.endswith("s") or text[units[i - 1].end : unit.start] != " "


_ARTICLES = frozenset({"a", "the"})
_BEFORE_GERUNDS = frozenset(
    ("of", "for", "by", "in", "on", "about", "with", "without", "from", "is", "are", "was", "were", "be", "been", "to", "at", "after",
     "before", "while", "when", "and", "or", "who", "which", "that", "than")
)  # fmt: skip
# Forms in -ing that are nouns and adjectives of their own.
_ADJECTIVAL = frozenset(
    {"existing", "leading", "suffering", "surviving", "remaining", "writing", "learning", "publishing"}
)
# Verbs that are nouns elsewhere, or no term's end but none's beginning either; in -ing they have an object.
_TRANSITIVE = frozenset(
    ("cause", "produce", "sell", "disturb", "raise", "force", "offer", "seek", "bring", "leave", "hold", "show", "face", "name", "feature",
     "cite", "increase", "boost", "release", "urge", "support", "place", "visit", "attack", "fear", "quote", "question", "ban",
     "lead", "interfere")
)  # fmt: skip


# Of these the form in -ing is no noun behind another one.
_NEVER_NOUNS = frozenset(
    {
        "bring",
        "leave",
        "cite",
        "urge",
        "seek",
        "cause",
        "face",
        "feature",
        "become",
        "say",
        "make",
        "take",
        "give",
        "get",
    }
)
_MODALS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must", "cannot"})
_BETWEEN = frozenset({"not", "also", "then", "now", "only", "never", "soon"})


def _is_predicate(text: str, p: Phrase) -> bool:
    """Does the phrase end in a verb, an adjective or adverb, or in what has an object: check the following?"""
    word = p.text.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    if not word.islower() or ("-" in p.text and " " not in p.text):
        return False
    if word in _POSTPOSED and " " in p.text:
        return False
    if word.endswith("ing") and " " in p.text and lemma(word) in _NEVER_NOUNS:
        return True  # the division bringing in most
    if modifier_end(p.text) == 1.0 or (lemma(word) in _verbs() and not word.endswith("ing")):
        return True
    if p.last - p.first > 1 or _OBJECT.match(text, p.end) is None:
        return False
    if word.endswith(_AGENTS) and not text.endswith("to ", 0, p.start):
        return False
    return _NOUN_FOLLOWS.search(text, max(0, p.start - _LOOK_BACK), p.start) is None


_OBJECT = re.compile(r" (?:the|an?|its|their|his|her|our|your|this|these) ")
# After an article, a possessive or a figure stands a noun, whatever follows (called the meeting a success).
_NOUN_FOLLOWS = re.compile(
    r"\b(?:the|an?|its|their|his|her|our|your|this|these|two|three|four|five|six|[a-z]+illion|\d+) $", re.IGNORECASE
)
_LOOK_BACK = 12
# Words with these endings are nouns, but for enter and mention.
_AGENTS = ("er", "or", "ist", "ion", "ity", "ment", "ness")
# Adjectives that stand after the office they belong to: chief executive designate.
_POSTPOSED = frozenset({"designate", "elect", "emeritus"})


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
