"""currency_mismatch: the same figure in another currency."""

from collections.abc import Iterator

from malmoi.check.mismatches import differing
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Amounts in another currency."""
    return differing(segment, "currency_mismatch")
