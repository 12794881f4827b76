"""The sheet of term pairs, where people decide.

A row carries a hidden id, made of the pair itself, and the version of the glossary it was judged against: so `malmoi import` knows
the row wherever it was moved, sees whether a locked cell was changed after all, and can compare with what the glossary has since become.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import polars as pl

from malmoi.export.cells import Linked, Rich
from malmoi.export.rules import add_bar, add_fills
from malmoi.export.styles import BODY, DECISION, LINK, STATUS_COLORS, STATUS_FILLS, TEXT_FORMAT
from malmoi.export.table import ARROW, Book, Column, Table

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = [
    "CONFLICT_HEAD",
    "DECISION_COLUMNS",
    "ID_HEAD",
    "VERDICTS",
    "add_choices",
    "open_terms",
    "pair_id",
    "write_terms",
]

VERDICTS = ("accept", "reject", "edit", "later")
DECISION_COLUMNS = ("terms.decision", "terms.edited_ko", "terms.edited_en", "terms.domain", "terms.note")
# Head of the hidden id column: it says what the sheet is, whatever its name and its other heads have become.
ID_HEAD = "malmoi.review/1"
# The same on a sheet of conflicts, whose rows tell what the glossary says.
CONFLICT_HEAD = "malmoi.conflicts/1"

_TERM = BODY.but(number_format=TEXT_FORMAT, bold=True)
_SHORT = BODY.but(horizontal="center")
_COLUMNS = (
    Column("terms.ko", 18, _TERM),
    Column("terms.en", 22, _TERM),
    Column("terms.kind", 17, _SHORT),
    Column("terms.confidence", 11, _SHORT.but(number_format="0.00")),
    Column("terms.count", 8, _SHORT.but(number_format="0")),
    Column("terms.status", 13, _SHORT),
    Column("terms.decision", 11, DECISION.but(horizontal="center", bold=True)),
    Column("terms.edited_ko", 15, DECISION),
    Column("terms.edited_en", 17, DECISION),
    Column("terms.domain", 11, DECISION),
    Column("terms.note", 15, DECISION),
    Column("terms.evidence", 28, outline=1),
    Column("terms.example_ko", 36, outline=1),
    Column("terms.example_en", 40, outline=1),
    Column("terms.segments", 11, _SHORT),
    Column("go", 7, LINK),
    Column("id", 16, hidden=True, head=ID_HEAD),
    Column("version", 16, hidden=True),
)
# Segment numbers shown for a term; the sheet of segments names all its terms.
_SHOWN = 8
_DECIDED = {"accept": "FFD6EFD8", "edit": "FFD9E7FA", "reject": "FFE3E3E3", "later": "FFFDE9C9"}


def pair_id(ko: str, en: str) -> str:
    """The id of a proposed pair: the same for the same two terms, in whatever normalisation form."""
    key = "\0".join(unicodedata.normalize("NFC", term) for term in (ko, en))
    return "p" + blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def open_terms(book: Book) -> Table:
    """The empty sheet, before its rows: other sheets link to where they will stand."""

    def finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        add_choices(book, sheet, f"{letters['terms.decision']}2:{letters['terms.decision']}{last}")
        add_bar(sheet, letters["terms.confidence"], last)
        statuses = {book.labels.value("status", status): color for status, color in STATUS_FILLS.items()}
        add_fills(sheet, letters["terms.status"], last, statuses)
        decisions = {book.labels.decision(verdict): color for verdict, color in _DECIDED.items()}
        add_fills(sheet, letters["terms.decision"], last, decisions)

    return Table(book, "terms", _COLUMNS, freeze="C2", finish=finish)


def write_terms(book: Book, table: Table, alignment: "Alignment", segments: Table, version: str) -> None:
    """One row a candidate, in the order given; the first place of each becomes its example and its link."""
    places = _places(alignment)
    rows = alignment.terms.with_row_index("candidate").with_columns(pl.col("candidate").cast(pl.Int64))
    for row in rows.join(places, on="candidate", how="left", maintain_order="left").iter_rows(named=True):
        name = row["status"] if row["status"] in STATUS_COLORS else "new"
        numbers: Sequence[int] = row["segs"] or ()
        table.append(
            (
                row["ko"],
                row["en"],
                book.labels.value("kind", row["kind"] or ""),
                row["confidence"],
                row["count"],
                book.labels.value("status", row["status"] or ""),
                *(None for _ in DECISION_COLUMNS),
                row["evidence"],
                _example(row, "ko", name),
                _example(row, "en", name),
                _numbers(numbers),
                Linked(ARROW, segments.place(row["at"], "segments.seg")) if numbers else None,
                pair_id(row["ko"] or "", row["en"] or ""),
                version,
            )
        )
    table.close()


def add_choices(book: Book, sheet: Any, cells: str) -> None:
    """Give cells the drop-down list of the verdicts."""
    from openpyxl.worksheet.datavalidation import DataValidation

    labels = book.labels
    words = ",".join(labels.decision(verdict) for verdict in VERDICTS)
    choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    choices.promptTitle, choices.prompt = labels.name("decision.prompt"), labels.help("decision.prompt")
    choices.errorTitle, choices.error = labels.name("decision.error"), labels.help("decision.error")
    choices.showInputMessage = False
    choices.add(cells)
    sheet.data_validations.append(choices)


def _places(alignment: "Alignment") -> pl.DataFrame:
    """For each candidate with occurrences: its segment numbers, and text and spans of the one that shows it best.

    That is the occurrence in the candidate's own example if there is one, else the surest.
    """
    segments = alignment.segments.select("seg", "ko", "en").with_row_index("at")
    examples = alignment.terms.select("example_ko", "example_en").with_row_index("candidate")
    found = (
        alignment.occurrences.join(segments, on="seg", how="inner")
        .join(examples.with_columns(pl.col("candidate").cast(pl.Int64)), on="candidate", how="inner")
        .with_columns(own=(pl.col("ko") == pl.col("example_ko")) & (pl.col("en") == pl.col("example_en")))
        .sort("own", "confidence", "at", descending=[True, True, False], nulls_last=True, maintain_order=True)
    )
    first = pl.col("at", "ko_start", "ko_end", "en_start", "en_end").first()
    texts = pl.col("ko", "en").first().name.prefix("seg_")
    return found.group_by("candidate").agg(first, texts, segs=pl.col("seg").unique().sort())


def _example(row: Mapping[str, Any], side: str, name: str) -> Rich:
    """The example with its term marked: by the occurrence's span where the example is that segment, else where the term's form stands."""
    example, segment, term = row[f"example_{side}"] or "", row[f"seg_{side}"] or "", row[side] or ""
    text = example or segment
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    if text != segment or start is None or end is None or not 0 <= start < end <= len(text):
        # Not inside another Latin word: IT does not stand in United.
        found = re.search(f"(?<![A-Za-z]){re.escape(term)}", text, re.IGNORECASE) if term else None
        start, end = found.span() if found else (0, 0)
    return Rich([(text[:start], ""), (text[start:end], name), (text[end:], "")])


def _numbers(segs: Sequence[int]) -> str:
    """Segment numbers as people count, from 1."""
    shown = ", ".join(str(seg + 1) for seg in segs[:_SHOWN])
    return shown if len(segs) <= _SHOWN else f"{shown} … ({len(segs)})"
