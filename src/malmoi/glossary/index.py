"""The derived index of a journal: a stdlib-sqlite file that answers a cold lookup in milliseconds.

    meta(name, value)                        where in the journal the index stands
    concept(id, op, at, line, by, fields)    the last version of every concept, removed ones too; fields as JSON
    term(no, id, concept, lang, term, status)
    key(kind, key, term)                     search keys, see keys.py

It is caught up from the journal's end, or rebuilt when the journal is not the one it was made from (the checksum of the part read
tells), and never trusted over it. Standard library only.
"""

import contextlib
import json
import os
import sqlite3
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from malmoi.errors import GlossaryError
from malmoi.glossary.entry import Fields, terms_of
from malmoi.glossary.journal import Journal, Part, Version
from malmoi.glossary.keys import FOLD, fold, keys_of

if TYPE_CHECKING:
    from malmoi.glossary.memory import MemoryJournal

__all__ = ["Index", "Row"]

# Raised whenever the tables or the keys change, so that an index of another make is rebuilt.
_MAKE = 6
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE concept(id TEXT PRIMARY KEY, op TEXT, at TEXT, line TEXT, by TEXT, fields TEXT) WITHOUT ROWID;
CREATE TABLE term(no INTEGER PRIMARY KEY, id TEXT, concept TEXT, lang TEXT, term TEXT, status TEXT);
CREATE INDEX term_id ON term(id);
CREATE INDEX term_concept ON term(concept);
CREATE TABLE key(kind INTEGER, key TEXT, term INTEGER, PRIMARY KEY(kind, key, term)) WITHOUT ROWID;
"""
_WAIT_SECONDS = 30
_LAST = chr(sys.maxunicode)


class Row(NamedTuple):
    """A term in the index; `no` is its number there."""

    no: int
    id: str
    concept: str
    lang: str
    term: str
    status: str


class Index:
    """The index of one journal. `problems` holds a sentence for every line that was set aside."""

    def __init__(self, journal: "Journal | MemoryJournal") -> None:
        self._journal = journal
        self._lock = threading.RLock()
        self._stamp: object = self
        self.problems: list[str] = []
        self.revision = 0
        self._searchable = -1
        self._file = _place(journal.path) if journal.path else None
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
        with self._writing():
            if self._is_at(stamp):
                return
            part = self._next_part(stamp, trusted)
            if (part.bad or part.torn) and not anyway:
                raise _UnsettledError
            self._apply(part.versions)
            problems = [
                f"{self._journal.path}, line {line.number}: {line.reason}; it is left out." for line in part.bad
            ]
            if part.torn:
                problems.append(f"{self._journal.path}, line {part.lines + 1} ends in the middle; it is left out.")
            self._write_meta(
                end=part.end,
                lines=part.lines,
                crc=part.crc,
                last=max([self.last_time(), *(version.at for version in part.versions)]),
                problems=json.dumps(problems),
                # With a torn end the index is never up to date: the rest of that line may still come.
                stamp="" if part.torn else json.dumps(stamp),
            )

    def _settle(self) -> list[str]:
        """Set bad lines aside; where the journal cannot be changed they stay, and are reported again and again."""
        try:
            with self._journal.locked():
                return self._journal.settle()
        except GlossaryError:
            if self._journal.path is None or _writable(self._journal.path):
                raise
            return []

    def _is_at(self, stamp: tuple[int, int, int] | None) -> bool:
        return self._meta("stamp") == json.dumps(stamp)

    def _meta(self, name: str) -> str | None:
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def _next_part(self, stamp: tuple[int, int, int] | None, trusted: bool) -> Part:
        """What the index lacks; the index is emptied first where it is not the beginning of this journal."""
        end, lines, crc = (int(self._meta(name) or 0) for name in ("end", "lines", "crc"))
        size = stamp[0] if stamp else 0
        if end and (size < end or not (trusted or self._journal.checksum(end) == crc)):
            for table in ("meta", "concept", "term", "key"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608
            end = lines = crc = 0
        return self._journal.read(end, lines, crc)

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
            "INSERT OR REPLACE INTO concept VALUES (?, ?, ?, ?, ?, ?)",
            ((v.id, v.op, v.at, v.line, v.by, json.dumps(v.fields, ensure_ascii=False)) for v in last.values()),
        )
        self._add_terms(v for v in last.values() if v.op == "put")

    def _drop_terms(self, concept: str) -> None:
        known = self._db.execute("SELECT no, lang, term FROM term WHERE concept = ?", (concept,)).fetchall()
        for no, lang, term in known:
            keys = ((kind, key, no) for kind, key in keys_of(term, lang))
            self._db.executemany("DELETE FROM key WHERE kind = ? AND key = ? AND term = ?", keys)
        self._db.execute("DELETE FROM term WHERE concept = ?", (concept,))

    def _add_terms(self, versions: Iterable[Version]) -> None:
        """Add terms with the one key that changes need; the others are made when somebody looks words up."""
        no = int(self._meta("numbered") or 0)
        terms = []
        for version in versions:
            for term in terms_of(version.fields):
                no += 1
                terms.append((no, term["id"], version.id, term["lang"], term["term"], term.get("status", "")))
        self._db.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)", terms)
        self._add_keys((FOLD, fold(term[4]), term[0]) for term in terms)
        self._write_meta(numbered=no)

    def make_searchable(self) -> None:
        """Make the search keys that are still to be made."""
        if self._searchable == self.revision:
            return
        with self._lock:
            if self._meta("keyed") != self._meta("numbered"):
                with self._writing():
                    done = int(self._meta("keyed") or 0)
                    rows = self._db.execute("SELECT no, lang, term FROM term WHERE no > ?", (done,)).fetchall()
                    self._add_keys((kind, key, no) for no, lang, term in rows for kind, key in keys_of(term, lang))
                    self._write_meta(keyed=self._meta("numbered") or "0")
            self._searchable = self.revision

    def _add_keys(self, keys: Iterable[tuple[int, str, int]]) -> None:
        # In the order of the table: a million keys are inserted twice as fast.
        self._db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?)", sorted(keys))

    def _write_meta(self, **values: object) -> None:
        rows = [(name, str(value)) for name, value in values.items()]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # ------------------------------------------------------------------ reading

    def last_time(self) -> str:
        """The time of the latest version, "" when there is none."""
        return self._meta("last") or ""

    def signature(self) -> str:
        """What tells this state of the journal from any other: number of lines and checksum."""
        return f"{self._meta('lines') or 0}:{int(self._meta('crc') or 0):08x}"

    def fields(self, concept: str) -> Fields | None:
        """The fields of a concept that exists, else None; redirects are not followed."""
        found = self._db.execute("SELECT fields FROM concept WHERE id = ? AND op = 'put'", (concept,)).fetchone()
        return cast("Fields", json.loads(found[0])) if found else None

    def resolve(self, id_: str) -> tuple[str, str | None] | None:
        """(concept, term or None) of a concept's or a term's id; merged concepts lead to what they became. None when unknown."""
        term = self._db.execute("SELECT concept FROM term WHERE id = ?", (id_,)).fetchone()
        if term:
            return term[0], id_
        seen = set()
        while id_ not in seen:
            seen.add(id_)
            found = self._db.execute("SELECT op, fields FROM concept WHERE id = ?", (id_,)).fetchone()
            if found is None or found[0] == "remove":
                return None
            if found[0] == "put":
                return id_, None
            id_ = json.loads(found[1])["into"]
        return None

    def redirects(self) -> list[tuple[str, str]]:
        """(id, what it was merged into) of merged concepts."""
        found = self._db.execute("SELECT id, fields FROM concept WHERE op = 'merge'").fetchall()
        return [(id_, json.loads(fields)["into"]) for id_, fields in found]

    def terms(self) -> Iterator[Row]:
        """All terms."""
        return map(Row._make, self._db.execute("SELECT * FROM term ORDER BY no"))

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """The terms with these numbers, in no order."""
        numbers = list(numbers)
        out: list[Row] = []
        for start in range(0, len(numbers), _MOST_VARIABLES):
            some = numbers[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(some))
            out += map(Row._make, self._db.execute(f"SELECT * FROM term WHERE no IN ({marks})", some))  # noqa: S608
        return out

    def find(self, kind: int, key: str) -> list[Row]:
        """The terms that have this key."""
        return [*map(Row._make, self._db.execute(_FIND + "key.key = ?", (kind, key)))]

    def starting(self, kind: int, key: str, limit: int) -> list[Row]:
        """At most `limit` terms with a key that starts with `key`, shortest keys first."""
        sql = _FIND + "key.key >= ? AND key.key < ? ORDER BY length(key.key), key.key LIMIT ?"
        return [*map(Row._make, self._db.execute(sql, (kind, key, key + _LAST, limit)))]

    def starting_all(self, kind: int, start: str) -> list[tuple[str, int]]:
        """(key, number of the term) of all keys of a kind that start so."""
        sql = "SELECT key, term FROM key WHERE kind = ? AND key >= ? AND key < ?"
        return self._db.execute(sql, (kind, start, start + _LAST)).fetchall()

    # ------------------------------------------------------------------ the file

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._file or ":memory:", timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            # A cache: what a power cut breaks is rebuilt, so no write waits for the disk.
            db.execute("PRAGMA synchronous = OFF")
            if db.execute("PRAGMA user_version").fetchone()[0] != _MAKE:
                _lay_out(db)
        except sqlite3.DatabaseError as error:
            db.close()
            if self._file is None:
                raise
            self._give_up(error)
            return self._connect()
        return db

    def _start_over(self, error: sqlite3.DatabaseError) -> None:
        self._db.close()
        self._give_up(error)
        self._db = self._connect()

    def _give_up(self, error: sqlite3.DatabaseError) -> None:
        """A file that is broken is thrown away; one that cannot be used (disk full, locked) is left, and memory serves."""
        if self._file is not None and not isinstance(error, sqlite3.OperationalError):
            self._file.unlink(missing_ok=True)
        self._file = None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


class _UnsettledError(Exception):
    """The journal has lines that must be set aside first."""


# SQLite's default limit on variables of old versions is 999.
_MOST_VARIABLES = 900
_FIND = (
    "SELECT term.no, term.id, term.concept, term.lang, term.term, term.status "
    "FROM key JOIN term ON term.no = key.term WHERE key.kind = ? AND "
)


def _lay_out(db: sqlite3.Connection) -> None:
    """Make the tables anew, whoever else does the same at this moment."""
    db.execute("BEGIN IMMEDIATE")
    if db.execute("PRAGMA user_version").fetchone()[0] != _MAKE:
        for table in ("meta", "concept", "term", "key"):
            db.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {_MAKE}")
    db.execute("COMMIT")


def _place(journal: Path) -> Path | None:
    """Where the index lies: beside the journal, else in the user's cache folder, else nowhere (in memory)."""
    beside = journal.absolute().parent / ".cache"
    if not journal.exists():
        # There is no glossary yet, and asking for a word must not make anything for it.
        return None
    name = f"{zlib.crc32(str(journal.absolute()).encode()):08x}"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "malmoi"
    for folder, file in ((beside, f"{journal.stem}.sqlite"), (home, f"{journal.stem}-{name}.sqlite")):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if _writable(folder):
                _keep_out_of_git(folder)
                return folder / file
    return None


def _keep_out_of_git(folder: Path) -> None:
    if not (ignore := folder / ".gitignore").exists():
        ignore.write_text("*\n", encoding="ascii")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)
