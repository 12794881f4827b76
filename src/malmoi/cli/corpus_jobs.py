"""`malmoi corpus annotate | align | terms | check | score`: a job over all shards of a corpus."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.corpus_options import (
    AddressOption,
    CaOption,
    CertOption,
    DryRunOption,
    EngineOption,
    KeyOption,
    MemoryOption,
    Place,
    WaitOption,
    WorkersOption,
    workshop,
)
from malmoi.cli.options import Direction, EncoderOption, GlossaryOption, Language, RulesOption
from malmoi.cli.output import Format, FormatOption, emit, note

if TYPE_CHECKING:
    from malmoi.flow.corpus_jobs import Done
    from malmoi.flow.corpus_remote import AnyPath

__all__ = ["align", "annotate", "check", "score", "terms"]

CorpusArgument = Annotated[
    str, typer.Argument(metavar="CORPUS", help="Folder of a corpus (malmoi corpus build), or its address.")
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="PATH", help="Folder for what is found; left out, that of the corpus."),
]
ModelOption = Annotated[
    str | None, typer.Option(metavar="PATH", help="A word model (malmoi words --save-model, malmoi corpus align).")
]
UiOption = Annotated[Language, typer.Option(help="Language of the messages.")]


def annotate(
    corpus: CorpusArgument,
    output: OutputOption = None,
    glossary: GlossaryOption = None,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Write morphemes, words, amounts, names, terms beside each shard.

    Example: malmoi corpus annotate exports/corpus
    """
    place = Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    done = _run("annotate", corpus, output, place, {}, glossary=glossary, dry_run=dry_run)
    if done is not None:
        counts = done.summary["counts"]
        emit([{"what": name, "found": n} for name, n in counts.items()], {"what": "what", "found": "found"}, format)


