"""What sentence alignment sees of two texts: words that match, anchors, bands, the worth of a bead."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from malmoi.align import neural
from malmoi.align.bags import find_phrases
from malmoi.align.band import SMALL, Anchors, find_anchors, make_band, make_windows
from malmoi.align.beads import read_pair
from malmoi.align.breaks import learn, numbered
from malmoi.align.coverage import lexical_worth
from malmoi.align.figures import amount_words
from malmoi.align.lexical import CLASSES, MatchTable
from malmoi.align.matching import find_amounts, find_matches, find_names
from malmoi.align.net import BEADS, Band, Step
from malmoi.align.potentials import SHAPE, Pair, bead_name, shape_features, worth
from malmoi.align.side import MARKS, Side, read_side
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


# Korean and English sentence, the pair of a glossary that both hold
LISTED = [
    ("갸르뭉이 왔다.", "The zyx came.", ("갸르뭉", "zyx")),
    (
        "새로운 소형모듈원전을 짓는다.",
        "They build new small modular reactors.",
        ("소형 모듈 원전", "small modular reactor"),
    ),
]


@pytest.mark.parametrize("ko, en, pair", LISTED)
def test_a_glossary_pair_matches(ko: str, en: str, pair: tuple[str, str]) -> None:
    phrases = find_phrases([pair])
    left, right = read_side([ko], "ko", phrases), read_side([en], "en", phrases)
    assert any(CLASSES[m.kind] == "glossary" for m in find_matches(left, right, [pair]))
    assert not any(CLASSES[m.kind] == "glossary" for m in find_matches(left, right, [("없는 말", "no such word")]))


def test_compounds_and_phrases_of_the_lexicon_match() -> None:
    left = read_side(["국회 의원이 인공지능을 말했다."], "ko")
    right = read_side(["The lawmaker spoke of artificial intelligence."], "en")
    ko, en = list(left.types), list(right.types)
    found = {(ko[m.ko], en[m.en]) for m in find_matches(left, right)}
    assert {("국회의원", "lawmaker"), ("인공지능", "artificial intelligence")} <= found


# Korean and English sentence, amounts that match by value only
VALUES = [
    ("5000억 달러를 들인다.", "It costs $500 billion.", {"~500000000000"}),
    ("세 명이 왔다.", "Three people came.", {"~3"}),
    ("20명이 왔다.", "20 people came.", set()),
]


@pytest.mark.parametrize("ko, en, expected", VALUES)
def test_amounts_match_by_value(ko: str, en: str, expected: set[str]) -> None:
    left = read_side([ko], "ko").with_words({0: amount_words(ko, "ko")})
    right = read_side([en], "en").with_words({0: amount_words(en, "en")})
    words = list(left.types)
    assert {words[m.ko] for m in find_amounts(left, right)} == expected


def test_words_are_added_in_their_sentences() -> None:
    side = read_side(["가방을 샀다.", "학교에 갔다.", "집에 왔다."], "ko")
    more = side.with_words({2: ["새말", "집"], 0: ["새말"]})
    words = {
        i: {w for w, t in more.types.items() if t in more.token_types[more.token_sentences == i]} for i in range(3)
    }
    assert "새말" in words[0]
    assert "새말" in words[2]
    assert "새말" not in words[1]
    assert (np.diff(more.token_sentences) >= 0).all()
    assert "새말" not in side.types


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


def whole(pair: Pair) -> Band:
    return Band(np.zeros(pair.ko.n + 1, np.int64), np.full(pair.ko.n + 1, pair.en.n, np.int64))


def test_a_bead_of_the_right_sentences_is_worth_more() -> None:
    pair = read_pair(
        ["정부가 예산을 늘렸다.", "학교는 문을 닫았다."], ["The government raised the budget.", "The school closed."]
    )
    band = whole(pair)
    made = lexical_worth(pair.ko, pair.en, pair.matches, band, load_weights())[0]
    assert made[band.node(0, 0)] > made[band.node(0, 1)]
    assert made[band.node(1, 1)] > made[band.node(1, 0)]


def test_a_narrow_band_holds_the_same_worth() -> None:
    rng = np.random.default_rng(0)
    words = [("정부", "government"), ("학교", "school"), ("경제", "economy"), ("회사", "company"), ("37", "37")]
    drawn = [rng.choice(len(words), 3) for _ in range(14)]
    ko = [" ".join(words[w][0] for w in row) + "를 보았다." for row in drawn]
    en = ["They saw " + " ".join(words[w][1] for w in row) + "." for row in drawn]
    pair = read_pair(ko, en)
    low = np.array([max(0, i - 3) for i in range(15)])
    high = np.array([min(14, i + 2 + i % 3 // 2) for i in range(14)] + [14])
    narrow, wide = Band(low, np.maximum.accumulate(high)), whole(pair)
    for few, many in (
        (lexical_worth(pair.ko, pair.en, pair.matches, b, load_weights()) for b in (narrow, wide)),
        (worth(pair, b, load_weights()) for b in (narrow, wide)),
    ):
        for k in range(len(BEADS)):
            for at in np.flatnonzero(narrow.out[k] < narrow.nodes):
                there = wide.node(int(narrow.row[at]), int(narrow.column[at]))
                assert few[k, at] == pytest.approx(many[k, there], abs=1e-4)


def test_the_best_match_in_reach_counts_once() -> None:
    # The same word in neighbouring sentences: a bead of both earns it once in either direction, not twice.
    pair = read_pair(["학교가 있다."], ["The school stands.", "The school closed.", "It rained."])
    band = whole(pair)
    made = lexical_worth(pair.ko, pair.en, pair.matches, band, {"lexicon_hit": 1.0})
    one, two = made[0, band.node(0, 0)], made[1, band.node(0, 0)]
    table = pair.matches
    from_ko, from_en = table.ko.values.max(), table.en.values.max()
    assert one == pytest.approx(from_ko + from_en, abs=1e-4)
    assert two == pytest.approx(from_ko + from_en, abs=1e-4)


# Korean sentences, English ones, the bead that joins them, how often a word of it is claimed once too often
CLAIMED = [
    (["1234호 안내", "1234호가 왔다."], ["Number 1234 came."], (2, 1), 1),
    (["1234호 안내", "1234호가 왔다."], ["Number 1234, yes, number 1234 came."], (2, 1), 0),
    (["안내", "1234호가 왔다."], ["Number 1234 came."], (2, 1), 0),
    (["1234호가 왔다."], ["Number 1234", "Number 1234 came."], (1, 2), 1),
    (["1234호와 1234호"], ["Number 1234.", "Number 1234.", "Number 1234."], (1, 3), 1),
    (["1234호", "1234호"], ["Number 1234.", "Number 1234."], (2, 2), 0),
]


@pytest.mark.parametrize(("ko", "en", "bead", "again"), CLAIMED)
def test_a_word_is_claimed_as_often_as_it_stands_there(
    ko: list[str], en: list[str], bead: tuple[int, int], again: int
) -> None:
    pair = read_pair(ko, en)
    band = whole(pair)
    made = lexical_worth(pair.ko, pair.en, pair.matches, band, {"figure_hit": 1.0, "figure_miss": 1.0})
    figures = [side.token_types == side.types["#1234"] for side in (pair.ko, pair.en)]
    found = [
        float(np.log1p(0.85 / side.rarity[here]).max()) for side, here in zip((pair.ko, pair.en), figures, strict=True)
    ]
    missed = float(pair.matches.ko.misses.cost[pair.ko.types["#1234"]])
    claims = [int(here.sum()) for here in figures]
    # Korean words find English ones, and the reverse; the claims too many are of the side that is joined.
    expected = claims[0] * found[1] + claims[1] * found[0] - again * (found[bead[0] > 1] + missed)
    assert made[BEADS.index(bead), band.node(0, 0)] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_claims_by_counting_them_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ko, en = ([" ".join(map(str, rng.integers(10, 15, 4))) for _ in range(6)] for _ in "ab")
    pair = read_pair(ko, en)
    band = whole(pair)
    weights = {"figure_hit": 0.7, "figure_miss": 0.3}
    made = lexical_worth(pair.ko, pair.en, pair.matches, band, weights)
    for k, (a, b) in enumerate(BEADS):
        for i in range(pair.ko.n - a + 1):
            for j in range(pair.en.n - b + 1):
                expected = one_way(pair.ko, pair.en, (i, a), (j, b)) + one_way(pair.en, pair.ko, (j, b), (i, a))
                assert made[k, band.node(i, j)] == pytest.approx(expected, rel=1e-3, abs=1e-3)


def one_way(near: Side, far: Side, span: tuple[int, int], other: tuple[int, int]) -> float:
    """What the figures of a span of one side are worth beside a span of the other."""

    def inside(side: Side, span: tuple[int, int]) -> list[tuple[str, float, int]]:
        words = list(side.types)
        here = (side.token_sentences >= span[0]) & (side.token_sentences < sum(span))
        rows = zip(side.token_types[here], side.rarity[here], side.token_counts[here], strict=True)
        return [(words[word], float(share), int(count)) for word, share, count in rows]

    total, claimed = 0.0, Counter[str]()
    for word, _, _ in inside(near, span):
        if word[0] != "#" or word not in far.types:
            continue
        shares = [(share, count) for there, share, count in inside(far, other) if there == word]
        claimed[word] += 1
        too_often = span[1] > 1 == other[1] and claimed[word] > sum(count for _, count in shares)
        found = shares and not too_often
        total += 0.7 * np.log1p(0.85 / min(shares)[0]) if found else 0.3 * np.log(1 - 0.85)
    return total


def test_features_of_shape_by_hand() -> None:
    pair = read_pair(["그래? 정말?", "아니."], ["Yes? Really?", "No.", "Never."])
    band = whole(pair)
    found = np.zeros((len(SHAPE), len(BEADS), band.nodes))
    for nodes, inside, values in shape_features(pair, band):
        found[:, :, nodes] = values[:, :, inside]
    one, two = BEADS.index((1, 1)), BEADS.index((1, 2))
    questions, stops = SHAPE.index("questions"), SHAPE.index("stops")
    assert found[questions, one, band.node(0, 0)] == 0
    assert found[questions, one, band.node(1, 0)] == -2
    assert found[stops, two, band.node(1, 1)] == -1
    assert found[stops, one, band.node(1, 1)] == 0


# Sentence, language, does it begin with a word that ties it to the one before?
LED = [
    ("Then click OK.", "en", True),
    ("“But no,” he said.", "en", True),
    ("Thenceforth it rained.", "en", False),
    ("하지만 그는 갔다.", "ko", True),
    ("즉시 갔다.", "ko", False),
]


@pytest.mark.parametrize("text, lang, led", LED)
def test_connectives_are_seen(text: str, lang: str, led: bool) -> None:
    assert bool(read_side([text], lang).leads_on[0]) is led  # type: ignore[arg-type]


def test_a_table_of_matches_between_parts() -> None:
    ko, en = ["정부다.", "학교다.", "회사다."], ["A government.", "A school.", "A company."]
    left, right = read_side(ko, "ko"), read_side(en, "en")
    table = MatchTable.of(find_matches(left, right))
    words = list(left.types)
    part = table.between(left.part(1, 3), right.part(0, 2))
    assert {words[k] for k in part.ko} == {"학교"}
    assert set(zip(table.plus([]).ko, table.plus([]).en, strict=True)) == set(zip(table.ko, table.en, strict=True))


def test_every_feature_has_a_weight() -> None:
    lexical = {f"{name}_{what}" for name in CLASSES for what in ("hit", "miss")}
    gaps = {"gap_ko", "gap_en", "gap_open_ko", "gap_open_en"}
    assert set(load_weights()) == {*SHAPE, *lexical, *gaps, *(bead_name(a, b) for a, b in BEADS)}
    assert set(load_neural_weights()) == set(neural.FEATURES)


N = 700
KO = [f"{i * 7919 % 100_003}번 문서다." for i in range(N)]
EN = [f"Document {i * 7919 % 100_003}." for i in range(N)]


def anchors_of(ko: list[str], en: list[str]) -> Anchors:
    left, right = read_side(ko, "ko"), read_side(en, "en")
    return find_anchors(left, right, MatchTable.of(find_matches(left, right)))


def test_anchors_follow_a_gap_and_the_band_holds_them() -> None:
    assert N * N > SMALL
    en = EN[:200] + EN[400:]
    anchors = anchors_of(KO, en)
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
    windows = make_windows(anchors_of(long_ko, long_en))
    assert len(windows) > 2
    assert windows[0].i0 == windows[0].begins == 0
    assert windows[-1].i1 == len(long_ko)
    for before, after in pairwise(windows):
        assert after.i0 < after.begins < before.i1


# Kinds of blocks that four Korean and four English sentences begin, and the sure beads that they are learnt from: a heading, then text.
BEGUN = (["heading", "text", "", ""] * 8, ["heading", "text", "", ""] * 8)


def test_what_sure_beads_begin_alike_is_evidence_and_what_they_do_not_is_none() -> None:
    ko, en = numbered(*BEGUN)
    alike = learn(ko, en, [Step(i, i, 1, 1) for i in range(32)])
    assert alike.said[1, 1] > 0.5 > 0 > alike.said[1, 0]
    by_chance = learn(ko, en, [Step(i, (i + k) % 32, 1, 1) for i in range(32) for k in range(4)])
    assert abs(by_chance.said).max() < 1e-6
    assert not learn(ko, en, []).said.any()


def test_a_beginning_inside_of_a_bead_costs_where_sure_beads_have_none() -> None:
    ko, en = numbered(*BEGUN)
    told = learn(ko, en, [Step(i, i, 2, 1) for i in range(1, 32, 4)])
    assert told.runs_on[0, 1] < 0 < told.runs_on[0, 0]
    assert not told.runs_on[1].any()
    band = Band(np.zeros(33, np.int64), np.full(33, 32, np.int64))
    worth = told.worth(band)
    assert worth[BEADS.index((2, 1)), band.node(3, 3)] < worth[BEADS.index((2, 1)), band.node(2, 2)]


def test_where_every_sentence_begins_a_line_nothing_is_said() -> None:
    ko, en = numbered(["line"] * 9, ["line"] * 9)
    told = learn(ko, en, [Step(i, i, 1, 1) for i in range(9)])
    assert not told.said[1, 1]
    assert not told.runs_on[:, 1].any()
