"""code_order: unnumbered %s and %d are filled in by their order; a tag that is closed before what it holds is broken."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from malmoi.check.codes import Code
from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_NUMBERED = re.compile(r"%\d|%\(|%\{")


def find(segment: Segment) -> Iterator[Problem]:
    """Placeholders and tags that both sides have alike, in an order that changes their meaning."""
    if not segment.is_whole:
        return
    source, target = segment.placeholders(segment.source), segment.placeholders(segment.target)
    if source and _alike(source, target):
        yield from _filled_in(segment, source, target)
    source, target = segment.tags(segment.source), segment.tags(segment.target)
    if source and _alike(source, target):
        broken = _unnested(target)
        if broken is not None and _unnested(source) is None:
            yield Problem("code_order", "hard", **Problem.at(segment.target, broken), message="tag_order")


def _alike(source: Sequence[Code], target: Sequence[Code]) -> bool:
    return Counter(code.code for code in source) == Counter(code.code for code in target)


def _filled_in(segment: Segment, source: Sequence[Code], target: Sequence[Code]) -> Iterator[Problem]:
    ordered = [
        [c for c in codes if c.code.startswith("%") and not _NUMBERED.match(c.code)] for codes in (source, target)
    ]
    for wanted, made in zip(*ordered, strict=True):
        if wanted.code != made.code:
            yield Problem(
                "code_order",
                "hard",
                **Problem.at(segment.target, made.span, wanted.span),
                message="placeholder_order",
                fields={"code": made.code},
            )
            return


def _unnested(codes: Sequence[Code]) -> Span | None:
    """The first closing tag that does not close what is open."""
    opened: list[str] = []
    names = {code.code[2:-1] for code in codes if code.code.startswith("</")}
    for code, span, _ in codes:
        if code.startswith("</"):
            if not opened or opened.pop() != code[2:-1]:
                return span
        elif code[1:-1] in names:
            opened.append(code[1:-1])
    return None
