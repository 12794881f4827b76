"""A cache that another malmoi made is never trusted, and everything that a cache depends on tells one malmoi from another."""

import sqlite3
import subprocess
import sys

import polars as pl
import pytest

from malmoi.glossary import make as making
from malmoi.glossary import saved, schema, snapshot
from malmoi.glossary.store import Glossary

# Of malmoi's own, what a cold start loads that derives nothing.
NEUTRAL = {"malmoi", "malmoi.errors", "malmoi.files", "malmoi.optional"}
LOADED = """
import sys
from malmoi.glossary.store import Glossary
glossary = Glossary.open(sys.argv[1])
glossary.put(ko="공정거래위원회", en="Fair Trade Commission")
for query in ("공정위", "ㄱㅈㄱㄹ", "gongjeong", "rhdwjd", "Fair Trad Comission", "公正"):
    glossary.lookup(query)
glossary.find("공정거래위원회가", "ko"), glossary.find("the Fair Trade Commission", "en"), glossary.terms
print(*(name for name in sys.modules if name.split(".")[0] == "malmoi"))
"""


@pytest.fixture
def journal(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "_WORTHWHILE", 1)
    monkeypatch.setattr("malmoi.glossary.store._WORTH_SAVING", 1)
    path = tmp_path / "j.ndjson"
    Glossary.open(path).put_rows([{"ko": "은행", "en": "bank"}, {"ko": "이사회", "en": "board of directors"}])
    return path


def upgrade(monkeypatch, number=12345):
    for module in (schema, saved, snapshot):
        monkeypatch.setattr(module, "make", lambda: number)


def test_an_index_of_another_make_is_rebuilt(journal, monkeypatch):
    assert Glossary.open(journal).lookup("은행")
    with sqlite3.connect(journal.parent / ".cache" / "j.sqlite") as db:
        db.execute("UPDATE term SET term = 'poison' WHERE term = '은행'")
    db.close()
    assert Glossary.open(journal).lookup("은행")[0].term == "poison"
    upgrade(monkeypatch)
    assert Glossary.open(journal).lookup("은행")[0].term == "은행"


def test_a_frame_of_another_make_is_made_anew(journal, monkeypatch):
    assert "은행" in [*Glossary.open(journal).terms["term"]]
    path = journal.parent / ".cache" / "j.parquet"
    with path.open("rb") as stream:
        said = pl.read_parquet_metadata(stream)
    frame = pl.read_parquet(path).with_columns(term=pl.lit("poison"))
    frame.write_parquet(path, metadata={k: v for k, v in said.items() if k != "ARROW:schema"})
    assert {*Glossary.open(journal).terms["term"]} == {"poison"}
    upgrade(monkeypatch)
    assert "은행" in [*Glossary.open(journal).terms["term"]]


def test_what_recognition_saved_in_another_make_is_not_read(tmp_path, monkeypatch):
    saved.save(tmp_path / "a", "key", {"one": b"1"})
    upgrade(monkeypatch)
    assert saved.load(tmp_path / "a", "key") == {}


def test_what_an_older_malmoi_still_holds_open_it_writes_nowhere(journal, monkeypatch):
    older = Glossary.open(journal)
    upgrade(monkeypatch)
    newer = Glossary.open(journal)
    monkeypatch.undo()
    # The older one writes its journal, as it may, and answers from memory.
    older.put(ko="금리", en="interest rate")
    assert older.lookup("금리")
    with sqlite3.connect(journal.parent / ".cache" / "j.sqlite") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (12345,)
        assert db.execute("SELECT count(*) FROM term WHERE term = '금리'").fetchone() == (0,)
    db.close()
    upgrade(monkeypatch)
    assert newer.lookup("금리")


def test_the_make_changes_with_any_program_or_table(tmp_path, monkeypatch):
    def made():
        making.make.cache_clear()
        return making.make()

    for folder in making.FOLDERS:
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(making, "__file__", str(tmp_path / "glossary" / "make.py"))
    seen = [made()]
    for folder in making.FOLDERS:
        for name in ("a.py", "b.tsv", "c.toml"):
            (tmp_path / folder / name).write_text("x", "utf-8")
            seen.append(made())
            (tmp_path / folder / name).write_text("y", "utf-8")
            seen.append(made())
    (tmp_path / "__init__.py").write_text('__version__ = "0"', "utf-8")
    seen.append(made())
    making.make.cache_clear()
    assert len({*seen}) == len(seen)
    assert all(0 < make < 1 << 31 for make in seen)


def test_nothing_else_decides_what_is_derived(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path / "j.ndjson")], capture_output=True, text=True, check=True
    )
    others = {name for name in done.stdout.split() if name.split(".")[1:2] and name.split(".")[1] not in making.FOLDERS}
    assert others <= NEUTRAL
    assert "malmoi.names.romanization" in done.stdout
