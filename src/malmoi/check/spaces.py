"""spaces: a space too many in the target, where the source has none."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_SPACES = re.compile(r"(?<=[^\s.!?]) {2,}(?=\S)|[ \t]+(?=[,.!?;](?:\s|$))")


def find(segment: Segment) -> Iterator[Problem]:
    """Double spaces and spaces before punctuation."""
    if _SPACES.search(segment.text(segment.source)):
        return
    for match in _SPACES.finditer(segment.text(segment.target)):
        yield Problem(
            "spaces", "advisory", **Problem.at(segment.target, Span(match.start(), match.end())), message="spaces"
        )
