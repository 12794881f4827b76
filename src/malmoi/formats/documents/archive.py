"""Documents that are zip files of XML parts (.docx, .odt, .hwpx): opened safely, or refused in words."""

import contextlib
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO, cast

from malmoi.errors import FormatError, InputError
from malmoi.files import StrPath, explain_os_error, settled
from malmoi.formats.containers.xmlstream import Element, parse_elements

__all__ = ["Archive", "open_archive"]

# Bytes of one part when unpacked: the text of the longest novel takes 20 MB as XML.
MAX_PART = 200_000_000
_MAX_PARTS = 20_000
# Start of an OLE compound file: an old .doc or .hwp, or a document behind a password (MS-OFFCRYPTO, stream "EncryptedPackage").
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _HWP = "EncryptedPackage".encode("utf-16-le"), b"HWP Document File"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Archive:
    """The parts of an open document."""

    def __init__(self, path: StrPath, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.names = frozenset(archive.namelist())

    def read(self, part: str) -> bytes:
        """A small part, whole. Raises FormatError."""
        with self._open(part) as stream:
            return stream.read()

    def elements(self, part: str, wanted: Collection[str], root: Collection[str]) -> Iterator[Element]:
        """The wanted elements of an XML part, as `xmlstream.read_elements`. Raises FormatError."""
        with self._open(part) as stream:
            yield from parse_elements(stream, f"{self._path} ({part})", wanted, root=root, kind="document")

    @contextlib.contextmanager
    def _open(self, part: str) -> Iterator[BinaryIO]:
        try:
            info = self._archive.getinfo(part)
            if info.flag_bits & 1:
                raise InputError(f"{self._path} is encrypted: save a copy without a password.")
            # Python's reader stops at this size, so a header that lies about it gains nothing.
            if info.file_size > MAX_PART:
                raise InputError(
                    f"{self._path} is refused: {part} unpacks to more than {MAX_PART // 1_000_000} MB, which no text takes."
                )
            with self._archive.open(info) as stream:
                yield cast("BinaryIO", stream)
        except KeyError as error:
            raise FormatError(
                f"{self._path} is damaged: it has no part {part}. Open it where it was written and save it again."
            ) from error
        except _DAMAGED as error:
            raise FormatError(
                f"{self._path} is damaged ({error}): open it where it was written, let it be repaired, and save it again."
            ) from error


@contextlib.contextmanager
def open_archive(path: StrPath, what: str, needed: str) -> Iterator[Archive]:
    """The archive of a document; `what` is its kind, as in "Word document (.docx)", `needed` a part that every such file has.

    Raises InputError (missing, encrypted) and FormatError (something else, or damaged).
    """
    try:
        with settled(path).open("rb") as stream:
            start = stream.read(len(_OLE))
            if start == _OLE:
                _refuse_ole(path, what, stream.read())
            if not start.startswith(b"PK"):
                raise FormatError(f"{path} is no {what}: it does not begin as one. If it is plain text, name it .txt.")
            stream.seek(0)
            with zipfile.ZipFile(stream) as archive:
                names = archive.namelist()
                if needed not in names or len(names) > _MAX_PARTS:
                    raise FormatError(f"{path} is a zip file, but no {what}: it has no part {needed}.")
                yield Archive(path, archive)
    except _DAMAGED as error:
        raise FormatError(
            f"{path} is damaged ({error}): open it where it was written, let it be repaired, and save it again."
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error


def _refuse_ole(path: StrPath, what: str, data: bytes) -> None:
    if _ENCRYPTED in data:
        raise InputError(f"{path} is encrypted: open it with its password and save a copy without one.")
    if _HWP in data:
        raise FormatError(f"{path} is an old Hangul document: open it in Hangul (한글) and save it as .hwpx or .docx.")
    raise FormatError(f"{path} is no {what} but a file of the older kind (.doc), or damaged: save it as .docx.")
