"""One box for everything: each way of writing a word finds it, and what is no word finds nothing."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.glossary.hanja import readings
from malmoi.glossary.keyboard import to_hangul, to_latin
from malmoi.glossary.keys import fold, loan, roman, stem
from malmoi.glossary.query import nearest
from malmoi.glossary.store import Glossary

# query, concept, how
ANSWERS = [
    ("스타게이트", "stargate", "exact"),
    ("Stargate", "stargate", "exact"),
    ("STARGATE", "stargate", "case"),
    ("ｓｔａｒｇａｔｅ", "stargate", "case"),
    ("  은행 ", "bank", "exact"),
    (unicodedata.normalize("NFD", "스타게이트"), "stargate", "exact"),
    ("공정 거래 위원회", "ftc", "spacing"),
    ("생성형AI", "genai", "spacing"),
    ("data-center", "dc", "spacing"),
    ("datacenter", "dc", "spacing"),
    ("US government", "us_government", "spacing"),
    ("스타게이트는", "stargate", "particle"),
    ("이사회에서는", "board", "particle"),
    ("환자에게까지도", "patient", "particle"),
    ("대통령이라며", "president", "particle"),
    ("투자자들에게", "investor", "particle"),
    ("AI가", "ai", "particle"),
    ("챗GPT를", "chatgpt", "particle"),
    ("start-ups", "startup", "inflected"),
    ("boards of directors", "board", "inflected"),
    ("Stargate's", "stargate", "inflected"),
    ("government's", "government", "inflected"),
    ("스타게", "stargate", "prefix"),
    ("공정거래", "ftc", "prefix"),
    ("cyberse", "cyber", "prefix"),
    ("ㅅㅌㄱㅇㅌ", "stargate", "choseong"),
    ("스ㅌ게이트", "stargate", "choseong"),
    ("ㄱㅈㄱㄹ ㅇㅇㅎ", "ftc", "choseong"),
    ("ㅇㄱㅈㄴ", "ai", "choseong"),
    ("seutageiteu", "stargate", "romanised"),
    ("bandoche", "chip", "romanised"),
    ("isahoe", "board", "romanised"),
    ("Eunhaeng", "bank", "romanised"),
    ("the Stargate", "stargate", "inflected"),
    ("a lawsuit", "lawsuit", "inflected"),
    ("gong-jeong-geo-rae-wi-won-hoe", "ftc", "romanised"),
    ("saibubuan", "cyber", "romanised"),
    ("Gongjung georae wiwonhoe", "ftc", "romanised"),
    ("todtjdgudAI", "genai", "keyboard"),
    ("cotGPT", "chatgpt", "keyboard"),
    ("tmxkrpdlxm", "stargate", "keyboard"),
    ("rnrghl", "assembly", "keyboard"),
    ("rmaflsms", "rate", "keyboard"),
    ("ㄴㅅㅁㄱㅎㅁㅅㄷ", "stargate", "keyboard"),
    ("理事會", "board", "hanja"),
    ("利子", "interest", "hanja"),
    ("半導體는", "chip", "hanja"),
    ("스타개이트", "stargate", "loanword"),
    ("반도쳬", "chip", "loanword"),
    ("베터리", "battery", "loanword"),
    ("플렛폼", "platform", "loanword"),
    ("컨텐츠", "content", "exact"),
    ("은헹", "bank", "loanword"),
    ("인고지능", "ai", "typo"),
    ("데이터세터", "dc", "typo"),
    ("반체도", "chip", "typo"),
    ("스타이게트", "stargate", "typo"),
    ("세미컨덕터", "chip", "sound"),
    ("디렉터", "director", "sound"),
    ("컨트랙트", "contract", "sound"),
    ("organization for cooperation", "coop", "inflected"),
    ("semiconducter", "chip", "typo"),
    ("goverment", "government", "typo"),
    ("cybersecuirty", "cyber", "typo"),
]  # fmt: skip

NOTHING = [
    "떡볶이", "해바라기", "zxqvk", "99999", "ㅋㅋㅋㅋ", "", " ", "-", "🙂", "수영장", "이자카야", "합병증",
    "wonder", "rain", "contact", "장부", "의지", "운행", "선불", "원인", "shock", "\ud800", "?",
    "가",
]  # fmt: skip


@pytest.mark.parametrize("query, concept, how", ANSWERS)
def test_it_is_found_however_it_is_written(common, query, concept, how):
    first = common.lookup(query)[0]
    assert (first.concept, first.how) == (concept, how)
    assert 0 < first.score <= 1


@pytest.mark.parametrize("query", NOTHING)
def test_nothing_good_is_nothing(common, query):
    assert common.lookup(query) == []


def test_answers_are_ranked_one_a_concept_and_limited(common):
    found = common.lookup("이사")
    assert [match.term for match in found] == ["이사", "이사회"]
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert len(common.lookup("이사", limit=1)) == 1
    assert common.lookup("interest")[0].concept == "interest"


def test_language_can_be_asked_for(common):
    assert {match.lang for match in common.lookup("AI", lang="ko")} == {"ko"}
    assert common.lookup("은행", lang="en") == []


def test_an_answer_carries_fields_and_translations_the_preferred_first(common):
    match = common.lookup("반도체")[0]
    assert match.translations == (("en", "chip"), ("en", "semiconductor"))
    assert match.fields["domain"] == "it"
    assert match.status == "preferred"


def test_a_deprecated_term_names_the_one_to_use(common):
    match = common.lookup("컨텐츠")[0]
    assert (match.status, match.fields["use"]) == ("deprecated", "콘텐츠")
    assert "use" not in common.lookup("콘텐츠")[0].fields


def test_a_miss_suggests_the_nearest(common):
    assert common.lookup("수영장") == []
    assert "의사" in nearest(common._index, "의사야")
    assert nearest(common._index, "zxqvkwpfjm") == []


# text, key
STEMS = [
    ("companies", "company"),
    ("boards of directors", "board of director"),
    ("analyses", "analysis"),
    ("Women's", "woman"),
    ("cases", "case"),
    ("class", "class"),
]


@pytest.mark.parametrize("acronym, other", [("KBS", "KB"), ("MOIS", "MOI"), ("IAS", "IA")])
def test_the_s_of_an_acronym_is_no_plural(acronym, other):
    assert stem(acronym) != stem(other)
    assert stem(f"{other}s") == stem(other)


@pytest.mark.parametrize("one, other", STEMS)
def test_plural_and_singular_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("one, other", [("C++", "C"), ("C#", "C"), ("M&A", "MA"), ("ㅅ", "ㅆ")])
def test_signs_that_tell_terms_apart_stay(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "one, other", [("컨텐츠", "콘텐츠"), ("까페", "카페"), ("쥬스", "주스"), ("텔레비젼", "텔레비전")]
)
def test_spellings_of_a_loanword_share_a_key(one, other):
    assert loan(one) == loan(other)


@pytest.mark.parametrize(
    "one, other", [("Pusan", "Busan"), ("Chongju", "Jeongju"), ("Taegu", "Daegu"), ("P'yŏngyang", "Pyeongyang")]
)
def test_romanisations_share_a_key(one, other):
    assert roman(one) == roman(other)


# Hanja, one of its readings
HANJA = [
    ("女性", "여성"),
    ("理論", "이론"),
    ("勞動", "노동"),
    ("金利", "금리"),
    ("金氏", "김씨"),
    ("音樂", "음악"),
    ("娛樂", "오락"),
    ("自動車", "자동차"),
    ("統計廳", "통계청"),
    ("比率", "비율"),
    ("北韓", "북한"),
    ("韓國銀行 은", "한국은행 은"),
]


@pytest.mark.parametrize("hanja, hangul", HANJA)
def test_hanja_are_read(hanja, hangul):
    assert hangul in readings(hanja)


def test_a_character_without_a_reading_has_none():
    assert readings("鿿") == []


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_the_wrong_keyboard_and_back_again(word):
    assert to_hangul(to_latin(word)) == word


def test_two_letters_are_a_beginning_where_the_script_changes():
    store = Glossary.from_pairs(pl.DataFrame({"ko": ["KB금융", "KBS", "KBO"], "concept": ["bank", "tv", "ball"]}))
    assert [match.concept for match in store.lookup("KB")] == ["bank"]


@given(st.text(max_size=30))
def test_any_question_has_an_answer_or_none(common, query):
    for match in common.lookup(query):
        assert match.term
