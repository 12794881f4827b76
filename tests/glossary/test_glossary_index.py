"""The index beside the journal: it says what the journal says, whatever happens to either."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import GlossaryError
from malmoi.glossary.journal import Journal
from malmoi.glossary.store import Glossary, JournalWarning


def test_the_order_of_terms_does_not_tell_how_the_index_was_made(store, path):
    store.put_rows({"ko": f"낱말{i}", "en": [f"word {i}", f"term {i}"], "concept": f"c{9 - i}"} for i in range(9))
    store.edit("c4", domain="x")
    store.remove("c5")
    store.put(ko="새말", concept="c3")
    again = [row[1:] for row in Glossary.open(path)._index.terms()]
    assert [row[1:] for row in store._index.terms()] == again
    (path.parent / ".cache" / "journal.sqlite").unlink()
    assert [row[1:] for row in Glossary.open(path)._index.terms()] == again


def test_another_process_is_followed(store, path):
    store.put(ko="은행", en="bank")
    Glossary.open(path).put(ko="금리", en="interest rate")
    assert store.lookup("금리")[0].how == "exact"
    assert len(store.find("금리가 올랐다", "ko")) == 1
    assert store.terms.height == 4


def test_a_journal_that_was_rewritten_is_read_again(store, path):
    store.put(ko="은행", en="bank")
    store.put(ko="금리", en="interest rate")
    path.write_text(path.read_text("utf-8").replace("은행", "둑길"), "utf-8")
    again = Glossary.open(path)
    assert again.lookup("둑길")
    assert not again.lookup("은행")
    assert again.lookup("금리")


def test_a_broken_or_foreign_index_is_rebuilt(store, path):
    store.put(ko="은행", en="bank")
    index = path.parent / ".cache" / "journal.sqlite"
    assert Glossary.open(path).lookup("은행")
    assert index.exists()
    for broken in (b"not a database" * 99, b""):
        index.write_bytes(broken)
        assert Glossary.open(path).lookup("은행")
    with sqlite3.connect(index) as db:
        db.execute("PRAGMA user_version = 99999")
    db.close()
    assert Glossary.open(path).lookup("은행")


def test_a_folder_that_cannot_be_written_serves_from_memory(store, path, monkeypatch):
    store.put(ko="은행", en="bank")
    monkeypatch.setattr("malmoi.glossary.index.writable", lambda _: False)
    monkeypatch.setattr("malmoi.glossary.caches.writable", lambda _: False)
    again = Glossary.open(path)
    assert again.lookup("은행")
    assert not (path.parent / ".cache" / "journal.sqlite").exists()


def test_a_torn_line_that_cannot_be_set_aside_is_said_each_time(store, path, monkeypatch):
    store.put(ko="은행", en="bank")
    with path.open("ab") as stream:
        stream.write(b'{"id":"x"')
    before = path.read_bytes()

    def refuse(_):
        raise GlossaryError("read-only")

    monkeypatch.setattr("malmoi.glossary.index.writable", lambda _: False)
    monkeypatch.setattr("malmoi.glossary.caches.writable", lambda _: False)
    monkeypatch.setattr(Journal, "locked", refuse)
    for _ in range(2):
        with pytest.warns(JournalWarning, match="left out"):
            assert Glossary.open(path).lookup("은행")
    assert path.read_bytes() == before


def test_looking_into_a_glossary_that_does_not_exist_makes_nothing(tmp_path):
    store = Glossary.open(tmp_path / "no" / "journal.ndjson")
    assert store.lookup("은행") == []
    assert store.terms.is_empty()
    assert [*tmp_path.iterdir()] == []


WORDS = st.text(st.sampled_from("가나다은행금리ab -"), min_size=1, max_size=4).filter(str.strip)
ACTIONS = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "remove", "merge", "undo"]), WORDS, st.integers(0, 5)), max_size=14
)


@settings(max_examples=30, deadline=None)
@given(actions=ACTIONS)
def test_the_index_says_what_the_expression_over_the_journal_says(tmp_path_factory, actions):
    path = tmp_path_factory.mktemp("g") / "journal.ndjson"
    store = Glossary.open(path, by="h")
    for action, word, n in actions:
        ids = sorted(set(store.terms["concept"]))
        try:
            if action == "put":
                store.put(ko=word, en=f"{word} x", concept=f"c{n}")
            elif action == "undo":
                store.undo()
            elif ids and action == "merge":
                store.merge(ids[n % len(ids)], ids[0])
            elif ids:
                term = store.terms["id"][n % store.terms.height]
                store.edit(term, note=word) if action == "edit" else store.remove(term)
        except GlossaryError:
            pass
    rows = [(row.id, row.concept, row.term) for row in store._index.terms()]
    again = Glossary.open(path)
    assert (
        sorted(rows)
        == sorted(store.terms.select("id", "concept", "term").rows())
        == sorted(again.terms.select("id", "concept", "term").rows())
    )
    assert not Journal(path).read().bad
