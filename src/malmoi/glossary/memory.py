"""A journal that lives as long as its process: for glossaries made from a frame."""

import contextlib
import threading
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from malmoi.glossary.journal import Part, Version

__all__ = ["MemoryJournal"]


class MemoryJournal:
    """The interface of `Journal` over a list."""

    path: Path | None = None
    read_only = False

    def __init__(self) -> None:
        self._versions: list[Version] = []
        self._lock = threading.RLock()

    def stamp(self) -> tuple[int, int, int] | None:
        """(number of versions, 0, 0)."""
        return len(self._versions), 0, 0

    def read(self, start: int = 0, lines: int = 0, crc: int = 0, most: int | None = None) -> Part:
        """At most so many versions from number `start` on."""
        versions = self._versions[start : None if most is None else start + most]
        part = Part(start + len(versions), lines + len(versions), crc)
        part.versions = versions
        return part

    def versions(self) -> Iterator[Version]:
        """All versions."""
        return iter([*self._versions])

    def versions_of(self, ids: Collection[str]) -> list[Version]:
        """All versions of these concepts."""
        return [version for version in self._versions if version.id in ids]

    def checksum(self, end: int) -> int:
        """0: nobody else can change the list."""
        return 0

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Alone among the threads of this process."""
        with self._lock:
            yield

    def append(self, versions: Iterable[Version]) -> None:
        """Add versions."""
        self._versions.extend(versions)

    def settle(self) -> list[str]:
        """Nothing can be torn."""
        return []
