"""brackets: what is opened in the target is closed there, where it is so in the source."""

from collections.abc import Iterator

from malmoi.check.pairing import unpaired
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "」": "「", "』": "『", "》": "《", "】": "【"}


def find(segment: Segment) -> Iterator[Problem]:
    """At most one unpaired bracket of the target."""
    if not segment.is_whole:
        return
    target = segment.text(segment.target)
    place = unpaired(target, _BRACKETS)
    # Sentences cut out of a longer text may break both sides; then the cut is at fault, not the translation.
    if place is not None and unpaired(segment.text(segment.source), _BRACKETS) is None:
        yield Problem(
            "brackets",
            "hard",
            **Problem.at(segment.target, Span(place, place + 1)),
            message="brackets",
            fields={"mark": target[place]},
        )
