"""Are a Korean and a Latin name the same name? A calibrated probability (스타게이트 ~ Stargate, 최태원 ~ Chey Tae-won).

The score is the learnt model's (`lattice`), tried over the orders and short forms a name may take in English (`variants`); a small
table knows the older forms read from Hanja (동경 ~ Tokyo). Lengths go into the probability: two syllables that fit are no news.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.names import table
from malmoi.names.lattice import Sought, Target, score, sought, target
from malmoi.names.variants import english_forms, english_orders, has_older_form, is_older_form, korean_forms
from malmoi.optional import Payoff

__all__ = ["name_similarity", "rank", "rank_many"]

Floats = NDArray[np.float64]

# A pair that stands in the table of older forms.
_IN_TABLE = 0.99

# Log-odds beyond which more evidence counts ever less: no sound makes a pair surer than about one in a million, and the best of
# several sure candidates must stay apart in float32.
_SURE, _BEYOND = 6.0, 2.5

# Pairs for which NumPy needs as long as Numba and the compiled lattice to be loaded.
_compiling = Payoff(3_000)


def name_similarity(ko: str, en: str) -> float:
    """Probability, in [0, 1], that `ko` (Hangul, may hold Latin) and `en` are one name in two scripts; 0 for an empty side."""
    return float(_probabilities({ko: (en,)}, compiled=False)[0])


def rank(ko: str, candidates: Sequence[str]) -> NDArray[np.float32]:
    """float32[candidates]: `name_similarity` of `ko` with each, computed at once; what was asked before is remembered."""
    return rank_many([(ko, candidates)])[0]


def rank_many(
    asked: Sequence[tuple[str, Collection[str]]], *, compiled: bool | None = None
) -> list[NDArray[np.float32]]:
    """`rank` of many Korean names, each with candidates of its own.

    `compiled` chooses the way; by default many pairs go the compiled one where Numba is installed. Both give the same answers up to
    rounding.
    """
    pairs = [(ko, en) for ko, candidates in asked for en in candidates]
    values = list(map(_asked.get, pairs))
    missing = [i for i, value in enumerate(values) if value is None]
    if missing:
        fresh: dict[str, dict[str, None]] = {}
        for i in missing:
            ko, en = pairs[i]
            fresh.setdefault(ko, {})[en] = None
        if compiled is None:
            compiled = _compiling.pays(sum(map(len, fresh.values())))
        found = _probabilities(fresh, compiled).tolist()
        made = dict(zip(((ko, en) for ko, row in fresh.items() for en in row), found, strict=True))
        for i in missing:
            values[i] = made[pairs[i]]
        if len(_asked) > _MOST_ASKED:
            _asked.clear()
        _asked.update(made)
    out, first = np.array(values, np.float32), 0
    rows = []
    for _, candidates in asked:
        rows.append(out[first : first + len(candidates)])
        first += len(candidates)
    return rows


# The answers of `rank`, for sentence alignment, word alignment and term extraction ask about the same names; about 30 MB when full.
_asked: dict[tuple[str, str], float] = {}
_MOST_ASKED = 200_000


def _probabilities(asked: Mapping[str, Collection[str]], compiled: bool) -> Floats:
    """float64: of each Korean name with each of its candidates, in order."""
    best = _compiled(asked) if compiled else np.concatenate([_best_odds(ko, list(en)) for ko, en in asked.items()])
    sure = best > _SURE
    best[sure] = _SURE + _BEYOND * np.log1p((best[sure] - _SURE) / _BEYOND)
    out: Floats = 1 / (1 + np.exp(-np.clip(best, -700, None)))
    first = 0
    for ko, candidates in asked.items():
        for stem, dropped, _ in korean_forms(ko):
            if has_older_form(stem):
                older = [first + i for i, en in enumerate(candidates) if is_older_form(stem, en, dropped)]
                out[older] = np.maximum(out[older], _IN_TABLE)
        first += len(candidates)
    return out


def _best_odds(ko: str, candidates: Sequence[str]) -> Floats:
    """Log-odds of each candidate's best form, -inf where it has none."""
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
            name = _sought(stem)
            letters = np.array([len(t.kinds) for t in targets], np.int64)
            np.maximum.at(best, owners, _odds(score(name, targets), np.array(name.units), letters) - np.array(prices))
    return best


def _compiled(asked: Mapping[str, Collection[str]]) -> Floats:
    """`_best_odds` of each Korean name, by the compiled lattice."""
    from malmoi.names.flat import Names

    names = Names()
    owners: list[int] = []
    korean: list[int] = []
    latin: list[int] = []
    prices: list[float] = []
    laid_out: dict[tuple[str, frozenset[str], bool], list[tuple[int, float]]] = {}
    first = 0
    for ko, candidates in asked.items():
        for stem, dropped, needed in korean_forms(ko):
            before = len(owners)
            for owner, en in enumerate(candidates, first):
                forms = laid_out.get((en, dropped, needed))
                if forms is None:
                    orders = [(names.english(words), price) for words, price in english_orders(en, dropped, needed)]
                    forms = [(number, price) for number, price in orders if number is not None]
                    laid_out[en, dropped, needed] = forms
                for form, price in forms:
                    owners.append(owner)
                    latin.append(form)
                    prices.append(price)
            korean += [names.korean(stem)] * (len(owners) - before)
        first += len(candidates)
    best = np.full(first, -np.inf)
    if owners:
        k, e = np.array(korean), np.array(latin)
        units, letters = names.lengths()
        np.maximum.at(best, owners, _odds(names.scores(k, e), units[k], letters[e]) - np.array(prices))
    return best


def _odds(scores: Floats, units: NDArray[np.int64], letters: NDArray[np.int64]) -> Floats:
    known = table.calibration()
    odds: Floats = known.bias + known.slope * scores + known.units * units + known.letters * letters
    return odds


@lru_cache(maxsize=32)
def _sought(ko: str) -> Sought:
    return sought(ko)


@lru_cache(maxsize=65536)
def _targets(en: str, dropped: frozenset[str], needed: bool) -> tuple[tuple[Target, float], ...]:
    """The forms of a Latin name that make sense beside a Korean one, each with its price in log-odds."""
    return tuple((target(form), price) for form, price in english_forms(en, dropped, needed))
