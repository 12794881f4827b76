"""Term bases as tables: one row a term (concept, lang, term, …) or one row a pair (ko, en, …).

In a row with a term, the fields are the term's, but for domain, definition and concept_note, which are its concept's; rows with the same
concept make one. In a row with a pair, `note` is the concept's too, `ko_status` a field of the Korean terms, and synonyms stand in one
cell, parted by "|", or under other_ko and avoid_ko. Comma- or otherwise separated text (RFC 4180), tab-separated text (one line a row,
as programs read it), or the first sheet of a workbook that has such heads.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from malmoi.errors import FormatError
from malmoi.formats.containers.tables import delimited_rows, separated, squeezed
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.heads import columns_by_mapping, columns_by_name, key_of_head
from malmoi.formats.termbases.pairs import best_of
from malmoi.formats.termbases.records import LANGS, REFUSED, TERM_FIELDS, Concept, Reading, Term, Writing, language_of
from malmoi.formats.termbases.values import value_of

__all__ = ["COLUMNS", "is_term_table", "read", "read_rows", "rows_of", "write_csv", "write_tsv"]

Row = tuple[str, Sequence[str]]

COLUMNS = (
    *("concept", "id", "lang", "term", *TERM_FIELDS[:7], "domain", "definition", "concept_note"),
    *("note", "context", "source", "by", "at"),
)
_CONCEPT = {"domain": "domain", "definition": "definition", "concept_note": "note", "by": "by", "at": "at"}
_COLUMN_OF = {"id": "concept", "note": "concept_note"}
_SYNONYMS = "|"
_TITLE_ROWS = 20
# Excel takes a comma-separated file without one for the system's code page.
_BOM = "\ufeff".encode()


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of a table in plain text."""
    yield from read_rows(delimited_rows(reading.path, reading.encoding, reading.delimiter), reading)


def read_rows(rows: Iterable[Row], reading: Reading) -> Iterator[Concept]:
    """The concepts of rows, each with its place; the heads are the first row that names terms. Raises FormatError without any."""
    rows = iter(rows)
    columns, heads = _heads(rows, reading)
    unknown = [head for i, head in enumerate(heads) if head.strip() and i not in columns.values()]
    if unknown:
        reading.notices.append(f"{reading.path}: columns that are not known were left out: {', '.join(unknown)}.")
    together: dict[str, Concept] = {}
    for place, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(heads) :]):
            reading.problem(place, f"The row has {len(cells)} cells where there are {len(heads)} columns.")
            continue
        row = {key: cells[at].strip() for key, at in columns.items() if at < len(cells) and cells[at].strip()}
        made = _of_term(row, place, reading) if "term" in columns else _of_pair(row, place, reading)
        if made is None:
            continue
        if made.id:
            together[made.id] = _joined(together[made.id], made, reading) if made.id in together else made
        else:
            yield made
    yield from together.values()


def is_term_table(cells: Sequence[str]) -> bool:
    """Are these the heads of a table with one row a term?"""
    return {"lang", "term"} <= {key_of_head(cell) for cell in cells}


def rows_of(concept: Concept) -> Iterator[dict[str, str]]:
    """One row a term, by column of COLUMNS."""
    own = {column: getattr(concept, name) for column, name in _CONCEPT.items()}
    for term in concept.terms:
        fields = {name: getattr(term, name) for name in (*TERM_FIELDS, "id", "lang", "term")}
        yield {**fields, **own, "concept": concept.id}


