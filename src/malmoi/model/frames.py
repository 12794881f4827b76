"""Schemas of the frames that the stations exchange; every frame of a name has these columns in this order."""

import polars as pl

__all__ = [
    "AMOUNTS",
    "BITEXT",
    "CANDIDATES",
    "FINDINGS",
    "LINKS",
    "OCCURRENCES",
    "QUALITY",
    "TERMS",
    "TWO_SIDED",
    "bitext",
]

# One row a segment. `seg` counts from 0 within the frame; `score` in [0, 1].
BITEXT = pl.Schema({"doc": pl.String, "seg": pl.Int64, "ko": pl.String, "en": pl.String, "score": pl.Float32})
# Of such a frame: the segments with text on both sides.
TWO_SIDED = (pl.col("ko") != "") & (pl.col("en") != "")

# One row a term of the glossary; `id` is the term's own, `concept` its concept's.
TERMS = pl.Schema(
    {
        "id": pl.String,
        "concept": pl.String,
        "lang": pl.String,
        "term": pl.String,
        "status": pl.String,
        "pos": pl.String,
        "type": pl.String,
        "case": pl.String,
        "region": pl.String,
        "hanja": pl.String,
        "do_not_translate": pl.String,
        "domain": pl.String,
        "definition": pl.String,
        "note": pl.String,
        "context": pl.String,
        "source": pl.String,
        "by": pl.String,
        "at": pl.String,
    }
)

# One row a proposed pair, in dictionary form; `evidence` is a sentence a person reads; `status` is new, known or conflict.
CANDIDATES = pl.Schema(
    {
        "ko": pl.String,
        "en": pl.String,
        "kind": pl.String,
        "confidence": pl.Float64,
        "count": pl.Int64,
        "evidence": pl.String,
        "status": pl.String,
        "example_ko": pl.String,
        "example_en": pl.String,
    }
)

# One row a place where a candidate (a row number of `candidates`) stands; spans are of the segment's texts as given.
OCCURRENCES = pl.Schema(
    {
        "candidate": pl.Int64,
        "seg": pl.Int64,
        "ko_start": pl.Int64,
        "ko_end": pl.Int64,
        "en_start": pl.Int64,
        "en_end": pl.Int64,
        "confidence": pl.Float64,
    }
)

# One row a pair of amounts; texts and values of a missing side are null; values are decimal numbers as text, exact.
AMOUNTS = pl.Schema(
    {
        "seg": pl.Int64,
        "status": pl.String,
        "ratio": pl.String,
        "ko": pl.String,
        "en": pl.String,
        "ko_value": pl.String,
        "ko_unit": pl.String,
        "en_value": pl.String,
        "en_unit": pl.String,
        "ko_start": pl.Int64,
        "ko_end": pl.Int64,
        "en_start": pl.Int64,
        "en_end": pl.Int64,
    }
)

# One row a word link: spans of the segment's texts as given, `p` the probability in [0, 1] that it is right.
LINKS = pl.Schema(
    {
        "seg": pl.Int64,
        "ko_start": pl.Int64,
        "ko_end": pl.Int64,
        "en_start": pl.Int64,
        "en_end": pl.Int64,
        "p": pl.Float32,
    }
)

# One row a segment: `p` is the probability that its sides are translations of one another, null where nothing can be told; `linked` the
# share of its words that have a link (the lesser side's); `reason` says in words what speaks against it, empty where it is not in doubt.
QUALITY = pl.Schema({"doc": pl.String, "seg": pl.Int64, "p": pl.Float64, "linked": pl.Float64, "reason": pl.String})

FINDINGS = pl.Schema(
    {
        "doc": pl.String,
        "seg": pl.Int64,
        "rule": pl.String,
        "severity": pl.String,
        "ko_start": pl.Int64,
        "ko_end": pl.Int64,
        "en_start": pl.Int64,
        "en_end": pl.Int64,
        "message": pl.String,
        "reason": pl.String,
        "suggestion": pl.String,
    }
)


def bitext(ko: list[str], en: list[str], doc: str = "", score: list[float] | None = None) -> pl.DataFrame:
    """A `bitext` frame of parallel lists of segments; scores are 1 where none are given."""
    n = len(ko)
    return pl.DataFrame(
        {"doc": [doc] * n, "seg": range(n), "ko": ko, "en": en, "score": score or [1.0] * n}, schema=BITEXT
    )
