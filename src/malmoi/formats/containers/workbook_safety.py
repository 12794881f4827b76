"""What a workbook file is, found out from its bytes before anything else opens it.

A workbook is a zip of XML parts. What could hurt or mislead is refused in words: a file that is something else, damaged, encrypted,
with macros, with parts that unpack to more than a person ever made, or whose XML declares entities.
"""

import zipfile
import zlib

from malmoi.errors import FormatError, InputError
from malmoi.files import StrPath, explain_os_error, settled

__all__ = ["MAX_PART", "check_workbook"]

# Bytes of one part when unpacked: a sheet of 400 MB takes a spreadsheet program minutes and gigabytes; 100,000 rows take 150 MB.
MAX_PART = 400_000_000
_MAX_PARTS = 10_000
_BLOCK = 1 << 20
# Start of an OLE compound file: an old .xls, or a workbook behind a password (MS-OFFCRYPTO, stream "EncryptedPackage").
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_MACROS = ("vbaproject.bin", "macrosheets/", "basic/")


def check_workbook(path: StrPath, max_part: int = MAX_PART) -> None:
    """Raise InputError or FormatError, in words, unless `path` is a workbook that may be opened.

    Every part is unpacked once, a block at a time, so what its header claims about its size need not be believed.
    """
    try:
        with settled(path).open("rb") as stream:
            start = stream.read(len(_OLE))
            if start == _OLE:
                _refuse_ole(path, start + stream.read())
            if not start.startswith(_ZIP):
                raise FormatError(
                    f"{path} is no workbook: it does not begin as one. If it is a table in plain text, name it .csv or .tsv."
                )
            stream.seek(0)
            with zipfile.ZipFile(stream) as archive:
                _check_parts(path, archive, max_part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FormatError(
            f"{path} is damaged ({error}): open it in a spreadsheet program, let it repair the file, and save it again as .xlsx."
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error


def _refuse_ole(path: StrPath, data: bytes) -> None:
    if _ENCRYPTED in data:
        raise InputError(f"{path} is encrypted: open it with its password and save a copy without one.")
    raise FormatError(f"{path} is a workbook of the old .xls kind, or damaged: save it as .xlsx.")


def _check_parts(path: StrPath, archive: zipfile.ZipFile, max_part: int) -> None:
    parts = archive.infolist()
    names = {part.filename.lower().replace("\\", "/") for part in parts}
    if len(parts) > _MAX_PARTS:
        raise FormatError(f"{path} has {len(parts):,} parts, which no spreadsheet program makes.")
    if not names & {"[content_types].xml", "content.xml"}:
        raise FormatError(f"{path} is a zip file but no workbook: save the table as .xlsx.")
    if any(mark in name for name in names for mark in _MACROS if not name.endswith("/")):
        raise InputError(f"{path} carries macros, which malmoi does not open: save a copy as .xlsx (without macros).")
    for part in parts:
        if part.flag_bits & 1:
            raise InputError(f"{path} is encrypted: save a copy without a password.")
        _check_part(path, archive, part, max_part)


def _check_part(path: StrPath, archive: zipfile.ZipFile, part: zipfile.ZipInfo, max_part: int) -> None:
    if part.file_size > max_part:
        raise _too_large(path, part, max_part)
    size = 0
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            if size == 0 and is_xml and b"<!DOCTYPE" in block[:_BLOCK]:
                raise FormatError(f"{path} is refused: {part.filename} declares a document type, as no workbook does.")
            size += len(block)
            if size > max_part:
                raise _too_large(path, part, max_part)


def _too_large(path: StrPath, part: zipfile.ZipInfo, max_part: int) -> InputError:
    return InputError(
        f"{path} is refused: {part.filename} unpacks to more than {max_part // 1_000_000:,} MB. "
        "If it is honest data, split it into several workbooks or save the sheet as .csv."
    )
