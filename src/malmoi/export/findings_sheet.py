"""The sheet of findings: what the checks have against the translation, each with both sides and the place marked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from malmoi.export.cells import Linked, Rich
from malmoi.export.rules import add_fills
from malmoi.export.segments_sheet import runs
from malmoi.export.styles import BODY, LINK, STATUS_FILLS
from malmoi.export.table import ARROW, Book, Column, Table

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["open_findings", "ranked", "write_findings"]

_SHORT = BODY.but(horizontal="center")
_COLUMNS = (
    Column("findings.seg", 10, _SHORT),
    Column("go", 7, LINK),
    Column("findings.severity", 14, _SHORT),
    Column("findings.rule", 20, _SHORT),
    Column("findings.message", 44),
    Column("findings.ko", 44),
    Column("findings.en", 48),
    Column("findings.suggestion", 26),
)
_FILLS = {"hard": STATUS_FILLS["conflict"], "advisory": STATUS_FILLS["new"]}
# The look of the marked stretch.
_MARK = "conflict"


def open_findings(book: Book) -> Table:
    """The empty sheet, before its rows: other sheets link to where they will stand."""

    def finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        severities = {book.labels.value("severity", severity): color for severity, color in _FILLS.items()}
        add_fills(sheet, letters["findings.severity"], last, severities)

    return Table(book, "findings", _COLUMNS, finish=finish)


def write_findings(book: Book, table: Table, alignment: "Alignment", segments: Table) -> None:
    """One row a finding, the certain ones first."""
    at = {seg: i for i, seg in enumerate(alignment.segments["seg"])}
    texts = alignment.segments.select("ko", "en").rows()
    for row in ranked(alignment).iter_rows(named=True):
        place = at.get(row["seg"])
        ko, en = texts[place] if place is not None else ("", "")
        table.append(
            (
                row["seg"] + 1,
                Linked(ARROW, segments.place(place, "segments.seg")) if place is not None else None,
                book.labels.value("severity", row["severity"]),
                row["rule"],
                row["message"],
                Rich(runs(ko or "", [(row["ko_start"], row["ko_end"], _MARK)])),
                Rich(runs(en or "", [(row["en_start"], row["en_end"], _MARK)])),
                row["suggestion"],
            )
        )
    table.close()


def ranked(alignment: "Alignment") -> pl.DataFrame:
    """The findings as the sheet lists them."""
    frame = alignment.findings
    return pl.DataFrame() if frame is None else frame.sort(pl.col("severity") != "hard", "seg", maintain_order=True)
