"""identical: a target that is the source itself, where that is prose of its language."""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Lang, Span
from malmoi.text.hangul import hangul_share

__all__ = ["find"]

_WORDS = 3


def find(segment: Segment) -> Iterator[Problem]:
    """Hard: text of one language as its own translation."""
    if segment.is_copy and _should_differ(segment.text(segment.source), segment.source):
        spans = Span(0, len(segment.text(segment.target))), Span(0, len(segment.text(segment.source)))
        yield Problem("identical", "hard", **Problem.at(segment.target, *spans), message="identical")


def _should_differ(text: str, lang: Lang) -> bool:
    """Is it prose of its language, not a name, a figure or a code that stays as it is?"""
    if lang == "ko":
        return hangul_share(text) > 0
    words = [w for w in text.split() if w.isalpha() and w.islower()]
    return len(words) >= _WORDS
