import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from malmoi.align.beads import align_sentences
from malmoi.align.encoder import Vectors
from malmoi.errors import EncoderError, UsageError
from malmoi.model.records import Bead

KO = [
    "애빌린에 세워지는 스타게이트 데이터센터",
    "오픈AI는 2025년 1월 텍사스주 애빌린에 5000억 달러를 투자한다고 밝혔다.",
    "소프트뱅크와 오라클이 이 사업에 참여한다.",
    "마이클 크라치오스는 이것이 시작일 뿐이라고 말했다.",
    "첫 번째 건물은 이미 문을 열었다.",
    "주민들은 물과 전기가 모자랄까 걱정한다.",
    "정말 그럴까?",
    "시장은 일자리 1,500개가 생긴다고 답했다.",
    "학교와 병원도 새로 짓는다.",
]
EN = [
    "A Stargate data center rises in Abilene",
    "OpenAI said in January 2025 that it would invest $500 billion in Abilene, Texas.",
    "SoftBank and Oracle take part in the project.",
    "This is only the beginning, Michael Kratsios said.",
    "The first building has already opened.",
    "Residents worry that water and electricity will run short.",
    "Will they really?",
    "The mayor answered that 1,500 jobs would be created.",
    "Schools and hospitals are also being built.",
]


def covered(beads: list[Bead], n: int, m: int) -> bool:
    """Every sentence in exactly one bead, in order, no bead empty, scores in [0, 1]."""
    ko = [i for b in beads for i in b.ko]
    en = [j for b in beads for j in b.en]
    return (
        ko == list(range(n))
        and en == list(range(m))
        and all(b.ko or b.en for b in beads)
        and all(0 <= b.score <= 1 for b in beads)
    )


def shape(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(b.ko, b.en) for b in beads]


def test_parallel_sentences_align_one_to_one() -> None:
    beads = align_sentences(KO, EN)
    assert shape(beads) == [((i,), (i,)) for i in range(len(KO))]
    assert min(b.score for b in beads) > 0.5


def test_merged_sentences_become_one_bead() -> None:
    ko = [*KO[:4], f"{KO[4]} {KO[5]}", *KO[6:]]
    assert ((4,), (4, 5)) in shape(align_sentences(ko, EN))
    en = [*EN[:1], f"{EN[1]} {EN[2]}", *EN[3:]]
    assert ((1, 2), (1,)) in shape(align_sentences(KO, en))


def test_a_missing_sentence_stands_alone() -> None:
    made = shape(align_sentences(KO[:7] + KO[8:], EN))
    assert ((), (7,)) in made
    assert ((7,), (8,)) in made


def test_decomposed_text_aligns_the_same() -> None:
    decomposed = [unicodedata.normalize("NFD", s) for s in KO]
    assert align_sentences(decomposed, EN) == align_sentences(KO, EN)


def test_the_answer_is_the_same_every_time() -> None:
    assert align_sentences(KO, EN) == align_sentences(KO, EN)


def test_pairs_of_a_glossary_are_evidence() -> None:
    ko = ["갸르뭉은 보브루다.", "쿠랴쥐가 뭉쳤다."]
    en = ["The zyx are vut.", "Some wubbly frob."]
    plain = {(b.ko, b.en): b.score for b in align_sentences(ko, en)}
    given_pairs = {(b.ko, b.en): b.score for b in align_sentences(ko, en, pairs=[("갸르뭉", "zyx")])}
    assert given_pairs.get(((0,), (0,)), 0) > plain.get(((0,), (0,)), 0)


EMPTY: list[tuple[list[str], list[str]]] = [
    ([], []),
    (KO, []),
    ([], EN),
    ([""], [""]),
    ([" ", "\x00"], ["\ufffe"]),
    (KO[:1], EN),
]


@pytest.mark.parametrize("ko, en", EMPTY)
def test_empty_and_odd_sides(ko: list[str], en: list[str]) -> None:
    assert covered(align_sentences(ko, en), len(ko), len(en))


def test_ten_thousand_identical_sentences() -> None:
    beads = align_sentences(["그는 갔다."] * 10_000, ["He left."] * 10_000)
    assert covered(beads, 10_000, 10_000)
    assert shape(beads) == [((i,), (i,)) for i in range(10_000)]


