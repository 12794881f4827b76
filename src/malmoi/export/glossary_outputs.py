"""The files that `malmoi export` writes, chosen by suffix from one table."""

import csv
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import UsageError
from malmoi.export.glossary_rows import entries
from malmoi.files import StrPath, write_text
from malmoi.formats.xmltext import legal

if TYPE_CHECKING:
    import polars as pl

    from malmoi.export.glossary_workbook import Rows
    from malmoi.export.labels import UI

__all__ = ["OUTPUTS", "Layout", "check_target", "write"]

# Columns of a table of terms; malmoi glossary add --from reads them.
_TERM_COLUMNS = (
    "concept",
    "lang",
    "term",
    "status",
    "pos",
    "type",
    "domain",
    "definition",
    "note",
    "context",
    "source",
)
# Excel takes a comma-separated file without one for the system's code page.
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a glossary is laid out.

    `rows` are concepts or terms (None: what the format usually has), `by_domain` gives each domain a sheet, `whole` says that each
    concept has all its terms, `version` is the glossary's signature, `ui` the language of the heads.
    """

    rows: "Rows | None" = None
    by_domain: bool = False
    whole: bool = True
    version: str = ""
    ui: "UI" = "both"


def write(terms: "pl.DataFrame", path: StrPath, layout: Layout) -> None:
    """Write a frame TERMS as the suffix of `path` says. Raises UsageError, OutputError."""
    OUTPUTS[check_target(path, layout)](terms, path, layout)


def check_target(path: StrPath, layout: Layout) -> str:
    """The suffix of `path`, in lower case. Raises UsageError when no format is known by it, or it has no sheets to split."""
    suffix = Path(path).suffix.lower()
    if suffix not in OUTPUTS:
        what = f"the suffix {suffix}" if suffix else "a name without a suffix"
        raise UsageError(f"{path} cannot be written: {what} says no format. Use one of {', '.join(OUTPUTS)}.")
    if layout.by_domain and suffix != ".xlsx":
        raise UsageError(f"{path} cannot be split by domain: only a workbook (.xlsx) has sheets.")
    return suffix


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


def _csv(terms: "pl.DataFrame", path: StrPath, layout: Layout) -> None:
    write_text(path, _BOM + _table(terms, layout, ","))


def _tsv(terms: "pl.DataFrame", path: StrPath, layout: Layout) -> None:
    write_text(path, _table(terms, layout, "\t"))


def _table(terms: "pl.DataFrame", layout: Layout, delimiter: str) -> str:
    """Texts as they are, also when they start with "=": these files carry data between programs."""
    if layout.rows == "concept":
        rows = [asdict(entry) for entry in entries(terms)]
        columns: tuple[str, ...] = ("concept", "ko", "en", "other_ko", "other_en", "avoid_ko", "avoid_en")
        columns += ("domain", "definition", "note")
    else:
        rows, columns = terms.to_dicts(), _TERM_COLUMNS
    buffer = io.StringIO(newline="")
    if delimiter == "\t":
        # Readers of tab-separated files take quotes for text, so breaks and tabs become spaces.
        lines = ["\t".join(" ".join(legal(row[name] or "").split()) for name in columns) for row in rows]
        return "\n".join(["\t".join(columns), *lines]) + "\n"
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([legal(row[name] or "") for name in columns] for row in rows)
    return buffer.getvalue()


OUTPUTS: dict[str, Callable[["pl.DataFrame", StrPath, Layout], None]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".tsv": _tsv,
}
