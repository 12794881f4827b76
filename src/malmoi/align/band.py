"""Where the path can run: anchors that hold a large grid together, the band around them, and the windows it is solved in.

An anchor is a pair of sentences that rare words tie together. The heaviest chain of anchors in which both sides rise is found in
O(n log n); those that stand apart from their neighbours in the chain are dropped. Between two anchors the band is the rectangle they
span (a chapter that one side lacks makes it wide and low, or narrow and high) and a margin. Small grids need no anchors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.align.lexical import MatchTable, index, ranges
from malmoi.align.net import Band, Ints
from malmoi.align.side import Side

__all__ = ["Anchors", "Window", "find_anchors", "make_band", "make_windows"]

# Grids up to this many nodes are solved whole.
SMALL = 6_000
# A word ties sentences together when it stands in at most so many of them on its side, and its matches in as many of the other.
_RARE = 4
# Candidates kept for each Korean sentence, and the evidence (nats before weighting) that makes one.
_CANDIDATES, _EVIDENCE = 2, 4.0
# Neighbours in the chain that must agree on the diagonal, and by how many sentences they may differ.
_COMPANY, _ASTRAY = 4, 8
# A rectangle of more nodes than this between two anchors is not searched whole but around its diagonal, `_LANE` margins to either side.
_LARGE, _LANE = 200_000, 4
# Korean sentences in a window, and how many more on either side are solved twice so that windows can be joined.
_WINDOW, _OVERLAP = 600, 40


@dataclass(frozen=True, slots=True)
class Anchors:
    """Sentence pairs in rising order; the first is where the path begins, (0, 0) of a whole text, the last stands after both ends."""

    ko: Ints
    en: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Two nodes between which the path is solved, and the Korean sentence at which its part begins."""

    i0: int
    j0: int
    i1: int
    j1: int
    begins: int


def find_anchors(ko: Side, en: Side, matches: MatchTable) -> Anchors:
    """Anchors of a document; only its corners when it is small."""
    n, m = ko.n, en.n
    i = j = np.zeros(0, np.int64)
    if (n + 1) * (m + 1) > SMALL:
        i, j, weight = _candidates(ko, en, matches)
        chain = _heaviest_chain(i, j, weight, m)
        i, j = i[chain], j[chain]
        agrees = _agrees(j - i)
        i, j = i[agrees], j[agrees]
    return Anchors(np.concatenate(([0], i, [n])), np.concatenate(([0], j, [m])))


def make_band(anchors: Anchors, window: Window, margin: int) -> Band:
    """Rows of the nodes between the corners of a window; columns count from its first English sentence."""
    rows = np.arange(window.i0, window.i1 + 1)
    before = np.searchsorted(anchors.ko, rows, "right") - 1
    after = np.minimum(np.searchsorted(anchors.ko, rows, "left"), len(anchors.ko) - 1)
    low, high = anchors.en[before], anchors.en[after] + 1
    height, width = anchors.ko[after] - anchors.ko[before], high - low
    wide = height * width > _LARGE
    if wide.any():
        centre = low + width * (rows - anchors.ko[before]) // np.maximum(height, 1)
        low = np.where(wide, np.maximum(low, centre - _LANE * margin), low)
        high = np.where(wide, np.minimum(high, centre + _LANE * margin), high)
    low = np.clip(low - margin, window.j0, window.j1)
    high = np.clip(high + margin, window.j0, window.j1)
    low[0] = window.j0
    high[-1] = window.j1
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    # Neighbouring rows must share a node, or no path could pass between them.
    high[:-1] = np.maximum(high[:-1], low[1:])
    return Band(low - window.j0, high - window.j0)


def make_windows(anchors: Anchors) -> list[Window]:
    """Windows that cover a document, or the part between the outer anchors, and overlap; one for a short document."""
    anchors = _bridged(anchors)
    start, n = int(anchors.ko[0]), int(anchors.ko[-1])
    cuts = [start]
    for i in anchors.ko[1:-1].tolist():
        if i - cuts[-1] >= _WINDOW and n - i >= _WINDOW // 2:
            cuts.append(i)
    out = []
    for cut, end in zip(cuts, [*cuts[1:], n], strict=True):
        first = max(0, int(np.searchsorted(anchors.ko, cut - _OVERLAP, "right")) - 1) if cut > start else 0
        last = int(np.searchsorted(anchors.ko, end + _OVERLAP)) if end < n else len(anchors.ko) - 1
        last = min(last, len(anchors.ko) - 1)
        out.append(
            Window(int(anchors.ko[first]), int(anchors.en[first]), int(anchors.ko[last]), int(anchors.en[last]), cut)
        )
    return out


