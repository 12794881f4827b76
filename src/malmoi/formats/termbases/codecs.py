"""The formats of term bases by name: one table, resolved when used; what each can hold stands beside it.

A reader is called with a `Reading` and yields concepts; a writer is called with (concepts, stream, `Writing`). `keeps` names what comes
back from a file of the format: fields of concepts (`domain`), of terms (`term.status`), and "concepts", whole concepts with their ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from malmoi.errors import UsageError
from malmoi.files import StrPath, replacing
from malmoi.formats.termbases.records import TERM_FIELDS, Concept, Direction, Losses, Problem, Reading, Writing

__all__ = ["FORMATS", "TermFormat", "Termbase", "format_of", "read_terms", "suffixes", "write_terms"]

_ALL = frozenset({"concepts", "domain", "definition", "note", "by", "at", *(f"term.{name}" for name in TERM_FIELDS)})
_TBX = _ALL - {"at"}
_PAIRS = frozenset[str]()


@dataclass(frozen=True, slots=True)
class TermFormat:
    """A format: what it is called, its suffixes (the first that has one gets it), who reads and writes it ("module:function" in
    this package), and what it keeps."""

    title: str
    suffixes: tuple[str, ...]
    reads: str
    writes: str
    keeps: frozenset[str]


_MT = "machine_translation:"
_UTX = frozenset({"concepts", "term.pos", "term.note"})
_PO = frozenset({"concepts", "domain", "definition"})
_OMEGAT = frozenset({"domain", "definition", "note"})
FORMATS: dict[str, TermFormat] = {
    "csv": TermFormat("table, comma-separated", (".csv",), "table:read", "table:write_csv", _ALL),
    "tsv": TermFormat("table, tab-separated", (".tsv",), "table:read", "table:write_tsv", _ALL),
    "xlsx-plain": TermFormat("plain workbook", (".xlsx",), "workbook:read", "workbook:write", _ALL),
    "json": TermFormat("JSON", (".json",), "json:read", "json:write", _ALL),
    "ndjson": TermFormat("JSON, a concept a line", (".ndjson", ".jsonl"), "json:read_lines", "json:write_lines", _ALL),
    "tbx": TermFormat("TBX 2 (TBX-Basic)", (".tbx", ".martif"), "tbx.reading:read", "tbx.v2:write", _TBX),
    "tbx3": TermFormat("TBX 3, DCA style", (), "tbx.reading:read", "tbx.v3:write_dca", _TBX),
    "tbx3-dct": TermFormat("TBX 3, DCT style", (), "tbx.reading:read", "tbx.v3:write_dct", _TBX),
    "tmx": TermFormat("TMX 1.4b", (".tmx",), "tmx:read", "tmx:write", _ALL - {"by", "at"}),
    "utx": TermFormat("UTX 1.11", (".utx",), "utx:read", "utx:write", _UTX),
    "omegat": TermFormat("OmegaT glossary", (".tab", ".utf8", ".txt"), "omegat:read", "omegat:write", _OMEGAT),
    "omegat-csv": TermFormat("OmegaT glossary, .csv", (), "omegat:read", "omegat:write_csv", _OMEGAT),
    "po": TermFormat("PO glossary", (".po", ".pot"), "po:read", "po:write", _PO),
    "xliff": TermFormat("XLIFF 2.1 glossary module", (".xlf", ".xliff"), "", "xliff:write", _PAIRS),
    "deepl": TermFormat("DeepL glossary", (), "", f"{_MT}write_deepl", _PAIRS),
    "google": TermFormat("Google glossary", (), "", f"{_MT}write_google", _PAIRS),
    "google-set": TermFormat("Google equivalent term set", (), "", f"{_MT}write_google_set", _PAIRS),
    "amazon": TermFormat("Amazon custom terminology", (), "", f"{_MT}write_amazon", _PAIRS),
}
# Writers that take the place of a format's own where the file has this suffix.
_BY_SUFFIX = {
    ("deepl", ".tsv"): f"{_MT}write_deepl_tsv",
    ("google", ".tsv"): f"{_MT}write_google_tsv",
    ("omegat", ".csv"): "omegat:write_csv",
}


@dataclass(frozen=True, slots=True)
class Termbase:
    """What a file of terms holds; `signature` is the glossary's when malmoi wrote it, `keeps` what its format can say."""

    format: str
    concepts: list[Concept]
    problems: list[Problem]
    notices: list[str]
    signature: str
    keeps: frozenset[str]


def read_terms(
    path: StrPath,
    format: str | None = None,  # noqa: A002
    *,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    direction: Direction | None = None,
) -> Termbase:
    """The concepts of a file, and what is wrong with it, each with file:line; the format is that of the suffix unless named.

    Raises UsageError for a format that is not known or only written, InputError and its kinds for what cannot be read at all.
    """
    name = format_of(path, format, reading=True)
    found = Reading(str(path), encoding, mapping, delimiter, direction)
    concepts = [*_resolve(FORMATS[name].reads)(found)]
    problems = [*dict.fromkeys(found.problems)]
    notices = [*found.notices, *found.closing_notices()]
    return Termbase(name, concepts, problems, notices, found.signature, FORMATS[name].keeps)


def write_terms(
    concepts: Iterable[Concept],
    path: StrPath,
    format: str | None = None,  # noqa: A002
    *,
    direction: Direction = "ko-en",
    signature: str = "",
    mapping: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    mark: bool = True,
) -> Losses:
    """Write concepts, in the format of the suffix unless named ("-": standard output); what the file could not keep.

    `direction` says which language is the source, where it matters. Raises UsageError, OutputError; nothing is left half-written.
    """
    name = format_of(path, format, reading=False)
    writing = Writing(direction, signature, mapping, delimiter, mark, Losses(name))
    write = _resolve(_BY_SUFFIX.get((name, Path(path).suffix.lower()), FORMATS[name].writes))
    with replacing(path) as stream:
        write(writing.counted(concepts, FORMATS[name].keeps), stream, writing)
    return writing.report


def format_of(path: StrPath, name: str | None = None, *, reading: bool) -> str:
    """The name of the format of a file. Raises UsageError when it is not known, or cannot be read or written."""
    suffix = Path(path).suffix.lower()
    key = (
        name or next((key for key, one in FORMATS.items() if suffix in one.suffixes), suffix.removeprefix("."))
    ).lower()
    able = {key for key, one in FORMATS.items() if (one.reads if reading else one.writes)}
    if key not in able:
        known = ", ".join(key for key in FORMATS if key in able)
        why = "is only written, not read" if key in FORMATS else f"is not known ({key or 'no suffix'})"
        raise UsageError(f"The format of {path} {why}: name one of {known}.")
    return key


def suffixes(*, reading: bool) -> list[str]:
    """The suffixes by which a format is known."""
    return [s for one in FORMATS.values() if (one.reads if reading else one.writes) for s in one.suffixes]


def _resolve(where: str) -> Any:
    module, _, function = where.partition(":")
    return getattr(import_module(f"{__package__}.{module}"), function)
