"""The formats of bilingual segments by name: what each is, how its files are called, what reads and what writes it.

A reader is called with (path, encoding, mapping) and gives `sides.Row`s one by one, in bounded memory where the format is text; a
writer is called with (bitext, path). Both are resolved when they are used, so that the table costs nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from malmoi.errors import FormatError, UsageError
from malmoi.files import StrPath
from malmoi.formats.containers.compressed import bare_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FORMATS", "READERS", "WRITERS", "Format", "format_of", "read", "stream", "write"]

# Segments of one frame of `stream`: large enough that a frame's own cost vanishes, small enough to be no burden.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what people call it, its suffixes, its reader and writer ("module:function" in this package)."""

    what: str
    suffixes: tuple[str, ...]
    reader: str
    writer: str = ""
    # May columns be named, as in ko=Source,en=Target?
    has_columns: bool = False


FORMATS = {
    "csv": Format(
        "table in plain text, comma- or semicolon-separated",
        (".csv",),
        "delimited:read_csv",
        "delimited:write_csv",
        True,
    ),
    "jsonl": Format("JSON lines, one object a segment", (".jsonl", ".ndjson"), "jsonl:read", "jsonl:write", True),
    "moses": Format("two plain texts, line by line", (), "moses:read", "moses:write"),
    "ods": Format("workbook, OpenDocument", (".ods",), "workbook:read", has_columns=True),
    "po": Format("Gettext PO and POT", (".po", ".pot"), "po:read", "po:write"),
    "tmx": Format("translation memory, TMX 1.1 to 1.4b", (".tmx",), "tmx:read", "tmx:write"),
    "tsv": Format(
        "table in plain text, tab-separated", (".tsv", ".tab"), "delimited:read_tsv", "delimited:write_tsv", True
    ),
    "xliff": Format(
        "XLIFF 1.0 to 2.2; 2.1 is written",
        (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
        "xliff:read",
        "xliff:write_2",
    ),
    "xliff12": Format("XLIFF 1.2, for programs that know no 2.x", (), "xliff:read", "xliff:write_1"),
    "xlsx": Format("workbook with a column a language", (".xlsx",), "workbook:read", "workbook:write", True),
}
READERS = {name: one.reader for name, one in FORMATS.items()}
WRITERS = {name: one.writer for name, one in FORMATS.items() if one.writer}

# One file, or a Korean and an English one that are read line by line.
Source = StrPath | tuple[StrPath, StrPath]


def read(
    path: Source,
    format: str | None = None,  # noqa: A002
    *,
    encoding: str | None = None,
    mapping: Mapping[str, str] | str | None = None,
) -> "pl.DataFrame":
    """The segments of a file as a `bitext` frame, whole; arguments and errors are those of `stream`."""
    import polars as pl

    return pl.concat(list(stream(path, format, encoding, mapping=mapping)), rechunk=True)


def stream(
    path: Source,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    batch: int = _BATCH,
    mapping: Mapping[str, str] | str | None = None,
) -> "Iterator[pl.DataFrame]":
    """The segments of a file as `bitext` frames of at most `batch` rows, `seg` counting on from frame to frame.

    The format is that of the suffix unless named. `mapping` says which columns of a table hold what, {"ko": "Source", "en":
    "Target"} or "ko=Source,en=Target". A pair of paths is a Korean and an English text, line by line.

    Raises UsageError at once for a format that is not known; InputError and its kinds, for what the file holds, when it gets there: a
    file whose end is broken gives the frames before it first. A file without segments is an error.
    """
    name = " and ".join(map(str, path)) if isinstance(path, tuple) else str(path)
    key = format_of(path, format)
    if mapping and not FORMATS[key].has_columns:
        raise UsageError(f"{name} is {key}, which has no columns to name: leave the mapping out.")
    if batch < 1:
        raise UsageError(f"A batch has at least one segment, not {batch}.")
    if mapping:
        from malmoi.formats.bitexts.columns import parse_mapping

        mapping = parse_mapping(mapping)
    return _frames(_resolve(READERS[key])(path, encoding, mapping), name, batch)


def write(bitext: "pl.DataFrame", path: Source, format: str | None = None) -> None:  # noqa: A002
    """Write a `bitext` frame, in the format of the suffix unless named; to a pair of paths, line by line.

    Raises UsageError, OutputError; what cannot be written whole leaves the file as it was.
    """
    key = format_of(path, format)
    if key not in WRITERS:
        raise UsageError(f"The format {key} can be read but not written: give one of {', '.join(WRITERS)}.")
    _resolve(WRITERS[key])(bitext, path)


def format_of(path: Source, name: str | None = None) -> str:
    """The name of a file's format, by its suffix unless it is named. Raises UsageError when it is not known."""
    if isinstance(path, tuple):
        if name not in (None, "moses"):
            raise UsageError(f"Two files are read line by line, not as {name}: give one file of that format.")
        if len(path) != len(("ko", "en")):
            raise UsageError(f"Line by line, a Korean and an English file are needed, not {len(path)} files.")
        return "moses"
    key = (name or bare_name(path).suffix).lower()
    for known, one in FORMATS.items():
        if key == known or f".{key.removeprefix('.')}" in one.suffixes:
            return known
    raise UsageError(f"The format of {path} is not known ({key or 'no suffix'}): name one of {', '.join(FORMATS)}.")


def _frames(rows: Iterator[Any], name: str, batch: int) -> "Iterator[pl.DataFrame]":
    from itertools import islice

    import polars as pl

    from malmoi.model.frames import BITEXT

    first = 0
    while block := list(islice(rows, batch)):
        doc, ko, en, score = zip(*block, strict=True)
        seg = range(first, first + len(block))
        yield pl.DataFrame({"doc": doc, "seg": seg, "ko": ko, "en": en, "score": score}, schema=BITEXT)
        first += len(block)
    if not first:
        raise FormatError(f"{name} has no segment in Korean or English.")


def _resolve(home: str) -> Any:
    module, _, function = home.partition(":")
    return getattr(import_module(f"{__package__}.{module}"), function)
