"""All places where any of many strings stands in a text: tables by length behind the first characters.

One pass over the pairs of characters in the text tells where a string may begin; only there the lengths of such strings are tried.
Building is one pass over the strings, so a glossary that changed is matched again at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

__all__ = ["Matcher"]

_T = TypeVar("_T")


class Matcher(Generic[_T]):
    """Finds strings; each carries a value. Strings longer than `head` characters are told apart by so many first."""

    def __init__(self, items: Iterable[tuple[str, _T]], head: int) -> None:
        self._head = head
        self._values: dict[str, list[_T]] = {}
        lengths: dict[str, set[int]] = {}
        for key, value in items:
            self._values.setdefault(key, []).append(value)
            if len(key) > head:
                lengths.setdefault(key[:head], set()).add(len(key))
        self._lengths = {head: sorted(some, reverse=True) for head, some in lengths.items()}
        self._pairs = frozenset((key[0], key[1]) for key in self._values if len(key) > 1)
        self._singles = frozenset(key for key in self._values if len(key) == 1)

    def matches(self, text: str, starts: Sequence[int] | None = None) -> Iterator[tuple[int, int, list[_T]]]:
        """(start, end, values) of every occurrence, in no order; only at `starts` where these are given (ascending)."""
        pairs, lengths, values, head = self._pairs, self._lengths, self._values, self._head
        short = range(head, 1, -1)
        if starts is None:
            places = [i for i, pair in enumerate(pairwise(text)) if pair in pairs]
        else:
            places = [i for i in starts if (text[i], text[i + 1 : i + 2]) in pairs]
        for i in places:
            # A slice may be cut short by the end of the text; then it is another string, found or not found on its own.
            for n in (*lengths.get(text[i : i + head], ()), *short):
                found = values.get(text[i : i + n])
                if found is not None and i + n <= len(text):
                    yield i, i + n, found
        if not self._singles.isdisjoint(text):
            for i in range(len(text)) if starts is None else starts:
                if text[i] in self._singles:
                    yield i, i + 1, values[text[i]]
