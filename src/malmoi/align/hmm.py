"""Posteriors of a first-order hidden Markov alignment model, for many sentence pairs at once.

Each word of the observed side is emitted by one word of the other side or by the empty word, and the position it is emitted from
depends on the one before through the width of the jump (Vogel, Ney, Tillmann 1996). The empty word keeps the position from which
it was entered (Och and Ney 2003).

A corpus is flat: the cells of pair 0, row by row (observed × hidden), then those of pair 1, and so on. Where Numba is installed a
compiled loop walks it pair by pair (`hmm_compiled`), else pairs of like sizes are padded to batches for NumPy; both give the same
answers up to rounding, and neither depends on what else is in the corpus.
"""

from collections.abc import Iterator

import numpy as np

from malmoi.align.flat import MOST_JUMP, TINY, Flags, Floats, Ints, starts_of
from malmoi.optional import can_compile

__all__ = ["pays_to_compile", "posteriors"]

# Sentences and cells of a batch: enough to keep NumPy busy, little enough to stay in the processor's cache.
_SENTENCES, _CELLS = 256, 60_000
# Compiled code is fetched for corpora from this many cells on: loading Numba takes as long as NumPy needs for about so many.
_WORTH_COMPILING = 400_000


def posteriors(
    cells: Floats,
    null: Floats,
    observed: Ints,
    hidden: Ints,
    jumps: Floats,
    p_null: float,
    compiled: bool | None = None,
) -> tuple[Floats, Floats]:
    """p(j is emitted by i | pair) for every cell, and the expected number of jumps of each width.

    `cells` float64[sum of observed * hidden] is p(word j | word i), `null` float64[sum of observed] p(word j | empty word),
    `observed` and `hidden` int64[pairs] the lengths of the sides, `jumps` float64[2 * MOST_JUMP + 1] weights of the widths from
    -MOST_JUMP to MOST_JUMP, normalised over the positions that a pair has, `p_null` the probability of the empty word.
    `compiled` chooses the way; by default large corpora go the compiled one where Numba is installed.
    """
    if compiled is None:
        compiled = pays_to_compile(len(cells))
    if compiled:
        from malmoi.align.hmm_compiled import walk

        return walk(cells, null, observed, hidden, jumps, p_null)
    return _batched(cells, null, observed, hidden, jumps, p_null)


def pays_to_compile(cells: int) -> bool:
    """Is a corpus of so many cells large enough, and Numba there?"""
    return cells >= _WORTH_COMPILING and can_compile()


# ---------------------------------------------------------------- private


def _batched(
    cells: Floats, null: Floats, observed: Ints, hidden: Ints, jumps: Floats, p_null: float
) -> tuple[Floats, Floats]:
    links = np.zeros(len(cells))
    counted = np.zeros(2 * MOST_JUMP + 1)
    cell_at, null_at = starts_of(observed * hidden), starts_of(observed)
    for group in _groups(observed, hidden):
        length, width = int(observed[group].max()), int(hidden[group].max())
        rows, columns = np.arange(length), np.arange(width)
        real_row = rows[None, :] < observed[group, None]
        there = real_row[:, :, None] & (columns[None, :] < hidden[group, None])[:, None, :]
        at = cell_at[group, None, None] + rows[None, :, None] * hidden[group, None, None] + columns[None, None, :]
        emission = np.where(there, cells[np.where(there, at, 0)], 0.0)
        of_null = np.where(real_row, null[np.where(real_row, null_at[group, None] + rows, 0)], 0.0)
        found, jumped = _padded(emission, of_null, real_row, hidden[group], jumps, p_null)
        links[at[there]] = found[there]
        counted += jumped
    return links, counted


def _groups(observed: Ints, hidden: Ints) -> Iterator[Ints]:
    """Numbers of the pairs of each batch; pairs with an empty side are in none."""
    order = np.lexsort((hidden, observed))
    order = order[(observed[order] > 0) & (hidden[order] > 0)]
    start, length, width = 0, 0, 0
    for at, i in enumerate(order):
        longer, wider = max(length, int(observed[i])), max(width, int(hidden[i]))
        if at > start and (at - start == _SENTENCES or (at - start + 1) * longer * wider > _CELLS):
            yield order[start:at]
            start, longer, wider = at, int(observed[i]), int(hidden[i])
        length, width = longer, wider
    if start < len(order):
        yield order[start:]


def _padded(
    emission: Floats, null: Floats, alive: Flags, hidden: Ints, jumps: Floats, p_null: float
) -> tuple[Floats, Floats]:
    """One batch: `emission` float64[B, J, I], `null` float64[B, J], `alive` says which rows a pair has."""
    sentences, length, width = emission.shape
    offset = np.clip(np.arange(width)[None, :] - np.arange(width)[:, None], -MOST_JUMP, MOST_JUMP) + MOST_JUMP
    there = np.arange(width)[None, :] < hidden[:, None]
    move = jumps[offset][None] * there[:, None, :]
    move /= np.maximum(move.sum(2, keepdims=True), TINY)
    real, at_null = np.zeros_like(emission), np.zeros_like(emission)
    scale = np.ones((sentences, length))
    state = there / hidden[:, None]
    for j in range(length):
        entered = state if j == 0 else np.matmul(state[:, None, :], move)[:, 0]
        a = (1 - p_null) * entered * emission[:, j]
        n = p_null * state * null[:, j, None]
        scale[:, j] = np.where(alive[:, j], np.maximum((a + n).sum(1), TINY), 1.0)
        real[:, j], at_null[:, j] = a / scale[:, j, None], n / scale[:, j, None]
        state = np.where(alive[:, j, None], real[:, j] + at_null[:, j], state)

    links = np.zeros_like(emission)
    jumped = np.zeros((width, width))
    beta = np.ones((sentences, width))
    for j in range(length - 1, -1, -1):
        links[:, j] = real[:, j] * beta
        if j:
            reached = (1 - p_null) * emission[:, j] * beta / scale[:, j, None]
            before = real[:, j - 1] + at_null[:, j - 1]
            jumped += np.einsum("bi,bij,bj->ij", before, move, reached, optimize=True)
            back = np.matmul(move, reached[:, :, None])[:, :, 0] + p_null * null[:, j, None] * beta / scale[:, j, None]
            beta = np.where(alive[:, j, None], back, beta)
    counted = np.bincount(offset.ravel(), jumped.ravel(), 2 * MOST_JUMP + 1).astype(np.float64)
    return links, counted
