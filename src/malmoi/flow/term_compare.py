"""A concept of a file beside the same one of the glossary, field by field and term by term: what to add, what to change, what contradicts.

What the file leaves empty stays. Where the glossary's state is known from which the file was made, what the file left as it was stays
too, and what it changed is applied unless the glossary has changed it since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from malmoi.formats.termbases.records import CONCEPT_FIELDS, LANGS, REFUSED, TERM_FIELDS, Concept, Term
from malmoi.glossary.entry import Fields, key_of, terms_of
from malmoi.glossary.entry import Term as Own
from malmoi.glossary.keys import fold

__all__ = ["Changes", "Sayings", "compare"]

_OWN_FIELDS = CONCEPT_FIELDS[:3]
Key = tuple[str, str]


@dataclass(slots=True)
class Changes:
    """Terms to put; fields to change, by the id of the concept or term; what contradicts (its changes are there too)."""

    put: list[Term] = field(default_factory=list)
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    against: list[str] = field(default_factory=list)

    def edit(self, id_: str, name: str, value: str) -> None:
        """Change one field."""
        self.edits.setdefault(id_, {})[name] = value


@dataclass(frozen=True, slots=True)
class Sayings:
    """What a file can say: the fields that its format keeps (as in `formats.termbases`), and whether malmoi wrote it.

    In a file of malmoi's own, a field that the format does not keep says nothing, whatever stands there.
    """

    keeps: frozenset[str]
    ours: bool

    def counts(self, name: str) -> bool:
        """Does what stands in this field mean anything?"""
        return not self.ours or name in self.keeps


def compare(concept: Concept, id_: str, own: Fields, base: Fields | None, said: Sayings) -> Changes:
    """All differences between `concept` of a file and the concept `id_` of the glossary, which has the fields `own` and, when the file
    was made, had `base` (None where nobody knows)."""
    changes = Changes()
    terms = terms_of(own)
    for name in _OWN_FIELDS:
        value, has = getattr(concept, name), str(own.get(name, ""))
        if not value or not said.counts(name) or _same(value, has):
            continue
        if name == "note" and any(_same(value, term.get("note", "")) for term in terms):
            continue
        _decide(
            changes, id_, name, f"The {name} of {id_}", value, has, None if base is None else str(base.get(name, ""))
        )
    for term, mine in _paired(concept, terms, said):
        was = None if base is None else _was(base, term, mine)
        if mine is not None:
            _compare_term(changes, term, mine, was, str(own.get("note", "")), said)
        elif was is None:
            changes.put.append(term)
    for lang in LANGS:
        _one_preferred(changes, lang, terms, concept)
    return changes


def _compare_term(changes: Changes, term: Term, mine: Own, was: Own | None, concept_note: str, said: Sayings) -> None:
    what = f"{mine['term']}:"
    if key_of(term.term) != key_of(mine["term"]) and term.id and term.id == mine["id"]:
        _decide(changes, mine["id"], "term", f"{what} the term", term.term, mine["term"], was["term"] if was else None)
    for name in TERM_FIELDS:
        value, has = getattr(term, name), mine.get(name, "")
        if not value or not said.counts(f"term.{name}") or _same(value, has):
            continue
        if name == "note" and _same(value, concept_note):
            continue
        if name == "status" and "term.status" not in said.keeps and (value in REFUSED) == (has in REFUSED):
            # Formats that know only allowed and forbidden do not contradict what is between.
            continue
        _decide(changes, mine["id"], name, f"{what} the {name}", value, has, was.get(name, "") if was else None)


def _decide(changes: Changes, id_: str, name: str, what: str, value: str, has: str, was: str | None) -> None:
    """Apply a value, leave it, or tell of a conflict."""
    if was is not None and _same(value, was):
        return
    if (has and was is None) or (was is not None and not _same(has, was)):
        changes.against.append(f"{what} is {has!r} in the glossary and {value!r} in the file.")
    changes.edit(id_, name, value)


def _paired(concept: Concept, terms: list[Own], said: Sayings) -> list[tuple[Term, Own | None]]:
    """Each term of the file with the one of the glossary that it is: by spelling, by its id, or by a spelling that folds alike."""
    exact: dict[Key, Own] = {(own["lang"], key_of(own["term"])): own for own in terms}
    spelled = {(term.lang, key_of(term.term)) for term in concept.terms}
    free = {own["id"]: own for key, own in exact.items() if key not in spelled}
    pairs: list[tuple[Term, Own | None]] = []
    for term in concept.terms:
        mine = exact.get((term.lang, key_of(term.term)))
        if mine is None and said.ours and term.id in free and free[term.id]["lang"] == term.lang:
            mine = free.pop(term.id)
        if mine is None:
            mine = next((own for own in free.values() if own["lang"] == term.lang and _alike(term, own, concept)), None)
            if mine is not None:
                free.pop(mine["id"])
        pairs.append((term, mine))
    return pairs


def _alike(term: Term, own: Own, concept: Concept) -> bool:
    """Is this the same term in another spelling? Where files have concepts, spacing makes a variant of its own, case does not."""
    if not concept.id:
        return fold(term.term) == fold(own["term"])
    return key_of(term.term).casefold() == key_of(own["term"]).casefold()


def _was(base: Fields, term: Term, mine: Own | None) -> Own | None:
    """The term as it was when the file was made."""
    before = terms_of(base)
    by_id = [one for one in before if mine is not None and one["id"] == mine["id"]]
    return next(iter(by_id or [one for one in before if _key(one) == (term.lang, key_of(term.term))]), None)


def _key(own: Mapping[str, str]) -> Key:
    return own["lang"], key_of(own["term"])


def _one_preferred(changes: Changes, lang: str, terms: list[Own], concept: Concept) -> None:
    """A conflict where a second term of a language would become the preferred one; the file's then stands alone."""
    before = [own for own in terms if own["lang"] == lang and own["status"] == "preferred"]
    raised = [
        own for own in terms if own["lang"] == lang and own not in before and _becomes(changes, own) == "preferred"
    ]
    new = [term.term for term in changes.put if term.lang == lang and term.status == "preferred"]
    still = [own for own in before if _becomes(changes, own) == "preferred"]
    if not still or not (raised or new):
        return
    named = {key_of(term.term) for term in concept.of(lang) if term.status == "preferred"}
    for own in still:
        if key_of(own["term"]) in named:
            changes.against.append(
                f"{', '.join(sorted(named))} are all preferred in the file: make all but one admitted."
            )
            return
        added = ", ".join([*new, *(one["term"] for one in raised)])
        changes.against.append(f"{added} is preferred in the file, {own['term']} in the glossary.")
        changes.edit(own["id"], "status", "admitted")


def _becomes(changes: Changes, own: Own) -> str:
    return changes.edits.get(own["id"], {}).get("status", own["status"])


def _same(one: str, other: str) -> bool:
    """Are two texts the same but for blanks and line ends?"""
    return key_of(one) == key_of(other)
