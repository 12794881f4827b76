"""amount_mismatch: figures that belong together have different values: another figure, a power of ten, percent for percentage points."""

from collections.abc import Iterator

from malmoi.check.mismatches import differing
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Amounts of another value."""
    return differing(segment, "amount_mismatch")
