"""Word alignment: links point at the right words of the given texts, whatever the input."""

import unicodedata

import pytest

from malmoi.align.words import align_words

PAIRS = [
    ("정부는 새로운 정책을 발표했다.", "The government announced a new policy."),
    ("대통령이 서울에서 회의를 열었다.", "The president held a meeting in Seoul."),
    ("회사는 2024년에 3억 달러를 투자했다.", "The company invested 300 million dollars in 2024."),
    ("학생들은 도서관에서 책을 읽는다.", "The students read books in the library."),
]

# (segment, Korean word, English word)
EXPECTED = [
    (0, "정부", "government"),
    (0, "정책", "policy"),
    (1, "대통령", "president"),
    (1, "서울", "Seoul"),
    (2, "회사", "company"),
    (2, "2024", "2024"),
    (2, "달러", "dollars"),
    (3, "학생", "students"),
    (3, "도서관", "library"),
]


@pytest.fixture(scope="module")
def links():
    return align_words(PAIRS)


@pytest.mark.parametrize("segment, ko, en", EXPECTED)
def test_few_sentences_are_aligned(links, segment, ko, en):
    korean, english = PAIRS[segment]
    found = {(korean[k.ko.start : k.ko.end], english[k.en.start : k.en.end]) for k in links[segment]}
    assert (ko, en) in found


def test_probabilities_are_in_the_unit_interval(links):
    assert all(0 < link.p <= 1 for segment in links for link in segment)


def test_spans_count_code_points_of_the_given_form(links):
    apart = [(unicodedata.normalize("NFD", ko), en) for ko, en in PAIRS]
    texts = [
        [(unicodedata.normalize("NFC", ko[k.ko.start : k.ko.end]), en[k.en.start : k.en.end]) for k in segment]
        for (ko, en), segment in zip(apart, align_words(apart), strict=True)
    ]
    assert texts == [
        [(ko[k.ko.start : k.ko.end], en[k.en.start : k.en.end]) for k in segment]
        for (ko, en), segment in zip(PAIRS, links, strict=True)
    ]


@pytest.mark.parametrize(
    "ko, en", [("", ""), ("", "Only English."), ("한국어만.", ""), ("\x00\x01", "\x07"), ("。", "…")]
)
def test_a_side_without_words_has_no_links(ko, en):
    assert align_words([(ko, en)]) == [[]]


def test_no_pairs_no_links():
    assert align_words([]) == []
