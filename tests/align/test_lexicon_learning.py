"""How the learnt part of the lexicon is made: reading translated packages, Model 1, rows."""

import struct

import numpy as np
import pytest

from malmoi.align.learn_lexicon import cldr_pairs
from malmoi.align.learn_pairs import learn
from malmoi.align.learn_sources import clean, pairs_of
from malmoi.align.model1 import agreement

CLEANED = [
    ("_File", "File"),
    ("파일(_F)", "파일"),
    ("&Save as…", "Save as…"),
    ("저장(&S)", "저장"),
    ("Delete %s from <b>%(folder)s</b>?", "Delete from ?"),
    ("{{PLURAL:$1|page|pages}}", ""),
    ("snake_case stays", "snakecase stays"),
    ("  two\n lines ", "two lines"),
    ("100% sure", "100% sure"),
]


@pytest.mark.parametrize("given, cleaned", CLEANED)
def test_clean(given, cleaned):
    assert clean(given) == cleaned


def test_catalogues_messages_pages_and_annotations_are_read(tmp_path):
    catalogue(
        tmp_path / "locale/ko/LC_MESSAGES/a.mo",
        {"": "Content-Type: text/plain; charset=UTF-8\n", "menu\x04_Open": "열기(_O)", "OK": "OK"},
    )
    write(tmp_path / "i18n/ko.json", '{"save": "저장", "same": "Same", "@metadata": {}}')
    write(tmp_path / "i18n/en.json", '{"save": "Save", "same": "Same", "@metadata": {}}')
    write(tmp_path / "pkg-ko/help/ko/a.html", '<p id="x">그림</p><p id="z">없음</p><pre>코드</pre>')
    write(tmp_path / "pkg-en/help/en/a.html", '<h1>Pictures</h1><p id="x">Picture</p>')
    write(tmp_path / "doc/ko-KR/b.html", "<h1>제목</h1><p>본문</p>")
    write(tmp_path / "doc/en-US/b.html", "<h1>Title</h1><p>Body</p>")
    write(tmp_path / "doc/ko-KR/c.html", "<h1>하나</h1>")
    write(tmp_path / "doc/en-US/c.html", "<p>other</p>")
    write(
        tmp_path / "cldr/annotations/ko.xml",
        '<annotation cp="x">동물</annotation><annotation cp="x" type="tts">고양이</annotation>',
    )
    write(tmp_path / "cldr/annotations/en.xml", '<annotation cp="x" type="tts">cat</annotation>')
    assert set(pairs_of(tmp_path)) == {
        ("열기", "Open"),
        ("저장", "Save"),
        ("그림", "Picture"),
        ("제목", "Title"),
        ("본문", "Body"),
        ("고양이", "cat"),
    }


def test_model_1_finds_the_pairs_behind_the_sentences():
    # Word i of one side means word i of the other; sentences hold two to four of six words.
    rng = np.random.default_rng(0)
    bags = [list(rng.choice(6, size=rng.integers(2, 5), replace=False)) for _ in range(200)]
    counts = agreement([(bag, bag[::-1]) for bag in bags], len(bags), 6, 6)
    table = np.zeros((6, 6))
    table[counts.ko, counts.en] = counts.count
    assert (table.argmax(axis=0) == np.arange(6)).all()
    assert table.trace() > 0.9 * table.sum()


def test_a_dictionary_steers_and_is_not_counted():
    # Two words that always stand together cannot be told apart without help.
    pairs = [([0, 1], [0, 1])] * 5 + [([0], [0])] * 3
    counts = agreement(pairs, 5, 2, 2)
    table = np.zeros((2, 2))
    table[counts.ko, counts.en] = counts.count
    assert table[0, 0] > 2 * table[0, 1]
    assert table[1, 1] > 2 * table[1, 0]
    assert table.sum() <= 10


def test_learning_from_a_package(tmp_path, monkeypatch):
    strings = {
        "Open file": "파일 열기",
        "Close file": "파일 닫기",
        "Open window": "창 열기",
        "Close window": "창 닫기",
        "File": "파일",
        "pwprompt window": "창",
    }
    catalogue(tmp_path / "app/ko/LC_MESSAGES/app.mo", {"": "Content-Type: text/plain; charset=UTF-8\n", **strings})
    listed = write(tmp_path / "packages.tsv", "# list\napp\tGPL-2+\n")
    monkeypatch.setattr("malmoi.align.learn_pairs._PACKAGES", listed)
    header, rows = learn(tmp_path)
    found = {ko: dict(item.rsplit(" ", 1) for item in row.split(";")) for ko, row in rows}
    assert "app (GPL-2+)" in header
    assert max(found["파일"], key=lambda en: int(found["파일"][en])) == "file"
    assert max(found["창"], key=lambda en: int(found["창"][en])) == "window"
    assert "pwprompt" not in found["창"]


def test_cldr_names():
    pytest.importorskip("babel")
    pairs = set(cldr_pairs())
    assert {
        ("대한민국", "South Korea", "territories"),
        ("프랑스어", "French", "languages"),
        ("베를린", "Berlin", "cities"),
    } <= pairs
    assert all("(" not in ko + en for ko, en, _ in pairs)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def catalogue(path, strings):
    """A gettext catalogue in the format of GNU .mo files."""
    keys = sorted(strings)
    ids, values = ([s.encode() for s in column] for column in (keys, [strings[k] for k in keys]))
    at, tables, data = 28 + 16 * len(keys), [], b""
    for column in (ids, values):
        for item in column:
            tables += [len(item), at + len(data)]
            data += item + b"\0"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
        + struct.pack(f"<{len(tables)}I", *tables)
        + data
    )
