"""A stack of glossaries seen as one: the first that has something to say is right. Standard library only: a cold lookup reads this.

A concept that a higher glossary changed, merged or removed is that glossary's alone. A Korean term that a higher one has, in the same
domain or without any, is answered by the higher one; a concept of which that leaves no Korean term is out altogether. An English term
alone hides nothing: many Korean terms are called the same in English.
"""

from collections.abc import Iterator, Sequence

from malmoi.glossary.entry import Fields, terms_of
from malmoi.glossary.index import Index, Row
from malmoi.glossary.keys import FOLD, fold

__all__ = ["Layers", "hidden", "hidden_ids"]


class Layers:
    """The indexes of a stack, the first on top, which alone is written to; answers what a change asks."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes

    def fields(self, concept: str) -> Fields | None:
        """The fields of a concept that counts."""
        for index in self._indexes:
            if (fields := index.fields(concept)) is not None or index.hides(concept):
                return fields
        return None

    def resolve(self, id_: str) -> tuple[str, str | None] | None:
        """(concept, term or None) of an id, of the highest glossary that has it."""
        for layer, index in enumerate(self._indexes):
            found = index.resolve(id_)
            if found and not any(above.hides(found[0]) for above in self._indexes[:layer]):
                return found
        return None

    def find(self, kind: int, key: str) -> list[Row]:
        """The terms that have a search key and count."""
        return [
            row
            for layer, index in enumerate(self._indexes)
            for row in index.find(kind, key)
            if not hidden(self._indexes[:layer], index, row)
        ]

    def is_below(self, concept: str) -> bool:
        """Has a glossary that is only read this concept?"""
        return any(index.fields(concept) is not None for index in self._indexes[1:])


def hidden(above: Sequence[Index], index: Index, row: Row) -> bool:
    """Does a glossary `above` say otherwise about this term of `index`?"""
    if not above:
        return False
    if any(other.hides(row.concept) for other in above):
        return True
    fields = index.fields(row.concept) or {}
    korean = [term["term"] for term in terms_of(fields) if term["lang"] == "ko"]
    asked = [row.term] if row.lang == "ko" else korean
    return bool(asked) and all(_is_taken(above, term, str(fields.get("domain", ""))) for term in asked)


def hidden_ids(above: Sequence[Index], index: Index) -> tuple[set[str], set[str]]:
    """Everything that `hidden` is true of: ids of whole concepts of `index`, and ids of terms of others."""
    concepts = {id_ for other in above for id_ in other.hiding() if index.fields(id_) is not None}
    terms: dict[str, set[str]] = {}
    for key in {fold(row.term) for other in above for row in other.terms() if row.lang == "ko"}:
        for row in index.find(FOLD, key):
            if row.lang == "ko" and row.concept not in concepts and hidden(above, index, row):
                terms.setdefault(row.concept, set()).add(row.id)
    for concept, taken in terms.items():
        if {term["id"] for term in terms_of(index.fields(concept) or {}) if term["lang"] == "ko"} <= taken:
            concepts.add(concept)
    return concepts, set().union(*terms.values())


def _is_taken(above: Sequence[Index], term: str, domain: str) -> bool:
    """Has a glossary above this Korean term, in this domain or without one?"""
    return any(own in ("", domain) for own in _domains(above, fold(term)))


def _domains(above: Sequence[Index], key: str) -> Iterator[str]:
    for other in above:
        for row in other.find(FOLD, key):
            if row.lang == "ko":
                yield str((other.fields(row.concept) or {}).get("domain", ""))
