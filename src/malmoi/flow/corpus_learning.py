"""A word model of a whole corpus: learnt from a sample in one piece, then in rounds over all shards, whose counts are added up.

learn-8d20…/                      a corpus, a glossary, a number of rounds and a seed
    model-0.npz                   of the sample
    1/000000-5a3d….parquet        counts of a shard by model 0
    model-1.npz  2/…              and so on; the last model is the corpus's
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl

from malmoi.align.word_file import read_model, write_model
from malmoi.align.word_rounds import added_up, expected
from malmoi.align.words import WordAligner
from malmoi.errors import UsageError
from malmoi.flow import corpus_equipment
from malmoi.flow.corpus_equipment import Equipment
from malmoi.flow.corpus_folder import Corpus, Shard, digest_of, read_shard, scan_parts, write_frame
from malmoi.flow.corpus_remote import AnyPath, fetched, make_folder, placed, read_all, remove_tree
from malmoi.flow.corpus_run import Step, Workshop, finish

__all__ = ["Counting", "Sampling", "count_shard", "learn_model", "learn_sample", "model_folder"]

# Pairs of the sample, taken from so many shards at most.
_SAMPLE, _SAMPLED_SHARDS = 20_000, 200
_NAME_LENGTH, _DIGEST_LENGTH = 8, 16


@dataclass(frozen=True, slots=True)
class Sampling:
    """The argument of `learn_sample`: shards, and how many segments of each are taken."""

    shards: tuple[Shard, ...]
    each: int
    seed: int
    output: AnyPath
    receipt: AnyPath


@dataclass(frozen=True, slots=True)
class Counting:
    """The argument of `count_shard`."""

    shard: Shard
    output: AnyPath
    receipt: AnyPath


def learn_model(
    corpus: Corpus,
    folder: AnyPath,
    workshop: Workshop,
    *,
    rounds: int = 2,
    seed: int = 0,
    equipment: Equipment | None = None,
) -> tuple[AnyPath, dict[str, Any]]:
    """The path of a corpus's word model in `folder`, and what it is; what was learnt before is not learnt again.

    `equipment` holds the glossary that the workers have. The same for any engine and number of workers. Raises UsageError, CorpusError,
    InputError, OutputError.
    """
    if rounds < 0:
        raise UsageError(f"A model is learnt in 0 rounds or more, not in {rounds}.")
    folder = folder.absolute()
    make_folder(folder)
    equipment = equipment or Equipment()
    model = folder / "model-0.npz"
    workshop.run("sample", learn_sample, [_sampling(corpus, seed, model)], equipment=equipment)
    for number in range(1, rounds + 1):
        model = _round(corpus, folder, workshop, model, number, equipment)
    with fetched(model) as local:
        learnt, trained_on, _ = read_model(local)
    return model, {
        "model": model.name,
        "pairs": trained_on,
        "korean_units": len(learnt.ko),
        "english_units": len(learnt.en),
    }


def model_folder(
    folder: AnyPath, corpus: Corpus, equipment: Mapping[str, object], *, rounds: int, seed: int
) -> AnyPath:
    """Where the model of a corpus lies; another number of rounds has another place."""
    made = {
        "malmoi": version("malmoi"),
        "kiwipiepy": version("kiwipiepy"),
        "corpus": corpus.digest,
        "rounds": rounds,
        "seed": seed,
    }
    return folder / f"learn-{digest_of(made | {'equipment': dict(equipment)})[:_NAME_LENGTH]}"


def learn_sample(asked: Sampling) -> int:
    """Learn a first model from some segments of some shards; gives how many."""
    pairs = [pair for shard in asked.shards for pair in _sampled(shard, asked.each, asked.seed)]
    with placed(asked.output) as local:
        WordAligner(terms=corpus_equipment.pairs()).train(pairs, seed=asked.seed).save(local)
    return finish(asked.receipt, {"segments": len(pairs)})


def count_shard(asked: Counting) -> int:
    """Frame COUNTS of a shard by the model that this process was equipped with; gives its segments."""
    bitext = read_shard(asked.shard)
    counts = expected(corpus_equipment.word_model(), _texts(bitext), corpus_equipment.pairs())
    write_frame(counts, asked.output)
    return finish(asked.receipt, {"segments": bitext.height})


# ---------------------------------------------------------------- private


def _round(
    corpus: Corpus, folder: AnyPath, workshop: Workshop, model: AnyPath, number: int, equipment: Equipment
) -> AnyPath:
    """One round over all shards by a model; the path of the next one."""
    made = folder / f"model-{number}.npz"
    if made.exists():
        return made
    parts = folder / str(number)
    make_folder(parts)
    steps = []
    for shard in corpus.shards:
        stem = f"{shard.number:06d}-{shard.digest[:_DIGEST_LENGTH]}"
        output, receipt = parts / f"{stem}.parquet", parts / f"{stem}.json"
        steps.append(Step(shard.path.name, receipt, Counting(shard, output, receipt), shard.segments, output))
    workshop.run(f"round {number}", count_shard, steps, equipment=Equipment(equipment.journals, read_all(model)))
    with workshop.alone(f"round {number}: merge"):
        with fetched(model) as local:
            before, _, learnt_with = read_model(local)
        counted = scan_parts([step.output for step in steps if step.output is not None])
        with placed(made) as local:
            write_model(local, added_up(counted, before), corpus.segments, learnt_with)
    remove_tree(parts)
    return made


def _sampling(corpus: Corpus, seed: int, model: AnyPath) -> Step:
    """The step that learns from a sample, spread over the corpus."""
    n = min(_SAMPLED_SHARDS, len(corpus.shards))
    chosen = sorted(np.random.default_rng(seed).choice(len(corpus.shards), n, replace=False).tolist())
    receipt = model.with_suffix(".json")
    asked = Sampling(tuple(corpus.shards[i] for i in chosen), -(-_SAMPLE // n), seed, model, receipt)
    return Step("a sample", receipt, asked, min(_SAMPLE, corpus.segments), model)


def _sampled(shard: Shard, each: int, seed: int) -> Iterator[tuple[str, str]]:
    texts = _texts(read_shard(shard))
    if len(texts) <= each:
        yield from texts
        return
    for row in sorted(np.random.default_rng([seed, shard.number]).choice(len(texts), each, replace=False).tolist()):
        yield texts[row]


def _texts(bitext: pl.DataFrame) -> list[tuple[str, str]]:
    return bitext.select(pl.col("ko").fill_null(""), pl.col("en").fill_null("")).rows()
