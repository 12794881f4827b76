"""English words as units of evidence: where they stand, what they are looked up by, which of them are part of a name."""

import re
from functools import cache

from malmoi.extract.sides import Unit
from malmoi.extract.wordlists import words_of
from malmoi.text.english import expanded, lemma

__all__ = ["NUMERALS", "english_units", "is_stop"]

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


def english_units(text: str) -> list[Unit]:
    """The words of one English segment; spans in code points of `text`."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    return [_unit(text, words, i) for i in range(len(words))]


def is_stop(word: str) -> bool:
    """Is `word` (any case) one that no term begins or ends with: grammar, or a verb or adverb of telling?"""
    return word.casefold() in words_of("english_stop")


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
    if word[0].isdigit() or word.casefold() in NUMERALS:
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
    return expanded(word) or lemma(word).casefold()


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“‘(")
    # A dash after a space opens a sentence behind a dateline (SEOUL -- A man ...); a hyphen stands inside a word.
    return not before or before[-1] in ".!?:;—–" or before.endswith((" -", "--"))
