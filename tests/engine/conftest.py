"""Engines that are opened once for many tests: starting processes is what takes time here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Engine

# So that workers, too, can import what these tests have them do.
sys.path.insert(0, str(Path(__file__).parent))

from kinds import KINDS, name_of


@pytest.fixture(scope="module", params=KINDS, ids=name_of)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine with one, two and three workers."""
    name, workers = request.param
    if name == "dask":
        pytest.importorskip("distributed")
    with open_engine(name, workers) as opened:
        yield opened
