"""One change of many parts: all or nothing, one version a concept, one undo."""

import json

import pytest

from malmoi.errors import GlossaryError
from malmoi.glossary.store import Glossary


@pytest.fixture
def store(tmp_path):
    store = Glossary.open(tmp_path / "journal.ndjson", by="kim")
    store.put_rows(
        [
            {"ko": "은행", "en": "bank", "concept": "bank"},
            {"ko": "금리", "en": ["interest rate", "rate"], "concept": "rate"},
            {"ko": "환율", "en": "exchange rate", "concept": "fx"},
        ]
    )
    return store


def term(store, text):
    return store.terms.filter(term=text)["id"][0]


def lines(store):
    return [json.loads(line) for line in store.path.read_text("utf-8").splitlines()]


def test_puts_edits_and_removals_are_one_change_that_one_undo_takes_back(store):
    before = store.terms.drop("at")
    ids = store.change(
        put=[{"ko": "국채", "en": "government bond"}, {"en": "lender", "concept": "bank"}],
        edit={"bank": {"domain": "finance"}, term(store, "rate"): {"status": "deprecated"}},
        remove=["fx", term(store, "금리")],
    )
    assert ids[1] == "bank"
    made = lines(store)[3:]
    assert len({row["at"] for row in made}) == 1
    assert sorted(row["id"] for row in made) == sorted(["bank", "rate", "fx", ids[0]])
    assert sorted(store.terms["term"]) == ["bank", "government bond", "interest rate", "lender", "rate", "국채", "은행"]
    assert sorted(store.undo()) == sorted(["bank", "rate", "fx", ids[0]])
    assert store.terms.drop("at").sort("id").equals(before.sort("id"))


@pytest.mark.parametrize(
    "off",
    [
        {"edit": {"nobody": {"domain": "x"}}},
        {"edit": [("bank", {"colour": "red"})]},
        {"remove": ["bank", "bank"]},
        {"remove": ["bank"], "merge": [("rate", "bank")]},
        {"merge": [("rate", "rate")]},
    ],
    ids=str,
)
def test_one_part_that_is_off_stops_all(store, off):
    before = store.path.read_bytes()
    with pytest.raises(GlossaryError):
        store.change(put=[{"ko": "국채", "en": "government bond"}], **off)
    assert store.path.read_bytes() == before


def test_what_changes_nothing_writes_nothing(store):
    before = store.path.read_bytes()
    store.change(put=[{"ko": "은행", "en": "bank"}], edit={"bank": {"domain": ""}})
    store.change()
    assert store.path.read_bytes() == before


def test_what_comes_and_goes_in_one_change_leaves_no_trace(store):
    before = store.path.read_bytes()
    store.change(put=[{"ko": "국채", "concept": "bond"}], remove=["bond"])
    assert store.path.read_bytes() == before


def test_a_term_that_the_change_brings_can_be_edited_in_it(store, tmp_path):
    other = Glossary.open(tmp_path / "other.ndjson")
    other.put(ko="국채", concept="bond")
    id_ = other.terms["id"][0]
    store.change(put=[{"ko": "국채", "concept": "bond"}], edit={id_: {"note": "a debt"}, "bond": {"domain": "finance"}})
    assert store.terms.filter(id=id_).select("note", "domain").row(0) == ("a debt", "finance")


def test_a_merge_inside_a_change_leads_on_at_once(store):
    store.change(merge=[("rate", "fx"), ("bank", "fx")])
    assert set(store.terms["concept"]) == {"bank"}
    assert store.terms.height == 7
    assert len(store.undo()) == 3
    assert set(store.terms["concept"]) == {"bank", "rate", "fx"}
