"""The state of a glossary as one Polars expression over the lines of its journal."""

from collections.abc import Iterable

import polars as pl

from malmoi.glossary.entry import CONCEPT_FIELDS, TERM_FIELDS
from malmoi.model.frames import TERMS

__all__ = ["LINE", "lines_frame", "state"]

_TERM = pl.Struct(dict.fromkeys(("id", "lang", *TERM_FIELDS), pl.String))
_FIELDS = pl.Struct({**dict.fromkeys(CONCEPT_FIELDS, pl.String), "terms": pl.List(_TERM)})
# What a line of the journal holds; other names in it (a merge's target, the version taken back) do not matter to the state.
LINE = pl.Struct({"id": pl.String, "op": pl.String, "at": pl.String, "by": pl.String, "fields": _FIELDS})


def lines_frame(lines: Iterable[str]) -> pl.DataFrame:
    """A frame with the one column `line`."""
    return pl.DataFrame({"line": list(lines)}, schema={"line": pl.String})


def state(lines: pl.DataFrame) -> pl.DataFrame:
    """The terms (frame TERMS) that lines of a journal add up to: of every concept the last version, the removed ones dropped.

    Last is by time, then by id, then by the line itself, so that the order of the lines in the file never matters.
    A term's own note stands before its concept's.
    """
    version, fields, term = (pl.col(name).struct.unnest() for name in ("line", "fields", "terms"))
    return (
        lines.lazy()
        .with_columns(text=pl.col("line"), line=pl.col("line").str.json_decode(LINE))
        .select("text", version)
        .rename({"id": "concept"})
        .sort("at", "concept", "text")
        .unique("concept", keep="last", maintain_order=True)
        .filter(pl.col("op") == "put")
        .select("concept", "at", "by", fields)
        .rename({"note": "concept_note"})
        .explode("terms")
        .filter(pl.col("terms").is_not_null())
        .select("concept", "at", "by", *CONCEPT_FIELDS[:-1], "concept_note", term)
        .with_columns(note=pl.coalesce("note", "concept_note"))
        .select(pl.col(name).fill_null("") for name in TERMS)
        .collect()
    )