# ---------------------------------------------------------------- private


def _bridged(anchors: Anchors) -> Anchors:
    """Anchors with points of the straight line added where both sides go on for long without one, so that windows can end there."""
    ko, en = [anchors.ko[:1]], [anchors.en[:1]]
    for a in range(len(anchors.ko) - 1):
        i0, i1, j0, j1 = (int(x) for x in (anchors.ko[a], anchors.ko[a + 1], anchors.en[a], anchors.en[a + 1]))
        if min(i1 - i0, j1 - j0) > 2 * _WINDOW:
            i = np.arange(i0 + _WINDOW // 2, i1, _WINDOW // 2)
            ko.append(i)
            en.append(j0 + (i - i0) * (j1 - j0) // (i1 - i0))
        ko.append(anchors.ko[a + 1 : a + 2])
        en.append(anchors.en[a + 1 : a + 2])
    return Anchors(np.concatenate(ko), np.concatenate(en))


def _candidates(ko: Side, en: Side, matches: MatchTable) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Sentence pairs that rare matching words tie together, with the weight of the evidence."""
    n_types = len(ko.types)
    near = np.bincount(ko.token_types, minlength=n_types)
    far = np.bincount(en.token_types, minlength=len(en.types))
    common = np.zeros(n_types, bool)
    common[matches.ko[far[matches.en] > _RARE]] = True
    postings = index(ko, en, matches.where((near <= _RARE)[matches.ko] & ~common[matches.ko])).ko
    types = postings.keys // postings.n
    places = np.bincount(types, minlength=n_types)
    rare = (places > 0) & (places <= _RARE)
    token = rare[ko.token_types]
    word, sentence = ko.token_types[token], ko.token_sentences[token]
    first = np.searchsorted(types, word, "left")
    count = np.searchsorted(types, word, "right") - first
    at = ranges(first, count)
    keys = np.repeat(sentence, count) * postings.n + postings.keys[at] % postings.n
    unique, back = np.unique(keys, return_inverse=True)
    weight = np.bincount(back, postings.values[at].astype(np.float64), minlength=len(unique))
    strong = weight >= _EVIDENCE
    unique, weight = unique[strong], weight[strong]
    i, j = unique // postings.n, unique % postings.n
    order = np.lexsort((-weight, i))
    i, j, weight = i[order], j[order], weight[order]
    place = np.arange(len(i)) - np.searchsorted(i, i, "left")
    best = place < _CANDIDATES
    # Falling columns within a row, so that a chain takes at most one candidate of a sentence.
    i, j, weight = i[best], j[best], weight[best]
    order = np.lexsort((-j, i))
    return i[order], j[order], weight[order]


def _heaviest_chain(i: Ints, j: Ints, weight: NDArray[np.float64], m: int) -> Ints:
    """Indices of the heaviest chain in which i and j both rise, by a binary indexed tree of prefix maxima."""
    best = [0.0] * (m + 2)
    owner = [-1] * (m + 2)
    back = [-1] * len(i)
    last, last_weight = -1, 0.0
    for at, (column, own) in enumerate(zip(j.tolist(), weight.tolist(), strict=True)):
        total, before = 0.0, -1
        node = column  # columns below this one
        while node > 0:
            if best[node] > total:
                total, before = best[node], owner[node]
            node -= node & -node
        total += own
        back[at] = before
        node = column + 1
        while node <= m + 1:
            if total > best[node]:
                best[node], owner[node] = total, at
            node += node & -node
        if total > last_weight:
            last, last_weight = at, total
    chain = []
    while last >= 0:
        chain.append(last)
        last = back[last]
    return np.array(chain[::-1], np.int64)


def _agrees(diagonal: Ints) -> NDArray[np.bool_]:
    """Does each anchor lie near the diagonal of most neighbours before it, or of most after it?"""
    n = len(diagonal)
    votes = np.zeros((2, n), np.int64)
    for step in range(1, _COMPANY + 1):
        near = np.abs(diagonal[step:] - diagonal[:-step]) <= _ASTRAY
        votes[0, step:] += near
        votes[1, : n - step] += near
    agrees: NDArray[np.bool_] = votes.max(axis=0) > _COMPANY // 2
    return agrees
