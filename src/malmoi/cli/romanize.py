"""`malmoi romanize`: Hangul in Latin letters, or the likeliest Hangul spellings of a Latin word."""

from enum import StrEnum
from typing import Annotated

import typer

from malmoi.cli.output import Format, FormatOption, emit

__all__ = ["romanize"]


class Style(StrEnum):
    """The romanisations of `malmoi.names.romanization`."""

    RR = "rr"
    MR = "mr"
    NAME = "name"
    PLACE = "place"


class Script(StrEnum):
    """The script to write."""

    LATIN = "latin"
    HANGUL = "hangul"


def romanize(
    words: Annotated[
        list[str], typer.Argument(metavar="WORD", help="Words or names; put a name of several words in quotes.")
    ],
    style: Annotated[
        Style, typer.Option(help="rr: Revised; mr: McCune-Reischauer; name: people; place: places with their unit.")
    ] = Style.RR,
    to: Annotated[
        Script, typer.Option(help="latin, or hangul for the likeliest spellings of a Latin word.")
    ] = Script.LATIN,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="With --to hangul: how many spellings of each word.")
    ] = 5,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Write Korean names in Latin letters, or Latin ones in Hangul.

    Example: malmoi romanize 최태원 이재용 --style name
    """
    if to == Script.HANGUL:
        from malmoi.names.hangulization import hangulize

        rows = [{"word": word, "hangul": spelling} for word in words for spelling in hangulize(word, limit)]
        emit(rows, {"word": "Word", "hangul": "Hangul"}, format)
        return
    from malmoi.names.romanization import romanize as in_latin

    emit(
        [{"word": word, "latin": in_latin(word, style.value)} for word in words],
        {"word": "Word", "latin": "Latin"},
        format,
    )
