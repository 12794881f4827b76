"""Words that match across a pair of texts, and how much each match says: log-likelihood ratios by sentence.

Two words match when they are equal figures, equal Latin, a pair of the lexicon or the glossary, or alike as names. That a match
stands in two sentences speaks for them by log(p / q): p is how surely a translation keeps the match, q how frequent the word is
around there anyway, so that a name which stands in every sentence says nothing. A word that has matches, but none in the
sentences it is put beside, speaks against them by log(1 - p).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from malmoi.align.side import Floats, Ints, Side

__all__ = ["CLASSES", "Match", "MatchTable", "Matches", "Misses", "Postings", "find_misses", "index", "ranges"]

# Kinds of evidence; each has a weight.
CLASSES = ("figure", "latin", "name", "lexicon", "glossary", "amount")
_SURE = 0.95


class Match(NamedTuple):
    """A Korean and an English word (numbers of types) that match with probability `p`, by evidence of one class."""

    ko: int
    en: int
    p: float
    kind: int


@dataclass(frozen=True, slots=True)
class MatchTable:
    """Matches as arrays, one entry a match, by rising Korean words."""

    ko: Ints
    en: Ints
    p: Floats
    kind: Ints

    @classmethod
    def of(cls, matches: Sequence[Match]) -> "MatchTable":
        """The matches of a list."""
        ko, en, p, kind = zip(*sorted(matches, key=itemgetter(0)), strict=True) if matches else ((),) * 4
        return cls(np.array(ko, np.int64), np.array(en, np.int64), np.array(p, np.float32), np.array(kind, np.int64))

    def plus(self, matches: Sequence[Match]) -> "MatchTable":
        """The table with more matches in it."""
        more = MatchTable.of(matches)
        ko = np.concatenate((self.ko, more.ko))
        order = np.argsort(ko, kind="stable")
        return MatchTable(
            ko[order],
            np.concatenate((self.en, more.en))[order],
            np.concatenate((self.p, more.p))[order],
            np.concatenate((self.kind, more.kind))[order],
        )

    def where(self, chosen: NDArray[np.bool_] | Ints) -> "MatchTable":
        """The chosen matches."""
        return MatchTable(self.ko[chosen], self.en[chosen], self.p[chosen], self.kind[chosen])

    def between(self, ko: Side, en: Side) -> "MatchTable":
        """The matches of words that stand in both of these texts."""
        here, there = np.unique(ko.token_types), np.unique(en.token_types)
        first = np.searchsorted(self.ko, here)
        at = ranges(first, np.searchsorted(self.ko, here, "right") - first)
        return self.where(at[np.isin(self.en[at], there)])


@dataclass(frozen=True, slots=True)
class Misses:
    """`cost[type]` is -log(1 - p) of the word's best match, 0 for words without one; `kinds[type]` its class."""

    cost: Floats
    kinds: Ints


@dataclass(frozen=True, slots=True)
class Postings:
    """For words of one side: the sentences of the other side in which a match of theirs stands, and its worth.

    `keys` is rising and holds type * n + sentence; `values` and `kinds` go with it, and so do the word that matches there (`matches`, a
    type of the other side) and how often it stands there (`counts`).
    """

    n: int
    keys: Ints
    values: Floats
    kinds: Ints
    matches: Ints
    counts: Ints
    misses: Misses


@dataclass(frozen=True, slots=True)
class Matches:
    """Both directions: `ko` says for Korean words where their matches stand in the English text, `en` the reverse."""

    ko: Postings
    en: Postings


def index(ko: Side, en: Side, table: MatchTable, misses: tuple[Misses, Misses] | None = None) -> Matches:
    """Index the matches of two texts by the sentences they stand in.

    `misses` are those of both sides' words; a part of a text is indexed with those of the whole.
    """
    for_ko, for_en = misses or find_misses(ko, en, table)
    return Matches(
        _postings(ko, en, for_ko, table.ko, table.en, table.p, table.kind),
        _postings(en, ko, for_en, table.en, table.ko, table.p, table.kind),
    )


def find_misses(ko: Side, en: Side, table: MatchTable) -> tuple[Misses, Misses]:
    """What it says against a bead that it lacks every match of a word; for the words of both sides."""
    return _misses(len(ko.types), table.ko, table.p, table.kind), _misses(len(en.types), table.en, table.p, table.kind)


def ranges(first: Ints, count: Ints) -> Ints:
    """[first, first + count) of every row, one after another."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - count - first, count)


def _postings(near: Side, far: Side, misses: Misses, word: Ints, match: Ints, p: Floats, kind: Ints) -> Postings:
    """Where the matches of the words of `near` stand in `far`."""
    order = np.argsort(far.token_types, kind="stable")
    types, sentences, rarity = far.token_types[order], far.token_sentences[order], far.rarity[order]
    counts = far.token_counts[order]
    first = np.searchsorted(types, match, "left")
    count = np.searchsorted(types, match, "right") - first
    which = np.repeat(np.arange(len(match)), count)
    at = ranges(first, count)
    keys = word[which] * far.n + sentences[at]
    values = np.log1p(p[which] / rarity[at]).astype(np.float32)
    # Several matches in one sentence: the strongest counts.
    order = np.lexsort((-values, keys))
    keys = keys[order]
    keep = np.ones(len(keys), bool)
    keep[1:] = keys[1:] != keys[:-1]
    kept = order[keep]
    which, at = which[kept], at[kept]
    return Postings(far.n, keys[keep], values[kept], kind[which], match[which], counts[at], misses)


def _misses(n_types: int, word: Ints, p: Floats, kind: Ints) -> Misses:
    best = np.zeros(n_types, np.float32)
    best_kind = np.zeros(n_types, np.int64)
    rising = np.argsort(p, kind="stable")
    best[word[rising]] = p[rising]
    best_kind[word[rising]] = kind[rising]
    return Misses(-np.log1p(-np.minimum(best, _SURE)), best_kind)
