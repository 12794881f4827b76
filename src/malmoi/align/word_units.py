"""The units that word alignment works on: Korean content morphemes and English lemmas, with their places in the given text.

Korean particles, endings, copulas, suffixes and auxiliary verbs, and English articles, auxiliaries and the commonest prepositions
have no partner of their own as a rule, and leaving them out of the model is worth more than any setting of it (measured: AER .49 on
whole 어절, .27 on all morphemes, .24 on content morphemes, with the same aligner).
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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


def korean_units(tokens: Sequence[korean.Token]) -> tuple[Unit, ...]:
    """The content morphemes among `tokens`; verbs and adjectives under their dictionary form (받/VV → 받다)."""
    return tuple(
        Unit(t.form + "다" if t.tag.startswith(_VERBS) else t.form, t.tag, t.start, t.end)
        for t in tokens
        if t.end > t.start and _is_content(t)
    )


def english_units(text: str) -> tuple[Unit, ...]:
    """The words of `text` that the model works on, as lemmas in lower case."""
    given = normalize(text)
    units = []
    for word in english.words(given.text):
        if not (any(c.isalnum() for c in word.text) or word.text in _KEPT_MARKS):
            continue
        if word.text.lower().translate(_APOSTROPHES) in _LEFT_OUT:
            continue
        span = given.span(word.start, word.end)
        tag = NAME if word.text[0].isupper() else ""
        key = english.lemma(word.text) if len(word.text) <= _LONGEST_WORD else word.text[:_LONGEST_WORD]
        units.append(Unit(key.casefold(), tag, span.start, span.end))
    return tuple(units)


def _cuts(text: str) -> list[int]:
    """Where a text is cut for Kiwi, both ends included: at white space where there is some, for its time grows with the square."""
    cuts = [0]
    while len(text) - cuts[-1] > _LONGEST_TEXT:
        limit = cuts[-1] + _LONGEST_TEXT
        space = text.rfind(" ", cuts[-1] + 1, limit)
        cuts.append(space if space > 0 else limit)
    return [*cuts, len(text)]


def _is_content(token: korean.Token) -> bool:
    if token.tag == _AUXILIARY:
        return token.form in _KEPT_AUXILIARIES
    return not token.tag.startswith(_GRAMMAR)
