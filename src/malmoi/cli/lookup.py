"""`malmoi lookup WORD…`: what do we call this?"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit, note

if TYPE_CHECKING:
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


def lookup(
    words: Annotated[
        list[str] | None, typer.Argument(help="What to look up; - or nothing reads lines from standard input.")
    ] = None,
    glossary: GlossaryOption = None,
    korean: Annotated[bool, typer.Option("--ko", help="Only Korean terms.")] = False,
    english: Annotated[bool, typer.Option("--en", help="Only English terms.")] = False,
    domain: Annotated[str | None, typer.Option(help="Only terms of this domain.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many answers a word.")] = 10,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Look words up in the glossary, however they are written; exit with 3 when one has no answer.

    Example: malmoi lookup 스타게이트는 ㅅㅌㄱㅇㅌ Stargate
    """
    from malmoi.glossary.index import Index
    from malmoi.glossary.journal import Journal
    from malmoi.glossary.location import find_journals
    from malmoi.glossary.query import Asker

    paths = find_journals(glossary)
    indexes = [Index(Journal(path, read_only=path != paths[0])) for path in paths]
    for index in indexes:
        index.catch_up()
        for problem in index.problems:
            note(f"malmoi: {problem}")
    if not paths[0].exists() and len(paths) == 1:
        note(f"There is no glossary at {paths[0]} yet: begin one with  malmoi glossary add KO EN")
    asker = Asker(indexes)
    lang: Lang | None = None if korean == english else "ko" if korean else "en"
    rows: list[dict[str, object]] = []
    missed = False
    for word in _asked(words):
        matches = asker.lookup(word, limit, lang, domain=domain)
        rows += (_row(word, match) for match in matches)
        if not matches:
            missed = True
            near = asker.nearest(word)
            note(f"{word}: nothing found" + (f"; nearest: {', '.join(near)}" if near else ""))
    emit(rows, _COLUMNS, format)
    if missed:
        raise typer.Exit(_NOTHING_FOUND)


def _asked(words: list[str] | None) -> list[str]:
    """The words of the command line, or the lines of standard input."""
    if words and words != ["-"]:
        return words
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
