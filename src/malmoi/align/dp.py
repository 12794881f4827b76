"""Paths through a grid of beads: the best one, and how probable each step is.

Going on with a gap costs other than opening one (affine gaps, Gotoh 1982), so that a missing chapter is one decision. Forward and
backward passes are the same recursion for the best path (max) and for the sum over paths (log-sum-exp, in nats). It goes row by
row: compiled where Numba is installed and the grid is large enough to make that worth while (`dp_compiled`), else in NumPy with a
few calls a row; both give the same answers up to rounding.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from malmoi.align.net import BEADS, Band, Floats, Grid, Ints, Step
from malmoi.optional import can_compile

__all__ = ["Array", "best_path", "log_total", "posteriors"]

Array = NDArray[np.float64]
_NEVER = -np.inf
# Compiled code is fetched for grids from this many nodes on: loading Numba takes as long as NumPy needs for about so many.
_WORTH_COMPILING = 200_000
# Worths that are worked on at once.
_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Passed:
    """float64[nodes + 1] each: the worth of reaching (or leaving) a node after a bead, in a Korean gap, in an English gap, and
    whichever; the last entry stands for nodes outside of the band."""

    bead: Array
    ko_gap: Array
    en_gap: Array
    any: Array


def best_path(grid: Grid, compiled: bool | None = None) -> list[Step]:
    """The best path from the first node to the last one. `compiled` chooses how the recursion runs."""
    return _trace(grid, _forward(grid, "max", compiled))


def log_total(grid: Grid) -> float:
    """The log of the summed worth of all paths, in nats; what a path's worth is measured by when weights are fitted."""
    return float(_forward(grid, "sum").any[-2])


