"""The first sheet: what went in and came out, what to look at first, how to work with the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from malmoi.export.cells import Figure, Linked, Pen, Value, plain_text
from malmoi.export.findings_sheet import ranked
from malmoi.export.heights import LINE, PADDING, line_count, row_height
from malmoi.export.stream import RowStream
from malmoi.export.styles import BAR, BODY, DECISION, LINK, STATUS_COLORS, UNEQUAL, Look
from malmoi.export.table import Book, Table, set_up_print

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["DOUBTFUL", "Tables", "write_summary"]

# Below this a calibrated confidence says: more likely wrong than right.
DOUBTFUL = 0.5
_BINS = 10
_WIDTHS = {"A": 54, "B": 62, "C": 4, "D": 24, "E": 16, "F": 12}
_CHART_WIDTH, _CHART_HEIGHT = 10.0, 6.0  # centimetres
_STEPS = 3
# Segments in doubt that are listed; the sheet of segments has all of them.
_MOST_DOUBTS = 10
_TITLE_HEIGHT = 30.0

_PLAIN = BODY.but(line=False)
_TITLE = _PLAIN.but(bold=True, size=16, wrap=False)
_HEADING = _PLAIN.but(bold=True, size=12, color="FF1F3A5F", wrap=False)
_NAME = BODY.but(color="FF55606E")

_Row = tuple[Value, Look, Value, Look]


@dataclass(frozen=True, slots=True)
class Tables:
    """The other sheets, for links."""

    terms: Table
    segments: Table
    amounts: Table
    findings: Table | None = None


def write_summary(book: Book, sheet: Any, alignment: "Alignment", tables: Tables, source: Mapping[str, str]) -> None:
    """Fill the first sheet; it must come last, when the other sheets have told what they had to cut."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE + PADDING, True
    set_up_print(sheet)
    sheet.page_setup.fitToHeight = 1
    left = [
        *_inputs(book, source),
        *_results(book, alignment.summary),
        *_first(book, alignment, tables),
        *_doubts(book, alignment, tables),
        *_legend(book),
        *_steps(book),
        *_notices(book),
    ]
    right = _histogram(book, alignment.terms)
    stream = RowStream(sheet)
    title = Pen(book.styles, _TITLE, "A").cell(book.labels.name("summary.title", " · "), 1)
    stream.append([title], _TITLE_HEIGHT)
    for i in range(max(len(left), len(right))):
        _append(book, stream, left[i] if i < len(left) else _gap(), right[i] if i < len(right) else ())
    _add_chart(sheet, len(right))
    _protect(sheet)


def _append(book: Book, stream: RowStream, left: _Row, right: Sequence[tuple[Value, Look]]) -> None:
    """Add a row: `left` from column A, `right` from column D."""
    row, lines, cells = stream.row + 1, 1, []
    for letter, (value, look) in [*zip("AB", (left[:2], left[2:]), strict=True), *zip("DEF", right, strict=False)]:
        cells.append(Pen(book.styles, look, letter).cell(value, row))
        if look.wrap:
            lines = max(lines, line_count(plain_text(value), _WIDTHS[letter], indented=look.indented))
        if isinstance(value, Linked):
            stream.link(f"{letter}{row}", value.location)
    stream.append(cells, row_height(lines))


def _inputs(book: Book, source: Mapping[str, str]) -> Iterator[_Row]:
    if not source:
        return
    yield _heading(book, "inputs")
    for key, path in source.items():
        yield book.labels.value("summary", key), _NAME, str(path), BODY
    yield _gap()


def _results(book: Book, summary: Mapping[str, str | int | float]) -> Iterator[_Row]:
    yield _heading(book, "results")
    for key, value in summary.items():
        shown = Figure(value, "0.00") if isinstance(value, float) else value
        yield book.labels.value("result", key), _NAME, shown, BODY
    yield _gap()


