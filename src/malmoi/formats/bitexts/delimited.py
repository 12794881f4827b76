"""Segments as a table in plain text: separated by commas or tabs, quoted where needed (RFC 4180), columns doc, seg, ko, en, score.

Texts are written as they are, also when they start with "=": these files carry data between programs. Files for people to open
in a spreadsheet are the review workbook's job. A comma-separated file starts with a byte order mark, without which Excel takes
it for the system's code page and shows Hangul as rubbish.

Read are tables with any of the usual separators, whatever the suffix; tab-separated ones also without quoting, as corpora come.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.columns import find_columns
from malmoi.formats.bitexts.sides import Row
from malmoi.formats.containers.textstream import open_text
from malmoi.formats.containers.xmltext import legal
from malmoi.model.frames import BITEXT

__all__ = ["read_csv", "read_tsv", "score_of", "write_csv", "write_tsv"]

_BOM = "\ufeff"
# Lines from which separator, quoting and columns are told.
_SAMPLE = 1000
# Characters of one cell; a quote that is never closed would otherwise make one cell of the whole file.
_MAX_CELL = 20_000_000
# Excel's own line that names the separator.
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\n?', re.IGNORECASE)


def write_csv(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame comma-separated. Raises OutputError."""
    _write(segments, path, ",", _BOM)


def write_tsv(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame tab-separated. Raises OutputError."""
    _write(segments, path, "\t", "")


def read_csv(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The segments of a table; columns are those of `mapping`, or found by their heads, or, without heads, by their language.

    Raises FormatError with the line, InputError when the file is missing or empty, EncodingError.
    """
    return _read(path, encoding, mapping, ",;\t|")


def read_tsv(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """As `read_csv`, for a table that is more likely tab-separated."""
    return _read(path, encoding, mapping, "\t,;|")


def score_of(cell: str, where: str) -> float:
    """The score of a segment, 1 where none is given. Raises FormatError."""
    if not cell.strip():
        return 1.0
    try:
        score = float(cell)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise FormatError(f"{where} has the score {cell!r}: a number from 0 to 1 is expected.")
    return score


def _write(segments: pl.DataFrame, path: StrPath, delimiter: str, start: str) -> None:
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    rows = segments.select(pl.col("doc"), "seg", "ko", "en", pl.col("score").cast(pl.String))
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        text.write(start)
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(BITEXT.names())
        for doc, seg, ko, en, score in rows.iter_rows():
            writer.writerow([legal(doc or ""), seg, legal(ko or ""), legal(en or ""), score or ""])
        # It would close the stream, which is not its own.
        text.detach()


def _read(path: StrPath, encoding: str | None, mapping: Mapping[str, str] | None, likely: str) -> Iterator[Row]:
    name = str(path)
    with open_text(path, encoding) as text:
        lines = list(islice(text, _SAMPLE))
        first = 1
        said = _SEPARATOR_LINE.fullmatch(lines[0])
        if said:
            lines, first, likely = lines[1:], 2, said[1]
        delimiter, quoted = _dialect(lines, likely, mapping)
        rows = _rows(chain(lines, text), delimiter, quoted, name, first)
        sample = list(islice(rows, _SAMPLE))
        if not sample:
            raise FormatError(f"{name} has no rows.")
        columns, headed = find_columns([row for _, row in sample], f"{name}:{sample[0][0]}", mapping)
        for line, row in chain(sample[headed:], rows):
            yield _segment(row, columns, f"{name}:{line}")


def _segment(row: Sequence[str], columns: Mapping[str, int], where: str) -> Row:
    if len(row) <= max(columns["ko"], columns["en"]):
        raise FormatError(f"{where} has {len(row)} columns where a Korean and an English text are expected.")
    doc, score = (row[at] if (at := columns.get(key)) is not None and at < len(row) else "" for key in ("doc", "score"))
    return Row(doc, row[columns["ko"]], row[columns["en"]], score_of(score, where))


def _rows(lines: Iterator[str], delimiter: str, quoted: bool, name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with the number of the line it begins on."""
    reader = _reader(lines, delimiter, quoted)
    begins = first
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = first + reader.line_num
    except csv.Error as error:
        raise FormatError(f"{name}:{begins} cannot be read as a table: {error}. Check the quotes.") from error


def _reader(lines: Iterator[str], delimiter: str, quoted: bool) -> Any:
    # The default limit, 131,072 characters a cell, is less than a long paragraph of a careless export may have.
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_CELL))
    quoting: Any = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    return csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)


def _dialect(lines: Sequence[str], likely: str, mapping: Mapping[str, str] | None) -> tuple[str, bool]:
    """The separator, of those that are likely the best, and whether cells are quoted."""
    best = max(likely, key=lambda sign: (_fits(lines, sign, mapping), -likely.index(sign)))
    # Where quotes are not in pairs, only tabs part cells, and quotes are part of the text.
    return best, best != "\t" or not _is_torn(lines)


def _fits(lines: Sequence[str], sign: str, mapping: Mapping[str, str] | None) -> tuple[bool, float]:
    """How well a separator explains the lines: does it find named columns, and what share of rows has the same width?"""
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in _reader(iter(lines), sign, sign != "\t" or not _is_torn(lines)) if row)
    except csv.Error:
        rows = rows[:-1]
    if not rows or max(map(len, rows)) < 2:
        return False, 0.0
    try:
        named = find_columns(rows, "", mapping)[1]
    except FormatError:
        named = False
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count)
    return named, widths.count(usual) / len(widths) if usual > 1 else 0.0


def _is_torn(lines: Sequence[str]) -> bool:
    """Do the quotes of a tab-separated table make no sense as quotes?"""
    try:
        for _ in _reader(iter(lines), "\t", True):
            pass
    except csv.Error as error:
        # A quoted cell may go on beyond the lines looked at.
        return len(lines) < _SAMPLE or "unexpected end of data" not in str(error)
    return False
