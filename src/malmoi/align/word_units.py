"""The units that word alignment works on: Korean content morphemes and English lemmas, with their places in the given text.

Korean particles, endings, copulas, suffixes and auxiliary verbs, and English articles, auxiliaries and the commonest prepositions
have no partner of their own as a rule, and leaving them out of the model is worth more than any setting of it (measured: AER .49 on
whole 어절, .27 on all morphemes, .24 on content morphemes, with the same aligner).
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from malmoi.text import english, korean
from malmoi.text.hangul import normalize

__all__ = ["NAME", "Pair", "Unit", "english_units", "korean_units", "read_pairs"]

# Tags of Kiwi (Sejong set with Kiwi's additions) that stand for grammar or marks: particles, endings, copulas, suffixes,
# punctuation. VX is an auxiliary verb (있 in 하고 있다), of which those that English has a word for are kept.
_GRAMMAR = ("J", "E", "VC", "VX", "XS", "SF", "SP", "SS", "SE", "SO", "SW", "SB")
_AUXILIARY = "VX"
_KEPT_AUXILIARIES = frozenset(("않", "못하", "못", "말", "싶"))
_VERBS = ("VV", "VA", "VX")
# English words without a partner as a rule. Pronouns, negations, conjunctions, and the prepositions that Korean nouns express
# (before, after, between) are not among them.
_LEFT_OUT = frozenset(
    (
        *(
            "the",
            "a",
            "an",
            "to",
            "of",
            "in",
            "on",
            "at",
            "by",
            "with",
            "from",
            "as",
            "'s",
            "that",
            "which",
            "who",
            "there",
        ),
        *("is", "are", "was", "were", "be", "been", "being", "am", "has", "had", "does", "did"),
    )
)
_APOSTROPHES = str.maketrans("’´`", "'''")
_KEPT_MARKS = "%$"
NAME = "NAME"
_HALF, _REPLACEMENT = re.compile("[\ud800-\udfff]"), "\ufffd"
# What is longer is no word and has no lemma.
_LONGEST_WORD = 60
_LONGEST_TEXT = 4_000


class Unit(NamedTuple):
    """One unit: its dictionary form, its tag (Kiwi's; of English, NAME where it begins with a capital), [start, end) as given."""

    key: str
    tag: str
    start: int
    end: int


class Pair(NamedTuple):
    """A segment: its units on either side, and the texts that they point into."""

    ko: tuple[Unit, ...]
    en: tuple[Unit, ...]
    texts: tuple[str, str]


def read_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Cut sentence pairs into units, in order; Kiwi works ahead on its own threads."""
    waiting: deque[tuple[tuple[str, str], list[int]]] = deque()

    def feed() -> Iterator[str]:
        for ko, en in pairs:
            # Half of a surrogate pair is no character; Kiwi fails on it.
            texts = _HALF.sub(_REPLACEMENT, ko), _HALF.sub(_REPLACEMENT, en)
            cuts = _cuts(texts[0])
            waiting.append((texts, cuts))
            for start, end in pairwise(cuts):
                yield texts[0][start:end]

    tokens: list[korean.Token] = []
    read = 0
    for part in korean.tokenize_many(feed()):
        texts, cuts = waiting[0]
        tokens += [t._replace(start=t.start + cuts[read], end=t.end + cuts[read]) for t in part] if read else part
        read += 1
        if read == len(cuts) - 1:
            yield Pair(korean_units(tokens), english_units(texts[1]), texts)
            waiting.popleft()
            tokens, read = [], 0


def korean_units(tokens: Iterable[tuple[str, str, int, int]]) -> tuple[Unit, ...]:
    """The content morphemes among `tokens`; verbs and adjectives under their dictionary form (받/VV → 받다)."""
    return tuple(
        [
            Unit(form + "다" if _is_verb(tag) else form, tag, start, end)
            for form, tag, start, end in tokens
            if end > start and (_is_content(tag) or (form in _KEPT_AUXILIARIES and tag == _AUXILIARY))
        ]
    )


def english_units(text: str) -> tuple[Unit, ...]:
    """The words of `text` that the model works on, as lemmas in lower case."""
    given = normalize(text)
    units = []
    for word, start, end in english.words(given.text):
        key, tag = _english_key(word)
        if given.text.startswith(".", end):
            key = english.expanded(given.text[start : end + 1]) or key
        if key:
            units.append(Unit(key, tag, start, end))
    if given.starts is None:
        return tuple(units)
    spans = (given.span(unit.start, unit.end) for unit in units)
    return tuple(unit._replace(start=span.start, end=span.end) for unit, span in zip(units, spans, strict=True))


@lru_cache(maxsize=1 << 16)
def _english_key(word: str) -> tuple[str, str]:
    """The lemma of a word in small letters, empty for what is no unit, and its tag."""
    tag = NAME if word[0].isupper() else ""
    if not (any(c.isalnum() for c in word) or word in _KEPT_MARKS):
        return "", tag
    if word.lower().translate(_APOSTROPHES) in _LEFT_OUT:
        return "", tag
    return (english.lemma(word) if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD]).casefold(), tag


def _cuts(text: str) -> list[int]:
    """Where a text is cut for Kiwi, both ends included: at white space where there is some, for its time grows with the square."""
    cuts = [0]
    while len(text) - cuts[-1] > _LONGEST_TEXT:
        limit = cuts[-1] + _LONGEST_TEXT
        space = text.rfind(" ", cuts[-1] + 1, limit)
        cuts.append(space if space > 0 else limit)
    return [*cuts, len(text)]


@cache
def _is_verb(tag: str) -> bool:
    return tag.startswith(_VERBS)


@cache
def _is_content(tag: str) -> bool:
    return not tag.startswith(_GRAMMAR)
