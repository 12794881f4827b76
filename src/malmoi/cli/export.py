"""`malmoi export FILE`: the glossary as a workbook or a table."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from malmoi.cli.align import Language
from malmoi.cli.options import GlossaryOption
from malmoi.cli.output import note
from malmoi.errors import UsageError

__all__ = ["export"]


class Rows(StrEnum):
    """What a row is."""

    CONCEPT = "concept"
    TERM = "term"


class Split(StrEnum):
    """What gets a sheet of its own."""

    DOMAIN = "domain"


def export(
    file: Annotated[str, typer.Argument(help="What to write: .xlsx, .csv or .tsv.")],
    domain: Annotated[list[str] | None, typer.Option(help="Only this domain; may be repeated.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Only terms of this status; may be repeated.")] = None,
    rows: Annotated[
        Rows | None,
        typer.Option(help="One row a concept or a term; a workbook has concepts, a table terms, if left out."),
    ] = None,
    split: Annotated[Split | None, typer.Option(help="A sheet for each domain.")] = None,
    template: Annotated[
        Path | None, typer.Option(help="A workbook of your own whose heads say which column gets what.")
    ] = None,
    ui: Annotated[Language, typer.Option(help="Language of the workbook's headings: ko, en or both.")] = Language.BOTH,
    glossary: GlossaryOption = None,
) -> None:
    """Export the glossary as a workbook or a table.

    Example: malmoi export exports/glossary.xlsx --split domain
    """
    import polars as pl

    from malmoi.export.glossary_outputs import Layout, check_target, write
    from malmoi.files import check_writable
    from malmoi.glossary.entry import STATUSES
    from malmoi.glossary.location import open_glossary

    unknown = [name for name in status or [] if name not in STATUSES]
    if unknown:
        raise UsageError(f"There is no status {unknown[0]!r}: use {', '.join(STATUSES)}.")
    if template is not None and (rows or split):
        raise UsageError("A template says itself what its rows and sheets are: leave --rows and --split out.")
    check_target(file, Layout(by_domain=split is not None))
    check_writable(file)
    store = open_glossary(glossary)
    terms = store.terms
    for column, values in (("domain", domain), ("status", status)):
        if values:
            terms = terms.filter(pl.col(column).is_in(values))
    if template is not None:
        from malmoi.flow.templates import fill_template

        note(f"wrote {file}: {fill_template(terms, template, file)} concepts")
        return
    layout = Layout(rows.value if rows else None, split is not None, not status, store.signature, ui.value)
    write(terms, file, layout)
    note(f"wrote {file}: {terms['concept'].n_unique()} concepts, {terms.height} terms")
