"""The files that a corpus is made of: which they are, which two belong together, and reading one of them in parts."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from malmoi.errors import InputError, UsageError
from malmoi.files import explain_os_error
from malmoi.flow.corpus_folder import digest_of_file, write_frame
from malmoi.flow.corpus_remote import AnyPath, fetched, size_of
from malmoi.flow.corpus_run import finish
from malmoi.flow.corpus_sifting import Sieve, composed, plain_reasons, same_keys
from malmoi.formats.bitexts.codecs import format_of, stream
from malmoi.formats.containers.compressed import bare_name

__all__ = ["PART", "SAMPLES", "Origin", "Reading", "origins", "part_path", "read_origin", "sample", "with_digest"]

# Segments of a part, and of a shard of the corpus, unless said otherwise.
PART = 10_000
# What is told of the segments that a part leaves out: so many of each reason, so many characters of a side.
SAMPLES, SAMPLE_LENGTH = 3, 200
_SIDES = (".ko", ".en")


@dataclass(frozen=True, slots=True)
class Origin:
    """One file, or a Korean and an English one that are read line by line; the bytes and the digest of them."""

    paths: tuple[AnyPath, ...]
    size: int = 0
    digest: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return " and ".join(map(str, self.paths))

    @property
    def title(self) -> str:
        """What its segments are said to be from, where the file does not say it."""
        return bare_name(self.paths[0].name).stem if len(self.paths) > 1 else bare_name(self.paths[0].name).name

    @contextlib.contextmanager
    def opened(self) -> Iterator[Any]:
        """As `formats.bitexts.codecs.stream` takes it; the files of a store are fetched for as long."""
        with contextlib.ExitStack() as stack:
            local = tuple(stack.enter_context(fetched(path)) for path in self.paths)
            yield local[0] if len(local) == 1 else local


@dataclass(frozen=True, slots=True)
class Reading:
    """The argument of `read_origin`."""

    origin: Origin
    number: int
    folder: AnyPath
    receipt: AnyPath
    sieve: Sieve
    size: int = PART
    encoding: str | None = None
    mapping: Mapping[str, str] | None = None


def origins(files: Sequence[AnyPath], pairs: Sequence[tuple[AnyPath, AnyPath]] = ()) -> list[Origin]:
    """The files of a command, in order; x.ko and x.en (or x.ko.gz …) belong together, and so do the given pairs.

    Raises UsageError for a file of no known format, or half of a pair; InputError for what is not there.
    """
    found: list[tuple[AnyPath, ...]] = []
    halves = {path: bare_name(path.name).suffix.lower() for path in files}
    for path, suffix in halves.items():
        if suffix not in _SIDES:
            found.append((path,))
            continue
        other = next((p for p, s in halves.items() if s != suffix and s in _SIDES and _stem(p) == _stem(path)), None)
        if other is None:
            raise UsageError(
                f"{path} is one side of a text, and its other side is not there: name both, or --pair KO EN."
            )
        if suffix == ".ko":
            found.append((path, other))
    found += [tuple(pair) for pair in pairs]
    if not found:
        raise UsageError("Give the files that the corpus is to be made of, or --pair KO EN.")
    for paths in found:
        format_of(str(paths[0]) if len(paths) == 1 else (str(paths[0]), str(paths[1])))
    # Workers have working folders of their own: paths are whole from here on.
    return [Origin(tuple(path.absolute() for path in paths), sum(map(_size, paths))) for paths in found]


def with_digest(origin: Origin, seen: Any = lambda size: None) -> Origin:
    """The same with the digest of its files, which are read for it. Raises InputError."""
    return Origin(origin.paths, origin.size, "-".join(digest_of_file(path, seen) for path in origin.paths))


def read_origin(asked: Reading) -> int:
    """Read one origin into parts of `size` segments: texts, the reason why one is left out or null, and the key of its texts.

    Gives the number of segments. Raises InputError and its kinds with the file's name, OutputError.
    """
    with asked.origin.opened() as source:
        return _read(asked, stream(source, None, asked.encoding, asked.size, asked.mapping))


def sample(frame: pl.DataFrame, n: int) -> list[list[str]]:
    """The beginnings of the first n pairs of texts."""
    cut = (pl.col(side).str.slice(0, SAMPLE_LENGTH) for side in ("ko", "en"))
    return [list(row) for row in frame.head(max(0, n)).select(*cut).iter_rows()]


def part_path(folder: AnyPath, origin: int, number: int) -> AnyPath:
    """Where the parts of an origin lie."""
    return folder / f"read-{origin:05d}-{number:06d}.parquet"


def _read(asked: Reading, frames: Iterator[pl.DataFrame]) -> int:
    dropped: dict[str, int] = {}
    samples: dict[str, list[list[str]]] = {}
    heights = []
    for n, given in enumerate(frames):
        frame = composed(given).with_columns(
            doc=pl.when(pl.col("doc") == "").then(pl.lit(asked.origin.title)).otherwise(pl.col("doc"))
        )
        reason, keys = plain_reasons(frame, asked.sieve), same_keys(frame)
        part = frame.select("doc", "ko", "en", "score").with_columns(
            reason=reason, key_high=pl.Series(keys[:, 0]), key_low=pl.Series(keys[:, 1])
        )
        write_frame(part, part_path(asked.folder, asked.number, n))
        heights.append(part.height)
        for name, count in reason.drop_nulls().value_counts().iter_rows():
            dropped[name] = dropped.get(name, 0) + count
            kept = samples.setdefault(name, [])
            kept += sample(part.filter(pl.col("reason") == name), SAMPLES - len(kept))
    return finish(
        asked.receipt,
        {"segments": sum(heights), "parts": heights, "dropped": dict(sorted(dropped.items())), "samples": samples},
    )


def _stem(path: AnyPath) -> str:
    return f"{path.parent}/{bare_name(path.name).stem}"


def _size(path: AnyPath) -> int:
    try:
        return size_of(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
