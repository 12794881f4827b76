"""`malmoi align KO EN`: the main job, from two texts, a bilingual file or folders to a workbook, a page, a translation memory."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import EncoderOption, EncodingOption, GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit, note
from malmoi.cli.progress import Progress
from malmoi.cli.term_options import MapOption, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["TERM_COLUMNS", "Language", "align", "say"]


class Language(StrEnum):
    """Languages that a workbook or a page can speak."""

    KO = "ko"
    EN = "en"
    BOTH = "both"


TERM_COLUMNS = {
    "ko": "Korean",
    "en": "English",
    "kind": "kind",
    "confidence": "conf",
    "count": "n",
    "status": "status",
    "evidence": "why",
}


def align(
    ko: Annotated[
        str,
        typer.Argument(
            metavar="KO",
            help="The Korean text: a file (.txt .md .docx .odt .hwpx .html .srt …), a folder, or - for standard input.",
        ),
    ],
    en: Annotated[
        str | None,
        typer.Argument(
            metavar="EN",
            help="Its English rendering. Left out when KO is a file with both (.tmx .tsv .xlf …) or a folder with both.",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a review workbook (.xlsx), a page to look at (.html), or a bilingual file (.tmx .xlf .xliff .po .csv .tsv .jsonl); "
            "may be repeated. For folders also a folder, which gets a workbook a pair, or a name with {name} in it.",
        ),
    ] = None,
    glossary: GlossaryOption = None,
    accept: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="NUMBER",
            help="Put new pairs of at least this confidence in the glossary, as candidates.",
        ),
    ] = None,
    segmented: Annotated[
        bool, typer.Option("--segmented", help="Take every line of the texts for a segment that is not to be cut.")
    ] = False,
    encoder: EncoderOption = "none",
    model: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Link words by this model, of malmoi words --save-model, instead of learning from these texts.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of everything random.")] = 0,
    ui: Annotated[
        Language, typer.Option(help="Language of the workbook's and the page's headings: ko, en or both.")
    ] = Language.BOTH,
    map_: MapOption = None,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Align a Korean text with its English one; find terms, amounts.

    Files of folders are paired by their names (report.ko.md and report.en.md, ko/report.md and en/report.md).

    Example: malmoi align examples/stargate.ko.txt examples/stargate.en.txt -o exports/stargate.xlsx
    """
    if ko == en:
        raise UsageError(f"Both sides are {ko}: give the Korean text first and its English rendering second.")
    targets, columns = output or [], mapping_of(map_)
    if columns and (en is not None or Path(ko).is_dir()):
        raise UsageError("--map names the columns of one table that holds both languages: texts and folders have none.")
    folders = [Path(path).is_dir() for path in (ko, en) if path is not None and path != "-"]
    if any(folders):
        from malmoi.cli.align_folders import align_folders

        if not all(folders) or "-" in (ko, en):
            raise UsageError(f"{ko} and {en} are a folder and a file: give two files, or two folders.")
        align_folders(
            Path(ko),
            None if en is None else Path(en),
            targets,
            glossary=glossary,
            accept=accept,
            segmented=segmented,
            encoder=encoder,
            model=model,
            seed=seed,
            ui=ui.value,
            encoding=encoding,
            format=format,
        )
        return
    from malmoi.align.encoder import resolve
    from malmoi.align.words import WordAligner
    from malmoi.export.outputs import check_target, write
    from malmoi.files import check_writable
    from malmoi.flow.adopt import adopt_candidates
    from malmoi.flow.folders import align_texts, read_bitext
    from malmoi.flow.harvest import align_bitext
    from malmoi.glossary.location import open_glossary

    for target in targets:
        check_target(target)
        check_writable(target)
    with Progress() as progress:
        progress("loading")
        aligner = None if model is None else WordAligner.load(model)
        store = open_glossary(glossary)
        vectors = resolve(encoder)
        if en is None:
            made = read_bitext(ko, encoding, columns)
        else:
            made = align_texts(
                ko,
                en,
                glossary=store,
                encoder=vectors,
                encoding=encoding,
                segmented=segmented,
                progress=progress,
            )
        found = align_bitext(made, glossary=store, encoder=vectors, seed=seed, aligner=aligner, progress=progress)
        progress("writing")
        source = {"ko": ko, "en": en} if en is not None else {"ko": ko}
        for target in targets:
            write(found, target, source=source, ui=ui.value)
    for target in targets:
        note(f"wrote {target}")
    if accept is not None:
        added = adopt_candidates(store, found, accept, source=" | ".join(source.values()))
        note(f"{added} pairs put in {store.path} as candidates")
    say(found)
    emit(found.terms.iter_rows(named=True), TERM_COLUMNS, format)


def say(found: "Alignment") -> None:
    """What was found, in one line."""
    s = found.summary
    quality = ""
    if "quality" in s:
        quality = (
            f"about {s['quality']:.0%} of them right ({s['quality_low']:.0%} to {s['quality_high']:.0%}), "
            f"{s['segments_doubtful']} in doubt; "
        )
    note(
        f"{s['sentences_ko']} Korean and {s['sentences_en']} English sentences in {s['segments']} segments "
        f"(mean score {s['segment_score']:.2f}, {s['segments_one_sided']} one-sided); {quality}"
        f"{s['terms']} term pairs ({s['terms_known']} known, {s['terms_conflict']} in conflict); "
        f"{s['amounts']} amounts ({s['amounts_match']} match, {s['amounts_mismatch']} mismatch); "
        f"{s['findings_hard']} hard and {s['findings_advisory']} advisory findings"
    )
