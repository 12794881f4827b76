"""Compressed files: the same segments as without, and one sentence for what is damaged."""

import gzip
import sys

import pytest

from malmoi.errors import InputError, MissingExtraError
from malmoi.formats.bitexts.codecs import format_of, read, write
from malmoi.formats.containers.compressed import bare_name, open_compressed
from malmoi.model.frames import bitext

FRAME = bitext(["이사회가 승인했다.", "비가 온다."] * 50, ["The board approved.", "It rains."] * 50)


def packed(path):
    target = path.with_name(path.name + ".gz")
    target.write_bytes(gzip.compress(path.read_bytes()))
    return target


@pytest.mark.parametrize("suffix", ["tmx", "xlf", "po", "csv", "tsv", "jsonl"])
def test_every_text_format_may_be_packed(tmp_path, suffix):
    plain = tmp_path / f"a.{suffix}"
    write(FRAME, plain)
    assert read(packed(plain)).equals(read(plain))


def test_two_texts_may_be_packed(tmp_path):
    paths = tmp_path / "a.ko", tmp_path / "a.en"
    write(FRAME, paths)
    assert read((packed(paths[0]), paths[1]))["ko"].to_list() == FRAME["ko"].to_list()


def test_the_name_without(tmp_path):
    assert bare_name("x/memory.TMX.gz").name == "memory.TMX"
    assert format_of("memory.tmx.GZ") == "tmx"


def test_a_torn_file_is_told(tmp_path):
    plain = tmp_path / "a.tsv"
    write(FRAME, plain)
    torn = packed(plain)
    torn.write_bytes(torn.read_bytes()[:-20])
    with pytest.raises(InputError, match="breaks off"):
        read(torn)


def test_what_is_no_gzip_is_told(tmp_path):
    (tmp_path / "a.tsv.gz").write_bytes(b"ko\ten\n")
    with pytest.raises(InputError, match=r"a\.tsv\.gz cannot be unpacked: it is no such file"):
        read(tmp_path / "a.tsv.gz")


def test_going_back_and_on(tmp_path):
    data = bytes(range(256)) * 20_000
    (tmp_path / "a.gz").write_bytes(gzip.compress(data))
    with open_compressed(tmp_path / "a.gz") as stream:
        assert stream.read(10) == data[:10]
        stream.seek(3_000_000)
        assert stream.read(5) == data[3_000_000:3_000_005]
        stream.seek(1)
        assert stream.read(300) == data[1:301]


def test_zstandard(tmp_path):
    zstandard = pytest.importorskip("zstandard")
    plain = tmp_path / "a.tmx"
    write(FRAME, plain)
    compress = zstandard.ZstdCompressor().compress
    data = plain.read_bytes()
    (tmp_path / "b.tmx.zst").write_bytes(compress(data[:500]) + compress(data[500:]))  # two frames make one file
    assert read(tmp_path / "b.tmx.zst").equals(read(plain))


def test_zstandard_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "a.tsv.zst").write_bytes(b"(")
    with pytest.raises(MissingExtraError, match="pip install zstandard"):
        read(tmp_path / "a.tsv.zst")
