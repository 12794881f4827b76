"""Term bases as a plain workbook: one sheet, one row a term, every cell text, no decoration; for programs and for pasting.

The parts of the .xlsx are written here (ECMA-376, SpreadsheetML with inline strings), a row at a time. The workbook for people is
`export.glossary_workbook`.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import BinaryIO
from xml.sax.saxutils import escape

from malmoi.errors import FormatError
from malmoi.formats.containers.workbooks import Cell, Sheet, read_sheets
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.records import Concept, Reading, Writing
from malmoi.formats.termbases.table import COLUMNS, is_term_table, read_rows, rows_of

__all__ = ["read", "read_sheet", "write"]

# https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_LIKE_FORMULA = ("=", "+", "-", "@", "'", "\t")
# An underscore that begins what would read as an escaped character must be escaped itself (22.9.2.19 ST_Xstring).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="Terms" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    # Looks: 0 text, 1 text that would be a formula if it were typed again, 2 heads. 49 is the format "@".
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Malgun Gothic"/></font>'
    '<font><b/><sz val="11"/><name val="Malgun Gothic"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/>'
    f'</sheetView></sheetViews><cols><col min="1" max="{len(COLUMNS)}" width="18" customWidth="1"/></cols><sheetData>'
)


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a workbook of terms; what no cell or sheet can hold is reported."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _HEAD + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + _SHEET).encode())
            sheet.write(_row(COLUMNS, 1, head=True).encode())
            for concept in concepts:
                for line in _rows(concept, writing):
                    sheet.write(line.encode("utf-8"))
            sheet.write(b"</sheetData></worksheet>")


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of the first sheet that has the heads of a term table (or, with a mapping, of the first). Raises FormatError."""
    sheets = read_sheets(reading.path, reading.encoding)
    for sheet in sheets:
        if reading.mapping or any(is_term_table([*map(_text, row)]) for row in sheet.rows[:20]):
            return read_sheet(sheet, reading)
    if not sheets:
        raise FormatError(f"{reading.path} has no sheet.")
    return read_sheet(sheets[0], reading)


def read_sheet(sheet: Sheet, reading: Reading) -> Iterator[Concept]:
    """The concepts of a sheet."""
    return read_rows(_cells(sheet, reading), reading)


def _cells(sheet: Sheet, reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """The rows as texts, telling on the way of cells that a spreadsheet program made something else of."""
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, bool | date | time | timedelta):
                reading.problem(
                    sheet.place(at, column),
                    f"The cell holds {_text(cell)!r}, not text: format it as text and type what is meant, if it is not that.",
                    hard=False,
                )
        yield sheet.place(at), [*map(_text, row)]


def _text(cell: Cell) -> str:
    """The text of a cell; of a number its shortest form."""
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def _rows(concept: Concept, writing: Writing) -> Iterator[str]:
    """The rows of a concept, as XML."""
    for term, row in zip(concept.terms, rows_of(concept), strict=True):
        number = writing.report.written + 2
        if number > _MOST_ROWS:
            writing.lose("too-many", concept, term, f"A sheet has no more than {_MOST_ROWS:,} rows.")
            continue
        long = [name for name in COLUMNS if len(row[name]) > _LONGEST_CELL]
        if long:
            writing.lose("too-long", concept, term, f"{', '.join(long)} was cut at {_LONGEST_CELL:,} characters.")
        writing.report.written += 1
        yield _row([row[name][:_LONGEST_CELL] for name in COLUMNS], number)


def _row(cells: Sequence[str], number: int, *, head: bool = False) -> str:
    made = [
        f'<c r="{chr(65 + i)}{number}" t="inlineStr" s="{2 if head else int(cell.startswith(_LIKE_FORMULA))}">'
        f'<is><t xml:space="preserve">{_xml(cell)}</t></is></c>'
        for i, cell in enumerate(cells)
        if cell
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def _xml(text: str) -> str:
    return escape(_ESCAPE.sub("_x005F_", legal(text)), {"\r": "&#13;"})
