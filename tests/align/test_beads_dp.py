"""The path against a search of all paths, on grids small enough for that."""

import itertools

import numpy as np
import pytest

from malmoi.align.dp import BEADS, Band, Gaps, Grid, Step, best_path, posteriors


def random_grid(n: int, m: int, seed: int) -> Grid:
    rng = np.random.default_rng(seed)
    beads = []
    for i in range(n + 1):
        row = rng.normal(0, 2, (len(BEADS), m + 1))
        for k, (a, b) in enumerate(BEADS):
            if i + a > n:
                row[k] = -np.inf
            row[k, m - b + 1 :] = -np.inf
        beads.append(row)
    band = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))
    return Grid(band, beads, Gaps(rng.normal(-1, 0.5, n), rng.normal(-1, 0.5, m), -0.7, -0.4))


def all_paths(grid: Grid, i: int = 0, j: int = 0, gap: str = "") -> list[tuple[float, tuple[Step, ...]]]:
    """Every path from (i, j) with its worth; in a run of gaps the Korean ones come first."""
    n, m = grid.rows, int(grid.band.high[-1])
    if (i, j) == (n, m):
        return [(0.0, ())]
    found = []
    for k, (a, b) in enumerate(BEADS):
        if i + a <= n and j + b <= m:
            found += [(grid.beads[i][k][j] + w, (Step(i, j, a, b), *p)) for w, p in all_paths(grid, i + a, j + b)]
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
            total += grid.beads[s.i][BEADS.index((s.a, s.b))][s.j]
            gap = ""
        else:
            side = "ko" if s.a else "en"
            opening = grid.gaps.open_ko if s.a else grid.gaps.open_en
            total += (grid.gaps.ko[s.i] if s.a else grid.gaps.en[s.j]) + (0 if gap == side else opening)
            gap = side
    return total


@pytest.mark.parametrize("n, m", SIZES)
def test_posteriors_are_shares_of_all_paths(n: int, m: int) -> None:
    grid = random_grid(n, m, 7)
    paths = all_paths(grid)
    weights = np.exp([w for w, _ in paths])
    weights /= weights.sum()
    beads, gone_ko, gone_en = posteriors(grid)
    want_ko, want_en = np.zeros(n), np.zeros(m)
    want = np.zeros((n + 1, len(BEADS), m + 1))
    for share, (_, path) in zip(weights, paths, strict=True):
        for s in path:
            if s.a and s.b:
                want[s.i, BEADS.index((s.a, s.b)), s.j] += share
            elif s.a:
                want_ko[s.i] += share
            else:
                want_en[s.j] += share
    assert gone_ko == pytest.approx(want_ko, abs=1e-6)
    assert gone_en == pytest.approx(want_en, abs=1e-6)
    for i in range(n + 1):
        assert beads[i] == pytest.approx(want[i], abs=1e-6)


def test_a_band_that_holds_the_path_changes_nothing() -> None:
    grid = random_grid(6, 6, 3)
    diagonal = [r.copy() for r in grid.beads]
    for i in range(6):
        diagonal[i][0, i] = 5.0
    whole = Grid(grid.band, diagonal, grid.gaps)
    low = np.array([0, 0, 1, 2, 3, 4, 5])
    high = np.array([1, 2, 3, 4, 5, 6, 6])
    rows = [diagonal[i][:, low[i] : high[i] + 1] for i in range(7)]
    banded = Grid(Band(low, high), rows, grid.gaps)
    assert best_path(banded) == best_path(whole) == [Step(i, i, 1, 1) for i in range(6)]


def test_a_run_of_gaps_is_opened_once() -> None:
    # Two beads and four lonely sentences: with a dear opening the lonely ones stand together.
    n, m = 6, 2
    beads = [np.where(np.isinf(row), row, -50.0) for row in random_grid(n, m, 0).beads]
    for i, j in itertools.product(range(n), range(m)):
        beads[i][0, j] = 0.0
    band = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))
    grid = Grid(band, beads, Gaps(np.full(n, -0.1), np.full(m, -0.1), -5.0, -5.0))
    kinds = [(s.a, s.b) for s in best_path(grid)]
    assert sorted(kinds) == [(1, 0)] * 4 + [(1, 1)] * 2
    runs = [kind for kind, _ in itertools.groupby(kinds) if kind == (1, 0)]
    assert len(runs) == 1
