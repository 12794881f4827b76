"""A figure with its unit as the readers build it up, before modifiers and ranges make an `Amount` of it."""

from dataclasses import dataclass
from decimal import Decimal

from malmoi.amounts.numerals import Numeral
from malmoi.model.records import Amount, Modifier

__all__ = ["NUMBER", "Reading"]

NUMBER = "number"


@dataclass(slots=True)
class Reading:
    """[start, end) of a flattened text; `value`, `low`, `high` in `unit`. `numeral` is the figure alone."""

    start: int
    end: int
    numeral: Numeral
    unit: str = NUMBER
    family: str = "count"
    factor: Decimal = Decimal(1)
    modifier: Modifier | None = None
    # A unit that stands before the figure ($, 시속) is shared to the right, one behind it to the left.
    prefixed: bool = False

    @property
    def bare(self) -> bool:
        """Without a unit of its own?"""
        return self.unit == NUMBER

    def amount(self) -> Amount:
        """The record; the factor of a subunit (센트) is applied."""
        n, f = self.numeral, self.factor
        value, low, high = (None if x is None else x * f for x in (n.value, n.low, n.high))
        return Amount(self.start, self.end, value, self.unit, self.modifier, low, high)
