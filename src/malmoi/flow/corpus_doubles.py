"""Which of many segments are doubles of an earlier one, by 128-bit keys, in bounded memory.

24 bytes a segment go to files, one for each range of keys (a bucket). A bucket is sorted by itself, and the positions of all but the first
of equal keys go to files again, one for each range of positions. Memory is that of one bucket, whatever the corpus.
"""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["Doubles", "Keys", "keys_of"]

Keys = NDArray[np.uint64]  # uint64[n, 2]

# Segments of a bucket, about 100 MB while it is sorted; more buckets than this would be too many open files.
_BUCKET, _MOST_BUCKETS = 1 << 21, 400
# Positions of one file of doubles.
_RANGE = 1 << 22


class Doubles:
    """Keys in with `add`, in any order; then `find`; then the doubles of a range of positions with `among`."""

    def __init__(self, folder: Path, expected: int) -> None:
        """`folder` is for the files, emptied first; `expected` keys at most are a guess that sets the number of buckets."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        self._folder = folder
        self._n = min(_MOST_BUCKETS, max(1, math.ceil(expected / _BUCKET)))
        self._files: dict[Path, BinaryIO] = {}
        self._held: tuple[int, NDArray[np.uint64]] = (-1, np.zeros(0, np.uint64))
        self.count = 0

    def add(self, keys: Keys, positions: NDArray[np.uint64]) -> None:
        """Keys uint64[n, 2] of the segments at these positions of the corpus."""
        bucket = ((keys[:, 0] >> np.uint64(32)) * np.uint64(self._n)) >> np.uint64(32)
        rows = np.column_stack([keys, positions])
        for number in np.unique(bucket).tolist():
            self._append(self._folder / f"keys-{number:04d}", rows[bucket == number])

    def find(self) -> int:
        """Sort the buckets; gives the number of doubles."""
        self._close()
        for number in range(self._n):
            path = self._folder / f"keys-{number:04d}"
            if not path.exists():
                continue
            rows = np.fromfile(path, np.uint64).reshape(-1, 3)
            rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
            later = np.flatnonzero((rows[1:, :2] == rows[:-1, :2]).all(1)) + 1
            positions = np.sort(rows[later, 2])
            self.count += len(positions)
            for part in np.unique(positions // _RANGE).tolist():
                self._append(self._place(part), positions[positions // _RANGE == part])
            path.unlink()
        self._close()
        return self.count

    def among(self, start: int, stop: int) -> NDArray[np.int64]:
        """int64[n], rising: the doubles at positions start to stop, counted from start. Cheapest in rising order."""
        found = [self._range(part) for part in range(start // _RANGE, (max(start, stop - 1)) // _RANGE + 1)]
        positions = np.concatenate(found)
        first, last = np.searchsorted(positions, np.array([start, stop], np.uint64))
        return positions[first:last].astype(np.int64) - start

    def _range(self, part: int) -> NDArray[np.uint64]:
        if self._held[0] != part:
            path = self._place(part)
            held = np.sort(np.fromfile(path, np.uint64)) if path.exists() else np.zeros(0, np.uint64)
            self._held = part, held
        return self._held[1]

    def _place(self, part: int) -> Path:
        return self._folder / f"doubles-{part:06d}"

    def _append(self, path: Path, rows: NDArray[np.uint64]) -> None:
        if path not in self._files:
            if len(self._files) >= _MOST_BUCKETS:
                self._close()
            self._files[path] = path.open("ab")
        rows.tofile(self._files[path])

    def _close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()


def keys_of(digests: Iterable[bytes]) -> Keys:
    """uint64[n, 2] of digests of 16 bytes."""
    return np.frombuffer(b"".join(digests), ">u8").reshape(-1, 2).astype(np.uint64)
