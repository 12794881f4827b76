"""Rows for a glossary from a plain table: one row a pair (ko, en, …) or one row a term (concept, lang, term, …); or from any term base.

Tables are tab-separated, or comma-separated for .csv; lines that start with # before the header are comments. A table, which is written
for this glossary, must be right in every row, so that nothing is taken in by half.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from malmoi.errors import FormatError
from malmoi.files import read_text
from malmoi.formats.termbases.records import Concept, Term
from malmoi.glossary.entry import CONCEPT_FIELDS, LANGS, TERM_FIELDS

__all__ = ["read_rows", "rows_of"]

_PAIR = {"ko", "en"}
_TERM = {"lang", "term"}
_TABLES = (".csv", ".tsv", ".txt", "")
# What an exported table says beside the fields: who changed a concept, and when, is said anew; the concept's own note.
_SAID_ANEW = ("by", "at")
_CONCEPT_NOTE = "concept_note"


def read_rows(
    path: str,
    encoding: str | None = None,
    format: str | None = None,  # noqa: A002
    *,
    mapping: Mapping[str, str] | None = None,
    delimiter: str | None = None,
) -> list[dict[str, object]]:
    """The rows of a table, or of a term base in any format that is read, as `Glossary.put_rows` takes them.

    With a format, a mapping of columns or a delimiter, a table is read as other people's are. Empty cells are left out. Raises
    UsageError for a format that is not known, InputError, FormatError.
    """
    if PurePath(path).suffix.lower() not in _TABLES or format or mapping or delimiter:
        return [*_of_termbase(path, encoding, format, mapping, delimiter)]
    text = read_text(path, encoding)
    lines = text.splitlines(keepends=True)
    skipped = 0
    while skipped < len(lines) and lines[skipped].startswith("#"):
        skipped += 1
    comma = PurePath(path).suffix.lower() == ".csv"
    body = io.StringIO("".join(lines[skipped:]))
    reader = csv.reader(body) if comma else csv.reader(body, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, [])
    _check_header(path, skipped + 1, header)
    return [*_rows(path, skipped, reader, header)]


def rows_of(concept: Concept, id_: str, terms: Iterable[Term]) -> Iterator[dict[str, object]]:
    """One row for `put_rows` a term, each term with all that is its own; the first with what is the concept's."""
    own = {name: getattr(concept, name) for name in CONCEPT_FIELDS if getattr(concept, name)}
    for term in terms:
        fields = {f"{term.lang}_{name}": value for name in TERM_FIELDS[1:] if (value := getattr(term, name))}
        yield {"concept": id_, term.lang: term.term, **fields, **own}
        own = {}


def _of_termbase(
    path: str, encoding: str | None, name: str | None, mapping: Mapping[str, str] | None, delimiter: str | None
) -> Iterator[dict[str, object]]:
    from malmoi.formats.termbases.codecs import read_terms

    found = read_terms(path, name, encoding=encoding, mapping=mapping, delimiter=delimiter)
    for problem in found.problems:
        if problem.hard:
            raise FormatError(
                f"{problem.place}: {problem.message} Nothing was taken in; malmoi import takes what is right."
            )
    for concept in found.concepts:
        if concept.id:
            yield from rows_of(concept, concept.id, concept.terms)
        else:
            # Without an id it is the concept that has these terms, or a new one.
            terms = {lang: [term.term for term in concept.of(lang)] for lang in LANGS}
            firsts = {lang: next(iter(concept.of(lang)), None) for lang in LANGS}
            fields = {
                f"{lang}_{name}": value
                for lang, term in firsts.items()
                for name in TERM_FIELDS[1:]
                if term is not None and (value := getattr(term, name))
            }
            own = {name: value for name in CONCEPT_FIELDS if (value := getattr(concept, name))}
            yield {**terms, **fields, **own}


def _check_header(path: str, line: int, header: list[str]) -> None:
    known = {"concept", "id", _CONCEPT_NOTE, *_SAID_ANEW, *LANGS, *_TERM, *CONCEPT_FIELDS, *TERM_FIELDS}
    known |= {f"{lang}_{name}" for lang in LANGS for name in TERM_FIELDS}
    if not (_PAIR & {*header} or {*header} >= _TERM):
        raise FormatError(
            f"{path}:{line}: the header has neither ko or en, nor lang and term: {', '.join(header)}. Name the columns so."
        )
    for name in header:
        if name not in known:
            raise FormatError(f"{path}:{line}: there is no field {name!r} in a glossary: rename or drop the column.")


def _rows(path: str, skipped: int, reader: "Iterator[list[str]]", header: list[str]) -> Iterator[dict[str, object]]:
    for number, cells in enumerate(reader, skipped + 2):
        if not any(cells):
            continue
        if len(cells) > len(header):
            raise FormatError(f"{path}:{number}: the row has {len(cells)} cells, the header {len(header)}.")
        row: dict[str, object] = {
            name: cell for name, cell in zip(header, cells, strict=False) if cell and name not in ("id", *_SAID_ANEW)
        }
        concept_note = row.pop(_CONCEPT_NOTE, None)
        if "lang" in header:
            lang, term = str(row.pop("lang", "")), row.pop("term", "")
            if lang not in LANGS or not term:
                raise FormatError(f"{path}:{number}: a row needs a term and a lang that is ko or en.")
            # What a row says about its term is the term's, but for what only a concept has.
            own = {name: row.pop(name) for name in TERM_FIELDS if name in row}
            row |= {lang: term, **{f"{lang}_{name}": value for name, value in own.items()}}
        if concept_note is not None:
            row["note"] = concept_note
        yield row
