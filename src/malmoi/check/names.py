"""name_differs: a name spelled nearly as the glossary has it, or otherwise in Hangul than elsewhere in the document (카라지치, 카라치치).

In a document, English words with a capital that the lexicon does not know are taken for names; their Hangul is the word of the Korean
text that sounds most like them. Only the second place of a name costs anything. Korean names in English are left to the glossary.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from malmoi.align.lexicon import CORE, load
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span
from malmoi.names.similarity import rank
from malmoi.text.hangul import jamo, normalize
from malmoi.text.particles import strip

__all__ = ["find"]

_RULE = "name_differs"
# A name inside a sentence: at its head every word has a capital.
_NAME = re.compile(r"(?<=[a-z,;] )(?:the )?([A-Z][a-z]{3,})\b(?!['’]?s? [A-Z])")
_HANGUL = re.compile(r"[가-힣]{2,}")
# Probability that word and name are one; the same for a word that is already like the known spelling; jamo that it may differ in.
_SAME, _ALIKE, _MOST_JAMO = 0.75, 0.1, 2


def find(segment: Segment) -> Iterator[Problem]:
    """Hard: a name of the glossary, misspelled. Advisory: spellings that differ from the first one in the document."""
    if not segment.is_whole:
        return
    yield from _against_glossary(segment)
    if segment.target == "ko":
        yield from _against_document(segment)


def _against_glossary(segment: Segment) -> Iterator[Problem]:
    for hit, (span, name) in segment.misspelled.values():
        yield Problem(
            _RULE,
            "hard",
            **Problem.at(segment.target, span, Span(hit.start, hit.end)),
            message="name_glossary",
            fields={
                "name": segment.text(segment.source)[hit.start : hit.end],
                "here": segment.text(segment.target)[span.start : span.end],
                "there": name,
            },
            suggestion=name,
        )


def _against_document(segment: Segment) -> Iterator[Problem]:
    memory = segment.document.memory(_RULE)
    given = normalize(segment.ko)
    for match in _NAME.finditer(segment.en):
        name = match[1]
        if _is_known(name):
            continue
        first = memory.first(name, given.text)
        if (
            not isinstance(first, str)
            or first == given.text
            or any(h.start <= match.start(1) < h.end for h in segment.hits("en"))
        ):
            continue
        spelled = memory.get(f"={name}")
        if spelled is None:
            spelled = memory[f"={name}"] = _spelling(first, name)
        if not isinstance(spelled, str) or not spelled or spelled in given.text:
            continue
        here, start = _variant(given.text, spelled, name)
        if here:
            span = given.span(start, start + len(here))
            yield Problem(
                _RULE,
                "advisory",
                span,
                Span(match.start(1), match.end(1)),
                message=_RULE,
                fields={"name": name, "here": here, "there": spelled},
                suggestion=spelled,
            )


@lru_cache(maxsize=1 << 14)
def _is_known(name: str) -> bool:
    """Is it a word or a name that the lexicon has, which is not spelled by its sound alone?"""
    return load(CORE).is_translation(name)


def _spelling(text: str, name: str) -> str:
    """The word of a Korean text that is `name` by its sound; "" when there is none."""
    found = [(float(rank(stem, [name])[0]), stem) for stem, _ in _unknown(text)]
    score, stem = max(found, default=(0.0, ""))
    return stem if score >= _SAME else ""


def _variant(text: str, spelled: str, name: str) -> tuple[str, int]:
    """A word that differs from the spelling known in few jamo, sounds like the name, and where it begins; "" when there is none."""
    from rapidfuzz.distance import Levenshtein

    for stem, start in _unknown(text):
        apart = Levenshtein.distance(jamo(spelled), jamo(stem), score_cutoff=_MOST_JAMO)
        if 0 < apart <= _MOST_JAMO and float(rank(stem, [name])[0]) >= _ALIKE:
            return stem, start
    return "", 0


def _unknown(text: str) -> Iterator[tuple[str, int]]:
    """Words that no dictionary has, without particles, the longest chain of them taken off first, and where they begin."""
    for match in _HANGUL.finditer(text):
        splits = strip(match[0])
        if not any(stem in load(CORE) for stem, _ in splits):
            yield from ((stem, match.start()) for stem, _ in splits if len(stem) > 1)
