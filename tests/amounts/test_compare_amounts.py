"""Which amounts belong together, which contradict, and that a sound pair stays silent."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.amounts.compare import compare_amounts
from malmoi.amounts.document import compare_document, implied_rates
from malmoi.amounts.parse import parse_amounts

# ko, en, and for each pair: ko stretch, en stretch, status, ratio
PAIRS = [
    ("3억 달러를 모았다", "It raised $300 million.", [("3억 달러", "$300 million", "match", None)]),
    ("3억 달러를 모았다", "It raised $30 million.", [("3억 달러", "$30 million", "mismatch", "×1/10")]),
    ("부채가 8억 원 늘었다", "Liabilities grew by 8 trillion won.", [("8억 원", "8 trillion won", "mismatch", "×10000")]),
    ("20억 엔이다", "It totals 2 billion yuan.", [("20억 엔", "2 billion yuan", "mismatch", "currency")]),
    ("0.5%포인트 올렸다", "It rose 0.5 percent.", [("0.5%포인트", "0.5 percent", "mismatch", "percent_point")]),
    ("9%포인트 앞섰다", "by a 9-point margin", [("9%포인트", "9-point", "match", None)]),
    ("25bp 인하", "a 0.25 percentage point cut", [("25bp", "0.25 percentage point", "match", None)]),
    ("시속 120km", "75 mph", [("시속 120km", "75 mph", "match", "converted")]),
    ("117km 떨어진", "110 miles away", [("117km", "110 miles", "mismatch", None)]),
    ("3m가 넘고", "10 feet (three meters) tall", [
        ("3m", "three meters", "match", None),
        (None, "10 feet", "en_only", None),
    ]),
    ("약 1억9000만 달러", "$189.6 million", [("1억9000만 달러", "$189.6 million", "match", "rounded")]),
    ("3.034달러", "$3.0344", [("3.034달러", "$3.0344", "match", "rounded")]),
    ("5.5501달러", "$3.5501 and nothing else", [("5.5501달러", "$3.5501", "mismatch", None)]),
    ("650명을 규제", "an estimated 6.5 million Britons", [("650명", "6.5 million", "mismatch", "×10000")]),
    ("39명이 숨졌다", "killing 38 in the blast", [("39명", "38", "mismatch", None)]),
    ("3명이 숨졌다", "two in the blast", [("3명", None, "ko_only", None), (None, "two", "en_only", None)]),
    ("수천명이 왔다", "Thousands came", [("수천명", "Thousands", "match", None)]),
    ("수십억 유로의 손실", "hundreds of millions of euros", [("수십억 유로", "hundreds of millions of euros", "mismatch", None)]),
    ("2곳에서 경비원 2명을", "two mines where two guards", [("2곳", "two", "match", None), ("2명", "two", "match", None)]),
    ("1억5천만 유로였다가 2억 유로", "150 million euros and tomorrow 200", [
        ("1억5천만 유로", "150 million euros", "match", None),
        ("2억 유로", "200", "match", "elliptical"),
    ]),
    ("5조원(약 36억 달러)", "5 trillion won", [
        ("5조원", "5 trillion won", "match", None),
        ("36억 달러", None, "ko_only", None),
    ]),
    ("65세 이상", "65 and older", [("65세", "65", "match", None)]),
    ("절반을 차지", "make up 50 percent", [("절반", "50 percent", "match", "unit")]),
    ("1위로 뛰어올랐다", "opens at number 1", [("1위", "number 1", "match", None)]),
    ("10만 루피", "100,000 Indian rupees", [("10만 루피", "100,000 Indian rupees", "match", None)]),
    ("2억 달러", "C$200 million", [("2억 달러", "C$200 million", "match", None)]),
]  # fmt: skip


def _cut(text, amount):
    return None if amount is None else text[amount.start : amount.end]


@pytest.mark.parametrize("ko, en, expected", PAIRS, ids=[f"{ko} | {en}" for ko, en, _ in PAIRS])
def test_pairs(ko, en, expected):
    found = [(_cut(ko, p.ko), _cut(en, p.en), p.status, p.ratio) for p in compare_amounts(ko, en)]
    assert found == expected


def test_rates_let_currencies_match():
    ko, en = "약 702조원을", "$500 billion"
    assert {p.status for p in compare_amounts(ko, en)} == {"ko_only", "en_only"}
    (pair,) = compare_amounts(ko, en, rates={"USD": Decimal(1400)})
    assert (pair.status, pair.ratio) == ("match", "converted")


def test_a_conversion_off_the_documents_rate_is_found():
    segments = [
        ("5000억달러(약 702조원)", "$500 billion"),
        ("10억달러(약 1조4000억원)", "$1 billion"),
        ("20억달러(약 2조8000억원)", "$2 billion"),
        ("30억달러(약 4200억원)", "$3 billion"),
        ("7억5000만달러(약 1조원)", "$750 million"),
    ]
    pairs, outliers = compare_document(segments)
    assert [p.status for pair in pairs for p in pair if p.en] == ["match"] * 5
    assert [(c.segment, c.lang, round(c.off, 2)) for c in outliers] == [(3, "ko", Decimal("-0.90"))]


def test_a_given_rate_takes_the_place_of_the_documents():
    segments = [("1억달러(약 1400억원)", ""), ("", "42 billion won ($3 million)")]
    assert compare_document(segments)[1] == []
    _, outliers = compare_document(segments, rates={"USD": Decimal(1400)})
    assert [(c.segment, c.lang) for c in outliers] == [(1, "en")]


def test_too_few_conversions_imply_no_rate():
    assert implied_rates([]) == {}


TEXTS = st.lists(
    st.sampled_from(
        [
            "3억 달러",
            "5명",
            "10 km",
            "$3 billion",
            "약 2조원",
            "20%",
            "가",
            "of",
            "수천",
            "(",
            ")",
            "~",
            "1999년",
            "one",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(ko=TEXTS, en=TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_amount_stands_in_one_pair(ko, en):
    pairs = compare_amounts(ko, en)
    assert sorted(p.ko.start for p in pairs if p.ko) == [a.start for a in parse_amounts(ko, "ko")]
    assert sorted(p.en.start for p in pairs if p.en) == [a.start for a in parse_amounts(en, "en")]
    assert all((p.ko is None) == (p.status == "en_only") and (p.en is None) == (p.status == "ko_only") for p in pairs)


@given(value=st.integers(1, 10**15), unit=st.sampled_from(["KRW", "USD", "percent", "km"]), power=st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_a_power_of_ten_is_always_named(value, unit, power):
    from malmoi.amounts.render import render_amount
    from malmoi.model.records import Amount

    ko = render_amount(Amount(0, 0, Decimal(value), unit), "ko", "daily")
    en = render_amount(Amount(0, 0, Decimal(value * 10**power), unit), "en", "kjd")
    (pair,) = compare_amounts(ko, en)
    assert (pair.status, pair.ratio) == ("mismatch", f"×{10**power}")
