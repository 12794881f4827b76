"""IBM Model 1 in both directions over bags of words, and the pairs on which the two agree.

The model of Brown et al. 1993, "The Mathematics of Statistical Machine Translation": t(f | e) fitted by expectation maximisation,
each word of one side produced by one word of the other or by nothing. A cell is one Korean and one English word of one sentence
pair; the two directions give each cell a posterior, and their product counts as evidence for the pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Counts", "agreement"]

_ROUNDS = 6
# What the empty word takes of a sentence's mass, as if it stood there this often.
_EMPTY = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs seen together: ids of both sides (int32[n]) and expected count of agreeing links (float64[n])."""

    ko: NDArray[np.int32]
    en: NDArray[np.int32]
    count: NDArray[np.float64]


def agreement(pairs: Sequence[tuple[Sequence[int], Sequence[int]]], counted: int, n_ko: int, n_en: int) -> Counts:
    """Fit both directions on `pairs` of word ids and count agreeing links in the first `counted` of them.

    The pairs after `counted` (a dictionary) steer the fit and are not counted. Ids are below `n_ko` and `n_en`.
    """
    ko, en, sentence, slot_ko, slot_en = _cells(pairs)
    key, pair = np.unique(ko.astype(np.int64) * n_en + en, return_inverse=True)
    pair = pair.astype(np.int32)
    pair_ko, pair_en = (key // n_en).astype(np.int32), (key % n_en).astype(np.int32)
    forward = _posteriors(pair, pair_en, n_en, slot_ko)
    backward = _posteriors(pair, pair_ko, n_ko, slot_en)
    seen = sentence < counted
    count = np.bincount(pair[seen], forward[seen] * backward[seen], minlength=len(key))
    return Counts(pair_ko, pair_en, count.astype(np.float64))


def _cells(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> tuple[NDArray[np.int32], ...]:
    """For every cell: Korean word, English word, sentence, and the running number of its Korean and its English token."""
    n = np.array([(len(ko), len(en)) for ko, en in pairs], dtype=np.int64)
    all_ko = np.concatenate([np.asarray(ko, dtype=np.int32) for ko, _ in pairs])
    all_en = np.concatenate([np.asarray(en, dtype=np.int32) for _, en in pairs])
    first = np.cumsum(n, axis=0) - n
    sizes = n[:, 0] * n[:, 1]
    sentence = np.repeat(np.arange(len(pairs), dtype=np.int32), sizes)
    inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = n[sentence, 1]
    slot_ko = (first[sentence, 0] + inside // width).astype(np.int32)
    slot_en = (first[sentence, 1] + inside % width).astype(np.int32)
    return all_ko[slot_ko], all_en[slot_en], sentence, slot_ko, slot_en


def _posteriors(
    pair: NDArray[np.int32], given: NDArray[np.int32], n_given: int, slot: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Posterior of every cell when each token of `slot` is produced by one word of the other side, `given` of its pair."""
    table = np.ones(len(given))
    posterior = np.ones(len(pair))
    empty = 1.0
    for _ in range(_ROUNDS):
        weight = table[pair]
        sums = np.bincount(slot, weight) + _EMPTY * empty
        posterior = weight / sums[slot]
        expected = np.bincount(pair, posterior, minlength=len(table))
        totals = np.bincount(given, expected, minlength=n_given)
        table = expected / totals[given]
        # The empty word is as likely to give a token as the average word of the vocabulary is, which keeps it a last resort.
        empty = float(np.median(table))
    return posterior
