"""josa: a Korean particle in the wrong form after a sound that is known, in both forms there, or in one form after a variable.

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
_WORD = re.compile(r"([가-힣]{2,})([를을과와은는가]|으로)(?![가-힣(])")
# Acronyms, and figures that no letter stands before, which would be read in English (MP3).
_SOUND = re.compile(r"(?<![A-Za-z\d.,-])([A-Z]{2,}|\d{1,4}(?:,\d{3})*)(은|는|이|가|을|를|과|와|으로|로)(?![가-힣(])")
_BEHIND_CODE = re.compile(r"(?:은|는|이|가|을|를|과|와|으로|로)(?![가-힣(])")
_MATES = {"를": "을", "을": "를", "과": "와", "와": "과", "은": "는", "는": "은", "가": "이", "으로": "로"}
_BOTH_FORMS = {
    **dict.fromkeys(("은", "는"), "은(는)"), **dict.fromkeys(("이", "가"), "이(가)"), **dict.fromkeys(("을", "를"), "을(를)"),
    **dict.fromkeys(("과", "와"), "과(와)"), **dict.fromkeys(("으로", "로"), "(으)로"),
}  # fmt: skip
_PARTICLES = ("JKO", "JC", "JKB", "JX", "JKS")
_ALSO_SUFFIXES = ("과", "와", "가")
_NOUNS = ("NNG", "NNB", "NP", "NR", "XSN", "XPN")


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
        if _fits(match[1][-1], match[2]) or not _is_particle(match[1], match[2]):
            continue
        right = match[1] + _MATES[match[2]]
        yield _problem(given.span(match.start(), match.end()), match[0], right, "josa_form", hard=True)
    for match in _SOUND.finditer(text):
        if not follows(match[1], match[2]):
            yield _problem(
                given.span(match.start(), match.end()), match[0], attach(match[1], match[2]), "josa_form", hard=False
            )
    yield from _behind_codes(segment)


def _behind_codes(segment: Segment) -> Iterator[Problem]:
    """One form of a particle behind a variable, of which nobody knows yet how it ends."""
    text = segment.ko
    for code in segment.placeholders("ko"):
        match = _BEHIND_CODE.match(text, code.span.end) if not code.code.startswith("&") else None
        if match:
            written = text[code.span.start : match.end()]
            right = text[code.span.start : code.span.end] + _BOTH_FORMS[match[0]]
            yield _problem(Span(code.span.start, match.end()), written, right, "josa_variable", hard=False)


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
    last = final(syllable)
    if particle == "으로":
        return bool(last) and last != "ㄹ"
    return bool(last) == (particle in ("을", "과", "은"))


@lru_cache(maxsize=1 << 14)
def _is_particle(word: str, particle: str) -> bool:
    """Does Kiwi cut the end off nouns that it knows? 가을, 효과, 도와, 저녁노을 are words and stay whole.

    A wrong particle is often read as a noun or an ending of one syllable (정부 + 은). 과 is also a department (인사과) and 가 one who does
    (건축가): those must be read as particles.
    """
    tokens = tokenize(word + particle)
    noun = [t for t in tokens if t.end <= len(word)]
    rest = tokens[len(noun) :]
    if not noun or not rest or rest[0].start != len(word) or not all(t.tag in _NOUNS for t in noun):
        return False
    return particle not in _ALSO_SUFFIXES or rest[0].tag.startswith(_PARTICLES)
