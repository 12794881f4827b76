"""What a check or a score is given, bilingual files or a Korean and an English text, as streams of segments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import MalmoiError, UsageError
from malmoi.files import settled
from malmoi.formats.codecs import FORMATS, format_of, stream

if TYPE_CHECKING:
    import polars as pl

    from malmoi.check.direction import Direction

__all__ = ["Source", "declared_direction", "open_sources"]

# Bytes of a file that are read to see what it says of its languages.
_HEAD = 1 << 14
_SAYS_SOURCE = re.compile(
    r"""(?:srclang|source-language|srcLang)\s*=\s*["']\s*(ko|en)\b|X-Source-Language:\s*(ko|en)\b""", re.IGNORECASE
)
_SAYS_TARGET = re.compile(r'^"Language:\s*(ko|en)\b', re.IGNORECASE | re.MULTILINE)
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


def open_sources(files: Sequence[str], *, encoding: str | None = None, mapping: str | None = None) -> list[Source]:
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
    if path == "-" or Path(path).suffix.lower() not in (
        ".tmx",
        ".xlf",
        ".xliff",
        ".sdlxliff",
        ".mqxliff",
        ".po",
        ".pot",
    ):
        return None
    try:
        with settled(path).open("rb") as file:
            raw = file.read(_HEAD)
    except OSError:  # which reading the file will report
        return None
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = raw.decode("utf-16" if wide else "utf-8", errors="replace")
    if _OUR_OWN.search(head):
        return None
    source, target = _SAYS_SOURCE.search(head), _SAYS_TARGET.search(head)
    if source:
        return "ko-en" if (source[1] or source[2]).lower() == "ko" else "en-ko"
    if target:
        return "en-ko" if target[1].lower() == "ko" else "ko-en"
    return None


def _is_bilingual(file: str) -> bool:
    return Path(file).suffix.lower() not in _TEXT_SUFFIXES and any(
        Path(file).suffix.lower() in one.suffixes for one in FORMATS.values() if one.reader
    )


def _of_file(file: str, encoding: str | None, mapping: str | None) -> Source:
    format_of(file)  # so that a file of another kind is told before any is read
    frames = stream(file, encoding=encoding, mapping=mapping or None)
    first_line = 2 if Path(file).suffix.lower() in _TABLES and _has_heads(file, encoding, mapping) else 1
    return Source(file, {"ko": file, "en": file}, frames, declared_direction(file), first_line)


def _has_heads(file: str, encoding: str | None, mapping: str | None) -> bool:
    """Does a table begin with a line of heads, so that its first segment is on the second?"""
    if file == "-":
        return False
    try:
        first = next(stream(file, encoding=encoding, batch=1, mapping=mapping or None)).row(0, named=True)
        with settled(file).open("rb") as opened:
            line = opened.readline(_HEAD)
    except (MalmoiError, OSError):  # which reading the file will report
        return False
    beginnings = [(first[side] or "").split("\n")[0][:_BEGINNING] for side in ("ko", "en")]
    return not any(text and text.encode(encoding or "utf-8", "replace") in line for text in beginnings)


def _of_texts(ko: str, en: str, encoding: str | None) -> Source:
    return Source(f"{ko} and {en}", {"ko": ko, "en": en}, stream((ko, en), encoding=encoding))
