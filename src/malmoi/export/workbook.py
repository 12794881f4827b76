"""The review workbook: what an alignment found, laid out for people to judge in a spreadsheet program."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from malmoi.export.amounts_sheet import open_amounts, write_amounts
from malmoi.export.findings_sheet import open_findings, write_findings
from malmoi.export.labels import UI, Labels
from malmoi.export.segments_sheet import open_segments, write_segments
from malmoi.export.stream import abandon
from malmoi.export.styles import Styles
from malmoi.export.summary_sheet import Tables, write_summary
from malmoi.export.table import MAX_ROWS, Book
from malmoi.export.terms_sheet import open_terms, write_terms
from malmoi.files import StrPath, replacing

if TYPE_CHECKING:
    from openpyxl import Workbook

    from malmoi.model.records import Alignment

__all__ = ["streaming", "write_review"]

_NO_SOURCE: Mapping[str, str] = MappingProxyType({})


def write_review(
    alignment: "Alignment",
    path: StrPath,
    *,
    source: Mapping[str, str] = _NO_SOURCE,
    ui: UI = "both",
    max_rows: int = MAX_ROWS,
) -> None:
    """Write the workbook with the sheets Summary, Terms, Segments, Amounts and, where checks were made, Findings to `path`.

    "-" is standard output.
    `source` names the inputs (`ko`, `en`) for the summary; `ui` is the language of heads and explanations; a sheet of more than
    `max_rows` rows (2 at least) goes on in a further one. The file appears whole or not at all. Raises OutputError.
    """
    with replacing(path) as stream, streaming("malmoi review") as workbook:
        labels = Labels(ui)
        summary = workbook.create_sheet(labels.title("summary"))
        book = Book(workbook, labels, Styles(workbook), max_rows)
        # Opened in the order in which they stand, after the summary.
        terms, segments, amounts = open_terms(book), open_segments(book), open_amounts(book)
        findings = None if alignment.findings is None else open_findings(book)
        tables = Tables(terms, segments, amounts, findings)
        write_terms(book, tables.terms, alignment, tables.segments, str(alignment.summary.get("glossary", "")))
        write_segments(book, tables.segments, alignment, tables.terms)
        write_amounts(book, tables.amounts, alignment, tables.segments)
        if findings is not None:
            write_findings(book, findings, alignment, tables.segments)
        write_summary(book, summary, alignment, tables, source)
        workbook.save(stream)


@contextmanager
def streaming(title: str) -> Iterator["Workbook"]:
    """A write-only workbook whose half-written sheets are cleared away when something fails."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    workbook.properties.creator, workbook.properties.title = "malmoi", title
    try:
        yield workbook
    except BaseException:
        for sheet in workbook.worksheets:
            abandon(sheet)
        raise
