"""Confidence intervals by bootstrap over units (sentences, documents), and signatures of how a figure was made.

Efron, Tibshirani (1993): An Introduction to the Bootstrap: percentile intervals. Scores are functions of sums of counts, so a resample is
a vector of weights, and all resamples together are one product of matrices.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from malmoi.model.records import Score

__all__ = ["Floats", "score", "signature"]

Floats = NDArray[np.float64]
# Resamples, and the share of them that the interval holds.
SAMPLES, _CONFIDENCE = 1000, 0.95
# Counts that are drawn at a time: bounds the memory of long texts.
_CELLS = 1 << 24


def score(name: str, counts: Floats, value: Callable[[Floats], Floats], made: str, seed: int = 0) -> Score:
    """The `Score` of summed counts with its 95 % bootstrap interval.

    `counts`: float64[units, k]; `value` maps float64[..., k] of sums to float64[...]. One unit has no interval.
    """
    total = float(value(counts.sum(axis=0)))
    if len(counts) < _FEWEST:
        return Score(name, total, signature=made)
    samples = value(_resampled(counts, seed))
    low, high = np.quantile(samples, [(1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2])
    return Score(name, total, float(low), float(high), made)


_FEWEST = 2


def _resampled(counts: Floats, seed: int) -> Floats:
    """float64[SAMPLES, k]: sums over units drawn with replacement."""
    rng = np.random.default_rng(seed)
    n = len(counts)
    at_once = max(1, _CELLS // n)
    parts = []
    for start in range(0, SAMPLES, at_once):
        drawn = rng.multinomial(n, np.full(n, 1 / n), size=min(at_once, SAMPLES - start))
        parts.append(drawn @ counts)
    return np.concatenate(parts)


def signature(**fields: object) -> str:
    """`metric:aer|n:60|…|malmoi:0.1.0`: what was measured, on how much, with which settings, by which version."""
    parts: Mapping[str, object] = {**fields, "bs": SAMPLES, "malmoi": version("malmoi")}
    return "|".join(f"{name}:{value}" for name, value in parts.items())
