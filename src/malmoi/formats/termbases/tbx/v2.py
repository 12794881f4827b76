"""TBX 2 (TBX-Basic as `martif`), what most programs read: https://www.tbxinfo.net

Read: both versions, in both styles, `tig` and `ntig`; see `tbx_reading`. Written without a document type: no reader needs it, and some look
for its file.
"""

from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape

from malmoi.formats.termbases.records import Concept, Writing
from malmoi.formats.termbases.tbx.writing import Dress, as_attribute, write_entries

__all__ = ["SOURCE", "write"]

# How the description of the source begins in files of ours; the glossary's signature follows.
SOURCE = "malmoi glossary"
_DRESS = Dress("termEntry", "langSet", "tig", as_attribute)


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write TBX-Basic of version 2."""
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc>'
        "<titleStmt><title>Glossary</title></titleStmt>"
        f"<sourceDesc><p>{SOURCE} {escape(writing.signature)}</p></sourceDesc></fileDesc>"
        '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>\n<text><body>\n'.encode()
    )
    write_entries(concepts, stream, writing, _DRESS)
    stream.write(b"</body></text>\n</martif>\n")
