"""Morphemes put right, and what marks say of them."""

import pytest

from malmoi.extract.korean_morphemes import repaired
from malmoi.extract.korean_repairs import repairs
from malmoi.extract.korean_traits import COUNTS, ENDS, HUNG_ON, NAME, OPENS, STARTS, STOP, Morphemes
from malmoi.text.korean import Token

KNOWN = {"정의", "개발", "센터"}

# What Kiwi says, and what is made of it.
REPAIRED = [
    ("R&D 센터", "R/SL &/SW D/SL 센터/NNG", "R&D/SL 센터/NNG"),
    ("R & D", "R/SL &/SW D/SL", "R/SL &/SW D/SL"),
    ("존 매케인", "존 매케인/NNP", "존/NNP 매케인/NNP"),
    ("콴타스항공", "콴타스 항공/NNP", "콴타스/NNP 항공/NNP"),
    ("애빌린에", "애빌린에/NNP", "애빌린/NNP 에/JX"),
    ("정의개발당", "정의개발당/NNP", "정의/NNG 개발/NNG 당/XSN"),
    ("정의개발당은", "정의개발당/NNG 은/JX", "정의/NNG 개발/NNG 당/XSN 은/JX"),
]


def tokens(text: str, said: str) -> list[Token]:
    """Morphemes written form/TAG; a space inside a form is one of the text or none."""
    out, at = [], 0
    for part in said.replace(" 매케인", "~매케인").replace(" 항공/", "~항공/").split():
        form, _, tag = part.replace("~", " ").rpartition("/")
        surface = form if form in text else form.replace(" ", "")
        start = text.index(surface, at)
        at = start + len(surface)
        out.append(Token(form, tag, start, at))
    return out


@pytest.mark.parametrize(("text", "said", "wanted"), REPAIRED)
def test_repaired(text: str, said: str, wanted: str) -> None:
    made = repaired(text, tokens(text, said), KNOWN.__contains__)
    assert " ".join(f"{t.form}/{t.tag}" for t in made) == wanted
    assert all(text[t.start : t.end] == t.form for t in made)


def test_compounds_stay_whole_without_a_lexicon() -> None:
    given = tokens("정의개발당", "정의개발당/NNP")
    assert list(repaired("정의개발당", given, None)) == given


# Form, tag, marks that it has, marks that it has not.
MARKS = [
    ("센터", "NNG", STARTS | OPENS | ENDS | COUNTS, STOP | NAME),
    ("오라클", "NNP", STARTS | ENDS | NAME, STOP),
    ("들", "XSN", 0, STARTS | ENDS),
    ("이", "MM", STARTS | STOP, OPENS | ENDS),
    ("주", "NNB", STOP | HUNG_ON, ENDS | STARTS),
    ("둘", "NR", STARTS, COUNTS),
    ("은", "JX", 0, STARTS | ENDS | COUNTS | NAME),
]


@pytest.mark.parametrize(("form", "tag", "has", "lacks"), MARKS)
def test_marks(form: str, tag: str, has: int, lacks: int) -> None:
    (mark,) = Morphemes([Token(form, tag, 0, len(form))]).marks
    assert mark & has == has
    assert not mark & lacks


# 어절 as Kiwi cut it, and the stems proposed beside.
STEMS = [
    ("센터는", "센터/NNG 는/JX", []),
    ("센터에서는", "센터/NNG 에서/JKB 는/JX", []),
    ("굴러는", "구르/VV 어/EC 는/JX", ["굴러"]),
    ("센터은", "센터/NNG 은/JX", ["센터은"]),
]


@pytest.mark.parametrize(("word", "said", "wanted"), STEMS)
def test_stems_beside_those_that_kiwi_found(word: str, said: str, wanted: list[str]) -> None:
    at, made = 0, []
    for part in said.split():
        form, _, tag = part.rpartition("/")
        end = min(len(word), at + len(form)) if form in word else 2
        made.append(Token(form, tag, at if form in word else 0, end))
        at = end
    m = Morphemes(made)
    assert [p.text for p in repairs(word, m, [False] * len(made), 9)] == wanted
