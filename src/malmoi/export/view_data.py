"""What the script of the alignment view knows of each segment: terms, amounts, findings and word links, as small lists of numbers.

    {"statuses": […], "kinds": […], "rules": […], "pairs": [[ko, en, status, per cent, kind, evidence], …],
     "rows": [[links, terms, amounts, findings, doubt], …]}

A row of nothing is 0. Links are flat: start and length in Korean, start and length in English, per cent. Terms: number of the pair,
then the two spans. Amounts: status, the two spans, ratio, value and unit of either side. Findings: 1 for a hard one, rule, the two
spans, message, suggestion. Doubt: per cent that the segment is right, and what speaks against it. Spans are start, end, in UTF-16
units as scripts count them, -1, -1 where there is none.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from malmoi.export.labels import Labels
    from malmoi.model.records import Alignment

__all__ = ["AMOUNT_STATUSES", "DOUBTFUL", "TERM_STATUSES", "view_data"]

TERM_STATUSES = ("new", "known", "conflict")
AMOUNT_STATUSES = ("match", "mismatch", "ko_only", "en_only")
# Below this a calibrated score says: more likely wrong than right.
DOUBTFUL = 0.5
# No row of texts has a place in a frame that names other segments.
_Places = Mapping[int, int]


def view_data(alignment: "Alignment", labels: "Labels") -> dict[str, Any]:
    """The value described above; one row a segment, in the order of the frame."""
    at = {seg: i for i, seg in enumerate(alignment.segments["seg"])}
    places = [(_Units(ko or ""), _Units(en or "")) for ko, en in alignment.segments.select("ko", "en").iter_rows()]
    rules: dict[str, int] = {}
    parts = (
        _links(alignment.links, at, places),
        _terms(alignment.occurrences, at, places),
        _amounts(alignment.amounts, at, places),
        _findings(alignment.findings, at, places, rules),
        _doubts(alignment.quality, at),
    )
    rows = [[part.get(i, 0) for part in parts] for i in range(len(places))]
    return {
        "statuses": TERM_STATUSES,
        "amounts": AMOUNT_STATUSES,
        "rules": list(rules),
        "pairs": [_pair(row, labels) for row in alignment.terms.iter_rows(named=True)],
        "rows": [row if any(row) else 0 for row in rows],
    }


class _Units:
    """Places of one text in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._last = len(text)
        # Only characters beyond U+FFFF take two units; nearly every text has none.
        self._at = None if not text or max(text) <= "\uffff" else [0, *accumulate(1 + (ch > "\uffff") for ch in text)]

    def span(self, start: int | None, end: int | None) -> tuple[int, int]:
        """A span of the text, or (-1, -1) for one that is none."""
        if start is None or end is None or not 0 <= start < end <= self._last:
            return -1, -1
        return (start, end) if self._at is None else (self._at[start], self._at[end])


_Sides = Sequence[tuple[_Units, _Units]]


def _spans(sides: tuple[_Units, _Units], row: Mapping[str, Any]) -> tuple[int, int, int, int]:
    ko, en = sides
    return *ko.span(row["ko_start"], row["ko_end"]), *en.span(row["en_start"], row["en_end"])


def _links(links: pl.DataFrame | None, at: _Places, places: _Sides) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for row in () if links is None else links.iter_rows(named=True):
        i = at.get(row["seg"])
        if i is not None:
            k0, k1, e0, e1 = _spans(places[i], row)
            if k0 >= 0 and e0 >= 0:
                out.setdefault(i, []).extend((k0, k1 - k0, e0, e1 - e0, _per_cent(row["p"])))
    return out


def _terms(occurrences: pl.DataFrame, at: _Places, places: _Sides) -> dict[int, list[int]]:
    """The surest first, so that of pairs in one place it is shown."""
    out: dict[int, list[int]] = {}
    for row in occurrences.sort("confidence", descending=True, nulls_last=True, maintain_order=True).iter_rows(
        named=True
    ):
        i = at.get(row["seg"])
        if i is not None:
            out.setdefault(i, []).extend((row["candidate"], *_spans(places[i], row)))
    return out


def _amounts(amounts: pl.DataFrame, at: _Places, places: _Sides) -> dict[int, list[list[Any]]]:
    out: dict[int, list[list[Any]]] = {}
    for row in amounts.iter_rows(named=True):
        i = at.get(row["seg"])
        if i is not None and row["status"] in AMOUNT_STATUSES:
            said = (row[key] or "" for key in ("ratio", "ko_value", "ko_unit", "en_value", "en_unit"))
            out.setdefault(i, []).append([AMOUNT_STATUSES.index(row["status"]), *_spans(places[i], row), *said])
    return out


def _findings(
    findings: pl.DataFrame | None, at: _Places, places: _Sides, rules: dict[str, int]
) -> dict[int, list[list[Any]]]:
    out: dict[int, list[list[Any]]] = {}
    for row in () if findings is None else findings.iter_rows(named=True):
        i = at.get(row["seg"])
        if i is not None:
            rule = rules.setdefault(row["rule"], len(rules))
            said = row["message"] or "", row["suggestion"] or ""
            out.setdefault(i, []).append([int(row["severity"] == "hard"), rule, *_spans(places[i], row), *said])
    return out


def _doubts(quality: pl.DataFrame | None, at: _Places) -> dict[int, list[Any]]:
    """The segments that were judged more likely wrong than right."""
    if quality is None:
        return {}
    rows = quality.filter(pl.col("p") < DOUBTFUL).select("seg", "p", "reason").iter_rows()
    return {at[seg]: [_per_cent(p), reason or ""] for seg, p, reason in rows if seg in at}


def _pair(row: Mapping[str, Any], labels: "Labels") -> list[Any]:
    status = row["status"] if row["status"] in TERM_STATUSES else "new"
    kind = labels.value("kind", row["kind"] or "")
    return [
        row["ko"],
        row["en"],
        TERM_STATUSES.index(status),
        _per_cent(row["confidence"]),
        kind,
        row["evidence"] or "",
    ]


def _per_cent(p: float | None) -> int:
    """Of a probability, and -1 where there is none."""
    return -1 if p is None else round(100 * min(max(p, 0.0), 1.0))
