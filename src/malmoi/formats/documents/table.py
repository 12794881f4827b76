"""Tables of one column (.csv, .tsv): a segment a row, in one language.

A table with both languages is no document but a bitext (`bitexts.codecs`), and says so.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from malmoi.errors import FormatError
from malmoi.files import StrPath, read_text
from malmoi.model.document import Block

__all__ = ["read_table"]

# What heads call a column of text, which is no segment.
_HEADS = frozenset(
    (
        *("ko", "kor", "korean", "한국어", "국문", "en", "eng", "english", "영어", "영문"),
        *("text", "sentence", "source", "target"),
    )
)


def read_table(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The rows of a table of one column. Raises FormatError for another table, InputError, EncodingError."""
    text = read_text(path, encoding)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="," if Path(path).suffix.lower() == ".csv" else "\t", strict=True
    )
    try:
        for row in reader:
            cells = [cell.strip() for cell in row if cell.strip()]
            if len(cells) > 1:
                raise FormatError(
                    f"{path}:{reader.line_num} has {len(cells)} columns where one with a text is expected. "
                    f"A table that holds both languages is given alone: malmoi align {Path(path).name}"
                )
            if cells and not (reader.line_num == 1 and cells[0].lower() in _HEADS):
                yield Block("line", cells[0])
    except csv.Error as error:
        raise FormatError(f"{path}:{reader.line_num} cannot be read as a table: {error}. Check the quotes.") from error
