"""What is proposed as a term on either side; the tables are the point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.align.lexicon import load
from malmoi.extract.compounds import cut
from malmoi.extract.english_phrases import english_side
from malmoi.extract.english_predicates import modifier_end
from malmoi.extract.korean_phrases import korean_side
from malmoi.text.korean import tokenize

KO_PROPOSED = [
    ("소프트뱅크그룹이 참여한다.", ["소프트뱅크그룹", "그룹"]),
    ("이사회는 애빌린에 공장을 짓기로 했다.", ["이사회", "애빌린", "공장"]),
    ("도널드 트럼프 대통령이 말했다.", ["도널드 트럼프", "대통령"]),
    ("국가의 미래와 안전 및 보건을 논의했다.", ["국가의 미래", "안전 및 보건"]),
    ("그는 ‘국가를 위한 오픈AI’를 소개했다.", ["국가를 위한 오픈AI"]),
    ("‘달의 섬(Moon Island)’이 나왔다.", ["달의 섬", "Moon Island"]),
    ("제2차 세계대전이 끝났다.", ["세계대전"]),
    ("사회관계망서비스(SNS)에서 인기다.", ["사회관계망서비스", "SNS"]),
    ("교류협력국장은 답하지 않았다.", ["교류협력국"]),
    ("삼성·SK가 투자한다.", ["삼성", "SK", "삼성·SK"]),
    ("연구자들이 모였다.", ["연구자"]),
    ("신용평가와 이상거래탐지에 쓴다.", ["이상거래탐지"]),
    ("[기존 항목 바꾸기]를 누른다.", ["기존 항목 바꾸기"]),
    ("인코딩이 UTF-8인지 본다.", ["UTF-8"]),
    ("보잉 747, 에어버스가 왔다.", ["보잉 747"]),
    ("텍사스주가 승인하고 수입세를 올렸다.", ["텍사스주", "텍사스", "수입세"]),
    ("한국 협상단은 8월 인도분 원유를 샀다.", ["협상단", "8월 인도분"]),
    ("I-35W 교각이 무너졌다.", ["I-35W 교각"]),
    ("마오주의 반군이 왔다.", ["마오주의"]),
]
KO_REFUSED = [
    ("소프트뱅크그룹이 참여한다.", ["소프트뱅크그룹이", "참여한다"]),
    ("연구자들이 모였다.", ["연구자들"]),
    ("이번 회의는 오늘 열린다.", ["이번 회의", "오늘", "이번"]),
    ("서울, 부산에서 열렸다.", ["서울, 부산"]),
    ("매출 8조8035억원을 올렸다.", ["매출 8조8035억", "8조8035억", "조8035억", "매출 8"]),
    ("3월 중소기업 600개사를 돕는다.", ["중소기업 600", "중소기업 600개사", "600개사", "3월 중소기업"]),
    ("4년간 5000억을 쓴다.", ["4년간 5000억", "5000억"]),
    ("최 국장이 답했다.", ["최 국"]),
    ("‘달의 섬(Moon Island)’이 나왔다.", ["달의 섬(Moon Island)"]),
]
EN_PROPOSED = [
    (
        "The Director General of the Science and Technology Policy Bureau spoke.",
        ["Director General of the Science and Technology Policy Bureau"],
    ),
    (
        "the Association of Teachers of English in Korea (ATEK) met",
        ["Association of Teachers of English in Korea", "ATEK"],
    ),
    ("U.S.-led talks with Qantas' fleet", ["U.S.", "talks", "Qantas", "fleet"]),
    ("Gov. Muammer Guler and Seo Do-won", ["Gov.", "Muammer Guler", "Seo Do-won"]),
    ("the company's file-sharing services", ["file-sharing services", "company"]),
    ("two Koreas held six-party talks", ["two Koreas", "six-party talks"]),
    ("a Boeing 747 landed", ["Boeing 747"]),
    ("the media supply children", ["media supply", "media", "children"]),
    ("Han, director general for trade policy, spoke", ["director general for trade policy"]),
    ("a large language model", ["large language model", "language model"]),
    ("the chief executive designate spoke", ["chief executive designate"]),
    ("cholera-related bacteria", ["cholera", "cholera-related bacteria"]),
    ("they committed crimes against humanity", ["crimes against humanity"]),
    ("crude for September delivery fell", ["September delivery"]),
    ("the Beijing Workers' Gymnasium", ["Beijing Workers' Gymnasium"]),
    ("he called the meeting a success", ["meeting"]),
    ("an annual march through town", ["annual march"]),
    ("the group EveryOne said", ["EveryOne"]),
    ("in the East Sea.The agency said", ["East Sea", "agency"]),
    ("SEOUL, South Korea (AP) Officials met", ["SEOUL", "South Korea"]),
    ("the A-bomb and the “The Red Lamp” prize", ["A-bomb", "The Red Lamp"]),
]
EN_REFUSED = [
    ("the company's file-sharing services", ["the company", "sharing services", "company's"]),
    ("he said that the model was new", ["said", "that the model", "was new"]),
    ("rockets, mortars", ["rockets, mortars"]),
    ("600 SMEs in five regions", ["600 SMEs", "five regions", "600"]),
    ("revenue of 8.8 trillion won", ["revenue of 8.8", "8.8"]),
    ("then check the following", ["check", "check the following"]),
    ("The file name contains no letters", ["file name contains"]),
    ("cash equivalents totaled 5.06 trillion", ["cash equivalents totaled"]),
    ("they will select companies", ["select companies", "select"]),
    ("to build and create AI centers", ["create AI centers"]),
    ("fans attended concerts", ["attended concerts"]),
    ("rules for ensuring privacy", ["ensuring privacy", "ensuring"]),
    ("the 26-year-old nurse", ["26-year-old nurse", "26-year-old"]),
    ("in the East Sea.The agency said", ["Sea.The", "East Sea.The agency"]),
    ("the March 29 vote", ["March"]),
    ("Minister Kim Han-soo spoke", ["Kim Han", "Minister Kim Han", "soo"]),
    ("CAIRO -- A Nigerian man read The Guardian", ["A Nigerian", "A Nigerian man", "The Guardian"]),
    ("SEOUL, South Korea (AP) Officials met in Seoul", ["SEOUL"]),
    ("with the chip unit bringing in most", ["chip unit bringing"]),
]
COMPOUNDS = [
    ("국가올림픽위원회", ("국가", "올림픽", "위원회")),
    ("부위원장단", ("부", "위원장", "단")),
    ("카스파로프", ("카스파로프",)),
    ("올림픽", ("올림픽",)),
]


def korean(text: str) -> set[str]:
    """Phrases but for those that only a name in the other language would excuse."""
    return {
        p.text
        for p in korean_side(text, tokenize(text), load().__contains__, load().is_simple).phrases
        if not p.repaired
    }


def english(text: str) -> set[str]:
    return {p.text for p in english_side(text).phrases}


@pytest.mark.parametrize("text, phrases", KO_PROPOSED)
def test_korean_terms_are_proposed(text, phrases):
    assert set(phrases) <= korean(text)


@pytest.mark.parametrize("text, phrases", KO_REFUSED)
def test_korean_endings_and_pointing_words_are_not(text, phrases):
    assert not set(phrases) & korean(text)


@pytest.mark.parametrize("text, phrases", EN_PROPOSED)
def test_english_terms_are_proposed(text, phrases):
    assert set(phrases) <= english(text)


@pytest.mark.parametrize("text, phrases", EN_REFUSED)
def test_english_function_words_are_not(text, phrases):
    assert not set(phrases) & english(text)


@pytest.mark.parametrize("word, parts", COMPOUNDS)
def test_compounds_are_cut_into_known_words(word, parts):
    assert cut(word, {"국가", "올림픽", "위원회", "위원장", "부위", "원장"}.__contains__) == parts


def test_the_noun_of_a_verb_is_marked():
    text = "회사는 공장에 투자했다. 투자가 늘었다."
    bound = [p.bound for p in korean_side(text, tokenize(text)).phrases if p.text == "투자"]
    assert bound == [True, False]


@pytest.mark.parametrize(
    "phrase, value", [("crew brought", 1.0), ("useful", 1.0), ("wind power", 0.0), ("Reading", 0.0), ("policies", 0.0)]
)
def test_ends_that_are_no_nouns(phrase, value):
    assert modifier_end(phrase) == value


@given(st.text(alphabet="abcDEF 12.-'’,()&of the", max_size=60))
def test_english_phrases_lie_in_the_text_and_on_their_units(text):
    side = english_side(text)
    for p in side.phrases:
        assert text[p.start : p.end] == p.text
        assert side.units[p.first].start == p.start
        assert side.units[p.last - 1].end == p.end
        assert p.text.strip() == p.text
