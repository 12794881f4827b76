"""A cold start finds the same terms from what an earlier one saved, and derives all anew when that does not fit."""

import polars as pl
import pytest

from malmoi.glossary import saved, store
from malmoi.glossary.recognition import Recogniser
from malmoi.glossary.store import Glossary

TEXTS = [("은행이사회가 공정 거래 위원회의 AI를 물었다.", "ko"), ("Boards of directors use A.I.", "en")]
PAIRS = [
    {"ko": "은행", "en": "bank"},
    {"ko": "이사회", "en": "board of directors"},
    {"ko": "공정거래위원회", "en": "Fair Trade Commission"},
    {"ko": "인공지능", "en": ["AI", "artificial intelligence"]},
]


@pytest.fixture
def journal(tmp_path, monkeypatch):
    pytest.importorskip("daachorse")
    monkeypatch.setattr(store, "_WORTH_SAVING", 1)
    Glossary.open(tmp_path / "j.ndjson").put_rows(PAIRS)
    return tmp_path / "j.ndjson"


def hits(journal):
    glossary = Glossary.open(journal)
    return [[tuple(hit) for hit in glossary.find(text, lang)] for text, lang in TEXTS]


def made(monkeypatch):
    """Whether each recogniser that is made stands on what was saved."""
    out = []
    real = Recogniser.__init__
    monkeypatch.setattr(
        Recogniser, "__init__", lambda self, rows, parts=None: out.append(bool(parts)) or real(self, rows, parts or {})
    )
    return out


def test_the_second_start_stands_on_the_first(journal, monkeypatch):
    seen = made(monkeypatch)
    first = hits(journal)
    assert first[0]
    assert first[1]
    assert hits(journal) == first
    assert seen == [False, True]


def test_a_change_is_seen(journal, monkeypatch):
    before = hits(journal)
    Glossary.open(journal).put(ko="위원회", en="use")
    seen = made(monkeypatch)
    assert hits(journal) != before
    assert seen == [False]


def test_another_order_of_the_same_terms_is_another_glossary(journal, monkeypatch):
    first = hits(journal)
    real = Glossary._rows
    monkeypatch.setattr(Glossary, "_rows", lambda self: [*real(self)][::-1])
    seen = made(monkeypatch)
    assert hits(journal) == first
    assert seen == [False]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"no json\n", None])
def test_a_damaged_file_is_none(journal, damage):
    first = hits(journal)
    (path,) = (journal.parent / ".cache").glob("*.find")
    data = path.read_bytes()
    path.write_bytes(data[:-3] if damage is None else damage)
    assert hits(journal) == first
    assert path.read_bytes() == data


def test_parts_come_back(tmp_path):
    parts = {"one": b"\n\n1", "two": b""}
    saved.save(tmp_path / "a", "key", parts)
    assert saved.load(tmp_path / "a", "key") == parts
    assert saved.load(tmp_path / "a", "other") == {}
    assert saved.load(tmp_path / "absent", "key") == {}


def test_where_nothing_can_be_written_all_is_found(tmp_path):
    saved.save(tmp_path / "no" / "folder", "key", {"one": b"1"})
    assert not (tmp_path / "no").exists()


def test_a_glossary_in_memory_saves_nothing(monkeypatch):
    monkeypatch.setattr(store, "_WORTH_SAVING", 0)
    glossary = Glossary.from_pairs(pl.DataFrame({"ko": ["은행"], "en": ["bank"]}))
    assert [hit.term for hit in glossary.find("은행", "ko")] == ["은행"]
