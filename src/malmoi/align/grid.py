"""The grid of a window, filled block by block with what every bead is worth; and its solution, with the band as wide as it needs."""

from collections.abc import Mapping, Sequence

import numpy as np

from malmoi.align.band import Anchors, Window, make_band
from malmoi.align.dp import BEADS, Band, Gaps, Grid, Step, best_path
from malmoi.align.potentials import SHAPE, Block, Pair, bead_name, lexical_block, shape_block
from malmoi.align.side import Floats

__all__ = ["fill", "solve", "touches"]

# How often the band may double until the path keeps clear of its edge.
_DOUBLINGS = 6
# A path nearer to the edge than this was perhaps held by it.
_CLEAR = 2
# Cells of a block: large enough to keep NumPy busy, small enough for the cache.
_CELLS = 1 << 14
_FEWEST_ROWS = 4


def solve(
    pair: Pair, weights: Mapping[str, float], anchors: Anchors, window: Window, margin: int
) -> tuple[Grid, list[Step]]:
    """The grid of a window and the best path through it, in sentences counted from the window's corner.

    The band reaches `margin` columns beyond the anchors at first.
    """
    for _ in range(_DOUBLINGS):
        band = make_band(anchors, window, margin)
        grid = fill(pair, weights, window, band)
        path = best_path(grid)
        if not touches(path, band):
            break
        margin *= 2
    return grid, path


def touches(path: Sequence[Step], band: Band) -> bool:
    """Does the path come near an edge of the band that is no edge of the window?"""
    width = int(band.high[-1])
    for step in path:
        low, high = int(band.low[step.i]), int(band.high[step.i])
        if (low > 0 and step.j - low < _CLEAR) or (high < width and high - step.j < _CLEAR):
            return True
    return False


def fill(pair: Pair, weights: Mapping[str, float], window: Window, band: Band) -> Grid:
    """The worth of every bead of a window."""
    n, m = window.i1 - window.i0, window.j1 - window.j0
    beads: list[Floats] = []
    while len(beads) < n:
        start = len(beads)
        width = int(band.high[start] - band.low[start]) + 1
        end = min(n, start + max(_FEWEST_ROWS, _CELLS // width))
        # A row that is much wider than the first ones begins a block of its own.
        while end > start + 1 and (int(band.high[end - 1]) - int(band.low[start])) * (end - start) > 4 * _CELLS:
            end = start + (end - start) // 2
        beads += _rows(pair, weights, window, band, start, end)
    beads.append(np.full((len(BEADS), int(band.high[n] - band.low[n]) + 1), -np.inf, np.float32))
    gaps = Gaps(
        np.full(n, weights["gap_ko"]), np.full(m, weights["gap_en"]), weights["gap_open_ko"], weights["gap_open_en"]
    )
    return Grid(band, beads, gaps)


def _rows(pair: Pair, weights: Mapping[str, float], window: Window, band: Band, start: int, end: int) -> list[Floats]:
    """Worth of the beads that begin in rows [start, end) of the window; those that would leave the window are -inf."""
    n, m = window.i1 - window.i0, window.j1 - window.j0
    left, right = int(band.low[start]), int(band.high[end - 1]) + 1
    block = Block(window.i0 + start, window.i0 + end, window.j0 + left, window.j0 + right)
    worth = np.empty((end - start, len(BEADS), right - left), np.float32)
    lexical = lexical_block(pair, block, weights)
    shape = np.array([weights[name] for name in SHAPE], np.float32)
    for k, (a, b) in enumerate(BEADS):
        made: Floats = lexical[a, b] + np.float32(weights[bead_name(a, b)])
        made += np.einsum("f,fij->ij", shape, shape_block(pair, block, a, b))
        made[max(0, n - a + 1 - start) :] = -np.inf
        made[:, max(0, m - b + 1 - left) :] = -np.inf
        worth[:, k] = made
    return [worth[i - start, :, int(band.low[i]) - left : int(band.high[i]) - left + 1] for i in range(start, end)]
