"""What the matching words of every bead of a band are worth, both directions.

A word of sentence i that has matches costs its miss unless one of them stands in the bead's sentences of the other side; then it
earns the best of them. Most words match in few places, so only those places are touched: each match lifts the beads whose span
reaches it, by what it adds to better or nearer matches of the same word in that span.

Where several sentences are joined beside a single one, a word of that one may be claimed as often as it stands there: what a heading
has of it that repeats the sentence after it finds nothing, or a join would gain what its parts explain already. Of claims too many
the smaller ones are taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from malmoi.align.lexical import CLASSES, Matches, Misses, Postings, ranges
from malmoi.align.net import BEADS, Band, Floats, Ints
from malmoi.align.side import Side

__all__ = ["MOST", "lexical_worth", "windows"]

# Sentences on one side of a bead, at most.
MOST = max(max(bead) for bead in BEADS)
# For each number of English sentences in a bead how many Korean ones it has at most, and the reverse.
_AGAINST_EN = [(b, max(size for size, others in BEADS if others == b)) for b in range(1, MOST + 1)]
_AGAINST_KO = [(a, max(size for others, size in BEADS if others == a)) for a in range(1, MOST + 1)]
# How many sentences before a match a span begins.
_BACK = np.arange(MOST)[:, None]
Array = NDArray[np.float64]
_Number = TypeVar("_Number", bound=np.number)


def lexical_worth(ko: Side, en: Side, matches: Matches, band: Band, weights: Mapping[str, float]) -> Floats:
    """float32[len(BEADS), nodes]: worth of all word matches of each bead of a band over the whole of both sides."""
    hit = np.array([weights.get(f"{name}_hit", 0.0) for name in CLASSES])
    miss = np.array([weights.get(f"{name}_miss", 0.0) for name in CLASSES])
    wide = _widened(band)
    columns = np.arange(en.n)
    ko_low, ko_high = wide.low[: ko.n], np.minimum(wide.high[: ko.n], en.n - 1)
    en_low = np.searchsorted(wide.high, columns, "left")
    en_high = np.minimum(np.searchsorted(wide.low, columns, "right") - 1 + MOST - 1, ko.n - 1)
    hits_ko = _hits(ko, matches.ko, ko_low, ko_high, hit, miss)
    hits_en = _hits(en, matches.en, en_low, en_high, hit, miss)
    from_ko = _summed(*_before(hits_ko.near, hits_ko.far, wide), _lifts(hits_ko), wide)
    from_en = _summed(*_above(hits_en.near, hits_en.far, wide), _lifts(hits_en), wide)
    claims_ko, claims_en = _claims(hits_ko), _claims(hits_en)
    again_ko = _summed(*_above(claims_ko.far, claims_ko.near, wide), _again(claims_ko), wide)
    again_en = _summed(*_before(claims_en.far, claims_en.near, wide), _again(claims_en), wide)
    begin = wide.first[:-1] - wide.low
    below = np.array([begin[r : r + len(band.low)][band.row] + band.column for r in range(MOST)])
    beside = below[0] + np.arange(MOST)[:, None]
    spent_ko = _spent(ko, matches.ko.misses, miss).take(band.row, axis=1)
    spent_en = _spent(en, matches.en.misses, miss).take(band.column, axis=1)
    # What the words of so many sentences of one side find in so many of the other: by number of others, then of their own.
    on_ko = [_together(from_ko[b - 1], below, spent_ko, a) for b, a in _AGAINST_EN]
    on_en = [_together(from_en[a - 1], beside, spent_en, b) for a, b in _AGAINST_KO]
    made = np.empty((len(BEADS), band.nodes), np.float32)
    for k, (a, b) in enumerate(BEADS):
        np.add(on_ko[b - 1][a - 1], on_en[a - 1][b - 1], out=made[k], casting="same_kind")
        # One of the two is nothing; beads of two sentences on both sides keep all claims.
        if min(a, b) == 1 < max(a, b):
            made[k] -= (again_ko[a - 1] + again_en[b - 1]).take(below[0])
    return made


def windows(values: NDArray[_Number], beyond: int = 0) -> NDArray[_Number]:
    """[MOST, …, n + beyond]: at [size - 1, …, i] the sum of `size` neighbours along the last axis from i on; nothing beyond the end."""
    n = values.shape[-1] + beyond
    padded = np.concatenate((values, np.zeros((*values.shape[:-1], beyond + MOST), values.dtype)), axis=-1)
    made = [padded[..., :n]]
    for shift in range(1, MOST):
        made.append(made[-1] + padded[..., shift : shift + n])
    return np.array(made)


# ---------------------------------------------------------------- private


@dataclass(frozen=True, slots=True)
class _Hits:
    """Words of sentences `near` and where their matches stand in the other text (`far`), rising for each `token`; what that gains;
    the word that stands there (`match`), and how often."""

    near: Ints
    far: Ints
    token: Ints
    gain: Array
    match: Ints
    count: Ints


@dataclass(frozen=True, slots=True)
class _Claims:
    """What the words of sentences `near` gain together by one `word` of sentence `far`, which stands there so often; rising for each
    word of a sentence. Those only that have another one within the reach of a bead."""

    near: Ints
    far: Ints
    word: Ints
    count: Ints
    gain: Array


def _widened(band: Band) -> Band:
    """The band with all sentences that beads of its nodes reach: so many rows below, so many columns on."""
    rows = np.arange(len(band.low) + MOST - 1)
    return Band(band.low[np.clip(rows - MOST + 1, 0, band.rows)], band.high[np.minimum(rows, band.rows)] + MOST - 1)


def _hits(side: Side, postings: Postings, low: Ints, high: Ints, hit: Array, miss: Array) -> _Hits:
    """Matches of the words of sentence i among sentences `low[i]` to `high[i]` of the other side."""
    matched = np.flatnonzero(postings.misses.cost[side.token_types] > 0)
    types, sentences = side.token_types[matched], side.token_sentences[matched]
    cost = miss[postings.misses.kinds[types]] * postings.misses.cost[types]
    row = types * postings.n
    begin = postings.keys.searchsorted(row + low[sentences])
    end = postings.keys.searchsorted(row + high[sentences], "right")
    count = np.maximum(end - begin, 0)
    token, at = np.arange(len(types)).repeat(count), ranges(begin, count)
    gain = hit[postings.kinds[at]] * postings.values[at] + cost[token]
    return _Hits(
        sentences[token], postings.keys[at] - row[token], token, gain, postings.matches[at], postings.counts[at]
    )


def _claims(hits: _Hits) -> _Claims:
    """The hits of one word from one sentence together."""
    # Numbers that differ by less than MOST are of one word, claimed from sentences as far apart.
    words = int(hits.match.max(initial=0)) + 1
    place = (hits.far * words + hits.match) * (int(hits.near.max(initial=0)) + MOST) + hits.near
    place, first, which = np.unique(place, return_index=True, return_inverse=True)
    close = np.flatnonzero(np.diff(place) < MOST)
    at = np.union1d(close, close + 1)
    first = first[at]
    far, match = hits.far[first], hits.match[first]
    word = far * words + match
    gain = np.bincount(which, hits.gain, len(place)).astype(np.float64)[at]
    return _Claims(hits.near[first], far, word, hits.count[first], gain)


def _spent(side: Side, misses: Misses, miss: Array) -> Array:
    """float64[MOST, n + MOST]: what the words of so many sentences from i on cost when none of their matches is there."""
    cost = miss[misses.kinds[side.token_types]] * misses.cost[side.token_types]
    made: Array = windows(np.bincount(side.token_sentences, cost, side.n).astype(np.float64), MOST)
    return made


def _together(found: Array, nodes: Ints, spent: Array, most: int) -> Array:
    """float64[most, nodes]: what 1 to `most` sentences gain that stand at these nodes, one after another, less what they cost."""
    made = _running(found.take(nodes[:most]))
    made -= spent[:most]
    return made


def _running(values: Array) -> Array:
    """Running sums down the columns, in place: for few long rows faster than NumPy's own."""
    for row in range(1, len(values)):
        values[row] += values[row - 1]
    return values


