"""What sentence vectors say of beads that words leave open."""

import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from malmoi.align.encoder import Vectors
from malmoi.align.net import BEADS, Band, Gaps, Grid
from malmoi.align.neural import EVIDENCE, FEATURES, Evidence, evidence, kind_of, refined
from malmoi.align.scale import Scale, measure, sentences

JOIN_KO = BEADS.index((2, 1))
ONE = BEADS.index((1, 1))
# What the first and second topic, and others, look like; a text is the sum of the topics it names.
TOPICS = {"a": (1, 0, 0, 0), "b": (0, 1, 0, 0), "c": (0, 0, 1, 0), "z": (0, 0, 0, 1)}
E5_LIKE = Scale(0.117, 0.754, 0.795)
ALWAYS = {name: float(name == "words") for name in FEATURES}


class Named:
    """Encodes a text as the sum of the topics that its letters name."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([np.sum([TOPICS[ch] for ch in text if ch != " "], axis=0) for text in texts], np.float32)


def grid_of(n: int, m: int) -> Grid:
    band = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))
    beads = np.where(band.out == band.nodes, -np.inf, 1.0).astype(np.float32)
    return Grid(band, beads, Gaps(np.zeros(n), np.zeros(m), -1.0, -1.0))


def opened(grid: Grid, *beads: tuple[int, int, int]) -> NDArray[np.float32]:
    """Posteriors that leave these beads open: Korean sentence, kind, English sentence."""
    made = np.zeros(grid.beads.shape, np.float32)
    for i, k, j in beads:
        made[k, grid.band.node(i, j)] = 0.5
    return made


def found(ko: list[str], en: list[str], *beads: tuple[int, int, int]) -> Evidence:
    grid = grid_of(len(ko), len(en))
    return evidence(grid, opened(grid, *beads), ko, en, Vectors(Named(), "named"), E5_LIKE)


def said(ko: list[str], en: list[str]) -> dict[str, float]:
    """What is said of the first two Korean sentences beside the first English one."""
    return dict(zip(EVIDENCE, found(ko, en, (0, JOIN_KO, 0))[0, JOIN_KO, 0], strict=True))


def test_a_true_join_gains_and_has_no_stranger_in_it() -> None:
    true = said(["a", "b", "c"], ["ab", "c"])
    assert true["gain"] > 0 == true["loss"]
    assert true["part"] > 0
    assert true["twin"] == pytest.approx(0)


def test_a_stranger_in_a_join_loses_and_is_seen() -> None:
    stranger = said(["a", "z", "c"], ["a", "c"])
    assert stranger["gain"] == stranger["loss"] < 0
    assert stranger["part"] == pytest.approx(0)
    assert stranger["margin"] > 0


def test_a_heading_that_says_what_follows_is_a_twin_and_gains_nothing() -> None:
    heading = said(["a", "a", "c"], ["a", "c"])
    assert heading["gain"] == pytest.approx(0, abs=1e-4)
    assert heading["twin"] > 5
    # Where neighbours are as much alike, sentences that are so are no twins.
    assert said(["a", "a", "a"], ["a", "c"])["twin"] == pytest.approx(0, abs=1e-4)


def test_single_sentences_have_a_margin_only() -> None:
    values = found(["a", "b"], ["a", "b"], (0, ONE, 0), (0, ONE, 1))
    right, wrong = values[0, ONE, 0], values[0, ONE, 1]
    assert right[0] > 0 > wrong[0]
    assert not right[1:].any()


def test_a_text_of_one_sentence_has_no_neighbours_and_still_an_answer() -> None:
    assert all(map(np.isfinite, said(["a", "b"], ["ab"]).values()))


def test_only_what_is_open_is_encoded_and_each_text_once() -> None:
    named = Named()
    grid = grid_of(9, 9)
    texts = list("aaaabzzzz"), list("ccccbcccc")
    evidence(grid, opened(grid, (4, ONE, 4)), *texts, Vectors(named, "named"), E5_LIKE)
    assert sorted(named.asked) == ["a", "b", "c", "z"]
    named.asked.clear()
    assert evidence(grid, opened(grid), *texts, Vectors(named, "named"), E5_LIKE) == {}
    assert named.asked == []


def test_evidence_is_weighed_and_what_is_impossible_stays_so() -> None:
    grid = grid_of(2, 2)
    likely = opened(grid, (0, ONE, 0), (0, JOIN_KO, 0))
    values: Evidence = {(0, ONE, 0): np.array([2.0, 0, 0, 0, 0]), (0, JOIN_KO, 0): np.array([1.0, -1, -1, 3, 4])}
    weights = ALWAYS | {"margin": 10.0, "loss": 100.0, "twin": -1.0, "vector_two": 0.5, "vector_gap": -2.0}
    made = refined(grid, likely, values, weights)
    node = grid.band.node(0, 0)
    assert made.beads[ONE, node] == pytest.approx(1 + 20)
    assert made.beads[JOIN_KO, node] == pytest.approx(1 + 10 - 100 - 4 + 0.5)
    assert made.beads[ONE, grid.band.node(1, 1)] == -30
    assert np.isneginf(made.beads[JOIN_KO, grid.band.node(1, 1)])
    assert (made.gaps.ko == -2).all()
    assert made.gaps.open_en == -1


def test_every_kind_of_bead_has_its_weight() -> None:
    assert {kind_of(k) for k in range(len(BEADS))} == {name for name in FEATURES if name.startswith("vector_")} - {
        "vector_gap"
    }


class Stretched:
    """Encodes texts by the topics that their letters name, the sentences that a scale is measured by by their subjects; every cosine
    c becomes `share` * c + 1 - `share`."""

    def __init__(self, share: float) -> None:
        self.share = share

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        known = {text: subject for side in sentences() for subject, text in enumerate(side)}
        made = np.zeros((len(texts), 64))
        for row, text in zip(made, texts, strict=True):
            if text in known:
                row[known[text]] = 2.0
                row[20 + zlib.crc32(text.encode()) % 30] = 1.0
            for ch in "" if text in known else text.replace(" ", ""):
                row[50:54] += TOPICS[ch]
        made *= np.sqrt(self.share) / np.linalg.norm(made, axis=1, keepdims=True)
        made[:, -1] = np.sqrt(1 - self.share)
        return made.astype(np.float32)


@pytest.mark.parametrize(("ko", "en"), [(["ab", "ac", "a"], ["ab", "a"]), (["a", "b"], ["ab"]), ("aacz", "acz")])
def test_an_encoder_with_wider_cosines_says_the_same(ko: list[str], en: list[str]) -> None:
    grid = grid_of(len(ko), len(en))
    beads = [(0, JOIN_KO, 0), (0, ONE, 0), (1, ONE, 0)]
    narrow, wide = (
        evidence(grid, opened(grid, *beads), list(ko), list(en), Vectors(Stretched(share), "stretched"))
        for share in (0.25, 1.0)
    )
    assert narrow.keys() == wide.keys()
    for bead, values in narrow.items():
        assert values == pytest.approx(wide[bead], abs=1e-3)
    assert max(np.abs(values).max() for values in narrow.values()) > 0.5


def test_the_scale_of_an_encoder_is_measured_once() -> None:
    vectors = Vectors(Stretched(0.3), "stretched")
    found = measure(vectors)
    assert found.gain == pytest.approx(0.3 * 0.8, abs=0.02)
    assert found.unlike == pytest.approx(0.7, abs=0.02)
    assert measure(vectors) is found


class Blind:
    """Encodes texts by nothing that they say."""

    def __init__(self, width: int) -> None:
        self.width = width

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        seeds = [zlib.crc32(text.encode()) for text in texts]
        return np.array([1 + np.random.default_rng(seed).random(self.width) for seed in seeds], np.float32)


@pytest.mark.parametrize("width", [1, 3, 300])
def test_an_encoder_that_knows_no_translations_is_not_believed(width: int) -> None:
    ko, en = list("abcdefgh"), list("stuvwxyz")
    grid = grid_of(len(ko), len(en))
    beads = [(i, ONE, j) for i in range(8) for j in range(8)]
    said = evidence(grid, opened(grid, *beads), ko, en, Vectors(Blind(width), "blind"))
    assert np.sqrt(np.mean([values[0] ** 2 for values in said.values()])) < 1
