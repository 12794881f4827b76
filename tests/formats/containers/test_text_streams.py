"""Text read a block at a time is the text that is read whole, wherever the blocks are cut."""

import io
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import InputError
from malmoi.files import read_text
from malmoi.formats.containers.textstream import numbered_lines, open_text

KOREAN = "국가와 나라는 각각 다르다. 이사회는 승인했다.\r\n"
# (bytes, encoding, part of the message)
REFUSED = [
    (b" \r\n\t", None, "empty"),
    (b"ab\0cd", None, "byte 2 is zero"),
    (b"a" * 700 + b"\0", None, "byte 700 is zero"),
    (b"a" * 700 + b"\xff", None, "neither UTF-8 nor CP949: byte 700 (0xff)"),
    (KOREAN.encode() * 9 + b"\xb0", None, f"byte {len(KOREAN.encode()) * 9} (0xb0)"),
    (KOREAN.encode()[:-41], None, "neither UTF-8 nor CP949"),
    (KOREAN.encode("cp949"), "utf-8", "is not utf-8-sig: byte 0 (0xb1)"),
    (b"abc", "klingon", "no encoding called 'klingon'"),
    (b"abc", "rot13", "no encoding called 'rot13'"),
    (KOREAN.encode("utf-16-le")[:-1], "utf-16-le", "is not utf-16-le"),
]


@pytest.fixture(params=[7, 64, 1 << 18])
def block(request, monkeypatch):
    monkeypatch.setattr("malmoi.formats.containers.textstream.BLOCK", request.param)
    return request.param


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("before", ["", "a" * 500, "English first.\n" * 200])
def test_encodings_are_recognised(tmp_path, block, encoding, before):
    path = tmp_path / "a.txt"
    path.write_bytes((before + KOREAN * 5).encode(encoding))
    with open_text(path) as text:
        assert text.read() == read_text(path) == before + KOREAN.replace("\r\n", "\n") * 5


@pytest.mark.parametrize("content, encoding, said", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_text(tmp_path, block, content, encoding, said):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught, open_text(path, encoding):
        pass
    assert said in str(caught.value)
    assert "a.txt" in str(caught.value) or "no encoding" in said


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), cut=st.integers(1, 9))
def test_any_text_in_blocks_of_any_size(tmp_path_factory, text, cut):
    path = tmp_path_factory.mktemp("a") / "a.txt"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("malmoi.formats.containers.textstream.BLOCK", cut)
        if text.removeprefix("\ufeff").strip():
            assert "\n".join(line for _, line in numbered_lines(path)) == read_text(path).removesuffix("\n")
        else:
            with pytest.raises(InputError, match="empty"):
                list(numbered_lines(path))


def test_standard_input_is_read_twice(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(KOREAN.encode("cp949"))))
    assert [*numbered_lines("-")] == [(1, KOREAN.strip())]
