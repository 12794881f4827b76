"""A marked text as a page: the text with its terms, what the glossary says of each on hover, and a table of them by count.

A page is for reading: it shows the first lines of a very long text, and counts the terms of all of it.
"""

from typing import IO, TYPE_CHECKING

from malmoi.export.labels import UI, Labels
from malmoi.export.marked import Cards, Count, Tally
from malmoi.export.page import Content, Markup, asset, element, escape, page, table
from malmoi.text.hangul import has_hangul

if TYPE_CHECKING:
    from malmoi.glossary.passages import Passage
    from malmoi.model.records import Hit

__all__ = ["MarkedPage"]

# Characters of text that a page shows: a browser is still quick with as much.
MOST_SHOWN = 2_000_000
_BETWEEN = " · "
_STATUSES = ("preferred", "admitted", "deprecated", "superseded")


class MarkedPage:
    """Takes passages and writes the page to a binary stream when they are finished."""

    def __init__(self, stream: IO[bytes], cards: Cards, name: str, ui: UI, most: int = MOST_SHOWN) -> None:
        self._stream, self._cards, self._name, self._most = stream, cards, name, most
        self._labels = Labels(ui)
        self._lang = "en" if ui == "en" else "ko"
        self._lines: list[Markup] = []
        self._pieces: list[Markup] = []
        self._shown = self._left = 0

    def add(self, passage: "Passage") -> None:
        """Take the next passage."""
        if self._shown > self._most:
            self._left += passage.ends
            return
        self._shown += len(passage.text) + 1
        self._pieces.append(self._marked(passage))
        if passage.ends:
            self._end_line(passage.line, passage.text)

    def finish(self, tally: Tally) -> None:
        """Write the page."""
        labels = self._labels
        counts = tally.counts
        body: list[Content] = [
            element("p", element("b", "malmoi find"), class_="brand quiet"),
            element("h1", self._name),
            element("p", f"{labels.name('found.hits', _BETWEEN)} {tally.hits:,}", class_="quiet"),
            self._legend(counts),
            element("div", element("ol", self._lines, class_="lines"), class_="text"),
            element("p", f"{labels.name('found.left', _BETWEEN)}: {self._left:,}", class_="quiet")
            if self._left
            else None,
            element("h2", labels.name("found.terms", _BETWEEN)),
            element("div", self._table(counts), class_="scroll"),
        ]
        made = page(self._name, body, style=asset("marked_page.css"), lang=self._lang)
        self._stream.write(made.encode("utf-8"))

    def _end_line(self, number: int, text: str) -> None:
        lang = "ko" if has_hangul(text) else "en"
        self._lines.append(element("li", element("span", self._pieces, lang=lang), id=f"l{number}", value=number))
        self._pieces = []

    def _marked(self, passage: "Passage") -> Markup:
        pieces: list[Content] = []
        at = 0
        for hit in passage.hits:
            pieces.append(passage.text[at : hit.start])
            unsure = " unsure" if hit.ambiguous else ""
            text = passage.text[hit.start : hit.end]
            pieces.append(element("mark", text, class_=hit.status + unsure, title=self._said(hit), tabindex=0))
            at = hit.end
        pieces.append(passage.text[at:])
        return escape(pieces)

    def _said(self, hit: "Hit") -> str:
        """What hovering a term shows."""
        labels, cards = self._labels, self._cards
        lines = [f"{hit.term} = {', '.join(cards.translations(hit))}", labels.name(f"found.{hit.status}", _BETWEEN)]
        if instead := cards.instead(hit):
            lines[1] += f" → {instead}"
        if hit.ambiguous:
            others = [", ".join(hit.others)] if hit.others else []
            lines.append(": ".join([labels.name("found.ambiguous", _BETWEEN), *others]))
        about = [cards.about(hit.concept, "domain"), cards.about(hit.concept, "definition")]
        return "\n".join([*lines, *(text for text in about if text)])

    def _legend(self, counts: list[Count]) -> Markup:
        met = {count.hit.status for count in counts}
        tags = [
            element("span", self._labels.name(f"found.{status}", _BETWEEN), class_=f"tag {status}")
            for status in _STATUSES
            if status in met
        ]
        if any(count.ambiguous for count in counts):
            tags.append(element("mark", self._labels.name("found.ambiguous", _BETWEEN), class_="tag unsure"))
        return element("p", tags, class_="legend")

    def _table(self, counts: list[Count]) -> Markup:
        name = self._labels.name
        heads = [
            name(f"found.{key}", _BETWEEN) for key in ("term", "translation", "status", "count", "surfaces", "lines")
        ]
        rows: list[list[Content]] = [
            [
                element("b", count.hit.term),
                ", ".join(self._cards.translations(count.hit)),
                [
                    element("span", name(f"found.{count.hit.status}", _BETWEEN), class_=f"tag {count.hit.status}"),
                    f" → {instead}" if (instead := self._cards.instead(count.hit)) else None,
                ],
                count.count,
                ", ".join(count.surfaces),
                [[element("a", str(line), href=f"#l{line}"), " "] for line in count.lines],
            ]
            for count in counts
        ]
        return table(heads, rows)
