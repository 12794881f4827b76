"""Which pairs of a segment to believe: every pair against its rivals, then one choice that uses each stretch of text once.

The rivals of a pair are those that give its Korean words to other English ones, or its English words to other Korean ones, and
those that cut the same term differently. A pair is chosen as a whole term when it beats them; a part of it is kept beside it
for the case that it stands alone elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.confidence import Logistic
from malmoi.extract.evidence import PairEvidence
from malmoi.extract.sides import Side

__all__ = ["RIVALRY", "Chosen", "Judged", "choose", "judge", "rivalry", "spans"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The columns of `rivalry`.
RIVALRY = ("odds", "cut_odds", "ko_rival", "en_rival", "worse_rival", "cut_rival")
# Margins in log-odds beyond which more says no more.
_MOST_MARGIN = 5.0
# What doubling the length of one side is worth against log-odds of a better cut, over log 2.
_LONGER = 1.5
_NO_RIVAL = -9.0
# Log-odds for a pair that a glossary has. People agreed on it, so nothing is fitted; other evidence says where it stands.
_AGREED = 4.0
# What it is worth for a cut that the lexicon has just this pair as an entry.
_ENTRY = 2.0
# The same for the pair being right at all.
_ENTRY_RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """All pairs of a segment: int64[n, 4] places, float64[n] confidence of each, float64[n] how well it is cut.

    `inner_cut` is the same for parts of a longer pair, None when it is no other.
    """

    places: Ints
    confidence: Floats
    cut: Floats
    inner_cut: Floats | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pair taken: its row, its confidence in [0, 1], and whether it lies inside a longer one that was taken."""

    row: int
    confidence: float
    nested: bool


def spans(ko: Side, en: Side, pairs: PairEvidence) -> Ints:
    """int64[n, 4]: start and end of the Korean and of the English phrase of every pair."""
    k = np.array([(p.start, p.end) for p in ko.phrases], np.int64).reshape(-1, 2)
    e = np.array([(p.start, p.end) for p in en.phrases], np.int64).reshape(-1, 2)
    return np.concatenate([k[pairs.ko], e[pairs.en]], 1)


def judge(models: Mapping[str, Logistic], pairs: PairEvidence, places: Ints, near: bool = False) -> Judged:
    """Confidence of all pairs of one segment, each beside its rivals; `near` when an encoder was asked."""
    which = "_near" if near else ""
    odds, cut_odds = models["first" + which].odds(pairs.features), models["cut" + which].odds(pairs.features)
    agreed = _AGREED * pairs.get("glossary")
    features = rivalry(odds, cut_odds, places)
    odds, cut = models["final" + which].odds(features), models["final_cut" + which].odds(features)
    cut = cut + _AGREED * _holds(places, pairs.get("glossary") > 0)
    return Judged(
        places, 1 / (1 + np.exp(-(odds + agreed + _ENTRY_RIGHT * pairs.entry))), cut, cut + _ENTRY * pairs.entry
    )


def _holds(places: Ints, agreed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pairs that the glossary has, and those longer on both sides that hold one: their parts must not come before them."""
    out = agreed.copy()
    for ko_start, ko_end, en_start, en_end in places[agreed]:
        ko = (places[:, 0] <= ko_start) & (ko_end <= places[:, 1]) & (places[:, 1] - places[:, 0] > ko_end - ko_start)
        en = (places[:, 2] <= en_start) & (en_end <= places[:, 3]) & (places[:, 3] - places[:, 2] > en_end - en_start)
        out |= ko & en
    return out


def rivalry(odds: Floats, cut_odds: Floats, places: Ints) -> Floats:
    """float64[n, len(RIVALRY)]: log-odds of being one term and of being cut right, and their margins over the best rivals."""
    ko_meet = (places[:, None, 0] < places[None, :, 1]) & (places[None, :, 0] < places[:, None, 1])
    en_meet = (places[:, None, 2] < places[None, :, 3]) & (places[None, :, 2] < places[:, None, 3])
    ko_rival = _margin(odds, ko_meet & ~en_meet)
    en_rival = _margin(odds, en_meet & ~ko_meet)
    other_cut = ko_meet & en_meet
    np.fill_diagonal(other_cut, False)
    cut_rival = _margin(cut_odds, other_cut)
    return np.stack([odds, cut_odds, ko_rival, en_rival, np.minimum(ko_rival, en_rival), cut_rival], 1)


def choose(judged: Judged, least: float) -> list[Chosen]:
    """Pairs with a confidence of at least `least`: the best cuts first, each stretch of text in one pair or nested inside it."""
    rows = np.nonzero(judged.confidence >= least)[0]
    best, inner = _order(judged, judged.cut), _order(judged, judged.inner_cut)
    out: list[Chosen] = []
    nested = False
    level = [[int(row) for row in rows[np.argsort(best[rows], kind="stable")]]]
    while level:
        chosen = [(row, inside) for inside in level for row in _disjoint(judged.places, inside)]
        out += [Chosen(row, float(judged.confidence[row]), nested) for row, _ in chosen]
        nested = True
        level = [[r for r in inside if _inside(judged.places[r], judged.places[row])] for row, inside in chosen]
        level = [sorted(inside, key=lambda r: float(inner[r])) for inside in level if inside]
    return out


def _order(judged: Judged, cut: Floats | None) -> Floats:
    """What to sort pairs by. Of two cuts that are as good, the longer comes first: its parts may stand inside it."""
    ko_size, en_size = judged.places[:, 1] - judged.places[:, 0], judged.places[:, 3] - judged.places[:, 2]
    out: Floats = -(judged.cut if cut is None else cut) - _LONGER * np.log(np.maximum(ko_size * en_size, 1))
    return out


def _disjoint(places: Ints, rows: Iterable[int] | Ints) -> list[int]:
    """The first of the rows, then each that meets none before it on either side."""
    out: list[int] = []
    for row in rows:
        place = places[row]
        if not any(_meet(place[:2], places[r][:2]) or _meet(place[2:], places[r][2:]) for r in out):
            out.append(int(row))
    return out


def _margin(odds: Floats, rivals: NDArray[np.bool_]) -> Floats:
    best = np.where(rivals, odds[None, :], _NO_RIVAL).max(1, initial=_NO_RIVAL)
    out: Floats = np.clip(odds - best, -_MOST_MARGIN, _MOST_MARGIN)
    return out


def _meet(a: Ints, b: Ints) -> bool:
    return bool(a[0] < b[1] and b[0] < a[1])


def _inside(inner: Ints, outer: Ints) -> bool:
    """Is either side of `inner` a proper part of the same side of `outer`, and neither outside it?"""
    within = outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] <= inner[2] and inner[3] <= outer[3]
    return bool(within and inner[1] - inner[0] < outer[1] - outer[0] and inner[3] - inner[2] < outer[3] - outer[2])
