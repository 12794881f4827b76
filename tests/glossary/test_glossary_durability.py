"""Nothing is lost and nothing is torn: a hundred kills, readers beside a writer, journals merged by git, full and read-only disks."""

import errno
import os
import shutil
import subprocess
import sys

import pytest

from malmoi.errors import GlossaryError
from malmoi.glossary import schema
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal
from malmoi.glossary.query import Asker
from malmoi.glossary.store import Glossary

# Forks a writer, kills it after so many of its words, looks at what is left; without Polars, so that a fork is cheap and safe.
KILLER = """
import os, random, signal, sys
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal
from malmoi.glossary.writer import Writer

rng = random.Random(0)
for kill in range(int(sys.argv[2])):
    path = os.path.join(sys.argv[1], f"{kill}.ndjson")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        index = Index(Journal(path))
        writer = Writer(Journal(path), [index], "w", None)
        i = 0
        while True:
            writer.change(put=[{"ko": f"낱말{i}", "en": f"word {i}"}])
            os.write(write, b"x")
            i += 1
    os.close(write)
    acknowledged = sum(len(os.read(read, 1)) for _ in range(rng.randint(1, 9)))
    for _ in range(rng.randint(0, 60_000)):
        pass
    os.kill(child, signal.SIGKILL)
    while some := os.read(read, 100):
        acknowledged += len(some)
    os.close(read)
    os.waitpid(child, 0)
    index = Index(Journal(path))
    index.catch_up()
    there = sorted(row.term for row in index.terms() if row.lang == "ko")
    expected = sorted(f"낱말{i}" for i in range(len(there)))
    if there != expected or not acknowledged <= len(there) <= acknowledged + 1:
        sys.exit(f"kill {kill}: {acknowledged} acknowledged, {there} there")
    Writer(Journal(path), [index], "w", None).change(put=[{"ko": "끝"}])
    for name in os.listdir(sys.argv[1]):
        if name.startswith(f"{kill}."):
            os.unlink(os.path.join(sys.argv[1], name))
"""
CHANGER = """
import sys
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal
from malmoi.glossary.writer import Writer

journal = Journal(sys.argv[1])
writer = Writer(journal, [Index(journal)], "w", None)
for i in range(1, int(sys.argv[2]) + 1):
    writer.change(remove=["bank"]) if i % 3 == 0 else None
    writer.change(put=[{"ko": "은행나무길", "en": f"bank {i}", "domain": f"d{i}", "concept": "bank"}], remove=[])
    writer.change(edit={"bank": {"note": str(i)}}) if i % 2 else None
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_hundred_kills_lose_nothing_that_was_acknowledged(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLER, str(tmp_path), "100"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_ten_thousand_reads_beside_a_writer_are_never_torn(tmp_path):
    path = tmp_path / "journal.ndjson"
    store = Glossary.open(path)
    store.put(ko="은행나무길", en="bank 0", domain="d0", concept="bank")
    index = Index(Journal(path))
    asker, seen = Asker([index]), set()
    changer = subprocess.Popen([sys.executable, "-c", CHANGER, str(path), "500"])
    reads = 0
    while reads < 10_000 or changer.poll() is None:
        index.catch_up()
        for query in ("은행나무길", "은헹나무길", "ㅇㅎㄴㅁㄱ"):
            found = asker.lookup(query)
            reads += 1
            for match in found:
                number = match.fields["domain"].removeprefix("d")
                assert f"bank {number}" in [term for _, term in match.translations]
                seen.add(number)
    assert changer.wait() == 0
    assert len(seen) > 10
    assert store.lookup("은행나무길")[0].fields["domain"] == "d500"


def git(folder, *args):
    identity = ["-c", "user.name=kim", "-c", "user.email=kim@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("order", ["ab", "ba"])
def test_journals_of_two_machines_merge_to_one_state_in_either_order(tmp_path, order):
    states = tmp_path / order
    states.mkdir()
    path = states / "journal.ndjson"
    git(states, "init")
    (states / ".gitattributes").write_text("*.ndjson merge=union\n")
    (states / ".gitignore").write_text(".cache/\n*.lock\n")
    base = Glossary.open(path, by="base")
    base.put_rows({"ko": f"낱말{i}", "en": f"word {i}", "concept": f"c{i}"} for i in range(5))
    git(states, "add", ".")
    git(states, "commit", "-m", "base")
    for name in "ab":
        git(states, "checkout", "-b", name, "main")
        store = Glossary.open(path, by=name)
        store.put(ko=f"{name}의 말", en=f"word of {name}", concept=name)
        store.edit("c0", domain=name)
        store.edit("c1", **{"definition" if name == "a" else "note": name})
        if name == "a":
            store.remove("c2")
            store.merge("c3", "c4")
            store.put(ko="되돌릴 말")
            store.undo()
        else:
            store.edit("c2", note="still here")
            store.edit("c4", domain="late")
        git(states, "commit", "-am", name)
    git(states, "checkout", order[0])
    git(states, "merge", order[1], "-m", "both")
    merged = Glossary.open(path)
    assert not Journal(path).read().bad
    assert {"a의 말", "b의 말"} <= set(merged.terms["term"])
    # The later of two changes to one concept counts; both stay in its history.
    assert set(merged.terms.filter(concept="c0")["domain"]) == {"b"}
    assert [version.by for version in merged.history("c0")] == ["base", "a", "b"]
    assert set(merged.terms.filter(concept="c2")["note"]) == {"still here"}
    assert merged.lookup("되돌릴 말") == []
    assert merged.terms.filter(concept="c4").height == 2
    assert sorted(merged.terms.select("concept", "term", "domain", "note").rows()) == EXPECTED


EXPECTED = sorted(
    [
        *[("a", "a의 말", "", ""), ("a", "word of a", "", ""), ("b", "b의 말", "", ""), ("b", "word of b", "", "")],
        *[("c0", "낱말0", "b", ""), ("c0", "word 0", "b", ""), ("c1", "낱말1", "", "b"), ("c1", "word 1", "", "b")],
        *[("c2", "낱말2", "", "still here"), ("c2", "word 2", "", "still here")],
        *[("c3", "낱말3", "", ""), ("c3", "word 3", "", ""), ("c3", "낱말4", "", ""), ("c3", "word 4", "", "")],
        *[("c4", "낱말4", "late", ""), ("c4", "word 4", "late", "")],
    ]
)


def test_an_index_on_a_full_disk_gives_way_to_memory(tmp_path, monkeypatch):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put_rows({"ko": f"낱말{i}", "en": f"word {i}"} for i in range(300))
    shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
    real = schema.connect

    def full(file):
        db = real(file)
        if file is not None:
            db.execute("PRAGMA max_page_count = 20")
        return db

    monkeypatch.setattr(schema, "connect", full)
    store = Glossary.open(path)
    assert store.lookup("낱말7")[0].translations == (("en", "word 7"),)
    assert store.terms.height == 600


def test_an_index_that_fills_the_disk_while_keys_are_made_gives_way_too(tmp_path):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put_rows({"ko": f"낱말{i}", "en": f"word {i}"} for i in range(300))
    store = Glossary.open(path)
    assert (tmp_path / ".cache" / "journal.sqlite").exists()
    pages = store._index._db.execute("PRAGMA page_count").fetchone()[0]
    store._index._db.execute(f"PRAGMA max_page_count = {pages}")
    assert store.lookup("낱밀7")[0].translations == (("en", "word 7"),)


def test_an_index_that_breaks_while_it_is_open_is_made_anew(tmp_path):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put_rows({"ko": f"낱말{i}", "en": f"word {i}"} for i in range(300))
    assert Glossary.open(path).lookup("낱말7")
    file = tmp_path / ".cache" / "journal.sqlite"
    again = Index(Journal(path))
    again.catch_up()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    asker = Asker([again])
    assert asker.lookup("낱말7")[0].translations == (("en", "word 7"),)


def test_a_read_only_folder_answers_and_refuses_changes_in_words(tmp_path, monkeypatch):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put(ko="은행", en="bank")
    shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
    before = path.read_bytes()
    monkeypatch.setattr("malmoi.glossary.caches.writable", lambda _: False)
    real = os.open

    def refuse(name, flags, *rest, **more):
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(name))
        return real(name, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    store = Glossary.open(path)
    assert store.lookup("은행이")[0].translations == (("en", "bank"),)
    assert store.terms.height == 2
    with pytest.raises(GlossaryError, match=r"cannot be (changed|written)"):
        store.put(ko="금리")
    assert path.read_bytes() == before
    assert not (tmp_path / ".cache").exists() or not [*(tmp_path / ".cache").glob("journal*")]
