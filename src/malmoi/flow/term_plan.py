"""What the import of a term base does, a step a concept: against the glossary as it was when malmoi wrote the file, and as it is now.

What a file does not say stays; what it says anew is added; what it says otherwise is applied where the file was changed and the glossary
was not since, and is a conflict where both were, or where nobody knows (a file of other programs). Nothing is written here.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from malmoi.errors import GlossaryError
from malmoi.flow.decisions import Proposal
from malmoi.flow.snapshots import History, Snapshot
from malmoi.flow.steps import Action, Prefer, Step
from malmoi.flow.term_compare import Changes, Sayings, compare
from malmoi.flow.term_match import match
from malmoi.formats.termbases.codecs import Termbase
from malmoi.formats.termbases.records import TERM_FIELDS, Concept, Term
from malmoi.glossary.entry import clean, edited, name_id
from malmoi.glossary.rows import rows_of
from malmoi.model.records import Decision

__all__ = ["plan_terms"]

# What leaves the glossary as it was.
_LEFT = frozenset({"same", "conflict", "kept", "problem"})


def plan_terms(file: Termbase, history: History, source: str, prefer: Prefer | None = None) -> list[Step]:
    """One step a concept of the file, in its order, each upon the ones before it; `source` goes to terms that name none."""
    planner = _Planner(file, history, source, prefer)
    return [planner.step(concept) for concept in file.concepts]


class _Planner:
    """The glossary as the steps so far will leave it."""

    def __init__(self, file: Termbase, history: History, source: str, prefer: Prefer | None) -> None:
        self._before = history.now
        self._now = Snapshot(dict(history.now.concepts))
        self._base = history.at(file.signature) if file.signature else None
        self._ids = set(history.ids)
        self._said = Sayings(file.keeps, bool(file.signature))
        self._signature, self._source, self._prefer = file.signature, source, prefer

    def step(self, given: Concept) -> Step:
        """What becomes of a concept of the file."""
        try:
            concept = _cleaned(given)
            step = self._taken(concept)
            if step.action not in _LEFT:
                self._do(step)
        except GlossaryError as error:
            return Step("problem", self._row(given), str(error))
        return step

    def _taken(self, concept: Concept) -> Step:
        found = match(concept, self._before, self._now, self._base)
        if found.message:
            # If the file is right, its terms join the only concept near, or make one of their own.
            way = (lambda: self._merged(concept, found.near)) if found.joins else (lambda: self._new(concept))
            return self._settled(concept, found.near, found.message, way)
        if found.concept:
            return self._merged(concept, found.concept)
        if concept.id and self._base is not None and concept.id in self._base.concepts:
            said = f"The glossary had {concept.id}, and somebody has removed it since."
            return self._settled(concept, concept.id, said, lambda: self._new(concept))
        return self._new(concept)

    def _settled(self, concept: Concept, id_: str, message: str, way: Callable[[], Step]) -> Step:
        """A conflict, or how it ends when it is known who is right."""
        if self._prefer is None:
            return Step("conflict", self._row(concept, id_), message)
        if self._prefer == "ours":
            return Step("kept", self._row(concept, id_), f"The glossary stands. {message}")
        return way()

    def _new(self, concept: Concept) -> Step:
        rows = rows_of(concept, self._fresh_id(concept), self._signed(concept.terms))
        return Step("new", self._row(concept), "", (*rows,))

    def _merged(self, concept: Concept, id_: str) -> Step:
        """What a concept adds to one of the glossary and changes in it."""
        base = self._base.concepts.get(id_) if self._base is not None else None
        changes = compare(concept, id_, self._now.concepts[id_], base, self._said)
        if not (changes.put or changes.edits):
            return Step("same", self._row(concept, id_), f"In {id_}.")
        if changes.against:
            return self._settled(concept, id_, " ".join(changes.against), lambda: self._changed(concept, id_, changes))
        return self._changed(concept, id_, changes)

    def _changed(self, concept: Concept, id_: str, changes: Changes) -> Step:
        bare = replace(concept, domain="", definition="", note="")
        rows = rows_of(bare, id_, self._signed((*changes.put,)))
        action: Action = "change" if changes.edits else "add"
        return Step(action, self._row(concept, id_), _told(changes, id_), (*rows,), changes.edits)

    def _do(self, step: Step) -> None:
        """Do here what the step will do."""
        for row in step.put:
            self._now.put(row)
            self._ids.add(str(row["concept"]))
        concept = step.row.concept
        for id_, fields in step.edits.items():
            term = None if id_ == concept else id_
            self._now.set(concept, edited(self._now.concepts[concept], term, fields))

    def _fresh_id(self, concept: Concept) -> str:
        """The id that the file gives, where no concept ever had it; else one that follows from the terms."""
        if concept.id and concept.id not in self._ids:
            return clean(concept.id, "concept id")
        parts = [term.term for term in concept.terms]
        return next(id_ for n in count() if (id_ := name_id("import", *parts, concept.domain, str(n))) not in self._ids)

    def _signed(self, terms: tuple[Term, ...]) -> list[Term]:
        """The terms with where they come from, unless they say so, or malmoi wrote the file."""
        if self._said.ours:
            return [*terms]
        return [replace(term, source=term.source or self._source) for term in terms]

    def _row(self, concept: Concept, id_: str = "") -> Proposal:
        """The concept as steps show it."""
        sides = {lang: tuple(term.term for term in concept.of(lang)) for lang in ("ko", "en")}
        own = {name: value for name in ("domain", "definition", "note") if (value := getattr(concept, name))}
        ko, en = (next(iter(sides[lang]), "") for lang in ("ko", "en"))
        made = Decision(ko, en, "accept", domain=concept.domain, note=concept.note)
        return Proposal(concept.place, made, sides["ko"], sides["en"], own, self._signature, concept=id_)


def _cleaned(concept: Concept) -> Concept:
    """The concept as the glossary stores texts. Raises GlossaryError for what is no term or text."""
    terms: dict[tuple[str, str], Term] = {}
    for term in concept.terms:
        own = {name: clean(_spaced(getattr(term, name)), name) for name in TERM_FIELDS}
        made = Term(term.lang, clean(term.term, "term"), **own, id=term.id)
        terms.setdefault((made.lang, made.term), made)
    texts = {name: clean(_spaced(getattr(concept, name)), name) for name in ("domain", "definition", "note")}
    return replace(concept, terms=(*terms.values(),), **texts)


def _spaced(text: str) -> str:
    """Tabs and other programs' line ends as the glossary has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _told(changes: Changes, id_: str) -> str:
    """A change in words."""
    parts = [f"+ {', '.join(term.term for term in changes.put)}"] if changes.put else []
    parts += [f"{name}: {value}" for fields in changes.edits.values() for name, value in fields.items()]
    return f"{id_}: {'; '.join(parts)}"
