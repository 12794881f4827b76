"""The loops of `hmm.posteriors`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np

from malmoi.align.flat import MOST_JUMP, TINY, Floats, Ints
from malmoi.optional import compiled

__all__ = ["walk"]


@compiled
def _fill_moves(jumps: Floats, move: Floats, norm: Floats, width: int) -> None:
    """move[i, k]: the probability to go from position i to k of `width`; norm[i]: what the weight of a jump from i is divided by."""
    for i in range(width):
        total = 0.0
        for k in range(width):
            move[i, k] = jumps[min(max(k - i, -MOST_JUMP), MOST_JUMP) + MOST_JUMP]
            total += move[i, k]
        norm[i] = max(total, TINY)
        for k in range(width):
            move[i, k] /= norm[i]


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
        for k in range(width):
            real[j, k] = (1 - p_null) * entered[k] * cells[j, k]
            empty[j, k] = p_null * state[k] * null[j]
            state[k] = real[j, k] + empty[j, k]
        # Four sums at once: one alone would wait for each of its steps.
        a = b = c = d = 0.0
        for k in range(0, width - 3, 4):
            a, b, c, d = a + state[k], b + state[k + 1], c + state[k + 2], d + state[k + 3]
        for k in range(width - width % 4, width):
            a += state[k]
        scale[j] = max((a + b) + (c + d), TINY)
        part = 1 / scale[j]
        for k in range(width):
            real[j, k] *= part
            empty[j, k] *= part
            state[k] *= part


@compiled
def _backward(
    cells: Floats, null: Floats, move: Floats, norm: Floats, p_null: float, real: Floats, empty: Floats, scale: Floats,
    links: Floats, jumped: Floats,
) -> None:  # fmt: skip
    """Fill `links` float64[rows, width], and `jumped` float64[width, width] with what is to be multiplied by the weight of each jump.

    `move` is turned: move[k, i] leads from i to k.
    """
    rows, width = cells.shape
    jumped[:] = 0.0
    beta, reached, led = np.ones(width), np.zeros(width), np.zeros(width)
    for j in range(rows - 1, -1, -1):
        part = (1 - p_null) / scale[j]
        for k in range(width):
            links[j, k] = real[j, k] * beta[k]
            reached[k] = part * cells[j, k] * beta[k]
        if j == 0:
            return
        led[:] = 0.0
        for k in range(width):
            for i in range(width):
                led[i] += move[k, i] * reached[k]
        for i in range(width):
            before = (real[j - 1, i] + empty[j - 1, i]) / norm[i]
            for k in range(width):
                jumped[i, k] += before * reached[k]
        part = p_null * null[j] / scale[j]
        for i in range(width):
            beta[i] = led[i] + part * beta[i]


@compiled
def walk(
    cells: Floats, null: Floats, observed: Ints, hidden: Ints, jumps: Floats, p_null: float
) -> tuple[Floats, Floats]:
    """Arguments and answer of `hmm.posteriors`, one pair after the other."""
    links = np.zeros(len(cells))
    longest, widest = 1, 1
    for n in range(len(observed)):
        longest, widest = max(longest, observed[n]), max(widest, hidden[n])
    real, empty, scale = np.zeros(longest * widest), np.zeros(longest * widest), np.zeros(longest)
    moves, turned, norm = np.zeros(widest * widest), np.zeros(widest * widest), np.zeros(widest)
    jumped, by_jump = np.zeros(widest * widest), np.zeros(2 * widest + 1)
    cell = word = moves_for = 0
    for n in range(len(observed)):
        rows, width = observed[n], hidden[n]
        size = rows * width
        if size:
            # Each pair's rows lie side by side, so that loops over them need not skip.
            move, back = (moves[: width * width].reshape(width, width), turned[: width * width].reshape(width, width))
            if width != moves_for:
                _fill_moves(jumps, move, norm, width)
                back[:] = move.T
                moves_for = width
            here = cells[cell : cell + size].reshape(rows, width)
            spot = null[word : word + rows]
            by_word, by_none = real[:size].reshape(rows, width), empty[:size].reshape(rows, width)
            _forward(here, spot, move, p_null, by_word, by_none, scale)
            out = links[cell : cell + size].reshape(rows, width)
            jumps_here = jumped[: width * width].reshape(width, width)
            _backward(here, spot, back, norm, p_null, by_word, by_none, scale, out, jumps_here)
            for i in range(width):
                for k in range(width):
                    by_jump[widest + k - i] += jumps_here[i, k]
        cell += size
        word += rows
    counted = np.zeros(2 * MOST_JUMP + 1)
    for jump in range(-widest, widest + 1):
        at = min(max(jump, -MOST_JUMP), MOST_JUMP) + MOST_JUMP
        counted[at] += by_jump[widest + jump] * jumps[at]
    return links, counted
