"""English words as units of evidence: where they stand, what they are looked up by, which of them are part of a name."""

import re
from functools import lru_cache
from typing import NamedTuple

from malmoi.extract.sides import Unit
from malmoi.extract.wordlists import words_of
from malmoi.text.english import expanded, lemma

__all__ = ["NUMERALS", "Words"]

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., E.coli's E. stays apart
    r"|(?:Corp|Inc|Ltd|Co|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Gen|Prof|St|Jr|Sr|Lt|Col|Sgt|Rev|Hon|Bros|No|Mt|Ft|Pres|Adm|Capt|Cmdr|Maj|Sec|Dept)\.(?=[\s,;)]|$)"
    r"|[’'](?:s|S)(?![^\W_])"  # the possessive is a unit of its own, without weight
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W_])"
    r"|[A-Z]&[A-Z](?![^\W_])"  # R&D, M&A
    # O'Brien, E.coli, won't, Amazon.com; but two words in East Sea.The company
    r"|[^\W_]+(?:(?:[.](?=[a-z]|(?<=\b[A-Z].)[A-Z])|[’'])(?=[^\W\d_])(?![sS](?![^\W_]))[^\W_]+)*"
)
_QUOTES = frozenset(('""', "“”", "‘’", "''"))
# Number words count as figures do: they may open a term (two Koreas, six-party talks) but carry little.
NUMERALS = frozenset(
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


class Words:
    """The words of one English segment side by side: how they are `written`, where they start and end (code points), their `units`."""

    __slots__ = ("ends", "starts", "text", "units", "written")

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self.text = text
        self.written = [m.group() for m in found]
        self.starts = [m.start() for m in found]
        self.ends = [m.end() for m in found]
        self.units = [
            Unit(key, start, end, weight, proper) if proper is not None else _in_place(self, i, key, weight)
            for i, (start, end, (key, weight, proper)) in enumerate(
                zip(self.starts, self.ends, map(_traits, self.written), strict=True)
            )
        ]


class _Traits(NamedTuple):
    """Of a word: what it is looked up by, how much it says, whether it is part of a name: None where its place decides.

    A word of grammar that may be a name has weight 0.
    """

    key: str
    weight: float
    proper: bool | None


@lru_cache(maxsize=1 << 16)
def _traits(word: str) -> _Traits:
    if word[0] in "'’":
        return _Traits(word, 0.0, False)
    capital = word[0].isupper()
    if (_is_stop(word) or word == "March") and not _is_camel(word):
        if capital and len(word) > 1 and word.isupper():
            return _Traits(word.casefold(), 0.5, True)
        return _Traits(word.casefold(), 0.0, None if capital else False)
    if word[0].isdigit() or word.casefold() in NUMERALS:
        return _Traits(word, 0.5, False)
    inside = capital and any(c.isupper() for c in word[1:])
    return _Traits(_key(word), 1.0 if len(word) > 1 else 0.3, True if inside else None if capital else False)


def _in_place(words: Words, i: int, key: str, weight: float) -> Unit:
    """The unit of a word in capitals, whose place says whether it is part of a name."""
    start, end = words.starts[i], words.ends[i]
    if weight:
        return Unit(key, start, end, weight, not _opens_sentence(words.text, start))
    named = _is_named(words, i)
    return Unit(key, start, end, 0.5 if named else 0.0, named)


def _is_named(words: Words, i: int) -> bool:
    """Is a word of grammar with a capital part of a name: Do Ye-jong, Surrender Is Not an Option, August delivery?"""
    text, start, end = words.text, words.starts[i], words.ends[i]
    return (
        _beside_capital(words, i)
        or text[end : end + 1] == "-"
        or _is_enclosed(text, start, end)
        or (words.written[i].casefold() in _MONTHS and _DELIVERY.match(text, end) is not None)
    )


def _is_stop(word: str) -> bool:
    """Is `word` (any case) one that no term begins or ends with: grammar, or a verb or adverb of telling?"""
    return word.casefold() in words_of("english_stop")


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


def _beside_capital(words: Words, i: int) -> bool:
    """Does a word in capitals that is no stop word follow directly, so that word i is part of its name? Not after a full stop."""
    if i + 1 == len(words.starts) or _opens_sentence(words.text, words.starts[i]):
        return False
    after = words.written[i + 1]
    return words.text[words.ends[i] : words.starts[i + 1]] in (" ", "-") and after[0].isupper() and not _is_stop(after)


def _key(word: str) -> str:
    """What the word is looked up by: its lemma in small letters, as the lexicon has it; an abbreviated title in full."""
    return expanded(word) or lemma(word).casefold()


def _opens_sentence(text: str, start: int) -> bool:
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False  # most words
    before = text[:start].rstrip(" \t\n\"'“‘(")
    # A dash after a space opens a sentence behind a dateline (SEOUL -- A man ...); a hyphen stands inside a word.
    return not before or before[-1] in ".!?:;—–" or before.endswith((" -", "--"))
