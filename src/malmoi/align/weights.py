"""Weights of the features of sentence alignment, read from `beads.toml`; `fit_beads.py` makes that file."""

import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["load_weights"]


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Name of a feature → its weight in nats a unit."""
    text = files("malmoi.align").joinpath("beads.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}
