"""The grid that paths of beads run through: nodes in a band, numbered row by row, and what every bead that joins two of them is worth.

A node (i, j) stands after i Korean and j English sentences. A bead of a Korean and b English sentences steps from (i, j) to
(i + a, j + b); a gap leaves out one sentence of one side. Row i of the band holds the nodes `low[i]` to `high[i]`. What is known
of nodes lies in flat arrays, row after row, so that one NumPy call serves all rows.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["BEADS", "Band", "Floats", "Gaps", "Grid", "Ints", "Step"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
# Beads with both sides filled: how many Korean and English sentences they join.
BEADS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
# Numbers that are worked on at once.
_AT_ONCE = 1 << 18
# Steps of a gap: where a Korean one comes from and leads to, where an English one leads to.
_NEIGHBOURS = ((-1, 0), (1, 0), (0, 1))


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path: from node (i, j), a Korean and b English sentences; one of them is 0 in a gap."""

    i: int
    j: int
    a: int
    b: int


@dataclass(frozen=True, eq=False)
class Band:
    """Nodes of each row: `low[i]` to `high[i]`, both inside, neither ever falling. Row 0 begins at the start node."""

    low: Ints
    high: Ints

    @property
    def rows(self) -> int:
        """Number of Korean sentences; there is one row of nodes more."""
        return len(self.low) - 1

    @cached_property
    def nodes(self) -> int:
        """Number of nodes."""
        return int(self.first[-1])

    @cached_property
    def first(self) -> Ints:
        """int64[rows + 2]: number of each row's first node; the last entry is the number of nodes."""
        return np.concatenate(([0], np.cumsum(self.high - self.low + 1)))

    @cached_property
    def row(self) -> Ints:
        """int64[nodes]: the row of each node."""
        return np.repeat(np.arange(len(self.low)), self.high - self.low + 1)

    @cached_property
    def column(self) -> Ints:
        """int64[nodes]: the column of each node."""
        return np.arange(self.nodes) - (self.first[:-1] - self.low)[self.row]

    @property
    def into(self) -> Ints:
        """int64[len(BEADS), nodes]: the node that a bead comes from which ends in each node; `nodes` where there is none."""
        return self._moved[: len(BEADS)]

    @property
    def out(self) -> Ints:
        """int64[len(BEADS), nodes]: the node that a bead leads to which begins in each node; `nodes` where there is none."""
        return self._moved[len(BEADS) : -len(_NEIGHBOURS)]

    @property
    def neighbours(self) -> Ints:
        """int64[3, nodes]: the nodes above, below and to the right of each node; `nodes` where there is none."""
        return self._moved[-len(_NEIGHBOURS) :]

    @cached_property
    def _moved(self) -> Ints:
        return self.shifted(*((-a, -b) for a, b in BEADS), *BEADS, *_NEIGHBOURS)

    def node(self, i: int, j: int) -> int:
        """The number of node (i, j), which must lie in the band."""
        return int(self.first[i]) + j - int(self.low[i])

    def holds(self, i: int, j: int) -> bool:
        """Does (i, j) lie in the band?"""
        return 0 <= i <= self.rows and int(self.low[i]) <= j <= int(self.high[i])

    def shifted(self, *moves: tuple[int, int]) -> Ints:
        """int64[moves, nodes]: for each move the number of the node so many rows and columns on from each node; `nodes` where the
        band has none."""
        down, on = np.array(moves, np.int64).T[:, :, None]
        rows = np.arange(len(self.low)) + down
        inside = (rows >= 0) & (rows < len(self.low))
        there = np.where(inside, rows, 0)
        begin = np.where(inside, self.first[there], self.nodes)
        end = np.where(inside, self.first[there + 1], 0)
        offset = self.first[:-1] - self.low
        away = offset[there] + on - offset
        made = np.empty((len(moves), self.nodes), np.int64)
        # All moves at once where that takes little memory.
        size = max(1, _AT_ONCE // self.nodes)
        for start in range(0, len(moves), size):
            some = slice(start, start + size)
            to = away[some, self.row] + np.arange(self.nodes)
            to[(to < begin[some, self.row]) | (to >= end[some, self.row])] = self.nodes
            made[some] = to
        return made


@dataclass(frozen=True, slots=True)
class Gaps:
    """What leaving out sentence i of a side is worth, and what a run of gaps adds when it begins (nats)."""

    ko: NDArray[np.float64]
    en: NDArray[np.float64]
    open_ko: float
    open_en: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A band with the worth of every bead: `beads` is float32[len(BEADS), nodes], by the node where the bead begins."""

    band: Band
    beads: Floats
    gaps: Gaps