def write_csv(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a table of terms, comma-separated unless `writing.delimiter` says otherwise."""
    delimiter = writing.delimiter or ","
    stream.write(_BOM if writing.mark else b"")
    for row in _table(concepts, writing):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow([legal(cell) for cell in row])
        stream.write(buffer.getvalue().encode("utf-8"))


def write_tsv(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a table of terms, tab-separated: breaks and tabs inside a cell become spaces, because readers take quotes for text."""
    for row in _table(concepts, writing):
        stream.write((separated([squeezed(legal(cell)) for cell in row]) + "\n").encode("utf-8"))


def _table(concepts: Iterable[Concept], writing: Writing) -> Iterator[Sequence[str]]:
    if writing.mapping:
        yield from _mapped(concepts, writing)
        return
    yield COLUMNS
    for concept in concepts:
        for row in rows_of(concept):
            writing.report.written += 1
            yield [row[name] for name in COLUMNS]


def _mapped(concepts: Iterable[Concept], writing: Writing) -> Iterator[Sequence[str]]:
    """The columns a person asked for, under the heads they gave them: one row a term, or one a concept with its synonyms in a cell."""
    mapping = writing.mapping or {}
    columns_by_mapping([*mapping.values()], mapping, "--map")
    yield [*mapping.values()]
    for concept in concepts:
        rows = [*rows_of(concept)] if "term" in mapping else [_pair(concept)]
        for row in rows:
            writing.report.written += 1
            yield [row.get(key, "") for key in mapping]
        if "term" not in mapping:
            _lose_unmapped(concept, mapping, writing)


def _lose_unmapped(concept: Concept, mapping: Mapping[str, str], writing: Writing) -> None:
    """Report terms of the languages asked for that stand in no column."""
    for lang in (lang for lang in LANGS if lang in mapping):
        first = best_of(concept, lang)
        preferred = {t.term for t in concept.of(lang) if t.status == first.status} if first else set()
        for term in concept.of(lang):
            if term.status in REFUSED and f"avoid_{lang}" not in mapping:
                writing.lose(term.status, concept, term, f"There is no column avoid_{lang}.")
            elif term.status not in REFUSED and term.term not in preferred and f"other_{lang}" not in mapping:
                writing.lose("synonym", concept, term, f"There is no column other_{lang}.")


def _pair(concept: Concept) -> dict[str, str]:
    """A concept as one row."""
    row = {column: getattr(concept, name) for column, name in _CONCEPT.items()} | {"concept": concept.id}
    row["note"] = row["concept_note"]
    for lang in LANGS:
        best = [t for t in concept.of(lang) if t.status == "preferred"] or [
            t for t in concept.of(lang) if t.status == "admitted"
        ]
        for key, some in (
            (lang, best),
            (f"other_{lang}", [t for t in concept.of(lang) if t.status == "admitted" and t not in best]),
            (f"avoid_{lang}", [t for t in concept.of(lang) if t.status not in ("preferred", "admitted")]),
        ):
            row[key] = f" {_SYNONYMS} ".join(term.term for term in some)
        for name in TERM_FIELDS:
            row[f"{lang}_{name}"] = getattr(best[0], name) if best else ""
    for name in ("status", "pos", "type", "case", "region", "do_not_translate", "hanja", "context", "source"):
        row[name] = row[f"ko_{name}"] or row[f"en_{name}"]
    return row


def _heads(rows: Iterator[Row], reading: Reading) -> tuple[dict[str, int], Sequence[str]]:
    """The column of each key, and the heads themselves."""
    first: Row | None = None
    for place, cells in rows:
        if reading.mapping:
            if any(cell.strip() for cell in cells):
                return columns_by_mapping(cells, reading.mapping, place), cells
            continue
        found = columns_by_name(cells, place)
        if {"lang", "term"} <= found.keys() or found.keys() & {*LANGS}:
            return found, cells
        first = first or (place, cells)
        _, _, line = place.rpartition(":")
        if line.isdecimal() and int(line) >= _TITLE_ROWS:
            break
    shown = f": {', '.join(first[1])}" if first else ""
    raise FormatError(
        f"{first[0] if first else reading.path}: the first row has neither ko or en, nor lang and term{shown}. "
        "Name the columns so, or say what they are with --map ko=…,en=…."
    )


def _of_term(row: dict[str, str], place: str, reading: Reading) -> Concept | None:
    """The concept, with one term, of a row with one."""
    lang, locale = language_of(row.get("lang", ""))
    if not row.get("term"):
        reading.problem(place, "The row has no term.")
        return None
    if not lang:
        reading.problem(place, f"The row does not say the language of {row['term']!r}: write ko or en.")
        return None
    if lang not in LANGS:
        reading.languages[lang] += 1
        return None
    fields = {name: _value(name, row.get(name, ""), place, reading) for name in TERM_FIELDS}
    if locale in ("KP", "GB"):
        fields["region"] = fields["region"] or locale
    return Concept(
        row.get("concept", ""), (Term(lang, row["term"], **fields, id=row.get("id", "")),), **_own(row), place=place
    )


def _of_pair(row: dict[str, str], place: str, reading: Reading) -> Concept | None:
    """The concept of a row with a pair."""
    terms: list[Term] = []
    for lang in LANGS:
        fields = {
            name: _value(name, row.get(f"{lang}_{name}", "" if name == "note" else row.get(name, "")), place, reading)
            for name in TERM_FIELDS
        }
        for key, status in ((lang, ""), (f"other_{lang}", "admitted"), (f"avoid_{lang}", "deprecated")):
            for i, text in enumerate(_synonyms(row.get(key, ""))):
                # Of synonyms in one cell only the first can be the preferred one.
                given = status or ("admitted" if i and fields["status"] == "preferred" else fields["status"])
                terms.append(Term(lang, text, **{**fields, "status": given}))
    if not terms:
        reading.problem(place, "The row has no term.")
        return None
    own = _own(row)
    return Concept(
        row.get("concept", ""), tuple(terms), **{**own, "note": own["note"] or row.get("note", "")}, place=place
    )


def _own(row: dict[str, str]) -> dict[str, str]:
    return {name: row.get(column, "") for column, name in _CONCEPT.items()}


def _value(name: str, text: str, place: str, reading: Reading) -> str:
    """A field's value, as the glossary calls it; what is not known is told and left out."""
    if name in ("hanja", "context", "source", "note"):
        return text
    value = value_of(name, text)
    if value is None:
        reading.problem(place, f"{name} is {text!r}, which is not known and was left out.", hard=False)
    return value or ""


def _synonyms(cell: str) -> list[str]:
    return list(dict.fromkeys(text for one in cell.split(_SYNONYMS) if (text := one.strip())))


def _joined(one: Concept, other: Concept, reading: Reading) -> Concept:
    """One concept of two rows; what the later row says otherwise of the concept is told."""
    values = {}
    for name in ("domain", "definition", "note", "by", "at"):
        was, new = getattr(one, name), getattr(other, name)
        if was and new and was != new and name in ("domain", "definition", "note"):
            reading.problem(
                other.place,
                f"The {name} of {one.id} is {new!r} here and {was!r} at {one.place}; the first stands.",
                hard=False,
            )
        values[name] = was or new
    return replace(one, terms=one.terms + other.terms, **values)
