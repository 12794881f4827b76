"""The segments of the alignment view as list items, each with what it can be filtered by."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from malmoi.export.labels import Labels
from malmoi.export.page import Markup, element
from malmoi.export.view_data import AMOUNT_STATUSES, DOUBTFUL, TERM_STATUSES

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["FILTERS", "Row", "rows"]

# What a segment can be filtered by; its element has the class has-…. In the order of the buttons.
FILTERS = ("finding", "mismatch", "conflict", "one_sided", "weak", "uneven")
_EVEN = ("", "1-1")
# Numbers that a term takes in its flat list (`view_data`).
_TERM_WIDTH = 5


class Row(NamedTuple):
    """A list item, and those of FILTERS that hold for it."""

    item: Markup
    flags: list[str]


def rows(alignment: "Alignment", known: Sequence[Any], labels: Labels) -> Iterator[Row]:
    """One a segment; `known` are the rows of `view_data`. A document's name stands before its first segment where there are several."""
    beads = alignment.beads if len(alignment.beads) == alignment.segments.height else ()
    statuses = alignment.terms["status"].to_list()
    docs = list(dict.fromkeys(alignment.segments["doc"].fill_null("")))
    before, details = None, labels.name("view.details", " · ")
    columns = alignment.segments.select("doc", "seg", "ko", "en", "score")
    for i, (doc, seg, ko, en, score) in enumerate(columns.iter_rows()):
        shape = f"{len(beads[i].ko)}-{len(beads[i].en)}" if beads else ""
        flags = _flags(known[i] or (0, 0, 0, 0, 0), statuses, bool(ko and en), shape, score)
        item = element(
            "li",
            element("h2", doc) if len(docs) > 1 and doc != before else None,
            element("div", _number(seg, details), _shape(shape), _alarm(known[i]), class_="at"),
            element("div", ko, class_="text", lang="ko"),
            element("div", en, class_="text", lang="en"),
            _score(score) if ko and en else element("div", "–", class_="score quiet"),
            id=f"s{seg + 1}",
            class_=" ".join(f"has-{name}" for name in flags) or None,
            data_doc=docs.index(doc or "") if len(docs) > 1 else None,
            tabindex="-1",
        )
        before = doc
        yield Row(item, flags)


def _flags(
    known: Sequence[Any], statuses: Sequence[str], two_sided: bool, shape: str, score: float | None
) -> list[str]:
    """Those of FILTERS that hold for a segment."""
    _, terms, amounts, findings, doubt = known
    conflict, mismatch = TERM_STATUSES[2], AMOUNT_STATUSES.index("mismatch")
    found = {
        "finding": bool(findings),
        "mismatch": any(amount[0] == mismatch for amount in amounts or ()),
        "conflict": any(statuses[number] == conflict for number in (terms or [])[::_TERM_WIDTH]),
        "one_sided": not two_sided,
        "weak": bool(doubt) or (two_sided and score is not None and score < DOUBTFUL),
        "uneven": two_sided and shape not in _EVEN,
    }
    return [name for name in FILTERS if found[name]]


def _number(seg: int, details: str) -> Markup:
    """The button that opens what is known of the segment."""
    return element(
        "button", seg + 1, type="button", class_="number", aria_expanded="false", aria_label=f"{seg + 1}: {details}"
    )


def _shape(shape: str) -> Markup | None:
    """Sentences on either side, where they are not one and one."""
    return None if shape in _EVEN else element("span", shape, class_="shape unequal")


def _alarm(known: Any) -> Markup | None:
    """How many findings there are, in the colour of the gravest."""
    findings = known[3] if known else None
    if not findings:
        return None
    level = "hard" if any(finding[0] for finding in findings) else "advisory"
    return element("span", len(findings), class_=f"tag {level}")


def _score(score: float | None) -> Markup | None:
    """The score with a bar of its length, in tenths."""
    if score is None:
        return None
    weak = " weak" if score < DOUBTFUL else ""
    return element("div", f"{score:.2f}", class_=f"score s{round(10 * score)}{weak}")
