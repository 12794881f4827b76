"""Scores of terminology as a report: the scores, by domain, status and document, concepts with several renderings, the worst segments."""

from collections.abc import Mapping, Sequence

import polars as pl

from malmoi.export.report import Bar, Bars, Cell, Grid, Histogram, Remark, Remarks, Report, Section
from malmoi.export.report_words import report_words
from malmoi.flow.score_report import Ui, facts_of, finished, scores_section, signatures
from malmoi.model.records import Score

__all__ = ["terminology_report"]

_LISTED, _MOST_GROUPS = 1_000, 30
_USED = pl.col("status").is_in(["preferred", "admitted"])


def terminology_report(scores: Sequence[Score], uses: pl.DataFrame, bitext: pl.DataFrame, ui: Ui = "en") -> Report:
    """The report; `uses` is what `score.terminology.term_uses` gives of `bitext`."""
    say = report_words(ui)
    sections = [
        scores_section([s for s in scores if s.value >= 0], ui),
        _grouped(uses, "domain", say["by_domain"], say),
        _grouped(uses, "status", say["by_status"], say),
        _grouped(uses, "doc", say["by_document"], say),
        _spread(uses, say),
        _renderings(uses, say),
        _missing(uses, bitext, say),
    ]
    facts = {say["segments"]: bitext.height, say["terms"]: uses.height} | facts_of(scores)
    return finished("terminology_title", facts, sections, signatures(scores), ui)


def _grouped(uses: pl.DataFrame, by: str, title: str, say: Mapping[str, str]) -> Section | None:
    counted = (
        uses.with_columns(pl.col(by).fill_null("").replace("", "—"))
        .group_by(by)
        .agg(pl.len().alias("n"), _USED.mean().alias("success"))
        .sort("n", by, descending=[True, False])
    )
    if counted.height <= 1:
        return None
    rows: list[Sequence[Cell]] = [(name, n, success * 100) for name, n, success in counted.iter_rows()]
    bars = [Bar(str(name), success * 100) for name, _, success in counted.head(_MOST_GROUPS).iter_rows()]
    parts: list[Bars | Grid] = [Grid((title, say["terms"], say["success"]), rows, (30, 12, 12))]
    if by != "status":
        parts.insert(0, Bars(bars, 100.0, say["success"]))
    return Section(title, parts)


def _spread(uses: pl.DataFrame, say: Mapping[str, str]) -> Section | None:
    if uses.is_empty():
        return None
    shares = uses.group_by("doc", "seg", maintain_order=True).agg(_USED.mean().alias("s"))["s"].to_list()
    return Section(say["spread_title"], [Histogram(shares, 0, 1, say["success"])])


def _renderings(uses: pl.DataFrame, say: Mapping[str, str]) -> Section | None:
    """Concepts that a document renders in more than one way."""
    counted = (
        uses.filter(pl.col("target").is_not_null())
        .group_by("doc", "concept", "target", maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("source").first())
        .sort("n", descending=True, maintain_order=True)
        .group_by("doc", "concept", maintain_order=True)
        .agg(pl.col("source").first(), pl.col("target"), pl.col("n"))
        .filter(pl.col("n").list.len() > 1)
    )
    if counted.is_empty():
        return None
    rows: list[Sequence[Cell]] = [
        (doc, source, ", ".join(f"{t} ({n})" for t, n in zip(targets, ns, strict=True)), max(ns) / sum(ns))
        for doc, _, source, targets, ns in counted.iter_rows()
    ]
    rows.sort(key=lambda row: row[3] if isinstance(row[3], float) else 0.0)
    return Section(
        say["renderings_title"],
        [Grid((say["document"], say["term"], say["renderings"], say["consistency"]), rows[:_LISTED], (20, 24, 60, 14))],
    )


def _missing(uses: pl.DataFrame, bitext: pl.DataFrame, say: Mapping[str, str]) -> Section | None:
    bad = uses.filter(~_USED)
    if bad.is_empty():
        return None
    texts = {
        (doc, seg): (ko or "", en or "") for doc, seg, ko, en in bitext.select("doc", "seg", "ko", "en").iter_rows()
    }
    found: dict[tuple[str, int], list[Remark]] = {}
    for row in bad.iter_rows(named=True):
        ko, en = texts[row["doc"], row["seg"]]
        at = {"ko": _span(ko, row["source"]), "en": _span(en, row["source"])}
        if row["target"]:
            other = {"ko": _span(ko, row["target"]), "en": _span(en, row["target"])}
            at = {lang: span if span[0] is not None else other[lang] for lang, span in at.items()}
        kind = "missing" if row["status"] == "missing" else "hard"
        message = f"{row['source']} → {row['target'] or '∅'}"
        found.setdefault((row["doc"], row["seg"]), []).append(
            Remark(kind, row["status"], message, ko=at["ko"], en=at["en"])
        )
    segments = [
        (":".join(part for part in (doc, str(seg + 1)) if part), *texts[doc, seg], remarks)
        for (doc, seg), remarks in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
    return Section(say["uses_title"], [Remarks(segments[:_LISTED])], say["uses_note"])


def _span(text: str, term: str) -> tuple[int | None, int | None]:
    at = text.casefold().find(term.casefold())
    return (at, at + len(term)) if at >= 0 else (None, None)
