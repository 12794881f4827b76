"""The derived index of a journal: a stdlib-sqlite file that answers a cold lookup in milliseconds.

It is caught up from the journal's end, or rebuilt when the journal is not the one it was made from (the checksum of the part read
tells), and never trusted over it. Its tables are those of schema.py. Standard library only.
"""

import contextlib
import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from malmoi.errors import GlossaryError
from malmoi.glossary import schema
from malmoi.glossary.caches import cache_of, writable
from malmoi.glossary.entry import Fields, terms_of
from malmoi.glossary.journal import Journal, Part, Version
from malmoi.glossary.keys import FOLD, fold, keys_of, letters_of
from malmoi.glossary.pieces import pieces_of

if TYPE_CHECKING:
    from malmoi.glossary.memory import MemoryJournal

__all__ = ["Index", "Row"]

_LAST = chr(sys.maxunicode)
# Lines, or terms, that are taken in at a time: what a big glossary costs in memory.
_BLOCK = 20_000
# SQLite's default limit on variables of old versions is 999.
_MOST_VARIABLES = 900


class Row(NamedTuple):
    """A term in the index; `no` is its number there."""

    no: int
    id: str
    concept: str
    lang: str
    term: str
    status: str


class Index:
    """The index of one journal. `problems` holds a sentence for every line that was set aside.

    `busy` is called with the number of terms before work that takes seconds.
    """

    def __init__(self, journal: "Journal | MemoryJournal", busy: Callable[[int], None] | None = None) -> None:
        self._journal = journal
        self._busy = busy or (lambda _: None)
        self._lock = threading.RLock()
        self._stamp: object = self
        self.problems: list[str] = []
        self.revision = 0
        self._searchable = -1
        self._file = cache_of(journal.path, ".sqlite") if journal.path else None
        self._db = self._connect()

    # ------------------------------------------------------------------ keeping up

    def catch_up(self, trusted: bool = False) -> None:
        """Bring the index to the journal's end; `trusted`: the journal is locked and only grew since. Raises GlossaryError."""
        stamp = self._journal.stamp()
        if stamp == self._stamp:
            return
        with self._lock:
            try:
                self._follow(stamp, trusted)
            except sqlite3.DatabaseError as error:
                self._start_over(error)
                self._follow(stamp, False)

    def _follow(self, stamp: tuple[int, int, int] | None, trusted: bool) -> None:
        if not self._is_at(stamp):
            problems: list[str] = []
            try:
                self._take_in(stamp, trusted)
            except _UnsettledError:
                # Not inside the index's transaction: whoever writes holds the journal's lock first.
                problems = self._settle()
                stamp = self._journal.stamp()
                self._take_in(stamp, False, anyway=True)
            self.problems = problems or json.loads(self._meta("problems") or "[]")
        self._stamp = stamp
        self.revision += 1

    def _take_in(self, stamp: tuple[int, int, int] | None, trusted: bool, anyway: bool = False) -> None:
        """One transaction that adds what the index lacks. Raises _UnsettledError for bad lines, unless they are met `anyway`."""
        with schema.writing(self._db):
            if self._is_at(stamp):
                return
            self._check_beginning(stamp, trusted)
            problems: list[str] = []
            for part in self._parts():
                if (part.bad or part.torn) and not anyway:
                    raise _UnsettledError
                self._apply(part.versions)
                problems += (
                    f"{self._journal.path}, line {line.number}: {line.reason}; it is left out." for line in part.bad
                )
                if part.torn:
                    problems.append(f"{self._journal.path}, line {part.lines + 1} ends in the middle; it is left out.")
                    # With a torn end the index is never up to date: the rest of that line may still come.
                    stamp = None
                last = max([self.last_time(), *(version.at for version in part.versions)])
                self._write_meta(end=part.end, lines=part.lines, crc=part.crc, last=last)
            self._write_meta(problems=json.dumps(problems), stamp=json.dumps(stamp) if stamp else "")

    def _settle(self) -> list[str]:
        """Set bad lines aside; where the journal cannot be changed they stay, and are reported again and again."""
        try:
            with self._journal.locked():
                return self._journal.settle()
        except GlossaryError:
            if not self._journal.read_only and (self._journal.path is None or writable(self._journal.path)):
                raise
            return []

    def _is_at(self, stamp: tuple[int, int, int] | None) -> bool:
        return self._meta("stamp") == (json.dumps(stamp) if stamp else None)

    def _meta(self, name: str) -> str | None:
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def _check_beginning(self, stamp: tuple[int, int, int] | None, trusted: bool) -> None:
        """Empty the index where it is not the beginning of this journal."""
        end, _, crc = self.read_to()
        size = stamp[0] if stamp else 0
        if end and (size < end or not (trusted or self._journal.checksum(end) == crc)):
            schema.empty(self._db)

    def _parts(self) -> Iterator[Part]:
        """What the index lacks, block by block."""
        while True:
            end, lines, crc = self.read_to()
            part = self._journal.read(end, lines, crc, _BLOCK)
            yield part
            if part.torn or part.lines - lines < _BLOCK:
                return

    def _apply(self, versions: Iterable[Version]) -> None:
        """Take in versions in any order: of every concept the last one counts."""
        last: dict[str, Version] = {}
        for version in versions:
            if version.id not in last or last[version.id].order < version.order:
                last[version.id] = version
        for id_ in [*last]:
            known = self._db.execute("SELECT at, id, line FROM concept WHERE id = ?", (id_,)).fetchone()
            if known and known >= last[id_].order:
                del last[id_]
            elif known:
                self._drop_terms(id_)
        self._db.executemany(
            "INSERT OR REPLACE INTO concept(id, op, at, line) VALUES (?, ?, ?, ?)",
            ((v.id, v.op, v.at, v.line) for v in last.values()),
        )
        self._add_terms(v for v in last.values() if v.op == "put")
        gone = ((v.id, v.fields.get("same")) for v in last.values() if v.op == "merge")
        self._db.executemany(
            "INSERT OR REPLACE INTO redirect VALUES (?, ?, ?)",
            ((old, new, id_) for id_, same in gone if isinstance(same, dict) for old, new in same.items()),
        )

    def _drop_terms(self, concept: str) -> None:
        known = self._db.execute("SELECT no, lang, term FROM term WHERE concept = ?", (concept,)).fetchall()
        for no, lang, term in known:
            base = fold(term)
            keys = ((kind, key, no) for kind, key in ((FOLD, base), *keys_of(term, lang)))
            self._db.executemany("DELETE FROM key WHERE kind = ? AND key = ? AND term = ?", keys)
            pieces = ((piece, no) for piece in pieces_of(letters_of(base)))
            self._db.executemany("DELETE FROM piece WHERE hash = ? AND term = ?", pieces)
            self._db.execute("DELETE FROM letters WHERE term = ?", (no,))
        self._db.execute("DELETE FROM term WHERE concept = ?", (concept,))
        self._db.execute("DELETE FROM redirect WHERE concept = ?", (concept,))

    def _add_terms(self, versions: Iterable[Version]) -> None:
        """Add terms with the one key that changes need; the others are made when somebody looks words up."""
        numbers = count(int(self._meta("numbered") or 0) + 1)
        terms = [
            (next(numbers), term["id"], version.id, term["lang"], term["term"], term.get("status", ""))
            for version in versions
            for term in terms_of(version.fields)
        ]
        self._db.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)", terms)
        # In the order of the table: many keys are inserted twice as fast.
        keys = sorted((FOLD, fold(term[4]), term[0]) for term in terms)
        self._db.executemany("INSERT INTO key VALUES (?, ?, ?)", keys)
        self._write_meta(numbered=next(numbers) - 1)

    def make_searchable(self) -> None:
        """Make the search keys that are still to be made. Raises GlossaryError."""
        if self._searchable == self.revision:
            return
        with self._lock:
            try:
                self._make_keys()
            except sqlite3.DatabaseError as error:
                self._start_over(error)
                self._follow(self._journal.stamp(), False)
                self._make_keys()
            self._searchable = self.revision

    def _make_keys(self) -> None:
        if self._meta("keyed") == self._meta("numbered"):
            return
        with schema.writing(self._db):
            done, all_ = int(self._meta("keyed") or 0), int(self._meta("numbered") or 0)
            self._busy(all_ - done)
            for start in range(done, all_, _BLOCK):
                self._add_keys(start, min(start + _BLOCK, all_))
            self._write_meta(keyed=all_)

    def _add_keys(self, after: int, to: int) -> None:
        """The search keys of the terms with these numbers."""
        rows = self._db.execute("SELECT no, lang, term FROM term WHERE no > ? AND no <= ?", (after, to)).fetchall()
        letters = [(no, letters_of(fold(term))) for no, _, term in rows]
        self._db.executemany("INSERT INTO letters VALUES (?, ?)", letters)
        pieces = sorted({(piece, no) for no, word in letters for piece in pieces_of(word)})
        self._db.executemany("INSERT INTO piece VALUES (?, ?)", pieces)
        keys = sorted({(kind, key, no) for no, lang, term in rows for kind, key in keys_of(term, lang)})
        self._db.executemany("INSERT INTO key VALUES (?, ?, ?)", keys)

    def _write_meta(self, **values: object) -> None:
        rows = [(name, str(value)) for name, value in values.items()]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # ------------------------------------------------------------------ reading

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read in this block is of one state, whoever writes meanwhile; may be nested."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    def last_time(self) -> str:
        """The time of the latest version, "" when there is none."""
        return self._meta("last") or ""

    def signature(self) -> str:
        """What tells this state of the journal from any other: number of lines and checksum."""
        _, lines, crc = self.read_to()
        return f"{lines}:{crc:08x}"

    def read_to(self) -> tuple[int, int, int]:
        """How far the journal was read: bytes, lines, checksum."""
        end, lines, crc = (int(self._meta(name) or 0) for name in ("end", "lines", "crc"))
        return end, lines, crc

    def hides(self, id_: str) -> bool:
        """Is what a lower glossary has under this id of no account: changed here, merged, or removed on purpose?"""
        found = self._one("SELECT op, line FROM concept WHERE id = ?", id_)
        return found is not None and (found[0] != "remove" or "hides" in json.loads(found[1])["fields"])

    def hiding(self) -> Iterator[str]:
        """The ids that `hides` is true of."""
        ids = self._all("""SELECT id FROM concept WHERE op != 'remove' OR line LIKE '%"hides":%'""")
        return (id_ for (id_,) in ids)

    def fields(self, concept: str) -> Fields | None:
        """The fields of a concept that exists, else None; redirects are not followed."""
        found = self._one("SELECT line FROM concept WHERE id = ? AND op = 'put'", concept)
        return cast("Fields", json.loads(found[0])["fields"]) if found else None

    def resolve(self, id_: str) -> tuple[str, str | None] | None:
        """(concept, term or None) of a concept's or a term's id; what was merged leads to what it became. None when unknown."""
        seen: set[str] = set()
        while id_ not in seen:
            seen.add(id_)
            if term := self._one("SELECT concept FROM term WHERE id = ?", id_):
                return term[0], id_
            if kept := self._one("SELECT term FROM redirect WHERE id = ?", id_):
                id_ = kept[0]
                continue
            found = self._one("SELECT op, line FROM concept WHERE id = ?", id_)
            if found is None or found[0] == "remove":
                return None
            if found[0] == "put":
                return id_, None
            id_ = json.loads(found[1])["fields"]["into"]
        return None

    def merged_into(self, concept: str) -> set[str]:
        """The ids that lead to this concept."""
        found = {concept}
        pairs = self.redirects()
        while more := {id_ for id_, into in pairs if into in found} - found:
            found |= more
        return found - {concept}

    def redirects(self) -> list[tuple[str, str]]:
        """(id, what it was merged into) of merged concepts."""
        found = self._all("SELECT id, line FROM concept WHERE op != 'put' AND op = 'merge'")
        return [(id_, json.loads(line)["fields"]["into"]) for id_, line in found]

    def term_redirects(self) -> list[tuple[str, str, str]]:
        """(id, the term that stands for it, concept that was merged) of terms that a merge dropped."""
        return [(id_, into, concept) for id_, into, concept in self._all("SELECT * FROM redirect")]

    def lines_of(self, concepts: Iterable[str]) -> Iterator[str]:
        """The last lines of these concepts, as they stand in the journal."""
        for id_ in concepts:
            yield from (line for (line,) in self._all("SELECT line FROM concept WHERE id = ?", id_))

    def all_lines(self) -> Iterator[str]:
        """The last line of every concept."""
        return (line for (line,) in self._db.execute("SELECT line FROM concept"))

    def terms(self) -> Iterator[Row]:
        """All terms, in an order that follows from the state alone, not from how the index came to it."""
        return map(Row._make, self._db.execute("SELECT * FROM term ORDER BY concept, no"))

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """The terms with these numbers, in no order."""
        return [Row._make(row) for row in self._among("SELECT * FROM term WHERE no IN ", numbers)]

    def find(self, kind: int, key: str) -> list[Row]:
        """The terms that have this key."""
        return [*map(Row._make, self._all(schema.FIND, kind, key))]

    def starting(self, kind: int, key: str, limit: int) -> list[Row]:
        """At most `limit` terms with a key that starts with `key`, shortest keys first."""
        return [*map(Row._make, self._all(schema.STARTING, kind, key, key + _LAST, limit))]

    def with_pieces(self, hashes: Iterable[int]) -> list[tuple[str, int]]:
        """(letters, number of the term) of the terms that have one of these pieces; twice who has two."""
        return [*self._among(schema.LETTERS, hashes)]

    def _among(self, sql: str, values: Iterable[int]) -> Iterator[tuple[str, int]]:
        values = [*values]
        for start in range(0, len(values), _MOST_VARIABLES):
            some = values[start : start + _MOST_VARIABLES]
            yield from self._all(f"{sql}({','.join('?' * len(some))})", *some)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._all(sql, *values)), None)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows; an index that turns out to be broken is made anew, once."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            with self._lock:
                self._start_over(error)
                self._follow(self._journal.stamp(), False)
                self._make_keys()
            return self._db.execute(sql, values).fetchall()

    # ------------------------------------------------------------------ the file

    def _connect(self) -> sqlite3.Connection:
        try:
            return schema.connect(self._file)
        except sqlite3.DatabaseError as error:
            if self._file is None:
                raise
            self._give_up(self._file, error)
            return self._connect()

    def _start_over(self, error: sqlite3.DatabaseError) -> None:
        self._db.close()
        if self._file is not None:
            self._give_up(self._file, error)
        self._db = self._connect()

    def _give_up(self, file: Path, error: sqlite3.DatabaseError) -> None:
        """A file that is broken is thrown away; one that cannot be used (disk full, locked) is left, and memory serves."""
        if not isinstance(error, sqlite3.OperationalError):
            file.unlink(missing_ok=True)
        self._file = None


class _UnsettledError(Exception):
    """The journal has lines that must be set aside first."""
