"""The fitted model that turns evidence into a probability: logistic regressions over named columns, read from a table.

`data/model.toml` holds numbers only: for each regression its bias and, column by column, mean, deviation and weight. It says how it was
made; `tests/bench/fit_terms.py` makes it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

__all__ = ["Logistic", "fit", "load", "signature"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """p = 1 / (1 + exp(-(bias + (x - mean) / deviation · weight))) over `columns`."""

    columns: tuple[str, ...]
    bias: float
    mean: Floats
    deviation: Floats
    weight: Floats

    def odds(self, features: Floats) -> Floats:
        """float64[n] log-odds of float64[n, len(columns)]."""
        weight = self.weight / self.deviation
        # Not the product of matrices: its library would keep the other processors busy with waiting for such a small one.
        out: Floats = np.einsum("ij,j->i", features, weight) + (self.bias - self.mean @ weight)
        return out

    def probabilities(self, features: Floats) -> Floats:
        """float64[n] in (0, 1) of float64[n, len(columns)]."""
        out: Floats = 1 / (1 + np.exp(-np.clip(self.odds(features), -700, 700)))
        return out

    def table(self) -> dict[str, object]:
        """As it stands in the file."""
        rows = zip(self.columns, self.mean, self.deviation, self.weight, strict=True)
        return {"bias": self.bias} | {c: [float(m), float(d), float(w)] for c, m, d, w in rows}


@cache
def load() -> Mapping[str, Logistic]:
    """The shipped regressions by name."""
    document = tomllib.loads(files("malmoi.extract").joinpath("data/model.toml").read_text("utf-8"))
    return {name: _read(table) for name, table in document["model"].items()}


@cache
def signature() -> str:
    """Which fitted model answers, as it stands in a result's signature: terms: and the first digits of its file's SHA-256."""
    model = files("malmoi.extract").joinpath("data/model.toml").read_bytes()
    return f"terms:{sha256(model).hexdigest()[:_DIGITS]}"


_DIGITS = 8


def _read(table: Mapping[str, float | list[float]]) -> Logistic:
    rows = {name: value for name, value in table.items() if isinstance(value, list)}
    numbers = np.array(list(rows.values()))
    bias = table["bias"]
    return Logistic(tuple(rows), float(bias) if isinstance(bias, (int, float)) else 0.0, *numbers.T)


def fit(
    columns: Sequence[str], features: Floats, truth: Floats, weights: Floats | None = None, ridge: float = 1.0
) -> Logistic:
    """Fit by Newton's method with an L2 penalty of `ridge` on standardised weights; `truth` is 0 or 1, float64[n]."""
    # A column that is rarely set must not become cheap to weigh by being blown up.
    mean, deviation = features.mean(0), np.maximum(features.std(0), _LEAST_DEVIATION)
    x = np.column_stack([np.ones(len(features)), (features - mean) / deviation])
    w = np.ones(len(truth)) if weights is None else weights
    penalty = ridge * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (w * (p - truth)) + penalty @ beta
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(x.shape[1])
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < _SETTLED:
            break
    return Logistic(tuple(columns), float(beta[0]), mean, deviation, beta[1:])


_LEAST_DEVIATION, _SETTLED, _STEPS = 0.25, 1e-6, 50
