"""Tables as other programs write them: heads, columns by language, encodings."""

import pytest

from malmoi.formats.codecs import read, write
from malmoi.model.frames import bitext

# (content, Korean, English)
TABLES = [
    ("ko,en\n하나,one\n", ["하나"], ["one"]),
    ("en,ko\none,하나\n", ["하나"], ["one"]),
    ("English,Korean,Note\none,하나,x\n", ["하나"], ["one"]),
    ("한국어,영어\n하나,one\n", ["하나"], ["one"]),
    ("하나,one\n둘,two\n", ["하나", "둘"], ["one", "two"]),
    ("one,하나\ntwo,둘\n", ["하나", "둘"], ["one", "two"]),
    ("1,one,하나\n2,two,둘\n", ["하나", "둘"], ["one", "two"]),
    ('ko,en\n"하나, ""둘""\n셋",one\n\n,\n넷,four\n', ['하나, "둘"\n셋', "넷"], ["one", "four"]),
    ("ko,en,en\n하나,one,uno\n", ["하나"], ["one"]),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("content, ko, en", TABLES)
def test_columns_are_found(tmp_path, content, ko, en, encoding):
    (tmp_path / "a.csv").write_bytes(content.encode(encoding))
    frame = read(tmp_path / "a.csv")
    assert frame["ko"].to_list() == ko
    assert frame["en"].to_list() == en


def test_a_cell_may_be_longer_than_the_library_thinks(tmp_path):
    write(bitext(["가" * 200_000], ["one"]), tmp_path / "a.csv")
    assert len(read(tmp_path / "a.csv")["ko"][0]) == 200_000


def test_only_the_comma_separated_file_has_a_byte_order_mark(tmp_path):
    for name in ("csv", "tsv"):
        write(bitext(["하나"], ["one"]), tmp_path / f"a.{name}")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc,seg,ko,en,score\r\n")
    assert (tmp_path / "a.tsv").read_bytes() == "doc\tseg\tko\ten\tscore\r\n\t0\t하나\tone\t1.0\r\n".encode()
