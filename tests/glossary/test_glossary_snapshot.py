"""The kept frame of terms: a cache that is used when it is right, and never believed when it is not."""

import os

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import GlossaryError
from malmoi.glossary import snapshot
from malmoi.glossary.journal import Journal
from malmoi.glossary.state import lines_frame, state
from malmoi.glossary.store import Glossary


@pytest.fixture(autouse=True)
def kept_at_once(monkeypatch):
    monkeypatch.setattr(snapshot, "_WORTHWHILE", 1)
    monkeypatch.setattr(snapshot, "_BLOCK", 3)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put_rows({"ko": f"낱말{i}", "en": f"word {i}", "concept": f"c{i}"} for i in range(8))
    return path


def kept(path):
    return path.parent / ".cache" / "journal.parquet"


def truth(path):
    return state(lines_frame(version.line for version in Journal(path).read().versions))


def terms(path):
    return Glossary.open(path).terms


def test_it_is_kept_and_used(path, monkeypatch):
    first = terms(path)
    assert first.equals(truth(path))
    assert kept(path).exists()

    def refuse(_):
        raise AssertionError("the frame was made anew")

    monkeypatch.setattr(snapshot, "frame_of", refuse)
    assert terms(path).equals(first)


def test_only_what_changed_is_made_anew(path, monkeypatch):
    terms(path)
    Glossary.open(path).change(put=[{"ko": "새말", "concept": "c8"}], edit={"c1": {"domain": "x"}}, remove=["c2"])
    made, real = [], snapshot.frame_of

    def watched(lines):
        made.extend(lines)
        return real(made)

    monkeypatch.setattr(snapshot, "frame_of", watched)
    assert terms(path).equals(truth(path))
    assert len(made) == 3


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"PAR1 and nothing else"),
        lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        lambda file: pl.DataFrame({"id": ["x"]}).write_parquet(file),
        lambda file: pl.read_parquet(file).head(1).write_parquet(file),
        lambda file: pl.DataFrame({"id": ["x"]}).write_parquet(file, metadata=pl.read_parquet_metadata(file)),
        lambda file: file.unlink(),
    ],
)
def test_what_is_broken_or_foreign_is_made_anew(path, harm):
    terms(path)
    harm(kept(path))
    assert terms(path).equals(truth(path))
    assert pl.read_parquet(kept(path)).equals(truth(path))


def test_a_journal_that_was_rewritten_is_believed(path):
    terms(path)
    path.write_text(path.read_text("utf-8").replace("낱말1", "딴말1"), "utf-8")
    assert "딴말1" in set(terms(path)["term"])
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), "utf-8")
    assert terms(path).equals(truth(path))
    assert terms(path).height == 6


def test_a_frame_that_cannot_be_kept_is_still_there(path, monkeypatch):
    def full(_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(snapshot, "replacing", full)
    assert terms(path).equals(truth(path))
    assert not kept(path).exists()


def test_an_open_glossary_grows_its_own_frame(path, monkeypatch):
    store = Glossary.open(path)
    before = store.terms
    assert store.terms is before
    monkeypatch.setattr(snapshot.Snapshot, "_read", lambda _: pytest.fail("the file was read again"))
    store.put(ko="새말", en="new word")
    assert store.terms.equals(truth(path))
    Glossary.open(path).remove("c3")
    assert store.terms.equals(truth(path))


KINDS = st.sampled_from(["put", "edit", "remove", "merge", "undo", "look"])
ACTIONS = st.lists(st.tuples(KINDS, st.integers(0, 5), st.integers(0, 5)), max_size=12)


@settings(max_examples=25, deadline=None)
@given(ACTIONS)
def test_however_it_grew_it_is_what_the_journal_says(tmp_path_factory, actions):
    path = tmp_path_factory.mktemp("s") / "journal.ndjson"
    store = Glossary.open(path)
    for action, i, k in actions:
        try:
            if action == "put":
                store.put(ko=f"말{k}", en=f"word {i}", concept=f"c{i}")
            elif action == "look":
                assert Glossary.open(path).terms.equals(truth(path))
            elif action == "undo":
                store.undo()
            elif action == "edit":
                store.edit(f"c{i}", domain=f"d{k}")
            elif action == "remove":
                store.remove(f"c{i}")
            else:
                store.merge(f"c{i}", f"c{k}")
        except GlossaryError:
            pass
        assert store.terms.equals(truth(path))
