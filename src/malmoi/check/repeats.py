"""doubled: a word written twice, or a space too many, in the target."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.check.wordlists import words
from malmoi.model.records import Span

__all__ = ["find"]

_TWICE = re.compile(r"(?<![\w-])([^\W\d_]+) +\1(?![\w-])", re.IGNORECASE)
# Words that no sentence has twice in a row; "that that", "had had", "very very" it may have.
_NEVER = words("never_doubled")
# Hangul words of so many syllables that end in one of these particles.
_LONG_WORD = 3
_PARTICLES = ("을", "를", "은", "는", "에서", "으로", "에게", "부터", "까지")
_SPACES = re.compile(r"(?<=[^\s.!?]) {2,}(?=\S)|[ \t]+(?=[,.!?;](?:\s|$))")


def find(segment: Segment) -> Iterator[Problem]:
    """Doubled words and spaces that the source has not."""
    source, target = segment.text(segment.source), segment.text(segment.target)
    for match in _TWICE.finditer(target):
        first, second = match[0].split()[0], match[0].split()[-1]
        never = first.lower() in _NEVER and second == second.lower()
        long_word = len(first) >= _LONG_WORD and first.endswith(_PARTICLES)
        if never or long_word:
            yield Problem(
                "doubled",
                "hard" if never else "advisory",
                **Problem.at(segment.target, Span(match.start(), match.end())),
                message="doubled_word",
                fields={"word": first},
                suggestion=first,
            )
    if _SPACES.search(source):
        return
    for match in _SPACES.finditer(target):
        yield Problem(
            "spaces", "advisory", **Problem.at(segment.target, Span(match.start(), match.end())), message="spaces"
        )
