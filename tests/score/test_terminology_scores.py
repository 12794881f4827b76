"""Terminology scores on cases counted by hand, and the edit rate beneath them against sacrebleu's."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import TER

from malmoi.errors import UsageError
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext
from malmoi.score.edits import edit_cost
from malmoi.score.terminology import score_dictionaries, score_terminology, term_uses, window_counts

TERMS = [
    ("주가", "stock price", "preferred", "price", "finance"),
    ("주가", "share price", "admitted", "price", "finance"),
    ("이사회", "board of directors", "preferred", "board", "law"),
    ("가상자산", "virtual asset", "preferred", "asset", "finance"),
    ("가상화폐", "virtual currency", "deprecated", "asset", "finance"),
]
# Korean, English; of seven terms in the sources four are rendered by usable terms, two of them preferred, one by a refused one.
SEGMENTS = [
    ("주가가 올랐다.", "The stock price rose."),
    ("주가가 내렸다.", "Share prices fell."),
    ("이사회는 주가를 걱정했다.", "The boards of directors worried about it."),
    ("가상자산이 늘었다.", "Virtual currencies grew."),
    ("이사회가 열렸다.", "A meeting was held."),
    ("주가는 주가다.", "A share price is a share price."),
]


@pytest.fixture(scope="module")
def glossary():
    columns = ["ko", "en", "status", "concept", "domain"]
    return Glossary.from_pairs(pl.DataFrame(TERMS, schema=columns, orient="row"))


@pytest.fixture(scope="module")
def segments():
    return bitext([ko for ko, _ in SEGMENTS], [en for _, en in SEGMENTS], "d")


def test_uses_are_listed(glossary, segments):
    uses = term_uses(segments, glossary)
    assert uses.select("seg", "concept", "target", "status").rows() == [
        (0, "price", "stock price", "preferred"),
        (1, "price", "share price", "admitted"),
        (2, "board", "board of directors", "preferred"),
        (2, "price", None, "missing"),
        (3, "asset", "virtual currency", "deprecated"),
        (4, "board", None, "missing"),
        (5, "price", "share price", "admitted"),
    ]
    assert uses["domain"].to_list()[2] == "law"


def test_shares_by_hand(glossary, segments):
    made = score_terminology(segments, glossary)
    assert made["success"].value == pytest.approx(4 / 7)
    assert made["preferred"].value == pytest.approx(2 / 7)
    assert made["deprecated"].value == pytest.approx(1 / 7)
    assert made["missing"].value == pytest.approx(2 / 7)
    assert made["success"].low <= made["success"].value <= made["success"].high
    # Of the three renderings of 주가 two are the same; no other concept is rendered twice.
    assert made["consistency_micro"].value == pytest.approx(2 / 3)
    assert made["consistency_macro"].value == pytest.approx(2 / 3)
    assert "direction:ko-en" in made["success"].signature
    assert glossary.signature in made["success"].signature


def test_micro_and_macro_differ(glossary):
    ko = ["주가"] * 4 + ["이사회"] * 2
    en = ["stock price"] * 3 + ["share price"] + ["board of directors"] * 2
    made = score_terminology(bitext(ko, en, "d"), glossary)
    assert made["consistency_micro"].value == pytest.approx(5 / 6)
    assert made["consistency_macro"].value == pytest.approx((3 / 4 + 1) / 2)


def test_renderings_are_held_to_the_first_and_to_the_glossary(glossary):
    # 주가: share price first and once, stock price (preferred) twice; 이사회: the preferred term twice.
    ko = ["주가"] * 3 + ["이사회"] * 2
    en = ["share price", "stock price", "stock price"] + ["board of directors"] * 2
    made = score_terminology(bitext(ko, en, "d"), glossary)
    assert made["consistency_micro"].value == pytest.approx(4 / 5)
    assert made["consistency_first_micro"].value == pytest.approx(3 / 5)
    assert made["consistency_first_macro"].value == pytest.approx((1 / 3 + 1) / 2)
    assert made["consistency_glossary_micro"].value == pytest.approx(4 / 5)
    assert made["consistency_glossary_macro"].value == pytest.approx((2 / 3 + 1) / 2)


def test_the_other_direction(glossary):
    made = score_terminology(
        bitext(["주가가 올랐다.", "값이 올랐다."], ["The stock price rose."] * 2), glossary, direction="en-ko"
    )
    assert made["success"].value == pytest.approx(1 / 2)
    with pytest.raises(UsageError, match="ja-ko"):
        score_terminology(bitext(["가"], ["a"]), glossary, direction="ja-ko")


def test_no_terms_no_scores(glossary):
    assert score_terminology(bitext(["비가 온다."], ["It rains."]), glossary) == {}


def test_window_overlap_by_hand():
    token = lambda word, concept="", number=-1: (word, concept, number)  # noqa: E731
    ref = [token("the"), token("high"), token("price", "price", 0), token("fell"), token("today"), token("again")]
    hyp = [token("a"), token("high"), token("cost", "price", 0), token("today"), token("fell")]
    # Around the reference's term: the high fell today; around the other: a high today fell.
    assert window_counts(hyp, ref, 2) == (3, 4)
    assert window_counts(hyp, ref, 1) == (1, 2)
    assert window_counts([], ref, 2) == (0, 4)
    # Two occurrences are mapped one to one, the better fit first.
    twice = [*ref, token("price", "price", 1)]
    assert window_counts(hyp, twice, 1) == (1, 3)


def test_scores_against_references(glossary):
    ko, ref = ["주가가 크게 올랐다."], ["The stock price rose sharply."]
    same = score_terminology(bitext(ko, ref), glossary, references=ref)
    assert same["window_overlap"].value == same["term_biased_ter"].value == pytest.approx(1)
    other = score_terminology(bitext(ko, ["The cost rose sharply."]), glossary, references=ref)
    assert other["window_overlap"].value == 0
    # "stock price" of five words: one is replaced and one is missing, both at double weight.
    assert other["term_biased_ter"].value == pytest.approx(1 - 4 / 5)
    with pytest.raises(UsageError, match="2 references"):
        score_terminology(bitext(ko, ref), glossary, references=ref * 2)


def test_dictionaries_of_the_shared_task():
    sources = ["The boards met.", "The share price fell."]
    targets = ["이사회가 모였다.", "값이 내렸다."]
    terms = [{"board": "이사회", "unseen": "모른다"}, {"share price": "주가"}]
    made = score_dictionaries(sources, targets, terms, "ko")["success"]
    assert made.value == pytest.approx(1 / 2)
    assert "n:2" in made.signature
    with pytest.raises(UsageError, match="equally"):
        score_dictionaries(sources, targets, terms[:1], "ko")


WORDS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_with_equal_weights_it_is_the_translation_edit_rate(hyp, ref):
    expected = TER().sentence_score(" ".join(hyp), [" ".join(ref)]).num_edits
    assert edit_cost(hyp, ref, [1.0] * len(ref)) == expected


@pytest.mark.parametrize(
    "hyp, ref, weights, cost",
    [
        ("a b c", "a b c", [1, 1, 1], 0),
        ("a x c", "a b c", [1, 2, 1], 2),
        ("a c", "a b c", [1, 2, 1], 2),
        ("a b b c", "a b c", [1, 2, 1], 1),
        ("c d a b", "a b c d", [1, 1, 1, 1], 1),
        ("", "a b", [1, 2], 3),
    ],
)
def test_term_words_cost_double(hyp, ref, weights, cost):
    assert edit_cost(hyp.split(), ref.split(), weights) == cost
