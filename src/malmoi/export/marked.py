"""What a marked text tells about each of its terms, and the count of them: what terminal, page, workbook and JSON all show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from malmoi.glossary.passages import Passage
    from malmoi.model.records import Hit

__all__ = ["Cards", "Count", "Tally", "hit_rows"]

# Lines of the text that are named for a term.
_MOST_LINES = 40
_BAD = ("deprecated", "superseded")


class Cards:
    """What the glossary says of concepts, read when a hit asks for it."""

    def __init__(self, terms: pl.DataFrame) -> None:
        """`terms`: frame TERMS."""
        self._terms = terms.select("concept", "lang", "term", "status", "domain", "definition")
        self._cards: dict[str, list[Mapping[str, str]]] | None = None

    def translations(self, hit: "Hit") -> list[str]:
        """The terms of the hit's concept in the other language, those to use first."""
        rows = self._rows(hit.concept)
        lang = next((row["lang"] for row in rows if row["term"] == hit.term), "")
        some = [row for row in rows if row["lang"] != lang and row["status"] not in _BAD]
        return list(dict.fromkeys(row["term"] for row in sorted(some, key=lambda row: row["status"] != "preferred")))

    def instead(self, hit: "Hit") -> str:
        """What to write for a term that shall not be used, "" for any other."""
        if hit.status not in _BAD:
            return ""
        rows = self._rows(hit.concept)
        lang = next((row["lang"] for row in rows if row["term"] == hit.term), "")
        good = [row for row in rows if row["lang"] == lang and row["status"] not in _BAD]
        return next((row["term"] for row in good if row["status"] == "preferred"), good[0]["term"] if good else "")

    def about(self, concept: str, what: str) -> str:
        """The `domain` or `definition` of a concept."""
        return next((row[what] for row in self._rows(concept) if row[what]), "")

    def _rows(self, concept: str) -> list[Mapping[str, str]]:
        if self._cards is None:
            self._cards = {}
            for row in self._terms.fill_null("").iter_rows(named=True):
                self._cards.setdefault(row["concept"], []).append(row)
        return self._cards.get(concept, [])


@dataclass(slots=True)
class Count:
    """How often a term was met, as what, and where: its first lines."""

    hit: "Hit"
    count: int = 0
    ambiguous: int = 0
    surfaces: dict[str, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


class Tally:
    """The terms of a text by how often they are met."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Count] = {}
        self.hits = 0

    def add(self, passage: "Passage") -> None:
        """Count the hits of a passage."""
        for hit in passage.hits:
            count = self._counts.get((hit.concept, hit.term))
            if count is None:
                count = self._counts[hit.concept, hit.term] = Count(hit)
            surface = passage.text[hit.start : hit.end]
            count.count += 1
            count.ambiguous += hit.ambiguous
            if surface in count.surfaces or len(count.surfaces) < _MOST_LINES:
                count.surfaces[surface] = count.surfaces.get(surface, 0) + 1
            if len(count.lines) < _MOST_LINES and passage.line not in count.lines:
                count.lines.append(passage.line)
            self.hits += 1

    @property
    def counts(self) -> list[Count]:
        """The most frequent first."""
        return sorted(self._counts.values(), key=lambda count: (-count.count, count.hit.term))


def hit_rows(passage: "Passage", cards: Cards) -> Iterator[dict[str, object]]:
    """The hits of a passage as rows: offsets are of the line, in code points."""
    for hit in passage.hits:
        yield {
            "line": passage.line,
            "start": passage.start + hit.start,
            "end": passage.start + hit.end,
            "text": passage.text[hit.start : hit.end],
            "term": hit.term,
            "concept": hit.concept,
            "status": hit.status,
            "how": hit.how,
            "ambiguous": hit.ambiguous,
            "others": list(hit.others),
            "translations": cards.translations(hit),
        }
