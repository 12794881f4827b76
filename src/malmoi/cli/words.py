"""`malmoi words`: which words of segment pairs stand for one another; train a word model, keep it, apply it."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import EncoderOption, EncodingOption, GlossaryOption
from malmoi.cli.output import note
from malmoi.cli.progress import Progress
from malmoi.cli.term_options import MapOption, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from malmoi.flow.word_links import LinkedPair

__all__ = ["words"]


class Notation(StrEnum):
    """How links are written."""

    PHARAOH = "pharaoh"
    NDJSON = "ndjson"


def words(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="KO EN: two texts, line by line; or files that hold both (see malmoi formats)."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the links go; standard output if left out."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Apply this word model; without it the texts themselves are learnt from."),
    ] = None,
    save_model: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Keep what was learnt, for --model here and in malmoi align; links only with -o."
        ),
    ] = None,
    glossary: GlossaryOption = None,
    encoder: EncoderOption = "none",
    seed: Annotated[
        int, typer.Option(metavar="N", help="Seed of the sample that a large corpus is first learnt from.")
    ] = 0,
    map_: MapOption = None,
    encoding: EncodingOption = None,
    format: Annotated[  # noqa: A002  the option's own name
        Notation,
        typer.Option("--format", help="pharaoh: numbers of words cut at white space (0-1 2-3); ndjson: characters."),
    ] = Notation.PHARAOH,
) -> None:
    """Link the words of segments that are aligned already.

    A line a segment: texts line by line, or a bilingual file.

    Example: malmoi words examples/sentences.tsv
    """
    if model is not None and save_model is not None:
        raise UsageError("Give --model to apply a word model or --save-model to train one, not both.")
    if "-" in files:
        raise UsageError("Standard input can be read only once, and texts are read several times: put them in a file.")
    from malmoi.align.words import WordAligner
    from malmoi.files import check_writable
    from malmoi.flow.harvest import glossary_pairs
    from malmoi.flow.word_links import SegmentPairs, link_pairs
    from malmoi.glossary.location import open_glossary

    for target in (output, save_model):
        if target is not None:
            check_writable(target)
    terms = glossary_pairs(open_glossary(glossary))
    write, columns = _lines(format), mapping_of(map_)
    with Progress() as progress:
        progress("loading")
        if model is not None:
            aligner = WordAligner.load(model, encoder=encoder, terms=terms)
        else:
            pairs = SegmentPairs(files, encoding=encoding, mapping=columns)
            progress("learning")
            aligner = WordAligner(encoder=encoder, terms=terms).train(pairs, seed=seed)
        if save_model is not None:
            progress("saving")
            aligner.save(save_model)
        if save_model is None or output is not None:
            progress("linking")
            _write(write, link_pairs(aligner, SegmentPairs(files, encoding=encoding, mapping=columns)), output)
    for target in (save_model, output):
        if target is not None:
            note(f"wrote {target}")
    note(aligner.signature)


def _lines(notation: Notation) -> "Callable[[LinkedPair], str]":
    from malmoi.flow.word_links import pharaoh

    return pharaoh if notation is Notation.PHARAOH else _record


def _record(pair: "LinkedPair") -> str:
    """One object: the texts and [Korean start, end, English start, end, probability] of each link."""
    links = [[k.ko.start, k.ko.end, k.en.start, k.en.end, k.p] for k in pair.links]
    return json.dumps({"ko": pair.ko, "en": pair.en, "links": links}, ensure_ascii=False)


def _write(line: "Callable[[LinkedPair], str]", found: "Iterator[LinkedPair]", output: Path | None) -> None:
    if output is None:
        for pair in found:
            sys.stdout.write(line(pair) + "\n")
        sys.stdout.flush()
        return
    from malmoi.files import replacing

    with replacing(output) as stream:
        for pair in found:
            stream.write(f"{line(pair)}\n".encode())