@pytest.mark.parametrize("odd", ["\x07" * 50, "\u200b\ufeff", "\ud800", "", "☃" * 300, "1" * 5000])
def test_odd_sentences_do_not_upset_the_others(odd: str) -> None:
    beads = align_sentences([*KO[:4], odd, *KO[4:]], [*EN[:4], odd, *EN[4:]])
    assert covered(beads, len(KO) + 1, len(EN) + 1)
    assert {((0,), (0,)), ((len(KO),), (len(EN),))} <= set(shape(beads))


def test_lines_of_a_megabyte() -> None:
    beads = align_sentences(["가" * 1_000_000, *KO], ["a" * 1_000_000, *EN])
    assert covered(beads, len(KO) + 1, len(EN) + 1)
    assert ((1,), (1,)) in shape(beads)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*KO, "", "?", "1,500", "LG"]), max_size=9),
    st.lists(st.sampled_from([*EN, "", "?", "1,500", "LG"]), max_size=9),
)
def test_beads_cover_both_sides(ko: list[str], en: list[str]) -> None:
    assert covered(align_sentences(ko, en), len(ko), len(en))


# A long text: numbers make every sentence its own, none of its words says where it belongs but those numbers.
N = 1000
LONG_KO = [f"제{i}호 문서는 {i * 7919 % 100_003}번 서가에 있다." for i in range(N)]
LONG_EN = [f"Document no. {i} stands on shelf {i * 7919 % 100_003}." for i in range(N)]


def test_a_missing_chapter_is_one_run() -> None:
    en = LONG_EN[:300] + LONG_EN[700:]
    beads = align_sentences(LONG_KO, en)
    assert covered(beads, N, len(en))
    lonely = [b.ko[0] for b in beads if not b.en]
    assert lonely == list(range(300, 700))
    assert all(b.ko == b.en for b in beads[:300])


def test_windows_join_without_a_seam() -> None:
    beads = align_sentences(LONG_KO, LONG_EN)
    assert shape(beads) == [((i,), (i,)) for i in range(N)]


class Encoder:
    """Vectors that know the answer: sentence i of either side points in direction i."""

    def __init__(self, wrong: bool = False) -> None:
        self.wrong = wrong
        self.asked: list[str] = []

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        self.asked += texts
        if self.wrong:
            raise RuntimeError("out of memory")
        made = np.full((len(texts), 40), 0.2, np.float32)
        for row, text in zip(made, texts, strict=True):
            for i, (k, e) in enumerate(zip(ODD_KO, ODD_EN, strict=True)):
                row[i] += 2.0 * (k in text or e in text)
        return made


# Sentences whose words say nothing, alike in length.
ODD_KO = [f"{a}{b}{a} {b}{a}{b}했다." for a in "갸뭉" for b in "뷰쿠랴"]
ODD_EN = [f"Zy{a}x vu{b} wu{a}b{b}." for a in "oq" for b in "aei"]


def test_an_encoder_settles_what_words_leave_open() -> None:
    ko, en = ODD_KO, [*ODD_EN[:2], *ODD_EN[3:]]
    encoder = Encoder()
    made = shape(align_sentences(ko, en, encoder=encoder))
    assert ((2,), ()) in made
    assert ((3,), (2,)) in made
    assert encoder.asked


def test_a_failing_encoder_is_an_error() -> None:
    with pytest.raises(EncoderError, match="out of memory"):
        align_sentences(ODD_KO, ODD_EN[:4], encoder=Encoder(wrong=True))


def test_sure_sentences_are_not_encoded() -> None:
    encoder = Encoder()
    align_sentences(KO[:3], EN[:3], encoder=Vectors(encoder, "test"))
    assert len(encoder.asked) < 2 * len(KO)


def test_blocks_that_say_nothing_change_nothing():
    plain = align_sentences(KO, EN)
    lines = ["line"] * len(KO), ["line"] * len(EN)
    one = ["text"] + [""] * (len(KO) - 1), ["text"] + [""] * (len(EN) - 1)
    assert align_sentences(KO, EN, breaks=one) == plain
    made = align_sentences(KO, EN, breaks=lines)
    assert [(b.ko, b.en) for b in made] == [(b.ko, b.en) for b in plain]


def test_breaks_are_one_a_sentence():
    with pytest.raises(UsageError, match="9 Korean and 2 English"):
        align_sentences(KO, EN, breaks=([""] * 9, [""] * 2))
