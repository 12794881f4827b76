"""Amounts written in English: 4.2 trillion won, $8.43 billion, KRW 40.23 trillion, 12 trillion-won, the 12th."""

from decimal import Decimal
from typing import Any

from malmoi.amounts.names import codes, unit_pattern
from malmoi.amounts.tables import is_money
from malmoi.errors import UsageError
from malmoi.model.records import Amount

__all__ = ["write"]

# A figure that needs more decimals than this before a scale is written out.
_MOST_DECIMALS = 3
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_PLURALS = {10: "tens", 100: "hundreds", 10**3: "thousands", 10**6: "millions", 10**9: "billions", 10**12: "trillions"}


def write(amount: Amount, style: dict[str, Any], attributive: bool) -> str:
    """`amount` in a style of `styles.toml`, without its modifier."""
    if amount.value is None:
        return _vague(amount, style)
    if amount.unit == "ordinal":
        return _ordinal(amount.value)
    if is_money(amount.unit):
        text = _money(amount.value, amount.unit, style)
    elif amount.unit == "percent":
        text = _scaled(amount.value, {}, False) + ("%" if style["percent"] == "%" else " " + style["percent"])
    else:
        scales = style.get("unsigned_scales", style["scales"])
        pattern = unit_pattern(amount.unit, "en", abs(amount.value) == 1)
        text = pattern.format(_scaled(amount.value, scales, bool(style.get("attached"))))
    return _before_noun(text, amount) if attributive else text


def _money(value: Decimal, unit: str, style: dict[str, Any]) -> str:
    sign: str | None = style.get("signed", {}).get(unit)
    if style.get("coded") and unit in codes()[unit]:
        sign = unit + " "
    minus = "-" if value < 0 else ""
    attached = bool(style.get("attached"))
    if sign is not None:
        return minus + sign + _scaled(abs(value), style["scales"], attached)
    scales = style.get("unsigned_scales", style["scales"])
    return unit_pattern(unit, "en", abs(value) == 1).format(_scaled(value, scales, attached))


def _scaled(value: Decimal, scales: dict[str, str], attached: bool) -> str:
    """The figure before the greatest scale that needs few decimals, else in full."""
    for size, word in sorted(((Decimal(k), v) for k, v in scales.items()), reverse=True):
        if abs(value) >= size:
            head = (value / size).normalize()
            if -int(head.as_tuple().exponent) <= _MOST_DECIMALS:
                return f"{head:,f}{'' if attached else ' '}{word}"
    return f"{_plain(value):,f}"


def _plain(value: Decimal) -> Decimal:
    """Without zeros behind the point and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _ordinal(value: Decimal) -> str:
    if value != value.to_integral_value() or value < 0:
        raise UsageError(f"{value} has no ordinal: only whole numbers from 0 do.")
    number = int(value)
    ending = "th" if 10 < number % 100 < 20 else _ENDINGS.get(number % 10, "th")
    return f"{number:,}{ending}"


def _before_noun(text: str, amount: Amount) -> str:
    """12 trillion-won, five-mile: the unit in the singular, behind a hyphen."""
    name = unit_pattern(amount.unit, "en", True).removeprefix("{} ")
    figure, _, last = text.rpartition(" ")
    if not figure or last != unit_pattern(amount.unit, "en", abs(amount.value or 0) == 1).removeprefix("{} "):
        return text
    return f"{figure}-{name}"


def _vague(amount: Amount, style: dict[str, Any]) -> str:
    """Hundreds of billions of won; other bounds as a range."""
    if amount.low is None or amount.high is None:
        raise UsageError("An amount without a value needs low and high to be rendered.")
    unit = amount.low / 2
    words = _chain(unit)
    if words is None or amount.high not in (10 * unit - 1, 1000 * unit - 1):
        low, high = (write(Amount(0, 0, x, amount.unit), style, False) for x in (amount.low, amount.high))
        return f"{low} to {high}"
    name = unit_pattern(amount.unit, "en").format("").strip()
    return f"{words} of {name}" if name else words


def _chain(unit: Decimal) -> str | None:
    """10^5 as hundreds of thousands."""
    for scale in (10**12, 10**9, 10**6, 10**3, 1):
        rest = unit / scale
        if rest >= 1:
            words = [_PLURALS.get(int(rest)) if rest != 1 else None, _PLURALS.get(scale)]
            if rest not in (1, 10, 100):
                return None
            return " of ".join(word for word in words if word)
    return None
