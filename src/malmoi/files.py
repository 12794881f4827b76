"""Bytes in and out: "-" for the standard streams, encodings recognised, files replaced whole or not at all.

Text is UTF-8 (with or without BOM), UTF-16 with BOM, or CP949/EUC-KR where the bytes make good Korean; everything else is an
error that names the file, the byte and the option to use. CP949 accepts almost any pair of bytes above 0x80, so it is believed
only when nearly all of what it decodes lies in the rows of KS X 1001 that Korean text uses.

A pipe under the name of a file (/dev/stdin, the shell's <(…), a FIFO) gives its bytes once, while readers look into a file more than
once: `settled` puts them aside.
"""

import codecs
import contextlib
import errno
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from malmoi.errors import EncodingError, InputError, OutputError

__all__ = [
    "check_writable",
    "decode",
    "explain_os_error",
    "pipes_kept",
    "read_bytes",
    "read_text",
    "replacing",
    "settled",
    "write_bytes",
    "write_text",
]

StrPath = str | os.PathLike[str]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Rows of KS X 1001 by lead byte: symbols and letters A1-AC, the 2,350 common syllables B0-C8, Hanja CA-FD.
_SYMBOLS, _SYLLABLES = range(0xA1, 0xAD), range(0xB0, 0xC9)
# Share of two-byte characters that must be syllables or symbols. Korean prose reaches .99, with Hanja in brackets .95;
# Chinese read as CP949 stays near .6, western letters with accents near 0.
_GOOD_KOREAN = 0.85


def read_bytes(path: StrPath) -> bytes:
    """All bytes of a file, or of standard input for "-". Raises InputError with the reason in words."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return settled(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error


def read_text(path: StrPath, encoding: str | None = None) -> str:
    """A whole text file ("-": standard input), line ends as "\\n"; the encoding is recognised unless given.

    Raises InputError when the file is missing or empty, EncodingError when the bytes are no text.
    """
    text = decode(read_bytes(path), str(path), encoding)
    if not text.strip():
        raise InputError(f"{path} is empty: there is no text to work on.")
    return text


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """`data` as text with "\\n" line ends; `name` is what errors call it. Raises EncodingError."""
    return _text(data, name, encoding).replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes, name: str, encoding: str | None) -> str:
    if encoding is not None:
        try:
            return data.decode(encoding)
        except LookupError as error:
            raise EncodingError(f"There is no encoding called {encoding!r}: try utf-8, cp949 or utf-16.") from error
        except UnicodeDecodeError as error:
            raise EncodingError(
                f"{name} is not {encoding}: byte {error.start} (0x{data[error.start]:02x}) does not fit. "
                "Give another --encoding, or leave it out to have it recognised."
            ) from error
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _text(data, name, codec)
    if b"\0" in data:
        at = data.index(b"\0")
        raise EncodingError(
            f"{name} is not a text file: byte {at} is zero. "
            "If it is UTF-16 without a byte order mark, say so with --encoding utf-16-le."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cp949(data):
            return data.decode("cp949")
        raise EncodingError(
            f"{name} is neither UTF-8 nor CP949: byte {error.start} (0x{data[error.start]:02x}) does not fit. "
            "Save it as UTF-8, or name its encoding with --encoding."
        ) from error


def _is_cp949(data: bytes) -> bool:
    """Do these bytes decode as CP949, and into what Korean text looks like?"""
    try:
        data.decode("cp949")
    except UnicodeDecodeError:
        return False
    pairs = good = syllables = i = 0
    while i < len(data):
        if data[i] < 0x80:
            i += 1
            continue
        common = data[i + 1] >= 0xA1
        syllables += common and data[i] in _SYLLABLES
        good += common and (data[i] in _SYLLABLES or data[i] in _SYMBOLS)
        pairs += 1
        i += 2
    return syllables > 0 and good >= _GOOD_KOREAN * pairs


@contextlib.contextmanager
def pipes_kept() -> Iterator[None]:
    """While the block runs, what a pipe gave is kept, so that it can be opened as often as a file; then it is thrown away."""
    with contextlib.ExitStack() as stack:
        _kept.append(_Kept(stack))
        try:
            yield
        finally:
            _kept.pop()


def settled(path: StrPath) -> Path:
    """Where the bytes of a file can be read from their beginning: the path itself, or what was put aside for a pipe.

    Outside of `pipes_kept` the pipe itself, which can be read once. Raises OSError when a pipe cannot be read.
    """
    given = Path(path)
    if not _kept:
        return given
    try:
        found = given.stat()
    except (OSError, ValueError):
        return given  # whoever opens it says what is wrong
    if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
        return given
    return _kept[-1].place_of(given, found)


class _Kept:
    """What pipes gave, in a folder that is made for the first of them and goes with `stack`."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._folder: Path | None = None
        self._places: dict[tuple[str, int, int], Path] = {}

    def place_of(self, pipe: Path, found: os.stat_result) -> Path:
        key = str(pipe), found.st_dev, found.st_ino
        if key not in self._places:
            self._folder = self._folder or Path(
                self._stack.enter_context(tempfile.TemporaryDirectory(prefix="malmoi-", ignore_cleanup_errors=True))
            )
            place = self._folder / f"{len(self._places)}{pipe.suffix}"
            with pipe.open("rb") as source, place.open("wb") as stream:
                shutil.copyfileobj(source, stream)
            self._places[key] = place
        return self._places[key]


