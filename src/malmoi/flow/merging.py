"""Three-way comparison of what people decided: the glossary as it was when the row was made, the row as decided, the glossary as it is.

A row is applied when the glossary still says of its terms what it said then; it is the same when the glossary has it already; otherwise
it is a conflict, and a person says which side holds. Rows are planned in order, each upon the ones before it.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Literal

from malmoi.errors import GlossaryError
from malmoi.flow.concepts import concept_step
from malmoi.flow.snapshots import History, Snapshot
from malmoi.flow.steps import Action, Prefer, Step, is_candidate
from malmoi.glossary.entry import clean, name_id, terms_of

if TYPE_CHECKING:
    from malmoi.flow.decisions import Proposal

__all__ = ["plan"]

_CONCEPT_FIELDS = ("domain", "definition", "note")
_REFUSED = frozenset({"deprecated", "superseded"})
# What leaves the glossary as it was.
_LEFT = frozenset({"conflict", "kept", "problem"})
_LANGS: tuple[Literal["ko", "en"], ...] = ("ko", "en")


class _Conflict(Exception):  # noqa: N818  it never leaves this module
    """The glossary contradicts a row; `way` makes the row for `put_rows` should the workbook be right."""

    def __init__(self, message: str, way: Callable[[], Step]) -> None:
        super().__init__(message)
        self.way = way


def plan(proposals: Sequence["Proposal"], history: History, source: str, prefer: Prefer | None = None) -> list[Step]:
    """One step a proposal, in order (a removal of an automatic candidate may come before); nothing is written."""
    planner = _Planner(history, source)
    return [
        step
        for row in proposals
        for step in ([concept_step(row, history, source, prefer)] if row.concept else planner.steps(row, prefer))
    ]


class _Planner:
    """The glossary as the steps so far will leave it."""

    def __init__(self, history: History, source: str) -> None:
        self._history, self._source = history, source
        self._now = history.now
        # The glossary's own state, without what earlier rows of this workbook bring: only others' changes make conflicts.
        self._untouched = Snapshot(dict(history.now.concepts))
        self._ids = set(history.ids)

    def steps(self, row: "Proposal", prefer: Prefer | None) -> list[Step]:
        """What to do about a row."""
        verdict = row.decision.verdict
        if verdict == "later":
            return [self._step("later", row)]
        try:
            if verdict == "reject":
                return [self._rejected(row)]
            return self._accepted(row, prefer)
        except GlossaryError as error:
            return [self._step("problem", row, str(error))]

    def _accepted(self, row: "Proposal", prefer: Prefer | None) -> list[Step]:
        """Steps of an accepted or edited row. Raises GlossaryError for a text that is no term."""
        for lang in _LANGS:
            for term in getattr(row, lang):
                clean(term, "term")
        gone = {concept: self._now.concepts[concept] for concept in self._replaced(row)}
        for concept in gone:
            self._now.remove(concept)
        try:
            step = self._resolved(row, prefer)
            for put in step.put:
                self._now.put(put)
                self._ids.add(str(put["concept"]))
        except GlossaryError as error:
            step = self._step("problem", row, str(error))
        if step.action in _LEFT:
            for concept, fields in gone.items():
                self._now.set(concept, fields)
            return [step]
        said = f"The candidate {row.decision.ko} = {row.decision.en} gives way to the edited form."
        return [*(self._step("remove", row, said, remove=(concept,)) for concept in gone), step]

    def _resolved(self, row: "Proposal", prefer: Prefer | None) -> Step:
        """The step of a row, its conflicts settled as `prefer` says, or told."""
        try:
            return self._taken(row)
        except _Conflict as conflict:
            settled = row.informed and not self._moved(row)
            if prefer is None and not settled:
                return self._step("conflict", row, str(conflict))
            if prefer == "ours":
                return self._step("kept", row, f"The glossary stands. {conflict}")
            way = conflict.way
        while True:
            try:
                return way()
            except _Conflict as deeper:
                way = deeper.way

    # ------------------------------------------------------------------ verdicts

    def _rejected(self, row: "Proposal") -> Step:
        """A rejected pair stays out; if it is in only because it was taken over by its confidence, it goes."""
        both = self._both(self._now, (row.decision.ko,), (row.decision.en,))
        for concept in sorted(both):
            if self._is_candidate(concept):
                self._now.remove(concept)
                return self._step("remove", row, f"It was a candidate in {concept}.", remove=(concept,))
        if both:
            ids = ", ".join(sorted(both))
            return self._step(
                "kept", row, f"Rejected, but in the glossary by a person's word: malmoi glossary remove {ids}"
            )
        return self._step("reject", row)

    def _replaced(self, row: "Proposal") -> list[str]:
        """The automatic candidates in whose place an edited form comes."""
        if not row.edited:
            return []
        both = self._both(self._now, (row.decision.ko,), (row.decision.en,))
        return [concept for concept in sorted(both) if self._is_candidate(concept)]

    def _taken(self, row: "Proposal") -> Step:
        """An accepted or edited row. Raises _Conflict."""
        domain = row.fields.get("domain", "")
        both = self._both(self._now, row.ko, row.en, row.edited)
        fits = self._of_domain(both, domain)
        if fits:
            return self._changed(row, fits)
        if both:
            first = min(both)
            has = self._now.value(first, "domain")
            raise _Conflict(
                f"The glossary has the pair in the domain {has!r} (concept {first}), the workbook in {domain!r}.",
                lambda: self._put("change", row, {"concept": first, "ko": row.ko[0], **row.fields}),
            )
        having = {c for lang in _LANGS for term in getattr(row, lang) for c in self._now.having(lang, term)}
        near = self._of_domain(having, domain)
        if not near:
            if self._is_gone(row):
                raise _Conflict("The glossary had it, and somebody has removed it since.", lambda: self._new(row))
            return self._new(row)
        if self._moved(row):
            way = (lambda: self._added(row, near[0])) if len(near) == 1 else (lambda: self._new(row))
            raise _Conflict(self._says(near, row), way)
        if len(near) > 1:
            raise _Conflict(
                f"Its terms stand in several concepts ({', '.join(near)}): merge these, or say a domain.",
                lambda: self._new(row),
            )
        return self._added(row, near[0])

    # ------------------------------------------------------------------ kinds of change

    def _new(self, row: "Proposal") -> Step:
        id_ = next(
            id_
            for n in count()
            if (id_ := name_id("import", *row.ko, *row.en, row.fields.get("domain", ""), str(n))) not in self._ids
        )
        return self._put("new", row, {"concept": id_, "ko": row.ko, "en": row.en, "source": self._source, **row.fields})

    def _added(self, row: "Proposal", concept: str) -> Step:
        """Terms that join a concept with the other side."""
        given: dict[str, object] = {"concept": concept}
        for lang in _LANGS:
            exact = lang in row.edited
            fresh = [t for t in getattr(row, lang) if self._now.term(concept, lang, t, exact=exact) is None]
            if fresh:
                given |= {lang: tuple(fresh), f"{lang}_source": self._source}
                if "status" in row.fields:
                    given[f"{lang}_status"] = row.fields["status"]
        for name in _CONCEPT_FIELDS:
            if value := row.fields.get(name, ""):
                if self._now.value(concept, name) in ("", value):
                    given[name] = value
                elif name == "note":
                    # The concept has a note of its own; this one is about the new term.
                    given |= {f"{lang}_note": value for lang in _LANGS if lang in given}
                else:
                    raise self._differs(row, concept, name)
        return self._put("add", row, given, f"To {concept}, which has {self._others(concept)}.")

    def _changed(self, row: "Proposal", concepts: Sequence[str]) -> Step:
        """A pair that the glossary has: nothing, or fields that it lacks. Raises _Conflict for those it has otherwise."""
        if len(concepts) > 1:
            if not row.fields:
                return self._step("same", row, f"In {', '.join(concepts)}.")
            raise _Conflict(
                f"The glossary has the pair in several concepts ({', '.join(concepts)}): say a domain.",
                lambda: self._put("change", row, {"concept": concepts[0], "ko": row.ko[0], **row.fields}),
            )
        concept, given = concepts[0], dict[str, object]()
        candidate = self._is_candidate(concept)
        for name in _CONCEPT_FIELDS:
            value, has = row.fields.get(name, ""), self._now.value(concept, name)
            if candidate and name == "note":
                given["note"] = value
            elif value and value != has:
                if has and value not in self._own_notes(concept, row, name):
                    raise self._differs(row, concept, name)
                if not has:
                    given[name] = value
        given |= self._statuses(row, concept, candidate)
        if not given:
            return self._step("same", row, f"In {concept}.")
        said = "Accepted; it was a candidate." if candidate else f"{', '.join(given)} of {concept}."
        return self._put("change", row, {"concept": concept, "ko": row.ko[0], "en": row.en[0], **given}, said)

    def _statuses(self, row: "Proposal", concept: str, candidate: bool) -> dict[str, object]:
        """Statuses to change: a candidate's terms become preferred; what was advised against is taken back in if a person says so."""
        asked = row.fields.get("status", "")
        terms = {lang: self._now.term(concept, lang, getattr(row, lang)[0]) or {} for lang in _LANGS}
        if candidate:
            return {f"{lang}_status": asked or "preferred" for lang in _LANGS}
        has = {term.get("status", "") for term in terms.values()}
        refused = [lang for lang, term in terms.items() if term.get("status") in _REFUSED]
        if asked in has or not (asked or refused):
            return {}
        if not asked and row.version and not self._moved(row):
            return {f"{lang}_status": "admitted" for lang in refused}
        changed = {t["id"]: {"status": asked or "admitted"} for lang, t in terms.items() if asked or lang in refused}
        said = ", ".join(f"{term['term']} {term['status']}" for term in terms.values())
        raise _Conflict(
            f"The glossary calls {said} (concept {concept}), the workbook {asked or 'accepts them'}.",
            lambda: Step("change", row, f"Statuses in {concept}.", edits=changed),
        )

    def _differs(self, row: "Proposal", concept: str, name: str) -> _Conflict:
        has, value = self._now.value(concept, name), row.fields[name]
        return _Conflict(
            f"The {name} of {concept} is {has!r} in the glossary and {value!r} in the workbook.",
            lambda: self._put("change", row, {"concept": concept, "ko": row.ko, "en": row.en, **row.fields}),
        )

    # ------------------------------------------------------------------ questions

    def _both(
        self, state: Snapshot, ko: Sequence[str], en: Sequence[str], edited: frozenset[str] = frozenset()
    ) -> set[str]:
        """Concepts that have all these terms; edited ones in just that spelling."""
        common: set[str] | None = None
        for lang, terms in (("ko", ko), ("en", en)):
            for term in terms:
                exact = lang in edited
                having = {c for c in state.having(lang, term) if state.term(c, lang, term, exact=exact) is not None}
                common = having if common is None else common & having
        return common or set()

    def _of_domain(self, concepts: set[str], domain: str) -> list[str]:
        """Of these concepts those of the domain; where none is named, all; those without a domain when no other is of it."""
        if not domain:
            return sorted(concepts)
        same = [c for c in sorted(concepts) if self._now.value(c, "domain") == domain]
        return same or [c for c in sorted(concepts) if not self._now.value(c, "domain")]

    def _is_candidate(self, concept: str) -> bool:
        return is_candidate(self._now.value(concept, "note"))

    def _moved(self, row: "Proposal") -> bool:
        """Has the glossary changed what it says of the row's terms since the row was made? Unknown counts as changed."""
        then = self._history.at(row.version) if row.version else None
        now = self._view(self._untouched, row)
        if then is not None:
            return self._view(then, row) != now
        return bool(now)

    def _is_gone(self, row: "Proposal") -> bool:
        """Did the glossary have a term of the row when it was made, and does it have none now?"""
        then = self._history.at(row.version) if row.version else None
        return then is not None and bool(self._view(then, row)) and not self._view(self._untouched, row)

    def _view(self, state: Snapshot, row: "Proposal") -> set[tuple[object, ...]]:
        """What a state says of the row's terms: the concepts that have them, their standing there, and the terms preferred there.

        Candidates taken over by their confidence say nothing that a person has decided.
        """
        found: set[tuple[object, ...]] = set()
        words = {"ko": {*row.ko, row.decision.ko}, "en": {*row.en, row.decision.en}}
        for lang, terms in words.items():
            for term in terms:
                for concept in state.having(lang, term):
                    if is_candidate(state.value(concept, "note")):
                        continue
                    own = state.term(concept, lang, term) or {}
                    best = tuple(
                        sorted(
                            (t["lang"], t["term"])
                            for t in terms_of(state.concepts[concept])
                            if t["status"] == "preferred"
                        )
                    )
                    found.add((concept, state.value(concept, "domain"), lang, own.get("term"), own.get("status"), best))
        return found

    def _says(self, near: Sequence[str], row: "Proposal") -> str:
        has = "; ".join(f"{self._others(concept)} ({concept})" for concept in near)
        since = "now has" if row.version and self._history.at(row.version) is not None else "has"
        return f"The glossary {since} {has}."

    def _others(self, concept: str) -> str:
        """What a concept has, as people read it: 금리, 이자율 (admitted) = interest rate."""
        sides: dict[str, list[str]] = {"ko": [], "en": []}
        for term in terms_of(self._now.concepts[concept]):
            status = "" if term["status"] == "preferred" else f" ({term['status']})"
            sides.setdefault(term["lang"], []).append(term["term"] + status)
        return " = ".join(", ".join(side) or "–" for side in sides.values())

    def _own_notes(self, concept: str, row: "Proposal", name: str) -> set[str]:
        """Notes of the row's own terms, where an earlier import may have put the remark."""
        if name != "note":
            return set()
        terms = (self._now.term(concept, lang, term) for lang in _LANGS for term in getattr(row, lang))
        return {term.get("note", "") for term in terms if term}

    def _put(self, action: Action, row: "Proposal", given: Mapping[str, object], message: str = "") -> Step:
        return Step(action, row, message, (given,))

    def _step(self, action: Action, row: "Proposal", message: str = "", remove: tuple[str, ...] = ()) -> Step:
        return Step(action, row, message, remove=remove)
