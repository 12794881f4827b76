"""A corpus: a folder of Parquet shards of segments (frame BITEXT), and corpus.json, which says what they are and how they were made.

    corpus.json               format, settings, sources with their digests, counts, and each shard with its digest
    segments-000000.parquet   10,000 segments each; `seg` counts through the corpus

A folder of Parquet files without corpus.json is a corpus too, in the order of their names. All files are written with the same settings,
so that the same frame gives the same bytes.
"""

import contextlib
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from malmoi.errors import FormatError, InputError, OutputError
from malmoi.files import explain_os_error
from malmoi.flow.corpus_remote import AnyPath, placed, put, read_all, sizes_in
from malmoi.model.frames import BITEXT

__all__ = [
    "MANIFEST",
    "Corpus",
    "Shard",
    "digest_of",
    "digest_of_file",
    "manifest_of",
    "open_corpus",
    "parse_json",
    "read_frame",
    "read_json",
    "read_shard",
    "scan_parts",
    "write_frame",
    "write_json",
    "write_lazy",
]

MANIFEST = "corpus.json"
_FORMAT = 1
_DIGEST_BYTES = 16
_BLOCK = 1 << 20
# One compression and one size of row groups everywhere: what is written must not depend on defaults that change.
_LEVEL, _ROW_GROUP = 3, 10_000


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of segments: its place among the others, path, number of segments, digest of its bytes (hexadecimal)."""

    number: int
    path: AnyPath
    segments: int
    digest: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of shards, and what corpus.json says (nothing where there is none)."""

    folder: AnyPath
    shards: tuple[Shard, ...]
    manifest: dict[str, Any]

    @property
    def segments(self) -> int:
        """How many segments there are in all."""
        return sum(shard.segments for shard in self.shards)

    @property
    def digest(self) -> str:
        """Of all shards, in order."""
        return digest_of([shard.digest for shard in self.shards])


