"""Two texts line by line."""

import pytest

from malmoi.errors import InputError, LanguageError
from malmoi.formats.bitexts.codecs import read, write
from malmoi.model.frames import bitext


@pytest.fixture
def pair(tmp_path):
    ko, en = tmp_path / "c.ko", tmp_path / "c.en"
    ko.write_bytes("국가\r\n\r\n나라와 땅\r\n".encode("cp949"))
    en.write_text("state\n\ncountry\u2028land", "utf-8")
    return ko, en


def test_lines_are_pairs_and_empty_ones_count(pair):
    assert read(pair).select("seg", "ko", "en").rows() == [
        (0, "국가", "state"),
        (1, "", ""),
        (2, "나라와 땅", "country\u2028land"),
    ]


def test_the_korean_text_comes_first(pair):
    with pytest.raises(LanguageError, match="give the Korean text first"):
        read(pair[::-1])


def test_as_many_lines_on_either_side(pair):
    pair[1].write_text("state\n", "utf-8")
    with pytest.raises(InputError, match=r"c\.ko has 3 lines and .*c\.en 1"):
        read(pair)


def test_a_line_break_within_a_segment_becomes_a_space(tmp_path):
    pair = (tmp_path / "a.ko", tmp_path / "a.en")
    write(bitext(["하나\r\n둘"], ["one\ntwo"]), pair)
    assert read(pair).select("ko", "en").rows() == [("하나 둘", "one two")]
