"""A report of a check or a score, before it is a page or a workbook: what was measured, tables, charts, findings in their texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = [
    "Bar",
    "Bars",
    "Bin",
    "Cell",
    "Grid",
    "Histogram",
    "Matrix",
    "Part",
    "Reliability",
    "Remark",
    "Remarks",
    "Report",
    "Section",
    "Tag",
    "Text",
]


class Tag(NamedTuple):
    """A word that is shown in the colour of what it names: hard, advisory, match …"""

    text: str
    kind: str


class Text(NamedTuple):
    """A text of a language with stretches [start, end) marked as of a kind."""

    text: str
    lang: str = ""
    marks: Sequence[tuple[int | None, int | None, str]] = ()


Cell = str | int | float | Tag | Text | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: one head a column; `widths` in characters for a workbook; `filters` are columns whose values can be chosen from."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()
    filters: Sequence[int] = ()


class Bar(NamedTuple):
    """One bar: what, how much, and the interval of it where there is one."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Values side by side, from 0 to `most` (None: to the greatest)."""

    bars: Sequence[Bar]
    most: float | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values spread between `low` and `high`."""

    values: Sequence[float]
    low: float
    high: float
    caption: str = ""


class Bin(NamedTuple):
    """Cases of like confidence: what was promised, what came true, how many they are, and the interval of what came true."""

    promised: float
    found: float
    cases: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Does a confidence keep its word? On the diagonal it does."""

    bins: Sequence[Bin]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Links of one sentence: rows are Korean tokens, columns English ones; (i, j) that are sure, possible, and were made."""

    ko: Sequence[str]
    en: Sequence[str]
    sure: frozenset[tuple[int, int]]
    possible: frozenset[tuple[int, int]]
    made: frozenset[tuple[int, int]]
    caption: str = ""


class Remark(NamedTuple):
    """One thing said of a segment: hard or advisory (or another kind), by which rule, what and why, what to write instead."""

    kind: str
    rule: str
    message: str
    reason: str = ""
    suggestion: str = ""
    ko: tuple[int | None, int | None] = (None, None)
    en: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Remarks:
    """Segments with what is said of them, the worst first: (place, Korean, English, remarks)."""

    segments: Sequence[tuple[str, str, str, Sequence[Remark]]]
    caption: str = ""


Part = Grid | Bars | Histogram | Reliability | Matrix | Remarks


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a sentence of explanation and what stands below it; `sheet` names it in a workbook."""

    title: str
    parts: Sequence[Part]
    note: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: `facts` are figures to know first, `made` says how they were made (signatures, settings)."""

    title: str
    facts: Mapping[str, str | int | float]
    sections: Sequence[Section]
    made: Sequence[str] = ()
    ui: Literal["ko", "en"] = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
