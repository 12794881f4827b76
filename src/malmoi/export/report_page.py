"""A report as a self-contained page: what to know first, charts, tables with filters, and findings in their texts, the worst first."""

from collections.abc import Sequence
from typing import assert_never

from malmoi.export import report_plots
from malmoi.export.page import Content, Mark, Markup, asset, element, marked, page
from malmoi.export.report import (
    Bars,
    Cell,
    Grid,
    Histogram,
    Matrix,
    Part,
    Reliability,
    Remark,
    Remarks,
    Report,
    Tag,
    Text,
)
from malmoi.files import StrPath, write_text

__all__ = ["report_page", "write_page"]


def write_page(report: Report, path: StrPath) -> None:
    """Write the page to a file. Raises OutputError."""
    write_text(path, report_page(report))


def report_page(report: Report) -> str:
    """The page as text; it asks nothing of any network."""
    say = report.labels
    body = [
        element(
            "header",
            element("p", "malmoi 말모이", class_="brand quiet"),
            element("h1", report.title),
            element("dl", [_fact(name, value) for name, value in report.facts.items()], class_="facts"),
        ),
        [
            element(
                "section",
                element("h2", section.title),
                element("p", section.note, class_="quiet") if section.note else None,
                [_part(part, report) for part in section.parts],
            )
            for section in report.sections
        ],
        element(
            "footer",
            element("h2", say.get("made", "How this was made")),
            element("ul", [element("li", element("code", line)) for line in report.made]),
        )
        if report.made
        else None,
    ]
    return page(report.title, body, style=asset("report.css"), script=asset("report.js"), lang=report.ui)


# ---------------------------------------------------------------- private


def _fact(name: str, value: str | int | float) -> Markup:
    return element("div", element("dt", name), element("dd", _number(value) if not isinstance(value, str) else value))


def _part(part: Part, report: Report) -> Markup:
    match part:
        case Grid():
            return _grid(part, report)
        case Bars():
            return report_plots.bars(part)
        case Histogram():
            return report_plots.histogram(part)
        case Reliability():
            return report_plots.reliability(part)
        case Matrix():
            return report_plots.matrix(part)
        case Remarks():
            return _remarks(part, report)
    assert_never(part)


def _grid(grid: Grid, report: Report) -> Markup:
    table = element(
        "table",
        element("thead", element("tr", [_head(head, grid, i) for i, head in enumerate(grid.heads)])),
        element("tbody", [element("tr", [_cell(cell) for cell in row]) for row in grid.rows]),
    )
    tools = _search(report) if grid.filters else None
    columns = ",".join(map(str, grid.filters)) or None
    return element("div", tools, element("div", table, class_="scroll"), class_="grid", data_filters=columns)


def _head(text: str, grid: Grid, column: int) -> Markup:
    """A head stands over its figures as they stand, to the right."""
    cell = grid.rows[0][column] if grid.rows else None
    return element("th", text, scope="col", class_="number" if isinstance(cell, int | float) else None)


def _cell(cell: Cell) -> Markup:
    if isinstance(cell, Tag):
        return element("td", _tag(cell.text, cell.kind))
    if isinstance(cell, Text):
        return element("td", marked(cell.text, cell.marks), lang=cell.lang or None, class_="text")
    if isinstance(cell, int | float):
        return element("td", _number(cell), class_="number")
    return element("td", cell)


def _number(value: int | float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _search(report: Report) -> Markup:
    """The place of the filters, which the script fills; without it the whole table is there."""
    label = report.labels.get("search", "Search")
    box = element("input", type="search", placeholder=label, aria_label=label)
    return element("div", box, element("output", class_="quiet"), class_="tools screen", hidden=True)


def _remarks(part: Remarks, report: Report) -> Markup:
    items = [_segment(place, ko, en, remarks) for place, ko, en, remarks in part.segments]
    return element(
        "div",
        _search(report),
        element("ol", items, class_="remarks"),
        element("p", part.caption, class_="quiet") if part.caption else None,
        class_="remarked",
        data_all=report.labels.get("all", "all"),
    )


def _segment(place: str, ko: str, en: str, remarks: Sequence[Remark]) -> Markup:
    sides = (("ko", ko, [r.ko for r in remarks]), ("en", en, [r.en for r in remarks]))
    texts: list[Content] = []
    for lang, text, spans in sides:
        marks: list[Mark] = [
            (start, end, remark.kind)
            for remark, (start, end) in zip(remarks, spans, strict=True)
            if (end or 0) - (start or 0) < len(text)
        ]
        texts.append(element("p", marked(text, marks), lang=lang, class_="text"))
    return element(
        "li",
        element("div", element("span", place, class_="place quiet"), texts, class_="pair"),
        element("ul", [_remark(remark) for remark in remarks]),
    )


def _remark(remark: Remark) -> Markup:
    return element(
        "li",
        _tag(remark.kind, remark.kind),
        " ",
        element("code", remark.rule),
        " ",
        element("span", remark.message, title=remark.reason or None),
        [" ", element("span", "→ " + remark.suggestion, class_="suggestion")] if remark.suggestion else None,
        data_rule=remark.rule,
        data_kind=remark.kind,
    )


def _tag(text: str, kind: str) -> Markup:
    return element("span", text, class_=f"tag {kind}")
