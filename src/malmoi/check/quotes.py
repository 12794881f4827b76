"""quotes: quotation marks of the target come in pairs, where those of the source do."""

import re
from collections.abc import Iterator

from malmoi.check.pairing import unpaired
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Lang, Span

__all__ = ["find"]

_DOUBLE = {"”": "“"}
# English writes ’ in the middle and at the end of words; there single marks cannot be paired by looking.
_SINGLE = {"’": "‘"}
# 5" is five inches.
_INCHES = re.compile(r"(?<=\d)\"")


def find(segment: Segment) -> Iterator[Problem]:
    """At most one quotation mark of the target without a mate; advisory, for quotations run on over segments."""
    if not segment.is_whole:
        return
    target = segment.text(segment.target)
    place = _alone(target, segment.target)
    if place is not None and _alone(segment.text(segment.source), segment.source) is None:
        yield Problem(
            "quotes",
            "advisory",
            **Problem.at(segment.target, Span(place, place + 1)),
            message="quotes",
            fields={"mark": target[place]},
        )


def _alone(text: str, lang: Lang) -> int | None:
    """Where a mark without a mate stands; of an odd number of straight marks the last."""
    place = unpaired(text, _DOUBLE | (_SINGLE if lang == "ko" else {}))
    if place is None and _INCHES.sub("", text).count('"') % 2:
        place = text.rindex('"')
    return place
