"""TBX 3 (ISO 30042:2019), the dialect TBX-Basic, with data categories as attributes (DCA) or as tags (DCT): https://www.tbxinfo.net"""

from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape

from malmoi.formats.termbases.records import Concept, Writing
from malmoi.formats.termbases.tbx.v2 import SOURCE
from malmoi.formats.termbases.tbx.writing import Dress, as_attribute, as_tag, write_entries

__all__ = ["write_dca", "write_dct"]

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_MODULES = ' xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"'
_DCA = Dress("conceptEntry", "langSec", "termSec", as_attribute)
_DCT = Dress("conceptEntry", "langSec", "termSec", as_tag)


def write_dca(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write TBX-Basic with categories as attributes."""
    _write(concepts, stream, writing, _DCA, "dca", "")


def write_dct(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write TBX-Basic with categories as tags."""
    _write(concepts, stream, writing, _DCT, "dct", _MODULES)


def _write(
    concepts: Iterable[Concept], stream: BinaryIO, writing: Writing, dress: Dress, style: str, modules: str
) -> None:
    stream.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<tbx type="TBX-Basic" style="{style}" xml:lang="en" xmlns="{_NAMESPACE}"{modules}>'
        "<tbxHeader><fileDesc><titleStmt><title>Glossary</title></titleStmt>"
        f"<sourceDesc><p>{SOURCE} {escape(writing.signature)}</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n".encode()
    )
    write_entries(concepts, stream, writing, dress)
    stream.write(b"</body></text>\n</tbx>\n")
