"""The store: put, edit, remove, merge, history, undo; a glossary made of a frame."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from malmoi.errors import GlossaryError
from malmoi.glossary.store import Glossary
from malmoi.model.frames import TERMS


def surfaces(store, **where):
    return sorted(store.terms.filter(**where)["term"])


def test_put_returns_a_concept_that_is_on_the_disk(store, path):
    concept = store.put(
        ko="스타게이트", en=["Stargate", "Stargate Project"], domain="ai", note="a venture", ko_pos="proper noun"
    )
    terms = Glossary.open(path).terms
    assert terms.schema == TERMS
    assert terms.select("concept", "lang", "term", "status", "pos", "domain", "by").rows() == [
        (concept, "ko", "스타게이트", "preferred", "proper noun", "ai", "kim"),
        (concept, "en", "Stargate", "preferred", "", "ai", "kim"),
        (concept, "en", "Stargate Project", "admitted", "", "ai", "kim"),
    ]
    assert terms["id"].n_unique() == 3


def test_the_same_pair_again_is_the_same_concept_and_writes_nothing(store, path):
    first = store.put(ko="금리", en="interest rate")
    before = path.read_bytes()
    assert store.put(ko="금리", en="interest rate") == first
    assert path.read_bytes() == before
    assert store.put(ko="금리", en="interest rate", domain="finance") == first or store.terms["concept"].n_unique() == 2


def test_homographs_are_concepts_of_their_own(store):
    assert store.put(ko="부채", en="liability") != store.put(ko="부채", en="fan")


def test_a_named_concept_gathers_terms(store):
    store.put(ko="데이터센터", en="data center", concept="data_center")
    store.put(ko="데이터 센터", en="data centre", concept="data_center", status="admitted")
    assert surfaces(store, concept="data_center") == ["data center", "data centre", "데이터 센터", "데이터센터"]


def test_put_rows_is_all_or_nothing_and_one_undo(store):
    with pytest.raises(GlossaryError, match="empty"):
        store.put_rows([{"ko": "은행", "en": "bank"}, {"ko": "  ", "en": "x"}])
    assert store.terms.is_empty()
    store.put_rows([{"ko": "은행", "en": "bank"}, {"ko": "금리", "en": "interest rate"}])
    store.undo()
    assert store.terms.is_empty()


def test_a_pair_that_comes_twice_in_one_table_is_one_concept(store):
    row = {"ko": "은행", "en": "bank"}
    one, two, other = store.put_rows([row, {**row, "note": "again"}, {**row, "domain": "finance"}])
    assert one == two != other
    assert store.terms.height == 4


def test_edit_changes_a_term_or_its_concept(store):
    concept = store.put(ko="콘텐츠", en="content")
    term = store.terms.filter(lang="ko")["id"][0]
    store.edit(term, term="컨텐츠", status="deprecated", note="spelled otherwise")
    store.edit(concept, domain="it", definition="what is published")
    row = store.terms.filter(id=term).row(0, named=True)
    assert (row["term"], row["status"], row["note"]) == ("컨텐츠", "deprecated", "spelled otherwise")
    assert set(store.terms["domain"]) == {"it"}
    store.edit(concept, domain="")
    assert set(store.terms["domain"]) == {""}


def test_a_term_keeps_its_id_when_its_spelling_is_given_to_another(store):
    concept = store.put(ko="콘텐츠", en="content")
    old = store.terms.filter(lang="ko")["id"][0]
    store.edit(old, term="컨텐츠")
    store.put(ko="콘텐츠", concept=concept)
    ids = dict(store.terms.filter(lang="ko").select("term", "id").rows())
    assert ids["컨텐츠"] == old != ids["콘텐츠"]


def test_remove_takes_a_term_then_the_concept(store):
    concept = store.put(ko="은행", en="bank")
    ko, en = store.terms.sort("lang")["id"]
    store.remove(ko)
    assert store.terms.height == 1
    store.remove(en)
    assert store.terms.is_empty()
    with pytest.raises(GlossaryError, match="There is no concept"):
        store.remove(concept)


def test_merge_moves_terms_and_the_old_id_leads_to_the_new(store):
    keep = store.put(ko="데이터센터", en="data center", concept="keep", domain="it")
    store.put(ko="전산센터", en="data center", concept="gone", definition="a building full of servers")
    store.merge(keep, "gone")
    assert surfaces(store, concept=keep) == ["data center", "데이터센터", "전산센터"]
    assert surfaces(store, status="preferred") == ["data center", "데이터센터"]
    assert set(store.terms["definition"]) == {"a building full of servers"}
    store.edit("gone", note="reached by its old name")
    assert set(store.terms["note"]) == {"reached by its old name"}
    assert store.lookup("전산센터")[0].concept == keep
    with pytest.raises(GlossaryError, match="same concept"):
        store.merge("keep", "gone")


def test_a_term_that_a_merge_dropped_is_found_by_its_old_id(store):
    store.put(ko="데이터센터", en="data center", concept="keep")
    store.put(ko="전산센터", en="data center", concept="gone")
    old = store.terms.filter(concept="gone", lang="en")["id"][0]
    kept = store.terms.filter(concept="keep", lang="en")["id"][0]
    store.merge("keep", "gone")
    store.edit(old, note="by its old id")
    assert store.terms.filter(id=kept)["note"][0] == "by its old id"
    assert (
        {version.id for version in store.history(old)}
        == {version.id for version in store.history("gone")}
        == {"keep", "gone"}
    )
    store.put(ko="데이터 센터", concept="gone", status="admitted")
    assert set(store.terms["concept"]) == {"keep"}
    store.undo()
    store.undo()
    store.undo()
    assert set(store.terms.filter(id=old)["concept"]) == {"gone"}


def test_merges_lead_on_and_on(store):
    for name in "abc":
        store.put(ko=f"낱말{name}", en=f"word {name}", concept=name)
    store.merge("b", "a")
    store.merge("c", "b")
    store.edit("a", domain="x")
    assert set(store.terms.select("concept", "domain").rows()) == {("c", "x")}
    assert {version.id for version in store.history("c")} == {"a", "b", "c"}
    assert store.validate().is_empty()
    store.remove("a")
    assert store.terms.is_empty()
    assert set(store.validate()["rule"]) == {"broken-reference"}


def test_undo_walks_back_one_change_at_a_time(store):
    states = [surfaces(store)]
    one = store.put(ko="은행", en="bank")
    states.append(surfaces(store))
    two = store.put(ko="둑", en="bank of a river")
    states.append(surfaces(store))
    store.merge(one, two)
    states.append(surfaces(store))
    store.remove(one)
    assert store.undo() == [one]
    while len(states) > 1:
        assert surfaces(store) == states.pop()
        store.undo()
    assert surfaces(store) == states[0]
    with pytest.raises(GlossaryError, match="no change to take back"):
        store.undo()


def test_undo_of_one_concept_leaves_the_others(store):
    one = store.put(ko="은행", en="bank")
    store.edit(one, domain="finance")
    store.put(ko="금리", en="interest rate")
    store.undo(one)
    assert set(store.terms["domain"]) == {""}
    assert store.terms.height == 4


def test_history_tells_who_and_when(path):
    Glossary.open(path, by="kim").put(ko="은행", en="bank", concept="bank")
    Glossary.open(path, by="lee").edit("bank", domain="finance")
    store = Glossary.open(path, by="park")
    store.undo()
    versions = store.history("bank")
    assert [(v.by, v.op, bool(v.undoes)) for v in versions] == [
        ("kim", "put", False),
        ("lee", "put", False),
        ("park", "put", True),
    ]
    assert [v.at for v in versions] == sorted({v.at for v in versions})
    with pytest.raises(GlossaryError, match="never was"):
        store.history("nobody")


def test_a_clock_that_goes_backwards_does_not_lose_the_later_change(path):
    clock = iter([datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=i) for i in range(9)])
    store = Glossary.open(path, clock=lambda: next(clock))
    store.put(ko="은행", en="bank", concept="bank")
    store.edit("bank", domain="finance")
    store.edit("bank", domain="money")
    assert set(Glossary.open(path).terms["domain"]) == {"money"}


def test_the_same_author_and_clock_make_the_same_journal(tmp_path):
    made = []
    for name in "ab":
        store = Glossary.open(
            tmp_path / name / "journal.ndjson", by="kim", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)
        )
        store.put_rows([{"ko": "은행", "en": "bank"}, {"ko": "금리", "en": "interest rate", "domain": "finance"}])
        made.append(store.path.read_bytes())
    assert made[0] == made[1]


# what is given, a part of the error
REFUSED = [
    ({"ko": ""}, "needs a term"),
    ({"ko": "   "}, "empty"),
    ({"ko": "은\x07행"}, r"U\+0007"),
    ({"ko": "은행\n금리"}, r"U\+000A"),
    ({"ko": "은행\ud800"}, r"U\+D800"),
    ({"ko": "은행\ufffe"}, r"U\+FFFE"),
    ({"ko": "가" * 501}, "500 is the most"),
    ({"ko": "은행", "status": "best"}, "preferred, admitted"),
    ({"ko": "은행", "colour": "red"}, "no field 'colour'"),
    ({"ko": "은행", "ko_domain": "x"}, "no field"),
    ({"ko": "은행", "region": "JP"}, "KR, KP"),
    ({"ko": 7}, "A term is text"),
]  # fmt: skip


@pytest.mark.parametrize("given_fields, said", REFUSED)
def test_what_cannot_be_stored_is_refused_in_words(store, given_fields, said):
    with pytest.raises(GlossaryError, match=said):
        store.put(**given_fields)
    assert store.path.exists() is False or not store.path.read_bytes()


def test_terms_are_stored_composed_trimmed_and_without_invisible_characters(store):
    store.put(ko="\u1112\u1161\u11ab\u1100\u1173\u11af ", en="\ufeffHan\u200bgul")
    assert surfaces(store) == ["Hangul", "한글"]


def test_from_pairs_groups_by_concept_and_keeps_the_best_status():
    frame = pl.DataFrame(
        {
            "ko": ["반도체", "반도체", "칩", None],
            "en": ["semiconductor", "chip", "chip", "IC"],
            "concept": ["s", "s", "s", "s"],
            "status": ["preferred", "admitted", "deprecated", "admitted"],
            "domain": ["it", "it", "it", "it"],
        }
    )
    store = Glossary.from_pairs(frame)
    assert store.terms.select("lang", "term", "status").rows() == [
        ("ko", "반도체", "preferred"),
        ("en", "semiconductor", "preferred"),
        ("en", "chip", "admitted"),
        ("ko", "칩", "deprecated"),
        ("en", "IC", "admitted"),
    ]
    assert store.path is None
    store.put(ko="웨이퍼", en="wafer")
    assert store.lookup("웨이퍼")


def test_from_pairs_needs_a_side():
    with pytest.raises(GlossaryError, match="neither a column ko nor en"):
        Glossary.from_pairs(pl.DataFrame({"a": ["x"]}))
