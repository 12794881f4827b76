"""josa: a Korean particle in the wrong form after a sound that is known, or in both forms where the sound is known.

은/는, 이/가, 을/를, 과/와, (으)로 look at the last sound before them. Behind a placeholder both forms (을(를)) are right; behind
파일 they are not. A syllable that looks like a particle may belong to the word (가을, 먹는): where the letters leave a doubt, Kiwi decides.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span
from malmoi.text.hangul import final, normalize
from malmoi.text.korean import tokenize
from malmoi.text.particles import attach, follows

__all__ = ["find"]

_BOTH = re.compile(
    r"([가-힣])(을\(를\)|를\(을\)|은\(는\)|는\(은\)|이\(가\)|가\(이\)|과\(와\)|와\(과\)|\(으\)로|으\(로\))"
)
_WORD = re.compile(r"([가-힣]{2,})([를을과와])(?![가-힣(])")
_LATIN = re.compile(r"(?<![A-Za-z])([A-Z]{2,3})(은|는|이|가|을|를|과|와|으로|로)(?![가-힣(])")
_MATES = {"를": "을", "을": "를", "과": "와", "와": "과"}
_PARTICLES = ("JKO", "JC", "JKB")


def find(segment: Segment) -> Iterator[Problem]:
    """Particles of a Korean target that do not fit what they follow."""
    if segment.target != "ko" or not segment.ko:
        return
    given = normalize(segment.ko)
    text = given.text
    for match in _BOTH.finditer(text):
        right = attach(match[1], match[2])[1:]
        yield _problem(given.span(match.start(), match.end()), match[0], match[1] + right, "josa_both", hard=True)
    for match in _WORD.finditer(text):
        if _fits(match[1][-1], match[2]) or not _is_particle(match[0]):
            continue
        right = match[1] + _MATES[match[2]]
        yield _problem(given.span(match.start(), match.end()), match[0], right, "josa_form", hard=True)
    for match in _LATIN.finditer(text):
        if not follows(match[1], match[2]):
            yield _problem(
                given.span(match.start(), match.end()), match[0], attach(match[1], match[2]), "josa_form", hard=False
            )


def _problem(span: Span, written: str, right: str, message: str, *, hard: bool) -> Problem:
    return Problem(
        "josa",
        "hard" if hard else "advisory",
        ko=span,
        message=message,
        fields={"written": written, "right": right},
        suggestion=right,
    )


def _fits(syllable: str, particle: str) -> bool:
    return bool(final(syllable)) == (particle in "을과")


@lru_cache(maxsize=1 << 14)
def _is_particle(word: str) -> bool:
    """Does Kiwi take the last syllable for a particle behind a noun it knows? 가을, 효과, 도와 are words."""
    tokens = tokenize(word)
    if len(tokens) < 2 or not tokens[-1].tag.startswith(_PARTICLES) or tokens[-1].end - tokens[-1].start != 1:
        return False
    return all(t.tag in ("NNG", "NNB", "NP", "NR", "XSN", "XPN") for t in tokens[:-1])
