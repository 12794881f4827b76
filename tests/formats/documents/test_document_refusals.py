"""Documents that cannot be read: damaged, encrypted, of another kind; each is refused in words."""

import pytest

from document_making import W, blocks, p, packed, r, word
from malmoi.errors import FormatError, InputError
from malmoi.formats.documents.codecs import read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def with_entities(tmp_path):
    laughs = f'<!DOCTYPE x [<!ENTITY a "ha">]><w:document {W}><w:body>{p(r("&a;"))}</w:body></w:document>'
    return (
        packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>", "word/document.xml": laughs}),
        FormatError,
        "entity",
    )


def deep(tmp_path):
    return word(tmp_path, "<w:sdt>" * 5000 + "</w:sdt>" * 5000), FormatError, "deep"


def without_its_text(tmp_path):
    return packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>"}), FormatError, "no part word/document.xml"


def another_zip(tmp_path):
    return packed(tmp_path / "a.docx", {"x.txt": "x"}), FormatError, "a zip file, but no Word document"


def cut_off(tmp_path):
    data = word(tmp_path, p(r("가" * 5000))).read_bytes()
    return written(tmp_path / "a.docx", data[: len(data) // 2]), FormatError, "damaged"


def broken_inside(tmp_path):
    return (
        packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>", "word/document.xml": "<w:document"}),
        FormatError,
        "well-formed",
    )


def flipped_bits(tmp_path):
    made = word(tmp_path, p(r("".join(chr(0xAC00 + i * 7 % 9000) for i in range(5000)))))
    data = bytearray(made.read_bytes())
    at = data.find(b"word/document.xml") + 400
    data[at : at + 40] = bytes(40)
    return written(made, bytes(data)), FormatError, "damaged|well-formed|not "


def encrypted(tmp_path):
    return written(tmp_path / "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")), InputError, "encrypted"


def old_word_by_another_name(tmp_path):
    return written(tmp_path / "a.docx", OLE), FormatError, r"\.doc\), or damaged: save it as \.docx"


def old_hangul_by_another_name(tmp_path):
    return written(tmp_path / "a.hwpx", OLE + b"HWP Document File"), FormatError, "old Hangul document"


def text_by_the_name_of_word(tmp_path):
    return written(tmp_path / "a.docx", "글".encode()), FormatError, r"name it \.txt"


def pdf(tmp_path):
    return written(tmp_path / "a.pdf", b"%PDF-1.7"), FormatError, "keeps lines, not sentences"


def pdf_by_another_name(tmp_path):
    return written(tmp_path / "a.txt", b"%PDF-1.7"), FormatError, "keeps lines, not sentences"


def old_hangul(tmp_path):
    return written(tmp_path / "a.hwp", OLE), FormatError, r"save it as \.hwpx or \.docx"


def rich_text(tmp_path):
    return written(tmp_path / "a.rtf", b"{\\rtf1"), FormatError, r"save it as \.docx"


def workbook(tmp_path):
    return written(tmp_path / "a.xlsx", b"PK"), FormatError, "--segmented"


def absent(tmp_path):
    return tmp_path / "absent.docx", InputError, "no such file"


def empty_word(tmp_path):
    return word(tmp_path, p()), InputError, "is empty"


def no_cue(tmp_path):
    return written(tmp_path / "a.srt", b"hello"), FormatError, "no subtitle"


def encrypted_opendocument(tmp_path):
    parts = {"content.xml": "x", "META-INF/manifest.xml": "<m:encryption-data/>"}
    return packed(tmp_path / "a.odt", parts), InputError, "encrypted"


def written(path, data):
    path.write_bytes(data)
    return path


REFUSED = [
    *(with_entities, deep, without_its_text, another_zip, cut_off, broken_inside, flipped_bits, encrypted),
    *(old_word_by_another_name, old_hangul_by_another_name, text_by_the_name_of_word, pdf, pdf_by_another_name),
    *(old_hangul, rich_text, workbook, absent, empty_word, no_cue, encrypted_opendocument),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.__name__)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, case):
    path, error, words = case(tmp_path)
    with pytest.raises(error, match=words) as caught:
        read_document(path)
    assert path.name in str(caught.value)


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    made = word(tmp_path, p(r("가")), styles=f"<w:styles {W}>" + " " * 3_000_000 + "</w:styles>")
    assert blocks(made) == [("paragraph", "가")]
    monkeypatch.setattr("malmoi.formats.documents.archive.MAX_PART", 2_000_000)
    with pytest.raises(InputError, match=r"a\.docx is refused: word/styles\.xml unpacks to more than 2 MB"):
        read_document(made)
