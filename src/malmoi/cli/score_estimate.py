"""`malmoi score alignment --estimate`: how many segments are right, as far as can be told without gold."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from malmoi.cli.output import Format, emit, note
from malmoi.cli.score_output import emit_scores, write_reports
from malmoi.errors import MalmoiError

if TYPE_CHECKING:
    from malmoi.model.records import Score

__all__ = ["show_estimate"]

# Terms that count as evidence: what is not to be used says little of a translation that uses it.
_USABLE = ("preferred", "admitted")
_COLUMNS = {"segment": "segment", "p": "p", "reason": "reason", "ko": "ko", "en": "en"}


def show_estimate(
    files: Sequence[str],
    glossary: Sequence[Path] | None,
    worst: int,
    reports: Sequence[Path],
    ui: Literal["ko", "en"],
    encoding: str | None,
    format: Format,  # noqa: A002
) -> None:
    """Print the estimate and the `worst` segments in doubt; write reports. Raises UsageError, InputError."""
    import polars as pl

    from malmoi.flow.bitexts import open_sources
    from malmoi.flow.estimate_report import estimate_report, estimate_scores
    from malmoi.flow.harvest import glossary_pairs
    from malmoi.flow.quality import estimate_quality
    from malmoi.glossary.location import open_glossary

    bitext = pl.concat([frame for source in open_sources(files, encoding=encoding) for frame in source.frames])
    bitext = bitext.with_columns(seg=pl.int_range(pl.len(), dtype=pl.Int64))
    quality = estimate_quality(bitext, terms=glossary_pairs(open_glossary(glossary), _USABLE), ui=ui)
    scores: list[Score] = estimate_scores(quality)
    if not scores:
        raise MalmoiError(f"{' and '.join(files)}: no segment has text on both sides, so there is nothing to estimate.")
    emit_scores(scores, format)
    if format is Format.TABLE:
        note(
            f"{quality.doubtful.height} of {bitext.height} segments are more likely wrong than right (--worst N lists them)"
        )
    if worst:
        texts = bitext.select("ko", "en").rows()
        rows = [
            {
                "segment": row["seg"] + 1,
                "p": row["p"],
                "reason": row["reason"],
                "ko": texts[row["seg"]][0],
                "en": texts[row["seg"]][1],
            }
            for row in quality.doubtful.head(worst).iter_rows(named=True)
        ]
        emit([{**row, **_cut(row)} if format is Format.TABLE else row for row in rows], _COLUMNS, format)
    if reports:
        write_reports(estimate_report(quality, bitext, files, ui), reports)


# Characters of a text that a table shows.
_SHOWN = 40


def _cut(row: "dict[str, object]") -> dict[str, object]:
    texts = {side: str(row[side] or "") for side in ("ko", "en")}
    return {side: text if len(text) <= _SHOWN else text[:_SHOWN] + "…" for side, text in texts.items()}
