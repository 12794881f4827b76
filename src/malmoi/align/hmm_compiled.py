"""The loops of `hmm.posteriors`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np

from malmoi.align.flat import MOST_JUMP, TINY, Floats, Ints
from malmoi.optional import compiled

__all__ = ["walk"]


@compiled
def _fill_moves(jumps: Floats, move: Floats, width: int) -> None:
    """move[i, k]: the probability to go from position i to k of `width`."""
    for i in range(width):
        total = 0.0
        for k in range(width):
            move[i, k] = jumps[min(max(k - i, -MOST_JUMP), MOST_JUMP) + MOST_JUMP]
            total += move[i, k]
        for k in range(width):
            move[i, k] /= max(total, TINY)


@compiled
def _forward(
    cells: Floats, null: Floats, move: Floats, p_null: float, real: Floats, empty: Floats, scale: Floats
) -> None:
    """Fill `real` and `empty` float64[rows, width], each row divided by its sum `scale`. `cells` float64[rows, width]."""
    rows, width = cells.shape
    state, entered = np.full(width, 1.0 / width), np.full(width, 1.0 / width)
    for j in range(rows):
        if j:
            entered[:] = 0.0
            for i in range(width):
                for k in range(width):
                    entered[k] += state[i] * move[i, k]
        total = 0.0
        for k in range(width):
            real[j, k] = (1 - p_null) * entered[k] * cells[j, k]
            empty[j, k] = p_null * state[k] * null[j]
            total += real[j, k] + empty[j, k]
        scale[j] = max(total, TINY)
        for k in range(width):
            real[j, k] /= scale[j]
            empty[j, k] /= scale[j]
            state[k] = real[j, k] + empty[j, k]


@compiled
def _backward(
    cells: Floats, null: Floats, move: Floats, p_null: float, real: Floats, empty: Floats, scale: Floats,
    links: Floats, counted: Floats,
) -> None:  # fmt: skip
    """Fill `links` float64[rows, width] and add to `counted`."""
    rows, width = cells.shape
    beta, reached = np.ones(width), np.zeros(width)
    for j in range(rows - 1, -1, -1):
        for k in range(width):
            links[j, k] = real[j, k] * beta[k]
            reached[k] = (1 - p_null) * cells[j, k] * beta[k] / scale[j]
        if j == 0:
            return
        for i in range(width):
            before = real[j - 1, i] + empty[j - 1, i]
            total = 0.0
            for k in range(width):
                step = move[i, k] * reached[k]
                total += step
                counted[min(max(k - i, -MOST_JUMP), MOST_JUMP) + MOST_JUMP] += before * step
            beta[i] = total + p_null * null[j] * beta[i] / scale[j]


@compiled
def walk(
    cells: Floats, null: Floats, observed: Ints, hidden: Ints, jumps: Floats, p_null: float
) -> tuple[Floats, Floats]:
    """Arguments and answer of `hmm.posteriors`, one pair after the other."""
    links = np.zeros(len(cells))
    counted = np.zeros(2 * MOST_JUMP + 1)
    longest, widest = 1, 1
    for n in range(len(observed)):
        longest, widest = max(longest, observed[n]), max(widest, hidden[n])
    real, empty, scale = np.zeros((longest, widest)), np.zeros((longest, widest)), np.zeros(longest)
    move = np.zeros((widest, widest))
    cell = word = moves_for = 0
    for n in range(len(observed)):
        rows, width = observed[n], hidden[n]
        size = rows * width
        if size:
            if width != moves_for:
                _fill_moves(jumps, move, width)
                moves_for = width
            here = cells[cell : cell + size].reshape(rows, width)
            spot = null[word : word + rows]
            _forward(here, spot, move, p_null, real, empty, scale)
            out = links[cell : cell + size].reshape(rows, width)
            _backward(here, spot, move, p_null, real, empty, scale, out, counted)
        cell += size
        word += rows
    return links, counted
