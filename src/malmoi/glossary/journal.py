"""The journal: append-only versions of concepts, one JSON object a line; the one truth of a glossary.

    {"id": "k3v9…", "op": "put", "at": "2026-11-23T07:00:00.000000Z", "by": "kim", "fields": {"domain": "it", "terms": [{…}, …]}}

`op` is put, remove or merge (then `fields` is {"into": id, "same": {term gone: term that stays, …}}); a version that takes another back
names it: `"undoes": at`. A concept with all its terms is one line, so that no write can be half done. The order of versions is (at, id,
line), which no merge of files changes.
Appends happen under a file lock and are on the disk when they return. A line that is no version is moved to a file beside the
journal and reported. Standard library only: a cold lookup reads this.
"""

import contextlib
import json
import os
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from malmoi.errors import GlossaryError

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = ["OPS", "BadLine", "Journal", "Part", "Version"]

OPS = ("put", "remove", "merge")
# Waiting longer for another writer means that it hangs.
_LOCK_SECONDS = 60
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
# Lines that are read at a time where all are.
_BLOCK = 10_000
_TORN_START = b'{"id"'


class Version(NamedTuple):
    """One state of one concept: who wrote it and when (`at`, UTC with microseconds), and its fields."""

    id: str
    op: str
    at: str
    by: str
    fields: Mapping[str, object]
    undoes: str = ""

    @property
    def line(self) -> str:
        """The line of the journal, without its end; equal versions have equal lines."""
        row = {"id": self.id, "op": self.op, "at": self.at, "by": self.by, "fields": self.fields}
        if self.undoes:
            row["undoes"] = self.undoes
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"))

    @property
    def order(self) -> tuple[str, str, str]:
        """What versions are sorted by."""
        return self.at, self.id, self.line


class BadLine(NamedTuple):
    """A line that is no version: its number (from 1), its bytes as they stand, and what is wrong."""

    number: int
    raw: bytes
    reason: str


class Part:
    """What a stretch of the journal holds; `end`, `lines` and `crc` describe the file up to the end of its last whole line."""

    def __init__(self, end: int, lines: int, crc: int) -> None:
        self.versions: list[Version] = []
        self.bad: list[BadLine] = []
        self.end = end
        self.lines = lines
        self.crc = crc
        self.torn = b""


