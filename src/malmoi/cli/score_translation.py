"""`malmoi score translation`: chrF, BLEU and TER of one system, or a comparison of several."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from malmoi.cli.options import EncodingOption, Language
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.cli.score_output import OutputOption, emit_scores, lines, ready, write_reports
from malmoi.errors import UsageError

__all__ = ["translation"]

# More than this share of Hangul among the letters makes a text Korean.
_KOREAN_SHARE = 0.2
_SYSTEMS = {"system": "system", "metric": "metric", "score": "score", "mean": "mean", "ci": "±", "p": "p"}


class Test(StrEnum):
    """How two systems are compared."""

    BS = "bs"
    AR = "ar"


def translation(
    hyp: Annotated[str, typer.Argument(metavar="HYP", help="The translation, one segment a line.")],
    refs: Annotated[
        list[str], typer.Argument(metavar="REF", help="One or more references, line by line the same segments.")
    ],
    lang: Annotated[
        Language | None, typer.Option(help="The language translated into; seen from the references if left out.")
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            "-m",
            metavar="NAME",
            help="chrf, chrf++, bleu, bleu-13a, bleu-kiwi, bleu-ko-mecab, ter; may be repeated.",
        ),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Another system's translation to compare with HYP, the baseline; may be repeated."
        ),
    ] = None,
    test: Annotated[Test, typer.Option(help="bs: paired bootstrap; ar: approximate randomisation.")] = Test.BS,
    documents: Annotated[
        str | None,
        typer.Option(
            "--documents", metavar="FILE", help="A file that names the document of every segment: scores of each."
        ),
    ] = None,
    worst: Annotated[
        int, typer.Option(min=0, metavar="N", help="Also list so many segments with the lowest scores.")
    ] = 0,
    outputs: OutputOption = None,
    ui: Annotated[Language, typer.Option(help="Language of reports.")] = Language.EN,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score translations by chrF, BLEU and TER; compare several.

    The whole is scored, and with --documents each document.

    Example: malmoi score translation examples/help.en.txt examples/help.en.txt --metric chrf
    """
    from malmoi.score.translation import (
        compare_translations,
        default_metrics,
        score_documents,
        score_segments,
        score_translation,
    )
    from malmoi.text.hangul import hangul_share

    reports = ready(outputs)
    systems = {path: lines(path, encoding) for path in (hyp, *(against or ()))}
    if against and len(systems) <= len(against):
        raise UsageError("The same file is named twice among the systems to compare.")
    references = [lines(path, encoding) for path in refs]
    into: Any = lang.value if lang else ("ko" if hangul_share("\n".join(references[0])) > _KOREAN_SHARE else "en")
    metrics = metric or default_metrics(into)
    rows = compare_translations(systems, references, into, metrics, test=test.value) if against else []
    scores = [] if rows and not reports else list(score_translation(systems[hyp], references, into, metrics).values())
    if rows:
        emit(rows, _SYSTEMS, format)
    else:
        emit_scores(scores, format, scale=1.0)
    names = lines(documents, encoding) if documents else []
    by_document = {
        path: score_documents(made, references, names, into, metrics) for path, made in systems.items() if names
    }
    if by_document:
        emit(_documents(by_document), {"document": "document", "system": "system"} | {m: m for m in metrics}, format)
    if not worst and not reports:
        return
    values = score_segments(systems[hyp], references, into, metrics[0])
    segments = list(zip(systems[hyp], references[0], values, strict=True))
    if worst:
        emit(
            _worst(segments, worst, metrics[0]),
            {key: key for key in ("segment", metrics[0], "translation", "reference")},
            format,
        )
    if reports:
        from malmoi.flow.translation_report import translation_report

        report = translation_report(
            scores, (metrics[0], segments), into, systems=rows, documents=by_document.get(hyp), ui=ui.value
        )
        write_reports(report, reports)


def _documents(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[dict[str, object]]:
    return [
        {"document": doc, "system": system, **{name: score.value for name, score in scores.items()}}
        for system, documents in found.items()
        for doc, scores in documents.items()
    ]


def _worst(segments: Sequence[tuple[str, str, float]], count: int, metric: str) -> list[dict[str, object]]:
    order = sorted(range(len(segments)), key=lambda i: segments[i][2])
    # TER counts errors: there the highest is the worst.
    order = order[::-1] if metric == "ter" else order
    return [
        {"segment": i + 1, metric: segments[i][2], "translation": segments[i][0], "reference": segments[i][1]}
        for i in order[:count]
    ]
