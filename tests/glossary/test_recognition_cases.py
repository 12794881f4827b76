"""Terms of many fields in Korean and English sentences: every form they take, and words that only look like them.

Sentences stand in tests/cases/recognition_*.txt, with the terms in [[double brackets]]; what stands in none is no term.
"""

import unicodedata

import polars as pl
import pytest

from malmoi.glossary.store import Glossary
from malmoi.text.particles import attach
from marked import lines, read

# Particles, the copula and plural endings in the form after a closed syllable; `attach` fits them to the term.
CHAINS = """
은 이 을 과 으로 에서 에게 까지 부터 만 도 의 에서는 으로부터
에게까지도 이라고 이었다 이라는 이다 들 들에게 들과의 이나 조차 마저 보다 처럼
"""
BARE = """
당뇨병 백신 판례 저작권 결승전 득점 간장 밀가루 미세먼지 오존
장학금 유학생 지하철 활주로 잠수함 미사일 서버 브라우저 교향곡 임대료
파산 선거 대사관 단백질 촉매 크래프톤 챗봇 딥시크 API KEPCO
"""
# What `fast` may miss or believe: compounds and readings that only a dictionary tells, terms of one syllable.
FAST_PRECISION, FAST_RECALL = 0.95, 0.8


def cases(lang):
    return [pytest.param(marked, id=f"{kind}: {marked[:30]}") for kind, marked in lines(f"recognition_{lang}.txt")]


@pytest.fixture(scope="module")
def glossary():
    frame = pl.DataFrame(lines("recognition_glossary.tsv"), schema=["ko", "en"], orient="row")
    return Glossary.from_pairs(frame.with_columns(concept=pl.col("en")))


@pytest.mark.parametrize("marked", cases("ko"))
def test_korean(glossary, marked):
    text, spans = read(marked)
    assert [(hit.start, hit.end) for hit in glossary.find(text, "ko")] == spans


@pytest.mark.parametrize("marked", cases("en"))
def test_english(glossary, marked):
    text, spans = read(marked)
    assert [(hit.start, hit.end) for hit in glossary.find(text, "en")] == spans


@pytest.mark.parametrize("tier", ["fast", "default"])
@pytest.mark.parametrize("term", BARE.split())
def test_every_chain_of_particles(glossary, term, tier):
    for chain in CHAINS.split():
        text = f"어제 {attach(term, chain)} 그랬다."
        assert [(hit.start, hit.end) for hit in glossary.find(text, "ko", tier)] == [(3, 3 + len(term))], text


def test_decomposed_text_has_the_same_terms(glossary):
    for _, marked in lines("recognition_ko.txt"):
        text, spans = read(marked)
        given = unicodedata.normalize("NFD", text)
        found = [unicodedata.normalize("NFC", given[hit.start : hit.end]) for hit in glossary.find(given, "ko")]
        assert found == [text[start:end] for start, end in spans]


def test_fast_is_nearly_as_good(glossary):
    wanted = found = both = 0
    for _, marked in lines("recognition_ko.txt"):
        text, spans = read(marked)
        made = [(hit.start, hit.end) for hit in glossary.find(text, "ko", "fast")]
        wanted, found, both = wanted + len(spans), found + len(made), both + len({*spans} & {*made})
    assert both / found >= FAST_PRECISION
    assert both / wanted >= FAST_RECALL


def test_exact_says_what_default_says(glossary):
    for _, marked in lines("recognition_ko.txt"):
        text, _ = read(marked)
        assert glossary.find(text, "ko", "exact") == glossary.find(text, "ko")
