"""Any text at all: no crash, spans in bounds and in order, and a sentence without amounts changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.amounts.parse import parse_amounts

# Pieces that grammar likes, in any order, beside arbitrary characters.
PIECES = st.sampled_from(
    [
        "3", "1,000", "12.5", "½", "3/4", "1e5", "^", "$", "US$", "₩", "원", "달러", "억", "조", "만", "천",
        "이", "일", "삼", "한", "두", "수", "분의", "점", "명", "개", "%", "%p", "~", "-", "에서", "(", ")",
        "약", "여", "제", "월", "일", "시", "million", "bn", "hundred", "and", "a", "half", "third", "of",
        "year-old", "miles", "to", "one", "twenty", "first", ".", ",", " ", "\n", "\u00a0", "°C", "'", "ㄱ",
        "가\u0301",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=10).map(" ".join)
)


@pytest.mark.parametrize("lang", ["ko", "en"])
@given(text=TEXTS)
@settings(max_examples=250, deadline=None)
def test_spans_are_in_bounds_and_apart(lang, text):
    at = 0
    for amount in parse_amounts(text, lang):
        assert at <= amount.start < amount.end <= len(text)
        at = amount.end
        assert (amount.value is None) == (amount.low is not None and amount.high is not None)
        assert amount.low is None or amount.low <= amount.high


@pytest.mark.parametrize(
    "lang, plain", [("ko", "그는 아무 말도 하지 않았다. "), ("en", "Nobody said a word about it. ")]
)
@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_sentence_without_amounts_changes_no_other(lang, plain, text):
    alone = parse_amounts(text, lang)
    behind = parse_amounts(text + "\n" + plain, lang)
    assert [(a.start, a.value, a.unit) for a in alone] == [(a.start, a.value, a.unit) for a in behind]


@pytest.mark.parametrize("text", ["한두", ":$삼", "수", "서너", "제", "3분의", "이점", "만", "-", "$", "."])
def test_texts_that_end_in_the_middle_of_an_amount(text):
    assert all(0 <= a.start < a.end <= len(text) for lang in ("ko", "en") for a in parse_amounts(text, lang))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_long_rows_of_digits_are_no_amount(lang):
    assert parse_amounts("1" * 100_000, lang) == []
    assert len(parse_amounts("9" * 40, lang)) == 1
