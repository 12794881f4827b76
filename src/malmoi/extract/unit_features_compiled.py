"""The loops of `cells` and `unit_features`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`).

`ko` and `en` are int64[phrases, 2], the first unit of each phrase and the one after its last; `ko_weights` and `en_weights` float64[units].
"""

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints
from malmoi.extract.layout import Batch
from malmoi.extract.thresholds import BESIDE_EN, BESIDE_KO, COVERED, HEAVY, LEAST_WEIGHT, LEFT_OVER, LEXICON, SOUNDING
from malmoi.extract.unit_features import Units
from malmoi.optional import compiled

__all__ = ["compiled_unit_features"]

Bools = NDArray[np.bool_]


def compiled_unit_features(batch: Batch, units: Units, kept: Bools) -> tuple[Ints, Ints, Ints, Floats]:
    """See `unit_features.unit_features`."""
    ko, en = batch.ko, batch.en
    at = np.stack([ko.unit_at, en.unit_at, ko.phrase_at, en.phrase_at, batch.cell_at, batch.pair_at])
    sides = ko.bounds, en.bounds, ko.weights, en.weights, ko.repaired
    return _of_all(at, units.links, units.lexicon, units.sound, units.same, *sides, kept)


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
            out[p, m] = (sums[last] - sums[first]) / max(total[last] - total[first], LEAST_WEIGHT)


@compiled
def _cover(matrix: Floats, ko: Ints, en: Ints, ko_weights: Floats, en_weights: Floats) -> tuple[Floats, Floats]:
    if not matrix.any():
        return np.zeros((len(ko), len(en))), np.zeros((len(ko), len(en)))
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


@compiled
def _together(links: Floats, lexicon: Floats, sound: Floats, same: Floats) -> Floats:
    """As `Units.together`."""
    n, m = links.shape
    agreed = np.empty((n, m))
    best_ko, best_en = np.full(n, LEAST_WEIGHT), np.full(m, LEAST_WEIGHT)
    for i in range(n):
        for j in range(m):
            p = 1 - (1 - links[i, j]) * (1 - LEXICON * lexicon[i, j]) * (1 - sound[i, j]) * (1 - same[i, j])
            agreed[i, j] = p
            best_ko[i], best_en[j] = max(best_ko[i], p), max(best_en[j], p)
    for i in range(n):
        for j in range(m):
            p = agreed[i, j]
            agreed[i, j] = p * (p / best_ko[i]) * (p / best_en[j])
    return agreed


@compiled
def _with_leftovers(together: Floats, ko_weights: Floats, en_weights: Floats) -> Floats:
    """The links, and among units that none explains, what they are shared out among each other."""
    n, m = together.shape
    ko, en = np.zeros(n), np.zeros(m)
    for i in range(n):
        for j in range(m):
            ko[i], en[j] = max(ko[i], together[i, j]), max(en[j], together[i, j])
    for i in range(n):
        ko[i] = 1 - ko[i] if ko_weights[i] >= HEAVY else 0.0
    for j in range(m):
        en[j] = 1 - en[j] if en_weights[j] >= HEAVY else 0.0
    most = max(1.0, ko.sum(), en.sum())
    out = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            out[i, j] = max(together[i, j], ko[i] * en[j] / most)
    return out


