"""Options of the commands that read and write files of terms, and what they mean."""

from typing import Annotated

import typer

from malmoi.errors import UsageError

__all__ = ["AsOption", "DelimiterOption", "MapOption", "delimiter_of", "mapping_of"]

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="FORMAT",
        help="The file's format, when its name does not say it: csv, tsv, xlsx-plain, json, ndjson, tbx, tmx, utx, omegat, po.",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,…",
        help="What the columns of a table are called: ko=Source,en=Target,note=Comment; a column may be named by its number.",
    ),
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(metavar="SIGN", help="What parts the cells of a table: a sign, or tab; found out if left out."),
]
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def mapping_of(given: list[str] | None) -> dict[str, str] | None:
    """--map ko=Source,en=Target as a dictionary; None when nothing is given. Raises UsageError."""
    mapping: dict[str, str] = {}
    for one in (part for some in given or [] for part in some.split(",")):
        name, equals, column = one.partition("=")
        if not (equals and name.strip() and column.strip()):
            raise UsageError(f"--map {one!r} is no FIELD=COLUMN, such as ko=Source.")
        mapping[name.strip()] = column.strip()
    return mapping or None


def delimiter_of(given: str | None) -> str | None:
    """The sign that --delimiter means. Raises UsageError."""
    if given is None:
        return None
    sign = _NAMED.get(given.lower(), given)
    if len(sign) != 1 or sign in '\r\n"':
        raise UsageError(f"--delimiter {given!r} is no single sign: give one such as ';', or tab.")
    return sign
