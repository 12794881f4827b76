"""Scores of translations as a report: the scores or the comparison of systems, of documents, the spread, and the worst segments."""

from collections.abc import Mapping, Sequence
from typing import Any

from malmoi.export.report import Bar, Bars, Cell, Grid, Histogram, Report, Section, Text
from malmoi.export.report_words import report_words
from malmoi.flow.score_report import Ui, facts_of, finished, scores_section, signatures
from malmoi.model.records import Score

__all__ = ["Segments", "translation_report"]

_LISTED, _MOST_DOCUMENTS = 100, 60
# What a report shows of every segment: (hypothesis, first reference, score), and by which metric.
Segments = tuple[str, Sequence[tuple[str, str, float]]]


def translation_report(
    scores: Sequence[Score],
    segments: Segments,
    lang: str,
    *,
    systems: Sequence[Mapping[str, Any]] = (),
    documents: Mapping[str, Mapping[str, Score]] | None = None,
    ui: Ui = "en",
) -> Report:
    """The report; `systems` are the rows of a comparison, `documents` scores by metric by document, for the first system."""
    say = report_words(ui)
    metric, rows = segments
    worst = sorted(range(len(rows)), key=lambda i: rows[i][2])[:_LISTED]
    listed: list[Sequence[Cell]] = [(i + 1, rows[i][2], Text(rows[i][0], lang), Text(rows[i][1], lang)) for i in worst]
    values = [value for _, _, value in rows]
    sections = [
        _systems(systems, say) if systems else None,
        scores_section(scores, ui, 1.0),
        _documents(documents, say) if documents else None,
        Section(say["spread_title"], [Histogram(values, 0, 100, say["sentence_score"].format(metric=metric))]),
        Section(
            say["worst_title"],
            [Grid((say["place"], metric, say["hypothesis"], say["reference"]), listed, (10, 10, 60, 60))],
            say["worst_note"],
        ),
    ]
    facts = {say["segments"]: len(rows)} | facts_of(scores, 1.0)
    made = signatures(scores) + [f"{row['metric']}: {row['signature']}" for row in systems if row["p"] is not None]
    return finished("translation_title", facts, sections, list(dict.fromkeys(made)), ui)


def _systems(systems: Sequence[Mapping[str, Any]], say: Mapping[str, str]) -> Section:
    heads = (say["system"], say["metric"], say["score"], say["mean"], "±", say["p"])
    rows: list[Sequence[Cell]] = [
        (r["system"], r["metric"], r["score"], r["mean"], r["ci"], "" if r["p"] is None else f"{r['p']:.4f}")
        for r in systems
    ]
    charts = []
    for metric in dict.fromkeys(row["metric"] for row in systems):
        bars = [
            Bar(
                r["system"],
                r["score"],
                *((r["mean"] - r["ci"], r["mean"] + r["ci"]) if r["ci"] is not None and r["mean"] is not None else ()),
            )
            for r in systems
            if r["metric"] == metric
        ]
        charts.append(Bars(bars, None, metric))
    return Section(say["systems_title"], [*charts, Grid(heads, rows, (40, 16, 12, 12, 12, 12), (1,))])


def _documents(documents: Mapping[str, Mapping[str, Score]], say: Mapping[str, str]) -> Section:
    metrics = list(next(iter(documents.values())))
    first = metrics[0]
    bars = sorted((Bar(name, own[first].value) for name, own in documents.items()), key=lambda bar: bar.value)
    rows: list[Sequence[Cell]] = [(name, *(own[metric].value for metric in metrics)) for name, own in documents.items()]
    chart = Bars(bars[:_MOST_DOCUMENTS], None, say["documents_score"].format(metric=first))
    return Section(say["by_document"], [chart, Grid((say["document"], *metrics), rows, (40, *(14 for _ in metrics)))])
