"""`malmoi corpus …`: corpora of any size, made of files and worked on in shards, by this machine or a cluster."""

from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.corpus_jobs import align, annotate, check, score, terms
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
from malmoi.cli.options import EncodingOption
from malmoi.cli.output import note
from malmoi.cli.term_options import MapOption, mapping_of

if TYPE_CHECKING:
    from malmoi.flow.corpus_remote import AnyPath

__all__ = ["app", "build"]


def build(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="Bilingual files (see malmoi formats), also .gz and .zst; x.ko and x.en go together."
        ),
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="Folder of the corpus.")] = "corpus",
    pairs: Annotated[
        list[str] | None, typer.Option("--pair", metavar="KO,EN", help="Two texts, line by line; may be repeated.")
    ] = None,
    map_: MapOption = None,
    longest: Annotated[
        int, typer.Option(metavar="N", help="Leave out segments with a side of more characters.")
    ] = 2_000,
    factor: Annotated[
        float, typer.Option(metavar="X", help="Leave out segments whose lengths are off by more than this factor.")
    ] = 4.0,
    least: Annotated[
        float,
        typer.Option(
            metavar="X", help="Leave out what is a translation with less probability; 0 does not ask, and is faster."
        ),
    ] = 0.2,
    numbers: Annotated[bool, typer.Option(help="Leave out segments whose amounts differ.")] = True,
    near: Annotated[
        bool, typer.Option(help="Leave out doubles that differ in particles, articles and marks only.")
    ] = True,
    size: Annotated[
        int, typer.Option("--shard-size", metavar="N", help="Segments of a shard at most; it ends with a document.")
    ] = 10_000,
    encoding: EncodingOption = None,
    engine: EngineOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    tls_ca: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    memory: MemoryOption = None,
    wait: WaitOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Make a corpus of files: shards, sifted and without doubles.

    Example: malmoi corpus build examples/sentences.tsv -o exports/corpus
    """
    from malmoi.flow.corpus_build import build_corpus
    from malmoi.flow.corpus_remote import path_of
    from malmoi.flow.corpus_sifting import Sieve
    from malmoi.flow.corpus_sources import origins, with_digest

    mapping = mapping_of(map_)
    sieve = Sieve(longest, factor, numbers, least, near)
    found = origins([path_of(one) for one in files or []], [_pair(text) for text in pairs or []])
    if dry_run:
        from malmoi.cli.corpus_estimate import show_build

        show_build(found, sieve, workers, encoding, mapping)
        return
    folder, place = path_of(output), Place(engine, workers, address, tls_ca, tls_cert, tls_key, memory, wait)
    with workshop(place, "build", lambda: folder) as (shop, summary):
        corpus = build_corpus(
            [with_digest(one) for one in found], folder, shop, sieve, size=size, encoding=encoding, mapping=mapping
        )
        counts = corpus.manifest["counts"]
        summary |= {"read": counts["read"], "kept": counts["kept"], "shards": len(corpus.shards), "counts": counts}
    dropped = ", ".join(f"{name} {n:,}" for name, n in counts["dropped"].items())
    note(f"{counts['kept']:,} of {counts['read']:,} segments in {len(corpus.shards):,} shards: {folder}")
    if dropped:
        note(f"left out: {dropped}")


def _pair(text: str) -> "tuple[AnyPath, AnyPath]":
    from malmoi.errors import UsageError
    from malmoi.flow.corpus_remote import path_of

    ko, _, en = text.partition(",")
    if not ko or not en:
        raise UsageError(f"--pair takes a Korean and an English text as in corpus.ko,corpus.en, not {text!r}.")
    return path_of(ko), path_of(en)


app = typer.Typer(no_args_is_help=True, help="Make and work on corpora of any size, here or on a cluster.")
for command in (build, annotate, align, terms, check, score):
    app.command()(command)
