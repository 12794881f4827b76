"""An amount on the scale of its family, and how two amounts of one family agree: exactly, by rounding, by conversion.

Base units are those of the tables (metres, square metres, litres, kilograms, seconds …); every counter is one family, money is a
family a currency.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from malmoi.amounts.tables import families, words
from malmoi.model.records import Amount

__all__ = ["Agreement", "Quantity", "agreement", "quantity", "related"]

Agreement = Literal["equal", "rounded", "converted"]

# A conversion (mile, km) is right within this share, whatever the digits …
_CONVERSION = Decimal("0.03")
# … and within this one where rounding to the digits that stand there explains it.
_ROUNDED_CONVERSION = Decimal("0.05")
# The same unit, rounded: without a word that says so only the last digits may go.
_ROUNDING = Decimal("0.01")
_ROUNDING_ABOUT = Decimal("0.05")
_EXACT = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in its family's base unit: [low, high] (equal for an exact one); `step` is one unit of its last digit."""

    amount: Amount
    family: str
    low: Decimal
    high: Decimal
    step: Decimal
    digits: int

    @property
    def exact(self) -> bool:
        """A value, not a vague magnitude?"""
        return self.amount.value is not None


def quantity(amount: Amount) -> Quantity:
    """`amount` on the scale of its family."""
    family, factor = families().get(amount.unit, (amount.unit, Decimal(1)))
    if amount.value is not None:
        _, digits, exponent = amount.value.normalize().as_tuple()
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * factor
        value = amount.value * factor
        return Quantity(amount, _merged(family), value, value, step, len(digits))
    low, high = (factor * (x if x is not None else Decimal(0)) for x in (amount.low, amount.high))
    return Quantity(amount, _merged(family), low, high, factor, 1)


def _merged(family: str) -> str:
    """Ages are times, temperatures and counters are what they are."""
    return "time" if family == "age" else family


def agreement(a: Quantity, b: Quantity) -> Agreement | None:
    """How two quantities of one family agree, None when they do not."""
    if not (a.exact and b.exact):
        # 수십억 and "billions" agree where they share a stretch; so do 수천 명 and 3,500 people.
        return "equal" if a.low <= b.high and b.low <= a.high else None
    x, y = a.low, b.low
    gap = _gap(x, y)
    if gap <= _EXACT:
        return "equal"
    if a.amount.unit != b.amount.unit and a.family not in ("count", "percent"):
        if gap <= _CONVERSION:
            return "converted"
        return "converted" if gap <= _ROUNDED_CONVERSION and (_rounds(a, b) or _rounds(b, a)) else None
    about = a.amount.modifier is not None or b.amount.modifier is not None
    if gap <= (_ROUNDING_ABOUT if about else _ROUNDING) and (_shortened(a, b, about) or _shortened(b, a, about)):
        return "rounded"
    return None


def _gap(x: Decimal, y: Decimal) -> Decimal:
    """The relative difference of two values, 0 for equal ones."""
    if x == y:
        return Decimal(0)
    return abs(x - y) / max(abs(x), abs(y))


def _rounds(source: Quantity, target: Quantity) -> bool:
    """Is `target` what `source` gives when rounded to the target's digits? A conversion keeps or adds digits."""
    if target.digits < source.digits:
        return False
    return abs(source.low - target.low) <= target.step / 2 or Decimal(0) <= source.low - target.low < target.step


def _shortened(full: Quantity, short: Quantity, about: bool) -> bool:
    """Is `short` the other figure with fewer digits (cut off or rounded)?"""
    if short.digits >= full.digits or (short.digits < 2 and not about):
        return False
    return abs(full.low - short.low) < short.step


def related(a: str, b: str) -> bool:
    """May two units name one currency: 프랑 and CHF, "$" and Canadian dollars?"""
    groups = _kin()
    return a == b or bool(groups.get(a, frozenset()) & groups.get(b, frozenset()))


@cache
def _kin() -> dict[str, frozenset[str]]:
    """unit -> the names that currencies share with it."""
    out: dict[str, set[str]] = {}
    for name, members in words("kin.toml")["currencies"].items():
        for unit in (*members, name):
            out.setdefault(unit, set()).add(name)
    return {unit: frozenset(names) for unit, names in out.items()}
