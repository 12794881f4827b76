"""Nothing is lost: what is acknowledged is on the disk, what is no version is set aside, whoever writes beside whom."""

import errno
import json
import os
import subprocess
import sys

import pytest

from malmoi.errors import GlossaryError
from malmoi.glossary.journal import Journal, Version
from malmoi.glossary.store import Glossary, JournalWarning

WRITER = """
import sys
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal
from malmoi.glossary.writer import Writer
journal = Journal(sys.argv[1])
writer = Writer(journal, [Index(journal)], sys.argv[2], None)
for i in range(int(sys.argv[3])):
    writer.change(put=[{"ko": f"낱말 {sys.argv[2]} {i}", "en": f"word {sys.argv[2]} {i}"}])
"""


def version(id_="a", at="2026-11-23T07:00:00.000000Z", op="put", term="은행", **rest):
    terms = [{"id": f"{id_}1", "lang": "ko", "term": term, "status": "preferred"}]
    return Version(id_, op, at, "kim", {"terms": terms} if op == "put" else rest)


def write(path, *lines):
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.ndjson"


# line that is no version, a part of what is said about it
FOREIGN = [
    ("not json", "no JSON"),
    ("[1, 2]", "no JSON object"),
    ('{"id":"","op":"put","at":"2026-11-23T07:00:00.000000Z","by":"k","fields":{"terms":[]}}', "lacks an id"),
    ('{"id":"a","op":"paint","at":"2026-11-23T07:00:00.000000Z","by":"k","fields":{}}', "'paint'"),
    ('{"id":"a","op":"put","at":"yesterday","by":"k","fields":{"terms":[]}}', "'yesterday'"),
    ('{"id":"a","op":"put","at":"2026-11-23T07:00:00.000000Z","by":"k","fields":{"terms":[{"id":"x"}]}}', "not those of a put"),
    ('{"id":"a","op":"merge","at":"2026-11-23T07:00:00.000000Z","by":"k","fields":{}}', "not those of a merge"),
    ("<<<<<<< HEAD", "no JSON"),
    ('{"id":"\\ud800","op":"remove","at":"2026-11-23T07:00:00.000000Z","by":"k","fields":{}}', "half a character"),
]  # fmt: skip


def test_a_version_is_one_line_that_reads_back():
    one = version(term='쉼표, "따옴표"\n과 줄')
    assert "\n" not in one.line
    assert json.loads(one.line)["fields"] == one.fields


@pytest.mark.parametrize("line, said", FOREIGN)
def test_a_foreign_line_is_set_aside_and_named(path, line, said):
    write(path, version("a").line, line, version("b", term="금리").line)
    with pytest.warns(JournalWarning, match="line 2") as caught:
        store = Glossary.open(path)
    assert said in str(caught[0].message)
    aside = path.with_name("journal.set-aside.ndjson")
    assert str(aside) in str(caught[0].message)
    assert aside.read_text("utf-8") == line + "\n"
    assert store.terms["term"].to_list() == ["은행", "금리"]
    assert path.read_text("utf-8") == version("a").line + "\n" + version("b", term="금리").line + "\n"
    assert not Journal(path).read().bad


def test_a_torn_last_line_is_set_aside_and_the_next_write_is_whole(path):
    write(path, version("a").line)
    with path.open("ab") as stream:
        stream.write(b'{"id":"b","op":"put","at":"2026-11-23T0')
    with pytest.warns(JournalWarning, match="ends in the middle"):
        store = Glossary.open(path)
    store.put(ko="금리", en="interest rate")
    assert sorted(Glossary.open(path).terms["term"]) == ["interest rate", "금리", "은행"]
    assert path.with_name("journal.set-aside.ndjson").read_bytes().startswith(b'{"id":"b"')


def test_a_whole_last_line_without_its_end_is_kept(path):
    path.write_bytes(version("a").line.encode())
    assert Glossary.open(path).terms["term"].to_list() == ["은행"]
    assert not path.with_name("journal.set-aside.ndjson").exists()


def test_windows_line_ends_a_mark_and_blank_lines_do_no_harm(path):
    path.write_bytes(
        b"\xef\xbb\xbf" + version("a").line.encode() + b"\r\n\r\n" + version("b", term="금리").line.encode() + b"\r\n"
    )
    assert Glossary.open(path).terms["term"].to_list() == ["은행", "금리"]


@pytest.mark.parametrize("content", ["말모이\n한글\n", "ko,en\n은행,bank\n", "\x00\x01"])
def test_a_file_that_is_no_journal_is_left_alone(path, content):
    path.write_text(content, "utf-8")
    with pytest.raises(GlossaryError, match="no glossary journal"):
        Glossary.open(path)
    assert path.read_text("utf-8") == content


def test_the_order_of_lines_never_matters(path, tmp_path):
    lines = [
        version("a", "2026-11-23T07:00:00.000000Z").line,
        version("a", "2026-11-23T07:00:00.000001Z", term="중앙은행").line,
        version("b", "2026-11-23T07:00:00.000001Z", term="금리").line,
        version("b", "2026-11-23T07:00:00.000001Z", term="이자율").line,
        version("c", "2026-11-23T07:00:00.000002Z", term="환율").line,
        version("c", "2026-11-23T07:00:00.000003Z", op="remove").line,
    ]
    states = []
    for i, order in enumerate((lines, lines[::-1], lines[3:] + lines[:3], lines + lines)):
        other = tmp_path / f"{i}.ndjson"
        write(other, *order)
        store = Glossary.open(other)
        states.append(sorted(store.terms["term"]))
        assert states[-1] == sorted(match.term for term in states[-1] for match in store.lookup(term, limit=1))
    assert states == [["이자율", "중앙은행"]] * 4


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_the_journal_as_it_was(path, monkeypatch, call):
    store = Glossary.open(path)
    store.put(ko="은행", en="bank")
    before = path.read_bytes()

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"malmoi.glossary.journal.os.{call}", fail)
        with pytest.raises(GlossaryError, match="disk is full"):
            store.put(ko="금리", en="interest rate")
    assert path.read_bytes() == before
    store.put(ko="환율", en="exchange rate")
    assert sorted(Glossary.open(path).terms.filter(lang="ko")["term"]) == ["은행", "환율"]


def test_half_a_write_is_taken_back_when_the_disk_fills_up(path, monkeypatch):
    store = Glossary.open(path)
    store.put(ko="은행", en="bank")
    before, real, calls = path.read_bytes(), os.write, []

    def half(handle, data):
        calls.append(1)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data[: len(data) // 2])

    monkeypatch.setattr("malmoi.glossary.journal.os.write", half)
    with pytest.raises(GlossaryError, match="disk is full"):
        store.put(ko="금리", en="interest rate")
    assert path.read_bytes() == before


def test_a_journal_that_is_a_folder_is_an_error(tmp_path):
    with pytest.raises(GlossaryError, match="folder"):
        Glossary.open(tmp_path)


def test_processes_that_write_together_lose_nothing(path):
    each, count = 200, 8
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, f"w{i}", str(each)]) for i in range(count)]
    assert [writer.wait(120) for writer in writers] == [0] * count
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == each * count
    assert [row["at"] for row in rows] == sorted({row["at"] for row in rows})
    assert Glossary.open(path).terms.height == 2 * each * count
