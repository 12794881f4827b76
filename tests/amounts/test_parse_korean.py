"""Korean amounts: what each spelling is worth, what is no amount, and that digits never load Kiwi."""

import subprocess
import sys
from decimal import Decimal

import pytest

from malmoi.amounts.parse import parse_amounts

# text, and for each amount: the stretch, its value, its unit
AMOUNTS = [
    ("예산은 702조원이다.", [("702조원", "702E12", "KRW")]),
    ("4조2000억원을 들인다", [("4조2000억원", "42E11", "KRW")]),
    ("4조 2,000억 원", [("4조 2,000억 원", "42E11", "KRW")]),
    ("1천500억원과 3억5천만 달러", [("1천500억원", "15E10", "KRW"), ("3억5천만 달러", "35E7", "USD")]),
    ("22 억 5 천만 달러", [("22 억 5 천만 달러", "225E7", "USD")]),
    ("만 6천 톤", [("만 6천 톤", "16000", "t")]),
    ("천4백만 원", [("천4백만 원", "14E6", "KRW")]),
    ("1조원, 2조원", [("1조원", "1E12", "KRW"), ("2조원", "2E12", "KRW")]),
    ("인구 5천만 30개 도시", [("5천만", "5E7", "number"), ("30개", "30", "item")]),
    ("１억２천만원", [("１억２천만원", "12E7", "KRW")]),
    ("12 345 678원".replace(" ", "\u00a0"), [("12\u00a0345\u00a0678원", "12345678", "KRW")]),
    ("1.5조 원", [("1.5조 원", "15E11", "KRW")]),
    ("점수는 이백점 칠일이다", [("이백점 칠일", "200.71", "number")]),
    ("답은 마이너스 5이다", [("마이너스 5", "-5", "number")]),
    ("케이크의 3분의 1", [("3분의 1", "1/3", "number")]),
    ("일과 사분의 일만큼", [("일과 사분의 일", "1.25", "number")]),
    ("절반이 두 배로", [("절반", "0.5", "fraction"), ("두 배", "2", "times")]),
    ("9%포인트, 0.25%p, 30bp", [
        ("9%포인트", "9", "percent_point"),
        ("0.25%p", "0.25", "percent_point"),
        ("30bp", "30", "bp"),
    ]),
    ("20프로와 이십 퍼센트", [("20프로", "20", "percent"), ("이십 퍼센트", "20", "percent")]),
    ("2할6푼8리의 타율", [("2할6푼8리", "0.268", "ratio")]),
    ("3~4조원", [("3", "3E12", "KRW"), ("4조원", "4E12", "KRW")]),
    ("100억~150억원", [("100억", "1E10", "KRW"), ("150억원", "15E9", "KRW")]),
    ("3조에서 4조원", [("3조", "3E12", "KRW"), ("4조원", "4E12", "KRW")]),
    ("시속 120km에서 약 150km", [("시속 120km", "120", "km/h"), ("150km", "150", "km/h")]),
    ("20~30대 여성", [("20", "20", "age"), ("30대", "30", "age")]),
    ("트럭 28대", [("28대", "28", "unit")]),
    ("1달러 20센트", [("1달러 20센트", "1.2", "USD")]),
    ("5피트 6인치", [("5피트 6인치", "5.5", "ft")]),
    ("3억 캐나다 달러, 5천만 홍콩달러", [("3억 캐나다 달러", "3E8", "CAD"), ("5천만 홍콩달러", "5E7", "HKD")]),
    ("₩5,000 US$3억 KRW 500억", [("₩5,000", "5000", "KRW"), ("US$3억", "3E8", "USD"), ("KRW 500억", "5E10", "KRW")]),
    ("200억 프랑, 10만 루피", [("200억 프랑", "2E10", "franc"), ("10만 루피", "1E5", "rupee")]),
    ("시속 188마일, 초속 30m", [("시속 188마일", "188", "mph"), ("초속 30m", "30", "m/s")]),
    ("85㎡, 33평, 111㎞", [("85㎡", "85", "m2"), ("33평", "33", "pyeong"), ("111㎞", "111", "km")]),
    ("섭씨 30도, 화씨 마이너스 20도", [("섭씨 30도", "30", "degC"), ("화씨 마이너스 20도", "-20", "degF")]),
    ("리히터 규모 6.8의 지진", [("규모 6.8", "6.8", "magnitude")]),
    ("2년 반 동안 한 시간 반씩", [("2년 반", "2.5", "year"), ("한 시간 반", "1.5", "hour")]),
    ("와인하우스(24)의 건강", [("24", "24", "age")]),
    ("열두 개와 스물여섯 명, 쉰두 살", [("열두 개", "12", "item"), ("스물여섯 명", "26", "person"), ("쉰두 살", "52", "age")]),
    ("백스물다섯 번째, 1위", [("백스물다섯 번째", "125", "ordinal"), ("1위", "1", "ordinal")]),
    ("전교 백이십오등", [("백이십오등", "125", "ordinal")]),
    ("3분기 영업이익", [("3분기", "3", "ordinal")]),
    ("1600년 전에 쓴 책", [("1600년", "1600", "year")]),
    ("열흘 만에, 사흘 연속", [("열흘", "10", "day"), ("사흘", "3", "day")]),
    ("금 사조이천억원정", [("사조이천억원", "42E11", "KRW")]),
    ("2, 3년 전", [("2", "2", "year"), ("3년", "3", "year")]),
    ("두 여성과 네 지역", [("두", "2", "number"), ("네", "4", "number")]),
]  # fmt: skip

