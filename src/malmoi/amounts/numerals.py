"""What a reader of numerals gives: one number as written, before any unit."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Numeral"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number [start, end) of a flattened text.

    `value` is None for a vague magnitude, which has `low` and `high`. `scale` is the last scale word (억, million), 1 without:
    the first half of a range borrows it. `spelled` says that no digit stands in it.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    kind: Literal["cardinal", "ordinal", "fraction", "multiple", "vague"] = "cardinal"
    scale: Decimal = Decimal(1)
    spelled: bool = False
    form: str = "integer"