@compiled
def _features(
    links: Floats,
    lexicon: Floats,
    sound: Floats,
    same: Floats,
    ko: Ints,
    en: Ints,
    ko_weights: Floats,
    en_weights: Floats,
    repaired: Bools,
    kept: Bools,
) -> tuple[Ints, Ints, Floats]:
    together = _together(links, lexicon, sound, same)
    cover = _cover(together, ko, en, ko_weights, en_weights)
    free = _cover(_with_leftovers(together, ko_weights, en_weights), ko, en, ko_weights, en_weights)
    by_sound = _cover(sound, ko, en, ko_weights, en_weights)
    looked_at = kept.copy()
    for i in range(len(ko)):
        for j in range(len(en)):
            if cover[0][i, j] * cover[1][i, j] > COVERED or free[0][i, j] * free[1][i, j] > LEFT_OVER:
                looked_at[i, j] |= not (repaired[i] and by_sound[0][i, j] < SOUNDING)
    rows, columns = np.nonzero(looked_at)
    best = _best(together, ko, en, ko_weights, en_weights)
    edges = _edges(together, ko, en, ko_weights, en_weights)
    context = _context(together, ko, en)
    by_lexicon = _cover(lexicon, ko, en, ko_weights, en_weights)
    by_links = _cover(np.maximum(links, np.maximum(sound, same)), ko, en, ko_weights, en_weights)
    by_letters = _cover(same, ko, en, ko_weights, en_weights)
    out = np.empty((len(rows), 18))
    for n in range(len(rows)):
        i, j = rows[n], columns[n]
        cover_ko, cover_en = cover[0][i, j], cover[1][i, j]
        leak_ko, leak_en = best[0][i] - cover_ko, best[1][j] - cover_en
        worse, most = min(cover_ko, cover_en), max(leak_ko, leak_en)
        out[n, 0], out[n, 1], out[n, 2], out[n, 3], out[n, 4] = cover_ko, cover_en, leak_ko, leak_en, worse
        out[n, 5], out[n, 6] = np.log(COVERED + cover_ko * cover_en), min(worse, 0.5)
        out[n, 7], out[n, 8], out[n, 9] = most, np.log(COVERED + most), context[i, j]
        out[n, 10], out[n, 11] = free[0][i, j], free[1][i, j]
        out[n, 12], out[n, 13] = edges[0][i, j], edges[1][i, j]
        out[n, 14] = np.sqrt(by_lexicon[0][i, j] * by_lexicon[1][i, j])
        out[n, 15] = np.sqrt(by_links[0][i, j] * by_links[1][i, j])
        out[n, 16] = np.sqrt(by_sound[0][i, j] * by_sound[1][i, j])
        out[n, 17] = np.sqrt(by_letters[0][i, j] * by_letters[1][i, j])
    return rows, columns, out


@compiled
def _of_all(
    at: Ints,
    links: Floats,
    lexicon: Floats,
    sound: Floats,
    same: Floats,
    ko: Ints,
    en: Ints,
    ko_weights: Floats,
    en_weights: Floats,
    repaired: Bools,
    kept: Bools,
) -> tuple[Ints, Ints, Ints, Floats]:
    """All segments, one after the other; `at` is int64[6, segments + 1]."""
    n_segments = at.shape[1] - 1
    pair_at = np.zeros(n_segments + 1, np.int64)
    rows, columns, said = np.empty(256, np.int64), np.empty(256, np.int64), np.empty((256, 18))
    for n in range(n_segments):
        k, k_end, e, e_end = at[0, n], at[0, n + 1], at[1, n], at[1, n + 1]
        p, p_end, q, q_end = at[2, n], at[2, n + 1], at[3, n], at[3, n + 1]
        pair_at[n + 1] = pair_at[n]
        if p == p_end or q == q_end:
            continue
        cells, shape = slice(at[4, n], at[4, n + 1]), (k_end - k, e_end - e)
        i, j, here = _features(
            links[cells].reshape(shape),
            lexicon[cells].reshape(shape),
            sound[cells].reshape(shape),
            same[cells].reshape(shape),
            ko[p:p_end],
            en[q:q_end],
            ko_weights[k:k_end],
            en_weights[e:e_end],
            repaired[p:p_end],
            kept[at[5, n] : at[5, n + 1]].reshape((p_end - p, q_end - q)),
        )
        first, last = pair_at[n], pair_at[n] + len(i)
        while last > len(rows):
            rows, columns = np.concatenate((rows, rows)), np.concatenate((columns, columns))
            said = np.concatenate((said, said))
        rows[first:last], columns[first:last], said[first:last] = i + p, j + q, here
        pair_at[n + 1] = last
    return pair_at, rows[: pair_at[-1]], columns[: pair_at[-1]], said[: pair_at[-1]]
