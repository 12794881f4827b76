"""Sums over units for pairs of phrases: compiled loops and NumPy agree, and both with the plain definition."""

import numpy as np
import pytest

from malmoi.extract.cells import HEAVY, NumpyCells
from malmoi.extract.sides import Phrase, Side, Unit
from malmoi.optional import can_compile


def made_side(random: np.random.Generator, size: int) -> Side:
    """Units of all weights, and some of the runs over them as phrases."""
    units = [Unit(f"u{i}", 2 * i, 2 * i + 1, float(w)) for i, w in enumerate(random.choice([0, 0.3, 0.5, 1], size))]
    ranges = [(a, b) for a in range(size) for b in range(a + 1, min(size, a + 4) + 1) if random.random() < 0.7]
    phrases = [Phrase(2 * a, 2 * b - 1, a, b, f"p{a}-{b}") for a, b in ranges or [(0, 1)]]
    return Side("x " * size, units, phrases)


def segment(seed: int) -> tuple[Side, Side, np.ndarray]:
    random = np.random.default_rng(seed)
    ko, en = (made_side(random, int(size)) for size in random.integers(1, 12, 2))
    links = random.random((len(ko.units), len(en.units)))
    return ko, en, np.where(random.random(links.shape) < 0.5, links, 0.0)


@pytest.mark.parametrize("seed", range(8))
def test_cover_and_edges_are_what_they_say(seed: int) -> None:
    ko, en, links = segment(seed)
    cells = NumpyCells(ko, en)
    cover, edges = cells.cover(links)[0], cells.edges(links)[0]
    for i, p in enumerate(ko.phrases):
        for j, q in enumerate(en.phrases):
            best = links[p.first : p.last, q.first : q.last].max(1)
            weights = np.array([u.weight for u in ko.units[p.first : p.last]])
            assert cover[i, j] == pytest.approx((best * weights).sum() / max(weights.sum(), 1e-9), abs=1e-9)
            ends = [best[at] if weights[at] >= HEAVY else 0.5 for at in (0, -1)]
            assert edges[i, j] == pytest.approx(min(ends))


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
@pytest.mark.parametrize("seed", range(30))
def test_compiled_loops_give_the_same(seed: int) -> None:
    from malmoi.extract.cells_compiled import CompiledCells

    ko, en, links = segment(seed)
    plain, fast = NumpyCells(ko, en), CompiledCells(ko, en)
    for name in ("cover", "best", "edges"):
        for a, b in zip(getattr(plain, name)(links), getattr(fast, name)(links), strict=True):
            assert b == pytest.approx(a, abs=1e-12), name
    assert fast.context(links) == pytest.approx(plain.context(links), abs=1e-12)
