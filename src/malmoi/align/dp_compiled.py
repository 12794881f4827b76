"""The recursions of `dp`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np
from numpy.typing import NDArray

from malmoi.optional import compiled

__all__ = ["backward", "forward"]

_Floats = NDArray[np.floating]
_Ints = NDArray[np.int64]
_Four = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


@compiled
def _add(x: float, y: float, best: bool) -> float:
    """The larger one, or log(exp(x) + exp(y))."""
    if x < y:
        x, y = y, x
    if best or y == -np.inf:
        return x
    return float(x + np.log1p(np.exp(y - x)))


@compiled
def forward(
    first: _Ints, low: _Ints, into: _Ints, worth: _Floats, above: _Ints,
    gap_ko: _Floats, gap_en: _Floats, open_ko: float, open_en: float, best: bool,
) -> _Four:  # fmt: skip
    """`dp._forward`: bead, ko_gap, en_gap, any of every node, float64[nodes + 1]."""
    kinds, nodes = worth.shape
    bead, ko_gap = np.full(nodes + 1, -np.inf), np.full(nodes + 1, -np.inf)
    en_gap, either = np.full(nodes + 1, -np.inf), np.full(nodes + 1, -np.inf)
    for i in range(len(first) - 1):
        for at in range(first[i], first[i + 1]):
            highest = -np.inf
            for k in range(kinds):
                highest = max(highest, either[into[k, at]] + worth[k, at])
            total = highest
            if not best and highest > -np.inf:
                total = 0.0
                for k in range(kinds):
                    total += np.exp(either[into[k, at]] + worth[k, at] - highest)
                total = highest + np.log(total)
            bead[at] = 0.0 if at == 0 else total
            if i > 0:
                up = above[at]
                ko_gap[at] = _add(bead[up] + open_ko, ko_gap[up], best) + gap_ko[i - 1]
            if at > first[i]:
                begun = _add(bead[at - 1], ko_gap[at - 1], best) + open_en
                en_gap[at] = _add(begun, en_gap[at - 1], best) + gap_en[low[i] + at - 1 - first[i]]
            either[at] = _add(_add(bead[at], ko_gap[at], best), en_gap[at], best)
    return bead, ko_gap, en_gap, either


@compiled
def backward(
    first: _Ints, low: _Ints, out: _Ints, worth: _Floats, below: _Ints,
    gap_ko: _Floats, gap_en: _Floats, open_ko: float, open_en: float,
) -> _Four:  # fmt: skip
    """`dp._backward`: what is still to come from every node when it is left after a bead, in either gap, or by a bead."""
    kinds, nodes = worth.shape
    bead, ko_gap = np.full(nodes + 1, -np.inf), np.full(nodes + 1, -np.inf)
    en_gap, go = np.full(nodes + 1, -np.inf), np.full(nodes + 1, -np.inf)
    last = len(first) - 2
    for i in range(last, -1, -1):
        for at in range(first[i + 1] - 1, first[i] - 1, -1):
            highest = -np.inf
            for k in range(kinds):
                highest = max(highest, bead[out[k, at]] + worth[k, at])
            if highest > -np.inf:
                total = 0.0
                for k in range(kinds):
                    total += np.exp(bead[out[k, at]] + worth[k, at] - highest)
                go[at] = highest + np.log(total)
            if at == nodes - 1:
                go[at] = 0.0
            gap = ko_gap[below[at]] + gap_ko[i] if i < last else -np.inf
            en_gap[at] = go[at]
            begin = -np.inf
            if at + 1 < first[i + 1]:
                on = en_gap[at + 1] + gap_en[low[i] + at - first[i]]
                en_gap[at] = _add(go[at], on, False)
                begin = on + open_en
            either = _add(go[at], begin, False)
            ko_gap[at] = _add(either, gap, False)
            bead[at] = _add(either, gap + open_ko, False)
    return bead, ko_gap, en_gap, go
