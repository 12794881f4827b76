"""Names laid out for the compiled lattice: in pieces, as they would be in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.names.spelled import has_initials, initialled, may_be_spoken, spelled, spoken
from malmoi.names.units import LONGEST_NAME, english, korean
from malmoi.names.variants import english_forms, english_orders, korean_forms

NAMES = [
    "Stargate",
    "J. Y. Lee",
    "Chey Tae-won",
    "AT&T Corp.",
    "O'Brien's",
    "E.coli",
    "F-16 Fighting Falcon",
    "É",
    "van der Waals",
    "U.S.",
]
WORDS = st.one_of(st.sampled_from(" ".join(NAMES).split()), st.text("aAbB.&'-’é19", min_size=1, max_size=8))


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_words_make_the_layout_of_the_whole(words: list[str]) -> None:
    pytest.importorskip("numba")
    from malmoi.names import flat

    assert flat._latin(words) == flat._word(" ".join(words))


def test_what_is_too_long_is_cut_as_a_whole() -> None:
    pytest.importorskip("numba")
    from malmoi.names import flat

    letters, marks = flat._latin(["abcdefghij"] * 20)
    assert len(letters) == len(marks) == LONGEST_NAME


@given(st.text("가나다라엘지세븐원이 lg7ᄀ", max_size=6))
def test_characters_make_the_units_of_a_korean_name(text: str) -> None:
    pytest.importorskip("numba")
    from malmoi.names import flat

    name = korean(text)
    units, steps, personal = flat._korean(text)
    assert units == bytes(flat._table().units[unit] for unit in name.units)
    assert steps == tuple(spoken(name))
    assert bool(personal) == bool(initialled(name))


@pytest.mark.parametrize("text", ["재용", "엘지", "세븐일레븐", "최태원", "ㄱ", "lg전자", "김"])
def test_steps_are_found_where_they_are_said_to_be(text: str) -> None:
    name = korean(text)
    assert bool(initialled(name)) == has_initials(name.text)
    assert may_be_spoken(name.text) or not spoken(name)
    assert spelled(name) == [*spoken(name), *initialled(name)]


@pytest.mark.parametrize("text", ["스타게이트시", "한강", "서울특별시", "오라클", "시"])
def test_the_longest_generic_ending_goes(text: str) -> None:
    (whole, dropped, needed), *shorter = korean_forms(text)
    assert (whole, dropped, needed) == (text, frozenset(), False)
    assert all(text.startswith(stem) and words for stem, words, _ in shorter)


def test_generic_endings_of_known_names() -> None:
    assert [form[0] for form in korean_forms("한강")] == ["한강", "한"]
    assert [form[0] for form in korean_forms("오라클")] == ["오라클"]


@pytest.mark.parametrize("name", NAMES)
def test_forms_are_the_orders_that_have_letters(name: str) -> None:
    orders = [(english(" ".join(words)), price) for words, price in english_orders(name, frozenset(), False)]
    assert english_forms(name, frozenset(), False) == [order for order in orders if order[0].letters]
    assert orders[0][1] == 0.0
