"""brackets, quotes: what is opened in the target is closed there, where it is so in the source."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "」": "「", "』": "『", "》": "《", "】": "【"}
_QUOTES = {"”": "“"}
# 1) a) 가) before an item of a list, and faces :) are no brackets, unless one was opened before.
_NUMBERING = re.compile(
    r"(?:^|(?<=\s))(?:\d{1,2}|[A-Za-z]|[가나다라마바사아자차카타파하])[)）](?=\s|$)|[:;=]['-]?[()]", re.MULTILINE
)


def find(segment: Segment) -> Iterator[Problem]:
    """Unpaired brackets and quotation marks of the target."""
    if not segment.is_whole:
        return
    source, target = segment.text(segment.source), segment.text(segment.target)
    for rule, pairs, severity in (("brackets", _BRACKETS, "hard"), ("quotes", _QUOTES, "advisory")):
        place = _unpaired(target, pairs)
        # Sentences cut out of a longer text may break both sides; then the cut is at fault, not the translation.
        if place is not None and _unpaired(source, pairs) is None and _is_mark_of(source, rule):
            yield Problem(
                rule,
                "hard" if severity == "hard" else "advisory",
                **Problem.at(segment.target, Span(place, place + 1)),
                message=rule,
                fields={"mark": target[place]},
            )


def _is_mark_of(source: str, rule: str) -> bool:
    """Straight quotes cannot be paired by looking; a source that has an odd number of them may be cut itself."""
    return rule != "quotes" or source.count('"') % 2 == 0


def _unpaired(text: str, pairs: dict[str, str]) -> int | None:
    """Place of the first closing mark without an opening one, or of the last opening one without a closing one."""
    place = _first_unpaired(text, pairs)
    return None if place is None else _first_unpaired(_NUMBERING.sub(lambda m: " " * len(m[0]), text), pairs)


def _first_unpaired(text: str, pairs: dict[str, str]) -> int | None:
    opened: list[tuple[str, int]] = []
    openings = set(pairs.values())
    for i, ch in enumerate(text):
        if ch in openings:
            opened.append((ch, i))
        elif ch in pairs:
            if not opened or opened[-1][0] != pairs[ch]:
                return i
            opened.pop()
    return opened[-1][1] if opened else None
