"""Hangul as characters: composition with a map back, jamo, initial consonants."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.text.hangul import (
    choseong,
    compose,
    decompose,
    final,
    hangul_share,
    has_hangul,
    is_syllable,
    jamo,
    normalize,
)

CHOSEONG = [("스타게이트", "ㅅㅌㄱㅇㅌ"), ("SK하이닉스", "SKㅎㅇㄴㅅ"), ("까치", "ㄲㅊ"), ("", ""), ("ㅅ타", "ㅅㅌ")]
JAMO = [("닭", "ㄷㅏㄺ"), ("한글", "ㅎㅏㄴㄱㅡㄹ"), ("AI는", "AIㄴㅡㄴ")]
FINALS = [("는", "ㄴ"), ("이", ""), ("닭", "ㄺ"), ("A", None), ("ㄱ", None)]


@pytest.mark.parametrize("text, expected", CHOSEONG)
def test_initials(text, expected):
    assert choseong(text) == expected
    assert choseong(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize("text, expected", JAMO)
def test_jamo(text, expected):
    assert jamo(text) == jamo(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize("ch, expected", FINALS)
def test_finals(ch, expected):
    assert final(ch) == expected


def test_every_syllable_comes_apart_and_together():
    for code in range(0xAC00, 0xD7A4):
        assert compose(*decompose(chr(code))) == chr(code)
    assert not is_syllable(chr(0xABFF))
    assert not is_syllable(chr(0xD7A4))
    with pytest.raises(ValueError, match="not a Hangul syllable"):
        decompose("A")


def test_shares_count_letters_only():
    assert hangul_share("가 나, A 1!") == pytest.approx(2 / 3)
    assert hangul_share("123 …") == 0.0
    assert has_hangul("abc ㅋ")
    assert not has_hangul("漢字 kana かな")


def test_vowel_signs_of_other_scripts_compose():
    assert normalize("\u09c7\u09be가").text == "\u09cb가"


@given(st.text())
def test_normalisation_is_nfc_and_leads_back(text):
    made = normalize(text)
    assert made.text == unicodedata.normalize("NFC", text)
    assert made.span(0, len(made.text)).end == len(text)
    for i in range(len(made.text)):
        span = made.span(i, i + 1)
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="가각힣닭이A1 .é漢", max_size=20), st.data())
def test_a_span_of_composed_text_is_the_same_text_as_given(text, data):
    decomposed = unicodedata.normalize("NFD", text)
    made = normalize(decomposed)
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    span = made.span(start, end)
    assert unicodedata.normalize("NFC", decomposed[span.start : span.end]) == made.text[start:end]
