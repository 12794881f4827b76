"""Rates that amounts imply: across the sides, and in brackets."""

from decimal import Decimal

import polars as pl
import pytest

from malmoi.export.rates import Rate, implied_rates, number
from malmoi.model.frames import AMOUNTS, bitext

WON = Rate(Decimal(1404), "USD", "KRW")
# (text of the Korean side, its amounts as (form, value, unit), the rate that each implies)
BRACKETED = [
    ("5000억 달러(약 702조 원)", [("5000억 달러", "5E+11", "USD"), ("702조 원", "7.02E+14", "KRW")], [None, WON]),
    ("702조 원 (5000억 달러)", [("702조 원", "7.02E+14", "KRW"), ("5000억 달러", "5E+11", "USD")], [None, WON]),
    ("100마일(160km)", [("100마일", "100", "mi"), ("160km", "160", "km")], [None, Rate(Decimal("1.6"), "mi", "km")]),
    ("3억 원(작년 2억 원)", [("3억 원", "300000000", "KRW"), ("2억 원", "200000000", "KRW")], [None, None]),
    ("5달러, 그리고 (약 7000원)", [("5달러", "5", "USD"), ("7000원", "7000", "KRW")], [None, None]),
    ("5명(1000명)", [("5명", "5", "person"), ("1000명", "-1000", "number")], [None, None]),
    ("1달러(약 1억 원)", [("1달러", "1", "USD"), ("1억 원", "100000000", "KRW")], [None, None]),
    ("5명(3채)", [("5명", "5", "person"), ("3채", "3", "house")], [None, None]),
    ("5km(1달러)", [("5km", "5", "km"), ("1달러", "1", "USD")], [None, None]),
    ("0달러(약 7000원)", [("0달러", "0", "USD"), ("7000원", "7000", "KRW")], [None, None]),
    ("수억 달러(약 7000원)", [("수억 달러", "2E8..9E8", "USD"), ("7000원", "7000", "KRW")], [None, None]),
]  # fmt: skip
NUMBERS = [("12.50", Decimal("12.50")), ("1..2", None), ("", None), (None, None), ("NaN", None), ("Infinity", None)]


@pytest.mark.parametrize("text, given, expected", BRACKETED)
def test_a_bracketed_conversion_implies_a_rate(text, given, expected):
    rows = [
        (
            0,
            "ko_only",
            None,
            form,
            None,
            value,
            unit,
            None,
            None,
            text.index(form),
            text.index(form) + len(form),
            None,
            None,
        )
        for form, value, unit in given
    ]
    amounts = pl.DataFrame(rows, schema=AMOUNTS, orient="row")
    assert list(implied_rates(amounts, bitext([text], ["text"]))) == expected


def test_two_sides_in_different_units_imply_a_rate():
    row = (0, "match", "currency", "14억 원", "$1 million", "1400000000", "KRW", "1000000", "USD", 0, 5, 0, 10)
    amounts = pl.DataFrame([row], schema=AMOUNTS, orient="row")
    assert list(implied_rates(amounts, bitext(["14억 원"], ["$1 million"]))) == [Rate(Decimal(1400), "USD", "KRW")]


def test_units_of_one_size_imply_nothing():
    row = (0, "match", None, "3분기", "third", "3", "quarter", "3", "ordinal", 0, 3, 0, 5)
    amounts = pl.DataFrame([row], schema=AMOUNTS, orient="row")
    assert list(implied_rates(amounts, bitext(["3분기"], ["third"]))) == [None]


@pytest.mark.parametrize("text, expected", NUMBERS)
def test_exact_numbers_only(text, expected):
    assert number(text) == expected
