"""deprecated_used: the target uses a term that the glossary advises against."""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.check.termbase import REFUSED
from malmoi.model.records import Span

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Refused terms in the target; hard where the source names that concept, so that nothing else can be meant."""
    for hit in segment.hits(segment.target):
        if hit.status not in REFUSED:
            continue
        wanted = segment.termbase.usable(hit.concept, segment.target)
        origin = next((h for h in segment.hits(segment.source) if h.concept == hit.concept), None)
        yield Problem(
            "deprecated_used",
            "hard" if origin is not None and wanted else "advisory",
            **Problem.at(
                segment.target,
                Span(hit.start, hit.end),
                Span(origin.start, origin.end) if origin is not None else None,
            ),
            message="deprecated_used" if wanted else "deprecated_alone",
            fields={
                "term": segment.text(segment.target)[hit.start : hit.end],
                "status": hit.status,
                "wanted": wanted[0] if wanted else "",
            },
            suggestion=" / ".join(wanted),
        )
