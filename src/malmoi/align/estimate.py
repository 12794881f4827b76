"""How likely the two sides of a segment are translations of one another, judged without gold.

What is looked at needs no training on the texts, so that a text whose pairs are all wrong cannot teach the judge that they are right:

linked      log of the lesser side's mean probability that a word has a link (lexicon, names, figures: an aligner that has learnt nothing)
margin      how much better the words are explained by their own partner than by the segments before and after
missed      the greatest share of a side's words that a neighbouring segment explains and the own partner does not
length      log(1 + how far the lengths lie from the document's ratio, in variances)
equal, one_sided, unequal    amounts that agree, that one side alone has, that differ; few more say no more
words       log of the number of words of the shorter side: a verdict on three words is weak
score       log-odds of the score that the sentence aligner gave, where there is one

Two logistic regressions, one for segments with a score and one for those without (`estimate.toml`). Errors come in runs, and some texts are
full of them, so a second regression sees the verdict on a segment beside those on its neighbours and on its whole document.
"""

import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import asin, pi, sin
from typing import Literal

import numpy as np

from malmoi.align.flat import TINY, Flags, Floats
from malmoi.align.word_evidence import Evidence
from malmoi.align.word_units import Pair, read_pairs
from malmoi.align.words import WordAligner
from malmoi.amounts.compare import compare_amounts

__all__ = [
    "CONTEXT",
    "FEATURES",
    "bounds",
    "doubts",
    "interval",
    "is_scored",
    "judge_segments",
    "measure",
    "reason",
    "surroundings",
]

FEATURES = ("linked", "margin", "missed", "length", "equal", "one_sided", "unequal", "words", "score")
CONTEXT = ("own", "document_bad", "document_good", "region_bad", "region_good", "near")
_AT = {name: i for i, name in enumerate(FEATURES)}

# Segments that are cut and linked at a time.
_CHUNK = 2_000
# A segment without neighbours gets what right segments beside others have on average.
_USUAL_MARGIN, _USUAL_MISSED = 0.3, 0.1
# Of a segment without any link so great a share is taken to be linked, before its logarithm is.
_LEAST_LINKED = 0.05
# Of each kind of amount no more are counted.
_MOST_AMOUNTS = 3
# Variance of the log-ratio of lengths, a constant part and one that falls with the length; what is added to each length so that
# the ratio of two words means little; how far a document's own ratio may lie from the usual one (English letters to a Korean one).
_VARIANCE, _VARIANCE_PER_LETTER = 0.15**2, 2.0
_PADDING, _LETTERS_RATIO, _RATIO_SPREAD = 5.0, 2.2, 0.25
# A longer text is no sentence; its amounts would pair across all of it.
_LONGEST_TEXT = 2_000
# Scores are taken for odds within these bounds; verdicts on neighbours count up to so many log-odds.
_SURE_SCORE, _SURE = 1e-3, 4.0
# How many segments on either side are neighbours of one, and how many are of its region.
_NEAR, _REGION = 2, 10
# Log-odds that a document with few segments is drawn to, and how strongly.
_EXPECTED, _EXPECTED_WEIGHT = 1.5, 2.0
# What counts as a reason, in log-odds, and how many are told.
_REASON, _MOST_REASONS = -0.5, 2
# What a person can check: that there are few words, or no equal amounts, is none of it.
_CHECKABLE = tuple(name for name in FEATURES if name not in ("words", "equal"))
_NINETY = 1.645  # standard deviations of a normal distribution that hold nine tenths of it

_Counts = tuple[int, int, int]


def measure(
    pairs: Sequence[tuple[str, str]],
    scores: Sequence[float] | None = None,
    *,
    terms: Iterable[tuple[str, str]] = (),
    amounts: Sequence[_Counts] | None = None,
) -> Floats:
    """float64[n, FEATURES] of one document's (Korean, English) segments, in order; rows of one-sided ones hold `score` alone.

    `scores` are the sentence aligner's. `terms` are pairs known to be right. `amounts` are (equal, one-sided, unequal) amounts of each
    segment where they are known.
    """
    out = np.zeros((len(pairs), len(FEATURES)))
    aligner, evidence = WordAligner(terms=terms), Evidence(terms)
    for start in range(0, len(pairs), _CHUNK):
        # The segments before and after are there as neighbours.
        first = start > 0
        cut = list(read_pairs(pairs[start - first : start + _CHUNK + 1]))
        rows = out[start : start + _CHUNK]
        _linked(rows, cut[first : first + len(rows)], aligner)
        _beside(rows, cut, int(first), evidence)
    found = [_amounts(*pair) for pair in pairs] if amounts is None else amounts
    if pairs:
        out[:, [_AT["equal"], _AT["one_sided"], _AT["unequal"]]] = np.minimum(found, _MOST_AMOUNTS)
    out[:, _AT["length"]] = _lengths(pairs)
    out[[not all(pair) for pair in pairs]] = 0.0
    if scores is not None:
        out[:, _AT["score"]] = _odds(np.clip(np.asarray(scores, np.float64), _SURE_SCORE, 1 - _SURE_SCORE))
    return out


