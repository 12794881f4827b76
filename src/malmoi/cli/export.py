"""`malmoi export FILE`: the glossary as a workbook, a table, or a file for other programs."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.align import Language
from malmoi.cli.options import Direction, GlossaryOption
from malmoi.cli.output import note
from malmoi.cli.term_options import DelimiterOption, MapOption, delimiter_of, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.formats.termbases.records import Losses

__all__ = ["export"]


class Rows(StrEnum):
    """What a row is."""

    CONCEPT = "concept"
    TERM = "term"


class Split(StrEnum):
    """What gets a sheet of its own."""

    DOMAIN = "domain"


class To(StrEnum):
    """Formats that a name's ending does not say, and those that it does."""

    XLSX = "xlsx"
    XLSX_PLAIN = "xlsx-plain"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    NDJSON = "ndjson"
    TBX = "tbx"
    TBX3 = "tbx3"
    TBX3_DCT = "tbx3-dct"
    TMX = "tmx"
    XLIFF = "xliff"
    PO = "po"
    OMEGAT = "omegat"
    OMEGAT_CSV = "omegat-csv"
    UTX = "utx"
    DEEPL = "deepl"
    GOOGLE = "google"
    GOOGLE_SET = "google-set"
    AMAZON = "amazon"


# What a rule dropped, in words.
_DROPPED = {
    "synonym": "synonyms",
    "deprecated": "deprecated terms",
    "superseded": "superseded terms",
    "duplicate": "terms with a source that is there already",
    "one-sided": "terms without a counterpart",
    "too-long": "terms that are too long",
    "too-large": "terms that made the file too large",
    "too-many": "terms beyond the last row",
    "control": "terms with characters that the format refuses",
    "comment": "terms that would be comments",
}


def export(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="What to write: .xlsx .csv .tsv .json .ndjson .tbx .tmx .xlf .po .utx .tab .utf8, or - with --to for standard output.",
        ),
    ],
    to: Annotated[
        To | None,
        typer.Option(
            metavar="FORMAT",
            help="The format, where the name's ending does not say it: xlsx, xlsx-plain (a table), csv, tsv, json, ndjson, tbx, "
            "tbx3, tbx3-dct, tmx, xliff, po, omegat, omegat-csv, utx, deepl, google, google-set, amazon.",
        ),
    ] = None,
    domain: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this domain; may be repeated.")] = None,
    status: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only terms of this status; may be repeated.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only concepts changed on this day (UTC) or later."),
    ] = None,
    direction: Annotated[
        Direction, typer.Option(help="Source and target language, where it matters.")
    ] = Direction.KO_EN,
    losses: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to list, as JSON, every term that the format could not take."),
    ] = None,
    rows: Annotated[
        Rows | None,
        typer.Option(help="One row a concept or a term; a workbook has concepts, a table terms, if left out."),
    ] = None,
    split: Annotated[Split | None, typer.Option(help="A sheet for each domain.")] = None,
    map_: MapOption = None,
    delimiter: DelimiterOption = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A workbook of your own whose heads say which column gets what.")
    ] = None,
    ui: Annotated[Language, typer.Option(help="Language of the workbook's headings: ko, en or both.")] = Language.BOTH,
    glossary: GlossaryOption = None,
) -> None:
    """Export the glossary: workbook, table, files for other programs.

    What a format cannot hold is said.

    Example: malmoi export exports/glossary.xlsx --split domain
    """
    import polars as pl

    from malmoi.export.glossary_outputs import Layout, check_target, write
    from malmoi.files import check_writable
    from malmoi.flow.term_files import concepts_of
    from malmoi.glossary.entry import STATUSES
    from malmoi.glossary.location import open_glossary

    unknown = [name for name in status or [] if name not in STATUSES]
    if unknown:
        raise UsageError(f"There is no status {unknown[0]!r}: use {', '.join(STATUSES)}.")
    if template is not None and (rows or split or to):
        raise UsageError("A template says itself what its rows and sheets are: leave --rows, --split and --to out.")
    store = open_glossary(glossary)
    layout = Layout(
        rows.value if rows else None,
        split is not None,
        not status,
        store.signature,
        ui=ui.value,
        to=to.value if to else None,
        direction=direction.value,
        mapping=mapping_of(map_),
        delimiter=delimiter_of(delimiter),
    )
    check_target(file, layout)
    for path in (file, losses):
        if path is not None:
            check_writable(path)
    concepts = concepts_of(store, domains=domain or (), statuses=status or (), since=_day(since))
    terms = store.terms.filter(pl.col("concept").is_in([concept.id for concept in concepts]))
    if status:
        terms = terms.filter(pl.col("status").is_in(status))
    if template is not None:
        from malmoi.flow.templates import fill_template

        note(f"wrote {file}: {fill_template(terms, template, file)} concepts")
        return
    report = write(terms, concepts, file, layout)
    note(f"wrote {file}: {len(concepts)} concepts, {terms.height} terms")
    _say_losses(report, losses)


def _day(since: datetime | None) -> date | None:
    return None if since is None else since.date()


def _say_losses(report: "Losses", path: Path | None) -> None:
    """Say what is not in the file, and list it where that is asked for."""
    dropped = ", ".join(f"{n} {_DROPPED.get(rule, rule)}" for rule, n in report.counts().most_common())
    if dropped:
        note(
            f"{report.format} has {report.written} entries; left out: {dropped}{'' if path else ' (--losses FILE lists them)'}"
        )
    if report.fields:
        names = ", ".join(name.removeprefix("term.") for name in dict.fromkeys(report.fields))
        note(f"{report.format} has no place for: {names}")
    if path is not None:
        import json

        from malmoi.files import write_text

        write_text(path, json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
        note(f"wrote {path}: {len(report.losses)} losses")