def _first(book: Book, alignment: "Alignment", tables: Tables) -> Iterator[_Row]:
    """What deserves a look, worst first: how many, with a link to the first of them."""
    one_sided = (pl.col("ko").fill_null("") == "") | (pl.col("en").fill_null("") == "")
    looks = [
        ("conflicts", alignment.terms, pl.col("status") == "conflict", tables.terms, "terms.ko"),
        ("mismatches", alignment.amounts, pl.col("status") == "mismatch", tables.amounts, "amounts.status"),
        ("doubtful", alignment.terms, pl.col("confidence") < DOUBTFUL, tables.terms, "terms.ko"),
        ("one_sided", alignment.segments, one_sided, tables.segments, "segments.seg"),
        ("weak", alignment.segments, (pl.col("score") < DOUBTFUL) & ~one_sided, tables.segments, "segments.seg"),
    ]
    if tables.findings is not None:
        looks.insert(0, ("findings", ranked(alignment), pl.col("severity") == "hard", tables.findings, "findings.rule"))
    yield _heading(book, "first")
    nothing = True
    for key, frame, condition, table, column in looks:
        rows = frame.select(condition.fill_null(False).arg_true()).to_series()
        if rows.len():
            nothing = False
            link = Linked(rows.len(), table.place(rows[0], column))
            yield book.labels.name(f"first.{key}"), _NAME, link, LINK.but(horizontal="left")
    if nothing:
        yield book.labels.name("first.nothing"), _NAME, None, BODY
    yield _gap()


def _doubts(book: Book, alignment: "Alignment", tables: Tables) -> Iterator[_Row]:
    """The segments that are most likely wrong, each with what speaks against it."""
    if alignment.quality is None:
        return
    judged = alignment.quality.with_row_index("row").filter(pl.col("p") < DOUBTFUL).sort("p", maintain_order=True)
    if not judged.height:
        return
    yield _heading(book, "doubts")
    for row, seg, p, why in judged.head(_MOST_DOUBTS).select("row", "seg", "p", "reason").iter_rows():
        link = Linked(seg + 1, tables.segments.place(row, "segments.seg"))
        yield link, LINK.but(horizontal="left"), f"{p:.2f}  {why}", BODY
    yield _gap()


def _legend(book: Book) -> Iterator[_Row]:
    yield _heading(book, "legend")
    for status, color in STATUS_COLORS.items():
        yield (
            book.labels.value("status", status),
            BODY.but(bold=True, color=color),
            book.labels.name(f"legend.{status}"),
            BODY,
        )
    yield None, DECISION.but(locked=True), book.labels.name("legend.decision"), BODY
    yield None, BODY.but(fill=BAR), book.labels.name("legend.bar"), BODY
    yield None, BODY.but(fill=UNEQUAL), book.labels.name("legend.bead"), BODY
    yield _gap()


def _steps(book: Book) -> Iterator[_Row]:
    yield _heading(book, "steps")
    for i in range(1, _STEPS + 1):
        yield str(i), _NAME.but(horizontal="right"), book.labels.name(f"steps.{i}", "\n"), BODY
    yield _gap()


def _notices(book: Book) -> Iterator[_Row]:
    if not book.notices:
        return
    yield _heading(book, "notices")
    for key, count in book.notices.items():
        yield book.labels.name(f"notice.{key}"), _NAME, count, BODY


def _heading(book: Book, key: str) -> _Row:
    return book.labels.name(f"summary.{key}", " / "), _HEADING, None, _PLAIN


def _gap() -> _Row:
    return None, _PLAIN, None, _PLAIN


def _histogram(book: Book, terms: pl.DataFrame) -> list[Sequence[tuple[Value, Look]]]:
    """How many pairs lie in each tenth of the confidence scale; the chart stands on these cells."""
    known = terms["confidence"].drop_nulls().drop_nans()
    counts = [0] * _BINS
    for confidence in known:
        counts[min(max(int(confidence * _BINS), 0), _BINS - 1)] += 1
    head = BODY.but(bold=True)
    rows: list[Sequence[tuple[Value, Look]]] = [
        ((book.labels.name("summary.scores", " / "), _HEADING),),
        ((book.labels.name("summary.score_bin"), head), (book.labels.name("summary.score_count"), head)),
    ]
    for i, count in enumerate(counts):
        rows.append(((f"{i / _BINS:.1f} – {(i + 1) / _BINS:.1f}", BODY), (count, BODY.but(horizontal="right"))))
    return rows


def _add_chart(sheet: Any, rows: int) -> None:
    """Columns of the histogram whose head stands in row 3."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = "col", 30, None
    chart.width, chart.height = _CHART_WIDTH, _CHART_HEIGHT
    chart.add_data(Reference(sheet, min_col=5, min_row=4, max_row=rows + 1))
    chart.set_categories(Reference(sheet, min_col=4, min_row=4, max_row=rows + 1))
    chart.series[0].graphicalProperties.solidFill = BAR[2:]
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
    sheet.add_chart(chart, f"D{rows + 2}")


def _protect(sheet: Any) -> None:
    from openpyxl.worksheet.protection import SheetProtection

    sheet.protection = SheetProtection(sheet=True, formatColumns=False, formatRows=False)