def align(
    corpus: CorpusArgument,
    output: OutputOption = None,
    model: ModelOption = None,
    glossary: GlossaryOption = None,
    rounds: Annotated[
        int, typer.Option(metavar="N", help="Passes over the corpus by which a model is learnt where none is given.")
    ] = 2,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the sample that is learnt from first.")] = 0,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Link the words of all segments by a given or a learnt model.

    links.parquet has all links; a model is learnt in rounds over all shards and kept.

    Example: malmoi corpus align exports/corpus
    """
    place = Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    learnt = None if model or dry_run else _learn(corpus, output, place, glossary, rounds, seed)
    done = _run("align", corpus, output, place, {}, glossary=glossary, model=model or learnt, dry_run=dry_run)
    if done is not None:
        keys = ("links", "linked_segments", "mean_p")
        emit([{"what": key, "found": done.summary[key]} for key in keys], {"what": "what", "found": "found"}, format)


def terms(
    corpus: CorpusArgument,
    output: OutputOption = None,
    model: ModelOption = None,
    glossary: GlossaryOption = None,
    encoder: EncoderOption = "none",
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of what is drawn by chance.")] = 0,
    top: Annotated[int, typer.Option(metavar="N", help="Print so many pairs.")] = 20,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Gather term pairs with how often and how widely they stand.

    terms.parquet has all of them; the first are printed.

    Example: malmoi corpus terms exports/corpus
    """
    place = Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    settings = {"encoder": encoder, "seed": seed}
    done = _run("terms", corpus, output, place, settings, glossary=glossary, model=model, dry_run=dry_run)
    if done is None:
        return
    from malmoi.flow.corpus_folder import scan_parts

    rows = scan_parts([done.result]).head(top).collect().to_dicts()
    columns = ("ko", "en", "kind", "confidence", "count", "shards", "share_ko", "share_en", "status")
    emit(rows, {name: name for name in columns}, format)


def check(
    corpus: CorpusArgument,
    output: OutputOption = None,
    glossary: GlossaryOption = None,
    direction: Annotated[
        Direction | None, typer.Option(help="ko-en or en-ko; left out, what the texts of a shard look like.")
    ] = None,
    rules: RulesOption = None,
    ui: UiOption = Language.EN,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Check all segments; exit code 3 when a finding is certain.

    findings.parquet has all findings; those of each rule are counted.

    Example: malmoi corpus check exports/corpus
    """
    from malmoi.check.rules import choose
    from malmoi.cli.check import choice_of
    from malmoi.flow.audit import project_rules

    place = Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    chosen = choice_of(rules or [], project_rules())
    choose(chosen)  # a rule that does not exist is told before any shard is read
    settings = {"direction": direction.value if direction else None, "rules": chosen, "ui": ui.value}
    done = _run("check", corpus, output, place, settings, glossary=glossary, dry_run=dry_run)
    if done is None:
        return
    emit(done.summary["rules"], {"rule": "rule", "severity": "severity", "findings": "findings"}, format)
    note(f"{done.summary['hard']:,} hard and {done.summary['advisory']:,} advisory findings")
    if done.summary["hard"]:
        raise typer.Exit(3)


def score(
    corpus: CorpusArgument,
    output: OutputOption = None,
    glossary: GlossaryOption = None,
    ui: UiOption = Language.EN,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Estimate how many segments are right translations.

    quality.parquet has the probability of each.

    Example: malmoi corpus score exports/corpus
    """
    place = Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    done = _run("score", corpus, output, place, {"ui": ui.value}, glossary=glossary, dry_run=dry_run)
    if done is not None:
        keys = ("right", "low", "high", "judged", "doubtful", "linked", "one_sided")
        emit([{"what": key, "value": done.summary[key]} for key in keys], {"what": "what", "value": "value"}, format)


# ---------------------------------------------------------------- private


def _run(
    name: str,
    corpus: str,
    output: str | None,
    place: Place,
    settings: Mapping[str, Any],
    *,
    glossary: list[Path] | None = None,
    model: "str | AnyPath | None" = None,
    dry_run: bool = False,
) -> "Done | None":
    """A job over the shards; None when it was a dry run."""
    from malmoi.flow.corpus_equipment import pack
    from malmoi.flow.corpus_folder import open_corpus
    from malmoi.flow.corpus_jobs import job_folder, run_job
    from malmoi.flow.corpus_remote import path_of
    from malmoi.glossary.location import find_journals

    opened, folder = open_corpus(path_of(corpus)), path_of(output or corpus)
    equipment = pack(tuple(find_journals(glossary)), path_of(model) if isinstance(model, str) else model)
    if dry_run:
        from malmoi.cli.corpus_estimate import show_job

        show_job(name, opened, folder, settings, equipment, place.workers)
        return None

    def home() -> "AnyPath":
        return job_folder(name, folder, settings, equipment.record)

    with workshop(place, name, home, equipment=equipment) as (shop, summary):
        done = run_job(name, opened, folder, shop, settings, equipment.record)
        summary |= done.summary
    note(f"{opened.segments:,} segments in {len(opened.shards):,} shards: {done.result}")
    return done


def _learn(
    corpus: str, output: str | None, place: Place, glossary: list[Path] | None, rounds: int, seed: int
) -> "AnyPath":
    """The word model of the corpus, learnt now or before."""
    from malmoi.flow.corpus_equipment import pack
    from malmoi.flow.corpus_folder import open_corpus
    from malmoi.flow.corpus_learning import learn_model, model_folder
    from malmoi.flow.corpus_remote import path_of
    from malmoi.glossary.location import find_journals

    opened = open_corpus(path_of(corpus))
    equipment = pack(tuple(find_journals(glossary)))
    home = model_folder(path_of(output or corpus), opened, equipment.record, rounds=rounds, seed=seed)
    with workshop(place, "learn", lambda: home, equipment=equipment) as (shop, summary):
        path, told = learn_model(opened, home, shop, rounds=rounds, seed=seed, equipment=equipment)
        summary |= told
    note(f"learnt a word model from {opened.segments:,} segments: {path}")
    return path
