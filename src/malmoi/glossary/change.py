"""One change in the making: what concepts become, gathered until all of it is known to be right.

A change holds at most one version a concept, however often the concept is touched in it; all versions share one time, so one undo
takes all of them back. What changes in a concept of a glossary that is only read is written, with the rest of the concept, to the one on
top of the stack.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from malmoi.errors import GlossaryError
from malmoi.glossary.entry import LANGS, Fields, clean, combine, edited, key_of, merged, name_id, terms_of, tidy
from malmoi.glossary.index import Row
from malmoi.glossary.journal import Version
from malmoi.glossary.keys import FOLD, fold

__all__ = ["Change", "Known", "Surfaces"]

# One term, several, or none of a language.
Surfaces = str | Sequence[str] | None


class Known(Protocol):
    """What a change asks the glossary as it stands before it; `Layers` answers."""

    def fields(self, concept: str) -> Fields | None:
        """The fields of a concept that exists."""

    def resolve(self, id_: str) -> tuple[str, str | None] | None:
        """(concept, term or None) of an id."""

    def find(self, kind: int, key: str) -> list[Row]:
        """The terms that have a search key."""

    def is_below(self, concept: str) -> bool:
        """Is this concept that of a glossary that is only read?"""


class Change:
    """A change dated `at` and signed `by`, to the glossary called `name` in errors. Every method raises GlossaryError."""

    def __init__(self, known: Known, at: str, by: str, name: str) -> None:
        self._known = known
        self._at = at
        self._by = by
        self._name = name
        # What each touched concept becomes: its fields, None once removed; and what those that were merged lead to.
        self._made: dict[str, Fields | None] = {}
        self._into: dict[str, Fields] = {}
        self._rows: dict[object, str] = {}
        # Terms of the concepts that were put, which may be new.
        self._brought: dict[str, str] = {}

    def put(self, row: Mapping[str, object]) -> str:
        """Add a row's terms (`ko`, `en`, each one or several) and fields to its `concept`, or to the one that has these terms.

        Returns the concept's id.
        """
        given = dict(row)
        terms = {lang: [clean(s, "term") for s in _surfaces(given.pop(lang, None))] for lang in LANGS}
        asked, row_key = given.pop("concept", None), (str(terms), given.get("domain"))
        id_ = None if asked else self._rows.get(row_key)
        id_ = self._rows[row_key] = id_ or self._concept(asked, terms, given)
        old = self._fields(id_) or {}
        fields = combine(id_, old, terms, given)
        if fields != old:
            self._made[id_] = fields
            self._brought |= {term["id"]: id_ for term in terms_of(fields)}
        return id_

    def edit(self, id_: str, given: Mapping[str, object]) -> None:
        """Change fields of a concept or a term."""
        concept, term, fields = self._find(id_)
        new = edited(fields, term, given)
        if new != fields:
            self._made[concept] = new

    def remove(self, id_: str) -> None:
        """Take a concept away, or a term out of its concept (the last one takes the concept along)."""
        concept, term, fields = self._find(id_)
        rest = [one for one in terms_of(fields) if term is not None and one["id"] != term]
        self._made[concept] = {**fields, "terms": rest} if rest else None

    def merge(self, keep: str, gone: str) -> None:
        """Make one concept of two: `keep` gets the terms of `gone`, whose id leads to `keep` from now on."""
        one, other = self._find(keep), self._find(gone)
        if one[0] == other[0]:
            raise GlossaryError(f"{keep} and {gone} are the same concept: there is nothing to merge.")
        self._made[one[0]], same = merged(one[2], other[2])
        self._made[other[0]] = None
        self._into[other[0]] = {"into": one[0]} | ({"same": same} if same else {})

    def versions(self) -> Iterator[Version]:
        """The versions to append; none when nothing changes."""
        for id_, made in self._made.items():
            if id_ in self._into:
                yield Version(id_, "merge", self._at, self._by, self._into[id_])
            elif made is not None:
                yield Version(id_, "put", self._at, self._by, tidy(made))
            elif self._known.fields(id_) is not None:
                # What a lower glossary of the stack says about this id counts no more either.
                hides = {"hides": "yes"} if self._known.is_below(id_) else {}
                yield Version(id_, "remove", self._at, self._by, hides)

    def _fields(self, concept: str) -> Fields | None:
        """The fields of a concept as this change leaves it so far; None when there is no such concept."""
        return self._made[concept] if concept in self._made else self._known.fields(concept)

    def _find(self, id_: str) -> tuple[str, str | None, Fields]:
        """(concept, term or None, the concept's fields) of an id."""
        concept, term = self._resolve(id_) or (id_, None)
        fields = self._fields(concept)
        if fields is None or not (term is None or any(one["id"] == term for one in terms_of(fields))):
            gone = " any more" if concept in self._made else ""
            raise GlossaryError(f"There is no concept or term {id_!r} in {self._name}{gone}.")
        return concept, term, fields

    def _resolve(self, id_: str) -> tuple[str, str | None] | None:
        """What an id means, in this change or before it; what was merged leads on."""
        seen: set[str] = set()
        found = (id_, None) if id_ in self._made else self._known.resolve(id_)
        if found is None and id_ in self._brought:
            found = self._brought[id_], id_
        while found and found[0] not in seen and (into := self._into.get(found[0])):
            seen.add(found[0])
            same = into.get("same", {})
            found = str(into["into"]), same.get(found[1], found[1]) if isinstance(same, dict) else found[1]
        return found

    def _concept(self, asked: object, terms: Mapping[str, Sequence[str]], given: Mapping[str, object]) -> str:
        """The id of the concept that a row is about."""
        if asked is not None and str(asked).strip():
            id_ = clean(str(asked), "concept id")
            found = self._resolve(id_)
            return found[0] if found else id_
        surfaces = [(lang, surface) for lang, some in terms.items() for surface in some]
        return self._same(surfaces, given) or self._new_id(surfaces)

    def _same(self, surfaces: Sequence[tuple[str, str]], given: Mapping[str, object]) -> str | None:
        """The one concept that has all these terms, and no other domain than the one given."""
        common: set[str] | None = None
        for lang, surface in surfaces:
            rows = self._known.find(FOLD, fold(surface))
            having = {row.concept for row in rows if row.lang == lang and key_of(row.term) == key_of(surface)}
            common = having if common is None else common & having
            if not common:
                return None
        fits = [c for c in common or () if given.get("domain", domain := self._domain(c)) in ("", None, domain)]
        return fits[0] if len(fits) == 1 else None

    def _domain(self, concept: str) -> str:
        return str((self._known.fields(concept) or {}).get("domain", ""))

    def _new_id(self, surfaces: Sequence[tuple[str, str]]) -> str:
        id_ = name_id(self._at, self._by, *(part for surface in surfaces for part in surface))
        while id_ in self._made or self._known.resolve(id_):
            id_ = name_id(id_)
        return id_


def _surfaces(value: object) -> list[str]:
    """The terms of one language in a row."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence):
        return [str(v) for v in value]
    raise GlossaryError(f"A term is text, or a list of texts, not {value!r}.")
