"""One contract for every format of segments: what is written is read, and bad files are named with their line."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import EncodingError, FormatError, InputError, OutputError, UsageError
from malmoi.formats.codecs import READERS, WRITERS, read, write
from malmoi.formats.xmltext import legal
from malmoi.model.frames import BITEXT, bitext

AWKWARD = [
    "=1+1",
    'say "hi", twice',
    "a\tb",
    "줄\n바꿈",
    "<b>&amp;</b>",
    " 빈칸 ",
    "각",
    "\u2028",
    "😀",
    "ko",
    ",",
    "'",
    "]]>",
]

# (format, content, what the message must say)
BROKEN = [
    ("csv", "ko,en\n하나,one\n둘\n", "a.csv:3"),
    ("csv", 'ko,en\n"하나,one\n', "a.csv:"),
    ("csv", "ko,en,score\n하나,one,1.5\n", "'1.5'"),
    ("csv", "ko,en,score\n하나,one,nan\n", "'nan'"),
    ("csv", "하나\n둘\n", "one column"),
    ("csv", "one,two\nthree,four\n", "no Korean column"),
    ("csv", ",,\n,,\n", "no rows"),
    ("tsv", "ko\ten\n하나\n", "a.tsv:2"),
    ("jsonl", '{"ko": "하나", "en": "one"}\n{"ko": \n', "a.jsonl:2 is not JSON"),
    ("jsonl", "[1]\n", "no JSON object"),
    ("jsonl", '{"ko": "하나"}\n', 'no text "en"'),
    ("jsonl", '{"ko": "하나", "en": "one", "score": true}\n', "score True"),
    ("jsonl", '{"ko": "하나", "en": "one", "score": "1"}\n', "score '1'"),
    ("jsonl", '{"ko": "하나", "en": "one", "score": NaN}\n', "score nan"),
    ("tmx", "<tmx><body><tu>", "a.tmx:1"),
    ("tmx", "<html/>", "no TMX file"),
    ("tmx", "<tmx><body/></tmx>", "no segment"),
    ("tmx", '<tmx><body><tu><tuv xml:lang="fr"><seg>un</seg></tuv></tu></body></tmx>', "no segment"),
    ("tmx", '<!DOCTYPE tmx [\n<!ENTITY a "aaaa">]><tmx><body/></tmx>', "a.tmx:2 declares the entity 'a'"),
    ("tmx", "plain text", "not well-formed"),
]


@pytest.mark.parametrize("name", sorted(READERS))
@settings(deadline=None, max_examples=40)
@given(
    texts=st.lists(
        st.tuples(
            *[st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))] * 3
        ),
        min_size=1,
        max_size=6,
    ),
    score=st.floats(0, 1, width=32),
)
def test_what_is_written_is_read(tmp_path_factory, name, texts, score):
    ko, en, docs = (list(column) for column in zip(*texts, strict=True))
    frame = bitext(ko, en, score=[score] * len(ko)).with_columns(doc=pl.Series(docs))
    path = tmp_path_factory.mktemp(name) / f"a.{name}"
    write(frame, path)
    back = read(path)
    assert back.schema == BITEXT
    for column in ("ko", "en", "doc"):
        assert back[column].to_list() == [kept(name, text) for text in frame[column]]
    assert back["score"].to_list() == frame["score"].to_list()
    assert back["seg"].to_list() == list(range(len(ko)))


def kept(name: str, text: str) -> str:
    """What a format can keep of a text: XML has no control characters, tables have one kind of line end."""
    if name == "jsonl":
        return text
    text = legal(text)
    return text if name == "tmx" else text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("name", sorted(READERS))
def test_one_sided_segments_and_nulls(tmp_path, name):
    frame = bitext(["하나", "", "셋"], ["one", "two", ""]).with_columns(doc=pl.lit(None, pl.String))
    frame = frame.with_columns(en=pl.when(pl.col("en") != "").then("en"), score=pl.lit(None, pl.Float32))
    write(frame, tmp_path / f"a.{name}")
    back = read(tmp_path / f"a.{name}")
    assert back.rows() == [("", 0, "하나", "one", 1.0), ("", 1, "", "two", 1.0), ("", 2, "셋", "", 1.0)]


@pytest.mark.parametrize("name, content, message", BROKEN)
def test_a_broken_file_is_named_with_its_line(tmp_path, name, content, message):
    path = tmp_path / f"a.{name}"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert message in str(caught.value)
    assert "a." in str(caught.value)


@pytest.mark.parametrize("name", sorted(READERS))
def test_files_that_are_no_text(tmp_path, name):
    path = tmp_path / f"a.{name}"
    with pytest.raises(InputError, match="no such file"):
        read(path)
    path.write_bytes(b" \n")
    with pytest.raises(InputError, match="empty"):
        read(path)
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(EncodingError, match="byte 0"):
        read(path)
    with pytest.raises(OutputError, match="no such file or folder"):
        write(bitext(["하나"], ["one"]), tmp_path / "none" / f"a.{name}")


def test_readers_and_writers_cover_the_same_formats(tmp_path):
    assert set(READERS) == set(WRITERS)
    for call in (
        lambda: read(tmp_path / "a.docx"),
        lambda: read(tmp_path / "a"),
        lambda: write(bitext([], []), "a.csv", "odt"),
    ):
        with pytest.raises(UsageError, match="csv, jsonl, tmx, tsv"):
            call()


def test_a_format_may_be_named(tmp_path):
    write(bitext(["하나"], ["one"]), tmp_path / "a.txt", "tsv")
    assert read(tmp_path / "a.txt", "TSV").height == 1


def test_json_lines_are_readable_korean(tmp_path):
    write(bitext(["하나"], ["one"], score=[0.1]), tmp_path / "a.jsonl")
    line = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert "하나" in line
    assert json.loads(line)["score"] == 0.1
