"""Paths through a banded grid of beads: the best one, and how probable each step is.

A node (i, j) stands after i Korean and j English sentences. A bead of a Korean and b English sentences steps from (i, j) to
(i + a, j + b); a gap leaves out one sentence of one side, and going on with a gap costs other than opening one (affine gaps, Gotoh
1982), so that a missing chapter is one decision. Row i of the band holds the nodes `low[i] … high[i]`. Forward and backward passes
are the same code for the best path (max) and for the sum over paths (log-sum-exp, in nats).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["BEADS", "Band", "Gaps", "Grid", "Step", "best_path", "log_total", "posteriors"]

Array = NDArray[np.float64]
# Beads with both sides filled: how many Korean and English sentences they join.
BEADS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
_NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path: from node (i, j), a Korean and b English sentences; one of them is 0 in a gap."""

    i: int
    j: int
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Band:
    """Nodes of each row: `low[i]` to `high[i]`, both inside, neither ever falling. Row 0 begins at the start node."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What leaving out sentence i of a side is worth, and what a run of gaps adds when it begins (nats)."""

    ko: Array
    en: Array
    open_ko: float
    open_en: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A band with the worth of every bead: `beads[i]` is float[len(BEADS), nodes of row i], by the node where the bead starts."""

    band: Band
    beads: Sequence[NDArray[np.floating]]
    gaps: Gaps

    @property
    def rows(self) -> int:
        """Number of Korean sentences."""
        return len(self.band.low) - 1


@dataclass(slots=True)
class _Pass:
    """Worth of reaching (or leaving) each node: after a bead, in a Korean gap, in an English gap, and whichever."""

    bead: list[Array]
    ko_gap: list[Array]
    en_gap: list[Array]
    any: list[Array]


def best_path(grid: Grid) -> list[Step]:
    """The best path from the first node to the last one."""
    reached = _forward(grid, np.maximum)
    return _trace(grid, reached)


def log_total(grid: Grid) -> float:
    """The log of the summed worth of all paths, in nats; what a path's worth is measured by when weights are fitted."""
    return float(_forward(grid, np.logaddexp).any[-1][-1])


def posteriors(grid: Grid) -> tuple[list[NDArray[np.float32]], Array, Array]:
    """Probabilities of every step, in [0, 1]: of beads as `grid.beads`, and of every Korean and English sentence being left out."""
    reached = _forward(grid, np.logaddexp)
    left = _backward(grid, np.logaddexp)
    total = reached.any[-1][-1]
    low, high = grid.band.low, grid.band.high
    overlaps, steps = _bead_overlaps(grid.band), _overlaps(grid.band, 1, 0)
    beads = []
    gone_ko = np.zeros(grid.rows)
    gone_en = np.zeros(int(high[-1]))
    for i in range(grid.rows + 1):
        made = np.zeros((len(BEADS), len(reached.any[i])), np.float32)
        for k, (a, _) in enumerate(BEADS):
            if (shared := overlaps[k][i]) is not None:
                here, there = shared
                made[k, here] = np.exp(reached.any[i][here] + grid.beads[i][k, here] + left.bead[i + a][there] - total)
        beads.append(made)
        if i < grid.rows and (shared := steps[i]) is not None:
            here, there = shared
            out = _leave(reached, i, here, grid.gaps.open_ko) + grid.gaps.ko[i] + left.ko_gap[i + 1][there]
            gone_ko[i] = np.exp(out - total).sum()
        if len(reached.any[i]) > 1:
            start = np.logaddexp(reached.bead[i], reached.ko_gap[i])[:-1] + grid.gaps.open_en
            out = np.logaddexp(start, reached.en_gap[i][:-1]) + grid.gaps.en[low[i] : high[i]] + left.en_gap[i][1:]
            gone_en[low[i] : high[i]] += np.exp(out - total)
    return beads, np.minimum(gone_ko, 1.0), np.minimum(gone_en, 1.0)


# ---------------------------------------------------------------- private


def _leave(reached: _Pass, i: int, here: slice, opening: float) -> Array:
    left: Array = np.logaddexp(reached.bead[i][here] + opening, reached.ko_gap[i][here])
    return left


def _overlaps(band: Band, a: int, b: int) -> list[tuple[slice, slice] | None]:
    """For each row i: where it and row i + a hold nodes b columns apart, as slices of either row; None where they hold none."""
    low, high = band.low, band.high
    first = np.maximum(low[: len(low) - a], low[a:] - b)
    last = np.minimum(high[: len(high) - a], high[a:] - b) + 1
    here = (first - low[: len(low) - a]).tolist()
    there = (first + b - low[a:]).tolist()
    return [
        (slice(h, h + size), slice(t, t + size)) if size > 0 else None
        for h, t, size in zip(here, there, (last - first).tolist(), strict=True)
    ]


def _bead_overlaps(band: Band) -> list[list[tuple[slice, slice] | None]]:
    """`_overlaps` of every kind of bead; none reaches beyond the last row."""
    rows = len(band.low)
    return [[*(_overlaps(band, a, b) if a < rows else []), *[None] * min(a, rows)] for a, b in BEADS]


