"""Every pair of a segment against its rivals, in numbers.

The rivals of a pair are those that give its Korean words to other English ones, or its English words to other Korean ones, and those
that cut the same term differently. Where many segments are looked at and Numba is installed, a compiled loop finds the best of them
(`rivalry_compiled`), else NumPy; the answers are the same.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.evidence import Evidence, PairEvidence, meeting
from malmoi.extract.thresholds import NO_RIVAL, WORTH_COMPILING
from malmoi.optional import Payoff

__all__ = ["RIVALRY", "best_rivals", "rivalry", "rivalry_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# The columns of `rivalry`.
RIVALRY = ("odds", "cut_odds", "ko_rival", "en_rival", "worse_rival", "cut_rival")
# Margins in log-odds beyond which more says no more.
_MOST_MARGIN = 5.0
_compiling = Payoff(WORTH_COMPILING)


def rivalry(odds: Floats, cut_odds: Floats, places: Ints, pairs: PairEvidence, repeats: Bools | None = None) -> Floats:
    """float64[n, len(RIVALRY)] of one segment: log-odds of being one term and of being cut right, and their margins over the best rivals.

    `places` is int64[n, 4]. Pairs that `pairs` has as repeats are no rivals; nor is, where `repeats`, bool[n, n], is given, column q of
    it to row r.
    """
    return _margins(odds, cut_odds, *best_rivals(odds, cut_odds, places, pairs, repeats))


def rivalry_of(odds: Floats, cut_odds: Floats, places: Ints, pairs: Evidence, repeats: Mapping[int, Bools]) -> Floats:
    """`rivalry` of all pairs of a batch; `repeats` are those of some of its segments."""
    best = np.full((3, len(odds)), NO_RIVAL)
    by_one: Iterable[int] = range(len(pairs.batch))
    if _compiling.pays(len(pairs.batch)):
        from malmoi.extract.rivalry_compiled import compiled_best_rivals

        best[:] = compiled_best_rivals(odds, cut_odds, places, pairs)
        by_one = repeats.keys()
    for n in by_one:
        here = slice(pairs.at[n], pairs.at[n + 1])
        best[:, here] = best_rivals(odds[here], cut_odds[here], places[here], pairs.of(n), repeats.get(n))
    return _margins(odds, cut_odds, *best)


def _margins(odds: Floats, cut_odds: Floats, of_ko: Floats, of_en: Floats, of_cut: Floats) -> Floats:
    ko_rival, en_rival = _margin(odds, of_ko), _margin(odds, of_en)
    return np.stack([odds, cut_odds, ko_rival, en_rival, np.minimum(ko_rival, en_rival), _margin(cut_odds, of_cut)], 1)


def best_rivals(
    odds: Floats, cut_odds: Floats, places: Ints, pairs: PairEvidence, repeats: Bools | None = None
) -> tuple[Floats, Floats, Floats]:
    """float64[n] each: log-odds of the best rival for the Korean words, for the English ones, and of the best other cut; by NumPy."""
    ko_meet, en_meet = meeting(places)
    at_odds = (ko_meet != en_meet) & ~(pairs.repeats() if repeats is None else pairs.repeats() | repeats)
    other_cut = ko_meet & en_meet
    np.fill_diagonal(other_cut, False)
    return _best(odds, ko_meet & at_odds), _best(odds, en_meet & at_odds), _best(cut_odds, other_cut)


def _best(odds: Floats, rivals: Bools) -> Floats:
    out: Floats = np.where(rivals, odds[None, :], NO_RIVAL).max(1, initial=NO_RIVAL)
    return out


def _margin(odds: Floats, best: Floats) -> Floats:
    out: Floats = np.clip(odds - best, -_MOST_MARGIN, _MOST_MARGIN)
    return out