def linked_share(seen: Floats) -> Floats:
    """float64[n]: the share of linked words in two-sided segments, of their features."""
    share: Floats = np.exp(seen[:, _AT["linked"]]) - _LEAST_LINKED
    return share


def is_scored(scores: Sequence[float | None] | None) -> bool:
    """Do these scores say anything? Frames without a sentence aligner's scores hold ones, or nothing."""
    return scores is not None and all(s is not None for s in scores) and any(s != 1.0 for s in scores)


def judge_segments(seen: Floats, two_sided: Flags, scored: bool) -> Floats:
    """float64[n]: the probability that each segment of a document is right, given its features.

    A one-sided segment is right when its sentence has no partner; without a score nothing is known of it (nan). That a sentence has none
    is believed as far as there are pairs to show that the texts are translations at all: of no more one-sided segments than there
    are pairs. One sentence beside two hundred is no text aligned well.
    """
    model = _models()["scored" if scored else "plain"]
    odds = _first_odds(seen, two_sided, scored)
    judged = ~np.isnan(odds)
    odds[judged] = model["context"][0] + surroundings(odds[judged]) @ model["context"][1:]
    out: Floats = 1 / (1 + np.exp(-odds))
    pairs, lone = int(two_sided.sum()), int((~two_sided).sum())
    out[~two_sided] *= min(1.0, pairs / max(lone, 1))
    return out


def doubts(seen: Floats, two_sided: Flags, scored: bool) -> list[list[str]]:
    """What speaks against each segment of a document, the strongest first: names of FEATURES, `around` (what surrounds it) or `lone`."""
    model = _models()["scored" if scored else "plain"]
    against = (seen - model["usual"]) * model["pair"][1:]
    odds = np.nan_to_num(_first_odds(seen, two_sided, scored))
    around = surroundings(odds)[:, 1:] @ model["context"][2:]
    out = []
    for row, near, pair in zip(against, around, two_sided, strict=True):
        worth = sorted([*((float(row[_AT[name]]), name) for name in _CHECKABLE), (float(near), "around")])
        out.append(
            [name for value, name in worth if value <= _REASON][:_MOST_REASONS] or [worth[0][1]] if pair else ["lone"]
        )
    return out


def surroundings(odds: Floats) -> Floats:
    """float64[n, CONTEXT]: first verdicts (log-odds) on the segments of a document, each beside what surrounds it.

    These are the means of the others of the document and of those of its region, as far as they lie below and above what is usual, and
    the mean of its neighbours.
    """
    n, bounded = len(odds), np.clip(odds, -_SURE, _SURE)
    document = (bounded.sum() - bounded + _EXPECTED * _EXPECTED_WEIGHT) / (n - 1 + _EXPECTED_WEIGHT) - _EXPECTED
    region = _mean_near(bounded, document + _EXPECTED, _REGION) - _EXPECTED
    near = _mean_near(bounded, document + _EXPECTED, _NEAR) - _EXPECTED
    parts = (np.minimum(document, 0), np.maximum(document, 0), np.minimum(region, 0), np.maximum(region, 0), near)
    return np.stack([odds, *parts], axis=1)


def interval(p: Floats, scored: bool) -> tuple[float, float, float]:
    """(share, low, high): the estimated share of right segments, with bounds that hold it in nine of ten documents."""
    return bounds(p, float(_models()["scored" if scored else "plain"]["spread"][0]))


def bounds(p: Floats, spread: float) -> tuple[float, float, float]:
    """The mean of `p`, and bounds that hold the true share in nine of ten documents.

    On the scale of the arc sine, on which shares have one variance wherever they lie (Fisher) and which ends at 0 and at 1. The variance is
    that of the segments, which gets small with their number, and that of the judge, who errs by document, which does not: `spread` of
    what a single segment has. Half a segment is added at both ends, because a share counts whole ones.
    """
    share = float(p.mean())
    smoothed = (float(p.sum()) + 1) / (len(p) + 2)
    single = smoothed * (1 - smoothed)
    n = single / max(TINY, float((p * (1 - p)).sum()) / len(p) ** 2 + spread * single)
    angle, reach, grain = asin(share**0.5), _NINETY / (2 * n**0.5), 0.5 / len(p)
    low, high = sin(max(0.0, angle - reach)) ** 2, sin(min(pi / 2, angle + reach)) ** 2
    return share, max(0.0, low - grain), min(1.0, high + grain)


def reason(keys: Iterable[str], ui: Literal["ko", "en"] = "en") -> str:
    """Doubts in words."""
    return "; ".join(_reasons()[key][ui == "en"] for key in keys)


# ---------------------------------------------------------------- private


def _mean_near(values: Floats, prior: Floats, reach: int) -> Floats:
    """float64[n]: the mean of the values at most `reach` places away, itself left out, and of one `prior`."""
    at, n = np.arange(len(values)), len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    first, last = np.maximum(at - reach, 0), np.minimum(at + reach + 1, n)
    mean: Floats = (sums[last] - sums[first] - values + prior) / (last - first)
    return mean


