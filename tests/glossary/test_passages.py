"""Texts of any size: passages come one by one, a long line in pieces, and no more is held than one of them."""

import io
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.errors import FormatError
from malmoi.glossary import passages as module
from malmoi.glossary.passages import Passage, find_in, passages


@given(st.lists(st.text("가나 \t", max_size=30), min_size=1, max_size=6), st.integers(1, 12))
def test_pieces_put_together_are_the_text(lines, longest):
    text = "\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST", longest)
        made = list(module._lines(io.StringIO(text)))
    assert "".join(p.text + "\n" * p.ends for p in made).removesuffix("\n") == text.removesuffix("\n")
    assert all(len(p.text) <= longest for p in made)
    for number, line in enumerate(lines, 1):
        assert all(line[p.start :].startswith(p.text) for p in made if p.line == number)


def test_a_stream_without_end_is_read_as_it_is_asked_for(common):
    read = []

    def endless():
        for number in count(1):
            read.append(number)
            yield Passage(number, 0, "은행이 금리를 올렸다. " * 40, True)

    some = list(islice(find_in(common, endless(), "ko", "fast"), 5))
    assert [len(passage.hits) for passage in some] == [80] * 5
    assert len(read) == 5


def test_what_is_remembered_is_bounded(common, monkeypatch):
    monkeypatch.setattr("malmoi.glossary.korean_terms._MOST_REMEMBERED", 50)
    for number in range(300):
        common.find(f"은행x{number}는 금리y{number}를", "ko", "fast")
    terms = common._recogniser[1]._korean
    assert sum(len(term.tails) + len(term.places) for term in terms._terms if term) < 60


@pytest.mark.parametrize(
    "text, lang", [("이사회가 board를 열었다.", "ko"), ("The board of directors met 이사회.", "en")]
)
def test_the_language_is_told_by_the_text(text, lang):
    held = module.language_of(iter([Passage(1, 0, text, True)]))
    assert held == (lang, [Passage(1, 0, text, True)])


def test_documents_come_block_by_block(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body><p>이사회가</p><p>금리를</p></body></html>", "utf-8")
    assert [(p.line, p.text) for p in passages(path)] == [(1, "이사회가"), (2, "금리를")]


def test_what_is_no_text_says_what_to_do(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(FormatError, match=r"\.docx or \.txt"):
        list(passages(path))
