"""How long a job over a corpus will take on processors with nothing else to do, by a sample of it that is done in this process."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import polars as pl

from malmoi.engine.work import memory_held
from malmoi.errors import InputError
from malmoi.flow.corpus_equipment import Equipment, equip
from malmoi.flow.corpus_folder import Corpus, read_shard
from malmoi.flow.corpus_jobs import JOBS, job_folder, job_steps
from malmoi.flow.corpus_remote import AnyPath
from malmoi.flow.corpus_run import unfinished
from malmoi.flow.corpus_sifting import Sieve, composed, judged, plain_reasons, same_keys
from malmoi.flow.corpus_sources import PART, Origin
from malmoi.formats.bitexts.codecs import stream
from malmoi.formats.containers.compressed import bare_name, is_compressed

__all__ = ["Estimate", "estimate_build", "estimate_job"]

# Segments of the sample, after some that only warm up (Kiwi, lexicon, tables).
_SAMPLE, _WARM = 300, 20
# Bytes that a segment takes beside its texts, about, by the suffix of its file.
_MARKUP = {".tmx": 200, ".xlf": 200, ".xliff": 200, ".jsonl": 40, ".po": 20, "": 2}
# A gzipped text takes about a third of its bytes.
_PACKED = 3.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """Segments still to do, milliseconds of one processor for each, seconds of one that setting up a worker takes, bytes that one holds."""

    segments: int
    milliseconds: float
    setup_seconds: float
    memory: int | None

    def seconds(self, workers: int) -> float:
        """For that many workers."""
        return self.setup_seconds + self.segments * self.milliseconds / 1000 / workers


def estimate_job(
    name: str, corpus: Corpus, folder: AnyPath, settings: Mapping[str, Any], equipment: Equipment
) -> Estimate:
    """Of a job of `corpus_jobs.JOBS`: its shard function over a sample of the first shard that is not done. Raises as `run_job`."""
    parts = job_folder(name, folder, settings, equipment.record) / "parts"
    pending = unfinished(job_steps(name, corpus, parts, settings))
    if not pending:
        return Estimate(0, 0.0, 0.0, memory_held())
    shard = next(one for one in corpus.shards if one.path.name == pending[0].key)
    frame = read_shard(shard)
    module, _, function = JOBS[name].shard.partition(":")
    work = getattr(import_module(f"malmoi.flow.{module}"), function)
    start = time.process_time()
    equip(equipment)
    work(frame.head(_WARM), settings)
    ready = time.process_time()
    sample = frame.slice(_WARM if frame.height > _WARM else 0, _SAMPLE)
    work(sample, settings)
    taken = time.process_time() - ready
    return Estimate(sum(step.segments for step in pending), 1000 * taken / sample.height, ready - start, memory_held())


def estimate_build(
    origins: Sequence[Origin], sieve: Sieve, *, encoding: str | None = None, mapping: Mapping[str, str] | None = None
) -> Estimate:
    """Of making a corpus: the beginning of the first file, read and judged; the others by their bytes. Raises InputError and its kinds."""
    with origins[0].opened() as source:
        head = next(iter(stream(source, None, encoding, PART, mapping)), None)
    if head is None:
        raise InputError(f"{origins[0].name} has no segments.")
    segments = sum(_segments(one, head) for one in origins)
    if head.height < PART:  # which is all of the first file
        segments += head.height - _segments(origins[0], head)
    frame = composed(head)
    frame = frame.filter(plain_reasons(frame, sieve).is_null())
    start = time.process_time()
    judged(frame.head(_WARM), sieve)
    ready = time.process_time()
    sample = frame.slice(_WARM if frame.height > _WARM else 0, _SAMPLE)
    same_keys(sample)
    judged(sample, sieve)
    taken = time.process_time() - ready
    return Estimate(segments, 1000 * taken / max(1, sample.height), ready - start, memory_held())


def _segments(origin: Origin, head: pl.DataFrame) -> int:
    """About how many segments a file has, if they are as long as those of `head`."""
    text = head.select((pl.col("ko").str.len_bytes() + pl.col("en").str.len_bytes()).mean()).item() or 1.0
    markup = _MARKUP.get(bare_name(origin.paths[0].name).suffix.lower(), _MARKUP[""])
    size = origin.size * (_PACKED if is_compressed(origin.paths[0].name) else 1.0)
    return max(1, round(size / (float(text) + markup)))
