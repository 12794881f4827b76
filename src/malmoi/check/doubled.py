"""doubled: a word of the target written twice.

Korean doubles words for their sound and for emphasis: there only words that end in a particle count.
"""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.check.wordlists import words
from malmoi.model.records import Span

__all__ = ["find"]

_TWICE = re.compile(r"(?<![\w-])([^\W\d_]+) +\1(?![\w-])", re.IGNORECASE)
# Words that no sentence has twice in a row; "that that", "had had", "very very" it may have.
_NEVER, _MAY = words("never_doubled"), words("may_be_doubled")
# Hangul words of so many syllables that end in one of these particles.
_LONG_WORD = 3
_PARTICLES = ("을", "를", "은", "는", "에서", "으로", "에게", "부터", "까지")


def find(segment: Segment) -> Iterator[Problem]:
    """Doubled words; hard for those that no sentence doubles."""
    for match in _TWICE.finditer(segment.text(segment.target)):
        first, second = match[0].split()[0], match[0].split()[-1]
        never = first.lower() in _NEVER and second == second.lower()
        seldom = first.islower() and first == second and first.isascii() and first not in _MAY
        if never or seldom or (len(first) >= _LONG_WORD and first.endswith(_PARTICLES)):
            yield Problem(
                "doubled",
                "hard" if never else "advisory",
                **Problem.at(segment.target, Span(match.start(), match.end())),
                message="doubled_word",
                fields={"word": first},
                suggestion=first,
            )
