"""`corpus score`: how likely each segment is a translation, by shard, then the share of right ones with its bounds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from malmoi.align.estimate import interval
from malmoi.flow import corpus_equipment
from malmoi.flow.corpus_folder import scan_parts, write_lazy
from malmoi.flow.corpus_remote import AnyPath
from malmoi.flow.quality import DOUBTFUL, estimate_quality

__all__ = ["merge_scores", "score_shard"]

# Probabilities are kept to four places, so that their spread is told by how often each of these values stands.
_PLACES = 10_000
# An interval is taken over so many at most, in the proportions of all: beyond, it is the judge's own error that is left.
_MOST = 1_000_000
_BINS = 20


def score_shard(bitext: pl.DataFrame, settings: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Frame QUALITY; sums of what `score alignment --estimate` tells, so that they can be added up."""
    scored = settings.get("scored")
    quality = estimate_quality(bitext, terms=corpus_equipment.pairs(), scored=scored, ui=settings.get("ui", "en"))
    p = quality.segments["p"].drop_nulls()
    two_sided = bitext.select((_there("ko") & _there("en")).sum()).item()
    values = (p * _PLACES).round().cast(pl.Int64).value_counts(name="n").sort(by=pl.first())
    return quality.segments, {
        "judged": p.len(),
        "doubtful": int((p < DOUBTFUL).sum()),
        "two_sided": two_sided,
        "linked": round(float(quality.segments["linked"].sum()), 4),
        "spread": [list(row) for row in values.iter_rows()],
        "scored": quality.signature.endswith("scored"),
    }


def merge_scores(
    parts: Sequence[AnyPath], told: Iterable[dict[str, Any]], settings: Mapping[str, Any], result: AnyPath
) -> dict[str, Any]:
    """All segments in order; the estimated share of right ones, with bounds, and how the probabilities spread."""
    counts = np.zeros(_PLACES + 1, np.int64)
    doubtful = two_sided = scored = shards = segments = 0
    linked = 0.0
    for one in told:
        for value, n in one["spread"]:
            counts[value] += n
        doubtful, two_sided = doubtful + one["doubtful"], two_sided + one["two_sided"]
        linked, scored, shards = linked + one["linked"], scored + one["scored"], shards + 1
        segments += one["segments"]
    write_lazy(scan_parts(parts), result)
    judged = int(counts.sum())
    share, low, high = _interval(counts, scored == shards) if judged else (None, None, None)
    bins = np.add.reduceat(counts[:-1], np.arange(0, _PLACES, _PLACES // _BINS))
    bins[-1] += counts[-1]
    return {
        "judged": judged,
        "right": share,
        "low": low,
        "high": high,
        "doubtful": doubtful,
        "linked": round(linked / two_sided, 4) if two_sided else None,
        "one_sided": round(1 - two_sided / segments, 4) if segments else None,
        "spread": bins.tolist(),
    }


def _interval(counts: np.ndarray[Any, np.dtype[np.int64]], scored: bool) -> tuple[float, float, float]:
    """As of `align.estimate.interval`, rounded."""
    total = int(counts.sum())
    shown = counts if total <= _MOST else np.rint(counts * (_MOST / total)).astype(np.int64)
    share, low, high = interval(np.repeat(np.arange(len(counts)) / _PLACES, shown), scored)
    return round(share, 4), round(low, 4), round(high, 4)


def _there(side: str) -> pl.Expr:
    return pl.col(side).fill_null("").str.strip_chars() != ""
