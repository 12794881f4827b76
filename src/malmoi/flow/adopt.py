"""From what was found or decided to the glossary."""

from typing import TYPE_CHECKING

import polars as pl

from malmoi.model.records import Alignment

if TYPE_CHECKING:
    from malmoi.glossary.store import Glossary

__all__ = ["adopt_candidates"]


def adopt_candidates(glossary: "Glossary", alignment: Alignment, confidence: float, source: str) -> int:
    """Put the new pairs of at least `confidence` in the glossary, marked as candidates; how many there were.

    Pairs that the glossary knows or contradicts are left to a person.
    """
    sure = alignment.terms.filter((pl.col("status") == "new") & (pl.col("confidence") >= confidence))
    for row in sure.iter_rows(named=True):
        glossary.put(
            ko=row["ko"],
            en=row["en"],
            status="admitted",
            source=source,
            note=f"candidate, confidence {row['confidence']:.2f}: {row['evidence']}",
        )
    return sure.height