def _before(row: Ints, last: Ints, wide: Band) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """In these rows the nodes where spans of English sentences begin that end with `last`: rows, columns, are they in the band?"""
    column = last - _BACK
    return row, column, column >= wide.low[row]


def _above(column: Ints, last: Ints, wide: Band) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """In these columns the nodes where spans of Korean sentences begin that end with `last`."""
    row = last - _BACK
    there = np.maximum(row, 0)
    return there, column, (row >= 0) & (wide.low[there] <= column) & (column <= wide.high[there])


def _summed(row: Ints, column: Ints, inside: NDArray[np.bool_], gain: Array, wide: Band) -> Array:
    """What spans of each length gain at every node, from what their farthest sentence adds to it at places `inside` the band."""
    node = (wide.first[:-1] - wide.low)[row] + column + _BACK * wide.nodes
    made = np.bincount(np.where(inside, node, 0).ravel(), np.where(inside, gain, 0.0).ravel(), MOST * wide.nodes)
    # Of no places at all NumPy counts in integers.
    return _running(made.astype(np.float64, copy=False).reshape(MOST, wide.nodes))


def _lifts(hits: _Hits) -> Array:
    """float64[MOST, hits]: what each match adds to those of the same word nearer to the beginning of a span that begins so many
    sentences before it."""
    best = np.zeros((MOST, len(hits.gain)))
    for before in range(1, MOST):
        # Of one word the places rise, so this many matches back it is at least as many sentences.
        same = hits.token[before:] == hits.token[:-before]
        apart = np.where(same, hits.far[before:] - hits.far[:-before], MOST)
        reached = np.where(apart <= _BACK[before:], hits.gain[:-before], 0.0)
        np.maximum(best[before:, before:], reached, out=best[before:, before:])
    return np.maximum(hits.gain - best, 0.0)


def _again(claims: _Claims) -> Array:
    """float64[MOST, claims]: what each claim takes of a word that has been claimed as often as it stands there, by the sentences before
    it in a span that begins so many sentences before it."""
    most = np.zeros((MOST, len(claims.gain)))
    claimed = np.zeros((MOST, len(claims.gain)), np.int64)
    for before in range(1, MOST):
        same = claims.word[before:] == claims.word[:-before]
        apart = np.where(same, claims.near[before:] - claims.near[:-before], MOST)
        inside = apart <= _BACK[before:]
        reached = np.where(inside, claims.gain[:-before], 0.0)
        np.maximum(most[before:, before:], reached, out=most[before:, before:])
        claimed[before:, before:] += inside
    return np.where(claimed >= claims.count, np.minimum(most, claims.gain), 0.0)
