"""Texts and surfaces without what spellings may differ in, with the way back: recognition matches on these.

White space, hyphens, middle dots and full stops are left out on both sides, letters are narrow and lower case. What a hit may step over
is then decided by looking at the text between.
"""

import re
from bisect import bisect_right
from functools import cached_property

__all__ = ["Folded", "fold_surface", "surroundings"]

_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x2019: 0x27, 0x02BC: 0x27}
_WIDE = re.compile("[\uff01-\uff5e\u2019\u02bc]")
_WORD_START = re.compile(r"\b\w")
_LOOSE = re.compile(r"[\s\-‐‑‒–—·・‧ㆍ.]+")


class Folded:
    """A folded text (`text`) and where its characters were; the way back is made when it is first asked for."""

    __slots__ = ("__dict__", "_lowered", "text")

    def __init__(self, text: str) -> None:
        """`text` is composed (NFC)."""
        self._lowered = _lower(text)
        self.text = _LOOSE.sub("", self._lowered)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The stretch [start, end) of the given text from folded character `first` to `last`, both included."""
        starts, shifts = self._pieces
        return (
            first + shifts[bisect_right(starts, first) - 1],
            last + shifts[bisect_right(starts, last) - 1] + 1,
        )

    @property
    def word_starts(self) -> list[int]:
        """Where words begin in the folded text."""
        begins, shifts = self._pieces
        out = []
        k = 0
        for match in _WORD_START.finditer(self._lowered):
            at = match.start()
            while k + 1 < len(begins) and begins[k + 1] + shifts[k + 1] <= at:
                k += 1
            out.append(at - shifts[k])
        return out

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """(starts, shifts): where the pieces between gaps begin in the folded text, and how far they are from where they were."""
        starts, shifts, dropped, end = [], [], 0, 0
        for gap in _LOOSE.finditer(self._lowered):
            if gap.start() > end:
                starts.append(end - dropped)
                shifts.append(dropped)
            end = gap.end()
            dropped += end - gap.start()
        if end < len(self._lowered):
            starts.append(end - dropped)
            shifts.append(dropped)
        return starts, shifts


def fold_surface(surface: str) -> str:
    """Fold a term; one of nothing but white space, hyphens and dots folds to ""."""
    return _LOOSE.sub("", _lower(surface))


def surroundings(text: str, start: int, end: int) -> tuple[str, int]:
    """The words around [start, end), within its line, and where they begin in `text`: as much as tells what a word means there."""
    reach = max(0, start - _REACH)
    left = max(text.rfind("\n", reach, start) + 1, reach)
    right = text.find("\n", end, end + _REACH)
    return text[left : right if right >= 0 else end + _REACH], left


# Characters on either side that are asked what a word means: two or three sentences.
_REACH = 200


def _lower(text: str) -> str:
    """Narrow and lower case, every character still one: İ and its like, which grow, stay as they are."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := ch.lower()) == 1 else ch for ch in text)
