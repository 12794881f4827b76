"""Documents for tests: zip files of XML made of their parts, and what is read of a document."""

import zipfile

from malmoi.formats.documents.codecs import read_document

# The names of what stands in the parts of a Word document.
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v"'


def blocks(path, **more):
    """What is read of a document, as (kind, text)."""
    return [(block.kind, block.text) for block in read_document(path, **more).blocks]


def packed(path, parts):
    """A zip file of `parts`, a text by each name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def word(tmp_path, body, **parts):
    """A document of `body`; further parts by name, as in footnotes=…"""
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    document = f'<?xml version="1.0"?><w:document {W} {MC}><w:body>{body}</w:body></w:document>'
    return packed(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def p(*runs, properties=""):
    """A paragraph of a Word document."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text, properties=""):
    """A run of text in such a paragraph."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'
