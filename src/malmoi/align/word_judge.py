"""How probable a link is, given what both directions of the model say of it and of its rivals.

A logistic regression fitted on hand-aligned lines (`word_judge.toml` says on what); a link that annotators only allow counts half.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files

import numpy as np

from malmoi.align.flat import Floats, Ints
from malmoi.align.word_corpus import Corpus

__all__ = ["FEATURES", "features", "judge"]

# What is looked at; the file has a weight for each, and one for "bias".
FEATURES = ("strength", "rival_ko", "rival_en", "evidence")
# Cells weaker than this are no candidates.
_LEAST = 0.02
# Decimals of a probability: far more than mean anything, and fewer than those in which compiled sums differ from NumPy's.
_PLACES = 6


def judge(corpus: Corpus, to_en: Floats, to_ko: Floats) -> tuple[Ints, Floats]:
    """The candidate cells of a corpus, rising, and the probability of each, in (0, 1)."""
    cells, seen = features(corpus, to_en, to_ko)
    bias, weights = _weights()
    probability: Floats = np.round(1 / (1 + np.exp(-(seen @ weights + bias))), _PLACES)
    return cells, probability


def features(corpus: Corpus, to_en: Floats, to_ko: Floats) -> tuple[Ints, Floats]:
    """Candidate cells, and float64[candidates, FEATURES].

    strength: the geometric mean of both directions; rival_ko, rival_en: the strongest other candidate of the same Korean, of the
    same English unit; evidence: see `word_evidence`.
    """
    strength = np.sqrt(to_en * to_ko)
    cells = np.flatnonzero(strength >= _LEAST)
    here = strength[cells]
    rivals = _rival(here, corpus.ko_of[cells]), _rival(here, corpus.en_of[cells])
    return cells, np.stack([here, *rivals, corpus.evidence[cells]], axis=1).astype(np.float64)


# ---------------------------------------------------------------- private


def _rival(strength: Floats, owner: Ints) -> Floats:
    """For each candidate, the strongest other one of its owner; 0 where there is none."""
    order = np.lexsort((-strength, owner))
    ranked, owners = strength[order], owner[order]
    leads = np.ones(len(order), np.bool_)
    leads[1:] = owners[1:] != owners[:-1]
    best = ranked[np.maximum.accumulate(np.where(leads, np.arange(len(order)), 0))]
    follower = np.zeros(len(order))
    follower[:-1] = np.where(leads[1:], 0.0, ranked[1:])
    rival = np.empty(len(order))
    rival[order] = np.where(leads, follower, best)
    return rival


@lru_cache(maxsize=1)
def _weights() -> tuple[float, Floats]:
    table = tomllib.loads(files("malmoi.align").joinpath("word_judge.toml").read_text("utf-8"))["weights"]
    return float(table["bias"]), np.array([table[name] for name in FEATURES], np.float64)
