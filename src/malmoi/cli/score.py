"""`malmoi score …`: how good is an alignment, a translation, its terminology?"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.options import Direction, EncodingOption, GlossaryOption, Language
from malmoi.cli.output import Format, FormatOption, emit, note
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from malmoi.model.records import Score

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="Score alignments, translations and terminology, with intervals and signatures."
)

_COLUMNS = {"name": "score", "value": "value", "low": "low", "high": "high"}
_PERCENT = 100.0


class Test(StrEnum):
    """How two systems are compared."""

    BS = "bs"
    AR = "ar"


SeedOption = Annotated[int, typer.Option(help="Seed of the bootstrap.")]


@app.command()
def alignment(
    pred: Annotated[str, typer.Argument(help="Word links to score: Pharaoh (0-1 2p3), NAACL or JSON.")],
    gold: Annotated[str, typer.Argument(help="The right links, in any of the same notations.")],
    unit: Annotated[
        str, typer.Option(help="What the tokens are; stands in the signature (eojeol, morpheme).")
    ] = "given",
    worst: Annotated[int, typer.Option(min=0, help="Also list so many sentences with the most wrong links.")] = 0,
    seed: SeedOption = 0,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score word links: precision, recall, F1, alignment error rate.

    Example: malmoi score alignment examples/words.made.pharaoh examples/words.gold.pharaoh --unit eojeol --worst 5
    """
    from malmoi.files import read_text
    from malmoi.score.alignment import alignment_counts, score_alignment
    from malmoi.score.notation import read_links

    made, right = (read_links(read_text(path), path) for path in (pred, gold))
    links = [sure | possible for sure, possible in made]
    sure, possible = [s for s, _ in right], [p for _, p in right]
    _emit(score_alignment(links, sure, possible, unit=unit, seed=seed).values(), format)
    if worst:
        counts = alignment_counts(links, sure, possible).tolist()
        errors = [
            {"sentence": i + 1, "wrong": int(a - ap), "missed": int(s - both)}
            for i, (a, s, both, ap) in enumerate(counts)
        ]
        errors.sort(key=lambda row: -(row["wrong"] + row["missed"]))
        emit(errors[:worst], {"sentence": "sentence", "wrong": "wrong links", "missed": "missed sure links"}, format)


