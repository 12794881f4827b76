"""Segments as a table in plain text: comma- or tab-separated, quoted where needed (RFC 4180), columns doc, seg, ko, en, score.

Texts are written as they are, also when they start with "=": these files carry data between programs. Files for people to open
in a spreadsheet are the review workbook's job. A comma-separated file starts with a byte order mark, without which Excel takes
it for the system's code page and shows Hangul as rubbish.
"""

import csv
import io
from collections.abc import Mapping, Sequence

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, read_text, write_text
from malmoi.formats.xmltext import legal
from malmoi.model.frames import BITEXT, bitext
from malmoi.text.hangul import hangul_share

__all__ = ["read_csv", "read_tsv", "write_csv", "write_tsv"]

_BOM = "\ufeff"
# What other programs call the columns.
_NAMES = {
    "ko": ("ko", "kor", "korean", "ko-kr", "한국어", "국문"),
    "en": ("en", "eng", "english", "en-us", "en-gb", "영어", "영문"),
    "doc": ("doc", "document", "문서"),
    "score": ("score", "점수"),
}


def write_csv(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame comma-separated. Raises OutputError."""
    write_text(path, _BOM + _text(segments, ","))


def write_tsv(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame tab-separated. Raises OutputError."""
    write_text(path, _text(segments, "\t"))


def read_csv(path: StrPath, encoding: str | None = None) -> pl.DataFrame:
    """A `bitext` frame of a comma-separated file; columns are found by their heads, or, without heads, by their language.

    Raises FormatError with the line, InputError when the file is missing or empty, EncodingError.
    """
    return _frame(read_text(path, encoding), ",", str(path))


def read_tsv(path: StrPath, encoding: str | None = None) -> pl.DataFrame:
    """As `read_csv`, for a tab-separated file."""
    return _frame(read_text(path, encoding), "\t", str(path))


def _text(segments: pl.DataFrame, delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(BITEXT.names())
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    rows = segments.select(pl.col("doc"), "seg", "ko", "en", pl.col("score").cast(pl.String))
    for doc, seg, ko, en, score in rows.iter_rows():
        writer.writerow([legal(doc or ""), seg, legal(ko or ""), legal(en or ""), score or ""])
    return buffer.getvalue()


def _frame(text: str, delimiter: str, name: str) -> pl.DataFrame:
    rows = _rows(text, delimiter, name)
    columns = _columns(rows, name)
    body = rows[1:] if _is_head(rows[0][1]) else rows
    cells: dict[str, list[str]] = {key: [] for key in ("ko", "en", "doc", "score")}
    for line, row in body:
        if len(row) <= max(columns["ko"], columns["en"]):
            raise FormatError(f"{name}:{line} has {len(row)} columns where a Korean and an English text are expected.")
        for key, values in cells.items():
            at = columns.get(key)
            values.append(row[at] if at is not None and at < len(row) else "")
    scores = [_score(cell, name, line) for cell, (line, _) in zip(cells["score"], body, strict=True)]
    frame = bitext(cells["ko"], cells["en"], score=scores or None)
    return frame.with_columns(doc=pl.Series(cells["doc"], dtype=pl.String)).select(BITEXT.names())


def _rows(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    """Rows that hold anything, each with the number of the line it ends on."""
    # The default limit, 131,072 characters a cell, is less than a long paragraph of a careless export may have.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise FormatError(f"{name}:{reader.line_num} cannot be read as a table: {error}. Check the quotes.") from error
    if not rows:
        raise FormatError(f"{name} has no rows.")
    return rows


def _is_head(row: Sequence[str]) -> bool:
    heads = [cell.strip().lower() for cell in row]
    return any(head in _NAMES["ko"] for head in heads) and any(head in _NAMES["en"] for head in heads)


def _columns(rows: Sequence[tuple[int, list[str]]], name: str) -> Mapping[str, int]:
    """Which column holds what."""
    first = rows[0][1]
    if _is_head(first):
        heads = [cell.strip().lower() for cell in first]
        return {
            key: i for key, names in _NAMES.items() for i, head in reversed(list(enumerate(heads))) if head in names
        }
    if len(first) < 2:
        raise FormatError(f"{name}:{rows[0][0]} has one column: a Korean and an English one are needed.")
    shares = [hangul_share(" ".join(row[i] for _, row in rows if i < len(row))) for i in range(len(first))]
    ko = max(range(len(shares)), key=shares.__getitem__)
    en = _most_latin(rows, [i for i in range(len(shares)) if i != ko])
    if not shares[ko]:
        raise FormatError(f"{name} has no Korean column: name the columns ko and en in the first line.")
    return {"ko": ko, "en": en}


def _most_latin(rows: Sequence[tuple[int, list[str]]], columns: Sequence[int]) -> int:
    def letters(i: int) -> int:
        return sum(ch.isalpha() and ch.isascii() for _, row in rows if i < len(row) for ch in row[i])

    return max(columns, key=letters)


def _score(cell: str, name: str, line: int) -> float:
    """The score of a segment, 1 where none is given."""
    if not cell.strip():
        return 1.0
    try:
        score = float(cell)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise FormatError(f"{name}:{line} has the score {cell!r}: a number from 0 to 1 is expected.")
    return score
