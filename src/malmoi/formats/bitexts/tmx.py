"""TMX 1.4b, the exchange format of translation memories: https://www.ttt.org/oscarStandards/tmx/tmx14b.html

Written: one `tu` a segment with its Korean and English `tuv`; a segment without a counterpart has one `tuv` only. The score and
the document are in `prop`s. Read: TMX of any version with Korean and English (ko, ko-KR, KO_kr …), one unit after the other; inline
codes are left out, because memories of different programs have different ones for the same text.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import polars as pl

from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.sides import Row, both, lenient_score, side
from malmoi.formats.containers.xmlstream import Element, read_elements
from malmoi.formats.containers.xmltext import content

if TYPE_CHECKING:
    from malmoi.model.span import Lang

__all__ = ["read", "write"]

_SCORE, _DOC = "x-score", "x-document"
# Elements inside a segment whose text is code of the original format, not text of the segment.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


def write(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as a translation memory from Korean to English. Raises OutputError."""
    with replacing(path) as stream:
        for line in _lines(segments):
            stream.write(line.encode())


def read(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The Korean and English segments of a TMX file; units in neither language are left out.

    Raises FormatError with the line, InputError when the file is missing, empty or without such segments, EncodingError.
    """
    languages: set[str] = set()
    return both(_rows(path, encoding, languages), languages, str(path))


def _rows(path: StrPath, encoding: str | None, languages: set[str]) -> Iterator[Row]:
    for unit in read_elements(path, {"tu"}, root={"tmx"}, kind="TMX file", encoding=encoding):
        texts: dict[Lang, str] = {}
        for variant in unit.all("tuv"):
            code = variant.get("xml:lang") or variant.get("lang")
            languages.add(code)
            lang, segment = side(code), variant.first("seg")
            if lang and segment is not None:
                texts.setdefault(lang, _text(segment))
        if any(texts.values()):
            props = {prop.get("type"): prop.text for prop in unit.all("prop")}
            yield Row(
                props.get(_DOC, ""), texts.get("ko", ""), texts.get("en", ""), lenient_score(props.get(_SCORE, ""))
            )


def _text(segment: Element) -> str:
    if not any(isinstance(child, Element) for child in segment.children):
        return segment.text
    return "".join(
        child if isinstance(child, str) else _text(child)
        for child in segment.children
        if isinstance(child, str) or child.name not in _CODES
    )


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
                yield f'      <prop type="{kind}">{content(value)}</prop>\n'
        for lang, text in sides:
            yield f'      <tuv xml:lang="{lang}"><seg>{content(text)}</seg></tuv>\n'
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"
