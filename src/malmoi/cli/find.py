"""`malmoi find FILE`: the glossary's terms in a text."""

from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.model.records import Lang

__all__ = ["find"]

_COLUMNS = {"line": "line", "start": "start", "text": "in the text", "term": "term", "status": "status", "how": "how"}
# More than this share of Hangul among the letters makes a text Korean.
_KOREAN_SHARE = 0.2


def find(
    file: Annotated[str, typer.Argument(help="A text, or - for standard input.")],
    glossary: GlossaryOption = None,
    lang: Annotated[str | None, typer.Option(help="ko or en; seen from the text if left out.")] = None,
    match: Annotated[
        str, typer.Option(help="fast: no Kiwi; default: Kiwi where the text does not tell; exact: Kiwi everywhere.")
    ] = "default",
    encoding: Annotated[str | None, typer.Option(help="Encoding of the text, recognised if left out.")] = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Find the glossary's terms in a text, line by line.

    Example: malmoi find examples/stargate.ko.txt
    """
    if lang not in (None, "ko", "en"):
        raise UsageError(f"The language {lang!r} is unknown: give ko or en.")
    from malmoi.files import read_text
    from malmoi.glossary.location import open_glossary
    from malmoi.text.hangul import hangul_share

    text = read_text(file, encoding)
    store = open_glossary(glossary)
    side: Lang = "ko" if lang == "ko" or (lang is None and hangul_share(text) > _KOREAN_SHARE) else "en"
    rows = [
        {
            "line": number,
            "start": hit.start,
            "end": hit.end,
            "text": line[hit.start : hit.end],
            "term": hit.term,
            "concept": hit.concept,
            "status": hit.status,
            "how": hit.how,
        }
        for number, line in enumerate(text.split("\n"), 1)
        for hit in store.find(line, side, tier=match)
    ]
    emit(rows, _COLUMNS, format)
