"""What the matching words of every bead of a band are worth, both directions.

A word of sentence i that has matches costs its miss unless one of them stands in the bead's sentences of the other side; then it
earns the best of them. Most words match in few places, so only those places are touched: each match lifts the beads whose span
reaches it, by what it adds to better or nearer matches of the same word in that span.
"""

from collections.abc import Iterator, Mapping
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
    below = [wide.first[:-1][band.row + r] - wide.low[band.row + r] + band.column for r in range(MOST)]
    spent_ko, spent_en = _spent(ko, matches.ko.misses, miss), _spent(en, matches.en.misses, miss)
    made = np.empty((len(BEADS), band.nodes), np.float32)
    for k, (a, b) in enumerate(BEADS):
        worth = -spent_ko[a - 1, band.row] - spent_en[b - 1, band.column]
        for r in range(a):
            worth += from_ko[b - 1].take(below[r])
        for c in range(b):
            worth += from_en[a - 1].take(below[0] + c)
        made[k] = worth
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
    matched = postings.misses.cost[side.token_types] > 0
    types, sentences = side.token_types[matched], side.token_sentences[matched]
    cost = miss[postings.misses.kinds[types]] * postings.misses.cost[types]
    begin = np.searchsorted(postings.keys, types * postings.n + low[sentences])
    end = np.searchsorted(postings.keys, types * postings.n + high[sentences], "right")
    count = np.maximum(end - begin, 0)
    token, at = np.repeat(np.arange(len(types)), count), ranges(begin, count)
    gain = hit[postings.kinds[at]] * postings.values[at] + cost[token]
    return _Hits(sentences[token], postings.keys[at] - types[token] * postings.n, token, gain)


def _spent(side: Side, misses: Misses, miss: Array) -> Array:
    """float64[MOST, n + MOST]: what the words of so many sentences from i on cost when none of their matches is there."""
    cost = miss[misses.kinds[side.token_types]] * misses.cost[side.token_types]
    made: Array = windows(np.bincount(side.token_sentences, cost, side.n).astype(np.float64), MOST)
    return made


def _from_ko(hits: _Hits, wide: Band) -> Array:
    """float64[MOST, nodes of `wide`]: sentence i beside b + 1 sentences from j on, at node (i, j)."""
    made = np.zeros((MOST, wide.nodes))
    for back, gain in _lifts(hits):
        column = hits.far - back
        inside = column >= wide.low[hits.near]
        row = hits.near[inside]
        node = wide.first[row] + column[inside] - wide.low[row]
        made[back] = np.bincount(node, gain[inside], wide.nodes)
    return np.cumsum(made, axis=0)


def _from_en(hits: _Hits, wide: Band) -> Array:
    """float64[MOST, nodes of `wide`]: sentence j beside a + 1 sentences from i on, at node (i, j)."""
    made = np.zeros((MOST, wide.nodes))
    for back, gain in _lifts(hits):
        row = np.maximum(hits.far - back, 0)
        inside = (hits.far >= back) & (wide.low[row] <= hits.near) & (hits.near <= wide.high[row])
        row = row[inside]
        node = wide.first[row] + hits.near[inside] - wide.low[row]
        made[back] = np.bincount(node, gain[inside], wide.nodes)
    return np.cumsum(made, axis=0)


def _lifts(hits: _Hits) -> Iterator[tuple[int, Array]]:
    """For spans that begin `back` sentences before a match: what it adds to the matches of the same word nearer to the beginning."""
    best = np.zeros(len(hits.gain))
    distances = []
    for before in range(1, MOST):
        apart = np.full(len(hits.far), MOST, np.int64)
        same = hits.token[before:] == hits.token[:-before]
        apart[before:][same] = (hits.far[before:] - hits.far[:-before])[same]
        distances.append(apart)
    for back in range(MOST):
        if back:
            for before in range(1, back + 1):
                there = np.flatnonzero(distances[before - 1] == back)
                best[there] = np.maximum(best[there], hits.gain[there - before])
        yield back, np.maximum(hits.gain - best, 0.0)
