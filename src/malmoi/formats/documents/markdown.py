"""Markdown (CommonMark with tables): what a reader of the rendered page sees, block by block.

Left out: code blocks, front matter, comments, addresses of links. HTML inside is read as `html` reads it.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from malmoi.files import StrPath, read_text
from malmoi.formats.documents.html import blocks_of_html
from malmoi.model.document import Block, BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

# Settings at the head of a file, as Jekyll and its like want them.
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "list_item_open": "item",
    "th_open": "cell",
    "td_open": "cell",
}
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a file. Raises InputError when it is missing or empty, EncodingError."""
    from markdown_it import MarkdownIt

    text = _FRONT.sub("", read_text(path, encoding), count=1)
    open_kinds: list[BlockKind | None] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.nesting > 0:
            open_kinds.append(_KINDS.get(token.type))
        elif token.nesting < 0:
            open_kinds.pop()
        elif token.type == "inline":
            kinds = [kind for kind in open_kinds if kind]
            yield Block(kinds[-1] if kinds else "paragraph", _inline(token))
        elif token.type == "html_block":
            yield from blocks_of_html(token.content)


def _inline(token: "Token") -> str:
    """The text of a paragraph: emphasis and links as their words, images as what is said of them."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "image":
            parts.append(_inline(child))
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and _LINE_BREAK.fullmatch(child.content)):
            parts.append("\n")
    return "".join(parts).strip()
