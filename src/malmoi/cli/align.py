"""`malmoi align KO EN`: the main job, from two texts to a workbook."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from malmoi.cli.options import EncodingOption
from malmoi.cli.output import Format, FormatOption, emit, note
from malmoi.cli.progress import Progress
from malmoi.errors import UsageError

__all__ = ["align"]


class Language(StrEnum):
    """Languages that a workbook can speak."""

    KO = "ko"
    EN = "en"
    BOTH = "both"


_COLUMNS = {
    "ko": "Korean",
    "en": "English",
    "kind": "kind",
    "confidence": "conf",
    "count": "n",
    "status": "status",
    "evidence": "why",
}


def align(
    ko: Annotated[str, typer.Argument(help="The Korean text (a file, or - for standard input).")],
    en: Annotated[str, typer.Argument(help="Its English rendering.")],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Write a review workbook (.xlsx), a page to look at (.html), or .tmx, .csv, .tsv, .jsonl; may be repeated.",
        ),
    ] = None,
    glossary: Annotated[
        Path | None,
        typer.Option("--glossary", "-g", help="The glossary that is evidence; found upward from here if left out."),
    ] = None,
    accept: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="Put new pairs of at least this confidence in the glossary, as candidates."
        ),
    ] = None,
    encoder: Annotated[
        str, typer.Option(help="Sentence encoder: none, auto (what is installed), e5, sentence-transformers:PATH.")
    ] = "none",
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    ui: Annotated[Language, typer.Option(help="Language of the workbook's headings: ko, en or both.")] = Language.BOTH,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Align a Korean text with its English rendering; find term pairs and amounts.

    Example: malmoi align examples/stargate.ko.txt examples/stargate.en.txt -o exports/stargate.xlsx
    """
    if ko == en:
        raise UsageError(f"Both sides are {ko}: give the Korean text first and its English rendering second.")
    from malmoi.export.outputs import check_target, write
    from malmoi.files import check_writable, read_text
    from malmoi.flow.adopt import adopt_candidates
    from malmoi.flow.harvest import align_documents
    from malmoi.glossary.location import open_glossary

    targets = output or []
    for target in targets:
        check_target(target)
        check_writable(target)
    texts = [read_text(path, encoding) for path in (ko, en)]
    with Progress() as progress:
        progress("loading")
        store = open_glossary(glossary)
        found = align_documents(
            *texts, glossary=store, encoder=encoder, seed=seed, doc=Path(ko).name, progress=progress
        )
        progress("writing")
        for target in targets:
            write(found, target, source={"ko": ko, "en": en}, ui=ui.value)
    for target in targets:
        note(f"wrote {target}")
    if accept is not None:
        added = adopt_candidates(store, found, accept, source=f"{ko} | {en}")
        note(f"{added} pairs put in {store.path} as candidates")
    _say(found.summary)
    emit(found.terms.iter_rows(named=True), _COLUMNS, format)


def _say(s: Mapping[str, str | int | float]) -> None:
    note(
        f"{s['sentences_ko']} Korean and {s['sentences_en']} English sentences in {s['segments']} segments "
        f"(mean score {s['segment_score']:.2f}, {s['segments_one_sided']} one-sided); "
        f"{s['terms']} term pairs ({s['terms_known']} known, {s['terms_conflict']} in conflict); "
        f"{s['amounts']} amounts ({s['amounts_match']} match, {s['amounts_mismatch']} mismatch); "
        f"{s['findings_hard']} hard and {s['findings_advisory']} advisory findings"
    )
