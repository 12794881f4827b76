"""The path against a search of all paths, on grids small enough for that."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from malmoi.align.dp import best_path, log_total, posteriors
from malmoi.align.net import BEADS, Band, Gaps, Grid, Step


def whole_band(n: int, m: int) -> Band:
    return Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))


def banded(band: Band, worth: NDArray[np.float32], gaps: Gaps) -> Grid:
    """The grid of a band, from float32[len(BEADS), n + 1, m + 1] of the worth of every bead."""
    return Grid(band, np.ascontiguousarray(worth[:, band.row, band.column]), gaps)


def random_worth(n: int, m: int, seed: int) -> NDArray[np.float32]:
    worth = np.random.default_rng(seed).normal(0, 2, (len(BEADS), n + 1, m + 1)).astype(np.float32)
    for k, (a, b) in enumerate(BEADS):
        worth[k, max(0, n - a + 1) :] = -np.inf
        worth[k, :, max(0, m - b + 1) :] = -np.inf
    return worth


def random_grid(n: int, m: int, seed: int) -> Grid:
    rng = np.random.default_rng(seed)
    gaps = Gaps(rng.normal(-1, 0.5, n), rng.normal(-1, 0.5, m), -0.7, -0.4)
    return banded(whole_band(n, m), random_worth(n, m, seed), gaps)


def worth_of(grid: Grid, i: int, j: int, a: int, b: int) -> float:
    return float(grid.beads[BEADS.index((a, b)), grid.band.node(i, j)])


def all_paths(grid: Grid, i: int = 0, j: int = 0, gap: str = "") -> list[tuple[float, tuple[Step, ...]]]:
    """Every path from (i, j) with its worth; in a run of gaps the Korean ones come first."""
    n, m = grid.band.rows, int(grid.band.high[-1])
    if (i, j) == (n, m):
        return [(0.0, ())]
    found = []
    for a, b in BEADS:
        if i + a <= n and j + b <= m:
            found += [
                (worth_of(grid, i, j, a, b) + w, (Step(i, j, a, b), *p)) for w, p in all_paths(grid, i + a, j + b)
            ]
    if i < n and gap != "en":
        cost = grid.gaps.ko[i] + (0 if gap == "ko" else grid.gaps.open_ko)
        found += [(cost + w, (Step(i, j, 1, 0), *p)) for w, p in all_paths(grid, i + 1, j, "ko")]
    if j < m:
        cost = grid.gaps.en[j] + (0 if gap == "en" else grid.gaps.open_en)
        found += [(cost + w, (Step(i, j, 0, 1), *p)) for w, p in all_paths(grid, i, j + 1, "en")]
    return found


SIZES = [(1, 1), (1, 4), (4, 1), (3, 3), (4, 3), (2, 5), (4, 4)]


@pytest.mark.parametrize("n, m", SIZES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_best_path_is_the_best_of_all(n: int, m: int, seed: int) -> None:
    grid = random_grid(n, m, seed)
    worth, path = max(all_paths(grid), key=lambda found: found[0])
    assert best_path(grid) == list(path)
    assert worth == pytest.approx(sum_of(grid, list(path)))


def sum_of(grid: Grid, path: list[Step]) -> float:
    total, gap = 0.0, ""
    for s in path:
        if s.a and s.b:
            total += worth_of(grid, s.i, s.j, s.a, s.b)
            gap = ""
        else:
            side = "ko" if s.a else "en"
            opening = grid.gaps.open_ko if s.a else grid.gaps.open_en
            total += (grid.gaps.ko[s.i] if s.a else grid.gaps.en[s.j]) + (0 if gap == side else opening)
            gap = side
    return total


@pytest.mark.parametrize("n, m", SIZES)
@pytest.mark.parametrize("compiled", [False, True])
def test_posteriors_are_shares_of_all_paths(n: int, m: int, compiled: bool) -> None:
    if compiled:
        pytest.importorskip("numba")
    grid = random_grid(n, m, 7)
    paths = all_paths(grid)
    weights = np.exp([w for w, _ in paths])
    assert log_total(grid) == pytest.approx(np.log(weights.sum()))
    weights /= weights.sum()
    beads, gone_ko, gone_en = posteriors(grid, compiled)
    want_ko, want_en = np.zeros(n), np.zeros(m)
    want = np.zeros((len(BEADS), grid.band.nodes))
    for share, (_, path) in zip(weights, paths, strict=True):
        for s in path:
            if s.a and s.b:
                want[BEADS.index((s.a, s.b)), grid.band.node(s.i, s.j)] += share
            elif s.a:
                want_ko[s.i] += share
            else:
                want_en[s.j] += share
    assert gone_ko == pytest.approx(want_ko, abs=1e-6)
    assert gone_en == pytest.approx(want_en, abs=1e-6)
    assert beads == pytest.approx(want, abs=1e-6)


STEPS = [0, 1, 1, 3, 3, 3, 6, 8, 8, 9]


def test_a_band_that_holds_the_path_changes_nothing() -> None:
    worth, gaps = random_worth(6, 6, 3), random_grid(6, 6, 3).gaps
    for i in range(6):
        worth[0, i, i] = 5.0
    low, high = np.array([0, 0, 1, 2, 3, 4, 5]), np.array([1, 2, 3, 4, 5, 6, 6])
    narrow, whole = banded(Band(low, high), worth, gaps), banded(whole_band(6, 6), worth, gaps)
    assert best_path(narrow) == best_path(whole) == [Step(i, i, 1, 1) for i in range(6)]


@pytest.mark.parametrize("seed", range(5))
def test_compiled_and_numpy_agree_in_a_band(seed: int) -> None:
    pytest.importorskip("numba")
    low = np.array([max(0, at - 2) for at in STEPS])
    high = np.array([min(9, at + 3) for at in STEPS[:-1]] + [9])
    rng = np.random.default_rng(seed)
    gaps = Gaps(rng.normal(-1, 0.5, 9), rng.normal(-1, 0.5, 9), -0.7, -0.4)
    grid = banded(Band(low, high), random_worth(9, 9, seed), gaps)
    assert best_path(grid, compiled=True) == best_path(grid, compiled=False)
    for fast, plain in zip(posteriors(grid, compiled=True), posteriors(grid, compiled=False), strict=True):
        assert fast == pytest.approx(plain, abs=1e-6)


def test_a_run_of_gaps_is_opened_once() -> None:
    # Two beads and four lonely sentences: with a dear opening the lonely ones stand together.
    n, m = 6, 2
    worth = np.where(np.isinf(random_worth(n, m, 0)), -np.inf, -50.0).astype(np.float32)
    worth[0, :n, :m] = 0.0
    grid = banded(whole_band(n, m), worth, Gaps(np.full(n, -0.1), np.full(m, -0.1), -5.0, -5.0))
    kinds = [(s.a, s.b) for s in best_path(grid)]
    assert sorted(kinds) == [(1, 0)] * 4 + [(1, 1)] * 2
    runs = [kind for kind, _ in itertools.groupby(kinds) if kind == (1, 0)]
    assert len(runs) == 1
