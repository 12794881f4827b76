"""Documents in one language, by suffix: what each format is and what reads it.

A reader is called with (path, encoding) and gives the blocks of the text in reading order: headings, paragraphs, entries of lists,
cells, captions, notes. What is no text of the author (page headers, tables of contents, comments, code, scripts) is left out.
Readers are resolved when they are used, so that the table costs nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from malmoi.errors import FormatError, InputError
from malmoi.files import StrPath, settled
from malmoi.model.document import Block, Document

__all__ = ["DOCUMENTS", "DocumentFormat", "is_document", "read_document"]


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """One format: what people call it, its suffixes, where its reader stands ("module:function" in this package)."""

    what: str
    suffixes: tuple[str, ...]
    reader: str


DOCUMENTS = {
    "text": DocumentFormat("plain text", (".txt", ".text", ""), "plain:read_plain"),
    "markdown": DocumentFormat("Markdown", (".md", ".markdown"), "markdown:read_markdown"),
    "html": DocumentFormat("web page", (".html", ".htm", ".xhtml"), "html:read_html"),
    "subtitles": DocumentFormat("subtitles", (".srt", ".vtt"), "subtitles:read_subtitles"),
    "table": DocumentFormat("table of one column", (".tsv", ".csv"), "table:read_table"),
    "word": DocumentFormat("Word document", (".docx", ".docm"), "word:read_word"),
    "opendocument": DocumentFormat("OpenDocument text", (".odt",), "odt:read_odt"),
    "hangul": DocumentFormat("Hangul document (OWPML)", (".hwpx",), "hwpx:read_hwpx"),
}
# What people try and no reader takes: suffix → what to do instead.
_INSTEAD = {
    ".pdf": "a PDF keeps lines, not sentences. Open the document it was made from, or save the PDF as .docx or .txt first",
    ".hwp": "the old .hwp cannot be read. Open it in Hangul (한글) and save it as .hwpx or .docx",
    ".doc": "the old .doc cannot be read. Open it in Word or LibreOffice and save it as .docx",
    ".rtf": "open it in Word or LibreOffice and save it as .docx",
    ".pages": "open it in Pages and export it as .docx",
    ".pptx": "slides cannot be read. Save their outline as .docx or .txt",
    ".xlsx": "a workbook is no document. If it has both languages, give it alone; else save the column of the text as .txt, "
    "one segment a line, and add --segmented",
}
# How files begin that are no text, whatever their name says.
_MAGIC = {b"%PDF": ".pdf", b"{\\rtf": ".rtf"}


def read_document(path: StrPath, encoding: str | None = None, *, segmented: bool = False) -> Document:
    """The document in a file ("-": plain text from standard input); its suffix says how it is read, an unknown one as plain text.

    `segmented` takes every line of a text file, every block of another, for a segment that is not to be cut. Raises InputError
    (missing, empty, encrypted), FormatError (damaged, or a format that cannot be read, with what to do instead), EncodingError.
    """
    suffix = "" if str(path) == "-" else Path(path).suffix.lower()
    _refuse(path, suffix)
    format = next((one for one in DOCUMENTS.values() if suffix in one.suffixes), DOCUMENTS["text"])  # noqa: A001
    module, _, function = format.reader.partition(":")
    blocks = getattr(import_module(f"{__package__}.{module}"), function)(path, encoding)
    return _document(path, _lines(blocks) if segmented else blocks)


def is_document(path: StrPath) -> bool:
    """Does the suffix of `path` name a format of documents?"""
    suffix = Path(path).suffix.lower()
    return bool(suffix) and any(suffix in one.suffixes for one in DOCUMENTS.values())


def _lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each line of running text, and each block of anything else, as a segment."""
    for block in blocks:
        for line in block.text.split("\n") if block.kind == "text" else (block.text,):
            yield Block("line", line.strip())


def _document(path: StrPath, blocks: Iterable[Block]) -> Document:
    kept = tuple(block for block in blocks if block.text.strip())
    if not kept:
        raise InputError(f"{path} is empty: there is no text to work on.")
    return Document(kept, "" if str(path) == "-" else Path(path).name)


def _refuse(path: StrPath, suffix: str) -> None:
    """Raise FormatError for what is known not to be readable, by its name or its first bytes."""
    if not is_document(path) and _is_bitext(suffix) and suffix not in _INSTEAD:
        raise FormatError(
            f"{path} is no document in one language: it holds both. Give it alone, without a second file."
        )
    if suffix not in _INSTEAD and str(path) != "-":
        suffix = _magic(path)
    if suffix in _INSTEAD:
        raise FormatError(f"{path} cannot be read as a document: {_INSTEAD[suffix]}.")


def _is_bitext(suffix: str) -> bool:
    from malmoi.formats.bitexts.codecs import FORMATS

    return any(suffix in one.suffixes for one in FORMATS.values())


def _magic(path: StrPath) -> str:
    try:
        with settled(path).open("rb") as stream:
            start = stream.read(8)
    except OSError:
        return ""  # whoever reads the file says why it cannot be read
    return next((suffix for magic, suffix in _MAGIC.items() if start.startswith(magic)), "")
