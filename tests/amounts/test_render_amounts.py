"""House styles: how one amount is written, and that what is written reads back as the same amount."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.amounts.parse import parse_amounts
from malmoi.amounts.render import convert, render_amount, render_range, round_to, styles
from malmoi.errors import UsageError
from malmoi.model.records import Amount

WON = Amount(0, 0, Decimal(4_200_000_000_000), "KRW")
DOLLARS = Amount(0, 0, Decimal(8_430_000_000), "USD")

WRITTEN = [
    (WON, "en", "kjd", "4.2 trillion won"),
    (WON, "en", "economist", "4.2trn won"),
    (WON, "en", "krw-code", "KRW 4.2 trillion"),
    (WON, "en", "won-sign", "₩4.2 trillion"),
    (WON, "en", "full", "4,200,000,000,000 won"),
    (WON, "ko", "daily", "4조2000억원"),
    (WON, "ko", "yonhap", "4조2천억원"),
    (WON, "ko", "norm", "4조 2000억 원"),
    (WON, "ko", "full", "4,200,000,000,000원"),
    (WON, "ko", "hangul", "사조 이천억 원"),
    (WON, "ko", "contract", "금 사조이천억원정"),
    (DOLLARS, "en", "kjd", "$8.43 billion"),
    (DOLLARS, "en", "yonhap", "US$8.43 billion"),
    (DOLLARS, "en", "economist", "$8.43bn"),
    (DOLLARS, "ko", "daily", "84억3000만달러"),
    (Amount(0, 0, Decimal(7890), "KRW"), "ko", "yonhap", "7천890원"),
    (Amount(0, 0, Decimal(1_234_567_898), "KRW"), "ko", "norm", "12억 3456만 7898 원"),
    (Amount(0, 0, Decimal(12_000_000), "KRW"), "ko", "contract", "금 일천이백만원정"),
    (Amount(0, 0, Decimal(5), "percent"), "en", "kjd", "5 percent"),
    (Amount(0, 0, Decimal(5), "percent"), "en", "reuters", "5%"),
    (Amount(0, 0, Decimal(1), "mi"), "en", "ap", "1 mile"),
    (Amount(0, 0, Decimal(6), "ft"), "en", "ap", "6 feet"),
    (Amount(0, 0, Decimal(113), "ordinal"), "en", "ap", "113th"),
    (Amount(0, 0, Decimal(22), "ordinal"), "en", "ap", "22nd"),
    (Amount(0, 0, Decimal(300), "person", "about"), "ko", "daily", "약 300명"),
    (Amount(0, 0, Decimal(300), "person", "over"), "ko", "daily", "300명 이상"),
    (Amount(0, 0, None, "USD", None, Decimal(2 * 10**11), Decimal(10**12 - 1)), "en", "kjd", "hundreds of billions of dollars"),
    (Amount(0, 0, None, "USD", None, Decimal(2 * 10**11), Decimal(10**12 - 1)), "ko", "daily", "수천억달러"),
]  # fmt: skip

MONEY = ["KRW", "USD", "EUR", "JPY", "CNY", "GBP", "CAD", "HKD", "CHF", "INR", "VND", "franc", "peso"]
MEASURES = [
    "percent", "percent_point", "bp", "km", "mi", "m", "ft", "in", "kg", "t", "lb", "oz", "m2", "km2", "pyeong", "ha", "acre", "l", "bbl",
    "gal", "km/h", "mph", "W", "kW", "MW", "GW", "B", "MB", "GB", "s", "minute", "hour", "week", "month", "year", "degC", "degF", "deg",
]  # fmt: skip
COUNTERS = ["person", "country", "times", "point", "number"]
# Spelled numerals leave no room between the sections for the unit 일간 and the like; they are for money and plain units.
SPELLED = ("hangul", "contract")

values = st.one_of(
    st.integers(0, 10**20).map(Decimal),
    st.decimals(0, 10**6, places=2),
    st.tuples(st.integers(1, 9999), st.integers(0, 16)).map(lambda pair: Decimal(pair[0]).scaleb(pair[1]) + 0),
)


@pytest.mark.parametrize("amount, lang, style, text", WRITTEN)
def test_each_style(amount, lang, style, text):
    assert render_amount(amount, lang, style) == text


@pytest.mark.parametrize("lang, style", [(lang, style) for lang in ("en", "ko") for style in styles(lang)])
@given(value=values, unit=st.sampled_from(MONEY + MEASURES + COUNTERS), minus=st.booleans())
@settings(max_examples=30, deadline=None)
def test_what_is_written_reads_back(lang, style, value, unit, minus):
    if style in SPELLED:
        unit = unit if unit in MONEY else "KRW"
    value = -value if minus else value
    text = render_amount(Amount(0, 0, value, unit), lang, style)
    (amount,) = parse_amounts(text, lang)
    assert (amount.value, amount.unit, amount.start >= 0) == (value, unit, True), text


@pytest.mark.parametrize("lang, style", [("en", "kjd"), ("en", "economist"), ("ko", "daily"), ("ko", "norm")])
@pytest.mark.parametrize("modifier", ["about", "over", "under", "nearly"])
@pytest.mark.parametrize("unit", ["KRW", "USD", "percent", "person", "km"])
def test_modifiers_read_back(lang, style, modifier, unit):
    given_amount = Amount(0, 0, Decimal(42_000_000), unit, modifier)
    (amount,) = parse_amounts(render_amount(given_amount, lang, style), lang)
    assert replace(amount, start=0, end=0) == given_amount


@pytest.mark.parametrize(
    "lang, style, power",
    [("en", "kjd", power) for power in range(3, 13)]
    + [("ko", style, power) for style in ("daily", "hangul") for power in range(1, 13)],
)
def test_vague_magnitudes_read_back(lang, style, power):
    unit = Decimal(10) ** power
    vague = Amount(0, 0, None, "KRW", None, 2 * unit, 10 * unit - 1)
    (amount,) = parse_amounts(render_amount(vague, lang, style), lang)
    assert (amount.value, amount.low, amount.unit) == (None, vague.low, "KRW")
    assert amount.high >= vague.high


def test_a_conversion_follows_in_brackets():
    rates = {"USD": Decimal(1400)}
    assert render_amount(WON, "en", "kjd", rates=rates) == "4.2 trillion won ($3 billion)"
    assert render_amount(DOLLARS, "ko", "norm", rates=rates) == "84억 3000만 달러(약 11조 8000억 원)"
    assert convert(DOLLARS, "KRW", rates).value == Decimal(8_430_000_000 * 1400)


def test_significant_digits_and_the_form_before_a_noun():
    amount = Amount(0, 0, Decimal("12345678"), "KRW")
    assert render_amount(amount, "en", "kjd", digits=3) == "12.3 million won"
    assert render_amount(WON, "en", "kjd", attributive=True) == "4.2 trillion-won"
    assert render_amount(Amount(0, 0, Decimal(5), "mi"), "en", "kjd", attributive=True) == "5-mile"
    assert round_to(Decimal("0.025"), 1) == Decimal("0.03")


def test_ranges():
    low, high = Amount(0, 0, Decimal(3 * 10**12), "KRW"), Amount(0, 0, Decimal(4 * 10**12), "KRW")
    assert render_range(low, high, "ko", "daily") == "3조원~4조원"
    assert [a.value for a in parse_amounts(render_range(low, high, "en", "kjd"), "en")] == [low.value, high.value]


@pytest.mark.parametrize(
    "call",
    [
        lambda: render_amount(WON, "en", "daily"),
        lambda: render_amount(WON, "de", "kjd"),
        lambda: render_amount(WON, "en", "kjd", rates={"EUR": Decimal(1500)}, to="USD"),
        lambda: render_amount(Amount(0, 0, None, "KRW"), "ko", "daily"),
        lambda: render_amount(Amount(0, 0, Decimal("1.5"), "ordinal"), "en", "ap"),
    ],
)
def test_what_cannot_be_written_says_why(call):
    with pytest.raises(UsageError, match=r"\w+ .*[.]"):
        call()
