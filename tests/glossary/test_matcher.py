"""All places of many strings: the automaton and the tables in plain Python answer alike, saved or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.glossary import matcher
from malmoi.glossary.matcher import Matcher

STRINGS = st.lists(st.text("가나a b🙂", min_size=1, max_size=6), max_size=12)
TEXTS = st.text("가나a b🙂", max_size=40)


def plain(strings):
    return matcher._Tables(strings).find


def naive(strings, text):
    return {(i, i + len(s), k) for k, s in enumerate(strings) for i in range(len(text)) if text.startswith(s, i)}


@given(STRINGS, TEXTS)
def test_both_find_all(strings, text):
    pytest.importorskip("daachorse")
    found = Matcher(strings).find(text)
    assert {*found} == {*plain(strings)(text)} == naive(strings, text)
    assert len(found) == len({*found})


@given(STRINGS.filter(bool), TEXTS)
def test_a_saved_one_finds_the_same(strings, text):
    pytest.importorskip("daachorse")
    made = Matcher(strings)
    assert Matcher(None, saved=made.save()).find(text) == made.find(text)


def test_without_the_library_the_tables_answer(monkeypatch):
    monkeypatch.setattr(matcher, "_library", lambda: None)
    made = Matcher(["은행", "은"])
    assert made.save() is None
    assert made.find("은행은") == [(0, 1, 1), (0, 2, 0), (2, 3, 1)]


@pytest.mark.parametrize("saved", [b"", b"no automaton"])
def test_what_is_no_automaton_is_refused(saved):
    pytest.importorskip("daachorse")
    with pytest.raises(ValueError, match=r"."):
        Matcher(None, saved=saved)
