"""OpenDocument texts (.odt; OASIS OpenDocument 1.3, part 3): paragraphs, headings, lists, tables, each note behind its paragraph.

Left out: what recorded changes deleted, comments, tables of contents, page headers and footers.
"""

import re
from collections.abc import Iterator

from malmoi.errors import InputError
from malmoi.files import StrPath
from malmoi.formats.containers.xmlstream import Element
from malmoi.formats.documents.archive import open_archive
from malmoi.model.document import Block, BlockKind

__all__ = ["read_odt"]

_WHAT, _NEEDED = "OpenDocument text (.odt)", "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_SKIPPED = frozenset(
    ("annotation", "annotation-end", "note-citation", "tracked-changes", "ruby-text", "bibliography-mark")
)
_LEFT_OUT = frozenset(
    ("tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index")
)
_MARKS = {"s": " ", "tab": " ", "line-break": "\n"}
_SPACES = re.compile(" {2,}")
# Where a paragraph stands decides what it is; the innermost of these counts.
_KINDS: dict[str, BlockKind] = {"table-cell": "cell", "list-item": "item", "note-body": "note"}


def read_odt(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a document; its encoding is its own. Raises InputError and FormatError in words."""
    with open_archive(path, _WHAT, _NEEDED) as archive:
        if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
            raise InputError(f"{path} is encrypted: open it with its password and save a copy without one.")
        for paragraph in archive.elements(_NEEDED, {"p", "h"}, {"document-content"}):
            around = _around(paragraph)
            if not _LEFT_OUT & set(around):
                yield from _blocks(paragraph, next((_KINDS[name] for name in around if name in _KINDS), None))


def _blocks(paragraph: Element, kind: BlockKind | None) -> Iterator[Block]:
    """The paragraph, then what is anchored in it: notes and text boxes."""
    text: list[str] = []
    anchored: list[tuple[Element, BlockKind | None]] = []
    _gather(paragraph, text, anchored)
    own: BlockKind = "heading" if paragraph.name == "h" else "paragraph"
    yield Block(kind or own, _SPACES.sub(" ", "".join(text)).strip())
    for holder, its_kind in anchored:
        for inner in holder.all("p", "h"):
            yield from _blocks(inner, its_kind or kind)


def _gather(element: Element, text: list[str], anchored: list[tuple[Element, BlockKind | None]]) -> None:
    for child in element.children:
        if isinstance(child, str):
            # Line ends of the file are white space, and white space is one space (part 3, 6.1.2).
            text.append(child.replace("\n", " "))
        elif child.name in _MARKS:
            text.append(_MARKS[child.name])
        elif child.name == "note-body":
            anchored.append((child, "note"))
        elif child.name == "text-box":
            anchored.append((child, None))
        elif child.name not in _SKIPPED:
            _gather(child, text, anchored)


def _around(element: Element) -> list[str]:
    """Names of the elements that hold this one, the nearest first."""
    out, above = [], element.parent
    while above is not None:
        out.append(above.name)
        above = above.parent
    return out
