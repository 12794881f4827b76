"""The formats of bilingual segments by name: one table for reading, one for writing, resolved when used.

A reader is called with (path, encoding) and gives a `bitext` frame; a writer is called with (bitext, path).
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from malmoi.errors import UsageError
from malmoi.files import StrPath

if TYPE_CHECKING:
    import polars as pl

__all__ = ["READERS", "WRITERS", "read", "write"]

READERS = {
    "csv": "malmoi.formats.delimited:read_csv",
    "jsonl": "malmoi.formats.jsonl:read",
    "tmx": "malmoi.formats.tmx:read",
    "tsv": "malmoi.formats.delimited:read_tsv",
}
WRITERS = {
    "csv": "malmoi.formats.delimited:write_csv",
    "jsonl": "malmoi.formats.jsonl:write",
    "tmx": "malmoi.formats.tmx:write",
    "tsv": "malmoi.formats.delimited:write_tsv",
}


def read(path: StrPath, format: str | None = None, *, encoding: str | None = None) -> "pl.DataFrame":  # noqa: A002
    """The segments of a file as a `bitext` frame; the format is that of the suffix unless named.

    Raises UsageError for a format that is not known, InputError and its kinds for what the file holds.
    """
    frame: pl.DataFrame = _resolve(READERS, path, format)(path, encoding)
    return frame


def write(bitext: "pl.DataFrame", path: StrPath, format: str | None = None) -> None:  # noqa: A002
    """Write a `bitext` frame, in the format of the suffix unless named. Raises UsageError, OutputError."""
    _resolve(WRITERS, path, format)(bitext, path)


def _resolve(table: dict[str, str], path: StrPath, name: str | None) -> Any:
    key = (name or Path(path).suffix.removeprefix(".")).lower()
    if key not in table:
        known = ", ".join(table)
        raise UsageError(f"The format of {path} is not known ({key or 'no suffix'}): name one of {known}.")
    module, _, function = table[key].partition(":")
    return getattr(import_module(module), function)
