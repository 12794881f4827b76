"""The sheet of segments: both sides beside one another, the terms in them coloured."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from malmoi.export.cells import Linked, Rich
from malmoi.export.rules import add_bar
from malmoi.export.styles import BODY, LINK, STATUS_COLORS, UNEQUAL
from malmoi.export.table import ARROW, Book, Column, Table

if TYPE_CHECKING:
    from malmoi.model.records import Alignment, Bead

__all__ = ["open_segments", "runs", "write_segments"]

_SHORT = BODY.but(horizontal="center")
_COLUMNS = (
    Column("segments.seg", 7, _SHORT),
    Column("segments.bead", 8, _SHORT),
    Column("segments.ko", 58),
    Column("segments.en", 62),
    Column("segments.score", 9, _SHORT.but(number_format="0.00")),
    Column("segments.terms", 34),
    Column("go", 7, LINK),
    Column("segments.doc", 16, outline=1),
)
# A score is a 32-bit number: further digits are noise.
_DIGITS = 4

# (start, end, name of the run) of a term in one side of a segment.
_Mark = tuple[int | None, int | None, str]


def open_segments(book: Book) -> Table:
    """The empty sheet, before its rows: other sheets link to where they will stand."""
    return Table(book, "segments", _COLUMNS, freeze="B2", finish=_finish)


def write_segments(book: Book, table: Table, alignment: "Alignment", terms: Table) -> None:
    """One row a segment; its terms are named, and an arrow leads to the surest of them."""
    beads = alignment.beads if len(alignment.beads) == alignment.segments.height else ()
    for i, row in enumerate(_with_terms(alignment).iter_rows(named=True)):
        ko, en = row["ko"] or "", row["en"] or ""
        named = " · ".join(_outermost(row))
        names = [name if name in STATUS_COLORS else "new" for name in row["names"] or ()]
        table.append(
            (
                row["seg"] + 1,
                _bead(beads[i] if beads else None, ko, en),
                Rich(runs(ko, list(zip(row["ko_start"] or (), row["ko_end"] or (), names, strict=True)))),
                Rich(runs(en, list(zip(row["en_start"] or (), row["en_end"] or (), names, strict=True)))),
                None if row["score"] is None else round(row["score"], _DIGITS),
                named,
                Linked(ARROW, terms.place(row["first"], "terms.ko")) if named else None,
                row["doc"],
            )
        )
    table.close()


def _bead(bead: "Bead | None", ko: str, en: str) -> str | None:
    """Sentences on either side; where the beads are not known only that a side is missing."""
    if bead is not None:
        return f"{len(bead.ko)}-{len(bead.en)}"
    return None if ko and en else f"{int(bool(ko))}-{int(bool(en))}"


def _outermost(row: Mapping[str, Any]) -> list[str]:
    """The pairs of a segment, each once, the surest first; a part of a longer pair is left to the sheet of terms."""
    sides = ("ko_start", "ko_end", "en_start", "en_end")
    spans = list(zip(*([-1 if at is None else at for at in row[side] or ()] for side in sides), strict=True))
    pairs = zip(row["pairs"] or (), spans, strict=True)
    return list(dict.fromkeys(pair for pair, span in pairs if not any(_is_part(span, other) for other in spans)))


def _is_part(span: Sequence[int], other: Sequence[int]) -> bool:
    """Do both sides of `span` lie within those of `other`, which is longer?"""
    (k0, k1, e0, e1), (m0, m1, f0, f1) = span, other
    return span != other and m0 <= k0 and k1 <= m1 and f0 <= e0 and e1 <= f1


def _with_terms(alignment: "Alignment") -> pl.DataFrame:
    """Segments with lists of their occurrences: spans, status of the term, "한국어 = English"; `first` is the surest candidate."""
    terms = alignment.terms.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("candidate"),
        pl.format("{} = {}", pl.col("ko"), pl.col("en")).alias("pairs"),
        pl.col("status").fill_null("new").alias("names"),
    )
    found = (
        alignment.occurrences.join(terms, on="candidate", how="inner")
        .sort("confidence", descending=True, nulls_last=True, maintain_order=True)
        .group_by("seg")
        .agg(pl.exclude("candidate", "confidence"), first=pl.col("candidate").first())
    )
    return alignment.segments.join(found, on="seg", how="left", maintain_order="left")


def runs(text: str, marks: Sequence[_Mark]) -> list[tuple[str, str]]:
    """`text` cut at its terms; of terms that overlap the earlier and longer one is marked, impossible spans are not."""
    runs, at = [], 0
    spans = [(s, e, name) for s, e, name in marks if s is not None and e is not None and 0 <= s < e <= len(text)]
    for start, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        runs += [(text[at:start], ""), (text[start:end], name)]
        at = end
    return [run for run in (*runs, (text[at:], "")) if run[0]]


def _finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    add_bar(sheet, letters["segments.score"], last)
    bead = letters["segments.bead"]
    unequal = FormulaRule(formula=[f'AND(${bead}2<>"1-1",${bead}2<>"")'], fill=PatternFill(bgColor=UNEQUAL))
    sheet.conditional_formatting.add(f"{bead}2:{bead}{last}", unequal)
