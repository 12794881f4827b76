"""placeholder_lost: variables that a program fills in must be in the target as often as they are in the source."""

from collections.abc import Iterator

from malmoi.check.counts import differing
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Placeholders that one side has more often than the other."""
    return differing(segment, "placeholder", segment.placeholders)
