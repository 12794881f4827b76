"""Vectors of sentences kept between runs, by content: one small SQLite file an encoder in the user's cache folder, bounded.

The folder is $MALMOI_CACHE, else the system's place for caches. A cache that cannot be read or written is as good as none:
encoding takes longer and gives the same vectors.
"""

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["VectorCache", "cache_folder"]

Floats = NDArray[np.float32]
# Vectors of 384 numbers take 1.5 kB each: at most some 75 MB a model.
_MOST = 50_000
# Variables in one SQLite statement; every build allows 999.
_MANY = 500
_PATIENCE_SECONDS = 5.0


def cache_folder() -> Path:
    """Where this user's caches of malmoi lie; it need not exist."""
    chosen = os.environ.get("MALMOI_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "malmoi" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "malmoi"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "malmoi"


class VectorCache:
    """Vectors of one encoder, found again by the hash of their text; the oldest go when there are more than `most`."""

    def __init__(self, encoder: str, folder: Path | None = None, most: int = _MOST) -> None:
        name = hashlib.sha256(encoder.encode()).hexdigest()[:16]
        self._path = (folder or cache_folder()) / f"vectors-{name}.sqlite"
        self._most = most

    def get(self, texts: Iterable[str]) -> dict[str, Floats]:
        """Text → vector, for those that are kept."""
        by_key = {_key(text): text for text in texts}
        keys = list(by_key)
        found: dict[str, Floats] = {}
        try:
            with closing(self._open()) as db:
                for start in range(0, len(keys), _MANY):
                    some = keys[start : start + _MANY]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608, marks are "?" only
                    for key, data in db.execute(query, some):
                        found[by_key[key]] = np.frombuffer(data, np.float32)
        except (sqlite3.Error, OSError):
            return found
        return found

    def put(self, vectors: Mapping[str, Floats]) -> None:
        """Keep the vectors of these texts."""
        rows = [(_key(text), np.ascontiguousarray(vector, np.float32).tobytes()) for text, vector in vectors.items()]
        try:
            with closing(self._open()) as db, db:
                db.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
                # Row ids rise with time: what was written longest ago goes first.
                db.execute(
                    "DELETE FROM vectors WHERE rowid <= (SELECT rowid FROM vectors ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
                    (self._most,),
                )
        except (sqlite3.Error, OSError):
            return

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
        try:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        except sqlite3.Error:
            db.close()
            raise
        return db


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
