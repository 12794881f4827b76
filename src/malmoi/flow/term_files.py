"""The glossary as concepts for files of other programs; and which files are such, not workbooks of decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import FormatError, UsageError
from malmoi.files import settled
from malmoi.flow.heads import find_heads, plain
from malmoi.flow.snapshots import History
from malmoi.formats.containers.tables import delimited_rows
from malmoi.formats.containers.workbooks import SUFFIXES, Sheet, read_sheets
from malmoi.formats.termbases.codecs import format_of, suffixes
from malmoi.formats.termbases.heads import key_of_head
from malmoi.formats.termbases.records import Concept, Direction, Term
from malmoi.formats.termbases.table import is_term_table
from malmoi.glossary.entry import Fields, terms_of

if TYPE_CHECKING:
    from malmoi.glossary.store import Glossary

__all__ = ["TermFile", "concepts_of", "termbase_format"]

_NAMES = frozenset(one.name for one in fields(Term))
# Columns of a table of pairs that `flow.decisions` reads; a table that says more is read as a term base.
_SIMPLE = frozenset({"ko", "en", "domain", "note", "definition", "status", None})
# How files begin that say their format themselves, whatever they are called.
_BEGINNINGS = {"#utx": "utx", "# glossary in tab-separated format": "omegat", "# malmoi glossary": "omegat"}
_HEADS, _SAMPLE = 20, 200


@dataclass(frozen=True, slots=True)
class TermFile:
    """What a person says of a file of terms: its format, which column is what, what parts its cells, its languages."""

    format: str | None = None
    mapping: Mapping[str, str] | None = None
    delimiter: str | None = None
    direction: Direction | None = None


def termbase_format(path: str, how: TermFile, encoding: str | None = None) -> str | None:
    """The format of a term base; None for a workbook or table of decisions and pairs, as `flow.decisions` reads them.

    Raises UsageError for a file of no known format; FormatError, InputError, EncodingError for one that cannot be read.
    """
    if how.format is not None:
        return format_of(path, how.format, reading=True)
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        if suffix not in suffixes(reading=True):
            known = ", ".join(dict.fromkeys([*SUFFIXES, *suffixes(reading=True)]))
            raise UsageError(f"{path} cannot be imported: the name must end in one of {known}; or say --as FORMAT.")
        return format_of(path, reading=True)
    of_table = {".xlsx": "xlsx-plain", ".ods": "xlsx-plain", ".tsv": "tsv"}.get(suffix, "csv")
    if how.mapping or how.delimiter:
        return of_table
    sheets = read_sheets(path, encoding) if of_table == "xlsx-plain" else [_start(path, encoding)]
    if of_table != "xlsx-plain" and (said := _begins(path)):
        return said
    if any(_says_more(sheet) for sheet in sheets):
        return of_table
    # A .txt without heads is what OmegaT keeps.
    no_heads = suffix == ".txt" and not any(find_heads(sheet) for sheet in sheets)
    return "omegat" if no_heads else None


def _start(path: str, encoding: str | None) -> Sheet:
    """The first rows of a table in plain text."""
    rows = islice(delimited_rows(path, encoding), _SAMPLE)
    return Sheet(Path(path).name, [[cell or None for cell in cells] for _, cells in rows])


def _begins(path: str) -> str | None:
    """The format that the first line of a file names; None when it names none."""
    with settled(path).open("rb") as stream:
        start = stream.readline(200).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lower()
    return next((name for said, name in _BEGINNINGS.items() if start.startswith(said)), None)


def _says_more(sheet: Sheet) -> bool:
    """Has the sheet the heads of a term table, or of pairs with more than `flow.decisions` reads?"""
    for row in sheet.rows[:_HEADS]:
        heads = [plain(cell) for cell in row]
        if is_term_table(heads):
            return True
        keys = {key_of_head(head) for head in heads if head}
        if keys & {"ko", "en"}:
            try:
                found = find_heads(sheet)
            except FormatError:
                return False
            return (found is None or found.kind == "table") and not keys <= _SIMPLE
    return False


def concepts_of(
    glossary: "Glossary",
    *,
    domains: Collection[str] = (),
    statuses: Collection[str] = (),
    since: date | None = None,
) -> list[Concept]:
    """The concepts, by id: those of these domains, changed on this day (UTC) or later, each with its terms of these statuses.

    A concept of which no term is left is out; nothing asked for is no limit.
    """
    history = History(glossary)
    found = []
    for id_, own in sorted(history.now.concepts.items()):
        by, at = history.signed.get(id_, ("", ""))
        if (domains and own.get("domain", "") not in domains) or (since is not None and at[:10] < since.isoformat()):
            continue
        made = _concept(id_, own, by, at, statuses)
        if made.terms:
            found.append(made)
    return found


def _concept(id_: str, own: Fields, by: str, at: str, statuses: Collection[str]) -> Concept:
    terms = tuple(
        Term(**{name: value for name, value in term.items() if name in _NAMES})
        for term in terms_of(own)
        if not statuses or term.get("status") in statuses
    )
    domain, definition, note = (str(own.get(name, "")) for name in ("domain", "definition", "note"))
    return Concept(id_, terms, domain, definition, note, by, at)
