"""Amounts in a text of either language: what each spelling is worth, and what is no amount."""

import subprocess
import sys
import unicodedata
from decimal import Decimal

import pytest

import english_amounts
import korean_amounts
from malmoi.amounts.parse import parse_amounts
from malmoi.errors import UsageError


def cases(name):
    """The rows of both languages' tables of that name, each with its language before it."""
    tables = {"ko": getattr(korean_amounts, name), "en": getattr(english_amounts, name)}
    rows = [(lang, row if isinstance(row, tuple) else (row,)) for lang, table in tables.items() for row in table]
    return [pytest.param(lang, *row, id=row[0]) for lang, row in rows]


def _value(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below) if below else Decimal(above)


@pytest.mark.parametrize("lang, text, expected", cases("AMOUNTS"))
def test_values_units_and_spans(lang, text, expected):
    found = parse_amounts(text, lang)
    assert [(text[a.start : a.end], a.unit) for a in found] == [(span, unit) for span, _, unit in expected]
    for amount, (_, value, _) in zip(found, expected, strict=True):
        assert abs(amount.value - _value(value)) < Decimal("1e-20")


@pytest.mark.parametrize("lang, text, low, high, unit", cases("VAGUE"))
def test_vague_magnitudes_have_bounds_and_no_value(lang, text, low, high, unit):
    (amount,) = parse_amounts(text, lang)
    assert (amount.value, amount.low, amount.high, amount.unit) == (None, Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("lang, text, modifier", cases("MODIFIERS"))
def test_modifiers_on_either_side(lang, text, modifier):
    (amount,) = parse_amounts(text, lang)
    assert amount.modifier == modifier


@pytest.mark.parametrize("lang, text", cases("NO_AMOUNTS"))
def test_what_only_looks_like_an_amount(lang, text):
    assert parse_amounts(text, lang) == []


def test_another_language_is_refused():
    with pytest.raises(UsageError, match="ko and en"):
        parse_amounts("5 euros", "de")


def test_decomposed_hangul_is_read_and_spans_are_of_the_text_as_given():
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
