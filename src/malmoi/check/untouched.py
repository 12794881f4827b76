"""do_not_translate: a term that is to stay as it is written was changed, or is gone."""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Terms of the source that must stand in the target letter by letter, and do not."""
    if not segment.is_whole:
        return
    source, target = segment.text(segment.source), segment.text(segment.target)
    seen: set[str] = set()
    for hit in segment.hits(segment.source):
        if hit.concept in seen or not segment.termbase.is_left_alone(hit.concept):
            continue
        seen.add(hit.concept)
        best = segment.termbase.best(hit.concept, segment.target)
        if best is None or best in target or source[hit.start : hit.end] in target:
            continue
        changed = next((h for h in segment.hits(segment.target) if h.concept == hit.concept), None)
        yield Problem(
            "do_not_translate",
            "hard" if changed is not None else "advisory",
            **Problem.at(
                segment.source,
                Span(hit.start, hit.end),
                Span(changed.start, changed.end) if changed is not None else None,
            ),
            message="do_not_translate",
            fields={"term": best},
            suggestion=best,
        )
