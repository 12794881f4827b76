"""What reports of scores have in common: a table of scores with intervals and bars, and how they were made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from malmoi.export.report import Bar, Bars, Cell, Grid, Report, Section
from malmoi.export.report_words import report_words
from malmoi.model.records import Score

__all__ = ["Ui", "facts_of", "finished", "scores_section", "signatures"]

Ui = Literal["ko", "en"]
_PERCENT = 100.0
# Figures that may leave [0, 1] or [0, 100] and cannot stand on a common scale.
_FACTS = 4


def facts_of(scores: Sequence[Score], scale: float = _PERCENT) -> dict[str, str | int | float]:
    """The first scores, for the head of a report."""
    return {score.name: score.value * scale for score in scores[:_FACTS]}


def scores_section(scores: Sequence[Score], ui: Ui, scale: float = _PERCENT, interval: str = "interval") -> Section:
    """Every score with its interval, as bars and as a table; ratios are shown in hundredths, `interval` is a word of reports."""
    say = report_words(ui)
    bars = [Bar(s.name, s.value * scale, *(None if x is None else x * scale for x in (s.low, s.high))) for s in scores]
    rows: list[Sequence[Cell]] = [
        (bar.name, bar.value, "" if bar.low is None or bar.high is None else f"{bar.low:.2f} … {bar.high:.2f}")
        for bar in bars
    ]
    return Section(
        say["scores_title"],
        [
            Bars(bars, _PERCENT if scale == _PERCENT else None),
            Grid((say["score"], say["value"], say[interval]), rows, (30, 14, 26)),
        ],
        say["scores_note"] if interval == "interval" else "",
    )


def signatures(scores: Iterable[Score]) -> list[str]:
    """What the scores were made with, each once, behind the names it holds for."""
    names: dict[str, list[str]] = {}
    for item in scores:
        names.setdefault(item.signature, []).append(item.name)
    return [f"{', '.join(those)}: {made}" for made, those in names.items()]


def finished(
    title: str,
    facts: Mapping[str, str | int | float],
    sections: Iterable[Section | None],
    made: Sequence[str],
    ui: Ui,
) -> Report:
    """The report, without the sections that have nothing to show."""
    say = report_words(ui)
    return Report(say[title], facts, [section for section in sections if section is not None], made, ui, say)
