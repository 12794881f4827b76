"""What the matching words of every bead of a band are worth, both directions.

A word of sentence i that has matches costs its miss unless one of them stands in the bead's sentences of the other side; then it
earns the best of them. Most words match in few places, so only those places are touched: each match lifts the beads whose span
reaches it, by what it adds to better or nearer matches of the same word in that span.
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
    from_ko = _from_ko(_hits(ko, matches.ko, ko_low, ko_high, hit, miss), wide)
    from_en = _from_en(_hits(en, matches.en, en_low, en_high, hit, miss), wide)
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
    """Words of sentences `near` and where their matches stand in the other text (`far`), rising for each `token`; what that gains."""

    near: Ints
    far: Ints
    token: Ints
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
    return _Hits(sentences[token], postings.keys[at] - row[token], token, gain)


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


def _from_ko(hits: _Hits, wide: Band) -> Array:
    """float64[MOST, nodes of `wide`]: sentence i beside b + 1 sentences from j on, at node (i, j)."""
    column = hits.far - _BACK
    return _summed(hits.near, column, column >= wide.low[hits.near], _lifts(hits), wide)


def _from_en(hits: _Hits, wide: Band) -> Array:
    """float64[MOST, nodes of `wide`]: sentence j beside a + 1 sentences from i on, at node (i, j)."""
    row = hits.far - _BACK
    there = np.maximum(row, 0)
    inside = (row >= 0) & (wide.low[there] <= hits.near) & (hits.near <= wide.high[there])
    return _summed(there, hits.near, inside, _lifts(hits), wide)


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
