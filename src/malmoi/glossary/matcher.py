"""All places where any of many strings stands in a text: tables by length behind the first two characters.

A position costs one look-up of two characters unless some string begins with them; then one more for each length of such strings.
Building is one pass over the strings, so a glossary that changed is matched again at once.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

__all__ = ["Matcher"]


_T = TypeVar("_T")


class Matcher(Generic[_T]):
    """Finds strings; each carries a value."""

    def __init__(self, items: Iterable[tuple[str, _T]]) -> None:
        self._values: dict[str, list[_T]] = {}
        lengths: dict[str, set[int]] = {}
        for key, value in items:
            self._values.setdefault(key, []).append(value)
            if len(key) > 1:
                lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {start: sorted(some, reverse=True) for start, some in lengths.items()}
        self._singles = frozenset(key for key in self._values if len(key) == 1)

    def matches(self, text: str) -> Iterator[tuple[int, int, list[_T]]]:
        """(start, end, values) of every occurrence, by start, the longest first."""
        lengths, values, singles = self._lengths, self._values, self._singles
        for i in range(len(text)):
            for n in lengths.get(text[i : i + 2], ()):
                found = values.get(text[i : i + n])
                if found is not None and i + n <= len(text):
                    yield i, i + n, found
            if singles and text[i] in singles:
                yield i, i + 1, values[text[i]]
