"""Plain text: one block; its paragraphs and wrapped lines are the sentence splitter's to see."""

from collections.abc import Iterator

from malmoi.files import StrPath, read_text
from malmoi.model.document import Block

__all__ = ["read_plain"]


def read_plain(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The text of a file. Raises InputError when it is missing or empty, EncodingError."""
    yield Block("text", read_text(path, encoding))
