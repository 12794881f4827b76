"""A segment as the rules see it: two texts, and what several rules want to know of them, computed once and only when asked."""

from collections.abc import Sequence
from functools import cached_property

from malmoi.amounts.compare import compare_amounts
from malmoi.check.fidelity import Fidelity, Witness
from malmoi.check.termbase import Termbase
from malmoi.model.records import AmountPair, Hit, Lang

__all__ = ["Document", "Segment", "other"]


def other(lang: Lang) -> Lang:
    """The other language."""
    return "en" if lang == "ko" else "ko"


class Document:
    """What rules remember from one segment of a document to the next; each keeps its own under its name."""

    def __init__(self) -> None:
        self._memory: dict[str, dict[str, object]] = {}

    def memory(self, rule: str) -> dict[str, object]:
        """The memory of one rule."""
        return self._memory.setdefault(rule, {})


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

    @property
    def is_whole(self) -> bool:
        """Is there text on both sides?"""
        return bool(self.ko.strip() and self.en.strip())

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
    def amounts(self) -> list[AmountPair]:
        """The amounts of both texts, paired."""
        return compare_amounts(self.ko, self.en)

    @cached_property
    def fidelity(self) -> Fidelity:
        """Which words of either side have a counterpart on the other."""
        shared = self.concepts("ko") & self.concepts("en")
        hits = {lang: [h for h in self.hits(lang) if h.concept in shared] for lang in ("ko", "en")}
        return (self._witness or Witness()).look(self.ko, self.en, self.amounts, hits)
