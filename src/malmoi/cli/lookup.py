"""`malmoi lookup WORD…`: what do we call this?"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import GlossaryOption
from malmoi.cli.output import emit, note
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from malmoi.glossary.index import Index
    from malmoi.model.match import Match
    from malmoi.model.span import Lang

__all__ = ["lookup"]

_COLUMNS = {
    "term": "term",
    "translations": "translation",
    "status": "status",
    "use": "use instead",
    "how": "how",
    "domain": "domain",
    "definition": "definition",
    "note": "note",
}
_NOTHING_FOUND = 3
# Terms that take longer to make ready than a person waits without wondering.
_MANY = 20_000


class Layout(StrEnum):
    """How answers are printed."""

    TEXT = "text"
    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"


def lookup(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD", help="What to look up; - or nothing reads lines from standard input."),
    ] = None,
    glossary: GlossaryOption = None,
    korean: Annotated[bool, typer.Option("--ko", help="Only Korean terms.")] = False,
    english: Annotated[bool, typer.Option("--en", help="Only English terms.")] = False,
    domain: Annotated[str | None, typer.Option(metavar="NAME", help="Only terms of this domain.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many answers a word.")] = 10,
    format: Annotated[  # noqa: A002  the option's own name
        Layout | None,
        typer.Option(
            "--format",
            help="How to print: text (to be read), table, json, ndjson or csv; if left out, text on a terminal and a table elsewhere.",
        ),
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask again and again, with answers offered while you type.")
    ] = False,
) -> None:
    """Look words up in the glossary, however they are written.

    Any of these finds 스타게이트: 스타게이트는, 스타 게이트, ㅅㅌㄱㅇㅌ, 스ㅌ게이트, 스타개이트, stargate's, seutageiteu, tmxkrpdlxm.

    Exit code 3 when a word has no answer.

    Example: malmoi lookup 스타게이트는 ㅅㅌㄱㅇㅌ Stargate
    """
    indexes = _indexes(glossary)
    lang: Lang | None = None if korean == english else "ko" if korean else "en"
    if interactive:
        if words or format:
            raise UsageError(
                "-i asks for the words itself and prints them to be read: give no words and no --format with it."
            )
        from malmoi.cli.interactive import interact

        interact(indexes, limit=limit, lang=lang, domain=domain)
        return
    layout = format or (Layout.TEXT if sys.stdout.isatty() else Layout.TABLE)
    if not _answer(indexes, _asked(words), layout, limit, lang, domain):
        raise typer.Exit(_NOTHING_FOUND)


def _answer(
    indexes: "Sequence[Index]",
    words: "Sequence[str]",
    layout: Layout,
    limit: int,
    lang: "Lang | None",
    domain: str | None,
) -> bool:
    """Print the answers; have all words one?"""
    from malmoi.glossary.query import Asker

    asker = Asker(indexes)
    rows: list[dict[str, object]] = []
    missed = False
    for word in words:
        matches = asker.lookup(word, limit, lang, domain)
        if layout is Layout.TEXT:
            _print(word if len(words) > 1 else "", matches, indexes)
        else:
            rows += (_row(word, match) for match in matches)
        if not matches:
            missed = True
            near = asker.nearest(word)
            note(f"{word}: nothing found" + (f"; nearest: {', '.join(near)}" if near else ""))
    if layout is not Layout.TEXT:
        emit(rows, _COLUMNS, layout.value)
    return not missed


def _print(word: str, matches: "Sequence[Match]", indexes: "Sequence[Index]") -> None:
    """Answers to be read; those to one of several words under that word."""
    from shutil import get_terminal_size

    from malmoi.cli.entries import entry, is_coloured
    from malmoi.glossary.layers import Layers

    layers, colour, columns = Layers(indexes), is_coloured(), get_terminal_size().columns
    if word and matches:
        typer.echo(f"── {''.join(ch if ch.isprintable() else ' ' for ch in word)}")
    for match in matches:
        typer.echo(entry(match, layers.fields(match.concept) or {}, colour=colour, columns=columns), color=colour)


def _indexes(glossary: list[Path] | None) -> "list[Index]":
    """The indexes of the glossaries in use, caught up, the one on top first."""
    from malmoi.glossary.index import Index
    from malmoi.glossary.journal import Journal
    from malmoi.glossary.location import find_journals

    paths = find_journals(glossary)
    indexes = [Index(Journal(path, read_only=path != paths[0]), _say_busy) for path in paths]
    for index in indexes:
        index.catch_up()
        for problem in index.problems:
            note(f"malmoi: {problem}")
    if len(paths) == 1 and not paths[0].exists():
        note(f"There is no glossary at {paths[0]} yet: begin one with  malmoi glossary add KO EN")
    return indexes


def _say_busy(terms: int) -> None:
    """Making the search keys of so many terms takes a while, once."""
    if terms >= _MANY:
        note(f"malmoi: making {terms:,} terms ready for look-ups, once …")


def _asked(words: list[str] | None) -> list[str]:
    """The words of the command line, or the lines of standard input."""
    if words and words != ["-"]:
        return words
    if not words and sys.stdin.isatty():
        raise UsageError("Say what to look up, pipe lines in, or ask again and again with -i.")
    return [line.strip() for line in sys.stdin if line.strip()]


def _row(query: str, match: "Match") -> dict[str, object]:
    fields = match.fields
    return {
        "query": query,
        "term": match.term,
        "lang": match.lang,
        "translations": [term for _, term in match.translations],
        "status": match.status,
        "how": match.how,
        "score": round(match.score, 3),
        "concept": match.concept,
        **{name: fields.get(name, "") for name in ("use", "domain", "definition", "note", "context", "pos", "type")},
    }
