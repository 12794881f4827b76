"""full_width: letters, digits and marks of double width in the target, left over from East Asian input."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

# U+FF01 to U+FF5E mirror ASCII; the ideographic space, comma and full stop are Chinese and Japanese marks.
_WIDE = re.compile(r"[！-～　、。]+")
_OTHERS = {"　": " ", "、": ",", "。": "."}
_OFFSET = 0xFEE0


def find(segment: Segment) -> Iterator[Problem]:
    """Runs of full-width characters."""
    for match in _WIDE.finditer(segment.text(segment.target)):
        narrow = "".join(_OTHERS.get(ch) or chr(ord(ch) - _OFFSET) for ch in match[0])
        yield Problem(
            "full_width",
            "advisory",
            **Problem.at(segment.target, Span(match.start(), match.end())),
            message="full_width",
            fields={"written": match[0], "narrow": narrow},
            suggestion=narrow,
        )
