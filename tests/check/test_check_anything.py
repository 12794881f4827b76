"""Checks never fail on a text, and what they point at lies in it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import goldfiles
from malmoi.check.bitext import check_bitext
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext

GLOSSARY = Glossary.from_pairs(
    pl.DataFrame({"ko": ["이사회", "콘텐츠", "컨텐츠"], "en": ["board", "content", "content"],
                  "status": ["preferred", "preferred", "deprecated"], "concept": ["board", "content", "content"]})
)  # fmt: skip
PIECES = st.sampled_from(
    ["이사회는", "컨텐츠", "3억 달러", "{0}", "<b>", "</b>", "%s", "(", "”", "ㅎ", "板", "\ufffd", "파일을(를)", "board", "content",
     "$30 million", "the the", "ᄒ", "\u0301", " ", "\n", "，", "100%", "&nbsp;", "ChatGPT"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map(" ".join))


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["ko-en", "en-ko"]))
def test_any_pair_is_checked(ko, en, direction):
    for row in check_bitext(bitext([ko], [en]), GLOSSARY, direction=direction).iter_rows(named=True):
        assert row["severity"] in ("hard", "advisory")
        assert row["message"]
        for lang, text in (("ko", ko), ("en", en)):
            if row[f"{lang}_start"] is not None:
                assert 0 <= row[f"{lang}_start"] <= row[f"{lang}_end"] <= len(text)


@pytest.fixture(scope="module")
def journal(examples):
    return Glossary.open(examples.parent / "glossary" / "journal.ndjson")


@pytest.mark.parametrize("direction", ["ko-en", "en-ko"])
@pytest.mark.parametrize("name", goldfiles.EXAMPLES)
def test_nothing_in_the_examples_is_hard(name, direction, journal, seeding):
    pairs = seeding.segments(name)
    found = check_bitext(bitext([k for k, _ in pairs], [e for _, e in pairs]), journal, direction=direction)
    assert found.filter(pl.col("severity") == "hard").to_dicts() == []


def test_seeded_errors_are_found_by_the_right_rule(journal, seeding):
    errors = seeding.seeded(journal)
    assert len(errors) == seeding.COUNT
    found = list(seeding.verdicts(errors, journal))
    assert sum(severity is not None for severity in found) >= 55
    assert sum(severity == "hard" for severity in found) >= 45
