"""translations_differ: the same segment is translated in two ways, or two different segments in the same way.

Held against one another are the segments of a document that are prose (some words long); differences of space, case, figures and
punctuation are none.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b

from malmoi.check.memory import Memory
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_RULE = "translations_differ"
# Letters and syllables from which on a repeated segment is no chance; two sources with one target need more.
_SHORTEST, _SHORTEST_TARGET = 6, 12
_DIGEST_BYTES = 8
_NO_LETTERS = re.compile(r"[\W\d_]+")


def find(segment: Segment) -> Iterator[Problem]:
    """Advisory: the first translation of a segment is what the later ones are held to, and the other way round."""
    if not segment.is_whole:
        return
    source, target = (_fold(segment.text(lang)) for lang in (segment.source, segment.target))
    memory = segment.document.memory(_RULE)
    there = _first(memory, "s", source, target, segment.number, _SHORTEST)
    if there is not None:
        yield _problem(segment, "same_source", there)
        return
    there = _first(memory, "t", target, source, segment.number, _SHORTEST_TARGET)
    if there is not None:
        yield _problem(segment, "same_target", there)


def _first(memory: Memory, side: str, key: str, value: str, number: int, shortest: int) -> int | None:
    """The segment where `key` stood first, when it had another `value` there."""
    if len(key) < shortest:
        return None
    first = memory.first(f"{side}{_digest(key)}", (_digest(value), number))
    return first[1] if isinstance(first, tuple) and first[0] != _digest(value) else None


def _problem(segment: Segment, message: str, where: int) -> Problem:
    whole = Span(0, len(segment.text(segment.target))), Span(0, len(segment.text(segment.source)))
    return Problem(
        _RULE,
        "advisory",
        **Problem.at(segment.target, *whole),
        message=message,
        fields={"where": str(where + 1)},
    )


def _fold(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
