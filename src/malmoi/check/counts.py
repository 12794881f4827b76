"""Codes that one side has more often than the other, for the rules of placeholders and of tags."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from malmoi.check.codes import Code
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Lang

__all__ = ["differing"]


def differing(segment: Segment, kind: str, read: Callable[[Lang], Sequence[Code]]) -> Iterator[Problem]:
    """One problem a code, hard: lost where the source has it more often, added where the target has."""
    if not segment.is_whole:
        return
    source, target = read(segment.source), read(segment.target)
    if not source and not target:
        return
    wanted, made = Counter(code.code for code in source), Counter(code.code for code in target)
    for code in wanted - made:
        yield _problem(kind, segment.source, code, source, "lost")
    for code in made - wanted:
        yield _problem(kind, segment.target, code, target, "added")


def _problem(kind: str, lang: Lang, code: str, codes: Sequence[Code], how: str) -> Problem:
    return Problem(
        f"{kind}_lost",
        "hard",
        **Problem.at(lang, next(found.span for found in codes if found.code == code)),
        message=f"{kind}_{how}",
        fields={"code": code},
        suggestion=code if how == "lost" else "",
    )