def posteriors(grid: Grid, compiled: bool | None = None) -> tuple[Floats, Array, Array]:
    """Probabilities of every step, in [0, 1]: float32[len(BEADS), nodes] of beads by the node where they begin, and of every Korean
    and every English sentence being left out."""
    band, gaps = grid.band, grid.gaps
    reached, left = _forward(grid, "sum", compiled), _backward(grid, compiled)
    total = reached.any[-2]
    beads = np.empty(grid.beads.shape, np.float32)
    size = max(1, _AT_ONCE // band.nodes)
    for start in range(0, len(BEADS), size):
        some = slice(start, start + size)
        beads[some] = np.exp(reached.any[:-1] + grid.beads[some] + left.bead[band.out[some]] - total)
    _, below, beside = band.neighbours
    # A Korean gap goes a row down, an English one a column on; -inf where there is no such node.
    opened = np.logaddexp(reached.bead + gaps.open_ko, reached.ko_gap)[:-1] + np.append(gaps.ko, 0.0)[band.row]
    gone = np.exp(opened + left.ko_gap[below] - total)
    gone_ko = np.bincount(band.row, gone, band.rows + 1)[:-1]
    opened = np.logaddexp(np.logaddexp(reached.bead, reached.ko_gap) + gaps.open_en, reached.en_gap)[:-1]
    gone = np.exp(opened + np.append(gaps.en, 0.0)[band.column] + left.en_gap[beside] - total)
    gone_en = np.bincount(band.column, gone, int(band.high[-1]) + 1)[:-1]
    return beads, np.minimum(gone_ko, 1.0), np.minimum(gone_en, 1.0)


# ---------------------------------------------------------------- private


def _forward(grid: Grid, how: str, compiled: bool | None = None) -> Passed:
    """The worth of reaching each node: of the best way ("max"), or of all ways ("sum")."""
    band, gaps = grid.band, grid.gaps
    into = band.into
    worth = np.take_along_axis(grid.beads, np.minimum(into, band.nodes - 1), axis=1)
    above = band.neighbours[0]
    sums = np.concatenate(([0.0], np.cumsum(gaps.en)))
    if _use_compiled(band, compiled):
        from malmoi.align.dp_compiled import forward

        return Passed(
            *forward(
                band.first, band.low, into, worth, above, gaps.ko, gaps.en, gaps.open_ko, gaps.open_en, how == "max"
            )
        )
    add = np.maximum if how == "max" else np.logaddexp
    made = Passed(*np.full((4, band.nodes + 1), _NEVER))
    leave = np.full(band.nodes + 1, _NEVER)  # the way down from each node, when a Korean sentence is left out
    spent = sums[band.column]
    opening = gaps.open_en - spent
    for i, (start, end) in enumerate(pairwise(band.first.tolist())):
        here = slice(start, end)
        ways = made.any.take(into[:, here])
        ways += worth[:, here]
        either = bead = add.reduce(ways, axis=0, out=made.bead[here])
        if i:
            ko_gap = np.add(leave.take(above[here]), gaps.ko[i - 1], out=made.ko_gap[here])
            add(bead + gaps.open_ko, ko_gap, out=leave[here])
            either = add(bead, ko_gap)
        else:
            bead[0] = 0.0
            leave[here] = bead + gaps.open_ko
        # A run of English gaps stays in its row: the best start so far, less what all sentences up to there are worth.
        runs = add.accumulate(either + opening[here])
        np.add(runs[:-1], spent[start + 1 : end], out=made.en_gap[start + 1 : end])
        add(either, made.en_gap[here], out=made.any[here])
    return made


def _backward(grid: Grid, compiled: bool | None = None) -> Passed:
    """What all ways from each node to the last one are worth, by the state in which it is left."""
    band, gaps = grid.band, grid.gaps
    out, below = band.out, band.neighbours[1]
    sums = np.concatenate(([0.0], np.cumsum(gaps.en)))
    if _use_compiled(band, compiled):
        from malmoi.align.dp_compiled import backward

        return Passed(
            *backward(band.first, band.low, out, grid.beads, below, gaps.ko, gaps.en, gaps.open_ko, gaps.open_en)
        )
    made = Passed(*np.full((4, band.nodes + 1), _NEVER))
    spent = sums[band.column]
    going = gaps.open_en + np.append(gaps.en, 0.0)[band.column]
    rows = list(pairwise(band.first.tolist()))
    for i in range(band.rows, -1, -1):
        start, end = rows[i]
        here = slice(start, end)
        ways = made.bead.take(out[:, here])
        ways += grid.beads[:, here]
        go = np.logaddexp.reduce(ways, axis=0, out=made.any[here])
        if i == band.rows:
            go[-1] = 0.0
        either = go.copy()
        en_gap = np.logaddexp.accumulate((go + spent[here])[::-1])[::-1]
        en_gap = np.subtract(en_gap, spent[here], out=made.en_gap[here])
        np.logaddexp(go[:-1], en_gap[1:] + going[start : end - 1], out=either[:-1])
        gap = made.ko_gap.take(below[here]) + (gaps.ko[i] if i < band.rows else 0.0)
        np.logaddexp(either, gap, out=made.ko_gap[here])
        np.logaddexp(either, gap + gaps.open_ko, out=made.bead[here])
    return made


def _use_compiled(band: Band, compiled: bool | None) -> bool:
    return band.nodes >= _WORTH_COMPILING and can_compile() if compiled is None else compiled


def _trace(grid: Grid, reached: Passed) -> list[Step]:
    """Back from the last node: which step made each node's worth."""
    band, into = grid.band, grid.band.into
    steps: list[Step] = []
    i, j = band.rows, int(band.high[-1])
    state = _best_state(reached, band.node(i, j), ("bead", "ko_gap", "en_gap"))
    while i or j:
        if state == "en_gap":
            at, j = band.node(i, j), j - 1
            steps.append(Step(i, j, 0, 1))
            opened = max(reached.bead[at - 1], reached.ko_gap[at - 1]) + grid.gaps.open_en
            if opened >= reached.en_gap[at - 1]:
                state = _best_state(reached, at - 1, ("bead", "ko_gap"))
        elif state == "ko_gap":
            i -= 1
            steps.append(Step(i, j, 1, 0))
            at = band.node(i, j)
            if reached.bead[at] + grid.gaps.open_ko >= reached.ko_gap[at]:
                state = "bead"
        else:
            step = _bead_into(grid, reached, into[:, band.node(i, j)], i, j)
            i, j = step.i, step.j
            steps.append(step)
            state = _best_state(reached, band.node(i, j), ("bead", "ko_gap", "en_gap"))
    return steps[::-1]


def _bead_into(grid: Grid, reached: Passed, into: Ints, i: int, j: int) -> Step:
    """The best bead that ends in node (i, j)."""
    nodes = grid.band.nodes
    worth = [
        float(reached.any[at]) + float(row[at]) if at < nodes else _NEVER
        for row, at in zip(grid.beads, into.tolist(), strict=True)
    ]
    a, b = BEADS[max(range(len(BEADS)), key=worth.__getitem__)]
    return Step(i - a, j - b, a, b)


def _best_state(reached: Passed, at: int, states: tuple[str, ...]) -> str:
    return max(states, key=lambda state: float(getattr(reached, state)[at]))
