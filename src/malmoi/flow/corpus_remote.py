"""Places of corpora: folders of this machine, or of a store that fsspec reaches (`s3://bucket/corpus`, `gs://…`, `sftp://…`).

A `RemotePath` does what of `Path` the modules of corpora use, and raises OSError as a `Path` does where bytes go in or out, InputError
where a store cannot be asked, whatever its library raises. What is written is there whole or not at all: object stores take a file in
one request, elsewhere it is written under another name and moved. What a store needs to know (keys, address) it takes from the
environment and the files that its library reads, so that no path and no log has it.
Facts of fsspec: https://filesystem-spec.readthedocs.io
"""

import contextlib
import errno
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath
from textwrap import shorten
from typing import Any, BinaryIO, cast

from malmoi.engine.redaction import redacted
from malmoi.errors import InputError, MalmoiError, MissingExtraError, OutputError
from malmoi.files import explain_os_error, write_bytes
from malmoi.optional import need

__all__ = [
    "AnyPath",
    "RemotePath",
    "fetched",
    "make_folder",
    "names_in",
    "path_of",
    "placed",
    "put",
    "read_all",
    "read_many",
    "remove_tree",
    "size_of",
    "sizes_in",
]

_URL = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]+)(?:::|://)")
# Stores that show a file when all of it is there: in one request, or at the end of several.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "memory", "oci", "oss", "r2"})
# Files that are asked for at once.
_BATCH = 500
# Characters that are told of what a library says.
_MOST_SAID = 300


@dataclass(frozen=True, slots=True, order=True)
class RemotePath:
    """A file or folder of a store by its address. As text it is shown without credentials."""

    url: str

    def __str__(self) -> str:
        return redacted(self.url)

    def __truediv__(self, name: str) -> "RemotePath":
        return RemotePath(f"{self.url.rstrip('/')}/{name}")

    @property
    def scheme(self) -> str:
        """What stands before the colon."""
        found = _URL.match(self.url)
        return found["scheme"].lower() if found else ""

    @property
    def name(self) -> str:
        """What stands after the last slash."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.name).stem

    @property
    def parent(self) -> "RemotePath":
        """The folder that it is in."""
        return RemotePath(self.url.rstrip("/").rpartition("/")[0])

    def with_name(self, name: str) -> "RemotePath":
        """Another file of the same folder."""
        return self.parent / name

    def with_suffix(self, suffix: str) -> "RemotePath":
        """The same with another end of its name."""
        return self.parent / f"{self.stem}{suffix}"

    def absolute(self) -> "RemotePath":
        """An address is whole."""
        return self

    def exists(self) -> bool:
        """Is there a file or folder?"""
        with self._asked() as (store, path):
            return bool(store.exists(path))

    def is_dir(self) -> bool:
        """Is there a folder?"""
        with self._asked() as (store, path):
            return bool(store.isdir(path))

    def glob(self, pattern: str) -> Iterator["RemotePath"]:
        """Files of this folder whose name matches."""
        return (self / name for name in sorted(names_in(self)) if fnmatchcase(name, pattern))

    def open(self, mode: str = "rb") -> BinaryIO:
        """To be read, in a stream."""
        with self._store() as (store, path):
            return cast("BinaryIO", store.open(path, mode))

    def read_bytes(self) -> bytes:
        """All of a file."""
        with self._store() as (store, path):
            return bytes(store.cat_file(path))

    def write_bytes(self, data: bytes) -> None:
        """Replace a file, whole or not at all."""
        with self._writing() as (store, part):
            store.pipe_file(part, data)

    def upload(self, local: Path) -> None:
        """Replace a file by one of this machine, whole or not at all."""
        with self._writing() as (store, part):
            store.put_file(str(local), part)

    def unlink(self, missing_ok: bool = False) -> None:
        """Take a file away."""
        with self._asked() as (store, path):
            if not missing_ok or store.exists(path):
                store.rm_file(path)

    def sizes(self) -> dict[str, int]:
        """What is in this folder, with bytes (0 for folders); nothing where there is none."""
        with self._asked() as (store, path):
            try:
                found = store.ls(path, detail=True)
            except (FileNotFoundError, NotADirectoryError):
                return {}
        return {one["name"].rstrip("/").rpartition("/")[2]: int(one.get("size") or 0) for one in found}

    def size(self) -> int:
        """Bytes of a file."""
        with self._store() as (store, path):
            return int(store.size(path) or 0)

    def make(self) -> None:
        """Make this folder and those above it; object stores have none."""
        if self.scheme not in _WHOLE:
            with self._store() as (store, path):
                store.makedirs(path, exist_ok=True)

    def remove_tree(self) -> None:
        """Take away this folder with all that is in it."""
        with self._store() as (store, path):
            store.rm(path, recursive=True)

    def download(self, local: Path) -> None:
        """Write the bytes of a file to one of this machine."""
        with self._store() as (store, path):
            store.get_file(path, str(local))

    def read_below(self, names: list[str]) -> list[bytes | None]:
        """The bytes of each of these files of this folder, None for what is not there; all are asked for at once."""
        with self._store() as (store, path):
            found = store.cat([f"{path.rstrip('/')}/{name}" for name in names], on_error="omit")
        # A store may spell the paths of its answer in its own way.
        by_name = {PurePath(name).name: data for name, data in found.items()}
        return [by_name.get(name) for name in names]

    @contextlib.contextmanager
    def _asked(self) -> Iterator[tuple[Any, str]]:
        """As `_store`, for questions: InputError when there is no answer."""
        try:
            with self._store() as found:
                yield found
        except OSError as error:
            raise InputError(f"{self} cannot be read: {explain_os_error(error)}.") from error

    @contextlib.contextmanager
    def _store(self) -> Iterator[tuple[Any, str]]:
        """The store and the path in it; what its library raises becomes OSError."""
        try:
            # Listings are not remembered: other processes write, too.
            yield need("fsspec", "cluster").core.url_to_fs(self.url, use_listings_cache=False)
        except MalmoiError:
            raise
        except ImportError as error:
            raise MissingExtraError(
                f"{self.scheme}:// needs a library that is not installed: {_said(error)}; install it here and where workers run."
            ) from error
        except OSError as error:
            if error.errno is not None:
                raise
            missing = isinstance(error, FileNotFoundError)
            raise OSError(errno.ENOENT if missing else errno.EIO, _said(error)) from error
        except Exception as error:
            raise OSError(errno.EIO, _said(error)) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[tuple[Any, str]]:
        with self._store() as (store, path):
            if self.scheme in _WHOLE:
                yield store, path
                return
            part = f"{path.rpartition('/')[0]}/.{self.name}.{uuid.uuid4().hex}.part"
            try:
                yield store, part
                store.mv(part, path)
            except BaseException:
                with contextlib.suppress(Exception):
                    store.rm_file(part)
                raise


AnyPath = Path | RemotePath


def path_of(text: str) -> AnyPath:
    """The place that is called so; `file://` is a path of this machine."""
    found = _URL.match(text)
    if not found:
        return Path(text)
    if found["scheme"].lower() == "file":
        return Path(text[found.end() :])
    return RemotePath(text.rstrip("/"))


def put(path: AnyPath, data: bytes) -> None:
    """Write a file whole or not at all. Raises OutputError."""
    if isinstance(path, Path):
        write_bytes(path, data)
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {explain_os_error(error)}.") from error


def read_all(path: AnyPath) -> bytes:
    """All bytes of a file. Raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error


def read_many(paths: Iterable[AnyPath]) -> Iterator[bytes | None]:
    """The bytes of each of many small files of one folder, in order, None for what is not there; many requests at once to a store."""
    held: list[AnyPath] = []
    for path in paths:
        held.append(path)
        if len(held) == _BATCH:
            yield from _batch(held)
            held = []
    yield from _batch(held)


def names_in(folder: AnyPath) -> set[str]:
    """What is in a folder; nothing where there is none. Raises InputError."""
    return set(_listed(folder, lambda entry: 0))


def sizes_in(folder: AnyPath) -> dict[str, int]:
    """What is in a folder, with bytes; nothing where there is none. Raises InputError."""
    return _listed(folder, lambda entry: entry.stat().st_size)


def size_of(path: AnyPath) -> int:
    """Bytes of a file. Raises OSError."""
    if not isinstance(path, Path):
        return path.size()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    return path.stat().st_size


def make_folder(folder: AnyPath) -> None:
    """Make a folder and those above it; object stores have none. Raises OutputError."""
    try:
        if isinstance(folder, Path):
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder.make()
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {explain_os_error(error)}.") from error


def remove_tree(folder: AnyPath) -> None:
    """Take a folder away with all that is in it; what cannot be taken away stays."""
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        folder.remove_tree()


@contextlib.contextmanager
def fetched(path: AnyPath) -> Iterator[Path]:
    """A file of this machine with the same bytes and end of name, for readers that know no stores. Raises InputError, whose message and
    that of what the block raises name the place itself."""
    if isinstance(path, Path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="malmoi-corpus-") as folder:
        local = Path(folder) / path.name
        try:
            path.download(local)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
        try:
            yield local
        except MalmoiError as error:
            raise type(error)(str(error).replace(str(local), str(path))) from error


@contextlib.contextmanager
def placed(path: AnyPath) -> Iterator[Path]:
    """A path of this machine to write to; what the block wrote there is at the place when it ends well. Raises OutputError."""
    if isinstance(path, Path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="malmoi-corpus-") as folder:
        local = Path(folder) / path.name
        yield local
        try:
            path.upload(local)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {explain_os_error(error)}.") from error


def _listed(folder: AnyPath, size: Callable[[os.DirEntry[str]], int]) -> dict[str, int]:
    if not isinstance(folder, Path):
        return folder.sizes()
    try:
        with os.scandir(folder) as entries:
            return {entry.name: size(entry) for entry in entries}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {explain_os_error(error)}.") from error


def _batch(paths: list[AnyPath]) -> Iterator[bytes | None]:
    remote = [path for path in paths if isinstance(path, RemotePath)]
    if not remote or len(remote) < len(paths):
        for path in paths:
            try:
                yield path.read_bytes()
            except FileNotFoundError:
                yield None
        return
    yield from remote[0].parent.read_below([path.name for path in remote])


def _said(error: BaseException) -> str:
    """What a library says of its failure, without credentials, as the end of a sentence."""
    said = redacted(" ".join(str(error).split()).rstrip(".") or type(error).__name__)
    return shorten(said, _MOST_SAID, placeholder=" …")
