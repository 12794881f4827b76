"""The loops of `rivalry`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.evidence import PairEvidence
from malmoi.extract.thresholds import NO_RIVAL
from malmoi.optional import compiled

__all__ = ["compiled_best_rivals"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def compiled_best_rivals(
    odds: Floats, cut_odds: Floats, places: Ints, pairs: PairEvidence
) -> tuple[Floats, Floats, Floats]:
    """See `rivalry.best_rivals`."""
    texts = (pairs.ko_texts.numbers, pairs.ko_texts.bounds, pairs.en_texts.numbers, pairs.en_texts.bounds)
    return _best_rivals(odds, cut_odds, np.ascontiguousarray(places), pairs.ko, pairs.en, *texts)


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
