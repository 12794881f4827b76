"""empty: a source with words whose target has none."""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Hard: a target that is not there."""
    source = segment.text(segment.source)
    if not segment.text(segment.target).strip() and any(ch.isalnum() for ch in source):
        yield Problem("empty", "hard", **Problem.at(segment.source, Span(0, len(source))), message="empty")
