"""untranslated: words of the source language that stand in the target.

Hangul has no place in an English text but in a gloss. Latin letters do stand in Korean texts (names, acronyms, units, code), so
only small-letter dictionary words count there, and only those that stand in the source too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment
from malmoi.model.records import Span
from malmoi.text.hangul import has_hangul

__all__ = ["find"]

_HANGUL = re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]+(?:\s+[가-힣ᄀ-ᇿㄱ-ㆎ]+)*")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9_.@#/\\$%{<&'’-])[A-Za-z][a-z]{3,}(?:\s+[a-z]{2,})*(?![A-Za-z0-9_@/\\(=:-]|\.[A-Za-z])"
)
_OPENING, _CLOSING = "([{（［「『《〈<“‘\"'`", ")]}）］」』》〉>”’\"'`"


def find(segment: Segment) -> Iterator[Problem]:
    """Stretches of the target that were left in the source language."""
    if not segment.is_whole or segment.is_copy:
        return
    target = segment.text(segment.target)
    if segment.target == "en":
        if not has_hangul(target):
            return
        for match in _HANGUL.finditer(target):
            yield _problem(segment, match.start(), match.end(), "advisory" if _is_glossed(target, match) else "hard")
        return
    for match in _LATIN.finditer(target):
        if not _is_glossed(target, match) and re.search(rf"\b{re.escape(match[0])}\b", segment.en, re.IGNORECASE):
            severity = _severity(segment, match[0])
            if severity is not None:
                yield _problem(segment, match.start(), match.end(), severity)


def _severity(segment: Segment, stretch: str) -> Severity | None:
    """Hard for words of the dictionary in small letters, and for terms of the glossary that are none; None for names."""
    if any(hit.term.islower() and hit.term.lower() == stretch.lower() for hit in segment.hits("en")):
        return "hard"
    if not stretch.islower():
        return None
    return "hard" if all(_is_word(word) for word in stretch.split()) else "advisory"


def _problem(segment: Segment, start: int, end: int, severity: Severity) -> Problem:
    stretch = segment.text(segment.target)[start:end]
    source = segment.text(segment.source)
    at = source.find(stretch)
    return Problem(
        "untranslated",
        severity,
        **Problem.at(segment.target, Span(start, end), Span(at, at + len(stretch)) if at >= 0 else None),
        message="untranslated",
        fields={"text": stretch},
        suggestion=_suggestion(segment, at, at + len(stretch)),
    )


def _suggestion(segment: Segment, start: int, end: int) -> str:
    for hit in segment.hits(segment.source):
        if hit.start < end and start < hit.end:
            return segment.termbase.best(hit.concept, segment.target) or ""
    return ""


def _is_glossed(text: str, match: "re.Match[str]") -> bool:
    """Is it in brackets or quotes: a gloss, a title, a word spoken about?"""
    before, behind = text[: match.start()], text[match.end() :]
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        opened = before.rfind(opening)
        if opened >= 0 and closing not in before[opened + 1 :] and closing in behind:
            return True
    return False


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="en"))
