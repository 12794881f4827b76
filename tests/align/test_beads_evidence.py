"""What sentence alignment sees of two texts: words that match, anchors, bands, the worth of a bead."""

from itertools import pairwise

import numpy as np
import pytest

from malmoi.align.band import SMALL, find_anchors, make_band, make_windows
from malmoi.align.beads import read_pair
from malmoi.align.dp import BEADS
from malmoi.align.lexical import CLASSES
from malmoi.align.matching import find_matches, find_names
from malmoi.align.potentials import SHAPE, Block, bead_name, lexical_block, shape_block
from malmoi.align.side import MARKS, read_side
from malmoi.align.weights import load_neural_weights, load_weights

# Korean, English, the kinds of matches between them
MATCHES = [
    ("2018년에 1,500명이 왔다.", "In 2018, 1500 people came.", {"figure"}),
    ("챗GPT와 AT&T가 손잡았다.", "GPT and AT&T join hands.", {"latin"}),
    ("정부가 발표했다.", "The government announced it.", {"lexicon"}),
]


@pytest.mark.parametrize("ko, en, kinds", MATCHES)
def test_kinds_of_matches(ko: str, en: str, kinds: set[str]) -> None:
    left, right = read_side([ko], "ko"), read_side([en], "en")
    assert kinds <= {CLASSES[m.kind] for m in find_matches(left, right)}


def test_names_match_across_scripts() -> None:
    left = read_side(["도널드 트럼프가 캐버노와 만났다."], "ko")
    right = read_side(["Donald Trump met Kavanaugh in Washington."], "en")
    ko, en = list(left.types), list(right.types)
    found = {(ko[m.ko], en[m.en]) for m in find_names(left, right, ())}
    assert ("트럼프", "@trump") in found
    assert not any(e == "@washington" for _, e in found)


def test_a_glossary_pair_matches() -> None:
    left, right = read_side(["갸르뭉이 왔다."], "ko"), read_side(["The zyx came."], "en")
    pair = next(iter(set(left.types) & {"갸르뭉", "갸르뭉이"}), None)
    assert pair is not None
    assert any(CLASSES[m.kind] == "glossary" for m in find_matches(left, right, [(pair, "zyx")]))


MARKED = [
    ("정말? 그래!", "ko", {"stops": 2, "questions": 1, "exclamations": 1}),
    ('"그는 갔다."', "ko", {"opens_quote": 1, "closes_quote": 1, "quotes": 2}),
    ("제목", "ko", {"heading": 1, "stops": 0}),
    ("1. Open the file (again):", "en", {"list": 1, "brackets": 1, "colon": 1}),
]


@pytest.mark.parametrize("text, lang, expected", MARKED)
def test_marks(text: str, lang: str, expected: dict[str, int]) -> None:
    side = read_side([text], lang)  # type: ignore[arg-type]
    assert {name: int(side.marks[MARKS.index(name), 0]) for name in expected} == expected


def test_a_bead_of_the_right_sentences_is_worth_more() -> None:
    pair = read_pair(
        ["정부가 예산을 늘렸다.", "학교는 문을 닫았다."], ["The government raised the budget.", "The school closed."]
    )
    worth = lexical_block(pair, Block(0, 2, 0, 2), load_weights())[1, 1]
    assert worth[0, 0] > worth[0, 1]
    assert worth[1, 1] > worth[1, 0]


def test_blocks_of_a_grid_agree_with_the_whole() -> None:
    ko = [f"문서 {i}호는 정부가 {i * 37}번 학교에 두었다." for i in range(12)]
    en = [f"The government keeps document {i} at school {i * 37}." for i in range(12)]
    pair = read_pair(ko, en)
    whole = lexical_block(pair, Block(0, 12, 0, 12), load_weights())
    part = lexical_block(pair, Block(3, 7, 2, 9), load_weights())
    for a, b in BEADS:
        rows, cols = slice(3, min(7, 12 - a + 1)), slice(2, min(9, 12 - b + 1))
        inside = part[a, b][: rows.stop - 3, : cols.stop - 2]
        assert inside == pytest.approx(whole[a, b][rows, cols], abs=1e-4)
        shapes = shape_block(pair, Block(3, 7, 2, 9), a, b)[:, : rows.stop - 3, : cols.stop - 2]
        assert shapes == pytest.approx(shape_block(pair, Block(0, 12, 0, 12), a, b)[:, rows, cols], abs=1e-4)


def test_every_feature_has_a_weight() -> None:
    lexical = {f"{name}_{what}" for name in CLASSES for what in ("hit", "miss")}
    gaps = {"gap_ko", "gap_en", "gap_open_ko", "gap_open_en"}
    assert set(load_weights()) == {*SHAPE, *lexical, *gaps, *(bead_name(a, b) for a, b in BEADS)}
    assert set(load_neural_weights()) == {"words", "margin", "vector_1_1", "vector_two", "vector_more", "vector_gap"}


N = 700
KO = [f"{i * 7919 % 100_003}번 문서다." for i in range(N)]
EN = [f"Document {i * 7919 % 100_003}." for i in range(N)]


def test_anchors_follow_a_gap_and_the_band_holds_them() -> None:
    assert N * N > SMALL
    en = EN[:200] + EN[400:]
    anchors = find_anchors(read_pair(KO, en))
    assert all(np.diff(anchors.ko[1:-1]) > 0)
    for i, j in zip(anchors.ko[1:-1], anchors.en[1:-1], strict=True):
        assert j == (i if i < 200 else i - 200)
    assert len(anchors.ko) > 300
    for window in make_windows(anchors):
        band = make_band(anchors, window, 4)
        assert (band.low <= band.high).all()
        assert (np.diff(band.low) >= 0).all()
        assert (np.diff(band.high) >= 0).all()
        assert (band.high[:-1] >= band.low[1:]).all()
        assert band.low[0] == 0
        assert band.high[-1] == window.j1 - window.j0


def test_windows_cover_the_text_and_overlap() -> None:
    long_ko, long_en = [f"{k} {i}" for i in range(4) for k in KO], [f"{e} {i}" for i in range(4) for e in EN]
    windows = make_windows(find_anchors(read_pair(long_ko, long_en)))
    assert len(windows) > 2
    assert windows[0].i0 == windows[0].begins == 0
    assert windows[-1].i1 == len(long_ko)
    for before, after in pairwise(windows):
        assert after.i0 < after.begins < before.i1
