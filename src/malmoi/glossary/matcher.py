"""All places where any of many strings stands in a text.

An Aho-Corasick automaton of daachorse (https://github.com/daac-tools/python-daachorse, MIT or Apache-2.0) where it is installed; else
tables by length behind the first characters, with the same answers. Offsets count code points.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

__all__ = ["Match", "Matcher"]

# (start, end, number of the string)
Match = tuple[int, int, int]

# Strings longer than this are told apart by so many characters first: three syllables say as much as six letters, and cost no more.
_HEAD = 3


class Matcher:
    """Finds strings, which are not empty and may come twice. `find(text)` gives every occurrence of every one, by where it ends."""

    find: Callable[[str], list[Match]]

    def __init__(self, strings: Sequence[str] | None, *, saved: bytes | None = None) -> None:
        """`saved` is what `save` gave for the same strings, which need not be given then. Raises ValueError when it is no such thing."""
        self._automaton = None
        if strings is None and saved is not None:
            self._automaton = _library().CharwiseDoubleArrayAhoCorasick.deserialize(saved)
        elif strings and _library() is not None:
            self._automaton = _library().CharwiseDoubleArrayAhoCorasick(list(strings))
        self.find = _Tables(strings or ()).find if self._automaton is None else self._automaton.find_overlapping

    def save(self) -> bytes | None:
        """The automaton as bytes; None where there is none to keep."""
        return bytes(self._automaton.serialize()) if self._automaton is not None else None


@lru_cache(maxsize=1)
def _library() -> Any:
    try:
        import daachorse
    except ImportError:
        return None
    return daachorse


class _Tables:
    """The same in plain Python: pairs of characters tell where a string may begin; only there the lengths of such strings are tried."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._numbers: dict[str, list[int]] = {}
        lengths: dict[str, set[int]] = {}
        for number, string in enumerate(strings):
            self._numbers.setdefault(string, []).append(number)
            if len(string) > _HEAD:
                lengths.setdefault(string[:_HEAD], set()).add(len(string))
        self._lengths = {head: sorted(some) for head, some in lengths.items()}
        self._pairs = frozenset((string[0], string[1]) for string in self._numbers if len(string) > 1)
        self._singles = frozenset(string for string in self._numbers if len(string) == 1)

    def find(self, text: str) -> list[Match]:
        return sorted(self._matches(text), key=lambda match: (match[1], match[0], match[2]))

    def _matches(self, text: str) -> Iterator[Match]:
        for i in [i for i, pair in enumerate(pairwise(text)) if pair in self._pairs]:
            # A slice may be cut short by the end of the text; then it is another string, found or not found on its own.
            for n in (*range(2, _HEAD + 1), *self._lengths.get(text[i : i + _HEAD], ())):
                if i + n <= len(text):
                    for number in self._numbers.get(text[i : i + n], ()):
                        yield i, i + n, number
        if not self._singles.isdisjoint(text):
            for i, ch in enumerate(text):
                if ch in self._singles:
                    for number in self._numbers[ch]:
                        yield i, i + 1, number
