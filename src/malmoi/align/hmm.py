"""Posteriors of a first-order hidden Markov alignment model, for many sentence pairs at once.

Each word of the observed side is emitted by one word of the other side or by the empty word, and the position it is emitted from
depends on the one before through the width of the jump (Vogel, Ney, Tillmann 1996). The empty word keeps the position from which
it was entered (Och and Ney 2003). Sentences of like sizes are padded to one batch; the recursions run over the observed words,
vectorised over the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_JUMP", "Batch", "Floats", "Ints", "batches", "posteriors", "transposed"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Wider jumps share one probability.
MOST_JUMP = 25
# Sentences and cells of a batch: enough to keep NumPy busy, little enough to stay in the processor's cache.
_SENTENCES, _CELLS = 256, 200_000
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentence pairs padded to one shape: `emission` float64[B, J, I] is p(observed j | hidden i), `null` float64[B, J] that of the
    empty word, `observed` and `hidden` int64[B] the lengths."""

    emission: Floats
    null: Floats
    observed: Ints
    hidden: Ints


def transposed(batch: Batch, emission: Floats, null: Floats) -> Batch:
    """The batch of the other direction: `emission` float64[B, J, I] as p(i | j), `null` float64[B, I]."""
    return Batch(np.ascontiguousarray(emission.transpose(0, 2, 1)), null, batch.hidden, batch.observed)


def batches(shapes: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Numbers of the sentence pairs of each batch; pairs with an empty side are in none."""
    order = sorted((i for i, (j, k) in enumerate(shapes) if j and k), key=lambda i: (*shapes[i], i))
    made: list[list[int]] = []
    current: list[int] = []
    longest = widest = 0
    for i in order:
        j, k = shapes[i]
        longest, widest = max(longest, j), max(widest, k)
        if current and (len(current) == _SENTENCES or (len(current) + 1) * longest * widest > _CELLS):
            made.append(current)
            current, longest, widest = [], j, k
        current.append(i)
    return [*made, current] if current else made


def posteriors(batch: Batch, jumps: Floats, p_null: float) -> tuple[Floats, Floats]:
    """float64[B, J, I], p(j is emitted by i | sentence), and float64[2 * MOST_JUMP + 1], expected jumps of each width.

    `jumps` weighs the widths -MOST_JUMP … MOST_JUMP; they are normalised over the positions that a sentence has. `p_null` is the
    probability of the empty word.
    """
    emission, null = batch.emission, batch.null
    sentences, length, width = emission.shape
    offset = np.clip(np.arange(width)[None, :] - np.arange(width)[:, None], -MOST_JUMP, MOST_JUMP) + MOST_JUMP
    there = np.arange(width)[None, :] < batch.hidden[:, None]
    move = jumps[offset][None] * there[:, None, :]
    move /= np.maximum(move.sum(2, keepdims=True), _TINY)
    alive = np.arange(length)[None, :] < batch.observed[:, None]

    real = np.zeros_like(emission)
    at_null = np.zeros_like(emission)
    scale = np.ones((sentences, length))
    state = there / batch.hidden[:, None]
    for j in range(length):
        entered = state if j == 0 else np.matmul(state[:, None, :], move)[:, 0]
        a = (1 - p_null) * entered * emission[:, j]
        n = p_null * state * null[:, j, None]
        scale[:, j] = np.where(alive[:, j], np.maximum((a + n).sum(1), _TINY), 1.0)
        real[:, j] = a / scale[:, j, None]
        at_null[:, j] = n / scale[:, j, None]
        state = np.where(alive[:, j, None], real[:, j] + at_null[:, j], state)

    links = np.zeros_like(emission)
    pairs = np.zeros((width, width))
    beta = np.ones((sentences, width))
    for j in range(length - 1, -1, -1):
        live = alive[:, j, None]
        links[:, j] = np.where(live, real[:, j] * beta, 0.0)
        if j:
            reached = (1 - p_null) * emission[:, j] * beta / scale[:, j, None] * live
            before = real[:, j - 1] + at_null[:, j - 1]
            pairs += np.einsum("bi,bij,bj->ij", before, move, reached, optimize=True)
            beta = np.where(
                live,
                np.matmul(move, reached[:, :, None])[:, :, 0] + p_null * null[:, j, None] * beta / scale[:, j, None],
                beta,
            )
    counted: Floats = np.bincount(offset.ravel(), pairs.ravel(), 2 * MOST_JUMP + 1).astype(np.float64)
    return links, counted
