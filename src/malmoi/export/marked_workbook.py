"""A marked text as a workbook: a sheet of its terms by count and one of all hits, each with its line, the term in bold."""

from typing import IO, TYPE_CHECKING

from malmoi.export.cells import Rich
from malmoi.export.labels import UI, Labels
from malmoi.export.marked import Cards, Tally
from malmoi.export.styles import BODY, TEXT_FORMAT, Styles
from malmoi.export.table import Book, Column, Table

if TYPE_CHECKING:
    from openpyxl import Workbook

    from malmoi.glossary.passages import Passage

__all__ = ["MarkedWorkbook"]

_TERM = BODY.but(number_format=TEXT_FORMAT, bold=True)
_TEXT = BODY.but(number_format=TEXT_FORMAT)
_NUMBER = BODY.but(horizontal="right", number_format="#,##0")
_TERMS = (
    Column("found.term", 24, _TERM),
    Column("found.translation", 32, _TEXT),
    Column("found.status", 18),
    Column("found.instead", 18, _TEXT),
    Column("found.count", 9, _NUMBER),
    Column("found.ambiguous", 13, _NUMBER),
    Column("found.surfaces", 28, _TEXT),
    Column("found.lines", 26, _TEXT),
    Column("found.domain", 14),
    Column("found.definition", 40, _TEXT),
)
_HITS = (
    Column("found.line", 8, _NUMBER),
    Column("found.start", 8, _NUMBER),
    Column("found.surface", 20, _TEXT),
    Column("found.term", 20, _TERM),
    Column("found.status", 18),
    Column("found.how", 18),
    Column("found.sentence", 90, _TEXT),
)
# The run of a term in a line; and how much of the line is shown on either side.
_MARK, _AROUND = "known", 120
_ELLIPSIS = "…"


class MarkedWorkbook:
    """Takes passages, a row a hit, and adds the sheet of terms when they are finished."""

    def __init__(self, stream: IO[bytes], workbook: "Workbook", cards: Cards, ui: UI) -> None:
        self._stream, self._workbook, self._cards = stream, workbook, cards
        self._book = Book(workbook, Labels(ui), Styles(workbook))
        # The sheet of terms comes first, though its rows are known last.
        self._terms = Table(self._book, "found_terms", _TERMS, freeze="B2")
        self._hits = Table(self._book, "found_hits", _HITS)

    def add(self, passage: "Passage") -> None:
        """A row for every hit."""
        labels = self._book.labels
        for hit in passage.hits:
            text = passage.text
            left, right = max(0, hit.start - _AROUND), min(len(text), hit.end + _AROUND)
            runs = [
                (_ELLIPSIS * (left > 0) + text[left : hit.start], ""),
                (text[hit.start : hit.end], _MARK),
                (text[hit.end : right] + _ELLIPSIS * (right < len(text)), ""),
            ]
            status = labels.value("found", hit.status)
            how = labels.value("how", hit.how) + (" ?" if hit.ambiguous else "")
            line = (passage.line, passage.start + hit.start + 1, text[hit.start : hit.end], hit.term, status, how)
            self._hits.append((*line, Rich([run for run in runs if run[0]])))

    def finish(self, tally: Tally) -> None:
        """Write the workbook."""
        for count in tally.counts:
            hit, cards = count.hit, self._cards
            self._terms.append(
                (
                    hit.term,
                    ", ".join(cards.translations(hit)) or None,
                    self._book.labels.value("found", hit.status),
                    cards.instead(hit) or None,
                    count.count,
                    count.ambiguous or None,
                    ", ".join(count.surfaces),
                    ", ".join(map(str, count.lines)),
                    cards.about(hit.concept, "domain") or None,
                    cards.about(hit.concept, "definition") or None,
                )
            )
        self._terms.close()
        self._hits.close()
        self._workbook.save(self._stream)