def open_corpus(folder: AnyPath) -> Corpus:
    """What a folder holds, under its whole path, for workers have working folders of their own.

    Raises InputError when there is no corpus or a shard is missing, FormatError for what is no shard.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: make a corpus with  malmoi corpus build FILE… -o {folder}")
    manifest_path = folder / MANIFEST
    if manifest_path.exists():
        return _with_manifest(folder, manifest_path)
    paths: list[AnyPath] = sorted(folder.glob("*.parquet"), key=lambda path: path.name)
    if not paths:
        raise InputError(
            f"{folder} holds no corpus: there is neither {MANIFEST} nor a file that ends in .parquet. "
            f"Make one with  malmoi corpus build FILE… -o {folder}"
        )
    shards = tuple(Shard(number, path, _height(path), digest_of_file(path)) for number, path in enumerate(paths))
    return Corpus(folder, shards, {})


def read_shard(shard: Shard) -> pl.DataFrame:
    """The segments of a shard. Raises InputError when it is not what it was, FormatError when it is no shard."""
    data = read_all(shard.path)
    if shard.digest and hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest() != shard.digest:
        raise InputError(
            f"{shard.path} is not the file that the corpus was opened with: it was changed, or is damaged. Build the corpus again."
        )
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _not_parquet(shard.path) from error
    _check_schema(shard.path, frame.schema)
    return frame.select(BITEXT.names()).cast(BITEXT)


def read_frame(path: AnyPath, columns: list[str] | None = None) -> pl.DataFrame:
    """What `write_frame` wrote. Raises InputError, FormatError."""
    try:
        if isinstance(path, Path):
            return pl.read_parquet(path, columns=columns, glob=False)
        return pl.read_parquet(io.BytesIO(read_all(path)), columns=columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _not_parquet(path) from error


def scan_parts(paths: Sequence[AnyPath]) -> pl.LazyFrame:
    """The rows of files with one schema, in order, read as they are needed; of a store, one file at a time."""
    local = [path for path in paths if isinstance(path, Path)]
    if len(local) == len(paths):
        return pl.scan_parquet(local, glob=False)

    def parts(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, batch: int | None
    ) -> Iterator[pl.DataFrame]:
        for path in paths:
            frame = read_frame(path, columns)
            frame = frame if rows is None else frame.head(rows)
            rows = None if rows is None else rows - frame.height
            yield frame if predicate is None else frame.filter(predicate)
            if rows == 0:
                return

    return register_io_source(parts, schema=read_frame(paths[0]).schema)


def write_frame(frame: pl.DataFrame, path: AnyPath) -> str:
    """Write a frame as Parquet, whole or not at all, and give the digest of its bytes. Raises OutputError."""
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(
        buffer, compression="zstd", compression_level=_LEVEL, statistics=True, row_group_size=_ROW_GROUP
    )
    data = buffer.getvalue()
    put(path, data)
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()


def write_lazy(frame: pl.LazyFrame, path: AnyPath) -> None:
    """Write what a lazy frame gives as Parquet, in a stream, whole or not at all. Raises OutputError."""
    with placed(path) as local:
        _sink(frame, local)


def manifest_of(shards: list[dict[str, Any]], **about: object) -> dict[str, Any]:
    """What corpus.json is to hold."""
    return {"malmoi corpus": _FORMAT, **about, "shards": shards}


def write_json(value: object, path: AnyPath) -> None:
    """Write JSON, whole or not at all. Raises OutputError."""
    put(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def read_json(path: AnyPath) -> dict[str, Any] | None:
    """The object of a JSON file that malmoi wrote; None when there is none, or only part of one."""
    try:
        return parse_json(path.read_bytes())
    except OSError:
        return None


def parse_json(data: bytes | None) -> dict[str, Any] | None:
    """The object in the bytes of a JSON file; None when there is none."""
    try:
        found = json.loads(data or b"")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def digest_of(value: object) -> str:
    """A short name for settings or a list of digests: the same for the same value on any machine."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def digest_of_file(path: AnyPath, seen: Callable[[int], None] = lambda size: None) -> str:
    """Of all bytes of a file; `seen` is told how many more were read. Raises InputError."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                seen(len(block))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
    return digest.hexdigest()


# ---------------------------------------------------------------- private


def _sink(frame: pl.LazyFrame, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    with _writing(path):
        try:
            frame.sink_parquet(
                part,
                compression="zstd",
                compression_level=_LEVEL,
                statistics=True,
                row_group_size=_ROW_GROUP,
                maintain_order=True,
            )
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _with_manifest(folder: AnyPath, path: AnyPath) -> Corpus:
    manifest = read_json(path)
    try:
        if manifest is None or manifest["malmoi corpus"] != _FORMAT:
            raise KeyError(MANIFEST)
        shards = tuple(
            Shard(number, folder / one["name"], int(one["segments"]), str(one["digest"]))
            for number, one in enumerate(manifest["shards"])
        )
        sizes = [int(one["bytes"]) for one in manifest["shards"]]
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(
            f"{path} is not the list of a corpus that this malmoi can read: build the corpus again."
        ) from error
    there = sizes_in(folder)
    for shard, size in zip(shards, sizes, strict=True):
        found = there.get(shard.path.name)
        if found is None:
            raise InputError(f"{shard.path} cannot be read: there is no such file or folder.")
        if found != size:
            raise InputError(
                f"{shard.path} has {found:,} bytes and should have {size:,}: it was changed, or breaks off. Build the corpus again."
            )
    return Corpus(folder, shards, manifest)


def _height(path: AnyPath) -> int:
    """How many segments a shard has, after a look at its schema."""
    try:
        frame = pl.scan_parquet(path if isinstance(path, Path) else io.BytesIO(read_all(path)), glob=False)
        schema = frame.collect_schema()
        height = int(frame.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _not_parquet(path) from error
    _check_schema(path, schema)
    return height


def _check_schema(path: AnyPath, schema: pl.Schema) -> None:
    missing = [name for name in BITEXT.names() if name not in schema]
    if missing:
        raise FormatError(
            f"{path} is no shard of a corpus: it has no column {', '.join(missing)}. A shard has {', '.join(BITEXT.names())}."
        )
    for name in BITEXT.names():
        wanted, found = BITEXT[name], schema[name]
        if not (
            found == wanted or (wanted.is_integer() and found.is_integer()) or (wanted.is_float() and found.is_float())
        ):
            raise FormatError(f"{path} is no shard of a corpus: its column {name} holds {found}, not {wanted}.")


def _not_parquet(path: AnyPath) -> FormatError:
    return FormatError(f"{path} is not a Parquet file, or only part of one: make it again.")


@contextlib.contextmanager
def _writing(path: AnyPath) -> Iterator[None]:
    """Errors of a write by Polars as ours."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {explain_os_error(error)}.") from error
    except pl.exceptions.PolarsError as error:
        raise OutputError(f"{path} cannot be written: {error}") from error
