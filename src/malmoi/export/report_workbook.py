"""A report as a workbook: what to know first, then one sheet a section, tables as rows and charts as the figures they are drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from malmoi.export.cells import Figure, Rich, Value
from malmoi.export.labels import Labels
from malmoi.export.report import Bars, Cell, Grid, Histogram, Matrix, Part, Reliability, Remarks, Report, Tag, Text
from malmoi.export.rules import add_fills
from malmoi.export.segments_sheet import runs
from malmoi.export.styles import BODY, STATUS_FILLS, Styles
from malmoi.export.table import Book, Column, Table
from malmoi.export.workbook import streaming
from malmoi.files import StrPath, replacing

__all__ = ["write_workbook"]

_WIDTH = 18.0
_FIGURE = "0.0000"
# The look of a mark in a cell by what it says, and the fill of a word.
_LOOKS = {"hard": "conflict", "missing": "conflict", "wrong": "conflict", "mismatch": "conflict", "match": "known"}
_FILLS = {"hard": STATUS_FILLS["conflict"], "advisory": STATUS_FILLS["new"], "missing": STATUS_FILLS["conflict"]}
_LONGEST_TITLE = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_workbook(report: Report, path: StrPath) -> None:
    """Write the workbook. Raises OutputError."""
    with replacing(path) as stream, streaming(report.title) as workbook:
        book = Book(workbook, _OwnHeads(report.ui), Styles(workbook))
        say = report.labels
        facts: list[Sequence[Cell]] = [(name, value) for name, value in report.facts.items()]
        facts += [(say.get("made", "How this was made"), line) for line in report.made]
        _sheet(book, say.get("summary", "Summary"), Grid((report.title, ""), facts, (34, 90)))
        for section in report.sections:
            grids = [grid for part in section.parts for grid in _grids(part, report)]
            for number, grid in enumerate(grids):
                _sheet(book, f"{section.sheet or section.title}{f' {number + 1}' if number else ''}", grid)
        workbook.save(stream)


# ---------------------------------------------------------------- private


class _OwnHeads(Labels):
    """Labels for columns that bring their own heads and need no explanation."""

    def help(self, key: str) -> str:
        return ""


def _sheet(book: Book, title: str, grid: Grid) -> None:
    names = {name.casefold() for name in book.workbook.sheetnames}
    clean = base = title.translate(_FORBIDDEN)[:_LONGEST_TITLE].strip() or "…"
    number = 1
    while clean.casefold() in names:
        number += 1
        clean = f"{base[: _LONGEST_TITLE - 4]} {number}"
    widths = list(grid.widths) or [_WIDTH] * len(grid.heads)
    columns = [
        Column(f"c{i}", width, BODY, head=head or " ")
        for i, (head, width) in enumerate(zip(grid.heads, widths, strict=True))
    ]
    tags = [i for i, _ in enumerate(columns) if any(isinstance(row[i], Tag) for row in grid.rows)]

    def finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        for i in tags:
            add_fills(sheet, letters[f"c{i}"], last, _FILLS)

    table = Table(book, "findings", columns, title=clean, finish=finish)
    for row in grid.rows:
        table.append([_value(cell) for cell in row])
    table.close()


def _value(cell: Cell) -> Value:
    if isinstance(cell, Tag):
        return int(cell.text) if cell.text.isdecimal() else cell.text
    if isinstance(cell, Text):
        return Rich(runs(cell.text, [(s, e, _LOOKS.get(kind, "new")) for s, e, kind in cell.marks]))
    if isinstance(cell, float):
        return Figure(cell, _FIGURE)
    return cell


def _grids(part: Part, report: Report) -> Iterator[Grid]:
    """The rows that a part is made of."""
    say = report.labels
    match part:
        case Grid():
            yield part
        case Bars():
            intervals = [say.get(key, key) for key in ("value", "low", "high")]
            yield Grid((part.caption or say.get("name", "Name"), *intervals), part.bars, (40, 14, 14, 14))
        case Histogram():
            yield Grid((part.caption or say.get("value", "Value"),), [(float(v),) for v in part.values], (24,))
        case Reliability():
            kept = [say.get(key, key) for key in ("promised", "found", "count", "low", "high")]
            yield Grid(kept, part.bins, (14, 14, 10, 14, 14))
        case Matrix():
            yield _links(part, report)
        case Remarks():
            yield _remarks(part, report)
        case _:
            assert_never(part)


def _links(part: Matrix, report: Report) -> Grid:
    verdicts = []
    for i, j in sorted(part.made | part.sure):
        right = (i, j) in part.sure or (i, j) in part.possible
        verdict = "missed" if (i, j) not in part.made else "right" if right else "wrong"
        ko, en = (tokens[at] if at < len(tokens) else str(at) for tokens, at in ((part.ko, i), (part.en, j)))
        verdicts.append((part.caption, ko, en, verdict))
    say = report.labels
    return Grid(
        (say.get("place", "Segment"), say.get("ko", "Korean"), say.get("en", "English"), ""), verdicts, (44, 24, 24, 12)
    )


def _remarks(part: Remarks, report: Report) -> Grid:
    say = report.labels
    heads = [say.get(key, key) for key in ("place", "severity", "rule", "message", "ko", "en", "suggestion", "reason")]
    rows: list[Sequence[Cell]] = [
        (
            place,
            Tag(remark.kind, remark.kind),
            remark.rule,
            remark.message,
            Text(ko, "ko", [(*remark.ko, remark.kind)]),
            Text(en, "en", [(*remark.en, remark.kind)]),
            remark.suggestion or None,
            remark.reason or None,
        )
        for place, ko, en, remarks in part.segments
        for remark in remarks
    ]
    return Grid(heads, rows, (16, 12, 20, 44, 44, 48, 26, 40))
