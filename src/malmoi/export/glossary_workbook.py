"""The glossary as a workbook to search, sort, print and hand on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal

import polars as pl

from malmoi.export.cells import Value
from malmoi.export.glossary_rows import Entry, entries, initial, sort_key
from malmoi.export.labels import UI, Labels
from malmoi.export.styles import BODY, TEXT_FORMAT, Styles
from malmoi.export.table import MAX_ROWS, Book, Column, Table
from malmoi.export.workbook import streaming
from malmoi.files import StrPath, replacing
from malmoi.text.hangul import choseong

__all__ = ["CONCEPTS_HEAD", "PARTS_HEAD", "Rows", "write_glossary"]

Rows = Literal["concept", "term"]

# Heads of the hidden column of ids: what the sheet is, whatever its name has become. Only whole concepts can be taken back.
CONCEPTS_HEAD, PARTS_HEAD = "malmoi.glossary/1", "malmoi.glossary.parts/1"

# People may write in whatever malmoi import takes back.
_OPEN = BODY.but(number_format=TEXT_FORMAT, locked=False)
_TERM = _OPEN.but(bold=True)
_PLAIN = _OPEN
_SHORT = BODY.but(horizontal="center")
_AVOID = _PLAIN.but(color="FFB3261E")
_LETTER = BODY.but(bold=True, size=14, color="FF1F3A5F", horizontal="center")
_CONCEPT_COLUMNS = (
    Column("glossary.ko", 22, _TERM),
    Column("glossary.en", 30, _TERM),
    Column("glossary.index", 17, _SHORT),
    Column("glossary.other_ko", 20, _PLAIN),
    Column("glossary.other_en", 26, _PLAIN),
    Column("glossary.avoid_ko", 16, _AVOID),
    Column("glossary.avoid_en", 18, _AVOID),
    Column("glossary.domain", 13, _OPEN.but(horizontal="center")),
    Column("glossary.definition", 36, _OPEN),
    Column("glossary.note", 28, _OPEN),
    Column("glossary.by", 12, _SHORT, outline=1),
    Column("glossary.at", 13, _SHORT, outline=1),
    Column("glossary.concept", 16, hidden=True, head=CONCEPTS_HEAD),
    Column("version", 16, hidden=True),
)
_TERM_COLUMNS = (
    Column("glossary.term", 26, _TERM.but(locked=True)),
    Column("glossary.index", 17, _SHORT),
    Column("glossary.lang", 9, _SHORT),
    Column("glossary.status", 15, _SHORT),
    Column("glossary.others", 30, _PLAIN.but(locked=True)),
    Column("glossary.domain", 13, _SHORT),
    Column("glossary.pos", 13, _SHORT),
    Column("glossary.type", 13, _SHORT),
    Column("glossary.definition", 34),
    Column("glossary.note", 26),
    Column("glossary.context", 26, outline=1),
    Column("glossary.source", 16, outline=1),
    Column("glossary.by", 12, _SHORT, outline=1),
    Column("glossary.at", 13, _SHORT, outline=1),
    Column("glossary.concept", 16),
    Column("glossary.id", 16, hidden=True, head=PARTS_HEAD),
    Column("version", 16, hidden=True),
)
_PRINT_COLUMNS = (
    Column("glossary.letter", 7, _LETTER),
    Column("glossary.ko", 30, _TERM.but(locked=True)),
    Column("glossary.en", 42),
    Column("glossary.domain", 15, _SHORT.but(color="FF55606E")),
)
# What a sheet's name may not hold, and how long it may be, less what a continuation adds.
# https://support.microsoft.com/office/3f1f7148-ee83-404d-8ef0-9ff99fbad1f9
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 26
_RESERVED = "history"


def write_glossary(
    terms: pl.DataFrame,
    path: StrPath,
    *,
    rows: Rows = "concept",
    by_domain: bool = False,
    whole: bool = True,
    version: str = "",
    ui: UI = "both",
    max_rows: int = MAX_ROWS,
) -> None:
    """Write a frame TERMS as a workbook ("-": standard output), one row a concept or one a term, and a sheet to print.

    `by_domain` gives each domain a sheet of its own. `whole` says that `terms` has all terms of each concept, and `version` is the
    glossary's signature: so the workbook can be taken back. Raises OutputError.
    """
    with replacing(path) as stream, streaming("malmoi glossary") as workbook:
        book = Book(workbook, Labels(ui), Styles(workbook), max_rows)
        for title, part in _parts(terms, book.labels, by_domain):
            if rows == "concept":
                _write_concepts(book, title, entries(part), version, whole=whole)
            else:
                _write_terms(book, title, part, version)
        _write_print(book, entries(terms))
        workbook.save(stream)


def _parts(terms: pl.DataFrame, labels: Labels, by_domain: bool) -> list[tuple[str, pl.DataFrame]]:
    """Sheet names and what goes on each."""
    if not by_domain or terms.is_empty():
        return [(labels.title("glossary"), terms)]
    taken = {labels.title("print").casefold(), _RESERVED}
    parts = []
    for domain in sorted(terms["domain"].unique().to_list(), key=lambda name: (name == "", name)):
        title = _title(domain or labels.title("no_domain"), taken)
        taken.add(title.casefold())
        parts.append((title, terms.filter(pl.col("domain") == domain)))
    return parts


def _title(domain: str, taken: set[str]) -> str:
    """A name for a domain's sheet that spreadsheet programs take and no other sheet has."""
    base = " ".join(_FORBIDDEN.sub(" ", domain).split()).strip("'")[:_LONGEST].strip() or "#"
    title, number = base, 2
    while title.casefold() in taken:
        title, number = f"{base[: _LONGEST - 4]} ({number})", number + 1
    return title


