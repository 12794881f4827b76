"""Tables as other programs write them: heads, columns by language, encodings."""

import pytest

from malmoi.errors import FormatError
from malmoi.formats.bitexts.codecs import read, write
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
    ("ko;en\n하나;one, two\n둘;three, four\n", ["하나", "둘"], ["one, two", "three, four"]),
    ("하나;one\n둘;two\n", ["하나", "둘"], ["one", "two"]),
    ("ko\ten\n하나\tone, two\n", ["하나"], ["one, two"]),
    ("ko|en\n하나|one\n", ["하나"], ["one"]),
    ("sep=;\nko;en\n하나;one\n", ["하나"], ["one"]),
    ("ID,Source,Target\n1,one,하나\n2,two,\n", ["하나", ""], ["one", "two"]),
    ("원문,번역문\n하나,one\n", ["하나"], ["one"]),
    ("Korean (South Korea),English [en-US]\n하나,one\n", ["하나"], ["one"]),
    ("ko_KR,en_GB\n하나,one\n", ["하나"], ["one"]),
]
# (content of a .tsv file, Korean, English): corpora come without quoting.
TABBED = [
    ('ko\ten\n"하나\tone "two" three\n둘\t"four" five\n', ['"하나', "둘"], ['one "two" three', '"four" five']),
    ('ko\ten\n"하\t나"\t"o""ne\n"\n', ["하\t나"], ['o"ne\n']),
    ("ko,en\n하나,one\n", ["하나"], ["one"]),
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


@pytest.mark.parametrize("content, ko, en", TABBED)
def test_tabs_with_and_without_quoting(tmp_path, content, ko, en):
    (tmp_path / "a.tsv").write_text(content, "utf-8")
    frame = read(tmp_path / "a.tsv")
    assert (frame["ko"].to_list(), frame["en"].to_list()) == (ko, en)


@pytest.mark.parametrize(
    "content, mapping",
    [
        ("Quelle;Ziel;Datei\none;하나;x\n", "ko=Ziel,en=Quelle,doc=Datei"),
        ("Quelle,Ziel,Datei\none,하나,x\n", {"ko": "ziel", "en": "quelle", "doc": "3"}),
        ("one\tx\t하나\n", {"ko": "3", "en": "1", "doc": "B"}),
        ("one\tx\t하나\n", "en = A , ko = C, doc=2"),
    ],
)
def test_columns_may_be_named(tmp_path, content, mapping):
    (tmp_path / "a.csv").write_text(content, "utf-8")
    assert read(tmp_path / "a.csv", mapping=mapping).select("doc", "ko", "en").rows() == [("x", "하나", "one")]


def test_a_column_that_is_not_there(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n하나,one\n", "utf-8")
    with pytest.raises(FormatError, match=r"a\.csv:1 has no column 'c': its columns are 'a', 'b'"):
        read(tmp_path / "a.csv", mapping="ko=a,en=c")


@pytest.mark.parametrize(
    "line, mapping",
    [
        ('{"translation": {"ko": "하나", "en": "one"}, "id": 1}', None),
        ('{"src": "one", "tgt": "하나"}', "ko=tgt,en=src"),
        ('{"ko": "하나", "en": "one", "doc": 7, "score": null}', None),
    ],
)
def test_json_lines_of_others(tmp_path, line, mapping):
    (tmp_path / "a.jsonl").write_text(line + "\n\n", "utf-8")
    assert read(tmp_path / "a.jsonl", mapping=mapping).select("ko", "en").rows() == [("하나", "one")]
