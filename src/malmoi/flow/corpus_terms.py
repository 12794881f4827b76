"""`corpus terms`: term pairs of each shard, then those of the whole corpus with how often, how widely and how exclusively they stand.

A pair's confidence over the corpus is the mean of its confidences by shard, weighted by how often it stands there: a pair that is found
often with doubt stays doubtful, one that a single shard was wrong about sinks. Sums are those of whole numbers, which no order changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from malmoi.extract.folding import fold
from malmoi.extract.terms import extract_terms
from malmoi.flow import corpus_equipment
from malmoi.flow.corpus_folder import scan_parts, write_lazy
from malmoi.flow.corpus_remote import AnyPath

__all__ = ["merge_terms", "terms_of_shard"]

# Confidences are added up as whole millionths.
_MILLION = 1_000_000
_PLACES = 4
# A conflict is one when the pair is more likely right than wrong; other pairs come after, and what the glossary has comes last.
_BELIEVED = 0.5


def terms_of_shard(bitext: pl.DataFrame, settings: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Frame CANDIDATES with more: folded forms, confidence in millionths, the first segment of the shard, and how many documents have the
    pair, those apart (`edges`) with which the shard begins and ends, for they may go on in others."""
    found = extract_terms(
        bitext.with_columns(seg=pl.int_range(pl.len(), dtype=pl.Int64)),
        glossary=corpus_equipment.glossary(),
        encoder=settings.get("encoder"),
        seed=int(settings.get("seed", 0)),
        aligner=corpus_equipment.aligner(),
    )
    candidates = found.candidates
    documents = bitext["doc"].fill_null("").to_list()
    edges = {documents[0], documents[-1]} if documents else set()
    met: list[set[str]] = [set() for _ in range(candidates.height)]
    for candidate, seg in found.occurrences.select("candidate", "seg").iter_rows():
        met[candidate].add(documents[seg])
    frame = candidates.with_columns(
        ko_key=pl.Series([fold(text) for text in candidates["ko"]], dtype=pl.String),
        en_key=pl.Series([fold(text) for text in candidates["en"]], dtype=pl.String),
        millionths=(pl.col("confidence") * _MILLION).round().cast(pl.Int64),
        documents=pl.Series([len(names - edges) for names in met], dtype=pl.Int64),
        edges=pl.Series([sorted(names & edges) for names in met], dtype=pl.List(pl.String)),
        at=pl.lit(int(bitext["seg"][0]) if bitext.height else 0, dtype=pl.Int64),
    )
    return frame, {}


def merge_terms(
    parts: Sequence[AnyPath], told: Iterable[dict[str, Any]], settings: Mapping[str, Any], result: AnyPath
) -> dict[str, Any]:
    """The pairs of the corpus: those at odds with the glossary first, known ones last, each the surest first.

    `share_ko` is the part of all that its Korean term was paired with, `share_en` the same of the English one; `shards` and `documents`
    say how widely it stands.
    """
    pairs = _together(scan_parts(parts))
    terms = (
        pairs.with_columns(
            share_ko=_share("ko_key"), share_en=_share("en_key"), turn=_turn()
        )
        .sort("turn", "confidence", "count", "ko", "en", descending=[False, True, True, False, False])
        .select(
            "ko", "en", "kind", "confidence", "count", "documents", "shards", "share_ko", "share_en",
            "evidence", "status", "example_ko", "example_en",
        )
    )  # fmt: skip
    write_lazy(terms, result)
    counted = scan_parts([result]).group_by("status").len().sort("status").collect()
    return {"pairs": int(counted["len"].sum()), "status": dict(counted.iter_rows())}


def _together(found: pl.LazyFrame) -> pl.LazyFrame:
    """One row a pair of folded forms: the form that stands most often, the example of the surest shard, sums of the rest."""
    often, surest = ["count", "at", "ko", "en"], ["millionths", "at", "ko", "en"]
    falling = [True, False, False, False]
    return found.group_by("ko_key", "en_key").agg(
        *(pl.col(name).sort_by(often, descending=falling).first() for name in ("ko", "en")),
        *(
            pl.col(name).sort_by(surest, descending=falling).first()
            for name in ("kind", "evidence", "status", "example_ko", "example_en")
        ),
        confidence=((pl.col("millionths") * pl.col("count")).sum() / (pl.col("count").sum() * _MILLION)).round(_PLACES),
        shards=pl.col("at").n_unique().cast(pl.Int64),
        count=pl.col("count").sum(),
        documents=pl.col("documents").sum() + pl.col("edges").list.explode().drop_nulls().n_unique().cast(pl.Int64),
    )


def _turn() -> pl.Expr:
    at_odds = (pl.col("status") == "conflict") & (pl.col("confidence") >= _BELIEVED)
    return pl.when(at_odds).then(0).when(pl.col("status") == "known").then(2).otherwise(1)


def _share(key: str) -> pl.Expr:
    return (pl.col("count") / pl.col("count").sum().over(key)).round(_PLACES)