def _forward(grid: Grid, add: np.ufunc) -> _Pass:
    low, high, gaps = grid.band.low, grid.band.high, grid.gaps
    overlaps, steps = _bead_overlaps(grid.band), _overlaps(grid.band, 1, 0)
    made = _Pass([], [], [], [])
    en_sum = np.concatenate(([0.0], np.cumsum(gaps.en)))
    for i in range(grid.rows + 1):
        bead = np.full(int(high[i] - low[i]) + 1, _NEVER)
        ko_gap = bead.copy()
        if i == 0:
            bead[0] = 0.0
        for k, (a, _) in enumerate(BEADS):
            if i >= a and (shared := overlaps[k][i - a]) is not None:
                here, there = shared
                bead[there] = add(bead[there], made.any[i - a][here] + grid.beads[i - a][k, here])
        if i and (shared := steps[i - 1]) is not None:
            here, there = shared
            ko_gap[there] = add(made.bead[i - 1][here] + gaps.open_ko, made.ko_gap[i - 1][here]) + gaps.ko[i - 1]
        # A run of English gaps stays in its row: the best start so far, less what all sentences up to there are worth.
        sums = en_sum[low[i] : high[i] + 1]
        starts = add(bead, ko_gap) + gaps.open_en - sums
        en_gap = np.full(len(bead), _NEVER)
        en_gap[1:] = add.accumulate(starts)[:-1] + sums[1:]
        made.bead.append(bead)
        made.ko_gap.append(ko_gap)
        made.en_gap.append(en_gap)
        made.any.append(add(add(bead, ko_gap), en_gap))
    return made


def _backward(grid: Grid, add: np.ufunc) -> _Pass:
    """What is still to come from each node, by the state in which it is left."""
    low, high, gaps, n = grid.band.low, grid.band.high, grid.gaps, grid.rows
    overlaps, steps = _bead_overlaps(grid.band), _overlaps(grid.band, 1, 0)
    made = _Pass(*([np.empty(0)] * (n + 1) for _ in range(4)))
    en_sum = np.concatenate(([0.0], np.cumsum(gaps.en)))
    for i in range(n, -1, -1):
        go = np.full(int(high[i] - low[i]) + 1, _NEVER)
        if i == n:
            go[-1] = 0.0
        for k, (a, _) in enumerate(BEADS):
            if (shared := overlaps[k][i]) is not None:
                here, there = shared
                go[here] = add(go[here], grid.beads[i][k, here] + made.bead[i + a][there])
        gap = np.full(len(go), _NEVER)
        if i < n and (shared := steps[i]) is not None:
            here, there = shared
            gap[here] = made.ko_gap[i + 1][there] + gaps.ko[i]
        sums = en_sum[low[i] : high[i] + 1]
        en_gap = add.accumulate((go + sums)[::-1])[::-1] - sums
        begin = np.full(len(go), _NEVER)
        begin[:-1] = en_gap[1:] + gaps.en[low[i] : high[i]] + gaps.open_en
        made.any[i] = go
        made.en_gap[i] = en_gap
        made.ko_gap[i] = add(add(go, gap), begin)
        made.bead[i] = add(add(go, gap + gaps.open_ko), begin)
    return made


def _trace(grid: Grid, reached: _Pass) -> list[Step]:
    """Back from the last node: which step made each node's worth."""
    steps: list[Step] = []
    i, j = grid.rows, int(grid.band.high[-1])
    state = _best_state(grid, reached, i, j, ("bead", "ko_gap", "en_gap"))
    while i or j:
        if state == "en_gap":
            steps.append(Step(i, j - 1, 0, 1))
            j -= 1
            opened = max(_at(grid, reached.bead, i, j), _at(grid, reached.ko_gap, i, j)) + grid.gaps.open_en
            if opened >= _at(grid, reached.en_gap, i, j):
                state = _best_state(grid, reached, i, j, ("bead", "ko_gap"))
        elif state == "ko_gap":
            steps.append(Step(i - 1, j, 1, 0))
            i -= 1
            if _at(grid, reached.bead, i, j) + grid.gaps.open_ko >= _at(grid, reached.ko_gap, i, j):
                state = "bead"
        else:
            i, j, step = max(_candidates(grid, reached, i, j), key=lambda c: c[0])[1]
            steps.append(step)
            state = _best_state(grid, reached, i, j, ("bead", "ko_gap", "en_gap"))
    return steps[::-1]


def _candidates(grid: Grid, reached: _Pass, i: int, j: int) -> Iterator[tuple[float, tuple[int, int, Step]]]:
    for k, (a, b) in enumerate(BEADS):
        if i >= a and grid.band.low[i - a] <= j - b <= grid.band.high[i - a]:
            at = j - b - int(grid.band.low[i - a])
            yield (
                float(reached.any[i - a][at] + grid.beads[i - a][k][at]),
                (i - a, j - b, Step(i - a, j - b, a, b)),
            )


def _at(grid: Grid, worth: list[Array], i: int, j: int) -> float:
    at = j - int(grid.band.low[i])
    return float(worth[i][at]) if 0 <= at < len(worth[i]) else _NEVER


def _best_state(grid: Grid, reached: _Pass, i: int, j: int, states: tuple[str, ...]) -> str:
    return max(states, key=lambda state: _at(grid, getattr(reached, state), i, j))
