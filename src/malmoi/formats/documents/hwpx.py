"""Hangul documents (.hwpx; OWPML, KS X 6101): paragraphs, tables, text boxes, each note behind its paragraph.

Left out: what recorded changes deleted, page headers and footers, memos, fields, formulas.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from malmoi.errors import FormatError, InputError
from malmoi.files import StrPath
from malmoi.formats.containers.xmlstream import Element
from malmoi.formats.documents.archive import Archive, open_archive
from malmoi.model.document import Block, BlockKind

__all__ = ["read_hwpx"]

_WHAT, _NEEDED = "Hangul document (.hwpx)", "Contents/header.xml"
_MANIFEST = "META-INF/manifest.xml"
_SECTION = re.compile(r"Contents/section(\d+)\.xml")
_SKIPPED = frozenset(
    (
        *("header", "footer", "hiddenComment", "fieldBegin", "indexmark", "equation", "linesegarray", "secPr"),
        *("shapeComment", "parameterset", "subText", "metaTag"),
    )
)
# Elements whose characters are text; the second is what a gloss above the line (덧말) stands over.
_TEXTS = ("t", "mainText")
_MARKS = {"lineBreak": "\n", "tab": " ", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
# What a paragraph is by the element that holds it.
_KINDS: dict[str, BlockKind] = {"tc": "cell", "footNote": "note", "endNote": "note", "caption": "caption"}
_HEADINGS: dict[str, BlockKind] = {"OUTLINE": "heading", "NUMBER": "item", "BULLET": "item"}


class _Looks(NamedTuple):
    """What paragraphs are by the number of their shape and of their style."""

    shapes: dict[str, BlockKind]
    styles: dict[str, BlockKind]


def read_hwpx(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a document; its encoding is its own. Raises InputError and FormatError in words."""
    with open_archive(path, _WHAT, _NEEDED) as archive:
        if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
            raise InputError(f"{path} is encrypted: open it with its password and save a copy without one.")
        sections = sorted((int(match[1]), name) for name in archive.names if (match := _SECTION.fullmatch(name)))
        if not sections:
            raise FormatError(f"{path} is damaged: it has no section with text.")
        looks = _looks(archive)
        for _, section in sections:
            for paragraph in archive.elements(section, {"p"}, {"sec"}):
                yield from _blocks(paragraph, None, looks)


def _blocks(paragraph: Element, kind: BlockKind | None, looks: _Looks) -> Iterator[Block]:
    """The paragraph, then what is anchored in it: tables, text boxes, notes."""
    found = _Found()
    found.gather(paragraph, None)
    shape, style = paragraph.get("paraPrIDRef"), paragraph.get("styleIDRef")
    own = looks.styles.get(style) or looks.shapes.get(shape) or "paragraph"
    yield Block(kind or own, "".join(found.text).strip())
    for inner, its_kind in found.anchored:
        yield from _blocks(inner, its_kind or kind, looks)


class _Found:
    """What stands in one paragraph: its text, and the paragraphs of what is anchored in it."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.anchored: list[tuple[Element, BlockKind | None]] = []
        self._deleted = False

    def gather(self, element: Element, kind: BlockKind | None) -> None:
        """Add what stands in `element`; `kind` is that of the paragraphs in it. A deletion may begin in one run and end in another."""
        for child in element.children:
            if isinstance(child, str):
                if element.name in _TEXTS and not self._deleted:
                    self.text.append(child)
            elif child.name in ("deleteBegin", "deleteEnd"):
                self._deleted = child.name == "deleteBegin"
            elif child.name == "p":
                self.anchored.append((child, kind))
            elif child.name in _MARKS:
                self.text.append(_MARKS[child.name])
            elif child.name not in _SKIPPED:
                self.gather(child, _KINDS.get(child.name, kind))


def _looks(archive: Archive) -> _Looks:
    shapes: dict[str, BlockKind] = {}
    styles: dict[str, BlockKind] = {}
    for found in archive.elements(_NEEDED, {"paraPr", "style"}, {"head"}):
        if found.name == "style" and found.get("engName").startswith("Outline"):
            styles[found.get("id")] = "heading"
        for heading in found.all("heading"):
            if heading.get("type") in _HEADINGS:
                shapes[found.get("id")] = _HEADINGS[heading.get("type")]
    return _Looks(shapes, styles)
