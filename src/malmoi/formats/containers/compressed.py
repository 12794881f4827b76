"""Compressed files read as if they were not: .gz by the standard library, .zst where a library for it is there.

Readers pass over a file twice, and some go back to its beginning; a stream that cannot be sought is opened again for that. Nothing is
unpacked on the disk.
"""

import gzip
import importlib
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from malmoi.errors import InputError, MissingExtraError
from malmoi.files import StrPath, explain_os_error, settled

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SUFFIXES", "bare_name", "is_compressed", "open_compressed"]

SUFFIXES = (".gz", ".zst")
_SKIP = 1 << 20


def is_compressed(path: StrPath) -> bool:
    """Is a file compressed, by the end of its name?"""
    return PurePath(path).suffix.lower() in SUFFIXES


def bare_name(path: StrPath) -> PurePath:
    """The name that a file has without its compression: corpus.tmx.gz is a corpus.tmx."""
    return PurePath(path).with_suffix("") if is_compressed(path) else PurePath(path)


def open_compressed(path: StrPath) -> BinaryIO:
    """A seekable stream of what a compressed file holds; going back costs reading it anew.

    Raises OSError when it cannot be opened, MissingExtraError without a library for .zst; InputError, while it is read, when it is damaged.
    """
    opener = _gzip if PurePath(path).suffix.lower() == ".gz" else _zstd(path)
    return cast("BinaryIO", io.BufferedReader(_Unpacked(path, opener), _SKIP))


class _Unpacked(io.RawIOBase):
    """The bytes in a compressed file; errors of the library become one sentence."""

    def __init__(self, path: StrPath, opener: "Callable[[BinaryIO], Any]") -> None:
        self._path, self._opener = path, opener
        self._at = 0
        self._file: BinaryIO = settled(path).open("rb")
        self._stream = opener(self._file)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except InputError:
            raise
        except OSError as error:
            reason = "it is no such file" if isinstance(error, gzip.BadGzipFile) else explain_os_error(error)
            raise InputError(f"{self._path} cannot be unpacked: {reason}.") from error
        except Exception as error:  # every library has its own
            raise InputError(
                f"{self._path} cannot be unpacked: it is damaged, or breaks off after {self._at:,} bytes."
            ) from error
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset + (self._at if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end of a compressed file is not known")
        if target < self._at:
            self._file.seek(0)
            self._stream, self._at = self._opener(self._file), 0
        skipped = bytearray(_SKIP)
        while self._at < target and self.readinto(memoryview(skipped)[: target - self._at]):
            pass
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _gzip(file: BinaryIO) -> Any:
    return gzip.GzipFile(fileobj=file, mode="rb")


def _zstd(path: StrPath) -> "Callable[[BinaryIO], Any]":
    """What opens .zst: Python 3.14 has it, else the package zstandard."""
    try:
        module = importlib.import_module("compression.zstd")
    except ModuleNotFoundError:
        pass
    else:
        return lambda file: module.ZstdFile(file, "rb")
    try:
        package = importlib.import_module("zstandard")
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{path} is compressed by Zstandard, which Python has from 3.14 on: until then run  pip install zstandard  "
            "or compress it by gzip."
        ) from error
    return lambda file: package.ZstdDecompressor().stream_reader(file, read_across_frames=True)
