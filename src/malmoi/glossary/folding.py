"""Texts and surfaces without what spellings may differ in, with the way back: recognition matches on these.

White space, hyphens and middle dots are left out on both sides, letters are narrow and lower case; `at[i]` says which character of
the text the i-th folded one was. What a hit may step over is then decided by looking at the text between.
"""

import re
from typing import NamedTuple

__all__ = ["Folded", "fold_surface", "fold_text"]

_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x2019: 0x27, 0x02BC: 0x27}
_KEPT = re.compile(r"[^\s\-‐‑‒–—·・‧ㆍ.]+")


class Folded(NamedTuple):
    """A folded text; `at` has one entry more than `text`, the length of what was folded."""

    text: str
    at: list[int]


def fold_text(text: str) -> Folded:
    """Fold composed (NFC) text."""
    parts: list[str] = []
    at: list[int] = []
    lowered = _lower(text)
    for match in _KEPT.finditer(lowered):
        parts.append(match.group())
        at.extend(range(match.start(), match.end()))
    at.append(len(text))
    return Folded("".join(parts), at)


def fold_surface(surface: str) -> str:
    """Fold a term; one of nothing but white space, hyphens and dots folds to ""."""
    return "".join(_KEPT.findall(_lower(surface)))


def _lower(text: str) -> str:
    """Narrow and lower case, every character still one: İ and its like, which grow, stay as they are."""
    narrow = text.translate(_NARROW)
    lowered = narrow.lower()
    return (
        lowered if len(lowered) == len(text) else "".join(low if len(low := ch.lower()) == 1 else ch for ch in narrow)
    )
