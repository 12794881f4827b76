"""From bilingual files of any number and size to a corpus: read in parts, sifted, doubles left out, written as shards of one size.

Three passes, and no pass holds more than a part and one bucket of keys: every file is read into parts and judged by its letters; the parts
are judged by their morphemes, without the segments that were there before; what is left is written as shards. What a pass has finished
lies in a hidden folder within the corpus until the corpus is there, so that a build that was stopped goes on.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from malmoi.errors import InputError, MalmoiError, UsageError
from malmoi.flow.corpus_doubles import Doubles
from malmoi.flow.corpus_folder import (
    MANIFEST,
    Corpus,
    digest_of,
    manifest_of,
    open_corpus,
    read_frame,
    read_json,
    write_frame,
    write_json,
)
from malmoi.flow.corpus_remote import AnyPath, make_folder, remove_tree, size_of
from malmoi.flow.corpus_run import Step, Workshop, finish, receipts
from malmoi.flow.corpus_sifting import REASONS, Sieve, judged
from malmoi.flow.corpus_sources import PART, SAMPLES, Origin, Reading, part_path, read_origin, sample
from malmoi.model.frames import BITEXT

__all__ = ["Judging", "build_corpus", "judge_part"]

_NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Judging:
    """The argument of `judge_part`: a part, the rows of it that were there before (none), where the answer goes."""

    part: AnyPath
    doubles: AnyPath | None
    output: AnyPath
    receipt: AnyPath
    sieve: Sieve


@dataclass(frozen=True, slots=True)
class _Part:
    """A part in its place: where its segments begin among all that were read."""

    path: AnyPath
    start: int
    height: int
    number: int

    def beside(self, kind: str, suffix: str) -> AnyPath:
        """The path of something that belongs to it."""
        return self.path.with_name(f"{kind}-{self.number:08d}{suffix}")


def build_corpus(
    origins: Sequence[Origin],
    folder: AnyPath,
    workshop: Workshop,
    sieve: Sieve | None = None,
    *,
    size: int = PART,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Corpus:
    """Make a corpus in `folder`, in shards of `size` segments at most, of files with digests; one made of the same in the same way is left.

    The same files and settings give the same bytes. Raises CorpusError for what could not be done, InputError when nothing is left,
    OutputError.
    """
    if size < 1:
        raise UsageError(f"A shard has at least 1 segment, not {size}.")
    folder = folder.absolute()
    sieve = sieve or Sieve()
    settings: dict[str, Any] = {
        "malmoi": version("malmoi"),
        "kiwipiepy": version("kiwipiepy"),
        "size": size,
        "sieve": sieve.record(),
        "encoding": encoding,
        "mapping": mapping,
    }
    made = digest_of([settings, [[*map(_names, origin.paths), origin.digest] for origin in origins]])
    if (read_json(folder / MANIFEST) or {}).get("made") == made:
        try:
            return open_corpus(folder)
        except MalmoiError:
            pass  # something of it has gone; it is made again
    work = folder / f".build-{made[:_NAME_LENGTH]}"
    make_folder(work)
    readings = [
        Reading(origin, n, work, work / f"read-{n:05d}.json", sieve, size, encoding, mapping)
        for n, origin in enumerate(origins)
    ]
    steps = [Step(one.origin.name, one.receipt, one) for one in readings]
    workshop.run("read", read_origin, steps)
    read = list(receipts(steps))
    parts = list(_parts(work, read))
    tally = _Tally(read)
    with _scratch(work) as scratch:
        with workshop.alone("same"):
            same = _find_same(parts, scratch / "same")
        judging = _judge(parts, same, workshop, sieve, tally) if sieve.needs_morphemes else []
        near = None
        if sieve.near:
            with workshop.alone("near"):
                near = _find_near(judging, parts, scratch / "near")
        with workshop.alone("write"):
            shards = list(_write_shards(_kept(parts, same, judging, near, tally), folder, made, size))
    if not shards:
        raise InputError(
            f"Nothing is left of {tally.read:,} segments: {tally.told()}. Look at the settings of the build."
        )
    sources = [
        {"files": [*map(_names, o.paths)], "bytes": o.size, "digest": o.digest, "segments": got["segments"]}
        for o, got in zip(origins, read, strict=True)
    ]
    about = {"made": made, "settings": settings, "sources": sources, "counts": tally.record()}
    write_json(manifest_of(shards, **about), folder / MANIFEST)
    _tidy(folder, work, {one["name"] for one in shards})
    return open_corpus(folder)


def judge_part(asked: Judging) -> int:
    """Judge the segments of a part that passed so far: their rows, reasons and keys as Parquet. Gives their number."""
    frame, rows = _passing(asked.part, asked.doubles)
    bitext = frame.with_columns(seg=pl.Series(rows, dtype=pl.Int64)).select(BITEXT.names())
    reasons, keys = judged(bitext, asked.sieve)
    write_frame(
        pl.DataFrame(
            {"row": rows, "reason": reasons, "key_high": keys[:, 0], "key_low": keys[:, 1]},
            schema={"row": pl.UInt32, "reason": pl.String, "key_high": pl.UInt64, "key_low": pl.UInt64},
        ),
        asked.output,
    )
    found = pl.Series(reasons, dtype=pl.String)
    samples = {name: sample(frame.filter(found == name), SAMPLES) for name in found.drop_nulls().unique().sort()}
    dropped = dict(sorted(found.drop_nulls().value_counts().iter_rows()))
    return finish(asked.receipt, {"segments": frame.height, "dropped": dropped, "samples": samples})


# ---------------------------------------------------------------- private


class _Tally:
    """What was left out, by reason, with samples."""

    def __init__(self, read: Sequence[dict[str, Any]]) -> None:
        self.read, self.kept = sum(one["segments"] for one in read), 0
        self.dropped: dict[str, int] = {}
        self.samples: dict[str, list[list[str]]] = {}
        for one in read:
            self.add(one)

    def add(self, receipt: dict[str, Any]) -> None:
        for name, count in receipt["dropped"].items():
            self.count(name, count, receipt["samples"].get(name, []))

    def count(self, name: str, count: int, samples: list[list[str]]) -> None:
        self.dropped[name] = self.dropped.get(name, 0) + count
        kept = self.samples.setdefault(name, [])
        kept += samples[: SAMPLES * SAMPLES - len(kept)]

    def record(self) -> dict[str, Any]:
        names = [name for name in REASONS if self.dropped.get(name)]
        return {
            "read": self.read,
            "kept": self.kept,
            "dropped": {name: self.dropped[name] for name in names},
            "samples": {name: self.samples[name] for name in names},
        }

    def told(self) -> str:
        return ", ".join(f"{name} {count:,}" for name, count in self.record()["dropped"].items())


def _parts(work: AnyPath, read: Sequence[dict[str, Any]]) -> Iterator[_Part]:
    start = number = 0
    for origin, receipt in enumerate(read):
        for n, height in enumerate(receipt["parts"]):
            yield _Part(part_path(work, origin, n), start, height, number)
            start, number = start + height, number + 1


def _find_same(parts: Sequence[_Part], folder: Path) -> Doubles:
    doubles = Doubles(folder, sum(part.height for part in parts))
    for part in parts:
        rows = read_frame(part.path, ["reason", "key_high", "key_low"]).with_row_index()
        _add(doubles, part, rows.filter(pl.col("reason").is_null()), "index")
    doubles.find()
    return doubles


def _find_near(steps: Sequence[Step], parts: Sequence[_Part], folder: Path) -> Doubles:
    doubles = Doubles(folder, sum(part.height for part in parts))
    for step, part in zip(steps, parts, strict=True):
        rows = read_frame(_output(step))
        _add(doubles, part, rows.filter(pl.col("reason").is_null()), "row")
    doubles.find()
    return doubles


def _add(doubles: Doubles, part: _Part, rows: pl.DataFrame, place: str) -> None:
    if rows.height:
        positions = rows[place].to_numpy().astype(np.uint64) + np.uint64(part.start)
        doubles.add(rows.select("key_high", "key_low").to_numpy(), positions)


def _judge(parts: Sequence[_Part], same: Doubles, workshop: Workshop, sieve: Sieve, tally: _Tally) -> list[Step]:
    steps = []
    for part in parts:
        found = same.among(part.start, part.start + part.height)
        path = part.beside("same", ".parquet") if len(found) else None
        if path is not None and not path.exists():
            write_frame(pl.DataFrame({"row": found}), path)
        output, receipt = part.beside("judged", ".parquet"), part.beside("judged", ".json")
        asked = Judging(part.path, path, output, receipt, sieve)
        steps.append(Step(part.path.stem, receipt, asked, part.height - len(found), output))
    workshop.run("judge", judge_part, steps)
    for told in receipts(steps):
        tally.add(told)
    return steps


def _passing(part: AnyPath, doubles: AnyPath | None) -> tuple[pl.DataFrame, list[int]]:
    """The segments of a part that passed its first judgement and are no doubles, and their rows."""
    frame = read_frame(part).with_row_index("row")
    if doubles is not None:
        before = read_frame(doubles).cast({"row": frame.schema["row"]})
        frame = frame.join(before, on="row", how="anti", maintain_order="left")
    frame = frame.filter(pl.col("reason").is_null())
    return frame.drop("row"), frame["row"].to_list()


def _kept(
    parts: Sequence[_Part], same: Doubles, judging: Sequence[Step], near: Doubles | None, tally: _Tally
) -> Iterator[pl.DataFrame]:
    """What is left of each part, in order."""
    for number, part in enumerate(parts):
        frame = read_frame(part.path)
        reason = frame["reason"].to_list()
        _mark(reason, same.among(part.start, part.start + part.height), "same")
        if judging:
            later = read_frame(_output(judging[number]))
            for row, name in later.select("row", "reason").drop_nulls().iter_rows():
                reason[row] = name
        if near is not None:
            _mark(reason, near.among(part.start, part.start + part.height), "near")
        frame = frame.with_columns(reason=pl.Series(reason, dtype=pl.String))
        for name in ("same", "near"):
            those = frame.filter(pl.col("reason") == name)
            tally.count(name, those.height, sample(those, SAMPLES))
        left = frame.filter(pl.col("reason").is_null())
        tally.kept += left.height
        yield left.select("doc", "ko", "en", "score")


def _mark(reasons: list[str | None], rows: Any, name: str) -> None:
    for row in rows.tolist():
        reasons[row] = name


def _write_shards(frames: Iterator[pl.DataFrame], folder: AnyPath, made: str, per: int) -> Iterator[dict[str, Any]]:
    """Shards of at most `per` segments, written; what corpus.json is to say of each.

    A shard ends with a document wherever one of at most `per` segments would be cut: what is asked of documents is asked shard by shard.
    """
    held = pl.DataFrame()
    first = number = 0
    for frame in frames:
        held = pl.concat([held, frame]) if held.height else frame
        while held.height > per:
            height = _whole_documents(held["doc"], per)
            yield _shard(held.head(height), folder, made, number, first)
            held, first, number = held.slice(height), first + height, number + 1
    if held.height:
        yield _shard(held, folder, made, number, first)


def _whole_documents(documents: pl.Series, per: int) -> int:
    """How many of the first `per` segments stand before the document that goes on after them; all when it began before."""
    runs = documents.head(per + 1).rle_id()
    return int((runs < runs[-1]).sum()) or per


def _shard(frame: pl.DataFrame, folder: AnyPath, made: str, number: int, first: int) -> dict[str, Any]:
    path = folder / f"segments-{made[:_NAME_LENGTH]}-{number:06d}.parquet"
    segments = pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
    digest = write_frame(frame.with_columns(seg=segments).select(BITEXT.names()).cast(BITEXT), path)
    return {"name": path.name, "segments": frame.height, "bytes": size_of(path), "digest": digest}


def _output(step: Step) -> AnyPath:
    if step.output is None:
        raise ValueError(f"{step.key} has no output")
    return step.output


def _names(path: AnyPath) -> str:
    return path.name


@contextlib.contextmanager
def _scratch(work: AnyPath) -> Iterator[Path]:
    """A folder of this machine for keys of doubles, which are not read by workers and found anew by each run."""
    if isinstance(work, Path):
        yield work
        return
    with tempfile.TemporaryDirectory(prefix="malmoi-corpus-") as folder:
        yield Path(folder)


def _tidy(folder: AnyPath, work: AnyPath, shards: set[str]) -> None:
    """Take away what the build needed, and the shards of a corpus that was here before."""
    remove_tree(work)
    for path in folder.glob("segments-*.parquet"):
        if path.name not in shards:
            path.unlink()
