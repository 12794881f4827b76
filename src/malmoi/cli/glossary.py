"""`malmoi glossary …`: add to, change and inspect the glossary."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import ByOption, EncodingOption, GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit, note
from malmoi.cli.term_options import AsOption, DelimiterOption, MapOption, delimiter_of, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.glossary.store import Glossary

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Add to, change and inspect the glossary.")

AtOption = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%dT%H:%M:%SZ"], metavar="TIME", help="The time to record (UTC), for journals made again alike."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", metavar="FIELD=VALUE", help="A field, such as note=…; may be repeated."),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a concept or a term, as lists show it.")]

_TERM_COLUMNS = {
    "lang": "lang",
    "term": "term",
    "status": "status",
    "domain": "domain",
    "concept": "concept",
    "id": "id",
}
_VERSION_COLUMNS = {"at": "at", "by": "by", "op": "op", "terms": "terms", "fields": "fields"}
_PROBLEM_COLUMNS = {"rule": "rule", "severity": "severity", "concept": "concept", "message": "message"}
_FOUND_PROBLEMS = 3
_SHOWN = 10


@app.command()
def add(
    ko: Annotated[str | None, typer.Argument(metavar="KO", help="The Korean term.")] = None,
    en: Annotated[str | None, typer.Argument(metavar="EN", help="The English term.")] = None,
    table: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A table of pairs (ko, en, …) or terms (concept, lang, term, …), or any term base that malmoi import reads.",
        ),
    ] = None,
    as_: AsOption = None,
    map_: MapOption = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
    concept: Annotated[str | None, typer.Option(metavar="ID", help="The concept that the terms join.")] = None,
    fields: SetOption = None,
    glossary: GlossaryOption = None,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """Add a pair, or all of a table or a term base.

    What is there already stays as it is.

    Example: malmoi glossary add 말모이 Malmoi --set domain=language
    """
    given = _fields(fields)
    if table is not None:
        if ko or en:
            raise UsageError("Give a pair or --from, not both.")
        from malmoi.glossary.rows import read_rows

        rows: list[dict[str, object]] = [
            {**row, **given}
            for row in read_rows(table, encoding, as_, mapping=mapping_of(map_), delimiter=delimiter_of(delimiter))
        ]
    else:
        if not (ko or en):
            raise UsageError("Give a Korean and an English term, or a table with --from.")
        if as_ or map_ or delimiter or encoding:
            raise UsageError("--as, --map, --delimiter and --encoding say how a file is read: give it with --from.")
        rows = [{"ko": ko, "en": en, "concept": concept, **given}]
    store = _open(glossary, by, at)
    before = store.terms
    ids = store.put_rows(rows)
    # Not the difference in number: a term may take the place of one of a glossary below.
    note(f"{store.path}: {store.terms.join(before, on='id', how='anti').height} terms added")
    if table is None:
        typer.echo(ids[0])


@app.command()
def edit(id_: Id, fields: SetOption = None, glossary: GlossaryOption = None, by: ByOption = None) -> None:
    """Change fields of a concept or a term.

    An empty value takes a field away.

    Example: malmoi glossary edit stargate --set domain=ai
    """
    given = _fields(fields)
    if not given:
        raise UsageError("Say what to change: --set FIELD=VALUE.")
    _open(glossary, by).edit(id_, **given)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of concepts or terms.")],
    glossary: GlossaryOption = None,
    by: ByOption = None,
) -> None:
    """Remove concepts or terms.

    Their history stays, and undo brings them back.

    Example: malmoi glossary remove stargate
    """
    _open(glossary, by).change(remove=ids)


@app.command(name="list")
def list_(
    domain: Annotated[str | None, typer.Option(metavar="NAME", help="Only this domain.")] = None,
    status: Annotated[str | None, typer.Option(metavar="NAME", help="Only this status.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="ko|en", help="Only ko or en.")] = None,
    glossary: GlossaryOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """List the terms.

    Example: malmoi glossary list --domain finance --format csv
    """
    import polars as pl

    terms = _open(glossary).terms
    for column, value in (("domain", domain), ("status", status), ("lang", lang)):
        if value is not None:
            terms = terms.filter(pl.col(column) == value)
    emit(terms.iter_rows(named=True), _TERM_COLUMNS, format)


@app.command()
def history(id_: Id, glossary: GlossaryOption = None, format: FormatOption = Format.TABLE) -> None:  # noqa: A002  the option's own name
    """Show every version of a concept: who changed it, when, to what.

    Example: malmoi glossary history stargate
    """
    from malmoi.glossary.entry import terms_of

    rows: list[dict[str, object]] = []
    for version in _open(glossary).history(id_):
        rest = {name: value for name, value in version.fields.items() if name != "terms"}
        rows.append(
            {
                "at": version.at,
                "by": version.by,
                "op": f"undo of {version.undoes}" if version.undoes else version.op,
                "terms": [f"{term['term']} ({term.get('status', '')})" for term in terms_of(version.fields)],
                "fields": ", ".join(f"{name}={value}" for name, value in rest.items()),
            }
        )
    emit(rows, _VERSION_COLUMNS, format)


@app.command()
def undo(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="A concept; the last change of all if left out.")
    ] = None,
    glossary: GlossaryOption = None,
    by: ByOption = None,
) -> None:
    """Take back the last change; once more for the one before it.

    Example: malmoi glossary undo
    """
    changed = _open(glossary, by).undo(id_)
    rest = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
    note(f"taken back: {', '.join(changed[:_SHOWN])}{rest}")


@app.command()
def merge(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The concept that stays.")],
    gone: Annotated[str, typer.Argument(metavar="GONE", help="The concept whose terms it gets.")],
    glossary: GlossaryOption = None,
    by: ByOption = None,
) -> None:
    """Make one concept of two.

    Example: malmoi glossary merge arrest_warrant detention_warrant
    """
    _open(glossary, by).merge(keep, gone)


@app.command()
def validate(glossary: GlossaryOption = None, format: FormatOption = Format.TABLE) -> None:  # noqa: A002  the option's own name
    """Look for what should not be in a glossary.

    Exit code 3 when something is found.

    Example: malmoi glossary validate
    """
    problems = _open(glossary).validate()
    emit(problems.iter_rows(named=True), _PROBLEM_COLUMNS, format)
    if problems.height:
        raise typer.Exit(_FOUND_PROBLEMS)


@app.command()
def stats(glossary: GlossaryOption = None, format: FormatOption = Format.TABLE) -> None:  # noqa: A002  the option's own name
    """Count concepts, terms, domains and statuses.

    Example: malmoi glossary stats
    """
    emit(_open(glossary).stats().iter_rows(named=True), {"what": "what", "of": "of", "count": "count"}, format)


def _open(glossary: list[Path] | None, by: str | None = None, at: datetime | None = None) -> "Glossary":
    """The glossary in use; changes are signed `by`, and dated `at` when that is given."""
    from datetime import UTC

    from malmoi.glossary.location import open_glossary

    return open_glossary(glossary, by=by, clock=None if at is None else lambda: at.replace(tzinfo=UTC))


def _fields(given: list[str] | None) -> dict[str, object]:
    """--set FIELD=VALUE … as a dictionary."""
    fields: dict[str, object] = {}
    for one in given or []:
        name, equals, value = one.partition("=")
        if not equals:
            raise UsageError(f"--set {one!r} is no FIELD=VALUE.")
        fields[name.strip()] = value
    return fields
