"""Engines that are opened once for many tests: starting processes is what takes time here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Engine

# So that workers, too, can import what these tests have them do.
sys.path.insert(0, str(Path(__file__).parent))

KINDS = [(name, workers) for name in ("local", "dask") for workers in (1, 2, 3)]


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: f"{kind[0]}-{kind[1]}")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine with one, two and three workers."""
    name, workers = request.param
    if name == "dask":
        pytest.importorskip("distributed")
    with open_engine(name, workers) as opened:
        yield opened


@pytest.fixture(scope="module", params=["local", "dask"])
def pair(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine with two workers."""
    if request.param == "dask":
        pytest.importorskip("distributed")
    with open_engine(request.param, 2) as opened:
        yield opened
