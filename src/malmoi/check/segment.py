"""A segment as the rules see it: two texts, and what several rules want to know of them, computed once and only when asked."""

import re
from collections.abc import Sequence
from functools import cached_property

from malmoi.amounts.compare import compare_amounts
from malmoi.amounts.document import Conversion, conversions, outliers
from malmoi.amounts.parse import parse_amounts
from malmoi.check.clock_times import Clock, clocks
from malmoi.check.codes import Code, placeholders, tags
from malmoi.check.fidelity import Fidelity, Witness
from malmoi.check.memory import Memory
from malmoi.check.numbered import Numbered, numbered
from malmoi.check.spelling import misspelled
from malmoi.check.termbase import Termbase
from malmoi.model.records import AmountPair, Hit, Lang, Span
from malmoi.text.hangul import normalize

__all__ = ["Document", "Segment", "other"]

# A glance before amounts are read: a bracket that holds a figure and a currency.
_MONEY_IN_BRACKETS = re.compile(
    r"[(\[（][^)\]）]*\d[^)\]）]*(?:원|달러|엔|유로|위안|파운드|불|won|yen|yuan|euro)|[(\[][^)\]]*[$₩€£¥]\s?\d"
)


def other(lang: Lang) -> Lang:
    """The other language."""
    return "en" if lang == "ko" else "ko"


class Document:
    """What rules know of a document: what they remember from segment to segment, each under its name, and its rates of exchange.

    `rows` are its segments as (number, ko, en), `source` is the language it was translated from.
    """

    def __init__(self, rows: Sequence[tuple[int, str, str]] = ()) -> None:
        self._rows = rows
        self.source: Lang = "ko"
        self._memory: dict[str, Memory] = {}

    @cached_property
    def off_rate(self) -> list[Conversion]:
        """Bracketed conversions that do not fit the document's rate; `segment` is the number of theirs."""
        found: list[Conversion] = []
        for number, ko, en in self._rows:
            for lang, text in (("ko", ko), ("en", en)):
                if _MONEY_IN_BRACKETS.search(text):
                    side: Lang = "ko" if lang == "ko" else "en"
                    found += conversions(text, parse_amounts(text, side), side, number)
        return outliers(found)

    def memory(self, rule: str) -> Memory:
        """The memory of one rule."""
        return self._memory.setdefault(rule, Memory())

    def follow(self, rows: Sequence[tuple[int, str, str]]) -> "Document":
        """The same document, further on: `rows` are its next segments, what rules remember stays."""
        document = Document(rows)
        document._memory, document.source = self._memory, self.source
        return document


class Segment:
    """One pair of texts; `source` is the language that was translated from."""

    def __init__(
        self,
        ko: str,
        en: str,
        source: Lang = "ko",
        *,
        number: int = 0,
        doc: str = "",
        termbase: Termbase | None = None,
        witness: Witness | None = None,
        document: Document | None = None,
    ) -> None:
        self.ko, self.en = ko, en
        self.source: Lang = source
        self.target: Lang = other(source)
        self.number, self.doc = number, doc
        self.termbase = termbase or Termbase(None)
        self.document = document or Document()
        self._witness = witness

    def text(self, lang: Lang) -> str:
        """The text in a language."""
        return self.ko if lang == "ko" else self.en

    @cached_property
    def is_whole(self) -> bool:
        """Is there text on both sides?"""
        return bool(self.ko.strip() and self.en.strip())

    @cached_property
    def is_copy(self) -> bool:
        """Is the target the source itself?"""
        return self.is_whole and normalize(self.ko).text.strip() == normalize(self.en).text.strip()

    def placeholders(self, lang: Lang) -> Sequence[Code]:
        """The variables in the text of a language that a program fills in."""
        return self._codes[lang][0]

    def tags(self, lang: Lang) -> Sequence[Code]:
        """The tags in the text of a language."""
        return self._codes[lang][1]

    @cached_property
    def _codes(self) -> dict[str, tuple[Sequence[Code], Sequence[Code]]]:
        return {lang: (placeholders(text), tags(text)) for lang, text in (("ko", self.ko), ("en", self.en))}

    def hits(self, lang: Lang) -> Sequence[Hit]:
        """The glossary's terms in the text of a language."""
        return self._hits_ko if lang == "ko" else self._hits_en

    @cached_property
    def _hits_ko(self) -> list[Hit]:
        return self.termbase.find(self.ko, "ko")

    @cached_property
    def _hits_en(self) -> list[Hit]:
        return self.termbase.find(self.en, "en")

    def concepts(self, lang: Lang) -> set[str]:
        """Concepts that the text of a language names."""
        return {hit.concept for hit in self.hits(lang)}

    @cached_property
    def misspelled(self) -> dict[str, tuple[Hit, tuple[Span, str]]]:
        """By concept: a term of the source that the target has misspelled, where, and how the glossary spells it."""
        there = self.concepts(self.target)
        out: dict[str, tuple[Hit, tuple[Span, str]]] = {}
        for hit in self.hits(self.source):
            if hit.concept not in there and hit.concept not in out:
                found = misspelled(self, hit)
                if found is not None:
                    out[hit.concept] = (hit, found)
        return out

    @cached_property
    def amounts(self) -> list[AmountPair]:
        """The amounts of both texts, paired."""
        return compare_amounts(self.ko, self.en)

    def clocks(self, lang: Lang) -> Sequence[Clock]:
        """The clock times in the text of a language."""
        return self._clocks[lang]

    @cached_property
    def _clocks(self) -> dict[str, Sequence[Clock]]:
        return {"ko": clocks(self.ko, "ko"), "en": clocks(self.en, "en")}

    def numbered(self, lang: Lang) -> Sequence[Numbered]:
        """The things that are counted off in the text of a language."""
        return self._numbered[lang]

    @cached_property
    def _numbered(self) -> dict[str, Sequence[Numbered]]:
        ko = [pair.ko for pair in self.amounts if pair.ko is not None]
        en = [pair.en for pair in self.amounts if pair.en is not None]
        return {"ko": numbered(self.ko, "ko", ko), "en": numbered(self.en, "en", en)}

    @cached_property
    def fidelity(self) -> Fidelity:
        """Which words of either side have a counterpart on the other."""
        shared = self.concepts("ko") & self.concepts("en")
        hits = {lang: [h for h in self.hits(lang) if h.concept in shared] for lang in ("ko", "en")}
        return (self._witness or Witness()).look(self.ko, self.en, self.amounts, hits)
