"""The loops of `cells`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`).

`ko` and `en` are int64[phrases, 2], the first unit of each phrase and the one after its last; `ko_weights` and `en_weights` float64[units].
"""

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.cells import BESIDE_EN, BESIDE_KO, HEAVY
from malmoi.extract.sides import Side
from malmoi.optional import compiled

__all__ = ["CompiledCells"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LEAST_WEIGHT = 1e-9


@compiled
def _maxima(matrix: Floats, phrases: Ints) -> Floats:
    """float64[phrases, m]: of float64[units, m], the maximum over each phrase's units."""
    out = np.empty((len(phrases), matrix.shape[1]))
    for p in range(len(phrases)):
        for m in range(matrix.shape[1]):
            out[p, m] = matrix[phrases[p, 0], m]
        for u in range(phrases[p, 0] + 1, phrases[p, 1]):
            for m in range(matrix.shape[1]):
                out[p, m] = max(out[p, m], matrix[u, m])
    return out


@compiled
def _means(matrix: Floats, phrases: Ints, weights: Floats, out: Floats) -> None:
    """Fill float64[phrases, m]: of float64[m, units], the weighted mean over each phrase's units."""
    total = np.zeros(len(weights) + 1)
    for u in range(len(weights)):
        total[u + 1] = total[u] + weights[u]
    sums = np.zeros(len(weights) + 1)
    for m in range(len(matrix)):
        for u in range(len(weights)):
            sums[u + 1] = sums[u] + matrix[m, u] * weights[u]
        for p in range(len(phrases)):
            first, last = phrases[p]
            out[p, m] = (sums[last] - sums[first]) / max(total[last] - total[first], _LEAST_WEIGHT)


@compiled
def _cover(matrix: Floats, ko: Ints, en: Ints, ko_weights: Floats, en_weights: Floats) -> tuple[Floats, Floats]:
    of_ko, of_en = np.empty((len(ko), len(en))), np.empty((len(en), len(ko)))
    _means(_maxima(matrix.T.copy(), en), ko, ko_weights, of_ko)
    _means(_maxima(matrix, ko), en, en_weights, of_en)
    return of_ko, of_en.T.copy()


@compiled
def _best(matrix: Floats, ko: Ints, en: Ints, ko_weights: Floats, en_weights: Floats) -> tuple[Floats, Floats]:
    into_en, into_ko = np.zeros((1, len(ko_weights))), np.zeros((1, len(en_weights)))
    for k in range(len(ko_weights)):
        for e in range(len(en_weights)):
            into_en[0, k] = max(into_en[0, k], matrix[k, e])
            into_ko[0, e] = max(into_ko[0, e], matrix[k, e])
    of_ko, of_en = np.empty((len(ko), 1)), np.empty((len(en), 1))
    _means(into_en, ko, ko_weights, of_ko)
    _means(into_ko, en, en_weights, of_en)
    return of_ko[:, 0], of_en[:, 0]


@compiled
def _edge(matrix: Floats, phrases: Ints, weights: Floats, out: Floats) -> None:
    """Fill float64[phrases, m]: of float64[m, units], the lesser value at each phrase's first and last unit; light units pass."""
    for p in range(len(phrases)):
        first, last = phrases[p, 0], phrases[p, 1] - 1
        for m in range(len(matrix)):
            a = matrix[m, first] if weights[first] >= HEAVY else 0.5
            b = matrix[m, last] if weights[last] >= HEAVY else 0.5
            out[p, m] = min(a, b)


@compiled
def _edges(matrix: Floats, ko: Ints, en: Ints, ko_weights: Floats, en_weights: Floats) -> tuple[Floats, Floats]:
    of_ko, of_en = np.empty((len(ko), len(en))), np.empty((len(en), len(ko)))
    _edge(_maxima(matrix.T.copy(), en), ko, ko_weights, of_ko)
    _edge(_maxima(matrix, ko), en, en_weights, of_en)
    return of_ko, of_en.T.copy()


@compiled
def _beside(matrix: Floats, phrases: Ints, reach: int) -> Floats:
    """float64[phrases, m]: of float64[units, m], the maximum over the `reach` units before and after each phrase; 0 for none."""
    out = np.zeros((len(phrases), matrix.shape[1]))
    for p in range(len(phrases)):
        first, last = phrases[p]
        for u in range(max(first - reach, 0), min(last + reach, len(matrix))):
            if first <= u < last:
                continue
            for m in range(matrix.shape[1]):
                out[p, m] = max(out[p, m], matrix[u, m])
    return out


@compiled
def _context(matrix: Floats, ko: Ints, en: Ints) -> Floats:
    near = _beside(matrix, ko, BESIDE_KO)
    return _beside(near.T.copy(), en, BESIDE_EN).T.copy()


class CompiledCells:
    """`cells.Cells` by compiled loops, of a segment with phrases on both sides."""

    def __init__(self, ko: Side, en: Side) -> None:
        self._all = (_ranges(ko), _ranges(en), _weights(ko), _weights(en))

    def cover(self, matrix: Floats) -> tuple[Floats, Floats]:
        """See `Cells`."""
        return _cover(matrix, *self._all)

    def best(self, matrix: Floats) -> tuple[Floats, Floats]:
        """See `Cells`."""
        return _best(matrix, *self._all)

    def edges(self, matrix: Floats) -> tuple[Floats, Floats]:
        """See `Cells`."""
        return _edges(matrix, *self._all)

    def context(self, matrix: Floats) -> Floats:
        """See `Cells`."""
        return _context(matrix, self._all[0], self._all[1])


def _ranges(side: Side) -> Ints:
    return np.array([(p.first, p.last) for p in side.phrases], np.int64)


def _weights(side: Side) -> Floats:
    return np.array([u.weight for u in side.units])
