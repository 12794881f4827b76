"""tag_lost: mark-up must be kept in translation."""

from collections.abc import Iterator

from malmoi.check.counts import differing
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Tags that one side has more often than the other."""
    return differing(segment, "tag", segment.tags)
