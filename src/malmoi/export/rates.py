"""Rates of exchange and conversion that the amounts of a text imply.

Two amounts tell one rate when they are the two sides of a pair in different units, or when a text gives one of them in brackets
after the other: 5000억 달러(약 702조 원), $500 billion (702 trillion won).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any, NamedTuple

from malmoi.amounts.tables import families

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Rate", "implied_rates", "number"]

# The bracket and words such as 약 or "about" between an amount and its conversion.
_GAP = 14
# Families of units in which one thing is not said in two units, and the rate above which two amounts cannot be one thing.
_WITHOUT_RATE = frozenset({"age", "count", "magnitude", "ordinal", "percent", "ratio", "time"})
_IMPLAUSIBLE = 10_000_000


class Rate(NamedTuple):
    """One `of` is worth `value` of `to`; the value is above 1."""

    value: Decimal
    of: str
    to: str


class _Figure(NamedTuple):
    start: int
    end: int
    value: Decimal
    unit: str


def number(text: str | None) -> Decimal | None:
    """The exact number of a cell of an `amounts` frame; None for an absent or vague one (`low..high`)."""
    try:
        value = Decimal(text or "")
    except DecimalException:
        return None
    return value if value.is_finite() else None


def implied_rates(amounts: "pl.DataFrame", segments: "pl.DataFrame") -> Iterator[Rate | None]:
    """The rate each row of an `amounts` frame implies, or None; a bracketed conversion's rate stands at the bracketed amount."""
    texts = {seg: {"ko": ko or "", "en": en or ""} for seg, ko, en in segments.select("seg", "ko", "en").iter_rows()}
    rows = amounts.to_dicts()
    ends = {(row["seg"], side, row[f"{side}_end"]): row for row in rows for side in ("ko", "en")}
    for row in rows:
        ko, en = _figure(row, "ko"), _figure(row, "en")
        if ko and en and ko.unit != en.unit:
            yield _rate(ko, en)
            continue
        yield next(filter(None, (_bracketed(row, side, texts, ends) for side in ("ko", "en"))), None)


def _bracketed(
    row: Mapping[str, Any],
    side: str,
    texts: Mapping[int, Mapping[str, str]],
    ends: Mapping[tuple[int, str, int | None], Mapping[str, Any]],
) -> Rate | None:
    """The rate between the amount of `row` and one that ends just before the bracket that opens before it."""
    inner = _figure(row, side)
    if inner is None or row["seg"] not in texts:
        return None
    text = texts[row["seg"]][side]
    opened = max(text.rfind(bracket, max(inner.start - _GAP, 0), inner.start) for bracket in "(（[")
    if opened < 0:
        return None
    outer = _figure(ends.get((row["seg"], side, len(text[:opened].rstrip())), {}), side)
    return _rate(outer, inner) if outer and outer.unit != inner.unit else None


def _figure(row: Mapping[str, Any], side: str) -> _Figure | None:
    value = number(row.get(f"{side}_value"))
    start, end, unit = row.get(f"{side}_start"), row.get(f"{side}_end"), row.get(f"{side}_unit")
    if not value or start is None or end is None or not unit:
        return None
    return _Figure(start, end, value, unit)


def _rate(a: _Figure, b: _Figure) -> Rate | None:
    """The rate between two amounts, in the direction in which it is above 1; None where they cannot tell one."""
    if not _convertible(a.unit, b.unit):
        return None
    if abs(a.value) > abs(b.value):
        a, b = b, a
    value = b.value / a.value
    return Rate(value, a.unit, b.unit) if 1 < value < _IMPLAUSIBLE else None


def _convertible(a: str, b: str) -> bool:
    """Two currencies (each its own family), or two units of one measure."""
    known = families()
    if a not in known or b not in known:
        return False
    (family, _), (other, _) = known[a], known[b]
    money = family == a and other == b
    return family not in _WITHOUT_RATE and other not in _WITHOUT_RATE and (money or family == other)
