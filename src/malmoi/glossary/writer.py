"""Changes to a glossary: each is read, decided and appended under the journal's lock, and durable when it returns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from malmoi.errors import GlossaryError
from malmoi.glossary.entry import LANGS, Fields, clean, combine, edited, key_of, merged, name_id, terms_of, tidy
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal, Version
from malmoi.glossary.keys import FOLD, fold
from malmoi.glossary.memory import MemoryJournal

__all__ = ["Surfaces", "Writer"]

# One term, several, or none of a language.
Surfaces = str | Sequence[str] | None
_MICROSECOND = timedelta(microseconds=1)


class Writer:
    """Writes versions signed `by`; `clock` gives the time (aware) and is pushed forward where it does not advance."""

    def __init__(
        self, journal: Journal | MemoryJournal, index: Index, by: str, clock: Callable[[], datetime] | None
    ) -> None:
        self._journal = journal
        self._index = index
        self._by = by
        self._clock = clock or (lambda: datetime.now(UTC))

    def put(self, rows: Iterable[Mapping[str, object]]) -> list[str]:
        """Add each row's terms (`ko`, `en`, each one or several) and fields to its `concept`, or to the one that has these terms.

        Returns the concept's id a row. Rows that change nothing write nothing; all others share one time, so one undo takes
        them back together. Raises GlossaryError, and then nothing is written.
        """
        with self._change() as (at, versions):
            fresh: dict[str, Fields] = {}
            seen: dict[object, str] = {}
            ids = []
            for row in rows:
                given = dict(row)
                terms = {lang: [clean(s, "term") for s in _surfaces(given.pop(lang, None))] for lang in LANGS}
                asked, row_key = given.pop("concept", None), (str(terms), given.get("domain"))
                id_ = None if asked else seen.get(row_key)
                id_ = seen[row_key] = id_ or self._concept(asked, terms, given, at, fresh)
                old = fresh.get(id_) or self._index.fields(id_) or {}
                fields = combine(id_, old, terms, given)
                if fields != old:
                    fresh[id_] = fields
                ids.append(id_)
            versions += (Version(id_, "put", at, self._by, tidy(fields)) for id_, fields in fresh.items())
        return ids

    def edit(self, id_: str, given: Mapping[str, object]) -> None:
        """Change fields of a concept or a term. Raises GlossaryError."""
        with self._change() as (at, versions):
            concept, term, fields = self._known(id_)
            new = edited(fields, term, given)
            if new != fields:
                versions.append(Version(concept, "put", at, self._by, tidy(new)))

    def remove(self, id_: str) -> None:
        """Take a concept away, or a term out of its concept (the last one takes the concept along). Raises GlossaryError."""
        with self._change() as (at, versions):
            concept, term, fields = self._known(id_)
            rest = [one for one in terms_of(fields) if term is not None and one["id"] != term]
            if rest:
                versions.append(Version(concept, "put", at, self._by, {**fields, "terms": rest}))
            else:
                versions.append(Version(concept, "remove", at, self._by, {}))

    def merge(self, keep: str, gone: str) -> None:
        """Make one concept of two: `keep` gets the terms of `gone`, whose id leads to `keep` from now on. Raises GlossaryError."""
        with self._change() as (at, versions):
            one, other = self._known(keep), self._known(gone)
            if one[0] == other[0]:
                raise GlossaryError(f"{keep} and {gone} are the same concept: there is nothing to merge.")
            versions.append(Version(one[0], "put", at, self._by, tidy(merged(one[2], other[2]))))
            versions.append(Version(other[0], "merge", at, self._by, {"into": one[0]}))

    def undo(self, id_: str | None = None) -> list[str]:
        """Take back the last change that stands, of the whole glossary or of one concept; undo again for the one before.

        Returns the ids of the concepts that changed. Raises GlossaryError when there is nothing to take back.
        """
        with self._change() as (at, versions):
            known = sorted(self._journal.read().versions, key=lambda v: v.order)
            for version in _standing(known, id_):
                before = [v for v in known if v.id == version.id and v.order < version.order][-1:]
                op, fields = (before[0].op, before[0].fields) if before else ("remove", {})
                versions.append(Version(version.id, op, at, self._by, fields, undoes=version.at))
            if not versions:
                raise GlossaryError(f"There is no change to take back{f' in {id_}' if id_ else ''}.")
            return [version.id for version in versions]

    @contextmanager
    def _change(self) -> Iterator[tuple[str, list[Version]]]:
        """(time, list for versions): what is in the list at the end is appended, and the index follows."""
        with self._journal.locked():
            self._index.catch_up()
            versions: list[Version] = []
            yield self._now(), versions
            if versions:
                self._journal.append(versions)
                self._index.catch_up(trusted=True)

    def _now(self) -> str:
        """The time of this change: later than that of any version there is, whatever the clock says."""
        now, last = self._clock().astimezone(UTC), self._index.last_time()
        if last:
            now = max(now, datetime.fromisoformat(last) + _MICROSECOND)
        return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _known(self, id_: str) -> tuple[str, str | None, Fields]:
        """(concept, term or None, the concept's fields) of an id. Raises GlossaryError."""
        found = self._index.resolve(id_)
        fields = self._index.fields(found[0]) if found else None
        if found is None or fields is None:
            raise GlossaryError(f"There is no concept or term {id_!r} in {self._journal.path or 'this glossary'}.")
        return (*found, fields)

    def _concept(
        self,
        asked: object,
        terms: Mapping[str, Sequence[str]],
        given: Mapping[str, object],
        at: str,
        fresh: Mapping[str, Fields],
    ) -> str:
        """The id of the concept that a row is about."""
        if asked is not None and str(asked).strip():
            id_ = clean(str(asked), "concept id")
            found = self._index.resolve(id_)
            return found[0] if found else id_
        surfaces = [(lang, surface) for lang, some in terms.items() for surface in some]
        return self._same(surfaces, given) or self._new_id(at, surfaces, fresh)

    def _same(self, surfaces: Sequence[tuple[str, str]], given: Mapping[str, object]) -> str | None:
        """The one concept that has all these terms, and no other domain than the one given."""
        common: set[str] | None = None
        for lang, surface in surfaces:
            rows = self._index.find(FOLD, fold(surface))
            having = {row.concept for row in rows if row.lang == lang and key_of(row.term) == key_of(surface)}
            common = having if common is None else common & having
        fits = [c for c in common or () if given.get("domain", domain := self._domain(c)) in ("", None, domain)]
        return fits[0] if len(fits) == 1 else None

    def _domain(self, concept: str) -> str:
        return str((self._index.fields(concept) or {}).get("domain", ""))

    def _new_id(self, at: str, surfaces: Sequence[tuple[str, str]], fresh: Mapping[str, Fields]) -> str:
        id_ = name_id(at, self._by, *(part for surface in surfaces for part in surface))
        while id_ in fresh or self._index.resolve(id_):
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


def _standing(known: Sequence[Version], id_: str | None) -> list[Version]:
    """The versions of the last change that is not taken back; with an id that concept's alone, unless it was a merge."""
    undone = {(v.id, v.undoes) for v in known if v.undoes}
    standing = [v for v in known if not v.undoes and (v.id, v.at) not in undone]
    of_id = [v for v in standing if id_ in (None, v.id)]
    if not of_id:
        return []
    last = of_id[-1]
    batch = [v for v in standing if (v.at, v.by) == (last.at, last.by)]
    return batch if id_ is None or any(v.op == "merge" for v in batch) else [last]
