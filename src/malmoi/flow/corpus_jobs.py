"""Jobs over a corpus: one function on each shard, then all of it put together. What the jobs are is the table at the end of this page.

    FOLDER/check-1f0c22ab/                a job with its settings and equipment
        parts/000000-5a3d….parquet        what was found in a shard, under its number and digest, with a receipt (.json) beside it
        findings.parquet  summary.json    all of it together
        run.json  run.html                how the last run went

A shard that was done before, with these settings, is not done again. All but run.* is the same for any engine and number of workers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from malmoi.flow.corpus_folder import Corpus, Shard, digest_of, read_json, read_shard, write_frame, write_json
from malmoi.flow.corpus_remote import AnyPath, make_folder
from malmoi.flow.corpus_run import Step, Workshop, finish, receipts

__all__ = ["JOBS", "Done", "Job", "ShardTask", "do_shard", "job_folder", "job_steps", "run_job"]

_NAME_LENGTH = 8
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Job:
    """`shard` ("module:function") takes a frame BITEXT and the settings and gives a frame and what its receipt is to say; `merge` takes
    the paths of all parts in order, their receipts, the settings and the job's folder, writes `result` there, and gives the summary."""

    shard: str
    merge: str
    result: str


@dataclass(frozen=True, slots=True)
class ShardTask:
    """The argument of `do_shard`."""

    job: str
    shard: Shard
    settings: Mapping[str, Any]
    output: AnyPath
    receipt: AnyPath


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to: its folder, the merged file, the summary."""

    folder: AnyPath
    result: AnyPath
    summary: dict[str, Any]


def run_job(
    name: str,
    corpus: Corpus,
    folder: AnyPath,
    workshop: Workshop,
    settings: Mapping[str, Any],
    equipment: Mapping[str, object] | None = None,
) -> Done:
    """Run the job `name` of JOBS over a corpus; `equipment` says what the workers were equipped with.

    Raises CorpusError when shards could not be done (the others are kept), InputError, OutputError.
    """
    job = JOBS[name]
    home = job_folder(name, folder.absolute(), settings, equipment)
    parts = home / "parts"
    make_folder(parts)
    steps = job_steps(name, corpus, parts, settings)
    workshop.run(name, do_shard, steps)
    paths = [step.output for step in steps if step.output is not None]
    made = digest_of([path.name for path in paths])
    result, summary_path = home / job.result, home / "summary.json"
    summary = read_json(summary_path)
    if summary is None or summary.get("of") != made or not result.exists():
        head = {"job": name, "malmoi": version("malmoi"), "of": made, "shards": len(steps), "segments": corpus.segments}
        with workshop.alone(f"{name}: merge"):
            told = _resolve(job.merge)(paths, receipts(steps), settings, result)
        summary = head | {"settings": dict(settings), "equipment": dict(equipment or {})} | told
        write_json(summary, summary_path)
    return Done(home, result, summary)


def job_folder(
    name: str, folder: AnyPath, settings: Mapping[str, Any], equipment: Mapping[str, object] | None = None
) -> AnyPath:
    """Where a job with these settings lies: its name says what it was made with."""
    made = {"malmoi": version("malmoi"), "kiwipiepy": version("kiwipiepy"), "settings": dict(settings)}
    return folder / f"{name}-{digest_of(made | {'equipment': dict(equipment or {})})[:_NAME_LENGTH]}"


def job_steps(name: str, corpus: Corpus, parts: AnyPath, settings: Mapping[str, Any]) -> list[Step]:
    """One step a shard, done or not."""
    return [_step(name, shard, parts, settings) for shard in corpus.shards]


def do_shard(task: ShardTask) -> int:
    """Do one shard: read it, write what was found and the receipt. Gives its segments. Raises InputError, FormatError, OutputError."""
    bitext = read_shard(task.shard)
    frame, told = _resolve(JOBS[task.job].shard)(bitext, task.settings)
    write_frame(frame, task.output)
    return finish(task.receipt, {"segments": bitext.height, "rows": frame.height, **told})


def _step(name: str, shard: Shard, parts: AnyPath, settings: Mapping[str, Any]) -> Step:
    stem = f"{shard.number:06d}-{shard.digest[:_DIGEST_LENGTH]}"
    output, receipt = parts / f"{stem}.parquet", parts / f"{stem}.json"
    return Step(shard.path.name, receipt, ShardTask(name, shard, settings, output, receipt), shard.segments, output)


def _resolve(home: str) -> Callable[..., Any]:
    module, _, function = home.partition(":")
    return getattr(import_module(f"malmoi.flow.{module}"), function)  # type: ignore[no-any-return]


JOBS = {
    "annotate": Job("corpus_annotate:annotate_shard", "corpus_annotate:merge_annotations", "annotations.json"),
    "align": Job("corpus_align:align_shard", "corpus_align:merge_links", "links.parquet"),
    "terms": Job("corpus_terms:terms_of_shard", "corpus_terms:merge_terms", "terms.parquet"),
    "check": Job("corpus_check:check_shard", "corpus_check:merge_findings", "findings.parquet"),
    "score": Job("corpus_score:score_shard", "corpus_score:merge_scores", "quality.parquet"),
}
