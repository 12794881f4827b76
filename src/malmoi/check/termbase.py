"""What the rules ask of a glossary: its terms in a text, and what a concept is called."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from malmoi.model.records import Hit, Lang

if TYPE_CHECKING:
    import polars as pl

__all__ = ["REFUSED", "GlossaryLike", "Named", "Termbase"]

# Statuses of terms that a translation should not use.
REFUSED = frozenset(("deprecated", "superseded"))
_BEST_FIRST = ("preferred", "admitted", "superseded", "deprecated")
# Words in a term's note that ask to leave it as it is, where a format has no field for it.
_LEAVE_IT = ("do not translate", "번역하지 않")


class GlossaryLike(Protocol):
    """What checks need of a glossary."""

    @property
    def terms(self) -> "pl.DataFrame":
        """Frame TERMS."""

    def find(self, text: str, lang: Lang) -> list[Hit]:
        """Its terms in a text."""


class Named(NamedTuple):
    """A term of a concept."""

    term: str
    status: str
    note: str
    kept: bool  # marked as not to be translated


class Termbase:
    """A glossary (or none) as the rules see it."""

    def __init__(self, glossary: GlossaryLike | None) -> None:
        self._glossary = glossary
        self._concepts: dict[str, dict[str, list[Named]]] = {}
        if glossary is not None:
            columns = ("concept", "lang", "term", "status", "note", "do_not_translate")
            for concept, lang, term, status, note, kept in glossary.terms.select(columns).iter_rows():
                named = Named(term, status, note or "", kept == "yes")
                self._concepts.setdefault(concept, {}).setdefault(lang, []).append(named)
            for sides in self._concepts.values():
                for names in sides.values():
                    names.sort(key=lambda n: _BEST_FIRST.index(n.status) if n.status in _BEST_FIRST else 1)

    def __bool__(self) -> bool:
        return bool(self._concepts)

    def find(self, text: str, lang: Lang) -> list[Hit]:
        """Terms of the glossary in `text`."""
        return self._glossary.find(text, lang) if self._glossary is not None and text else []

    def names(self, concept: str, lang: Lang) -> Sequence[Named]:
        """What a concept is called in a language, the best first; empty when it has no name there."""
        return self._concepts.get(concept, {}).get(lang, ())

    def best(self, concept: str, lang: Lang) -> str | None:
        """The term to use; None when every one is refused, or there is none."""
        return next((n.term for n in self.names(concept, lang) if n.status not in REFUSED), None)

    def usable(self, concept: str, lang: Lang) -> list[str]:
        """All terms that may be used."""
        return [n.term for n in self.names(concept, lang) if n.status not in REFUSED]

    def is_left_alone(self, concept: str) -> bool:
        """Must the concept stay as it is written? By its mark, its note, or because both languages have the same one Latin term."""
        ko, en = self.names(concept, "ko"), self.names(concept, "en")
        if any(named.kept for named in (*ko, *en)):
            return True
        if any(word in named.note.lower() for named in (*ko, *en) for word in _LEAVE_IT):
            return True
        used = [{n.term for n in names if n.status not in REFUSED} for names in (ko, en)]
        return len(used[0]) == 1 and used[0] == used[1]
