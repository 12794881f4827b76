"""Pieces of words: every word within the slips that a query may have shares one with it, whatever the slips are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from malmoi.glossary.pieces import pieces_of, probes, slips_for
from malmoi.glossary.typos import _is_one_slip

WORD = st.one_of(st.text("ㄱㄴㅅㅇㅏㅓㅗㅣ", min_size=4, max_size=24), st.text("abcdeorst", min_size=4, max_size=24))
SLIPS = st.lists(
    st.tuples(st.sampled_from(["drop", "double", "change", "swap"]), st.floats(0, 0.999), st.sampled_from("ㄱㅏㅓe")),
    min_size=1,
    max_size=3,
)


def slipped(word, slips):
    for kind, where, other in slips:
        i = int(where * len(word))
        other = other if word[i] > "z" else "e"
        if kind == "drop" and len(word) > 2:
            word = word[:i] + word[i + 1 :]
        elif kind == "double":
            word = word[:i] + word[i] + word[i:]
        elif kind == "change":
            word = word[:i] + other + word[i + 1 :]
        elif kind == "swap" and i + 1 < len(word):
            word = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word


@given(WORD, SLIPS)
def test_what_slips_can_reach_shares_a_piece(word, slips):
    query = slipped(word, slips)
    allowed, apart = slips_for(query), OSA.distance(query, word)
    if apart <= allowed:
        assert set(pieces_of(word)) & probes(query, allowed)
    if apart <= 1 <= allowed:
        assert set(pieces_of(word)) & probes(query, 1)


@given(WORD, SLIPS)
def test_one_slip_is_told_without_a_library(word, slips):
    query = slipped(word, slips)
    assert _is_one_slip(query, word) == (OSA.distance(query, word) <= 1)


@pytest.mark.parametrize("letters", ["", "a", "ㅎ", "a" * 10_000])
def test_what_is_too_short_or_too_long_has_no_pieces(letters):
    assert [*pieces_of(letters)] == []
    assert len(probes(letters, 3)) < 100


def test_other_words_are_not_asked_about():
    assert not set(pieces_of("semiconductor")) & probes("constitution", 3)
