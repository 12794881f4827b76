"""Sums over units for pairs of phrases: compiled loops and NumPy agree, and both with the plain definition."""

import numpy as np
import pytest

from malmoi.extract.cells import Cells
from malmoi.extract.evidence import Evidence
from malmoi.extract.layout import Batch
from malmoi.extract.pairing import Judged, _order, choose
from malmoi.extract.rivalry import best_rivals
from malmoi.extract.sides import Phrase, Side, Unit
from malmoi.extract.thresholds import HEAVY
from malmoi.extract.unit_features import Units, numpy_unit_features
from malmoi.extract.unit_lexicon import Entries
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
    cells = Cells(Batch.of([segment(seed + 1)[:2], (ko, en)]), 1)
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
    from malmoi.extract.unit_features_compiled import compiled_unit_features

    random = np.random.default_rng(seed)
    made = [segment(3 * seed + i) for i in range(3)]
    nothing = Side("", [], [])
    sides = [(marked(ko, random), en) for ko, en, _ in made] + [(nothing, made[0][1])]
    batch = Batch.of(sides)
    links = np.concatenate([m.ravel() for _, _, m in made])
    others = [np.where(random.random(len(links)) < share, random.permutation(links), 0.0) for share in (0.4, 0.2, 0)]
    kept = random.random(int(batch.pair_at[-1])) < 0.1
    units = Units(links, *others, Entries(*np.zeros((2, 0, 2), np.int64), np.zeros(0)))
    plain, fast = numpy_unit_features(batch, units, kept), compiled_unit_features(batch, units, kept)
    assert plain[0][-1] == plain[0][-2] > 0
    for a, b in zip(plain, fast, strict=True):
        assert b == pytest.approx(a, abs=1e-12)


def marked(ko: Side, random: np.random.Generator) -> Side:
    """With some phrases that contradict the tokeniser."""
    return Side(ko.text, ko.units, [p._replace(repaired=bool(random.random() < 0.3)) for p in ko.phrases])


def made_evidence(seed: int) -> Evidence:
    """Some pairs of three segments, the second without any."""
    random = np.random.default_rng(seed)
    sides = [segment(3 * seed + i)[:2] for i in range(3)]
    batch = Batch.of(sides)
    kept = random.random(int(batch.pair_at[-1])) < 0.5
    kept[batch.pair_at[1] : batch.pair_at[2]] = False
    found = [np.nonzero(batch.of_phrases(kept, n)) for n in range(3)]
    at = np.concatenate([[0], np.cumsum([len(rows) for rows, _ in found])])
    ko = np.concatenate([rows + batch.ko.phrase_at[n] for n, (rows, _) in enumerate(found)])
    en = np.concatenate([columns + batch.en.phrase_at[n] for n, (_, columns) in enumerate(found)])
    # Some texts stand twice.
    reads = (random.integers(0, 4, len(layout.runs)) for layout in (batch.ko, batch.en))
    return Evidence.of_units(batch, at, ko, en, np.zeros((len(ko), 18)), *reads)


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
@pytest.mark.parametrize("seed", range(20))
def test_compiled_rivals_are_the_same(seed: int) -> None:
    from malmoi.extract.rivalry_compiled import compiled_best_rivals

    pairs = made_evidence(seed)
    odds, cut_odds = np.random.default_rng(seed).normal(size=(2, len(pairs.ko)))
    fast = compiled_best_rivals(odds, cut_odds, pairs.places(), pairs)
    for n in range(3):
        here = slice(pairs.at[n], pairs.at[n + 1])
        plain = best_rivals(odds[here], cut_odds[here], pairs.places()[here], pairs.of(n))
        assert (fast[:, here] == np.array(plain)).all()


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
@pytest.mark.parametrize("least", [0.2, 0.7])
@pytest.mark.parametrize("seed", range(20))
def test_compiled_choice_is_the_same(seed: int, least: float) -> None:
    from malmoi.extract.pairing_compiled import compiled_choice

    pairs, random = made_evidence(seed), np.random.default_rng(seed)
    places = pairs.places()
    # Few values, so that many are equal; the longer a pair, the better.
    odds = random.integers(0, 4, len(places)) + (places[:, 1] - places[:, 0]) / 2
    judged = Judged(places, random.integers(0, 10, len(places)) / 10, odds)
    fast = compiled_choice(pairs, judged, _order(judged), least, 0.5)
    for n, taken in enumerate(fast):
        here = slice(pairs.at[n], pairs.at[n + 1])
        assert taken == choose(Judged(places[here], judged.confidence[here], odds[here]), least)
    assert sum(map(len, fast)) > 0
