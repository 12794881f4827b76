"""Text files of any size, read a block at a time: the encoding recognised as `malmoi.files` recognises it, without holding the file.

A first pass over the bytes finds out whether they are text in the encoding, so that a reader never meets a byte that does not fit
halfway; it runs at some hundred megabytes a second. Standard input and pipes are put aside in a temporary file, because they are read
twice.
"""

import codecs
import contextlib
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, TextIO, cast

from malmoi.errors import EncodingError, InputError
from malmoi.files import StrPath, decode, explain_os_error, settled
from malmoi.formats.containers.compressed import is_compressed, open_compressed
from malmoi.text.hangul import has_hangul

__all__ = [
    "BLOCK",
    "decoded",
    "encoding_by_bom",
    "is_encoding",
    "numbered_lines",
    "open_binary",
    "open_text",
    "recognised",
]

BLOCK = 1 << 18
# Bytes from which CP949 is told: enough for thousands of syllables.
_SAMPLE = 1 << 18
_EUC_KR = frozenset({"euc-kr", "euckr", "ks-c-5601-1987", "ks-c-5601", "ksc5601", "ks-x-1001", "korean"})
_BLANKS = (b" ", b"\n", b"\t")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@contextlib.contextmanager
def open_binary(path: StrPath) -> Iterator[BinaryIO]:
    """A seekable stream of the bytes of a file ("-": standard input), unpacked if compressed. Raises InputError with the reason."""
    if str(path) == "-":
        with _aside(sys.stdin.buffer) as aside:
            yield aside
        return
    try:
        # Closed below; an error inside the block must pass as it is.
        stream = open_compressed(path) if is_compressed(path) else cast("BinaryIO", settled(path).open("rb"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
    with stream:
        if stream.seekable():
            yield stream
        else:
            with _aside(stream) as aside:
                yield aside


@contextlib.contextmanager
def open_text(path: StrPath, encoding: str | None = None, *, declared: str | None = None) -> Iterator[TextIO]:
    """A text stream with "\\n" line ends; `declared` is what the file says of its encoding, for when it is not UTF-8.

    Raises InputError when the file is missing or empty, EncodingError when it is no text.
    """
    with open_binary(path) as stream:
        codec = recognised(stream, str(path), encoding, declared=declared)
        with io.TextIOWrapper(stream, encoding=codec, newline=None) as text:
            yield text


def numbered_lines(path: StrPath, encoding: str | None = None) -> Iterator[tuple[int, str]]:
    """The lines of a text file without their ends, counted from 1. Raises as `open_text`."""
    with open_text(path, encoding) as text:
        for number, line in enumerate(text, 1):
            yield number, line.removesuffix("\n")


def recognised(stream: BinaryIO, name: str, encoding: str | None = None, *, declared: str | None = None) -> str:
    """The codec that reads all of `stream`, which is left at its start; `name` is what errors call the file.

    Bytes that are UTF-8 throughout are no other encoding, whatever the file says; others are what it says, or recognised.

    Raises EncodingError when there is none, InputError when nothing but white space is there.
    """
    codec = _known(encoding) if encoding else encoding_by_bom(stream) or "utf-8"
    blank = True
    try:
        for text in decoded(stream, name, codec):
            blank = blank and not text.strip()
    except _MisfitError:
        if encoding or codec != "utf-8":
            raise
        codec, blank = _other(stream, name, declared), False
    stream.seek(0)
    if blank:
        raise InputError(f"{name} is empty: there is no text to work on.")
    return codec


def is_encoding(encoding: str) -> bool:
    """Does Python know an encoding of text by this name?"""
    try:
        b"<".decode(encoding)
    except LookupError:
        return False
    except UnicodeError:
        pass  # an encoding of more than one byte
    return True


def is_euc_kr(encoding: str) -> bool:
    """Does this name EUC-KR? What calls itself so is often written by Windows, whose CP949 has more syllables and is else the same."""
    return encoding.lower().replace("_", "-") in _EUC_KR


def encoding_by_bom(stream: BinaryIO) -> str | None:
    """The codec that a byte order mark names; `stream` stays at its start."""
    start = stream.read(len(codecs.BOM_UTF8))
    stream.seek(0)
    return next((codec for bom, codec in _BOMS if start.startswith(bom)), None)


def decoded(stream: BinaryIO, name: str, codec: str, advice: str = "") -> Iterator[str]:
    """The text of `stream`, a block at a time. Raises EncodingError with the place of a byte that does not fit, and `advice`."""
    decoder = codecs.getincrementaldecoder(codec)()
    at = 0
    while True:
        block = stream.read(BLOCK)
        if codec == "utf-8" and b"\0" in block:
            raise _zero(name, at + block.index(b"\0"))
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeError as error:
            raise _misfit(error, name, codec, at, block, advice) from error
        if not block:
            break
        at += len(block)
        yield text
    if text:
        yield text


@contextlib.contextmanager
def _aside(stream: BinaryIO) -> Iterator[BinaryIO]:
    """What a pipe gives, in a file that can be read twice."""
    with tempfile.TemporaryFile() as aside:
        shutil.copyfileobj(stream, aside)
        aside.seek(0)
        yield cast("BinaryIO", aside)


def _misfit(error: UnicodeError, name: str, codec: str, at: int, block: bytes, advice: str) -> "_MisfitError":
    place = ""
    if isinstance(error, UnicodeDecodeError):
        # What is decoded begins with bytes that the block before left over.
        place = f"byte {at - (len(error.object) - len(block)) + error.start} (0x{error.object[error.start]:02x})"
    advice = advice or "Give another --encoding, or leave it out to have it recognised."
    return _MisfitError(f"{name} is not {codec}: {place or 'its bytes'} does not fit. {advice}")


def _known(encoding: str) -> str:
    """A codec that a person named; a byte order mark is no part of UTF-8 text."""
    if not is_encoding(encoding):
        raise EncodingError(f"There is no encoding called {encoding!r}: try utf-8, cp949 or utf-16.")
    found = codecs.lookup(encoding).name
    return "utf-8-sig" if found == "utf-8" else found


class _MisfitError(EncodingError):
    """A byte that does not fit, so that another encoding may be tried."""


def _other(stream: BinaryIO, name: str, declared: str | None) -> str:
    """The codec of bytes that are not UTF-8: the one declared, or CP949 when what follows the first misfit reads as Korean."""
    if declared and is_encoding(declared) and codecs.lookup(declared).name != "utf-8":
        return _proved(stream, name, "cp949" if is_euc_kr(declared) else declared)
    at = _first_misfit(stream)
    start = max(0, at - _SAMPLE)
    stream.seek(start)
    behind, after = stream.read(at - start), stream.read(_SAMPLE)
    # The second byte of a pair may be a letter's, never a blank's: from blank to blank no pair is torn.
    before = behind[max(map(behind.rfind, _BLANKS)) + 1 :]
    end = max(map(after.rfind, _BLANKS))
    refusal = EncodingError(
        f"{name} is neither UTF-8 nor CP949: byte {at} (0x{after[0]:02x}) does not fit. "
        "Save it as UTF-8, or name its encoding with --encoding."
    )
    if has_hangul(behind.decode("utf-8", "ignore")):
        raise refusal  # it was UTF-8 up to here, and is damaged or breaks off
    try:
        decode(before + (after[:end] if end > 0 and len(after) == _SAMPLE else after), name)
    except EncodingError as error:
        raise refusal from error
    return _proved(stream, name, "cp949")


def _proved(stream: BinaryIO, name: str, codec: str) -> str:
    """The codec, after all of the stream has been decoded by it. Raises EncodingError."""
    stream.seek(0)
    for _ in decoded(stream, name, codec):
        pass
    return codec


def _first_misfit(stream: BinaryIO) -> int:
    """The place of the first byte that is not UTF-8."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = 0
    while block := stream.read(BLOCK):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return at - (len(error.object) - len(block)) + error.start
        at += len(block)
    return at - len(decoder.getstate()[0])  # it breaks off within a character


def _zero(name: str, at: int) -> EncodingError:
    return EncodingError(
        f"{name} is not a text file: byte {at} is zero. "
        "If it is UTF-16 without a byte order mark, say so with --encoding utf-16-le."
    )
