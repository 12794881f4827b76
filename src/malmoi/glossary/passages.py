"""Texts of any size, passage by passage, with the glossary's terms in each: a passage is a line, or a piece of one that is very long.

Nothing but the passage at hand is held. Documents that are no plain text (Word, web pages, subtitles …) come block by block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from malmoi.files import StrPath
from malmoi.formats.containers.textstream import open_text
from malmoi.formats.documents.codecs import is_document, read_document
from malmoi.text.hangul import hangul_share

if TYPE_CHECKING:
    from malmoi.glossary.store import Glossary
    from malmoi.model.records import Hit, Lang

__all__ = ["Passage", "find_in", "language_of", "passages"]

# Characters of a passage; a longer line is cut at a blank.
LONGEST = 1 << 16
# What is read as it stands, so that lines and offsets are those of the file.
_PLAIN = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", "")
# Of these, the reader of documents says what to do instead.
_NO_TEXT = (".pdf", ".hwp", ".doc", ".rtf", ".pages", ".pptx", ".xlsx")
# More than this share of Hangul among the letters makes a text Korean.
_KOREAN_SHARE = 0.2
# Characters from which the language is told.
_SAMPLE = 1 << 14


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of line `line` (from 1) that begins at character `start` of it; `ends`: the line ends behind it. Hits are of `text`."""

    line: int
    start: int
    text: str
    ends: bool
    hits: "tuple[Hit, ...]" = ()


def passages(path: StrPath, encoding: str | None = None) -> Iterator[Passage]:
    """The passages of a file ("-": standard input), without hits. Raises InputError, EncodingError, FormatError."""
    suffix = "" if str(path) == "-" else Path(path).suffix.lower()
    if suffix in _NO_TEXT or (is_document(path) and suffix not in _PLAIN):
        for number, block in enumerate(read_document(path, encoding).blocks, 1):
            yield Passage(number, 0, block.text, True)
        return
    with open_text(path, encoding) as stream:
        yield from _lines(stream)


def find_in(
    glossary: "Glossary", given: Iterator[Passage], lang: "Lang | None" = None, tier: str = "default"
) -> Iterator[Passage]:
    """The same passages with the terms in them; the language is told from the beginning of the text unless it is said."""
    held: list[Passage] = []
    if lang is None:
        lang, held = language_of(given)
    for some in (held, given):
        for passage in some:
            hits = tuple(glossary.find(passage.text, lang, tier))
            yield Passage(passage.line, passage.start, passage.text, passage.ends, hits) if hits else passage


def language_of(given: Iterator[Passage]) -> "tuple[Lang, list[Passage]]":
    """The language of a text by its beginning, and the passages that were read for it."""
    held: list[Passage] = []
    size = 0
    for passage in given:
        held.append(passage)
        size += len(passage.text)
        if size >= _SAMPLE:
            break
    share = hangul_share("\n".join(passage.text for passage in held)[:_SAMPLE])
    return ("ko" if share > _KOREAN_SHARE else "en"), held


def _lines(stream: TextIO) -> Iterator[Passage]:
    number, start, left = 1, 0, ""
    while True:
        read = stream.readline(LONGEST - len(left))
        piece = left + read
        if not piece:
            return
        if piece.endswith("\n") or not read:
            yield Passage(number, start, piece.removesuffix("\n"), True)
            number, start, left = number + 1, 0, ""
            continue
        # No word is torn where there is a blank.
        cut = piece.rfind(" ") + 1 or len(piece)
        yield Passage(number, start, piece[:cut], False)
        start, left = start + cut, piece[cut:]
