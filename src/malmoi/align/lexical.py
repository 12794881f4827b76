"""Words that match across a pair of texts, and how much each match says: log-likelihood ratios by sentence.

Two words match when they are equal figures, equal Latin, a pair of the lexicon or the glossary, or alike as names. That a match
stands in two sentences speaks for them by log(p / q): p is how surely a translation keeps the match, q how frequent the word is
around there anyway, so that a name which stands in every sentence says nothing. A word that has matches, but none in the
sentences it is put beside, speaks against them by log(1 - p).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from malmoi.align.side import Floats, Ints, Side

__all__ = ["CLASSES", "Match", "Matches", "Postings", "index", "ranges"]

# Kinds of evidence; each has a weight.
CLASSES = ("figure", "latin", "name", "lexicon", "glossary")
# Half the stretch of sentences in which the frequency of a word is counted.
_AROUND = 40
# A word seen once among few sentences is no proof of rarity: add this much to its count.
_SMOOTH = 0.5
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Match:
    """A Korean and an English word (numbers of types) that match with probability `p`, by evidence of one class."""

    ko: int
    en: int
    p: float
    kind: int


@dataclass(frozen=True, slots=True)
class Postings:
    """For words of one side: the sentences of the other side in which a match of theirs stands, and its worth.

    `keys` is rising and holds type * n + sentence; `values` and `kinds` go with it. `misses[type]` is -log(1 - p) of the best
    match, 0 for words without one; `miss_kinds[type]` its class.
    """

    n: int
    keys: Ints
    values: Floats
    kinds: Ints
    misses: Floats
    miss_kinds: Ints


@dataclass(frozen=True, slots=True)
class Matches:
    """Both directions: `ko` says for Korean words where their matches stand in the English text, `en` the reverse."""

    ko: Postings
    en: Postings


def index(ko: Side, en: Side, matches: Sequence[Match]) -> Matches:
    """Index `matches` by the sentences they stand in."""
    k = np.array([m.ko for m in matches], np.int64)
    e = np.array([m.en for m in matches], np.int64)
    p = np.array([m.p for m in matches], np.float32)
    kind = np.array([m.kind for m in matches], np.int64)
    return Matches(_postings(ko, en, k, e, p, kind), _postings(en, ko, e, k, p, kind))


def ranges(first: Ints, count: Ints) -> Ints:
    """[first, first + count) of every row, one after another."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - count - first, count)


def _postings(near: Side, far: Side, word: Ints, match: Ints, p: Floats, kind: Ints) -> Postings:
    """Where the matches of the words of `near` stand in `far`."""
    order = np.argsort(far.token_types, kind="stable")
    types, sentences = far.token_types[order], far.token_sentences[order]
    rarity = _rarity(types, sentences, far.n)
    first = np.searchsorted(types, match, "left")
    count = np.searchsorted(types, match, "right") - first
    which = np.repeat(np.arange(len(match)), count)
    at = ranges(first, count)
    keys = word[which] * far.n + sentences[at]
    values = np.log1p(p[which] / rarity[at]).astype(np.float32)
    # Several matches in one sentence: the strongest counts.
    order = np.lexsort((-values, keys))
    keys, values, kinds = keys[order], values[order], kind[which][order]
    keep = np.ones(len(keys), bool)
    keep[1:] = keys[1:] != keys[:-1]
    n_types = len(near.types)
    best = np.zeros(n_types, np.float32)
    best_kind = np.zeros(n_types, np.int64)
    if len(word):
        rising = np.argsort(p, kind="stable")
        best[word[rising]] = p[rising]
        best_kind[word[rising]] = kind[rising]
    misses = -np.log1p(-np.minimum(best, _SURE))
    return Postings(far.n, keys[keep], values[keep], kinds[keep], misses, best_kind)


def _rarity(types: Ints, sentences: Ints, n: int) -> Floats:
    """Share of the sentences around each posting that hold the same word; postings sorted by type, then sentence."""
    stride = n + 2 * _AROUND + 1
    keys = types * stride + sentences
    around = np.searchsorted(keys, keys + _AROUND, "right") - np.searchsorted(keys, keys - _AROUND, "left")
    width = np.minimum(sentences + _AROUND, n - 1) - np.maximum(sentences - _AROUND, 0) + 1
    share: Floats = ((around - 1 + _SMOOTH) / width).astype(np.float32)
    return share
