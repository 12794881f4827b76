"""English amounts: what each spelling is worth, and what is no amount."""

from decimal import Decimal

import pytest

from malmoi.amounts.parse import parse_amounts
from malmoi.errors import UsageError

AMOUNTS = [
    ("It cost $500 billion.", [("$500 billion", "5E11", "USD")]),
    ("US$3bn, £2.8bn, KRW 702 trillion", [
        ("US$3bn", "3E9", "USD"),
        ("£2.8bn", "28E8", "GBP"),
        ("KRW 702 trillion", "702E12", "KRW"),
    ]),
    ("₩702tn and W1tr", [("₩702tn", "702E12", "KRW"), ("W1tr", "1E12", "KRW")]),
    ("702,000bn won or 4.2 trillion won", [("702,000bn won", "702E12", "KRW"), ("4.2 trillion won", "42E11", "KRW")]),
    ("$5m to clean 5 m of road", [("$5m", "5E6", "USD"), ("5 m", "5", "m")]),
    ("6.5m Britons are 1.8m tall", [("6.5m", "65E5", "number"), ("1.8m", "1.8", "m")]),
    ("$3-4 billion", [("$3", "3E9", "USD"), ("4 billion", "4E9", "USD")]),
    ("between $2 and $3 million", [("$2", "2E6", "USD"), ("$3 million", "3E6", "USD")]),
    ("111 to 130 mph", [("111", "111", "mph"), ("130 mph", "130", "mph")]),
    ("half a million dollars", [("half a million dollars", "5E5", "USD")]),
    ("three quarters billion us dollars", [("three quarters billion us dollars", "75E7", "USD")]),
    ("two dozen; half a dozen", [("two dozen", "24", "number"), ("half a dozen", "6", "number")]),
    ("a third of them, two-thirds, a quarter", [
        ("a third", "1/3", "number"),
        ("two-thirds", "2/3", "number"),
        ("a quarter", "0.25", "number"),
    ]),
    ("three-and-a-half years", [("three-and-a-half years", "3.5", "year")]),
    ("half an hour, half a mile", [("half an hour", "0.5", "hour"), ("half a mile", "0.5", "mi")]),
    ("one million and a half people", [("one million and a half people", "15E5", "person")]),
    ("three twenty-firsts, twenty-three fifths", [
        ("three twenty-firsts", "1/7", "number"),
        ("twenty-three fifths", "4.6", "number"),
    ]),
    ("one over twenty, 1 in 21, two out of five", [
        ("one over twenty", "0.05", "number"),
        ("1 in 21", "1/21", "number"),
        ("two out of five", "0.4", "number"),
    ]),
    ("five out of three", [("five", "5", "number"), ("three", "3", "number")]),
    ("two hundred point seventy-one", [("two hundred point seventy-one", "200.71", "number")]),
    ("twenty-one trillion and three hundred", [
        ("twenty-one trillion and three hundred", "21000000000300", "number"),
    ]),
    ("3 hundred and 2 hundred", [("3 hundred", "300", "number"), ("2 hundred", "200", "number")]),
    ("1.7 million four years ago", [("1.7 million", "17E5", "number"), ("four years", "4", "year")]),
    ("a hundred thousand trillion", [("a hundred thousand trillion", "1E17", "number")]),
    ("twice, tripled, tenfold, 2.5x", [
        ("twice", "2", "times"),
        ("tripled", "3", "times"),
        ("tenfold", "10", "times"),
        ("2.5x", "2.5", "times"),
    ]),
    ("the 12th, one hundred twenty-fifth", [
        ("12th", "12", "ordinal"),
        ("one hundred twenty-fifth", "125", "ordinal"),
    ]),
    ("a 24-year-old with a 1,600-year-old book", [("24-year-old", "24", "age"), ("1,600-year", "1600", "year")]),
    ("Karadzic, 63, is accused", [("63", "63", "age")]),
    ("the 65 and older population", [("65", "65", "age")]),
    ("a 1,200-strong crowd", [("1,200-strong", "1200", "person")]),
    ("5 pct, 20 per cent, 1.5%", [
        ("5 pct", "5", "percent"),
        ("20 per cent", "20", "percent"),
        ("1.5%", "1.5", "percent"),
    ]),
    ("0.3 percentage point, 25 basis points", [
        ("0.3 percentage point", "0.3", "percent_point"),
        ("25 basis points", "25", "bp"),
    ]),
    ("a 9-point margin, 190 points", [("9-point", "9", "percent_point"), ("190 points", "190", "point")]),
    ("34 cents and 470 pence", [("34 cents", "0.34", "USD"), ("470 pence", "4.7", "GBP")]),
    ("thirteen dollars and forty-five cents", [("thirteen dollars and forty-five cents", "13.45", "USD")]),
    ("3 euros and 50 cents", [("3 euros and 50 cents", "3.5", "EUR")]),
    ("75 USD million, 120 MEUR", [("75 USD million", "75E6", "USD"), ("120 MEUR", "12E7", "EUR")]),
    ("C$ 300 million, Mex$ 10 million", [("C$ 300 million", "3E8", "CAD"), ("Mex$ 10 million", "1E7", "MXN")]),
    ("10 $ 30 $", [("10 $", "10", "USD"), ("30 $", "30", "USD")]),
    ("a baby of two pounds, a fine of 20 pounds", [("two pounds", "2", "lb"), ("20 pounds", "20", "GBP")]),
    ("5 feet 2 inches, a 6-foot-6 junior", [("5 feet 2 inches", "31/6", "ft"), ("6-foot-6", "6.5", "ft")]),
    ("over 188 miles an hour, 10kph", [("188 miles an hour", "188", "mph"), ("10kph", "10", "km/h")]),
    ("40 deg celsius, 98.6 degrees f, -5 °C", [
        ("40 deg celsius", "40", "degC"),
        ("98.6 degrees f", "98.6", "degF"),
        ("-5 °C", "-5", "degC"),
    ]),
    ("20 (kg) of 190,000 square meters", [("20 (kg)", "20", "kg"), ("190,000 square meters", "190000", "m2")]),
    ("a magnitude 6.8 and a 7.2-magnitude quake", [
        ("magnitude 6.8", "6.8", "magnitude"),
        ("7.2-magnitude", "7.2", "magnitude"),
    ]),
    ("for a year, a week ago", [("a year", "1", "year"), ("a week", "1", "week")]),
    ("a week and a half ago, an hour and a half", [("a week and a half", "1.5", "week"), ("an hour and a half", "1.5", "hour")]),
    ("No. 1 out of 82 million", [("No. 1", "1", "ordinal"), ("82 million", "82E6", "number")]),
    ("No. 1 and number 3", [("No. 1", "1", "ordinal"), ("number 3", "3", "ordinal")]),
    ("1.1^23 and 1e10", [("1.1^23", "8.954302432552373", "number"), ("1e10", "1E10", "number")]),
    ("-1 4/5, ⅔, 10½ miles", [("-1 4/5", "-1.8", "number"), ("⅔", "2/3", "number"), ("10½ miles", "10.5", "mi")]),
]  # fmt: skip

