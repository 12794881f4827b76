"""Glossaries over one another: the first that knows is right, the others are only read, and all questions see the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import GlossaryError
from malmoi.glossary.store import Glossary, JournalWarning


@pytest.fixture
def house(tmp_path):
    path = tmp_path / "house.ndjson"
    Glossary.open(path, by="house").put_rows(
        [
            {"ko": "스타게이트", "en": "Stargate", "concept": "stargate", "domain": "ai"},
            {"ko": ["금리", "이자율"], "en": "interest rate", "concept": "rate", "domain": "finance"},
            {"ko": "부채", "en": "liability", "concept": "debt", "domain": "finance"},
            {"ko": "관심", "en": "interest", "concept": "concern", "domain": "mind"},
            {"ko": "반도체", "en": "semiconductor", "concept": "chip"},
        ]
    )
    return path


@pytest.fixture
def store(tmp_path, house):
    return Glossary.open(tmp_path / "own.ndjson", below=[house], by="kim")


def answers(store, query):
    return [(match.term, *(term for _, term in match.translations)) for match in store.lookup(query)]


def test_what_only_a_lower_one_has_is_there(store):
    store.put(ko="은행", en="bank")
    assert answers(store, "반도체는") == [("반도체", "semiconductor")]
    assert answers(store, "은행") == [("은행", "bank")]
    assert [hit.concept for hit in store.find("반도체와 금리", "ko")] == ["chip", "rate"]
    assert {"반도체", "은행"} <= set(store.terms["term"])


# what the upper one says, what is asked, the answers
FIRST_WINS = [
    ({"ko": "스타게이트", "en": "Stargate Project", "domain": "ai"}, "스타게이트", [("스타게이트", "Stargate Project")]),
    ({"ko": "스타게이트", "en": "Stargate Project"}, "ㅅㅌㄱㅇㅌ", [("스타게이트", "Stargate Project")]),
    ({"ko": "스타 게이트", "en": "Stargate Project"}, "스타게이트", [("스타 게이트", "Stargate Project")]),
    ({"ko": "스타게이트", "en": "Stargate Project"}, "Stargate", [("Stargate Project", "스타게이트")]),
    ({"ko": "부채", "en": "fan", "domain": "things"}, "부채", [("부채", "fan"), ("부채", "liability")]),
    ({"ko": "이자", "en": "interest", "domain": "finance"}, "관심", [("관심", "interest")]),
    ({"ko": "이자", "en": "interest"}, "interest", [("interest", "이자"), ("interest", "관심"), ("interest rate", "금리", "이자율")]),
    ({"ko": "이자율", "en": "rate of interest", "domain": "finance"}, "이자율", [("이자율", "rate of interest")]),
    ({"ko": "이자율", "en": "rate of interest", "domain": "finance"}, "금리", [("금리", "interest rate")]),
]  # fmt: skip


@pytest.mark.parametrize("row, query, expected", FIRST_WINS)
def test_the_first_that_knows_a_korean_term_is_right(store, row, query, expected):
    store.put(**row)
    assert answers(store, query) == expected


def test_terms_and_recognition_see_what_lookup_sees(store):
    store.put(ko="스타게이트", en="Stargate Project", concept="own")
    assert store.terms.filter(term="스타게이트")["concept"].to_list() == ["own"]
    assert "stargate" not in set(store.terms["concept"])
    assert [(hit.concept, hit.ambiguous) for hit in store.find("스타게이트가", "ko")] == [("own", False)]


def test_a_change_to_a_lower_concept_is_written_on_top_and_can_be_taken_back(store, house):
    before = house.read_bytes()
    term = store.terms.filter(term="이자율")["id"][0]
    store.edit("rate", definition="the price of money")
    store.remove(term)
    assert store.terms.filter(concept="rate").select("term", "definition").rows() == [
        ("금리", "the price of money"),
        ("interest rate", "the price of money"),
    ]
    assert not any(match.concept == "rate" for match in store.lookup("이자율") if match.how == "exact")
    assert [version.by for version in store.history("rate")] == ["house", "kim", "kim"]
    store.undo()
    store.undo()
    assert sorted(store.terms.filter(concept="rate")["term"]) == ["interest rate", "금리", "이자율"]
    assert set(store.terms.filter(concept="rate")["definition"]) == {""}
    assert house.read_bytes() == before


def test_what_is_removed_on_top_is_gone_until_that_is_taken_back(store):
    store.remove("chip")
    assert store.lookup("반도체") == []
    assert not store.find("반도체", "ko")
    assert "반도체" not in set(store.terms["term"])
    store.undo()
    assert answers(store, "반도체") == [("반도체", "semiconductor")]


def test_lower_concepts_merge_on_top(store):
    store.put(ko="칩", en="chip", concept="own")
    store.merge("own", "chip")
    assert sorted(store.terms.filter(concept="own")["term"]) == ["chip", "semiconductor", "반도체", "칩"]
    assert store.lookup("반도체")[0].concept == "own"
    store.edit("chip", note="by its old id")
    assert set(store.terms.filter(concept="own")["note"]) == {"by its old id"}


def test_a_pair_that_a_lower_one_has_is_not_added_again(store):
    assert store.put(ko="부채", en="liability") == "debt"
    assert not store.path.exists()


def test_a_lower_one_that_changes_is_followed(store, house):
    state = store.signature
    Glossary.open(house).put(ko="환율", en="exchange rate")
    assert answers(store, "환율") == [("환율", "exchange rate")]
    assert "환율" in set(store.terms["term"])
    assert store.signature != state


def test_a_lower_one_with_a_torn_end_is_reported_and_left_as_it_is(tmp_path, house):
    with house.open("ab") as stream:
        stream.write(b'{"id":"x"')
    before = house.read_bytes()
    with pytest.warns(JournalWarning, match="left out"):
        assert Glossary.open(tmp_path / "own.ndjson", below=[house]).lookup("반도체")
    assert house.read_bytes() == before


def test_a_lower_one_must_be_there(tmp_path):
    with pytest.raises(GlossaryError, match="lie below"):
        Glossary.open(tmp_path / "own.ndjson", below=[tmp_path / "absent.ndjson"])
    with pytest.raises(GlossaryError, match="at least one"):
        Glossary.stack([])


def test_three_of_any_kind_make_a_stack(tmp_path, house):
    import polars as pl

    memory = Glossary.from_pairs(pl.DataFrame({"ko": ["칩", "반도체"], "en": ["chip", "chip"], "concept": ["a", "b"]}))
    top = Glossary.open(tmp_path / "own.ndjson", below=[memory])
    store = Glossary.stack([top, Glossary.open(house)])
    assert answers(store, "반도체") == [("반도체", "chip")]
    assert answers(store, "부채") == [("부채", "liability")]
    store.put(ko="환율", en="exchange rate")
    assert top.lookup("환율")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "ko": st.sampled_from(["은행", "금리", "금 리", "환율", "부채"]),
            "en": st.sampled_from(["bank", "rate", "debt"]),
            "domain": st.sampled_from(["", "a", "b"]),
            "concept": st.sampled_from(["1", "2", "3", "4"]),
        }
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(layers=st.tuples(ROWS, ROWS, ROWS))
def test_what_counts_is_the_same_for_lookup_and_for_the_frame(tmp_path_factory, layers):
    folder = tmp_path_factory.mktemp("stack")
    for i, rows in enumerate(layers):
        one = Glossary.open(folder / f"{i}.ndjson")
        one.put(ko="끝", en="end", concept=f"end{i}")
        one.put_rows(rows)
    top, *below = [folder / f"{i}.ndjson" for i in range(len(layers))]
    store = Glossary.open(top, below=below)
    rows = store.terms.unique(["concept", "term"]).select("concept", "term").rows()
    for term in set(store.terms["term"]) | {"은행", "금리", "환율", "부채", "bank", "rate", "debt"}:
        answered = {match.concept for match in store.lookup(term) if match.how == "exact"}
        assert answered == {concept for concept, spelled in rows if spelled == term}
