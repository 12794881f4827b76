"""Scores of translations are sacrebleu's own; Korean ones do not hang on spaces."""

import importlib.util

import pytest
from sacrebleu.metrics import BLEU, CHRF, TER

from malmoi.errors import MissingExtraError, UsageError
from malmoi.score.translation import METRICS, compare_translations, score_translation

HYP = ["The bank closed its doors on Friday.", "Nobody opposed the merger.", "It rose 3 percent."]
REF = ["The bank shut its doors on Friday.", "No one opposed the merger.", "It rose by 3 percent."]
KO_HYP = ["은행은 금요일에 문을 닫았다.", "아무도 합병에 반대하지 않았다.", "3% 올랐다."]
KO_REF = ["은행이 금요일에 문을 닫았다.", "아무도 합병을 반대하지 않았다.", "3% 상승했다."]
SACREBLEU = [("chrf", CHRF()), ("chrf++", CHRF(word_order=2)), ("bleu", BLEU(tokenize="13a")), ("ter", TER())]


@pytest.mark.parametrize("name, metric", SACREBLEU, ids=lambda x: x if isinstance(x, str) else "")
def test_scores_are_those_of_sacrebleu(name, metric):
    made = score_translation(HYP, REF, "en", [name])[name]
    expected = metric.corpus_score(HYP, [REF], n_bootstrap=1000)
    assert made.value == expected.score
    assert made.low == pytest.approx(expected._mean - expected._ci, abs=1e-5)
    assert made.high == pytest.approx(expected._mean + expected._ci, abs=1e-5)
    assert made.signature.startswith(str(metric.get_signature()))


@pytest.mark.parametrize("hyp, metric", [(REF, "ter"), (["q", "q", "q"], "chrf")])
def test_a_score_of_which_every_sample_is_zero(hyp, metric):
    """A perfect translation has no edits, a hopeless one nothing in common."""
    made = score_translation(hyp, REF, "en", [metric])[metric]
    assert (made.value, made.low, made.high) == (0, 0, 0)


def test_several_references():
    made = score_translation(HYP, [REF, HYP], "en", ["bleu"])["bleu"]
    assert made.value == pytest.approx(100)
    assert "nrefs:2" in made.signature


def test_korean_bleu_counts_morphemes_and_says_so():
    made = score_translation(KO_HYP, KO_REF, "ko", ["chrf", "bleu", "bleu-13a"])
    assert list(made) == ["chrf", "bleu", "bleu-13a"]
    assert "tok:kiwi-" in made["bleu"].signature
    assert "tok:13a" in made["bleu-13a"].signature
    # 은행은 against 은행이 is one morpheme wrong of two, and the whole word on white space.
    assert made["bleu"].value > made["bleu-13a"].value + 10


def test_korean_bleu_forgives_a_space():
    spaced = [text.replace("반대하지 않았다", "반대하지않았다") for text in KO_REF]
    made = score_translation(spaced, KO_REF, "ko", ["chrf", "bleu", "bleu-13a"])
    assert made["chrf"].value == pytest.approx(100)
    assert made["bleu"].value == pytest.approx(100)
    assert made["bleu-13a"].value < 95


def test_systems_are_compared_with_the_first():
    rows = compare_translations({"a": HYP, "b": REF}, REF, "en", ["chrf"])
    assert [row["system"] for row in rows] == ["a", "b"]
    assert rows[0]["p"] is None
    assert rows[1]["score"] == pytest.approx(100)
    assert 0 < rows[1]["p"] < 0.05


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: score_translation(HYP, REF[:2], "en"), "2 segments"),
        (lambda: score_translation([], [], "en"), "nothing"),
        (lambda: score_translation(HYP, REF, "en", ["meteor"]), "meteor"),
        (lambda: score_translation(HYP, REF, "ja"), "'ja'"),
        (lambda: compare_translations({"a": HYP}, REF, "en"), "baseline"),
        (lambda: compare_translations({"a": HYP, "b": HYP[:1]}, REF, "en"), "different"),
        (lambda: compare_translations({"a": HYP, "b": HYP}, REF, "en", test="t"), "'t'"),
    ],
)
def test_what_cannot_be_scored_is_refused(call, said):
    with pytest.raises(UsageError, match=said):
        call()


@pytest.mark.skipif(importlib.util.find_spec("mecab_ko") is not None, reason="ko-mecab is installed")
def test_a_missing_tokeniser_names_what_to_install():
    assert "bleu-ko-mecab" in METRICS
    with pytest.raises(MissingExtraError, match=r"sacrebleu\[ko\]"):
        score_translation(KO_HYP, KO_REF, "ko", ["bleu-ko-mecab"])
