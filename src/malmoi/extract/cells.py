"""Sums and maxima of matrices over units, for all pairs of phrases of a segment at once.

The same in compiled loops stands in `unit_features_compiled`.
"""

import numpy as np

from malmoi.align.flat import Floats, Ints
from malmoi.extract.layout import Batch
from malmoi.extract.thresholds import BESIDE_EN, BESIDE_KO, HEAVY, LEAST_WEIGHT

__all__ = ["Cells"]


class Cells:
    """A segment's units and phrases; a `matrix` is float64[Korean units, English units]."""

    def __init__(self, batch: Batch, n: int) -> None:
        """Of segment n of a batch."""
        layouts = [
            (
                side.bounds[side.phrase_at[n] : side.phrase_at[n + 1]],
                side.weights[side.unit_at[n] : side.unit_at[n + 1]],
            )
            for side in (batch.ko, batch.en)
        ]
        self._ko, self._en = (_Ranges(*layout) for layout in layouts)
        self.weights = layouts[0][1], layouts[1][1]

    def cover(self, matrix: Floats) -> tuple[Floats, Floats]:
        """float64[n_ko_phrases, n_en_phrases] twice: weighted mean, over the units of the one, of their best link into the other."""
        into_ko = self._ko.maxima(matrix)  # [ko phrases, en units]
        into_en = self._en.maxima(matrix.T)  # [en phrases, ko units]
        return self._ko.means(into_en).T, self._en.means(into_ko)

    def best(self, matrix: Floats) -> tuple[Floats, Floats]:
        """float64[n_ko_phrases], float64[n_en_phrases]: the same mean with the whole other side to choose from."""
        ko = self._ko.means(matrix.max(1, initial=0.0)[None, :])[0]
        en = self._en.means(matrix.max(0, initial=0.0)[None, :])[0]
        return ko, en

    def edges(self, matrix: Floats) -> tuple[Floats, Floats]:
        """float64[n_ko_phrases, n_en_phrases] twice: the weaker of the links that the first and the last unit have into the other."""
        return self._ko.edges(self._en.maxima(matrix.T)).T, self._en.edges(self._ko.maxima(matrix))

    def context(self, matrix: Floats) -> Floats:
        """float64[n_ko_phrases, n_en_phrases]: the strongest link between a neighbour of the one and a neighbour of the other."""
        near = np.maximum(*self._ko.beside(matrix, BESIDE_KO))
        return np.maximum(*self._en.beside(near.T, BESIDE_EN)).T


class _Ranges:
    """The phrases of one side as ranges of its units."""

    def __init__(self, bounds: Ints, weights: Floats) -> None:
        self._first, self._last = bounds.T
        self._weights = weights
        self._bounds = bounds.ravel()
        total = np.concatenate([[0.0], np.cumsum(self._weights)])
        self._total = np.maximum(total[self._last] - total[self._first], LEAST_WEIGHT)

    def maxima(self, matrix: Floats) -> Floats:
        """Of float64[n_units, m]: float64[n_phrases, m], the maximum over each phrase's units."""
        if not len(self._first):
            return np.zeros((0, matrix.shape[1]))
        padded = np.concatenate([matrix, np.zeros((1, matrix.shape[1]))])
        return np.maximum.reduceat(padded, self._bounds, axis=0)[::2]

    def beside(self, matrix: Floats, reach: int) -> tuple[Floats, Floats]:
        """Of float64[n_units, m]: float64[n_phrases, m] twice, the maximum over the `reach` units before and after each phrase."""
        n = len(self._weights)
        # One row of zeros before and after, so that no window is empty.
        padded = np.concatenate([np.zeros((1, matrix.shape[1])), matrix, np.zeros((2, matrix.shape[1]))])
        before = np.stack([np.maximum(self._first - reach, -1) + 1, self._first + 1], 1)
        before[:, 0] = np.where(before[:, 0] == before[:, 1], 0, before[:, 0])
        after = np.stack([self._last + 1, np.minimum(self._last + reach, n) + 1], 1)
        after[:, 1] = np.maximum(after[:, 1], after[:, 0] + 1)
        if not len(self._first):
            return np.zeros((0, matrix.shape[1])), np.zeros((0, matrix.shape[1]))
        left, right = (np.maximum.reduceat(padded, w.ravel(), axis=0)[::2] for w in (before, after))
        return left, right

    def edges(self, matrix: Floats) -> Floats:
        """Of float64[m, n_units]: float64[m, n_phrases], the lesser value at each phrase's first and last unit; light units pass."""
        passed = np.where(self._weights >= HEAVY, matrix, 0.5)
        if not len(self._weights):
            return np.zeros((len(matrix), 0))
        return np.minimum(passed[:, self._first], passed[:, self._last - 1])

    def means(self, matrix: Floats) -> Floats:
        """Of float64[m, n_units]: float64[m, n_phrases], the weighted mean over each phrase's units."""
        sums = np.concatenate([np.zeros((len(matrix), 1)), np.cumsum(matrix * self._weights, 1)], 1)
        out: Floats = (sums[:, self._last] - sums[:, self._first]) / self._total
        return out
