"""Weights of the features of sentence alignment, read from `beads.toml`; tests/bench/sentences_fit.py makes that file."""

import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["load_neural_weights", "load_weights"]


def load_weights() -> dict[str, float]:
    """Name of a feature → its weight in nats a unit; of `malmoi.align.potentials`."""
    return _tables()["weights"]


def load_neural_weights() -> dict[str, float]:
    """Weights of the second stage, `malmoi.align.neural`."""
    return _tables()["neural"]


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, float]]:
    text = files("malmoi.align").joinpath("beads.toml").read_text("utf-8")
    return {name: {k: float(v) for k, v in table.items()} for name, table in tomllib.loads(text).items()}