# text, low, high, unit
VAGUE = [
    ("수천억 달러", "2E11", "999999999999", "USD"),
    ("몇 십 년", "20", "99", "year"),
    ("한 두 번", "1", "2", "times"),
    ("수십 명", "20", "99", "person"),
    ("서너 명", "3", "4", "person"),
    ("몇천 명", "2000", "9999", "person"),
    ("수 십년간", "20", "99", "year"),
]

MODIFIERS = [
    ("약 300명", "about"),
    ("300여 명", "over"),
    ("300명가량", "about"),
    ("10% 이상", "over"),
    ("최대 500명", "under"),
    ("최소 70명", "over"),
    ("5명 미만", "under"),
    ("3m가 넘고", "over"),
    ("1000만 달러에 육박", "nearly"),
    ("두 배 가까이", "nearly"),
    ("300명이 왔다", None),
]

NO_AMOUNTS = [
    "제2조와 제5항",
    "3-1로 이겼다",
    "갤럭시 S24와 5G, A380",
    "전화 02-123-4567",
    "2024년 3월 1일 오전 10시 30분",
    "지난 24~26일 조사",
    "1997년과 98년에",
    "28일(현지시간) 발표",
    "2018 라이더컵",
    "헌법 9조를 개정하려",
    "https://example.org/?q=30%25",
    "버전 1.2.3",
    "영국에서 사건이 났다. 한편 공원에서 이유로 구조 조사 만약 천만에",
    "일만 하고 놀지 않는다",
    "이 대표가 이 건은 이천에서",
    "한 국회의원의 한 집회",
    "우리 시대의 가장 큰 문제 중 하나",
    "시애틀로 가는 일등석",
    "오늘 내일",
    "코로나19와 보잉747",
    "6·25 전쟁과 9·11 테러, 3·1운동",
    "여성의 제일 큰 장애",
    "2004년 여성을 위한 세차",
]


def _value(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below) if below else Decimal(above)


@pytest.mark.parametrize("text, expected", AMOUNTS, ids=[text for text, _ in AMOUNTS])
def test_values_units_and_spans(text, expected):
    found = parse_amounts(text, "ko")
    assert [(text[a.start : a.end], a.unit) for a in found] == [(span, unit) for span, _, unit in expected]
    for amount, (_, value, _) in zip(found, expected, strict=True):
        assert abs(amount.value - _value(value)) < Decimal("1e-20")


@pytest.mark.parametrize("text, low, high, unit", VAGUE)
def test_vague_magnitudes_have_bounds_and_no_value(text, low, high, unit):
    (amount,) = parse_amounts(text, "ko")
    assert (amount.value, amount.low, amount.high, amount.unit) == (None, Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text, modifier", MODIFIERS)
def test_modifiers_on_either_side(text, modifier):
    (amount,) = parse_amounts(text, "ko")
    assert amount.modifier == modifier


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_only_looks_like_an_amount(text):
    assert parse_amounts(text, "ko") == []


def test_decomposed_hangul_is_read_and_spans_are_of_the_text_as_given():
    import unicodedata

    text = unicodedata.normalize("NFD", "약 5만 3천원이다")
    (amount,) = parse_amounts(text, "ko")
    assert unicodedata.normalize("NFC", text[amount.start : amount.end]) == "5만 3천원"
    assert amount.value == 53000


def test_digits_never_load_kiwi():
    code = (
        "import sys\n"
        "from malmoi.amounts.parse import parse_amounts\n"
        "assert parse_amounts('삼성전자는 올해 1조2000억원을 들여 3만여 명을 뽑는다고 28일 밝혔다.', 'ko')\n"
        "assert parse_amounts('Samsung will spend $3-4 billion over three years.', 'en')\n"
        "sys.exit('kiwipiepy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
