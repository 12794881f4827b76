"""Which concept of the glossary a concept of a file is: by its id together with one of its terms, else by its terms.

A file with ids says itself which of its terms belong together, so only what the glossary had before counts; rows of a file without
ids join what earlier rows brought, when they share a term.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from malmoi.flow.snapshots import Snapshot
from malmoi.formats.termbases.records import LANGS, Concept
from malmoi.glossary.entry import key_of, terms_of

__all__ = ["Matched", "match"]


class Matched(NamedTuple):
    """The concept that is meant, "" for a new one; or, with a message, the nearest, and whether the terms may join it."""

    concept: str = ""
    near: str = ""
    message: str = ""
    joins: bool = False


def match(concept: Concept, before: Snapshot, now: Snapshot, base: Snapshot | None) -> Matched:
    """The concept of the glossary that `concept` is, given its states before the import, with what it brought so far, and at the
    time when the file was written (None where nobody knows)."""
    if concept.id in before.concepts and (
        _shared(concept, before)[concept.id] or (base is not None and concept.id in base.concepts)
    ):
        return Matched(concept.id)
    state = before if concept.id else now
    shared = _shared(concept, state)
    strong = [id_ for id_ in shared if _sides(concept) <= _sides_with(concept, state, id_)]
    fits = _of_domain(strong, concept.domain, state)
    if fits:
        return _one_of(fits, shared, concept, state)
    known = sorted(id_ for id_ in strong if id_ in before.concepts)
    if known:
        has = state.value(known[0], "domain")
        return Matched(
            near=known[0],
            message=f"The glossary has it in the domain {has!r} (concept {known[0]}), the file in {concept.domain!r}.",
        )
    return _near(_of_domain([*shared], concept.domain, state), before, state)


def _near(near: list[str], before: Snapshot, state: Snapshot) -> Matched:
    """What to make of concepts that share terms of one language only."""
    if len(near) == 1 and (near[0] not in before.concepts or len(_languages(state, near[0])) < len(LANGS)):
        return Matched(near[0])
    if not near:
        return Matched()
    if len(near) > 1:
        said = f"Its terms stand in several concepts ({', '.join(near)}): merge these, or say a domain."
        return Matched(near=near[0], message=said)
    return Matched(near=near[0], message=f"The glossary has {_said(state, near[0])} ({near[0]}).", joins=True)


def _one_of(fits: list[str], shared: Counter[str], concept: Concept, state: Snapshot) -> Matched:
    """The concept that has the most of the terms, or, of several, one that says nothing else."""
    most = max(shared[id_] for id_ in fits)
    best = [id_ for id_ in fits if shared[id_] == most]
    said = {name: value for name in ("domain", "definition", "note") if (value := getattr(concept, name))}
    agreeing = [
        id_ for id_ in best if all(key_of(state.value(id_, name)) == key_of(value) for name, value in said.items())
    ]
    if len(best) == 1 or (agreeing and most == len(concept.terms)):
        return Matched((agreeing or best)[0])
    return Matched(near=best[0], message=f"The glossary has it in several concepts ({', '.join(best)}): say a domain.")


def _shared(concept: Concept, state: Snapshot) -> Counter[str]:
    """How many of the terms each concept has."""
    return Counter(id_ for term in concept.terms for id_ in state.having(term.lang, term.term))


def _sides(concept: Concept) -> set[str]:
    return {term.lang for term in concept.terms}


def _sides_with(concept: Concept, state: Snapshot, id_: str) -> set[str]:
    """The languages in which the concept `id_` has one of the terms."""
    return {term.lang for term in concept.terms if id_ in state.having(term.lang, term.term)}


def _languages(state: Snapshot, id_: str) -> set[str]:
    return {term["lang"] for term in terms_of(state.concepts[id_])}


def _of_domain(concepts: Iterable[str], domain: str, state: Snapshot) -> list[str]:
    """Of these concepts those of the domain; where none is named, all; those without a domain when no other is of it."""
    if not domain:
        return sorted(concepts)
    of = {id_: state.value(id_, "domain") for id_ in sorted(concepts)}
    return [id_ for id_ in of if of[id_] == domain] or [id_ for id_ in of if not of[id_]]


def _said(state: Snapshot, id_: str) -> str:
    """What a concept has, as people read it."""
    terms = terms_of(state.concepts[id_])
    return " = ".join(", ".join(t["term"] for t in terms if t["lang"] == lang) or "–" for lang in LANGS)
