"""Translation memories as other programs write them."""

import xml.etree.ElementTree as ET

import pytest

from malmoi.errors import FormatError
from malmoi.formats.bitexts.codecs import read, write
from malmoi.model.frames import bitext

# (units, rows as (ko, en))
MEMORIES = [
    ('<tu><tuv xml:lang="ko-KR"><seg>하나</seg></tuv><tuv xml:lang="EN_us"><seg>one</seg></tuv></tu>', [("하나", "one")]),
    ('<tu><tuv lang="en"><seg>one</seg></tuv><tuv lang="ko"><seg>하나</seg></tuv></tu>', [("하나", "one")]),
    (
        '<tu><note>x</note><prop type="a">y</prop><tuv xml:lang="ko"><prop type="b">z</prop><seg>누르면 <bpt i="1">&lt;b&gt;</bpt>'
        '<hi>열기</hi><ept i="1">&lt;/b&gt;<sub>x</sub></ept><ph/>가 됩니다</seg></tuv></tu>',
        [("누르면 열기가 됩니다", "")],
    ),
    (
        '<tu><tuv xml:lang="ko"><seg>하나</seg></tuv><tuv xml:lang="ko"><seg>일</seg></tuv><tuv xml:lang="fr"><seg>un</seg></tuv></tu>'
        '<tu><tuv xml:lang="fr"><seg>deux</seg></tuv></tu><tu><tuv xml:lang="en"><seg>A&amp;B &#x41;</seg></tuv></tu>',
        [("하나", ""), ("", "A&B A")],
    ),
    ('<tu><prop type="ko">메모</prop><tuv xml:lang="ko"><seg>하나</seg></tuv></tu>', [("하나", "")]),
    (
        '<tu tuid="1" usagecount="3"><prop type="x-Domain">법</prop><tuv xml:lang="kor"><seg>하나</seg></tuv>'
        '<tuv xml:lang="eng-US" changeid="memoQ"><prop type="x-context">y</prop><seg>one <ph type="fmt">{1}</ph></seg></tuv></tu>',
        [("하나", "one ")],
    ),
    ('<tu><tuv LANG="x" xml:lang="ko-KP"><seg>하나<it pos="begin">&lt;b></it><ut>{\\b </ut></seg></tuv></tu>', [("하나", "")]),
    ('<tu><tuv lang="Korean"><seg>하나\r\n둘&#xD;</seg></tuv><tuv lang="English"><seg>one</seg></tuv></tu>', [("하나\n둘\r", "one")]),
    ('<tu><tuv xml:lang="ko"/><tuv xml:lang="en"><seg/></tuv></tu><tu/><tu><tuv xml:lang="ko"><seg>끝</seg></tuv></tu>', [("끝", "")]),
    ('<tu><prop type="x-score">n/a</prop><tuv xml:lang="ko"><seg>하나</seg></tuv></tu>', [("하나", "")]),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("units, rows", MEMORIES)
def test_memories_of_others(tmp_path, units, rows, encoding):
    content = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        f'<tmx version="1.4"><header srclang="ko"/><body>{units}</body></tmx>'
    )
    (tmp_path / "a.tmx").write_bytes(content.encode(encoding))
    frame = read(tmp_path / "a.tmx")
    assert frame.select("ko", "en").rows() == rows
    assert set(frame["score"]) == {1.0}


def test_what_is_written_is_tmx_1_4(tmp_path):
    write(bitext(["하나 & <둘>", "", ""], ["one", "two", ""], "d", [0.5, 1, 1]), tmp_path / "a.tmx")
    root = ET.parse(tmp_path / "a.tmx").getroot()
    header = root.find("header")
    assert (root.tag, root.get("version"), header.get("srclang"), header.get("segtype")) == (
        "tmx",
        "1.4",
        "ko",
        "sentence",
    )
    required = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
    assert all(header.get(name) for name in required)
    units = root.findall("body/tu")
    assert [len(unit.findall("tuv")) for unit in units] == [2, 1]
    assert units[0].findtext("tuv/seg") == "하나 & <둘>"
    assert [prop.text for prop in units[0].findall("prop")] == ["d", "0.5"]


def test_a_memory_with_another_language_in_the_place_of_one(tmp_path):
    unit = '<tu><tuv xml:lang="ko"><seg>하나</seg></tuv><tuv xml:lang="ja-JP"><seg>一</seg></tuv></tu>'
    (tmp_path / "a.tmx").write_text(f"<tmx><body>{unit * 3}</body></tmx>", "utf-8")
    with pytest.raises(FormatError, match="no segment in Korean and English: the languages it names are ja-JP, ko"):
        read(tmp_path / "a.tmx")
