"""The frame of all terms, kept as a Parquet file beside the journal: a cache, never trusted over it.

The file says of which beginning of which journal it is the state: bytes, lines, checksum. Where the journal has grown since, only the
concepts that changed are made anew; where that beginning is no longer what it was, everything is. It is replaced whole, and read
through one open handle, so that a reader beside a writer has one state or the other (Polars opens a path more than once).
"""

import contextlib
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from malmoi.errors import OutputError
from malmoi.files import replacing
from malmoi.glossary.caches import cache_of
from malmoi.glossary.index import Index
from malmoi.glossary.make import make
from malmoi.glossary.state import lines_frame, state
from malmoi.model.frames import TERMS

if TYPE_CHECKING:
    from malmoi.glossary.journal import Journal
    from malmoi.glossary.memory import MemoryJournal

__all__ = ["Snapshot", "frame_of"]

# Fewer lines are read faster than a file is opened; so many more than the file has make it worth writing again.
_WORTHWHILE = 2_000
_BLOCK = 50_000
_ORDER = ("at", "concept")


# A frame, and the bytes, lines and checksum of the journal's beginning that it is the state of.
Held = tuple[pl.DataFrame, int, int, int]


class Snapshot:
    """The frame TERMS of one journal, which `index` has followed to its end whenever this is asked."""

    def __init__(self, journal: "Journal | MemoryJournal", index: Index) -> None:
        self._journal = journal
        self._index = index
        self._held: Held | None = None

    def terms(self) -> pl.DataFrame:
        """One row a term. Raises GlossaryError."""
        at = self._index.read_to()
        if self._held is None or self._held[1:] != at:
            self._held = self._load(*at), *at
        return self._held[0]

    def _load(self, end: int, lines: int, crc: int) -> pl.DataFrame:
        held = self._held or self._read()
        if held is None or held[1] > end or self._journal.checksum(held[1]) != held[3]:
            frame, missing = frame_of(self._index.all_lines()), lines
        else:
            frame, missing = self._grown(*held)
        if missing >= _WORTHWHILE:
            self._write(frame, end, lines, crc)
        return frame

    def _read(self) -> Held | None:
        """The frame of the file with the (bytes, lines, checksum) that it is the state of; None when it is of no use."""
        path = cache_of(self._journal.path, ".parquet") if self._journal.path else None
        try:
            if path is None or not path.exists():
                return None
            with path.open("rb") as stream:
                said = pl.read_parquet_metadata(stream)
                if said.get("make") != str(make()):
                    return None
                stream.seek(0)
                frame = pl.read_parquet(stream)
                end, lines, crc = (int(said[name]) for name in ("end", "lines", "crc"))
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
            # Cut short, of another program, or taken away at this moment: it is made anew.
            return None
        return (frame, end, lines, crc) if frame.schema == TERMS else None

    def _grown(self, frame: pl.DataFrame, end: int, lines: int, crc: int) -> tuple[pl.DataFrame, int]:
        """The frame with what the journal says behind `end`; also how many lines that is."""
        part = self._journal.read(end, lines, crc)
        changed = {version.id for version in part.versions}
        if not changed:
            return frame, 0
        fresh = frame_of(self._index.lines_of(changed))
        rest = frame.filter(~pl.col("concept").is_in([*changed]))
        grown = pl.concat([rest, fresh])
        if rest.height and fresh.height and rest["at"][-1] >= fresh["at"][0]:
            # Rare: lines that came with a merge of journals and are older than others.
            grown = grown.sort(_ORDER, maintain_order=True)
        return grown, part.lines - lines

    def _write(self, frame: pl.DataFrame, end: int, lines: int, crc: int) -> None:
        path = cache_of(self._journal.path, ".parquet") if self._journal.path else None
        if path is None:
            return
        said = {"make": str(make()), "end": str(end), "lines": str(lines), "crc": str(crc)}
        try:
            with replacing(path) as stream:
                frame.write_parquet(stream, compression="zstd", compression_level=1, metadata=said)
        except (OutputError, OSError, pl.exceptions.PolarsError):
            # A full disk costs the cache, not the answer.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def frame_of(lines: Iterable[str]) -> pl.DataFrame:
    """The frame TERMS of lines of which each is the last of its concept, block by block."""
    lines = iter(lines)
    frames = [state(lines_frame(()))]
    while some := [*islice(lines, _BLOCK)]:
        frames.append(state(lines_frame(some)))
    return pl.concat(frames).sort(_ORDER, maintain_order=True)
