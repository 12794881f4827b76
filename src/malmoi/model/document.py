"""A monolingual document: its blocks in reading order, whatever file it came from."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Block", "BlockKind", "Document"]

BlockKind = Literal["text", "heading", "paragraph", "item", "cell", "caption", "note", "line"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence reaches beyond.

    Kind "text" is running text that has paragraphs of its own (a plain text file); "item" is an entry of a list, "cell" one of a
    table, "caption" belongs to a figure or says what is heard, "note" is a footnote, "line" a segment that is not to be cut.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its structure; `name` is the file's, empty where there is none."""

    blocks: tuple[Block, ...]
    name: str = ""

    @property
    def text(self) -> str:
        """All of it, a block a line."""
        return "\n".join(block.text for block in self.blocks)
