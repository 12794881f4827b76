"""Are a Korean and a Latin name the same name? A calibrated probability (스타게이트 ~ Stargate, 최태원 ~ Chey Tae-won).

The score is the learnt model's (`lattice`), tried over the orders and short forms a name may take in English (`variants`); a small
table knows the older forms read from Hanja (동경 ~ Tokyo). Lengths go into the probability: two syllables that fit are no news.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.names import table
from malmoi.names.lattice import Sought, Target, score, sought, target
from malmoi.names.variants import english_forms, has_older_form, is_older_form, korean_forms

__all__ = ["name_similarity", "rank"]

# A pair that stands in the table of older forms.
_IN_TABLE = 0.99

# Log-odds beyond which more evidence counts ever less: no sound makes a pair surer than about one in a million, and the best of
# several sure candidates must stay apart in float32.
_SURE, _BEYOND = 6.0, 2.5


def name_similarity(ko: str, en: str) -> float:
    """Probability, in [0, 1], that `ko` (Hangul, may hold Latin) and `en` are one name in two scripts; 0 for an empty side."""
    return float(_probabilities(ko, (en,))[0])


def rank(ko: str, candidates: Sequence[str]) -> NDArray[np.float32]:
    """float32[candidates]: `name_similarity` of `ko` with each, computed in batches; what was asked before is remembered."""
    found = {en: _asked.get((ko, en)) for en in candidates}
    fresh = [en for en, p in found.items() if p is None]
    if fresh:
        made = dict(zip(fresh, _probabilities(ko, fresh).astype(np.float32), strict=True))
        found |= made
        if len(_asked) > _MOST_ASKED:
            _asked.clear()
        _asked.update({(ko, en): p for en, p in made.items()})
    return np.array([found[en] for en in candidates], np.float32)


# The answers of `rank`, for sentence alignment, word alignment and term extraction ask about the same names; about 30 MB when full.
_asked: dict[tuple[str, str], np.float32] = {}
_MOST_ASKED = 200_000


def _probabilities(ko: str, candidates: Sequence[str]) -> NDArray[np.float64]:
    best = np.full(len(candidates), -np.inf)
    for stem, dropped, needed in korean_forms(ko):
        owners: list[int] = []
        targets: list[Target] = []
        prices: list[float] = []
        for i, en in enumerate(candidates):
            for form, cost in _targets(en, dropped, needed):
                owners.append(i)
                targets.append(form)
                prices.append(cost)
        if targets:
            odds = _odds(_sought(stem), targets) - np.array(prices)
            np.maximum.at(best, owners, odds)
    sure = best > _SURE
    best[sure] = _SURE + _BEYOND * np.log1p((best[sure] - _SURE) / _BEYOND)
    out: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(best, -700, None)))
    for stem, dropped, _ in korean_forms(ko):
        if has_older_form(stem):
            older = np.array([is_older_form(stem, en, dropped) for en in candidates], bool)
            out[older] = np.maximum(out[older], _IN_TABLE)
    return out


def _odds(ko: Sought, targets: Sequence[Target]) -> NDArray[np.float64]:
    known = table.calibration()
    letters = np.array([len(t.kinds) for t in targets], float)
    scores = score(ko, targets)
    odds: NDArray[np.float64] = known.bias + known.slope * scores + known.units * ko.units + known.letters * letters
    return odds


@lru_cache(maxsize=32)
def _sought(ko: str) -> Sought:
    return sought(ko)


@lru_cache(maxsize=65536)
def _targets(en: str, dropped: frozenset[str], needed: bool) -> tuple[tuple[Target, float], ...]:
    """The forms of a Latin name that make sense beside a Korean one, each with its price in log-odds."""
    return tuple((target(form), price) for form, price in english_forms(en, dropped, needed))
