"""Where what is derived from a journal lies: in a folder beside it, else in the user's cache folder, else nowhere.

Standard library only: a cold lookup reads this.
"""

import contextlib
import os
import zlib
from pathlib import Path

__all__ = ["cache_of", "writable"]


def cache_of(journal: Path, suffix: str) -> Path | None:
    """The file that holds something derived from a journal; None when there is no place for it, or no journal yet.

    Asking for a word in a glossary that does not exist must not make anything for it.
    """
    if not journal.exists():
        return None
    beside = journal.absolute().parent / ".cache"
    name = f"{zlib.crc32(str(journal.absolute()).encode()):08x}"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "malmoi"
    for folder, file in ((beside, journal.stem + suffix), (home, f"{journal.stem}-{name}{suffix}")):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if writable(folder):
                _keep_out_of_git(folder)
                return folder / file
    return None


def writable(path: Path) -> bool:
    """May this process write there?"""
    return os.access(path, os.W_OK)


def _keep_out_of_git(folder: Path) -> None:
    if not (ignore := folder / ".gitignore").exists():
        ignore.write_text("*\n", encoding="ascii")