def _write_concepts(book: Book, title: str, found: Sequence[Entry], version: str, *, whole: bool) -> None:
    rows = [
        _cells(
            *(
                e.ko,
                e.en,
                choseong(e.ko),
                e.other_ko,
                e.other_en,
                e.avoid_ko,
                e.avoid_en,
                e.domain,
                e.definition,
                e.note,
            ),
            *(e.by, e.at, e.concept, version),
        )
        for e in found
    ]
    columns = [
        replace(column, head=PARTS_HEAD) if column.head == CONCEPTS_HEAD and not whole else column
        for column in _CONCEPT_COLUMNS
    ]
    _write(book, title, columns, "C2", rows)


def _write_terms(book: Book, title: str, terms: pl.DataFrame, version: str) -> None:
    others = {entry.concept: {"ko": entry.en, "en": entry.ko} for entry in entries(terms)}
    rows = [
        _cells(
            *(row["term"], choseong(row["term"]) if row["lang"] == "ko" else "", row["lang"]),
            *(book.labels.value("standing", row["status"]), others[row["concept"]].get(row["lang"], "")),
            *(row[name] for name in ("domain", "pos", "type", "definition", "note", "context", "source", "by")),
            *(row["at"][:10], row["concept"], row["id"], version),
        )
        for row in sorted(terms.iter_rows(named=True), key=lambda row: (*sort_key(row["term"]), row["id"]))
    ]
    _write(book, title, _TERM_COLUMNS, "B2", rows)


def _write(book: Book, title: str, columns: Sequence[Column], freeze: str, rows: Sequence[Sequence[Value]]) -> None:
    """Write a sheet; columns that nothing stands in are hidden, so that the others have the page."""
    used = [any(row[i] is not None for row in rows) for i in range(len(columns))]
    shown = [column if use else replace(column, hidden=True) for column, use in zip(columns, used, strict=True)]
    table = Table(book, "glossary", shown if rows else columns, freeze=freeze, title=title)
    for row in rows:
        table.append(row)
    table.close()


def _write_print(book: Book, found: Sequence[Entry]) -> None:
    """Two columns under the letters of a dictionary, for paper: upright, and with nothing but what a reader looks for."""

    def upright(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        sheet.page_setup.orientation = "portrait"

    table = Table(book, "print", _PRINT_COLUMNS, finish=upright)
    for letter, group in groupby(found, lambda entry: initial(entry.ko or entry.en)):
        for i, entry in enumerate(group):
            table.append(_cells("" if i else letter, entry.ko, entry.en, entry.domain))
    table.close()


def _cells(*values: str) -> list[Value]:
    return [value or None for value in values]
