"""Changes to a glossary: each is read, decided and appended under the journal's lock, and durable when it returns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from malmoi.errors import GlossaryError
from malmoi.glossary.change import Change
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal, Version
from malmoi.glossary.layers import Layers
from malmoi.glossary.memory import MemoryJournal

__all__ = ["Writer"]

_MICROSECOND = timedelta(microseconds=1)


class Writer:
    """Writes versions, signed `by`, to the journal whose index is the first of `indexes`, those of its stack.

    `clock` gives the time (aware) and is pushed forward where it does not advance.
    """

    def __init__(
        self,
        journal: Journal | MemoryJournal,
        indexes: Sequence[Index],
        by: str,
        clock: Callable[[], datetime] | None,
    ) -> None:
        self._journal = journal
        self._index = indexes[0]
        self._known = Layers(indexes)
        self._by = by
        self._clock = clock or (lambda: datetime.now(UTC))

    def change(
        self,
        put: Iterable[Mapping[str, object]] = (),
        edit: Mapping[str, Mapping[str, object]] | Iterable[tuple[str, Mapping[str, object]]] = (),
        remove: Iterable[str] = (),
        merge: Iterable[tuple[str, str]] = (),
    ) -> list[str]:
        """Put rows, edit ids, remove ids, merge pairs (keep, gone), in this order, as one change; returns the concept's id a row put.

        All or nothing; what changes nothing writes nothing; all versions share one time, so that one undo takes them back.
        Raises GlossaryError, and then nothing is written.
        """
        with self._locked() as at:
            change = Change(self._known, at, self._by, str(self._journal.path or "this glossary"))
            ids = [change.put(row) for row in put]
            for id_, given in edit.items() if isinstance(edit, Mapping) else edit:
                change.edit(id_, given)
            for id_ in remove:
                change.remove(id_)
            for keep, gone in merge:
                change.merge(keep, gone)
            self._append(change.versions())
        return ids

    def undo(self, id_: str | None = None) -> list[str]:
        """Take back the last change that stands, of the whole glossary or of one concept; undo again for the one before.

        Returns the ids of the concepts that changed. Raises GlossaryError when there is nothing to take back.
        """
        with self._locked() as at:
            last = {mark.id: mark for mark in _last_change(self._journal.versions(), id_)}
            if not last:
                raise GlossaryError(f"There is no change to take back{f' in {id_}' if id_ else ''}.")
            before: dict[str, Version] = {}
            for version in self._journal.versions():
                if version.id in last and version.at < last[version.id].at:
                    before[version.id] = max(version, before.get(version.id, version), key=lambda v: v.order)
            versions = []
            for one in last.values():
                op, fields = (before[one.id].op, before[one.id].fields) if one.id in before else ("remove", {})
                versions.append(Version(one.id, op, at, self._by, fields, undoes=one.at))
            self._append(versions)
            return [*last]

    def resolve(self, id_: str) -> str:
        """The concept that an id leads to; the id itself where it leads nowhere."""
        found = self._known.resolve(id_)
        return found[0] if found else id_

    @contextmanager
    def _locked(self) -> Iterator[str]:
        """Alone with the journal, which the index has followed to its end; the time of the change to make."""
        with self._journal.locked():
            self._index.catch_up()
            yield self._now()

    def _append(self, versions: Iterable[Version]) -> None:
        versions = list(versions)
        if versions:
            self._journal.append(versions)
            self._index.catch_up(trusted=True)

    def _now(self) -> str:
        """The time of this change: later than that of any version there is, whatever the clock says."""
        now, last = self._clock().astimezone(UTC), self._index.last_time()
        if last:
            now = max(now, datetime.fromisoformat(last) + _MICROSECOND)
        return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Mark(NamedTuple):
    """A version without what it says: a million of them fit in memory."""

    at: str
    id: str
    by: str
    op: str
    undoes: str


def _last_change(versions: Iterable[Version], id_: str | None) -> list[_Mark]:
    """The versions of the last change that is not taken back; with an id that concept's alone, unless it was a merge."""
    marks = [_Mark(v.at, v.id, v.by, v.op, v.undoes) for v in versions]
    undone = {(mark.id, mark.undoes) for mark in marks if mark.undoes}
    standing = [mark for mark in marks if not mark.undoes and (mark.id, mark.at) not in undone]
    last = max((mark for mark in standing if id_ in (None, mark.id)), default=None)
    if last is None:
        return []
    batch = sorted(mark for mark in standing if (mark.at, mark.by) == (last.at, last.by))
    return batch if id_ is None or any(mark.op == "merge" for mark in batch) else [last]
