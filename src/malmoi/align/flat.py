"""Many stretches of unlike sizes in one flat array: the types and the arithmetic that the parts of the word aligner share."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_JUMP", "TINY", "Flags", "Floats", "Ints", "cross", "starts_of", "within"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Wider jumps of an alignment share one probability.
MOST_JUMP = 25
# What a sum of probabilities is at least taken for, so that nothing is divided by zero.
TINY = 1e-300


def starts_of(sizes: Ints) -> Ints:
    """int64[n + 1]: where each of n stretches of these sizes begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def within(sizes: Ints) -> Ints:
    """int64[sum of sizes]: 0, 1, 2, … in each stretch."""
    return np.arange(int(sizes.sum())) - np.repeat(starts_of(sizes)[:-1], sizes)


def cross(rows_at: Ints, columns_at: Ints) -> tuple[Ints, Ints]:
    """Of n stretches of rows and as many of columns, both int64[n + 1]: the row and the column of each cell, among all there are.

    Cells come in order of stretches, then rows, then columns.
    """
    tall, wide = np.diff(rows_at), np.repeat(np.diff(columns_at), np.diff(rows_at))
    return np.repeat(np.arange(len(wide)), wide), within(wide) + np.repeat(np.repeat(columns_at[:-1], tall), wide)
