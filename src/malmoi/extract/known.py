"""What the glossary says about pairs: which terms translate which, and whether a pair found is known, new or at odds with it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from malmoi.extract.folding import fold

if TYPE_CHECKING:
    import polars as pl

    from malmoi.model.records import Hit, Lang

__all__ = ["GlossaryLike", "Known"]

Status = Literal["new", "known", "conflict"]
_REFUSED = frozenset({"deprecated", "superseded"})


class GlossaryLike(Protocol):
    """What extraction needs of a glossary."""

    @property
    def terms(self) -> "pl.DataFrame":
        """Frame TERMS."""

    def find(self, text: str, lang: "Lang") -> "list[Hit]":
        """Its terms in a text."""


class Known:
    """Pairs of a glossary by their folded texts."""

    def __init__(self, glossary: GlossaryLike | None) -> None:
        self._glossary = glossary
        self._english: dict[str, set[str]] = {}
        self._korean: dict[str, set[str]] = {}
        # Folded terms that no concept has in good standing; folded pairs of which one concept has both so.
        self._refused: set[str] = set()
        self._good: set[tuple[str, str]] = set()
        self._written: dict[str, str] = {}
        if glossary is not None:
            self._read(glossary.terms.select("concept", "lang", "term", "status").iter_rows())

    def __bool__(self) -> bool:
        return bool(self._english)

    @property
    def english(self) -> Mapping[str, Iterable[str]]:
        """Folded English terms of a folded Korean one, whatever their status."""
        return self._english

    def spans(self, text: str, lang: "Lang") -> list[tuple[int, int]]:
        """Where the glossary's terms stand in a text."""
        return [(h.start, h.end) for h in self._glossary.find(text, lang)] if self._glossary is not None else []

    def status(self, ko: str, en: str) -> tuple[Status, str]:
        """What the glossary makes of a pair, and for a conflict what it has instead, in words."""
        k, e = fold(ko), fold(en)
        if e in self._english.get(k, ()):
            if self._advises_against(k, e):
                return "conflict", "the glossary advises against it" + self._instead(k, e)
            return "known", "in the glossary"
        if k in self._english or e in self._korean:
            return "conflict", "not what the glossary has" + self._instead(k, e)
        return "new", ""

    def _advises_against(self, ko: str, en: str) -> bool:
        """Has no concept both terms in good standing? Of two spellings that fold the same, one that is good suffices."""
        return (ko, en) not in self._good

    def _instead(self, ko: str, en: str) -> str:
        """(it has X, Y): the terms to use for either side."""
        good = [
            t
            for t in (*self._english.get(ko, ()), *self._korean.get(en, ()))
            if t not in self._refused and t not in (ko, en)
        ]
        return f" (it has {', '.join(sorted(self._written[t] for t in set(good)))})" if good else ""

    def _read(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        concepts: dict[str, dict[str, dict[str, bool]]] = {}
        for concept, lang, term, status in rows:
            folded = fold(term)
            good = status not in _REFUSED
            if good or folded not in self._written:
                self._written[folded] = term
            terms = concepts.setdefault(concept, {"ko": {}, "en": {}}).setdefault(lang, {})
            terms[folded] = terms.get(folded, False) or good
        for both in concepts.values():
            for ko, ko_good in both["ko"].items():
                self._english.setdefault(ko, set()).update(both["en"])
                self._good |= {(ko, en) for en, good in both["en"].items() if ko_good and good}
            for en in both["en"]:
                self._korean.setdefault(en, set()).update(both["ko"])
        standing = {t for both in concepts.values() for terms in both.values() for t, good in terms.items() if good}
        self._refused = self._written.keys() - standing
