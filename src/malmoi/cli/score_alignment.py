"""`malmoi score alignment`: word links against gold ones, or the quality of aligned segments estimated without gold."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.options import EncodingOption, GlossaryOption, Language
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.cli.score_output import OutputOption, SeedOption, emit_scores, lines, ready, write_reports
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from malmoi.flow.alignment_report import Sentence

__all__ = ["alignment"]

_TWO = 2
_WORST = {"sentence": "sentence", "wrong": "wrong links", "missed": "missed sure links"}


def alignment(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="PRED GOLD: links in Pharaoh's notation (0-1 2p3), NAACL or JSON. With --estimate: KO EN, or bilingual files.",
        ),
    ],
    unit: Annotated[
        str, typer.Option(metavar="NAME", help="What the tokens are; stands in the signature (eojeol, morpheme).")
    ] = "given",
    ko: Annotated[
        str | None, typer.Option(metavar="FILE", help="The Korean tokens, a sentence a line, to name links by.")
    ] = None,
    en: Annotated[str | None, typer.Option(metavar="FILE", help="The English tokens, a sentence a line.")] = None,
    worst: Annotated[
        int, typer.Option(min=0, metavar="N", help="Also list so many sentences (segments) that are worst.")
    ] = 0,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Estimate without gold how many segments of KO EN are right.")
    ] = False,
    glossary: GlossaryOption = None,
    outputs: OutputOption = None,
    ui: Annotated[Language, typer.Option(help="Language of reports and reasons.")] = Language.EN,
    seed: SeedOption = 0,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score word links: precision, recall, F1, alignment error.

    Without gold, --estimate says how many segments are probably right.

    Example: malmoi score alignment examples/words.made.pharaoh examples/words.gold.pharaoh --unit eojeol --worst 5
    """
    reports = ready(outputs)
    if estimate:
        from malmoi.cli.score_estimate import show_estimate

        show_estimate(files, glossary, worst, reports, ui.value, encoding, format)
        return
    if len(files) != _TWO:
        raise UsageError("Give the links to score and the right ones: malmoi score alignment PRED GOLD.")
    if (ko is None) != (en is None):
        raise UsageError("Give the tokens of both languages: --ko FILE --en FILE.")
    tokens = ([line.split() for line in lines(side, encoding)] for side in (ko, en)) if ko and en else ([], [])
    _score(files[0], files[1], unit, (*tokens,), worst, reports, ui.value, seed, format)


def _score(
    pred: str,
    gold: str,
    unit: str,
    tokens: Any,
    worst: int,
    reports: "list[Path]",
    ui: Any,
    seed: int,
    format: Format,  # noqa: A002
) -> None:
    from malmoi.files import read_text
    from malmoi.flow.alignment_report import alignment_report, ranked
    from malmoi.score.alignment import score_alignment
    from malmoi.score.notation import read_links

    made, right = (read_links(read_text(path), path) for path in (pred, gold))
    links = [sure | possible for sure, possible in made]
    sure, possible = [s for s, _ in right], [p for _, p in right]
    scores = list(score_alignment(links, sure, possible, unit=unit, seed=seed).values())
    sentences = _sentences(links, sure, possible, tokens)
    emit_scores(scores, format)
    if worst:
        rows = [_row(sentence) for sentence in ranked(sentences)[:worst]]
        named = {"wrong_links": "wrong", "missed_links": "missed"} if tokens[0] else {}
        emit(rows, _WORST | named, format)
    if reports:
        from malmoi.flow.link_bins import link_bins

        bins = link_bins(read_text(pred), right)
        write_reports(alignment_report(scores, sentences, bins, ui), reports)


def _sentences(links: Any, sure: Any, possible: Any, tokens: Any) -> "list[Sentence]":
    from malmoi.flow.alignment_report import Sentence

    for side in tokens:
        if side and len(side) != len(links):
            raise UsageError(f"There are {len(side)} lines of tokens for {len(links)} sentences of links.")
    sides = tokens if tokens[0] else ([()] * len(links), [()] * len(links))
    rows = zip(links, sure, possible, *sides, strict=True)
    return [Sentence(i, frozenset(a), frozenset(s), frozenset(p), ko, en) for i, (a, s, p, ko, en) in enumerate(rows)]


def _row(sentence: "Sentence") -> dict[str, object]:
    return {
        "sentence": sentence.number + 1,
        "wrong": len(sentence.wrong),
        "missed": len(sentence.missed),
        "wrong_links": sentence.named(sentence.wrong),
        "missed_links": sentence.named(sentence.missed),
    }
