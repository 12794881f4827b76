"""The files that `malmoi export` writes: workbooks and tables for people, and every format of term bases, in one place to ask."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import UsageError
from malmoi.export.glossary_rows import entries
from malmoi.files import StrPath, write_text
from malmoi.formats.containers.tables import separated, squeezed
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.codecs import FORMATS, format_of, suffixes, write_terms
from malmoi.formats.termbases.records import Concept, Direction, Losses

if TYPE_CHECKING:
    import polars as pl

    from malmoi.export.glossary_workbook import Rows
    from malmoi.export.labels import UI

__all__ = ["WORKBOOK", "Layout", "check_target", "write"]

# What a workbook for people is called beside the formats of term bases.
WORKBOOK = "xlsx"
# Columns of a table with a row a concept.
_CONCEPT_COLUMNS = (
    *("concept", "ko", "en", "other_ko", "other_en", "avoid_ko", "avoid_en"),
    *("domain", "definition", "note"),
)
_TABLES = ("csv", "tsv")
_MAPPED = ("csv", "tsv")
# Excel takes a comma-separated file without one for the system's code page.
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Layout:
    """What is written, and how it is laid out.

    `to` names the format (None: that of the suffix). `rows` are concepts or terms (None: what the format usually has), `by_domain` gives
    each domain a sheet, `whole` says that each concept has all its terms, `version` is the glossary's signature, `ui` the language of the
    heads. `direction`, `mapping`, `delimiter` and `mark` are those of `formats.termbases.write_terms`.
    """

    rows: "Rows | None" = None
    by_domain: bool = False
    whole: bool = True
    version: str = ""
    ui: "UI" = "both"
    to: str | None = None
    direction: Direction = "ko-en"
    mapping: Mapping[str, str] | None = None
    delimiter: str | None = None
    mark: bool = True


def write(terms: "pl.DataFrame", concepts: Sequence[Concept], path: StrPath, layout: Layout) -> Losses:
    """Write the glossary, given as a frame TERMS and as concepts; what the file could not keep. Raises UsageError, OutputError."""
    name = check_target(path, layout)
    if name == WORKBOOK:
        _workbook(terms, path, layout)
        return Losses(name, len(concepts))
    if name in _TABLES and layout.rows == "concept":
        write_text(path, _table(terms, "\t" if name == "tsv" else layout.delimiter or ",", mark=layout.mark))
        return Losses(name, len(concepts))
    return write_terms(
        concepts,
        path,
        name,
        direction=layout.direction,
        signature=layout.version,
        mapping=layout.mapping,
        delimiter=layout.delimiter,
        mark=layout.mark,
    )


def check_target(path: StrPath, layout: Layout) -> str:
    """The name of the format. Raises UsageError when none is known by the suffix or by `layout.to`, or the layout does not fit it."""
    suffix = Path(path).suffix.lower()
    if layout.to == WORKBOOK or (layout.to is None and suffix == ".xlsx"):
        name = WORKBOOK
    elif layout.to is None and suffix not in suffixes(reading=False):
        what = f"the suffix {suffix}" if suffix else "a name without a suffix"
        known = ", ".join(dict.fromkeys([".xlsx", *suffixes(reading=False)]))
        raise UsageError(
            f"{path} cannot be written: {what} says no format. Use one of {known}, or --to {'|'.join(FORMATS)}."
        )
    else:
        name = format_of(path, layout.to, reading=False)
    if layout.by_domain and name != WORKBOOK:
        raise UsageError(f"{path} cannot be split by domain: only a workbook (.xlsx) has sheets.")
    if layout.rows == "concept" and name not in (WORKBOOK, *_TABLES):
        raise UsageError(f"{path} has no rows to be concepts or terms: leave --rows out, or write .xlsx, .csv or .tsv.")
    if layout.mapping and (name not in _MAPPED or layout.rows == "concept"):
        raise UsageError(f"{path} has no columns to name: --map is for .csv and .tsv, without --rows.")
    if layout.delimiter and name != "csv":
        raise UsageError(f"{path} has cells parted in its own way: --delimiter is for .csv.")
    return name


def _workbook(terms: "pl.DataFrame", path: StrPath, layout: Layout) -> None:
    from malmoi.export.glossary_workbook import write_glossary

    write_glossary(
        terms,
        path,
        rows=layout.rows or "concept",
        by_domain=layout.by_domain,
        whole=layout.whole,
        version=layout.version,
        ui=layout.ui,
    )


def _table(terms: "pl.DataFrame", delimiter: str, *, mark: bool) -> str:
    """A row a concept; texts as they are, also when they start with "=": these files carry data between programs."""
    rows = [asdict(entry) for entry in entries(terms)]
    if delimiter == "\t":
        lines = [separated([squeezed(legal(row[name] or "")) for name in _CONCEPT_COLUMNS]) for row in rows]
        return "\n".join(["\t".join(_CONCEPT_COLUMNS), *lines]) + "\n"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(_CONCEPT_COLUMNS)
    writer.writerows([legal(row[name] or "") for name in _CONCEPT_COLUMNS] for row in rows)
    return (_BOM if mark else "") + buffer.getvalue()
