"""Rows for a glossary from a plain table: one row a pair (ko, en, …) or one row a term (concept, lang, term, …).

Tab-separated, or comma-separated for .csv; lines that start with # before the header are comments.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from malmoi.errors import FormatError
from malmoi.files import read_text
from malmoi.glossary.entry import CONCEPT_FIELDS, LANGS, TERM_FIELDS

__all__ = ["read_rows"]

_PAIR = {"ko", "en"}
_TERM = {"lang", "term"}


def read_rows(path: str, encoding: str | None = None) -> list[dict[str, object]]:
    """The rows of a table as `Glossary.put_rows` takes them; empty cells are left out. Raises InputError, FormatError."""
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


def _check_header(path: str, line: int, header: list[str]) -> None:
    known = {"concept", "id", *LANGS, *_TERM, *CONCEPT_FIELDS, *TERM_FIELDS}
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
            name: cell for name, cell in zip(header, cells, strict=False) if cell and name != "id"
        }
        if "lang" in header:
            lang, term = str(row.pop("lang", "")), row.pop("term", "")
            if lang not in LANGS or not term:
                raise FormatError(f"{path}:{number}: a row needs a term and a lang that is ko or en.")
            # What a row says about its term is the term's, but for what only a concept has.
            own = {name: row.pop(name) for name in TERM_FIELDS if name in row}
            row |= {lang: term, **{f"{lang}_{name}": value for name, value in own.items()}}
        yield row
