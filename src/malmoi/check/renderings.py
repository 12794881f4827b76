"""inconsistent: one term of the source, several renderings in the target; in one segment, and over a document.

Renderings that differ in spacing, hyphens, capitals or number are one; a full form beside its own acronym (artificial intelligence
(AI)) introduces it and is no fault.
"""

from collections.abc import Iterator, Sequence

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.check.termbase import REFUSED
from malmoi.model.records import Hit, Span

__all__ = ["find"]

_RULE = "inconsistent"
_TWICE = 2


def find(segment: Segment) -> Iterator[Problem]:
    """Hard where the same source term stands twice in the segment with two renderings; advisory over segments."""
    if not segment.is_whole:
        return
    found = _by_concept(segment.hits(segment.target))
    for concept, origins in _by_concept(segment.hits(segment.source)).items():
        targets = [h for h in found.get(concept, ()) if h.status not in REFUSED]
        if not targets:
            continue
        forms = {_fold(segment.text(segment.source)[h.start : h.end]) for h in origins}
        kinds = list({_fold(h.term): h for h in reversed(targets)}.values())[::-1]
        if len(forms) == 1 and len(origins) >= _TWICE and len(kinds) >= _TWICE and not _is_pair(kinds):
            yield _within(segment, origins, kinds)
        elif len(kinds) == 1:
            yield from _across(segment, concept, origins[0], kinds[0])


def _within(segment: Segment, origins: Sequence[Hit], kinds: Sequence[Hit]) -> Problem:
    text = segment.text(segment.target)
    best = segment.termbase.best(kinds[0].concept, segment.target) or kinds[0].term
    return Problem(
        _RULE,
        "hard",
        **Problem.at(segment.target, Span(kinds[0].start, kinds[-1].end), Span(origins[0].start, origins[-1].end)),
        message="inconsistent_within",
        fields={
            "term": segment.text(segment.source)[origins[0].start : origins[0].end],
            "renderings": " / ".join(text[h.start : h.end] for h in kinds),
            "best": best,
        },
        suggestion=best,
    )


def _across(segment: Segment, concept: str, origin: Hit, hit: Hit) -> Iterator[Problem]:
    """The first rendering of a term in a document is what the later ones are held to."""
    memory = segment.document.memory(_RULE)
    key = f"{concept}\t{_fold(origin.term)}"
    first = memory.first(key, (hit.term, segment.number))
    if not isinstance(first, tuple) or _fold(first[0]) == _fold(hit.term) or _is_short(first[0], hit.term):
        return
    yield Problem(
        _RULE,
        "advisory",
        **Problem.at(segment.target, Span(hit.start, hit.end), Span(origin.start, origin.end)),
        message="inconsistent_across",
        fields={"term": origin.term, "here": hit.term, "there": first[0], "where": str(first[1] + 1)},
        suggestion=first[0],
    )


def _by_concept(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    out: dict[str, list[Hit]] = {}
    for hit in hits:
        out.setdefault(hit.concept, []).append(hit)
    return out


def _is_pair(kinds: Sequence[Hit]) -> bool:
    """A full form and its short form, which texts use side by side."""
    return any(_is_short(a.term, b.term) for a in kinds for b in kinds if a is not b)


def _is_short(one: str, other: str) -> bool:
    short, full = sorted((one, other), key=len)
    capitals = "".join(ch for ch in short if ch.isalnum())
    if capitals.isascii() and capitals.isupper() and len(capitals) > 1:
        return True
    return _fold(short) in _fold(full) or (
        len(short) < len(full) and _is_subsequence(short, full) and short[0] == full[0]
    )


def _is_subsequence(short: str, full: str) -> bool:
    """시총 of 시가총액: Korean short forms keep syllables in order."""
    rest = iter(full.replace(" ", ""))
    return not short.isascii() and all(ch in rest for ch in short.replace(" ", ""))


def _fold(text: str) -> str:
    folded = "".join(ch for ch in text.casefold() if ch.isalnum())
    return folded[:-1] if folded.isascii() and folded.endswith("s") and not folded.endswith("ss") else folded
