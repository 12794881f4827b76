"""A figure with its unit as the readers build it up, before modifiers and ranges make an `Amount` of it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from malmoi.amounts.numerals import Numeral
from malmoi.amounts.tables import Surface
from malmoi.model.records import Amount, Modifier

__all__ = ["NUMBER", "Reading", "with_value"]

NUMBER = "number"


@dataclass(slots=True)
class Reading:
    """[start, end) of a flattened text; `numeral` is the figure alone, its value times `factor` is in `unit`.

    `prefixed` says that the unit stands before the figure ($, 시속): such a one is shared to the right, one behind it to the left.
    """

    start: int
    end: int
    numeral: Numeral
    unit: str = NUMBER
    family: str = "count"
    factor: Decimal = Decimal(1)
    modifier: Modifier | None = None
    prefixed: bool = False

    @property
    def bare(self) -> bool:
        """Without a unit of its own?"""
        return self.unit == NUMBER

    def take(self, surface: Surface, end: int) -> None:
        """Take a unit that ends at `end`."""
        self.unit, self.family, self.factor = surface.unit, surface.family, surface.factor
        self.end = max(end, self.end)

    def amount(self) -> Amount:
        """The record; the factor of a subunit (센트) is applied."""
        n, f = self.numeral, self.factor
        value, low, high = (None if x is None else _plain(x * f) for x in (n.value, n.low, n.high))
        return Amount(self.start, self.end, value, self.unit, self.modifier, low, high)


def _plain(value: Decimal) -> Decimal:
    """4200000000000, not 4200000000000.0 or 4.2E+12."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def with_value(numeral: Numeral, value: Decimal, end: int | None = None, scale: Decimal | None = None) -> Numeral:
    """`numeral` with another value, and with another end or scale where given."""
    return replace(
        numeral, value=value, end=numeral.end if end is None else end, scale=numeral.scale if scale is None else scale
    )