VAGUE = [
    ("hundreds of thousands of people", "200000", "999999", "person"),
    ("tens of millions", "20000000", "99999999", "number"),
    ("hundreds of millions of euros", "200000000", "999999999", "EUR"),
    ("thousands of mourners", "2000", "999999", "number"),
    ("a couple of days", "2", "2", "day"),
    ("several hundred", "200", "900", "number"),
]

MODIFIERS = [
    ("some 300 people", "about"),
    ("nearly $4", "nearly"),
    ("more than 230 rockets", "over"),
    ("at least 70 people", "over"),
    ("up to 30 bears", "under"),
    ("10 percent or more", "over"),
    ("300 people", None),
]

NO_AMOUNTS = [
    "May 8, 1945, and 8 May 1945",
    "in 1997 and the 1990s",
    "at 12:26 a.m. or 6pm",
    "on 9/11, 24/7",
    "the Galaxy S24, an F-16 and scp-173m",
    "24703L202",
    "call 555-123-4567",
    "a 17-5 lead and a record of 13-21-3",
    "That one is really good, one of them, no one",
    "calculations a second",
    "the latter half",
    "4G and 5G networks",
    "at seven-thirty, half past three, quarter to eight",
    "a trip &#8212; was",
]


def _value(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below) if below else Decimal(above)


@pytest.mark.parametrize("text, expected", AMOUNTS, ids=[text for text, _ in AMOUNTS])
def test_values_units_and_spans(text, expected):
    found = parse_amounts(text, "en")
    assert [(text[a.start : a.end], a.unit) for a in found] == [(span, unit) for span, _, unit in expected]
    for amount, (_, value, _) in zip(found, expected, strict=True):
        assert abs(amount.value - _value(value)) < Decimal("1e-14")


@pytest.mark.parametrize("text, low, high, unit", VAGUE)
def test_vague_magnitudes_have_bounds_and_no_value(text, low, high, unit):
    (amount,) = parse_amounts(text, "en")
    assert (amount.value, amount.low, amount.high, amount.unit) == (None, Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text, modifier", MODIFIERS)
def test_modifiers_on_either_side(text, modifier):
    (amount,) = parse_amounts(text, "en")
    assert amount.modifier == modifier


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_only_looks_like_an_amount(text):
    assert parse_amounts(text, "en") == []


def test_another_language_is_refused():
    with pytest.raises(UsageError, match="ko and en"):
        parse_amounts("5 euros", "de")
