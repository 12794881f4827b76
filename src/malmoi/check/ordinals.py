"""ordinal_mismatch: a number of a thing that is counted off: 제3차 회의 and the fourth meeting, 제15조 and Article 16, 3분기 and Q2.

Things of one kind (articles, quarters, chapters …, `ordinals.tsv`) are held against one another; other ordinals (번째, 위, 제3차; third)
among themselves."""

import re
from collections.abc import Iterator, Sequence

from malmoi.check.numbered import Numbered, is_certain
from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment
from malmoi.model.records import Lang

__all__ = ["find"]

_DIGITS = re.compile(r"\d+")
_OPEN_ONE_IN = 6


def find(segment: Segment) -> Iterator[Problem]:
    """Of each kind the one number that either side has alone."""
    if not segment.is_whole:
        return
    ko, en = segment.numbered("ko"), segment.numbered("en")
    if not ko or not en:
        return
    figures = {lang: set(map(int, _DIGITS.findall(segment.text(lang)))) for lang in _SIDES}
    only_ko, only_en = _alone(ko, en, figures["en"]), _alone(en, ko, figures["ko"])
    for kind in dict.fromkeys(o.kind for o in only_ko):
        left, right = ([o for o in side if o.kind == kind] for side in (only_ko, only_en))
        if len(left) == len(right) == 1:
            yield _problem(segment, left[0], right[0])


_SIDES: tuple[Lang, Lang] = ("ko", "en")


def _alone(near: Sequence[Numbered], far: Sequence[Numbered], figures: set[int]) -> list[Numbered]:
    """Those of one side that are not on the other, as an ordinal of the kind, or of none, or as a mere figure."""
    return [
        o
        for o in near
        if not any(o.value == f.value and (o.kind == f.kind or "" in (o.kind, f.kind)) for f in far)
        and (o.kind not in ("", *_SOFT) or o.value not in figures)
    ]


_SOFT = ("item", "stage", "part", "floor", "line", "generation")


def _problem(segment: Segment, ko: Numbered, en: Numbered) -> Problem:
    texts = {"ko": segment.ko[ko.span.start : ko.span.end], "en": segment.en[en.span.start : en.span.end]}
    return Problem(
        "ordinal_mismatch",
        _severity(segment, ko),
        ko.span,
        en.span,
        message="ordinal_mismatch",
        fields={"source": texts[segment.source], "target": texts[segment.target]},
    )


def _severity(segment: Segment, one: Numbered) -> Severity:
    """Hard for kinds that the table is sure of; others where the pair is a close translation."""
    if one.kind:
        return "hard" if is_certain(one.kind) else "advisory"
    fidelity = segment.fidelity
    allowed = fidelity.slack(segment.source, _OPEN_ONE_IN)
    return "hard" if all(len(fidelity.open(side)) <= allowed for side in _SIDES) else "advisory"
