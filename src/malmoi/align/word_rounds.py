"""A word model learnt in rounds over shards that never meet: expected counts of each shard by the model of the round before, added up.

One round is one step of expectation maximisation over a whole corpus (Dempster, Laird, Rubin 1977), as map and reduce: `expected` is the
map, `added_up` the reduce. Counts are whole numbers of 2^-20, so that they add up to the same model in any order. The jumps stay those of
the first model, which a sample has taught.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl

from malmoi.align.flat import Floats
from malmoi.align.word_corpus import SHIFT, column_sums, different, read_corpus
from malmoi.align.word_evidence import Evidence
from malmoi.align.word_model import WordModel
from malmoi.align.word_shards import read_shards

__all__ = ["COUNTS", "added_up", "expected"]

# One row a pair of units that is expected to be linked; a row with one unit only says how often that one was seen.
COUNTS = pl.Schema({"ko": pl.String, "en": pl.String, "count": pl.Int64})

_UNIT = 1 << 20
# Pairs expected less often than this in a shard, or in a corpus, are not kept; and never more of them than this.
_LEAST, _MOST_CELLS = 1e-4, 20_000_000
_LOW = (1 << SHIFT) - 1


def expected(model: WordModel, pairs: Iterable[tuple[str, str]], terms: Iterable[tuple[str, str]] = ()) -> pl.DataFrame:
    """Frame COUNTS of (Korean, English) sentence pairs by a model; `terms` are pairs known to be right, a glossary's."""
    evidence = Evidence(terms)
    frames = [pl.DataFrame(schema=COUNTS)]
    for shard in read_shards(pairs):
        grown = replace(model, ko=dict(model.ko), en=dict(model.en))
        cells = evidence.cells_of(shard.pairs)
        corpus = read_corpus(shard.pairs, cells, grown.ko, grown.en, grow=True)
        seen_ko, seen_en = (
            np.bincount(side, None, len(words)) for side, words in ((corpus.ko, grown.ko), (corpus.en, grown.en))
        )
        # Units that the model has not met are as frequent as they are here.
        grown.ko_seen = np.concatenate([model.ko_seen, seen_ko[len(model.ko) :]])
        grown.en_seen = np.concatenate([model.en_seen, seen_en[len(model.en) :]])
        to_en, to_ko = grown.posteriors(corpus)
        both = to_en * to_ko
        kept = both >= _LEAST
        keys, at = different(corpus.keys[kept])
        counts = column_sums(both[kept], at, len(keys))
        ko, en = list(grown.ko), list(grown.en)
        frames.append(
            _frame([ko[i] for i in (keys >> SHIFT).tolist()], [en[i] for i in (keys & _LOW).tolist()], counts)
        )
        frames += [_frame(ko, None, seen_ko), _frame(None, en, seen_en)]
    return (
        pl.concat(frames).group_by("ko", "en").agg(pl.col("count").sum()).filter(pl.col("count") > 0).sort("ko", "en")
    )


def added_up(counts: pl.LazyFrame, before: WordModel) -> WordModel:
    """The model of all shards' counts; its jumps are those of the model before."""
    summed = counts.group_by("ko", "en").agg(pl.col("count").sum()).collect(engine="streaming")
    alone = summed.filter(pl.col("ko").is_null() | pl.col("en").is_null())
    ko, ko_seen = _units(alone, "ko")
    en, en_seen = _units(alone, "en")
    both = summed.drop_nulls().filter(pl.col("count") >= int(_LEAST * _UNIT))
    if both.height > _MOST_CELLS:
        both = both.sort("count", "ko", "en", descending=[True, False, False]).head(_MOST_CELLS)
    numbers = both.select(_number("ko", ko), _number("en", en))
    keys = (numbers["ko"].to_numpy().astype(np.int64) << SHIFT) + numbers["en"].to_numpy().astype(np.int64)
    order = np.argsort(keys)
    return WordModel(
        ko,
        en,
        ko_seen,
        en_seen,
        keys[order],
        both["count"].to_numpy()[order] / _UNIT,
        before.jumps_ko.copy(),
        before.jumps_en.copy(),
    )


def _frame(
    ko: list[str] | None, en: list[str] | None, counts: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"
) -> pl.DataFrame:
    whole = np.rint(counts.astype(np.float64) * _UNIT).astype(np.int64)
    n = len(whole)
    return pl.DataFrame(
        {"ko": [None] * n if ko is None else ko, "en": [None] * n if en is None else en, "count": whole}, schema=COUNTS
    )


def _units(alone: pl.DataFrame, side: str) -> tuple[dict[str, int], Floats]:
    """The units of a side by number, the most frequent first, and how often each was seen."""
    rows = alone.filter(pl.col(side).is_not_null()).sort(["count", side], descending=[True, False])
    seen: Floats = rows["count"].to_numpy() / _UNIT
    return {unit: i for i, unit in enumerate(rows[side].to_list())}, seen


def _number(side: str, units: dict[str, int]) -> pl.Expr:
    return pl.col(side).replace_strict(units, return_dtype=pl.Int64) if units else pl.lit(None, pl.Int64).alias(side)
