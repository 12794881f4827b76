"""Hangul spellings of Latin names: the usual one is among the first, all are Hangul, nothing breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.names.hangulization import hangulize
from malmoi.names.similarity import name_similarity
from malmoi.names.units import korean, syllables

# Latin, a spelling that must be among the first five.
AMONG_FIVE = [
    ("Berlin", "베를린"),
    ("Tokuda", "도쿠다"),
    ("Nora", "노라"),
    ("Kim", "김"),
    ("Abilene", "애빌린"),
    ("Sam Altman", "샘 올트먼"),
    ("Zelensky", "젤렌스키"),
    ("LG", "엘지"),
    ("Pyongyang", "평양"),
]


@pytest.mark.parametrize("en, ko", AMONG_FIVE)
def test_usual_spelling_is_among_the_first(en: str, ko: str) -> None:
    assert ko in hangulize(en)


def test_words_stay_apart_and_the_limit_holds() -> None:
    found = hangulize("Sam Altman", limit=3)
    assert len(found) == 3
    assert all(ko.count(" ") == 1 for ko in found)


def test_what_it_spells_is_the_same_name() -> None:
    assert name_similarity(hangulize("Stargate")[0], "Stargate") > 0.5


def test_nothing_to_spell() -> None:
    assert hangulize("") == hangulize("…") == hangulize("한글") == []


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_never_raises(text: str) -> None:
    assert all(all("가" <= ch <= "힣" or ch == " " for ch in ko) for ko in hangulize(text, limit=2))


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_units_lead_back_to_syllables(text: str) -> None:
    assert syllables(korean(text[:90]).units) == text[:90]
