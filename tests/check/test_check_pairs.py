"""Pairs of many kinds, correct and with one fault each, against the starter glossary: silence, and the rule that names the fault."""

from pathlib import Path

import polars as pl
import pytest

from malmoi.check.bitext import check_bitext
from malmoi.check.rules import RULES
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext


def rows(name):
    lines = Path(__file__).with_name(name).read_text("utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


CORRECT, FAULTY = rows("correct_pairs.tsv"), rows("faulty_pairs.tsv")


@pytest.fixture(scope="module")
def glossary(examples):
    return Glossary.open(examples.parent / "glossary" / "journal.ndjson")


@pytest.mark.parametrize("direction, kind, ko, en", CORRECT)
def test_silence_on_correct_pairs(glossary, direction, kind, ko, en):
    found = check_bitext(bitext([ko], [en]), glossary, direction=direction)
    assert found.filter(pl.col("severity") == "hard").to_dicts() == []


@pytest.mark.parametrize("direction, rule, ko, en", FAULTY)
def test_the_rule_that_names_the_fault(glossary, direction, rule, ko, en):
    found = check_bitext(bitext([ko], [en]), glossary, direction=direction)
    assert rule in set(found["rule"])


def test_every_rule_of_a_single_segment_is_tried():
    over_documents = {"do_not_translate", "conversion_off", "spacing_differs", "translations_differ"}
    assert {rule for _, rule, _, _ in FAULTY} == set(RULES) - over_documents
