"""The grid of a window, and its solution with the band as wide as it needs."""

from collections.abc import Mapping, Sequence

import numpy as np

from malmoi.align.band import Anchors, Window, make_band
from malmoi.align.dp import best_path
from malmoi.align.net import Band, Gaps, Grid, Step
from malmoi.align.potentials import Pair, worth

__all__ = ["fill", "solve", "touches"]

# How often the band may double until the path keeps clear of its edge.
_DOUBLINGS = 6
# A path nearer to the edge than this was perhaps held by it.
_CLEAR = 2


def solve(
    pair: Pair, weights: Mapping[str, float], anchors: Anchors, window: Window, margin: int
) -> tuple[Grid, list[Step]]:
    """The grid of a window and the best path through it, in sentences counted from the window's corner.

    `pair` holds the sentences of the window. The band reaches `margin` columns beyond the anchors at first.
    """
    for _ in range(_DOUBLINGS):
        band = make_band(anchors, window, margin)
        grid = fill(pair, weights, band)
        path = best_path(grid)
        if not touches(path, band):
            break
        margin *= 2
    return grid, path


def touches(path: Sequence[Step], band: Band) -> bool:
    """Does the path come near an edge of the band that is no edge of the window?"""
    width = int(band.high[-1])
    i, j = np.array([(step.i, step.j) for step in path], np.int64).reshape(-1, 2).T
    low, high = band.low[i], band.high[i]
    return bool((((low > 0) & (j - low < _CLEAR)) | ((high < width) & (high - j < _CLEAR))).any())


def fill(pair: Pair, weights: Mapping[str, float], band: Band) -> Grid:
    """The worth of every bead of a band."""
    gaps = Gaps(
        np.full(pair.ko.n, weights["gap_ko"]),
        np.full(pair.en.n, weights["gap_en"]),
        weights["gap_open_ko"],
        weights["gap_open_en"],
    )
    return Grid(band, worth(pair, band, weights), gaps)
