"""The quality of an alignment without gold, as scores and as a report: what is estimated, how it is calibrated, the segments in doubt."""

from collections.abc import Sequence

import polars as pl

from malmoi.export.report import Cell, Grid, Histogram, Remark, Remarks, Report, Section
from malmoi.export.report_words import report_words
from malmoi.flow.quality import Quality
from malmoi.flow.score_report import Ui, facts_of, finished, scores_section
from malmoi.model.records import Score

__all__ = ["estimate_report", "estimate_scores"]

_LISTED = 500


def estimate_scores(quality: Quality) -> list[Score]:
    """What the estimate says, as scores in [0, 1]; the interval of `right` holds the truth in nine of ten documents."""
    made = quality.signature
    out = []
    if quality.share is not None:
        out.append(Score("right", quality.share, quality.low, quality.high, made))
    for name in ("linked", "one_sided", "amounts_agree", "score"):
        value = getattr(quality, name)
        if value is not None:
            out.append(Score(name, value, signature=made))
    return out


def estimate_report(quality: Quality, bitext: pl.DataFrame, files: Sequence[str], ui: Ui = "en") -> Report:
    """The report of an estimate over a bitext whose `seg` counts its rows."""
    say = report_words(ui)
    scores = estimate_scores(quality)
    texts = bitext.select("ko", "en").rows()
    doubtful = quality.doubtful.head(_LISTED)
    segments: list[tuple[str, str, str, Sequence[Remark]]] = [
        (
            ":".join(part for part in (doc, str(seg + 1)) if part),
            texts[seg][0] or "",
            texts[seg][1] or "",
            [Remark("advisory", f"p = {p:.2f}", reason)],
        )
        for doc, seg, p, reason in doubtful.select("doc", "seg", "p", "reason").iter_rows()
    ]
    by_document = quality.segments.group_by("doc", maintain_order=True).agg(
        pl.len().alias("n"), pl.col("p").mean().alias("p"), pl.col("linked").mean().alias("linked")
    )
    rows: list[Sequence[Cell]] = [(doc or "—", n, p, linked) for doc, n, p, linked in by_document.iter_rows()]
    heads = (say["document"], say["segments"], say["right"], say["linked"])
    values = quality.segments["p"].drop_nulls().to_list()
    sections = [
        scores_section(scores, ui, interval="interval_nine"),
        Section(say["spread_title"], [Histogram(values, 0, 1, say["probability"])], say["estimate_note"]),
        Section(say["by_document"], [Grid(heads, rows, (40, 12, 12, 12))]) if by_document.height > 1 else None,
        Section(say["doubtful_title"], [Remarks(segments)], say["doubtful_note"]) if segments else None,
    ]
    facts: dict[str, str | int | float] = {say["files"]: ", ".join(files), say["segments"]: bitext.height}
    facts |= facts_of(scores)
    return finished("estimate_title", facts, sections, [quality.signature], ui)
