"""The loops of `rivalry`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints
from malmoi.extract.evidence import Evidence
from malmoi.extract.thresholds import NO_RIVAL
from malmoi.optional import compiled

__all__ = ["compiled_best_rivals"]


def compiled_best_rivals(odds: Floats, cut_odds: Floats, places: Ints, pairs: Evidence) -> Floats:
    """float64[3, n]: `rivalry.best_rivals` of all pairs of a batch."""
    ko, en = pairs.batch.ko, pairs.batch.en
    at = np.stack([pairs.at, ko.phrase_at, en.phrase_at])
    texts = pairs.ko_reads, ko.bounds, pairs.en_reads, en.bounds
    return _of_all(at, odds, cut_odds, places, pairs.ko, pairs.en, *texts)


@compiled
def _best_rivals(
    odds: Floats,
    cut_odds: Floats,
    places: Ints,
    ko: Ints,
    en: Ints,
    ko_numbers: Ints,
    ko_bounds: Ints,
    en_numbers: Ints,
    en_bounds: Ints,
) -> tuple[Floats, Floats, Floats]:
    n = len(odds)
    of_ko, of_en, of_cut = np.full(n, NO_RIVAL), np.full(n, NO_RIVAL), np.full(n, NO_RIVAL)
    ko_held, en_held = _held(ko_numbers, ko_bounds), _held(en_numbers, en_bounds)
    for a in range(n):
        for b in range(a + 1, n):
            ko_meet = places[a, 0] < places[b, 1] and places[b, 0] < places[a, 1]
            en_meet = places[a, 2] < places[b, 3] and places[b, 2] < places[a, 3]
            if ko_meet and en_meet:
                of_cut[a], of_cut[b] = max(of_cut[a], cut_odds[b]), max(of_cut[b], cut_odds[a])
            elif ko_meet or en_meet:
                ko_same = ko_numbers[ko[a]] == ko_numbers[ko[b]]
                en_same = en_numbers[en[a]] == en_numbers[en[b]]
                if (ko_same and en_held[en[a], en[b]]) or (en_same and ko_held[ko[a], ko[b]]):
                    continue
                if ko_meet:
                    of_ko[a], of_ko[b] = max(of_ko[a], odds[b]), max(of_ko[b], odds[a])
                else:
                    of_en[a], of_en[b] = max(of_en[a], odds[b]), max(of_en[b], odds[a])
    return of_ko, of_en, of_cut


@compiled
def _held(readings: Ints, bounds: Ints) -> NDArray[np.bool_]:
    """bool[phrases, phrases]: does one of the two read what the other holds?"""
    n = len(readings)
    # Each reading by the first phrase that has it.
    numbers = np.arange(n)
    for a in range(n):
        for b in range(a):
            if readings[a] == readings[b]:
                numbers[a] = b
                break
    holds = np.zeros((n, n), np.bool_)
    for a in range(n):
        for b in range(n):
            if bounds[a, 0] <= bounds[b, 0] and bounds[b, 1] <= bounds[a, 1]:
                holds[a, numbers[b]] = True
    out = np.empty((n, n), np.bool_)
    for a in range(n):
        for b in range(n):
            out[a, b] = holds[a, numbers[b]] or holds[b, numbers[a]]
    return out


@compiled
def _of_all(
    at: Ints,
    odds: Floats,
    cut_odds: Floats,
    places: Ints,
    ko: Ints,
    en: Ints,
    ko_reads: Ints,
    ko_bounds: Ints,
    en_reads: Ints,
    en_bounds: Ints,
) -> Floats:
    """One segment after the other; `at` is int64[3, segments + 1]."""
    out = np.full((3, len(odds)), NO_RIVAL)
    for s in range(at.shape[1] - 1):
        a, b = at[0, s], at[0, s + 1]
        k, k_end, e, e_end = at[1, s], at[1, s + 1], at[2, s], at[2, s + 1]
        if a < b:
            of_ko, of_en, of_cut = _best_rivals(
                odds[a:b],
                cut_odds[a:b],
                places[a:b],
                ko[a:b] - k,
                en[a:b] - e,
                ko_reads[k:k_end],
                ko_bounds[k:k_end],
                en_reads[e:e_end],
                en_bounds[e:e_end],
            )
            out[0, a:b], out[1, a:b], out[2, a:b] = of_ko, of_en, of_cut
    return out
