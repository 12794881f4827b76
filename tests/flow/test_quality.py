"""The estimate of quality over frames: any bitext, several documents, what the summary says."""

import polars as pl
import pytest

from malmoi.errors import InputError
from malmoi.flow.harvest import align_documents
from malmoi.flow.quality import DOUBTFUL, estimate_quality
from malmoi.model.frames import QUALITY, bitext

KO = [
    "국회는 오늘 예산안을 통과시켰다.",
    "정부는 반도체 산업에 5000억원을 투자한다.",
    "한국은행은 기준금리를 3.5%로 동결했다.",
    "대통령은 서울에서 장관들과 회의를 열었다.",
    "회사는 새 공장을 짓고 직원 300명을 뽑을 계획이다.",
]
EN = [
    "The National Assembly passed the budget bill today.",
    "The government will invest 500 billion won in the semiconductor industry.",
    "The Bank of Korea held its base rate at 3.5 percent.",
    "The president held a meeting with ministers in Seoul.",
    "The company plans to build a new factory and hire 300 employees.",
]


def test_a_good_bitext_and_a_shifted_one_are_told_apart():
    good, bad = estimate_quality(bitext(KO, EN)), estimate_quality(bitext(KO, EN[1:] + EN[:1]))
    assert good.share > 0.9 > 0.3 > bad.share
    assert good.low <= good.share <= good.high == 1.0
    assert good.linked > bad.linked
    assert good.amounts_agree == 1.0
    assert bad.amounts_agree == 0.0
    assert good.doubtful.height == 0
    assert bad.doubtful.height == 5


def test_the_frame_has_its_schema_and_names_reasons_only_for_doubtful_segments():
    found = estimate_quality(
        bitext([*KO, "덧붙인 말이다."], [*EN, "Nobody had painted the old fishing boat."])
    ).segments
    assert found.schema == QUALITY
    assert found["seg"].to_list() == list(range(6))
    for row in found.iter_rows(named=True):
        assert bool(row["reason"]) == (row["p"] < DOUBTFUL)
    assert found.sort("p")["seg"][0] == 5


def test_reasons_speak_korean():
    found = estimate_quality(bitext(KO, EN[1:] + EN[:1]), ui="ko").doubtful
    assert all(any("가" <= ch <= "힣" for ch in reason) for reason in found["reason"])


def test_documents_are_judged_apart_and_keep_their_order():
    frame = pl.concat([bitext(KO, EN, "good"), bitext(KO, EN[1:] + EN[:1], "bad")])
    mixed = frame[[0, 5, 1, 6, 2, 7, 3, 8, 4, 9]]
    found = estimate_quality(mixed).segments
    assert found["doc"].to_list() == mixed["doc"].to_list()
    means = dict(found.group_by("doc").agg(pl.col("p").mean()).iter_rows())
    assert means["good"] > 0.9
    assert means["bad"] < 0.3
    apart = pl.concat([estimate_quality(bitext(*sides)).segments for sides in ((KO, EN), (KO, EN[1:] + EN[:1]))])
    assert sorted(found["p"]) == sorted(apart["p"])


def test_segments_without_a_counterpart_are_counted_not_judged():
    found = estimate_quality(pl.DataFrame({"ko": [*KO, None, "  "], "en": [*EN, "Alone.", "Alone, too."]}))
    assert found.one_sided == pytest.approx(2 / 7)
    assert found.segments["p"].null_count() == 2
    assert found.score is None


def test_scores_are_looked_at_where_there_are_some():
    frame = bitext(KO, EN, score=[0.9, 0.95, 0.9, 0.3, 0.9])
    found = estimate_quality(frame)
    assert found.score == pytest.approx(0.79)
    assert "judge:scored" in found.signature
    assert "judge:plain" in estimate_quality(frame, scored=False).signature


def test_nothing_to_judge():
    found = estimate_quality(bitext([], []))
    assert (found.share, found.low, found.high, found.linked, found.one_sided, found.amounts_agree) == (None,) * 6
    assert found.segments.schema == QUALITY
    with pytest.raises(InputError, match="no column en"):
        estimate_quality(pl.DataFrame({"ko": KO}))


def test_the_same_input_gives_the_same_answer():
    one, other = (estimate_quality(bitext(KO, EN)) for _ in range(2))
    assert one.segments.equals(other.segments)
    assert (one.share, one.low, one.high) == (other.share, other.low, other.high)


def test_the_summary_of_an_alignment_tells_its_quality():
    summary = align_documents("\n".join(KO), "\n".join(EN)).summary
    assert 0.8 < summary["quality"] <= 1
    assert summary["quality_low"] <= summary["quality"] <= summary["quality_high"]
    assert 0 < summary["words_linked"] <= 1
    assert summary["segments_doubtful"] == 0


def test_lines_blank_on_both_sides_are_no_segments():
    found = estimate_quality(
        pl.DataFrame({"ko": ["정부가 밝혔다.", "", "회사가 밝혔다."], "en": ["The government said.", " ", ""]})
    )
    assert found.one_sided == pytest.approx(1 / 2)
