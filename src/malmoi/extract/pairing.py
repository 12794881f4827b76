"""Which pairs of a segment to believe: every pair against its rivals, then one choice that uses each stretch of text once.

The rivals of a pair are those that give its Korean words to other English ones, or its English words to other Korean ones, and
those that cut the same term differently; the same pair of texts elsewhere in the segment is none. A pair is chosen as a whole term
when it beats them; a part of it is kept beside it for the case that it stands alone elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints
from malmoi.extract.confidence import Logistic
from malmoi.extract.evidence import Evidence, PairEvidence
from malmoi.extract.rivalry import rivalry_of
from malmoi.extract.sides import Side
from malmoi.extract.thresholds import WORTH_COMPILING
from malmoi.optional import Payoff

__all__ = ["Chosen", "Judged", "choose", "choose_of", "judge", "spans"]

# What doubling the length of one side is worth against log-odds of a better cut, over log 2. Of 0, .5, 1 and 1.5, and of the length
# of the shorter side instead of both, this found most annotated terms in cross-validation.
_LONGER = 1.5
# From this confidence on a pair that is made of chosen ones is chosen too.
_WHOLE = 0.5
# Log-odds for a pair that a glossary has. People agreed on it, so nothing is fitted; other evidence says where it stands.
_AGREED = 4.0
# What a cut loses that goes through a term of such a pair.
_TORN = 8.0
_compiling = Payoff(WORTH_COMPILING)


class Place(NamedTuple):
    """Where a pair stands: code points of both texts."""

    ko_start: int
    ko_end: int
    en_start: int
    en_end: int


@dataclass(frozen=True, slots=True)
class Judged:
    """All pairs of one or several segments: int64[n, 4] places, float64[n] confidence of each, float64[n] how well it is cut."""

    places: Ints
    confidence: Floats
    cut: Floats


class Chosen(NamedTuple):
    """A pair taken: its row, its confidence in [0, 1], and the row of the longer one inside which it was taken, if any.

    `made` says that its parts were the better cut, and that it was taken as what they make.
    """

    row: int
    confidence: float
    outer: int | None = None
    made: bool = False

    @property
    def nested(self) -> bool:
        """Is it inside a longer one?"""
        return self.outer is not None


def spans(ko: Side, en: Side, pairs: PairEvidence) -> Ints:
    """int64[n, 4]: start and end of the Korean and of the English phrase of every pair."""
    k = np.array([(p.start, p.end) for p in ko.phrases], np.int64).reshape(-1, 2)
    e = np.array([(p.start, p.end) for p in en.phrases], np.int64).reshape(-1, 2)
    return np.concatenate([k[pairs.ko], e[pairs.en]], 1)


def judge(models: Mapping[str, Logistic], pairs: Evidence, which: str = "") -> Judged:
    """Confidence of all pairs of a batch, each beside its rivals; `which` ends the names of the models that judge."""
    places = pairs.places()
    odds, cut_odds = models["first" + which].odds(pairs.features), models["cut" + which].odds(pairs.features)
    glossary = pairs.get("glossary")
    known = glossary > 0
    # What a glossary has is just so, and what the text has beside it depends on that.
    agreed = {n: slice(pairs.at[n], pairs.at[n + 1]) for n in np.unique(pairs.segments()[known]).tolist()}
    for here in agreed.values():
        # Its term with more words on one side alone is no rival to what these words belong to.
        odds[here] -= _TORN * _stretches(places[here], known[here])
    repeats = {n: _repeats(places[here], known[here]) for n, here in agreed.items()}
    features = rivalry_of(odds, cut_odds, places, pairs, repeats)
    odds, cut = models["final" + which].odds(features), models["final_cut" + which].odds(features)
    for here in agreed.values():
        cut[here] += _AGREED * _holds(places[here], known[here]) - _TORN * _tears(places[here], known[here])
    return Judged(places, 1 / (1 + np.exp(-(odds + _AGREED * glossary))), cut)


def _holds(places: Ints, agreed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pairs that the glossary has, and those longer on both sides that hold one: their parts must not come before them."""
    out = agreed.copy()
    for ko_start, ko_end, en_start, en_end in places[agreed]:
        ko = (places[:, 0] <= ko_start) & (ko_end <= places[:, 1]) & (places[:, 1] - places[:, 0] > ko_end - ko_start)
        en = (places[:, 2] <= en_start) & (en_end <= places[:, 3]) & (places[:, 3] - places[:, 2] > en_end - en_start)
        out |= ko & en
    return out


