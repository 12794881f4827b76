"""Scores of links and beads, against figures by hand and a second implementation."""

import random
from fractions import Fraction

import pytest

from malmoi.errors import UsageError
from malmoi.model.records import Bead
from malmoi.score.alignment import score_alignment, score_sentences

# Links, sure, possible (without the sure ones), then precision, recall, AER by hand.
BY_HAND = [
    ([{(0, 0), (1, 1)}], [{(0, 0)}], [{(1, 1)}], 1.0, 1.0, 0.0),
    ([{(0, 0), (1, 1)}], [{(0, 0), (2, 2)}], [set()], 0.5, 0.5, 0.5),
    ([{(0, 0)}, {(5, 5)}], [{(0, 0)}, {(1, 1)}], [set(), {(5, 5)}], 1.0, 0.5, 1 - (1 + 2) / (2 + 2)),
    ([set()], [{(0, 0)}], [set()], 0.0, 0.0, 1.0),
    ([set()], [set()], [set()], 0.0, 0.0, 0.0),
]
# Beads made, gold beads, strict and lax precision and recall.
BEADS = [
    ([((0,), (0,))], [((0,), (0,))], (1, 1, 1, 1)),
    ([((0,), (0,)), ((1, 2), (1,))], [((0,), (0,)), ((1,), (1,)), ((2,), ())], (1 / 2, 1 / 2, 1, 1)),
    ([((0,), ()), ((1,), (0,))], [((0,), (0,)), ((1,), ())], (0, 0, 0, 0)),
    ([((0,), ())], [((0,), ())], (1, 0, 1, 0)),
]


def aer_by_definition(links, sure, possible):
    """One minus the share of agreeing links, link by link and in fractions."""
    agree = total = Fraction(0)
    for made, certain, maybe in zip(links, sure, possible, strict=True):
        for link in made:
            total += 1
            agree += (link in certain) + (link in certain or link in maybe)
        total += len(certain)
    return float(1 - agree / total) if total else 0.0


@pytest.mark.parametrize("links, sure, possible, precision, recall, aer", BY_HAND)
def test_link_scores_by_hand(links, sure, possible, precision, recall, aer):
    made = score_alignment(links, sure, possible)
    assert [made[name].value for name in ("precision", "recall", "aer")] == pytest.approx([precision, recall, aer])


def test_aer_is_that_of_the_definition():
    rng = random.Random(7)
    for _ in range(50):
        draw = lambda: [{(rng.randrange(5), rng.randrange(5)) for _ in range(rng.randrange(6))} for _ in range(4)]  # noqa: E731
        links, sure, possible = draw(), draw(), draw()
        assert score_alignment(links, sure, possible)["aer"].value == pytest.approx(
            aer_by_definition(links, sure, possible)
        )


def test_the_interval_holds_the_score_and_is_the_same_for_a_seed():
    rng = random.Random(3)
    links = [{(i, rng.randrange(3)) for i in range(5)} for _ in range(40)]
    gold = [{(i, rng.randrange(3)) for i in range(5)} for _ in range(40)]
    first, again, other = (score_alignment(links, gold, seed=seed)["f1"] for seed in (1, 1, 2))
    assert first.low < first.value < first.high
    assert first == again
    assert first.low != other.low
    # The interval is about twice as wide as four times as many sentences would make it.
    wide = score_alignment(links * 4, gold * 4, seed=1)["f1"]
    assert 1.5 < (first.high - first.low) / (wide.high - wide.low) < 2.7


def test_one_sentence_has_no_interval():
    made = score_alignment([{(0, 0)}], [{(0, 0)}])["f1"]
    assert (made.low, made.high) == (None, None)


def test_the_signature_says_how_it_was_made():
    made = score_alignment([{(0, 0)}], [{(0, 0)}], unit="eojeol", seed=5)["aer"].signature
    assert all(part in made for part in ("metric:links", "n:1", "unit:eojeol", "seed:5", "bs:1000", "malmoi:"))


def test_numbers_of_sentences_must_agree():
    with pytest.raises(UsageError, match="2 of sure"):
        score_alignment([set()], [set(), set()])


@pytest.mark.parametrize("beads, gold, expected", BEADS)
def test_bead_scores_by_hand(beads, gold, expected):
    made = score_sentences(beads, gold)
    names = ("strict_precision", "strict_recall", "lax_precision", "lax_recall")
    assert [made[name].value for name in names] == pytest.approx(list(expected))


def test_beads_of_several_texts_are_counted_together():
    right = [Bead((0,), (0,), 1.0), Bead((1,), (1,), 1.0)]
    wrong = [Bead((0,), (1,), 1.0), Bead((1,), (0,), 1.0)]
    made = score_sentences([right, wrong], [right, right])
    assert made["strict_f1"].value == pytest.approx(0.5)
    assert "texts:2" in made["strict_f1"].signature
    with pytest.raises(UsageError, match="2 texts"):
        score_sentences([right, wrong], [right, right, right])
