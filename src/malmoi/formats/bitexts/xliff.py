"""XLIFF: https://docs.oasis-open.org/xliff/xliff-core/v2.1/ and https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html

Written is 2.1, or 1.2 for programs that know no other: a unit a segment, Korean as the source, the document as the file's
`original`, the score in a note. Read are 1.0 to 2.2, one unit after the other, in either direction; of 1.2 also the segments
within a unit (`seg-source`, as Trados writes them). Units that are not to be translated, alternatives, matches and what stands between
segments are left out. Inline codes show as `formats.inline` says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import groupby
from typing import Any

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.inline import Inline, character
from malmoi.formats.bitexts.sides import Pair, Row, lenient_score, oriented
from malmoi.formats.containers.xmlstream import Element, read_elements
from malmoi.formats.containers.xmltext import attribute, content

__all__ = ["read", "write_1", "write_2"]

_NAMESPACE_1, _NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
_SCORE = "score"
# XLIFF 2 has no element for the program that wrote a file; without a word of it, Korean would pass for the language translated from.
_MADE_BY = '<!-- tool-id="malmoi": Korean is the source in name only -->'
# Where white space means nothing, a line break with an indent is how a file was laid out.
_LAYOUT = re.compile(r"[ \t]*\n[ \t]+")


def write_2(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as XLIFF 2.1 from Korean to English. Raises OutputError."""
    _write(
        segments,
        path,
        f'<xliff version="2.1" xmlns="{_NAMESPACE_2}" srcLang="ko" trgLang="en">',
        lambda number, doc: f'<file id="f{number}"{_original(doc)}>',
        _unit_2,
        "</file>",
    )


def write_1(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as XLIFF 1.2 from Korean to English. Raises OutputError."""
    _write(
        segments,
        path,
        f'<xliff version="1.2" xmlns="{_NAMESPACE_1}">',
        lambda number, doc: (
            f'<file original={attribute(doc)} source-language="ko" target-language="en" datatype="plaintext" tool-id="malmoi">'
            f'<header><tool tool-id="malmoi" tool-name="malmoi" tool-version={attribute(version("malmoi"))}/></header><body>'
        ),
        _unit_1,
        "</body></file>",
    )


def read(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The segments of an XLIFF file between Korean and English, in either direction; files in other languages are left out.

    Raises FormatError with the line, InputError when the file is missing or empty, EncodingError.
    """
    return oriented(_pairs(path, encoding), str(path))


def _write(segments: pl.DataFrame, path: StrPath, root: str, head: Any, unit: Any, foot: str) -> None:
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    rows = segments.with_columns(pl.col("score").cast(pl.String), pl.col("doc").fill_null("")).iter_rows(named=True)
    with replacing(path) as stream:
        stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{_MADE_BY}\n{root}\n'.encode())
        for number, (doc, group) in enumerate(groupby(rows, key=lambda row: row["doc"]), 1):
            stream.write(f"  {head(number, doc)}\n".encode())
            for row in group:
                stream.write(f"    {unit(row)}\n".encode())
            stream.write(f"  {foot}\n".encode())
        stream.write(b"</xliff>\n")


def _original(doc: str) -> str:
    return f" original={attribute(doc)}" if doc else ""


def _unit_2(row: Mapping[str, Any]) -> str:
    note = f'<notes><note category="{_SCORE}">{row["score"]}</note></notes>' if row["score"] else ""
    target = f"<target>{content(row['en'])}</target>" if row["en"] else ""
    state = ' state="translated"' if row["ko"] and row["en"] else ""
    source = f"<source>{content(row['ko'] or '')}</source>"
    return f'<unit id="{row["seg"]}" xml:space="preserve">{note}<segment{state}>{source}{target}</segment></unit>'


def _unit_1(row: Mapping[str, Any]) -> str:
    note = f'<note from="{_SCORE}">{row["score"]}</note>' if row["score"] else ""
    target = f"<target>{content(row['en'])}</target>" if row["en"] else ""
    source = f"<source>{content(row['ko'] or '')}</source>"
    return f'<trans-unit id="{row["seg"]}" xml:space="preserve">{source}{target}{note}</trans-unit>'


def _pairs(path: StrPath, encoding: str | None) -> Iterator[Pair]:
    for unit in read_elements(path, {"trans-unit", "unit"}, root={"xliff"}, kind="XLIFF file", encoding=encoding):
        if unit.inherited("translate") != "no":
            yield from _of_1(unit, str(path)) if unit.name == "trans-unit" else _of_2(unit, str(path))


def _of_1(unit: Element, name: str) -> Iterator[Pair]:
    source, target = _source(unit, name), unit.first("target")
    languages = unit.inherited("source-language"), unit.inherited("target-language")
    if target is not None and target.get("xml:lang"):
        languages = languages[0], target.get("xml:lang")
    doc, score = unit.inherited("original"), _score(unit.all("note"), "from")
    inline = Inline()
    parts = _segments(unit.first("seg-source"))
    if not parts or (target is not None and target.children and not _segments(target)):
        texts = [(_text(inline, source, unit), _text(inline, target, unit))]
    else:
        made = _segments(target)
        texts = [(_text(inline, part, unit), _text(inline, made.pop(mid, None), unit)) for mid, part in parts.items()]
        texts += [("", _text(inline, part, unit)) for part in made.values()]
    for source_text, target_text in texts:
        if source_text or target_text:
            yield Pair(source_text, target_text, *languages, doc, score)


def _of_2(unit: Element, name: str) -> Iterator[Pair]:
    languages = unit.inherited("srcLang"), unit.inherited("trgLang")
    notes = (note for notes in unit.all("notes") for note in notes.all("note"))
    doc, score = unit.inherited("original"), _score(notes, "category")
    inline = Inline({data.get("id"): _data(data) for group in unit.all("originalData") for data in group.all("data")})
    for segment in unit.all("segment"):
        source = _source(segment, name)
        texts = _text(inline, source, unit), _text(inline, segment.first("target"), unit)
        if any(texts):
            yield Pair(*texts, *languages, doc, score)


def _source(unit: Element, name: str) -> Element:
    source = unit.first("source")
    if source is None:
        raise FormatError(f"{name}:{unit.line} has a <{unit.name}> without a <source>.")
    return source


def _segments(element: Element | None) -> dict[str, Element]:
    """The segments marked within a source or target, by their ids."""
    marks = element.walk("mrk") if element is not None else ()
    return {mark.get("mid"): mark for mark in marks if mark.get("mtype") == "seg"}


def _text(inline: Inline, element: Element | None, unit: Element) -> str:
    if element is None:
        return ""
    text = inline.text(element)
    if "\n" not in text or "preserve" in (element.get("xml:space"), unit.inherited("xml:space")):
        return text
    return _LAYOUT.sub(" ", text).strip() if _LAYOUT.search(text) else text


def _data(data: Element) -> str:
    return "".join(child if isinstance(child, str) else character(child) for child in data.children)


def _score(notes: Iterable[Element], key: str) -> float:
    """The score in a note of ours."""
    return lenient_score(next((note.text for note in notes if note.get(key) == _SCORE), ""))
