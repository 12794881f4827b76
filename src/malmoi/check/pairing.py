"""Marks that come in pairs: the first in a text without its mate."""

import re
from collections.abc import Mapping
from functools import cache

__all__ = ["unpaired"]

# 1) a) 가) before an item of a list, and faces :) are no brackets, unless one was opened before.
_NUMBERING = re.compile(
    r"(?:^|(?<=\s))(?:\d{1,2}|[A-Za-z]|[가나다라마바사아자차카타파하])[)）](?=\s|$)|[:;=]['-]?[()]", re.MULTILINE
)


def unpaired(text: str, pairs: Mapping[str, str]) -> int | None:
    """Place of the first closing mark without an opening one, or of the last opening one without a closing one.

    `pairs` maps closing marks to opening ones.
    """
    place = _first(text, pairs)
    return None if place is None else _first(_NUMBERING.sub(lambda m: " " * len(m[0]), text), pairs)


def _first(text: str, pairs: Mapping[str, str]) -> int | None:
    opened: list[tuple[str, int]] = []
    openings = set(pairs.values())
    marks = _marks(tuple(pairs.items()))
    for i, ch in ((m.start(), m[0]) for m in marks.finditer(text)):
        if ch in openings:
            opened.append((ch, i))
        else:
            if not opened or opened[-1][0] != pairs[ch]:
                return i
            opened.pop()
    return opened[-1][1] if opened else None


@cache
def _marks(pairs: tuple[tuple[str, str], ...]) -> "re.Pattern[str]":
    return re.compile(f"[{re.escape(''.join(mark for pair in pairs for mark in pair))}]")
