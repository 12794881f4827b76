"""A marked text as a file: a page (.html), a workbook (.xlsx), or its hits (.json, .ndjson, .jsonl), written while the text is read.

Each output takes the passages one by one and is finished with the tally of all; a file appears whole or not at all.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from malmoi.errors import UsageError
from malmoi.export.marked import Cards, Tally, hit_rows
from malmoi.files import StrPath, replacing

if TYPE_CHECKING:
    from malmoi.export.labels import UI
    from malmoi.glossary.passages import Passage

__all__ = ["MarkedOutput", "marked_output"]


class MarkedOutput(Protocol):
    """What takes the passages of a text."""

    def add(self, passage: "Passage") -> None:
        """Take the next passage."""

    def finish(self, tally: Tally) -> None:
        """All passages have come."""


def marked_output(path: StrPath, cards: Cards, name: str, ui: "UI" = "both") -> AbstractContextManager[MarkedOutput]:
    """The output for the suffix of `path`; `name` is what the text is called. Raises UsageError for an unknown suffix, OutputError."""
    suffix = Path(path).suffix.lower()
    makers: dict[str, Callable[[], AbstractContextManager[MarkedOutput]]] = {
        ".html": lambda: _page(path, cards, name, ui),
        ".xlsx": lambda: _workbook(path, cards, ui),
        ".json": lambda: _json(path, cards, "[\n", ",\n", "\n]\n"),
        ".ndjson": lambda: _json(path, cards, "", "\n", "\n"),
        ".jsonl": lambda: _json(path, cards, "", "\n", "\n"),
    }
    if suffix not in makers:
        raise UsageError(f"{path}: find writes {', '.join(makers)}; the suffix of the name says which.")
    return makers[suffix]()


@contextmanager
def _page(path: StrPath, cards: Cards, name: str, ui: "UI") -> Iterator[MarkedOutput]:
    from malmoi.export.marked_page import MarkedPage

    with replacing(path) as stream:
        yield MarkedPage(stream, cards, name, ui)


@contextmanager
def _workbook(path: StrPath, cards: Cards, ui: "UI") -> Iterator[MarkedOutput]:
    from malmoi.export.marked_workbook import MarkedWorkbook
    from malmoi.export.workbook import streaming

    with replacing(path) as stream, streaming("malmoi find") as workbook:
        yield MarkedWorkbook(stream, workbook, cards, ui)


@contextmanager
def _json(path: StrPath, cards: Cards, head: str, between: str, tail: str) -> Iterator[MarkedOutput]:
    with replacing(path) as stream:
        yield _Rows(lambda text: stream.write(text.encode("utf-8")), cards, (head, between, tail))


class _Rows:
    """Hits as JSON objects, one a line."""

    def __init__(self, write: Callable[[str], object], cards: Cards, signs: tuple[str, str, str]) -> None:
        self._write, self._cards = write, cards
        self._before, self._between, self._tail = signs
        self._count = 0

    def add(self, passage: "Passage") -> None:
        for row in hit_rows(passage, self._cards):
            # Lone surrogates, as broken decoders leave them, can be written as escapes only.
            text = json.dumps(row, ensure_ascii=False)
            safe = text if text.isascii() or not _has_surrogate(text) else json.dumps(row)
            self._write((self._between if self._count else self._before) + safe)
            self._count += 1

    def finish(self, tally: Tally) -> None:
        if self._count:
            self._write(self._tail)
        elif self._before:
            self._write("[]\n")


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= ch <= "\udfff" for ch in text)
