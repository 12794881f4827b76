"""Bytes in and out: every encoding malmoi promises, and every way a write can fail."""

import errno
import io
import os
import sys

import pytest

from malmoi import files
from malmoi.errors import EncodingError, InputError, OutputError

KOREAN = "이사회는 오늘 5000억달러(약 702조원)를 투자하기로 했다.\n둘째 줄 ‘따옴표’ · 理事會\n"

READABLE = [
    ("utf-8", KOREAN.encode("utf-8")),
    ("utf-8 with a mark", KOREAN.encode("utf-8-sig")),
    ("utf-16 little endian", b"\xff\xfe" + KOREAN.encode("utf-16-le")),
    ("utf-16 big endian", b"\xfe\xff" + KOREAN.encode("utf-16-be")),
    ("cp949", KOREAN.encode("cp949")),
    ("euc-kr", KOREAN.encode("euc-kr")),
]

# Bytes that are no text, or text in an encoding that must not be guessed at; and the byte that the error names.
UNREADABLE = [
    ("western smart quotes", "The board’s “plan” cost £3".encode("cp1252"), "byte 9"),
    ("accents of latin-1", "Le café déjà vu, naïveté".encode("latin-1"), "byte 6"),
    ("shift-jis", "東京の会議で発表された計画について".encode("shift-jis"), "byte 0"),
    ("gb2312", "董事会今天决定投资五千亿美元建设数据中心".encode("gb2312"), "byte 0"),
    ("utf-16 without a mark", "board".encode("utf-16-le"), "byte 1"),
    ("a zip file", b"PK\x03\x04\x14\x00\x06\x00", "byte 5"),
    ("cut in the middle of a syllable", "가나다".encode()[:-1], "byte 6"),
]


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in READABLE])
def test_korean_is_read_in_every_promised_encoding(tmp_path, data):
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    assert files.read_text(path) == KOREAN


@pytest.mark.parametrize("data, where", [pytest.param(data, where, id=name) for name, data, where in UNREADABLE])
def test_other_bytes_are_refused_by_file_byte_and_option(tmp_path, data, where):
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    with pytest.raises(EncodingError) as error:
        files.read_text(path)
    assert str(path) in str(error.value)
    assert where in str(error.value)
    assert "--encoding" in str(error.value)


def test_a_named_encoding_is_used_and_checked(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes("Le café".encode("latin-1"))
    assert files.read_text(path, "latin-1") == "Le café"
    with pytest.raises(EncodingError, match="byte 6"):
        files.read_text(path, "utf-8")
    with pytest.raises(EncodingError, match="no encoding called 'klingon'"):
        files.read_text(path, "klingon")


def test_line_ends_become_one_kind(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"a\r\nb\rc\n")
    assert files.read_text(path) == "a\nb\nc\n"


def test_missing_and_empty_files_say_so(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        files.read_text(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="is a folder"):
        files.read_text(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b" \n\n")
    with pytest.raises(InputError, match="is empty"):
        files.read_text(tmp_path / "empty.txt")


def test_a_dash_is_the_standard_streams(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("말모이".encode())))
    assert files.read_text("-") == "말모이"
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    files.write_text("-", "말모이")
    assert out.buffer.getvalue().decode() == "말모이"


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.txt"
    files.write_text(path, "first")

    def interrupted():
        with files.replacing(path) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "first"
    files.write_text(path, "second")
    assert path.read_text() == "second"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_of_the_old_file_stay(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("x")
    path.chmod(0o640)
    files.write_text(path, "y")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "out.txt"
    path.write_text("kept")

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        files.write_text(path, "lost")
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_an_open_workbook_are_refused(tmp_path):
    for refused in (files.check_writable, lambda path: files.write_text(path, "x")):
        with pytest.raises(OutputError, match="no such file or folder"):
            refused(tmp_path / "absent" / "out.txt")
        with pytest.raises(OutputError, match="is a folder"):
            refused(tmp_path)
    path = tmp_path / "book.xlsx"
    path.write_text("theirs")
    for lock in (".~lock.book.xlsx#", "~$book.xlsx"):
        (tmp_path / lock).write_text("")
        with pytest.raises(OutputError, match="open in another program"):
            files.write_text(path, "ours")
        with pytest.raises(OutputError, match="open in another program"):
            files.check_writable(path)
        (tmp_path / lock).unlink()
    assert path.read_text() == "theirs"
