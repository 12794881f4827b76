"""Changes to a glossary: each is read, decided and appended under the journal's lock, and durable when it returns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

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
            known = sorted(self._journal.read().versions, key=lambda v: v.order)
            versions = []
            for version in _standing(known, id_):
                before = [v for v in known if v.id == version.id and v.order < version.order][-1:]
                op, fields = (before[0].op, before[0].fields) if before else ("remove", {})
                versions.append(Version(version.id, op, at, self._by, fields, undoes=version.at))
            if not versions:
                raise GlossaryError(f"There is no change to take back{f' in {id_}' if id_ else ''}.")
            self._append(versions)
            return [version.id for version in versions]

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
