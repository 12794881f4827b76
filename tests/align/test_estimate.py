"""The judge of alignments without gold: features that fall when pairs are spoilt, bounds that are bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.align import estimate
from malmoi.align.estimate import FEATURES, bounds, doubts, is_scored, judge_segments, measure, reason, surroundings

PAIRS = [
    ("국회는 오늘 예산안을 통과시켰다.", "The National Assembly passed the budget bill today."),
    ("정부는 반도체 산업에 5000억원을 투자한다.", "The government will invest 500 billion won in the semiconductor industry."),
    ("한국은행은 기준금리를 3.5%로 동결했다.", "The Bank of Korea held its base rate at 3.5 percent."),
    ("대통령은 서울에서 장관들과 회의를 열었다.", "The president held a meeting with ministers in Seoul."),
    ("회사는 새 공장을 짓고 직원 300명을 뽑을 계획이다.", "The company plans to build a new factory and hire 300 employees."),
    ("학생들은 도서관에서 역사책을 읽는다.", "The students read history books in the library."),
]  # fmt: skip
KO, EN = [ko for ko, _ in PAIRS], [en for _, en in PAIRS]
AT = {name: i for i, name in enumerate(FEATURES)}


def shifted():
    return list(zip(KO, EN[1:] + EN[:1], strict=True))


def judged(pairs, scores=None):
    seen = measure(pairs, scores)
    return judge_segments(seen, np.array([all(p) for p in pairs]), scores is not None)


def test_right_pairs_are_likely_and_shifted_ones_are_not():
    assert judged(PAIRS).min() > 0.8
    assert judged(shifted()).max() < 0.2


@pytest.mark.parametrize("wrong", range(len(PAIRS)))
def test_one_wrong_pair_among_right_ones_is_the_least_likely(wrong):
    pairs = list(PAIRS)
    pairs[wrong] = (KO[wrong], "Nobody remembered who had painted the old fishing boat.")
    p = judged(pairs)
    assert p.argmin() == wrong
    assert p[wrong] < 0.9 < np.delete(p, wrong).min()


@pytest.mark.parametrize(
    "feature, better, worse",
    [
        ("linked", PAIRS[0], (KO[0], EN[5])),
        ("length", PAIRS[0], (KO[0], " ".join(EN))),
        ("equal", PAIRS[2], (KO[2], EN[0])),
        ("one_sided", PAIRS[3], (KO[3], EN[2])),
        ("unequal", PAIRS[1], (KO[1], EN[1].replace("500", "700"))),
    ],
)
def test_features_say_what_they_are_named_for(feature, better, worse):
    one, other = (measure([pair, *PAIRS[4:]])[0, AT[feature]] for pair in (better, worse))
    assert one != other
    assert (one < other) == (feature in ("length", "one_sided", "unequal"))


def test_a_segment_that_fits_its_neighbour_better_has_a_negative_margin():
    assert (measure(PAIRS)[:, AT["margin"]] > 0).all()
    assert (measure(shifted())[:-1, AT["margin"]] < 0).all()


def test_answers_do_not_depend_on_where_the_text_is_cut_for_work(monkeypatch):
    whole = measure(PAIRS * 3)
    monkeypatch.setattr(estimate, "_CHUNK", 4)
    np.testing.assert_allclose(measure(PAIRS * 3), whole)


def test_one_sided_segments_need_a_score():
    pairs = [*PAIRS, ("", "Alone.")]
    assert np.isnan(judged(pairs)[-1])
    assert not np.isnan(judged(pairs)[:-1]).any()
    p = judged(pairs, [0.99] * 6 + [0.9])
    assert 0 < p[-1] < 1


def test_one_sided_segments_are_believed_as_far_as_there_are_pairs():
    few, many = [*PAIRS, *[("", "Alone.")] * 6], [PAIRS[0], *[("", "Alone.")] * 208]
    some, most = (judged(pairs, [0.9 if all(pair) else 0.99 for pair in pairs]) for pairs in (few, many))
    assert some[-1] > 0.8
    assert most[1:].sum() <= 1
    assert most.mean() < 0.02
    assert judged(many[1:], [0.99] * 208).max() == 0


def test_low_scores_make_a_segment_less_likely():
    high, low = (judged(PAIRS, [0.99] * 5 + [last])[-1] for last in (0.99, 0.2))
    assert low < high


@pytest.mark.parametrize("pairs", [[], [("", "")], [("가", "a")], [("?", "!")], [("한국어" * 3000, "English " * 3000)]])
def test_odd_texts_are_measured(pairs):
    assert np.isfinite(measure(pairs)).all()


@pytest.mark.parametrize(
    "scores, says", [(None, False), ([], False), ([1.0, 1.0], False), ([0.5, None], False), ([0.5, 1.0], True)]
)
def test_scores_that_say_something(scores, says):
    assert is_scored(scores) is says


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.floats(0.0, 0.5))
@settings(max_examples=60, deadline=None)
def test_bounds_hold_the_share(values, spread):
    share, low, high = bounds(np.array(values), spread)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    assert share == pytest.approx(np.mean(values))


def test_bounds_get_narrow_with_segments_but_not_with_a_judge_who_errs():
    def width(n, spread):
        _, low, high = bounds(np.full(n, 0.8), spread)
        return high - low

    assert width(1000, 0.0) < width(100, 0.0) < width(10, 0.0)
    assert width(100_000, 0.05) == pytest.approx(width(10_000, 0.05), rel=0.05)
    assert width(1000, 0.05) > width(1000, 0.0)


def test_surroundings_leave_the_segment_itself_out():
    odds = np.array([3.0, 3.0, -3.0, 3.0, 3.0])
    own, *around, near = surroundings(odds).T
    assert own.tolist() == odds.tolist()
    assert near[2] == near.max()
    for bad, good in (around[:2], around[2:]):
        assert (bad + good)[2] == (bad + good).max()
        assert (bad <= 0).all()
        assert (good >= 0).all()


def test_a_good_stretch_of_a_bad_document_is_seen_beside_its_region():
    odds = np.array([3.0] * 20 + [-3.0] * 60)
    document, region = surroundings(odds)[:, 1:3].sum(1), surroundings(odds)[:, 3:5].sum(1)
    assert region[5] > 1 > 0 > region[50]
    assert abs(document[5] - document[50]) < 0.2


def test_doubts_name_what_is_wrong():
    pairs = [*PAIRS[:3], (KO[3], EN[3] + " " + " ".join(EN[4:])), *PAIRS[4:], ("", "Alone.")]
    found = doubts(measure(pairs), np.array([all(p) for p in pairs]), scored=False)
    assert "length" in found[3] or "missed" in found[3]
    assert found[-1] == ["lone"]
    for keys in found:
        assert reason(keys, "en")
        assert reason(keys, "ko") != reason(keys, "en")


def test_every_feature_that_can_be_a_reason_has_words():
    keys = [name for name in FEATURES if name not in ("words", "equal")] + ["around", "lone"]
    assert all(reason([key], ui) for key in keys for ui in ("ko", "en"))
