"""Charts as inline SVG: bars with intervals, a spread, a reliability diagram, a matrix of word links.

Colours are classes of `report.css`, so that a chart follows light, dark and paper; numbers stand beside what they measure.
"""

from collections.abc import Sequence

from malmoi.export.page import Content, Markup, element
from malmoi.export.report import Bars, Histogram, Matrix, Reliability

__all__ = ["bars", "histogram", "matrix", "reliability"]

# All lengths are units of the viewBox; a page shows one as a pixel where it has the room.
_WIDTH, _LABEL, _VALUE, _ROW = 720, 220, 96, 24
_HEIGHT, _EDGE = 180, 34
_BINS = 20
_SIDE = 300
_CELL, _MOST_TOKENS, _LONGEST, _LETTER = 20, 40, 14, 9


def bars(chart: Bars) -> Markup:
    """One row a bar, with its interval as a whisker."""
    most = chart.most or max((max(b.value, b.high or 0) for b in chart.bars), default=0) or 1
    room = _WIDTH - _LABEL - _VALUE
    out: list[Content] = []
    for i, bar in enumerate(chart.bars):
        y = i * _ROW
        x = [_LABEL + room * min(max(v, 0), most) / most for v in (0, bar.value)]
        out += [
            element("text", _short(bar.name, 30), element("title", bar.name), x=_LABEL - 8, y=y + 16, class_="end"),
            element("rect", x=x[0], y=y + 5, width=round(max(x[1] - x[0], 1), 1), height=_ROW - 10, rx=2, class_="bar"),
        ]
        if bar.low is not None and bar.high is not None:
            low, high = (round(_LABEL + room * min(max(v, 0), most) / most, 1) for v in (bar.low, bar.high))
            out.append(element("path", d=f"M{low} {y + 8}v8M{low} {y + 12}H{high}M{high} {y + 8}v8", class_="whisker"))
        end = bar.value if bar.high is None else max(bar.value, bar.high)
        at = round(_LABEL + room * min(end, most) / most + 8, 1)
        out.append(element("text", _figure(bar.value), x=at, y=y + 16, class_="value"))
    return _figure_of(out, _WIDTH, max(1, len(chart.bars)) * _ROW, chart.caption)


def histogram(chart: Histogram) -> Markup:
    """How many values lie where."""
    counts = [0] * _BINS
    span = chart.high - chart.low or 1.0
    for value in chart.values:
        counts[min(_BINS - 1, max(0, int((value - chart.low) / span * _BINS)))] += 1
    most, floor = max(counts) or 1, _HEIGHT - _EDGE
    wide = (_WIDTH - 2 * _EDGE) / _BINS
    out: list[Content] = []
    for i, count in enumerate(counts):
        high = (floor - 16) * count / most
        x = round(_EDGE + i * wide, 1)
        out.append(
            element(
                "rect",
                element("title", f"{_figure(chart.low + span * i / _BINS)} … {_figure(chart.low + span * (i + 1) / _BINS)}: {count}"),
                x=x, y=round(floor - high, 1), width=round(wide - 2, 1), height=round(high, 1), class_="bar",
            )
        )  # fmt: skip
        if count:
            out.append(
                element("text", str(count), x=round(x + wide / 2 - 1, 1), y=round(floor - high - 4, 1), class_="count")
            )
    out.append(element("path", d=f"M{_EDGE} {floor}H{_WIDTH - _EDGE}", class_="axis"))
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)
        out.append(element("text", _figure(chart.low + share * span), x=x, y=floor + 18, class_="mid"))
    return _figure_of(out, _WIDTH, _HEIGHT, chart.caption)


def reliability(chart: Reliability) -> Markup:
    """What was promised from left to right, what came true upward; a dot on the diagonal keeps its word."""
    edge = _EDGE + 14

    def place(promised: float, found: float) -> tuple[float, float]:
        return round(edge + promised * _SIDE, 1), round(16 + (1 - found) * _SIDE, 1)

    left, top = place(0, 1)
    right, floor = place(1, 0)
    out: list[Content] = [
        element("path", d=f"M{left} {top}V{floor}H{right}", class_="axis"),
        element("path", d=f"M{left} {floor}L{right} {top}", class_="ideal"),
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, y = place(share, share)
        out += [
            element("text", _figure(share), x=x, y=floor + 16, class_="mid"),
            element("text", _figure(share), x=left - 6, y=y + 4, class_="end"),
        ]
    for bin_ in chart.bins:
        x, y = place(bin_.promised, bin_.found)
        low, high = place(0, bin_.low)[1], place(0, bin_.high)[1]
        said = f"{_figure(bin_.promised)} → {_figure(bin_.found)}"
        out += [
            element("path", d=f"M{x} {low}V{high}", class_="whisker"),
            element("circle", element("title", f"{said} (n = {bin_.cases})"), cx=x, cy=y, r=5, class_="dot"),
            element("text", str(bin_.cases), x=x + 8, y=y - 6, class_="count start"),
        ]  # fmt: skip
    return _figure_of(out, _SIDE + 2 * edge, _SIDE + 56, chart.caption)


def matrix(chart: Matrix) -> Markup:
    """A square a pair of tokens: framed where the gold has a link (dashed: a possible one), filled where one was made."""
    ko, en = list(chart.ko[:_MOST_TOKENS]), list(chart.en[:_MOST_TOKENS])
    # Room for the longest word of either side; those of columns are turned.
    left = 18 + _LETTER * max((min(len(word), _LONGEST) for word in ko), default=1)
    top = 18 + _LETTER * max((min(len(word), _LONGEST) for word in en), default=1)
    out: list[Content] = []
    for i, word in enumerate(ko):
        out.append(element("text", _short(word, _LONGEST), x=left - 6, y=top + i * _CELL + 14, class_="end"))
    for j, word in enumerate(en):
        x, y = left + j * _CELL + 13, top - 6
        out.append(element("text", _short(word, _LONGEST), x=x, y=y, transform=f"rotate(-60 {x} {y})", class_="start"))
    for i in range(len(ko)):
        for j in range(len(en)):
            x, y = left + j * _CELL, top + i * _CELL
            out.append(element("rect", x=x, y=y, width=_CELL - 1, height=_CELL - 1, class_=_link(chart, (i, j))))
    return _figure_of(out, left + len(en) * _CELL + 70, top + len(ko) * _CELL + 4, chart.caption)


# ---------------------------------------------------------------- private


def _link(chart: Matrix, at: tuple[int, int]) -> str:
    """The classes of a square; a link made that the gold does not know is wrong, a sure one that was not made is missed."""
    if at in chart.made:
        return "made sure" if at in chart.sure else "made possible" if at in chart.possible else "made wrong"
    return "missed sure" if at in chart.sure else "possible" if at in chart.possible else "none"


def _figure_of(content: Sequence[Content], width: float, height: float, caption: str) -> Markup:
    drawing = element(
        "svg", content, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}", role="img",
        aria_label=caption or None,
    )  # fmt: skip
    return element(
        "figure",
        element("figcaption", caption) if caption else None,
        element("div", drawing, class_="scroll"),
        class_="plot",
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and abs(value) >= 2 else f"{value:.3g}"
