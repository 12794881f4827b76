"""What a check or a score is given, bilingual files or a Korean and an English text, as streams of segments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from malmoi.errors import MalmoiError, UsageError
from malmoi.formats.bitexts.codecs import FORMATS, format_of, stream
from malmoi.formats.bitexts.sides import side
from malmoi.formats.containers.compressed import bare_name
from malmoi.formats.containers.textstream import open_binary

if TYPE_CHECKING:
    import polars as pl

    from malmoi.check.direction import Direction
    from malmoi.model.span import Lang

__all__ = ["Source", "declared_direction", "open_sources"]

# Bytes of a file that are read to see what it says of its languages.
_HEAD = 1 << 14
# In what file formats: a memory, XLIFF of any program, a catalogue of messages.
_SAYING = ("tmx", "xliff", "po")
_CODE = r"""\s*=\s*["']([^"']*)["']"""
_SAYS_SOURCE = re.compile(rf"""(?:srclang|source-language){_CODE}|X-Source-Language:([^"\\]*)""", re.IGNORECASE)
_SAYS_TARGET = re.compile(rf"""(?:trglang|target-language){_CODE}|^"Language:([^"\\]*)""", re.IGNORECASE | re.MULTILINE)
# Our own files name Korean first, whichever side was translated.
_OUR_OWN = re.compile(r"""(?:creationtool|tool-id|tool-name)\s*=\s*["']malmoi|X-Generator: malmoi""")
_TABLES = (".csv", ".tsv", ".tab")
# Characters of a cell that are looked for in the first line of a table; later ones may be quoted in it.
_BEGINNING = 12
_TEXT_SUFFIXES = ("", ".txt", ".ko", ".en")


@dataclass(frozen=True, slots=True)
class Source:
    """One bitext: what it is called, the file of either language, its frames, the direction it declares, the line of its first segment."""

    name: str
    places: Mapping[str, str]
    frames: "Iterator[pl.DataFrame]"
    direction: "Direction | None" = None
    first_line: int = 1


def open_sources(
    files: Sequence[str], *, encoding: str | None = None, mapping: Mapping[str, str] | str | None = None
) -> list[Source]:
    """The bitexts of a command's arguments: two texts (Korean, English), or any number of bilingual files.

    Raises UsageError for what is neither; what a file holds is read, and complained of, when its frames are.
    """
    if not files:
        raise UsageError("Give a Korean text and its English one, or files that hold both.")
    if len(files) == len(("ko", "en")) and not any(_is_bilingual(file) for file in files):
        return [_of_texts(files[0], files[1], encoding)]
    alone = next((file for file in files if not _is_bilingual(file)), None)
    if len(files) > 1 and alone is not None:
        raise UsageError(
            f"{alone} is no bilingual file: give a Korean text and its English one, or files that each hold both."
        )
    return [_of_file(file, encoding, mapping) for file in files]


def declared_direction(path: str) -> "Direction | None":
    """The direction that the head of a TMX, XLIFF or PO file declares; None where it says nothing, or malmoi wrote it."""
    suffix = bare_name(path).suffix.lower()
    if path == "-" or not any(suffix in FORMATS[name].suffixes for name in _SAYING):
        return None
    try:
        with open_binary(path) as file:
            raw = file.read(_HEAD)
    except MalmoiError:  # which reading the file will report
        return None
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = raw.decode("utf-16" if wide else "utf-8", errors="replace")
    if _OUR_OWN.search(head):
        return None
    if source := _said(_SAYS_SOURCE, head):
        return "ko-en" if source == "ko" else "en-ko"
    if target := _said(_SAYS_TARGET, head):
        return "en-ko" if target == "ko" else "ko-en"
    return None


def _said(pattern: re.Pattern[str], head: str) -> "Lang | None":
    """The first of the two languages that a head names in this place, whatever code it has for it."""
    codes = (match[1] or match[2] or "" for match in pattern.finditer(head))
    return next(filter(None, map(side, codes)), None)


def _is_bilingual(file: str) -> bool:
    suffix = bare_name(file).suffix.lower()
    return suffix not in _TEXT_SUFFIXES and any(suffix in one.suffixes for one in FORMATS.values() if one.reader)


def _of_file(file: str, encoding: str | None, mapping: Mapping[str, str] | str | None) -> Source:
    format_of(file)  # so that a file of another kind is told before any is read
    frames = stream(file, encoding=encoding, mapping=mapping)
    first_line = 2 if bare_name(file).suffix.lower() in _TABLES and _has_heads(file, encoding, mapping) else 1
    return Source(file, {"ko": file, "en": file}, frames, declared_direction(file), first_line)


def _has_heads(file: str, encoding: str | None, mapping: Mapping[str, str] | str | None) -> bool:
    """Does a table begin with a line of heads, so that its first segment is on the second?"""
    if file == "-":
        return False
    try:
        first = next(stream(file, encoding=encoding, batch=1, mapping=mapping)).row(0, named=True)
        with open_binary(file) as opened:
            line = opened.readline(_HEAD)
    except MalmoiError:  # which reading the file will report
        return False
    beginnings = [(first[lang] or "").split("\n")[0][:_BEGINNING] for lang in ("ko", "en")]
    return not any(text and text.encode(encoding or "utf-8", "replace") in line for text in beginnings)


def _of_texts(ko: str, en: str, encoding: str | None) -> Source:
    return Source(f"{ko} and {en}", {"ko": ko, "en": en}, stream((ko, en), encoding=encoding))
