"""`malmoi find FILE`: the glossary's terms in a text."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import EncodingOption, GlossaryOption, Language
from malmoi.cli.output import Format, emit
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.export.marked import Cards, Tally
    from malmoi.export.marked_outputs import MarkedOutput
    from malmoi.glossary.passages import Passage

__all__ = ["find"]

_COLUMNS = {"line": "line", "start": "start", "text": "in the text", "term": "term", "status": "status", "how": "how"}


def find(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A text or a document (.docx, .html, .srt …), or - for standard input."),
    ],
    glossary: GlossaryOption = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a page (.html), a workbook (.xlsx) or hits (.json, .ndjson); repeatable.",
        ),
    ] = None,
    lang: Annotated[Language | None, typer.Option(help="Its language; seen from the text if left out.")] = None,
    match: Annotated[
        str,
        typer.Option(
            metavar="TIER", help="fast: no Kiwi; default: Kiwi where the text does not tell; exact: Kiwi everywhere."
        ),
    ] = "default",
    encoding: EncodingOption = None,
    format: Annotated[  # noqa: A002  the option's own name
        Format | None, typer.Option("--format", help="Print a list of hits instead of the marked text.")
    ] = None,
) -> None:
    """Find the glossary's terms in a text; print it with them marked.

    Terms have the colour of their status, or stand in [[brackets]] where there is no colour; what may mean something else has a ?, a
    term not to be used shows what to write instead.

    Example: malmoi find examples/stargate.ko.txt -o stargate.html
    """
    from malmoi.export.marked import Cards, Tally
    from malmoi.export.marked_outputs import marked_output
    from malmoi.files import check_writable
    from malmoi.glossary.location import open_glossary
    from malmoi.glossary.passages import find_in, passages
    from malmoi.glossary.recognition import TIERS

    if match not in TIERS:
        raise UsageError(f"--match {match}: the tier is one of {', '.join(TIERS)}.")
    for path in output or ():
        check_writable(path)
    store = open_glossary(glossary)
    cards, tally = Cards(store.terms), Tally()
    name = "stdin" if file == "-" else Path(file).name
    with ExitStack() as stack:
        sinks = [stack.enter_context(marked_output(path, cards, name)) for path in output or ()]
        if format is not None:
            sinks.append(_List(cards, format))
        elif not output:
            sinks.append(_marks(cards))
        for passage in find_in(store, passages(file, encoding), None if lang is None else lang.value, match):
            tally.add(passage)
            for sink in sinks:
                sink.add(passage)
        for sink in sinks:
            sink.finish(tally)


def _marks(cards: "Cards") -> "MarkedOutput":
    from malmoi.cli.marks import TerminalMarks, wants_color

    return TerminalMarks(cards, wants_color())


class _List:
    """The hits as a list; NDJSON is printed as they come, other formats need all."""

    def __init__(self, cards: "Cards", format: Format) -> None:  # noqa: A002  the option's own name
        self._cards, self._format = cards, format
        self._rows: list[dict[str, object]] = []

    def add(self, passage: "Passage") -> None:
        from malmoi.export.marked import hit_rows

        self._rows += hit_rows(passage, self._cards)
        if self._format is Format.NDJSON:
            emit(self._rows, _COLUMNS, self._format)
            self._rows = []

    def finish(self, _: "Tally") -> None:
        if self._format is not Format.NDJSON:
            emit(self._rows, _COLUMNS, self._format)
