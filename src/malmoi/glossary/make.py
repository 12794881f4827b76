"""What made a cache: one number of all that decides what is derived from a journal. Standard library only: a cold lookup reads this.

A cache of another make is never read. The number follows from the programs and tables themselves, so that nobody has to remember to
raise it: an upgrade, a table with one more line, another Python's Unicode all make caches anew.
"""

import contextlib
import os
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path

__all__ = ["make"]

# What is derived from a journal is made by these packages and by nothing else of malmoi (the tests compare).
FOLDERS = ("glossary", "text", "names", "model")
_KINDS = (".py", ".tsv", ".toml")


@lru_cache(maxsize=1)
def make() -> int:
    """The make of this malmoi: 31 bits, never 0, which is that of a new SQLite file. Takes one or two milliseconds."""
    crc = zlib.crc32(unicodedata.unidata_version.encode())
    root = Path(__file__).parents[1]
    # The package's own module has the version.
    for path in (root / "__init__.py", *(path for folder in FOLDERS for path in _files(root / folder))):
        crc = zlib.crc32(path.name.encode(), crc)
        with contextlib.suppress(OSError):
            crc = zlib.crc32(path.read_bytes(), crc)
    return crc >> 1 | 1


def _files(folder: Path) -> list[Path]:
    """Programs and tables of a package."""
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.name.endswith(_KINDS))
    except OSError:
        return []