def _first_odds(seen: Floats, two_sided: Flags, scored: bool) -> Floats:
    """float64[n]: log-odds of each segment by itself; nan for what nothing is known of."""
    model = _models()["scored" if scored else "plain"]
    odds = np.full(len(seen), np.nan)
    odds[two_sided] = model["pair"][0] + seen[two_sided] @ model["pair"][1:]
    if scored:
        odds[~two_sided] = model["lone"][0] + model["lone"][1] * seen[~two_sided, _AT["score"]]
    return odds


def _linked(rows: Floats, pairs: Sequence[Pair], aligner: WordAligner) -> None:
    for row, pair, matrix in zip(rows, pairs, aligner.matrices(pairs), strict=True):
        share = min(matrix.max(1).mean(), matrix.max(0).mean()) if matrix.size else 0.0
        row[_AT["linked"]] = np.log(_LEAST_LINKED + share)
        row[_AT["words"]] = np.log1p(min(len(pair.ko), len(pair.en)))


def _beside(rows: Floats, pairs: Sequence[Pair], first: int, evidence: Evidence) -> None:
    """`margin` and `missed` of the segments from `first` on; names are left out, which cost too much for three looks."""
    rows[:, _AT["margin"]], rows[:, _AT["missed"]] = _USUAL_MARGIN, _USUAL_MISSED
    own = [_explained(pair, pair, evidence) for pair in pairs]
    # Of neighbours k and k + 1: the words of each side explained by the other's partner.
    across = [(_explained(a, b, evidence), _explained(b, a, evidence)) for a, b in pairwise(pairs)]
    for n, row in enumerate(rows):
        k = n + first
        beside = [(across[k - 1][1][0], across[k - 1][0][1])] if k else []
        beside += [(across[k][0][0], across[k][1][1])] if k + 1 < len(pairs) else []
        if beside:
            row[_AT["margin"]] = _both(own[k]) - max(map(_both, beside))
            row[_AT["missed"]] = max(
                _mean(np.maximum(there - here, 0))
                for sides in beside
                for here, there in zip(own[k], sides, strict=True)
            )


def _explained(ko: Pair, en: Pair, evidence: Evidence) -> tuple[Floats, Floats]:
    """How well each Korean word of one segment and each English word of another is explained by the other, in [0, 1]."""
    found = np.zeros(len(ko.ko)), np.zeros(len(en.en))
    for j, i, p in evidence.cells(Pair(ko.ko, en.en, (ko.texts[0], en.texts[1])), names=False):
        found[0][j], found[1][i] = max(found[0][j], p), max(found[1][i], p)
    # That a word has many translations makes none of them less right.
    return np.sqrt(found[0]), np.sqrt(found[1])


def _both(sides: tuple[Floats, Floats]) -> float:
    return (_mean(sides[0]) + _mean(sides[1])) / 2


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0


def _amounts(ko: str, en: str) -> _Counts:
    if not ko or not en or max(len(ko), len(en)) > _LONGEST_TEXT:
        return 0, 0, 0
    found = [pair.status for pair in compare_amounts(ko, en)]
    return found.count("match"), found.count("ko_only") + found.count("en_only"), found.count("mismatch")


def _lengths(pairs: Sequence[tuple[str, str]]) -> Floats:
    sizes = np.array([(len(ko), len(en)) for ko, en in pairs], np.float64).reshape(-1, 2) + _PADDING
    ratio = np.log(sizes[:, 0] * _LETTERS_RATIO / sizes[:, 1])
    there = [bool(ko and en) for ko, en in pairs]
    usual = float(np.clip(np.median(ratio[there]), -_RATIO_SPREAD, _RATIO_SPREAD)) if any(there) else 0.0
    variance = _VARIANCE + _VARIANCE_PER_LETTER * 2 / np.sqrt(2 * sizes[:, 0] * sizes[:, 1])
    out: Floats = np.log1p((ratio - usual) ** 2 / variance)
    return out


def _odds(p: Floats) -> Floats:
    out: Floats = np.log(p / (1 - p))
    return out


@lru_cache(maxsize=1)
def _models() -> dict[str, dict[str, Floats]]:
    """For segments with scores and without: weights, the bias first, of `pair`, `lone` and `context`; the `spread`; and the `usual`
    features of right segments."""
    found = tomllib.loads(files("malmoi.align").joinpath("estimate.toml").read_text("utf-8"))
    names = {
        "usual": FEATURES,
        "pair": ("bias", *FEATURES),
        "lone": ("bias", "score"),
        "context": ("bias", *CONTEXT),
        "spread": ("variance",),
    }
    return {
        kind: {
            part: np.array([table[part].get(name, 0.0) for name in names[part]], np.float64)
            for part in names
            if part in table
        }
        for kind, table in found.items()
    }


@lru_cache(maxsize=1)
def _reasons() -> dict[str, tuple[str, str]]:
    lines = files("malmoi.align").joinpath("estimate_reasons.tsv").read_text("utf-8").splitlines()[1:]
    return {key: (ko, en) for key, ko, en in (line.split("\t") for line in lines)}
