"""Word documents (.docx; ECMA-376 part 1, WordprocessingML): the text as it reads when all changes are accepted.

Paragraphs of the body, of tables, text boxes and content controls, each footnote and endnote behind the paragraph that refers to
it. Left out: deletions, hidden text, field codes, comments, tables of contents, page headers and footers.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from malmoi.files import StrPath
from malmoi.formats.containers.xmlstream import Element
from malmoi.formats.documents.archive import Archive, open_archive
from malmoi.model.document import Block, BlockKind

__all__ = ["read_word"]

_WHAT, _NEEDED = "Word document (.docx)", "[Content_Types].xml"
_MAIN = "word/document.xml"
# Elements that hold no text of the author, or text that was taken out.
_SKIPPED = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "instrText", "delInstrText"),
        *("rt", "fldData", "binData", "annotationRef"),
    )
)
_MARKS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|제목|title|subtitle|부제)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|목차|table of figures|index)(?:\s*\d|$)", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|캡션)\b", re.IGNORECASE)
# Outline levels 0 to 8 are headings, 9 is body text (17.3.1.20 outlineLvl).
_BODY_LEVEL = 9
# A chain of styles longer than this runs in a circle.
_LONGEST_CHAIN = 20


class _Style(NamedTuple):
    name: str
    based_on: str
    level: int | None
    listed: bool


def read_word(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a document; its encoding is its own. Raises InputError and FormatError in words."""
    with open_archive(path, _WHAT, _NEEDED) as archive:
        main = _main_part(archive)
        folder = posixpath.dirname(main)
        styles = _styles(archive, posixpath.join(folder, "styles.xml"))
        notes = {
            kind: _notes(archive, posixpath.join(folder, f"{kind}s.xml"), kind) for kind in ("footnote", "endnote")
        }
        reader = _Reader(styles, notes)
        for paragraph in archive.elements(main, {"p"}, {"document"}):
            yield from reader.paragraph(paragraph, "cell" if _is_inside(paragraph, "tc") else None)


class _Reader:
    """Paragraphs to blocks; a paragraph whose end was deleted goes on in the next one."""

    def __init__(self, styles: Mapping[str, _Style], notes: Mapping[str, Mapping[str, list[Element]]]) -> None:
        self._styles, self._notes = styles, notes
        self._before = ""

    def paragraph(self, paragraph: Element, kind: BlockKind | None = None) -> Iterator[Block]:
        """The paragraph, then its text boxes, then its notes."""
        found = _Found()
        _gather(paragraph, found)
        own = self._kind(paragraph)
        text = self._before + "".join(found.text)
        self._before = text if _end_is_deleted(paragraph) else ""
        if not self._before and own is not None:
            yield Block(kind or own, text.strip())
        for box in found.boxes:
            for inner in box.walk("p"):
                yield from self.paragraph(inner, kind)
        for note, number in found.notes:
            for inner in self._notes[note].get(number, ()):
                yield from self.paragraph(inner, "note")

    def _kind(self, paragraph: Element) -> BlockKind | None:
        """What the paragraph is by its style; None for a line of a table of contents."""
        properties = paragraph.first("pPr")
        style = _value(properties, "pStyle")
        level, listed = _level(properties), properties is not None and properties.first("numPr") is not None
        for _ in range(_LONGEST_CHAIN):
            if style not in self._styles:
                break
            name, based_on, its_level, its_list = self._styles[style]
            if _CONTENTS.match(name):
                return None
            if _HEADING.match(name):
                return "heading"
            if _CAPTION.match(name):
                return "caption"
            level = its_level if level is None else level
            listed = listed or its_list
            style = based_on
        if level is not None and level < _BODY_LEVEL:
            return "heading"
        return "item" if listed else "paragraph"


class _Found:
    """What stands in one paragraph."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.boxes: list[Element] = []
        self.notes: list[tuple[str, str]] = []


def _gather(element: Element, found: _Found) -> None:
    for child in element.children:
        if isinstance(child, str):
            if element.name == "t":
                found.text.append(child)
        elif child.name == "txbxContent":
            found.boxes.append(child)
        elif child.name == "AlternateContent":
            # The same text box twice, for programs of either age.
            chosen = child.first("Choice") or child.first("Fallback")
            if chosen is not None:
                _gather(chosen, found)
        elif child.name not in _SKIPPED and not _is_hidden(child):
            _character(child, found)
            _gather(child, found)


def _character(element: Element, found: _Found) -> None:
    """What an element stands for by itself."""
    if element.name in _MARKS:
        found.text.append(_MARKS[element.name])
    elif element.name == "br":
        found.text.append("\n")
    elif element.name in ("footnoteReference", "endnoteReference"):
        found.notes.append((element.name.removesuffix("Reference"), _attribute(element, "id")))


def _is_hidden(run: Element) -> bool:
    properties = run.first("rPr") if run.name == "r" else None
    hidden = properties.first("vanish") if properties is not None else None
    return hidden is not None and _attribute(hidden, "val") not in ("0", "false", "off")


def _end_is_deleted(paragraph: Element) -> bool:
    """Was the end of this paragraph taken out, so that the next one goes on with it?"""
    properties = paragraph.first("pPr")
    mark = properties.first("rPr") if properties is not None else None
    return mark is not None and mark.first("del") is not None


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.names:
        for relation in archive.elements("_rels/.rels", {"Relationship"}, {"Relationships"}):
            if relation.get("Type").endswith("/officeDocument"):
                return relation.get("Target").lstrip("/")
    return _MAIN


def _styles(archive: Archive, part: str) -> dict[str, _Style]:
    if part not in archive.names:
        return {}
    out = {}
    for style in archive.elements(part, {"style"}, {"styles"}):
        properties = style.first("pPr")
        listed = properties is not None and properties.first("numPr") is not None
        made = _Style(_value(style, "name"), _value(style, "basedOn"), _level(properties), listed)
        out[_attribute(style, "styleId")] = made
    return out


def _notes(archive: Archive, part: str, kind: str) -> dict[str, list[Element]]:
    """Paragraphs of the notes by number; lines that only part them from the text have a type."""
    if part not in archive.names:
        return {}
    notes = archive.elements(part, {kind}, {f"{kind}s"})
    return {_attribute(note, "id"): list(note.all("p")) for note in notes if _attribute(note, "type") in ("", "normal")}


def _level(properties: Element | None) -> int | None:
    level = _value(properties, "outlineLvl")
    return int(level) if level.isdigit() else None


def _value(element: Element | None, name: str) -> str:
    """The value of a property, "" where it is not set."""
    found = element.first(name) if element is not None else None
    return "" if found is None else _attribute(found, "val")


def _attribute(element: Element, name: str) -> str:
    """An attribute of the document's own namespace, whichever of the two editions that is."""
    return next((value for key, value in element.attributes.items() if key.rpartition("}")[2] == name), "")


def _is_inside(element: Element, name: str) -> bool:
    above = element.parent
    while above is not None and above.name != name:
        above = above.parent
    return above is not None