@app.command()
def sentences(
    pred: Annotated[str, typer.Argument(help="Beads to score: a ladder, a table of two columns or JSON.")],
    gold: Annotated[str, typer.Argument(help="The right beads.")],
    seed: SeedOption = 0,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score sentence beads: strict and lax precision, recall, F1.

    Example: malmoi score sentences examples/help.beads.tsv examples/help.beads.tsv
    """
    from malmoi.files import read_text
    from malmoi.score.alignment import score_sentences
    from malmoi.score.notation import read_beads

    made, right = (read_beads(read_text(path), path) for path in (pred, gold))
    _emit(score_sentences(made, right, seed=seed).values(), format)


@app.command()
def translation(
    hyp: Annotated[str, typer.Argument(help="The translation, one segment a line.")],
    refs: Annotated[list[str], typer.Argument(help="One or more references, line by line the same segments.")],
    lang: Annotated[
        Language | None, typer.Option(help="The language translated into; seen from the references if left out.")
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", "-m", help="chrf, chrf++, bleu, bleu-13a, bleu-kiwi, bleu-ko-mecab, ter."),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(help="Another system's translation to compare with HYP, the baseline; may be repeated."),
    ] = None,
    test: Annotated[Test, typer.Option(help="bs: paired bootstrap; ar: approximate randomisation.")] = Test.BS,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score a translation by chrF, BLEU and TER, or compare several.

    Example: malmoi score translation examples/help.en.txt examples/help.en.txt --metric chrf
    """
    from malmoi.score.translation import compare_translations, score_translation
    from malmoi.text.hangul import hangul_share

    systems = {path: _lines(path, encoding) for path in (hyp, *(against or ()))}
    references = [_lines(path, encoding) for path in refs]
    into = lang.value if lang else ("ko" if hangul_share("\n".join(references[0])) > _KOREAN_SHARE else "en")
    metrics = metric or ["chrf", "bleu", "ter"]
    target: Any = into
    if against:
        if len(systems) <= len(against):
            raise UsageError("The same file is named twice among the systems to compare.")
        rows = compare_translations(systems, references, target, metrics, test=test.value)
        columns = {"system": "system", "metric": "metric", "score": "score", "mean": "mean", "ci": "±", "p": "p"}
        emit(rows, columns, format)
        return
    _emit(score_translation(systems[hyp], references, target, metrics).values(), format, scale=1.0)


# More than this share of Hangul among the letters makes a text Korean.
_KOREAN_SHARE = 0.2


@app.command()
def terminology(
    bitext: Annotated[
        str, typer.Argument(help="Segments with their translation: .tmx .csv .tsv .jsonl, or the shared task's JSONL.")
    ],
    glossary: GlossaryOption = None,
    direction: Annotated[Direction, typer.Option(help="ko-en or en-ko.")] = Direction.KO_EN,
    reference: Annotated[str | None, typer.Option(help="Reference translations, one segment a line.")] = None,
    by: Annotated[str | None, typer.Option(help="Also count by domain, status or concept.")] = None,
    seed: SeedOption = 0,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score terminology: terms used, refused terms avoided, one concept called one thing.

    Example: malmoi score terminology examples/sentences.tsv --by domain
    """
    from malmoi.formats.codecs import read
    from malmoi.glossary.location import open_glossary
    from malmoi.score.terminology import score_terminology, term_uses

    if by not in (None, "domain", "status", "concept"):
        raise UsageError(f"Terms are counted by domain, status or concept, not by {by!r}.")
    tasks = _tasks(bitext, encoding) if bitext.endswith(".jsonl") else None
    if tasks is not None:
        _emit(tasks, format)
        return
    frame, store = read(bitext, encoding=encoding), open_glossary(glossary)
    references = _lines(reference, encoding) if reference else None
    _emit(score_terminology(frame, store, direction=direction.value, references=references, seed=seed).values(), format)
    if by:
        import polars as pl

        uses = term_uses(frame, store, direction.value)
        used = pl.col("status").is_in(["preferred", "admitted"])
        counted = (
            uses.group_by(by)
            .agg(pl.len().alias("terms"), used.mean().alias("success"))
            .sort("terms", by, descending=[True, False])
        )
        emit(counted.iter_rows(named=True), {by: by, "terms": "terms", "success": "success"}, format)


def _tasks(path: str, encoding: str | None) -> "list[Score] | None":
    """Scores of the shared task's lines ({"en": …, "ko": …, "proper": {…}}); None when the file holds something else."""
    import json

    from malmoi.files import read_text
    from malmoi.score.terminology import score_dictionaries

    lines = [line for line in read_text(path, encoding).split("\n") if line.strip()]
    try:
        rows = [json.loads(line) for line in lines]
    except json.JSONDecodeError:
        return None
    kinds = [
        kind
        for kind in ("proper", "random")
        if any(isinstance(row, dict) and isinstance(row.get(kind), dict) for row in rows)
    ]
    if not kinds or not all(isinstance(row.get("en"), str) and isinstance(row.get("ko"), str) for row in rows):
        return None
    out = []
    for kind in kinds:
        dictionaries = [row.get(kind) or {} for row in rows]
        # The terms are in the source: the side that holds the keys is the one translated from.
        first = next(term for terms in dictionaries for term in terms)
        source = "ko" if any("가" <= ch <= "힣" for ch in first) else "en"
        target: Any = "en" if source == "ko" else "ko"
        found = score_dictionaries([r[source] for r in rows], [r[target] for r in rows], dictionaries, target)
        out += [_renamed(item, f"{kind}_{name}") for name, item in found.items()]
    return out


def _renamed(score: "Score", name: str) -> "Score":
    from dataclasses import replace

    return replace(score, name=name)


def _lines(path: str, encoding: str | None) -> list[str]:
    from malmoi.files import read_text

    return read_text(path, encoding).removesuffix("\n").split("\n")


def _emit(scores: "Iterable[Score]", format: Format, scale: float = _PERCENT) -> None:  # noqa: A002
    """Scores as rows; the table shows ratios in hundredths, everything else as they are."""
    found = list(scores)
    factor = scale if format is Format.TABLE else 1.0
    emit(
        [_row(item, factor) for item in found],
        _COLUMNS | ({} if format is Format.TABLE else {"signature": "signature"}),
        format,
    )
    if format is Format.TABLE:
        for made in _signatures(found):
            note(made)


def _row(item: "Score", factor: float) -> dict[str, object]:
    low, high = (None if x is None else x * factor for x in (item.low, item.high))
    return {"name": item.name, "value": item.value * factor, "low": low, "high": high, "signature": item.signature}


def _signatures(found: "Sequence[Score]") -> list[str]:
    """What the scores were made with, each once, behind the names it holds for."""
    names: dict[str, list[str]] = {}
    for item in found:
        names.setdefault(item.signature, []).append(item.name)
    return [f"{', '.join(those)}: {made}" for made, those in names.items()]
