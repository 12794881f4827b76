"""How good is an alignment for which there is no gold? The estimated share of right segments, with an interval, and the segments in doubt.

Works on any `bitext` frame: what `align_documents` made, a translation memory, two files of parallel lines. Each document of it is
judged by itself (`malmoi.align.estimate` says how).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from malmoi.align.estimate import FEATURES, doubts, interval, is_scored, judge_segments, linked_share, measure, reason
from malmoi.errors import InputError
from malmoi.model.frames import QUALITY, TWO_SIDED

__all__ = ["DOUBTFUL", "Quality", "estimate_quality"]

# Below this a segment is more likely wrong than right.
DOUBTFUL = 0.5

_AT = {name: i for i, name in enumerate(FEATURES)}
_PLACES = 4  # decimals


@dataclass(frozen=True, slots=True)
class Quality:
    """What can be told of an alignment without gold; all shares in [0, 1], None where there is nothing to count.

    `share` of the segments are estimated to be right, between `low` and `high` in nine of ten documents. `linked` of the words of an
    average two-sided segment have a link, `one_sided` of the segments have one side only, `amounts_agree` of the amounts that stand on
    either side agree, `score` is the mean of the sentence aligner's. `segments` is a frame QUALITY.
    """

    share: float | None
    low: float | None
    high: float | None
    linked: float | None
    one_sided: float | None
    amounts_agree: float | None
    score: float | None
    segments: pl.DataFrame
    signature: str

    @property
    def doubtful(self) -> pl.DataFrame:
        """The segments that are more likely wrong than right, the worst first."""
        return self.segments.filter(pl.col("p") < DOUBTFUL).sort("p", maintain_order=True)


def estimate_quality(
    bitext: pl.DataFrame,
    *,
    terms: Iterable[tuple[str, str]] = (),
    scored: bool | None = None,
    ui: Literal["ko", "en"] = "en",
) -> Quality:
    """Judge the segments of a frame with columns ko and en, and doc, seg and score where it has them.

    `terms` are pairs known to be right, a glossary's. `scored` says whether `score` holds what the sentence aligner gave; when None, scores
    that are all 1 or partly missing are not looked at. Without scores, segments with one side only are counted but not judged. `ui` is the
    language of the reasons. Raises InputError.
    """
    missing = {"ko", "en"} - set(bitext.columns)
    if missing:
        raise InputError(f"The bitext has no column {', '.join(sorted(missing))}: it needs ko and en.")
    frame = _complete(bitext)
    known = list(terms)
    if scored is None:
        scored = is_scored(frame["score"].to_list())
    judged, seen = [], [np.zeros((0, len(FEATURES)))]
    for part in frame.partition_by("doc", maintain_order=True):
        features = _measured(part, scored, known)
        judged.append(_judged(part, features, scored, ui))
        seen.append(features[_two_sided(part)])
    # In the order given, in which documents may be mixed.
    segments = pl.concat([pl.DataFrame(schema={"row": pl.UInt32, **QUALITY}), *judged]).sort("row").drop("row")
    return _summed_up(frame, segments, np.concatenate(seen), scored)


# ---------------------------------------------------------------- private


def _complete(bitext: pl.DataFrame) -> pl.DataFrame:
    """Columns row, doc, seg, ko, en, score; nulls only among the scores."""
    have = set(bitext.columns)
    return bitext.with_row_index("row").select(
        "row",
        (pl.col("doc").fill_null("") if "doc" in have else pl.lit("")).alias("doc"),
        pl.col("seg" if "seg" in have else "row").cast(pl.Int64).alias("seg"),
        *(pl.col(side).fill_null("").str.strip_chars() for side in ("ko", "en")),
        (pl.col("score") if "score" in have else pl.lit(1.0)).cast(pl.Float64).alias("score"),
    )


def _two_sided(part: pl.DataFrame) -> NDArray[np.bool_]:
    return part.select(TWO_SIDED).to_series().to_numpy()


def _measured(part: pl.DataFrame, scored: bool, terms: list[tuple[str, str]]) -> NDArray[np.float64]:
    pairs = part.select("ko", "en").rows()
    return measure(pairs, part["score"].to_list() if scored else None, terms=terms)


def _judged(part: pl.DataFrame, seen: NDArray[np.float64], scored: bool, ui: Literal["ko", "en"]) -> pl.DataFrame:
    """The rows of `segments` of one document, with their place in the frame."""
    two_sided = _two_sided(part)
    p = judge_segments(seen, two_sided, scored)
    why = doubts(seen, two_sided, scored)
    return part.select("row", "doc", "seg").with_columns(
        p=pl.Series(p.round(_PLACES)).fill_nan(None),
        linked=pl.Series(np.where(two_sided, linked_share(seen), 0.0).round(_PLACES)),
        reason=pl.Series(
            [reason(keys, ui) if x < DOUBTFUL else "" for x, keys in zip(p, why, strict=True)], dtype=pl.String
        ),
    )


def _summed_up(frame: pl.DataFrame, segments: pl.DataFrame, seen: NDArray[np.float64], scored: bool) -> Quality:
    p = segments["p"].drop_nulls().to_numpy()
    share, low, high = interval(p, scored) if len(p) else (None, None, None)
    both = _two_sided(frame)
    # A line that is blank in both texts is no segment of either.
    filled = int(frame.select((pl.col("ko") != "") | (pl.col("en") != "")).to_series().sum())
    equal, apart = float(seen[:, _AT["equal"]].sum()), float(seen[:, [_AT["one_sided"], _AT["unequal"]]].sum())
    return Quality(
        share,
        low,
        high,
        float(linked_share(seen).mean()) if len(seen) else None,
        1 - float(both.sum()) / filled if filled else None,
        equal / (equal + apart) if equal + apart else None,
        float(frame["score"].to_numpy()[both].mean()) if scored and both.any() else None,
        segments,
        f"malmoi:{version('malmoi')}|kiwi:{version('kiwipiepy')}|judge:{'scored' if scored else 'plain'}",
    )
