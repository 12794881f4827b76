import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.text.particles import attach, follows, is_chain, strip

# 어절, stem and chain that must be among its splits
SPLITS = [
    ("애빌린에", "애빌린", "에"),
    ("회사들에게까지도", "회사", "들에게까지도"),
    ("서울에서부터도", "서울", "에서부터도"),
    ("정부로서는", "정부", "로서는"),
    ("대통령으로서의", "대통령", "으로서의"),
    ("선생님께서는", "선생님", "께서는"),
    ("한국이라고", "한국", "이라고"),
    ("기자라며", "기자", "라며"),
    ("이사회라는", "이사회", "라는"),
    ("애플이란", "애플", "이란"),
    ("대통령이었던", "대통령", "이었던"),
    ("전문가였다고", "전문가", "였다고"),
    ("학생입니다만", "학생", "입니다만"),
    ("투자자인", "투자자", "인"),
    ("문제인지를", "문제", "인지를"),
    ("수준이며", "수준", "이며"),
    ("SB오픈AI재팬과의", "SB오픈AI재팬", "과의"),
    ("LLM은", "LLM", "은"),
    ("챗GPT를", "챗GPT", "를"),
    ("OPEC은", "OPEC", "은"),
    ("OPEC는", "OPEC", "는"),
    ("7로", "7", "로"),
    ("1으로", "1", ""),
    ("'스타게이트'는", "'스타게이트'", "는"),
    ("것만으로도", "것", "만으로도"),
    ("사람뿐만이", "사람", "뿐만이"),
    ("특허마다", "특허", "마다"),
    ("나라마다의", "나라", "마다의"),
    ("기업끼리는", "기업", "끼리는"),
    ("열 개씩만", "열 개", "씩만"),
    ("메모라든지", "메모", "라든지"),
    ("회사라는데", "회사", "라는데"),
    ("대통령이더라도", "대통령", "이더라도"),
    ("투자라기보다는", "투자", "라기보다는"),
]  # fmt: skip

ILLEGAL = ["는은", "를에", "가를", "의의", "스타", "으", "", "도를", "에게다고"]

FOLLOWS = [
    ("책", "은", True), ("책", "는", False), ("서울", "로", True), ("서울", "으로", False), ("부산", "으로", True),
    ("회사", "라고", True), ("책", "라고", False), ("의사", "이다", True), ("책", "다", False), ("LG", "는", True),
    ("LG", "은", False), ("IBM", "은", True), ("3", "은", True), ("2", "은", False), ("8", "로", True), ("10", "으로", True),
    ("5%", "를", True), ("Stargate", "는", True), ("Stargate", "은", True), ("아무", "", True), ("물", "과", True), ("물", "와", False),
    # Acronyms that are words or not, but end in one sound; and those of which nobody knows.
    ("NASA", "는", True), ("NASA", "은", False), ("NATO", "가", True), ("NATO", "이", False), ("UNESCO", "은", False),
    ("OECD", "는", True), ("OECD", "은", False), ("ASEAN", "은", True), ("ASEAN", "는", False), ("UNICEF", "을", False),
    ("OPEC", "은", True), ("OPEC", "는", True), ("NAVER", "로", True), ("NAVER", "을", True), ("NAVER", "으로", False),
    ("CHROME", "은", True), ("CHROME", "는", True), ("GOOGLE", "은", True), ("HTTP", "는", True), ("HTTP", "은", False),
]  # fmt: skip

ATTACHED = [
    ("LG", "은/는", "LG는"), ("서울", "으로", "서울로"), ("부산", "로", "부산으로"), ("책", "를", "책을"), ("7", "(으)로", "7로"),
    ("6", "로", "6으로"), ("애빌린(Abilene)", "가", "애빌린(Abilene)이"), ("robot", "은(는)", "robot은"), ("Chrome", "를", "Chrome을"),
    ("삼성", "라고", "삼성이라고"), ("회사", "이라고", "회사라고"), ("회사", "이었다", "회사였다"),
    ("‘북마케도니아’", "과", "‘북마케도니아’와"),
    ("SK하이닉스", "에서는", "SK하이닉스에서는"), ("model", "으로", "model로"),
]  # fmt: skip


@pytest.mark.parametrize("word, stem, chain", SPLITS)
def test_strip_finds_the_split(word: str, stem: str, chain: str) -> None:
    splits = strip(word)
    if chain:
        assert (stem, chain) in splits
    else:
        assert (stem, word.removeprefix(stem)) not in splits
    assert splits[-1] == (word, "")


def test_strip_puts_the_longest_chain_first() -> None:
    lengths = [len(chain) for _, chain in strip("회사들에게까지도")]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == len("들에게까지도")


def test_strip_composes_decomposed_words() -> None:
    assert strip(unicodedata.normalize("NFD", "애빌린에")) == strip("애빌린에")


@pytest.mark.parametrize("text", ILLEGAL)
def test_what_is_no_chain(text: str) -> None:
    assert not is_chain(text)


@pytest.mark.parametrize("stem, chain, expected", FOLLOWS)
def test_the_last_sound_decides(stem: str, chain: str, expected: bool) -> None:
    assert follows(stem, chain) is expected


@pytest.mark.parametrize("word, josa, expected", ATTACHED)
def test_attach_chooses_the_form(word: str, josa: str, expected: str) -> None:
    assert attach(word, josa) == expected


def test_attach_refuses_what_is_no_particle() -> None:
    with pytest.raises(ValueError, match="스타"):
        attach("책", "스타")


@given(st.text(alphabet="가각갈나는은이라다에서들의까지도A3 .", max_size=12))
def test_every_split_is_the_word_and_legal(word: str) -> None:
    for stem, chain in strip(word):
        assert stem + chain == word
        assert follows(stem, chain)
        assert not chain or is_chain(chain)