# One for each command that runs, the innermost last.
_kept: list[_Kept] = []


@contextlib.contextmanager
def replacing(path: StrPath) -> Iterator[BinaryIO]:
    """A binary stream whose content takes the place of `path` when the block ends well, and vanishes when it does not.

    "-" collects and writes to standard output at the end. Raises OutputError when the folder is missing or not writable, the
    disk is full, or the file is open in a spreadsheet program.
    """
    if str(path) == "-":
        buffer = io.BytesIO()
        yield buffer
        sys.stdout.buffer.write(buffer.getvalue())
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    _refuse_if_open(target)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
        temporary = None
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {explain_os_error(error)}.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_bytes(path: StrPath, data: bytes) -> None:
    """Write a file whole or not at all ("-": standard output). Raises OutputError."""
    with replacing(path) as stream:
        stream.write(data)


def write_text(path: StrPath, text: str) -> None:
    """Write UTF-8 text whole or not at all ("-": standard output). Raises OutputError."""
    write_bytes(path, text.encode("utf-8"))


def check_writable(path: StrPath) -> None:
    """Raise OutputError now for what would stop `replacing` after long work: no such folder, not allowed, open elsewhere."""
    if str(path) == "-":
        return
    target = Path(path)
    _refuse_if_open(target)
    try:
        target.parent.stat()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(target.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {explain_os_error(error)}.") from error


def explain_os_error(error: OSError) -> str:
    """What the system says, as the end of a sentence."""
    known = {
        errno.ENOENT: "there is no such file or folder",
        errno.EACCES: "you may not (permission denied)",
        errno.EPERM: "you may not (operation not permitted)",
        errno.EROFS: "the disk is read-only",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EISDIR: "it is a folder",
        errno.ENOTDIR: "a part of its path is a file, not a folder",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def _refuse_if_open(target: Path) -> None:
    """LibreOffice and Excel leave a lock file beside an open document; replacing it under them would lose their user's work."""
    for lock in (target.with_name(f".~lock.{target.name}#"), target.with_name(f"~${target.name}")):
        if lock.exists():
            raise OutputError(
                f"{target} is open in another program (there is {lock.name} beside it): close it there, or write to another name."
            )


def _mode(target: Path) -> int:
    """Permissions for the new file: those of the file it replaces, else what the umask leaves."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
