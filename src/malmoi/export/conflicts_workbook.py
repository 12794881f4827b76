"""The workbook of conflicts: rows of an import that the glossary contradicts, to be decided again against the glossary as it is.

It is imported like a review workbook; what is accepted in it is accepted in full sight of what the glossary says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from malmoi.export.labels import UI, Labels
from malmoi.export.styles import BODY, DECISION, TEXT_FORMAT, Styles
from malmoi.export.table import Book, Column, Table
from malmoi.export.terms_sheet import CONFLICT_HEAD, add_choices, pair_id
from malmoi.export.workbook import streaming
from malmoi.files import StrPath, replacing

__all__ = ["Conflict", "write_conflicts"]

_TERM = BODY.but(number_format=TEXT_FORMAT, bold=True)
_COLUMNS = (
    Column("terms.ko", 20, _TERM),
    Column("terms.en", 24, _TERM),
    Column("conflicts.why", 52),
    Column("terms.decision", 11, DECISION.but(horizontal="center", bold=True)),
    Column("terms.edited_ko", 18, DECISION),
    Column("terms.edited_en", 22, DECISION),
    Column("terms.domain", 12, DECISION),
    Column("terms.note", 20, DECISION),
    Column("conflicts.place", 14, BODY),
    Column("id", 16, hidden=True, head=CONFLICT_HEAD),
    Column("version", 16, hidden=True),
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was not taken: the pair as proposed, what a person wrote beside it, where, and what the glossary says."""

    ko: str
    en: str
    edited_ko: str
    edited_en: str
    domain: str
    note: str
    place: str
    message: str


def write_conflicts(rows: Iterable[Conflict], path: StrPath, version: str, ui: UI = "both") -> None:
    """Write the workbook; `version` is the signature of the glossary that contradicts. Raises OutputError."""

    def finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        add_choices(book, sheet, f"{letters['terms.decision']}2:{letters['terms.decision']}{last}")

    with replacing(path) as stream, streaming("malmoi conflicts") as workbook:
        book = Book(workbook, Labels(ui), Styles(workbook))
        table = Table(book, "conflicts", _COLUMNS, freeze="C2", finish=finish)
        for row in rows:
            written = (row.edited_ko, row.edited_en, row.domain, row.note)
            id_ = pair_id(row.ko, row.en)
            table.append(
                (row.ko, row.en, row.message, None, *(text or None for text in written), row.place, id_, version)
            )
        table.close()
        workbook.save(stream)
