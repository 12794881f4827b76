"""The tables of the index, and the file that they lie in. Standard library only: a cold lookup reads this.

meta(name, value)                        where in the journal the index stands
concept(id, op, at, line)                the last version of every concept, removed ones too
term(no, id, concept, lang, term, status)
letters(term, letters)                   what slips are counted in, see keys.letters_of
key(kind, key, term)                     search keys, see keys.py
piece(hash, term)                        pieces of `letters`, see pieces.py
redirect(id, term, concept)              a term that a merge of `concept` dropped, and the one that stands for it
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from malmoi.glossary.make import make

__all__ = ["FIND", "LETTERS", "STARTING", "connect", "empty", "writing"]

_TABLES = ("meta", "concept", "term", "letters", "key", "piece", "redirect")
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE concept(no INTEGER PRIMARY KEY, id TEXT UNIQUE, op TEXT, at TEXT, line TEXT);
CREATE INDEX concept_gone ON concept(op) WHERE op != 'put';
CREATE TABLE term(no INTEGER PRIMARY KEY, id TEXT, concept TEXT, lang TEXT, term TEXT, status TEXT);
CREATE INDEX term_id ON term(id);
CREATE INDEX term_concept ON term(concept);
CREATE TABLE letters(term INTEGER PRIMARY KEY, letters TEXT);
CREATE TABLE key(kind INTEGER, key TEXT, term INTEGER, PRIMARY KEY(kind, key, term)) WITHOUT ROWID;
CREATE TABLE piece(hash INTEGER, term INTEGER, PRIMARY KEY(hash, term)) WITHOUT ROWID;
CREATE TABLE redirect(id TEXT PRIMARY KEY, term TEXT, concept TEXT) WITHOUT ROWID;
CREATE INDEX redirect_concept ON redirect(concept);
"""
FIND = """
SELECT term.no, term.id, term.concept, term.lang, term.term, term.status
FROM key JOIN term ON term.no = key.term WHERE key.kind = ? AND key.key = ?
"""
# The keys are sorted and cut before any term is read.
STARTING = """
SELECT term.no, term.id, term.concept, term.lang, term.term, term.status
FROM (SELECT key, term FROM key WHERE kind = ? AND key >= ? AND key < ? ORDER BY length(key), key LIMIT ?) AS found
JOIN term ON term.no = found.term ORDER BY length(found.key), found.key
"""
LETTERS = (
    "SELECT letters.letters, letters.term FROM piece JOIN letters ON letters.term = piece.term WHERE piece.hash IN "
)
_WAIT_SECONDS = 30
# Pages are 4 kB; a million terms are taken in twice as fast with the trees in memory.
_CACHE_KB = 128 * 1024


def connect(file: Path | None) -> sqlite3.Connection:
    """The index in `file`, or in memory; laid out when it is new or of another make. Raises sqlite3.DatabaseError."""
    db = sqlite3.connect(file or ":memory:", timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # A cache: what a power cut breaks is rebuilt, so no write waits for the disk.
        db.execute("PRAGMA synchronous = OFF")
        db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        if not _is_ours(db):
            _lay_out(db)
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def empty(db: sqlite3.Connection) -> None:
    """Take everything out."""
    for table in _TABLES:
        db.execute(f"DELETE FROM {table}")  # noqa: S608


@contextlib.contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction, alone among all writers; taken back when the block fails.

    Raises sqlite3.OperationalError when another version of malmoi has laid the file out anew: what it keeps there is not ours.
    """
    with _transaction(db):
        if not _is_ours(db):
            raise sqlite3.OperationalError("another version of malmoi uses this index")
        yield


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _lay_out(db: sqlite3.Connection) -> None:
    """Make the tables anew, whoever else does the same at this moment."""
    with _transaction(db):
        if not _is_ours(db):
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {make()}")


def _is_ours(db: sqlite3.Connection) -> bool:
    """Was the file laid out by this very make of malmoi?"""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == make())
