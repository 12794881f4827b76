"""unit_mismatch: the same figure with another unit."""

from collections.abc import Iterator

from malmoi.check.mismatches import differing
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Amounts with another unit."""
    return differing(segment, "unit_mismatch")
