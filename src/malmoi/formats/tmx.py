"""TMX 1.4b, the exchange format of translation memories: https://www.ttt.org/oscarStandards/tmx/tmx14b.html

Written: one `tu` a segment with its Korean and English `tuv`; a segment without a counterpart has one `tuv` only. The score and
the document are in `prop`s. Read: any TMX with Korean and English (ko, ko-KR, KO_kr …), inline codes left out, entities that a file
declares itself refused, external ones never fetched.
"""

import xml.parsers.expat
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, read_text, write_text
from malmoi.formats.xmltext import legal
from malmoi.model.frames import BITEXT, bitext

__all__ = ["read", "write"]

_SCORE, _DOC = "x-score", "x-document"
# Elements inside a segment whose text is code of the original format, not text of the segment.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


def write(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as a translation memory from Korean to English. Raises OutputError."""
    write_text(path, "".join(_lines(segments)))


def read(path: StrPath, encoding: str | None = None) -> pl.DataFrame:
    """The Korean and English segments of a TMX file as a `bitext` frame; units in neither language are left out.

    Raises FormatError with the line, InputError when the file is missing, empty or without such segments, EncodingError.
    """
    rows = _Reader(str(path)).read(read_text(path, encoding))
    if not rows:
        raise FormatError(f"{path} has no segment in Korean or English.")
    docs, ko, en, scores = (list(column) for column in zip(*rows, strict=True))
    return bitext(ko, en, score=scores).with_columns(doc=pl.Series(docs, dtype=pl.String)).select(BITEXT.names())


def _lines(segments: pl.DataFrame) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield (
        f'  <header creationtool="malmoi" creationtoolversion={quoteattr(version("malmoi"))} segtype="sentence" '
        'o-tmf="malmoi" adminlang="en" srclang="ko" datatype="plaintext"/>\n  <body>\n'
    )
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    for row in segments.with_columns(pl.col("score").cast(pl.String)).iter_rows(named=True):
        sides = [(lang, row[lang]) for lang in ("ko", "en") if row[lang]]
        if not sides:
            continue
        yield f'    <tu tuid="{row["seg"]}">\n'
        for kind, value in ((_DOC, row["doc"]), (_SCORE, row["score"])):
            if value:
                yield f'      <prop type="{kind}">{_escape(value)}</prop>\n'
        for lang, text in sides:
            yield f'      <tuv xml:lang="{lang}"><seg>{_escape(text)}</seg></tuv>\n'
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"


def _escape(text: str) -> str:
    """A carriage return must be a reference, or a reader makes a line feed of it."""
    return escape(legal(text), {"\r": "&#13;"})


class _Reader:
    """A push parser over one file; `rows` are (doc, ko, en, score)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows: list[tuple[str, str, str, float]] = []
        self._path: list[str] = []
        self._texts: dict[str, str] = {}
        self._props: dict[str, str] = {}
        self._lang = ""
        self._prop = ""
        self._text: list[str] | None = None
        self._codes = 0

    def read(self, text: str) -> list[tuple[str, str, str, float]]:
        parser = self._parser = xml.parsers.expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(text, True)
        except xml.parsers.expat.ExpatError as error:
            reason = xml.parsers.expat.ErrorString(error.code)
            raise FormatError(f"{self._name}:{error.lineno} is not well-formed XML: {reason}.") from error
        return self._rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._path and tag != "tmx":
            raise FormatError(f"{self._name} is no TMX file: its root element is <{tag}>.")
        self._path.append(tag)
        if tag == "tu":
            self._texts, self._props = {}, {}
        elif tag == "tuv":
            self._lang = (attributes.get("xml:lang") or attributes.get("lang") or "").replace("_", "-").lower()
        elif tag == "prop":
            self._prop, self._text = attributes.get("type", ""), []
        elif tag == "seg":
            self._text, self._codes = [], 0
        elif tag in _CODES:
            self._codes += 1

    def _end(self, tag: str) -> None:
        self._path.pop()
        if tag == "seg" and self._text is not None:
            self._texts.setdefault(self._lang.partition("-")[0], "".join(self._text))
            self._text = None
        elif tag == "prop" and self._text is not None:
            if self._path[-1:] == ["tu"]:
                self._props.setdefault(self._prop, "".join(self._text))
            self._text = None
        elif tag in _CODES:
            self._codes -= 1
        elif tag == "tu" and ("ko" in self._texts or "en" in self._texts):
            ko, en = self._texts.get("ko", ""), self._texts.get("en", "")
            self._rows.append((self._props.get(_DOC, ""), ko, en, self._score()))

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._codes:
            self._text.append(text)

    def _score(self) -> float:
        """The score of a unit; 1 where none is given, or one of another program's making."""
        try:
            score = float(self._props.get(_SCORE, "1"))
        except ValueError:
            return 1.0
        return score if 0 <= score <= 1 else 1.0

    def _entity(self, name: str, *rest: Any) -> None:
        raise FormatError(
            f"{self._name}:{self._parser.CurrentLineNumber} declares the entity {name!r}: "
            "a translation memory needs none, and such files can be made to exhaust the memory. Write its text out."
        )
