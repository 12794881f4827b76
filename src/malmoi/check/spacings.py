"""spacing_differs: a term of the glossary is written with a space here and without it before, 데이터 센터 and 데이터센터."""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Hit, Span
from malmoi.text.hangul import normalize

__all__ = ["find"]

_RULE = "spacing_differs"


def find(segment: Segment) -> Iterator[Problem]:
    """Advisory: spellings of one term of the target that differ in nothing but spaces, each reported once a document."""
    memory = segment.document.memory(_RULE)
    text = segment.text(segment.target)
    for hit in segment.hits(segment.target):
        written = " ".join(normalize(text[hit.start : hit.end]).text.split())
        key = f"{hit.concept}\t{_fold(written)}"
        first = memory.first(key, (written, segment.number))
        if not isinstance(first, tuple) or _spaces(first[0]) == _spaces(written):
            continue
        if memory.first(f"{key}\t{written}", segment.number) == segment.number:
            yield _problem(segment, hit, written, first)


def _problem(segment: Segment, hit: Hit, written: str, first: tuple[str, int]) -> Problem:
    return Problem(
        _RULE,
        "advisory",
        **Problem.at(segment.target, Span(hit.start, hit.end)),
        message=_RULE,
        fields={"here": written, "there": first[0], "where": str(first[1] + 1)},
        suggestion=first[0],
    )


def _fold(text: str) -> str:
    """Letters alone; an English plural is the same term."""
    folded = "".join(ch for ch in text.casefold() if ch.isalnum())
    return folded[:-1] if folded.isascii() and folded.endswith("s") else folded


def _spaces(text: str) -> tuple[int, ...]:
    """After how many letters spaces stand; hyphens join or part as grammar asks and are left alone."""
    out, letters = [], 0
    for ch in text:
        if ch == " ":
            out.append(letters)
        letters += ch.isalnum()
    return tuple(out) if "-" not in text else ()
