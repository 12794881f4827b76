"""`render_amount`: an amount in a house style (`styles.toml`), such that reading it again gives the amount back.

English styles choose a scale (4.2 trillion), Korean ones write sections of ten thousand (4조2000억). Nothing is rounded unless
`digits` says so; a figure that a scale would need too many decimals for is written out.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from malmoi.amounts import render_en, render_ko
from malmoi.amounts.figures import CONTEXT
from malmoi.amounts.tables import is_money, words
from malmoi.errors import UsageError
from malmoi.model.records import Amount, Lang

__all__ = ["convert", "render_amount", "render_range", "round_to", "styles"]

# A conversion in brackets is always rounded: three digits are what newspapers print.
_DIGITS_OF_CONVERSION = 3
_WON = "KRW"


def styles(lang: Lang) -> tuple[str, ...]:
    """The names of the styles of a language."""
    return tuple(words("styles.toml")[lang])


def render_amount(
    amount: Amount,
    lang: Lang,
    style: str,
    *,
    digits: int | None = None,
    attributive: bool = False,
    rates: Mapping[str, Decimal] | None = None,
    to: str | None = None,
) -> str:
    """`amount` in `lang` ("ko" or "en") as the style writes it, with its modifier.

    `digits` rounds to that many significant digits; `attributive` gives the form before a noun (12 trillion-won). `rates` are won
    per unit of a currency: with them money gets a conversion in brackets, into `to`, else into won for foreign money and into
    the first currency of `rates` for won. Raises UsageError for an unknown language or style, a missing rate, or an amount
    without value and bounds.
    """
    table = words("styles.toml")
    if lang not in ("ko", "en") or style not in table[lang]:
        known = ", ".join(table[lang]) if lang in ("ko", "en") else "of ko and en only"
        raise UsageError(f"There is no style {style!r} for amounts in {lang!r}; there are: {known}.")
    with localcontext(CONTEXT):
        rounded = _rounded(amount, digits)
        writer = render_en if lang == "en" else render_ko
        before, after = table["modifiers"][lang].get(amount.modifier, ("", ""))
        text = writer.write(rounded, table[lang][style], attributive)
        if rates is not None and is_money(amount.unit):
            other = convert(amount, to or _counter_currency(amount, rates), rates)
            bracket = writer.write(_rounded(other, _DIGITS_OF_CONVERSION), table[lang][style], False)
            text += f" ({bracket})" if lang == "en" else f"(약 {bracket})"
    return f"{before}{text}{after}"


def render_range(low: Amount, high: Amount, lang: Lang, style: str, *, digits: int | None = None) -> str:
    """Two amounts of one unit as a range: 3조~4조원, $3 billion-$4 billion. Raises UsageError as `render_amount` does."""
    first, second = (render_amount(replace(a, modifier=None), lang, style, digits=digits) for a in (low, high))
    return f"{first}~{second}" if lang == "ko" else f"{first} to {second}"


def convert(amount: Amount, to: str, rates: Mapping[str, Decimal]) -> Amount:
    """Money in another currency; `rates` are won per unit. Raises UsageError when a rate is missing."""
    with localcontext(CONTEXT):
        factor = _won_per(amount.unit, rates) / _won_per(to, rates)
        value, low, high = (None if x is None else x * factor for x in (amount.value, amount.low, amount.high))
    return replace(amount, value=value, low=low, high=high, unit=to)


def _won_per(unit: str, rates: Mapping[str, Decimal]) -> Decimal:
    if unit == _WON:
        return Decimal(1)
    rate = rates.get(unit)
    if rate is None or rate <= 0:
        raise UsageError(f"There is no rate for {unit}: give how many won one costs, as in --rate {unit}=1400.")
    return rate


def _counter_currency(amount: Amount, rates: Mapping[str, Decimal]) -> str:
    if amount.unit != _WON:
        return _WON
    return next(iter(rates), _WON)


def _rounded(amount: Amount, digits: int | None) -> Amount:
    if digits is None:
        return amount
    value, low, high = (None if x is None else round_to(x, digits) for x in (amount.value, amount.low, amount.high))
    return replace(amount, value=value, low=low, high=high)


def round_to(value: Decimal, digits: int) -> Decimal:
    """`value` with `digits` significant digits, halves away from zero."""
    if not value:
        return value
    place = value.adjusted() - digits + 1
    return value.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP, context=CONTEXT)