def _tears(places: Ints, agreed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pairs with a border inside a term of a pair that the glossary has, and another outside it."""
    out = np.zeros(len(places), bool)
    for place in places[agreed]:
        for first in (0, 2):
            start, end = places[:, first], places[:, first + 1]
            meets = (start < place[first + 1]) & (place[first] < end)
            out |= (
                meets
                & ((start < place[first]) != (end > place[first + 1]))
                & (start != place[first])
                & (end != place[first + 1])
            )
    return out & ~agreed


def _stretches(places: Ints, agreed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pairs with one side of a pair that the glossary has, and more than its other side."""
    out = np.zeros(len(places), bool)
    for place in places[agreed]:
        same = [(places[:, i : i + 2] == place[i : i + 2]).all(1) for i in (0, 2)]
        holds = [(places[:, i] <= place[i]) & (place[i + 1] <= places[:, i + 1]) for i in (0, 2)]
        out |= (same[0] & holds[1] & ~same[1]) | (same[1] & holds[0] & ~same[0])
    return out & ~agreed


def _repeats(places: Ints, agreed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[n, n]: pair q is one of the glossary's that row r holds, but for the place of one side: the text repeats it."""
    out = np.zeros((len(places), len(places)), bool)
    for held in np.flatnonzero(agreed):
        place = places[held]
        holds = (places[:, ::2] <= place[::2]).all(1) & (place[1::2] <= places[:, 1::2]).all(1)
        twins = agreed & ((places[:, :2] == place[:2]).all(1) | (places[:, 2:] == place[2:]).all(1))
        out |= np.outer(holds, twins)
    return out


def choose_of(pairs: Evidence, judged: Judged, least: float) -> list[list[Chosen]]:
    """`choose` for each segment of a batch; rows are counted within the segment."""
    if _compiling.pays(len(pairs.batch)):
        from malmoi.extract.pairing_compiled import compiled_choice

        return compiled_choice(pairs, judged, _order(judged), least, _WHOLE)
    return [
        choose(Judged(judged.places[a:b], judged.confidence[a:b], judged.cut[a:b]), least)
        for a, b in pairwise(pairs.at.tolist())
    ]


def choose(judged: Judged, least: float) -> list[Chosen]:
    """Pairs of one segment of at least this confidence: the best cuts first, each stretch of text in one pair or nested inside it.

    After them come wholes that are made of chosen pairs.
    """
    rows = np.nonzero(judged.confidence >= least)[0]
    best = _order(judged)
    places = [Place(*place) for place in judged.places.tolist()]
    out: dict[int, Chosen] = {}
    level: list[tuple[int | None, list[int]]] = [(None, [int(r) for r in rows[np.argsort(best[rows], kind="stable")]])]
    while level:
        deeper: list[tuple[int | None, list[int]]] = []
        for outer, among in level:
            for row in _disjoint(places, among, crossing=outer is not None):
                if row in out:
                    continue
                out[row] = Chosen(row, float(judged.confidence[row]), outer)
                # They stay in the order of their cuts.
                inside = [r for r in among if _inside(places[r], places[row])]
                if inside:
                    deeper.append((row, inside))
        level = deeper
    return [*out.values(), *(whole for whole in _wholes(judged, places, out) if whole.confidence >= least)]


def _wholes(judged: Judged, places: Sequence[Place], chosen: Mapping[int, Chosen]) -> Iterator[Chosen]:
    """Pairs as sure as not that hold two or more chosen ones and tear none: the best cuts may be the parts of a term.

    In modern technology both words are terms, and so may be the two together.
    """
    tops = [row for row, made in chosen.items() if made.outer is None]
    sure = np.flatnonzero(judged.confidence >= _WHOLE)
    for row in sure[np.argsort(-judged.confidence[sure], kind="stable")].tolist():
        met = [top for top in tops if _meet(places[row], places[top])]
        if row not in chosen and len(met) > 1 and all(_inside(places[top], places[row]) for top in met):
            tops = [top for top in tops if top not in met] + [row]
            yield Chosen(row, float(judged.confidence[row]), made=True)


def _order(judged: Judged) -> Floats:
    """What to sort pairs by. Of two cuts that are as good, the longer comes first: its parts may stand inside it."""
    ko_size, en_size = judged.places[:, 1] - judged.places[:, 0], judged.places[:, 3] - judged.places[:, 2]
    out: Floats = -judged.cut - _LONGER * np.log(np.maximum(ko_size * en_size, 1))
    return out


def _disjoint(places: Sequence[Place], rows: Iterable[int], crossing: bool) -> list[int]:
    """The first of the rows, then each that meets none before it on either side; with `crossing`, or crosses it on both."""
    out: list[int] = []
    for row in rows:
        here = places[row]
        if all(not _meet(here, places[r]) or (crossing and _cross(here, places[r])) for r in out):
            out.append(row)
    return out


def _meet(a: Place, b: Place) -> bool:
    """Have two pairs anything in common on either side?"""
    return (a.ko_start < b.ko_end and b.ko_start < a.ko_end) or (a.en_start < b.en_end and b.en_start < a.en_end)


def _cross(a: Place, b: Place) -> bool:
    """Have both sides something in common, and each pair something of its own there? Of AB and BC inside ABC both may be terms."""
    return _crossed(a.ko_start, a.ko_end, b.ko_start, b.ko_end) and _crossed(a.en_start, a.en_end, b.en_start, b.en_end)


def _crossed(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_start < end < other_end or other_start < start < other_end < end


def _inside(inner: Place, outer: Place) -> bool:
    """Is either side of `inner` a proper part of the same side of `outer`, and neither outside it?"""
    return (
        outer.ko_start <= inner.ko_start
        and inner.ko_end <= outer.ko_end
        and outer.en_start <= inner.en_start
        and inner.en_end <= outer.en_end
        and inner.ko_end - inner.ko_start < outer.ko_end - outer.ko_start
        and inner.en_end - inner.en_start < outer.en_end - outer.en_start
    )