class Journal:
    """A journal file; it need not exist yet. One that is `read_only` is left as it is, whatever stands in it."""

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._lock: FileLock | None = None

    @property
    def aside(self) -> Path:
        """Where lines go that are no versions."""
        return self.path.with_name(f"{self.path.stem}.set-aside{self.path.suffix}")

    def stamp(self) -> tuple[int, int, int] | None:
        """(size, time of change in ns, inode) of the file; None when there is none. Raises GlossaryError."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._refusal("read", error) from error
        return stat.st_size, stat.st_mtime_ns, stat.st_ino

    def read(self, start: int = 0, lines: int = 0, crc: int = 0, most: int | None = None) -> Part:
        """The versions of at most so many lines from byte `start` on, where `lines` lines with checksum `crc` come before.

        Raises GlossaryError.
        """
        part = Part(start, lines, crc)
        try:
            with self.path.open("rb") as stream:
                stream.seek(start)
                for raw in stream if most is None else islice(stream, most):
                    if not raw.endswith(b"\n"):
                        part.torn = raw
                        break
                    part.lines += 1
                    part.end += len(raw)
                    part.crc = zlib.crc32(raw, part.crc)
                    _sort_in(part, raw)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise self._refusal("read", error) from error
        return part

    def versions(self) -> Iterator[Version]:
        """All versions, in the order of the file. Raises GlossaryError."""
        part = Part(0, 0, 0)
        while True:
            start = part.lines
            part = self.read(part.end, part.lines, part.crc, _BLOCK)
            yield from part.versions
            if part.lines - start < _BLOCK:
                return

    def versions_of(self, ids: Collection[str]) -> list[Version]:
        """All versions of these concepts, in the order of the file. Raises GlossaryError."""
        part = Part(0, 0, 0)
        # Most lines are about others, and need not be understood.
        asked = re.compile(b"|".join(re.escape(id_.encode("utf-8", "surrogatepass")) for id_ in ids))
        try:
            with self.path.open("rb") as stream:
                for raw in stream:
                    if asked.search(raw) or b"\\u" in raw:
                        part.lines += 1
                        _sort_in(part, raw)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise self._refusal("read", error) from error
        return [version for version in part.versions if version.id in ids]

    def checksum(self, end: int) -> int:
        """Checksum of the first `end` bytes. Raises GlossaryError."""
        crc = 0
        try:
            with self.path.open("rb") as stream:
                while end > 0 and (block := stream.read(min(end, 1 << 20))):
                    crc = zlib.crc32(block, crc)
                    end -= len(block)
        except OSError as error:
            raise self._refusal("read", error) from error
        return crc

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the journal, among all processes of this machine; may be nested. Raises GlossaryError."""
        from filelock import FileLock, Timeout

        if self.read_only:
            raise GlossaryError(f"{self.path} is only read here: make the change in the glossary on top of the stack.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self._lock = self._lock or FileLock(str(self.path) + ".lock", timeout=_LOCK_SECONDS)
            lock.acquire()
        except Timeout as error:
            raise GlossaryError(
                f"{self.path} is locked by another program that has not finished in {_LOCK_SECONDS} s: end it and try again."
            ) from error
        except (OSError, NotImplementedError) as error:
            reason = _reason(error) if isinstance(error, OSError) else str(error)
            raise GlossaryError(f"{self.path} cannot be changed: {reason}.") from error
        try:
            yield
        finally:
            lock.release()

    def append(self, versions: Iterable[Version]) -> None:
        """Add versions and wait for the disk; under the lock, on a settled journal. All or nothing. Raises GlossaryError."""
        data = "".join(version.line + "\n" for version in versions).encode("utf-8")
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise self._refusal("written", error) from error
        try:
            before = os.fstat(handle).st_size
            try:
                _write_all(handle, data)
                os.fsync(handle)
            except OSError as error:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, before)
                raise self._refusal("written", error) from error
        finally:
            os.close(handle)
        if before == 0:
            _sync_folder(self.path.parent)

    def settle(self) -> list[str]:
        """Move what is no version to the file `aside`; under the lock. Returns a sentence a line moved. Raises GlossaryError.

        A file of which most is no journal is left alone: it is more likely the wrong file than a broken one.
        """
        part = self.read()
        bad = part.bad
        if part.torn:
            version, reason = _parse(part.torn)
            if version is not None:
                # Whole but for its line end: an editor that leaves none, or a write cut at the last byte.
                self._append_line_end()
                return self.settle()
            bad = [*bad, BadLine(part.lines + 1, part.torn, f"it ends in the middle ({reason})")]
        if not bad:
            return []
        if len(bad) > max(len(part.versions), 1) or not (part.versions or bad[0].raw.startswith(_TORN_START)):
            raise GlossaryError(
                f"{self.path} is no glossary journal: line {bad[0].number} is no version ({bad[0].reason}), "
                f"as are {len(bad)} of its lines. Give the path of a journal.ndjson."
            )
        self._move(bad)
        return [
            f"{self.path}, line {line.number}: {line.reason}; the line was set aside in {self.aside}, all others are intact."
            for line in bad
        ]

    def _append_line_end(self) -> None:
        try:
            with self.path.open("ab") as stream:
                stream.write(b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise self._refusal("written", error) from error

    def _move(self, bad: list[BadLine]) -> None:
        """First a durable copy of the bad lines, then the journal without them."""
        from malmoi.files import replacing

        numbers = {line.number for line in bad}
        try:
            with self.aside.open("ab") as stream:
                stream.writelines(line.raw if line.raw.endswith(b"\n") else line.raw + b"\n" for line in bad)
                stream.flush()
                os.fsync(stream.fileno())
            with self.path.open("rb") as old, replacing(self.path) as new:
                new.writelines(raw for number, raw in enumerate(old, 1) if number not in numbers)
        except OSError as error:
            raise self._refusal("written", error) from error
        _sync_folder(self.path.parent)

    def _refusal(self, verb: str, error: OSError) -> GlossaryError:
        return GlossaryError(f"The glossary {self.path} cannot be {verb}: {_reason(error)}. Nothing was changed.")


def _sort_in(part: Part, raw: bytes) -> None:
    """Add one line to `part`: to its versions, or to the bad ones."""
    if not raw.strip():
        return
    version, reason = _parse(raw.removeprefix(b"\xef\xbb\xbf") if part.lines == 1 else raw)
    if version is not None:
        part.versions.append(version)
    else:
        part.bad.append(BadLine(part.lines, raw, reason))


def _parse(raw: bytes) -> tuple[Version | None, str]:
    """The version in a line, or None and what is wrong with it."""
    try:
        row = json.loads(raw.decode("utf-8"))
        if b"\\ud" in raw.lower():
            json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        return None, "it is not UTF-8, or holds half a character"
    except (json.JSONDecodeError, RecursionError):
        return None, "it is no JSON"
    if not isinstance(row, dict):
        return None, "it is no JSON object"
    id_, op, at, by, fields = (row.get(name) for name in ("id", "op", "at", "by", "fields"))
    if not (isinstance(id_, str) and id_ and isinstance(by, str) and isinstance(fields, dict)):
        return None, "it lacks an id, an author or fields"
    if op not in OPS:
        return None, f"its op is {op!r}, which this version of malmoi does not know"
    if not (isinstance(at, str) and _TIME.fullmatch(at)):
        return None, f"its time is {at!r}, not like 2026-11-23T07:00:00.000000Z"
    if not _has_shape(str(op), fields):
        return None, f"its fields are not those of a {op}"
    return Version(id_, str(op), at, by, fields, str(row.get("undoes", ""))), ""


def _has_shape(op: str, fields: Mapping[str, object]) -> bool:
    """Are the fields those the op needs? Every value is text, but for the terms of a concept."""
    if op == "merge":
        same = fields.get("same", {})
        return isinstance(fields.get("into"), str) and isinstance(same, dict) and all(map(_is_text, same.values()))
    if op == "remove":
        return True
    terms = fields.get("terms")
    if not isinstance(terms, list) or not all(isinstance(v, str) for k, v in fields.items() if k != "terms"):
        return False
    return all(
        isinstance(term, dict)
        and {"id", "lang", "term"} <= term.keys()
        and all(isinstance(v, str) for v in term.values())
        for term in terms
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _reason(error: OSError) -> str:
    """What the system says; `malmoi.files` knows the words, and is not loaded where all goes well."""
    from malmoi.files import explain_os_error

    return explain_os_error(error)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is safe only when the folder is on the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
