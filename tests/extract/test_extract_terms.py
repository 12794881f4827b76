"""extract_terms from end to end, on a lone article written for it."""

import unicodedata

import numpy as np
import polars as pl
import pytest

from malmoi.errors import InputError, UsageError
from malmoi.extract.known import Known
from malmoi.extract.terms import extract_terms
from malmoi.glossary.store import Glossary
from malmoi.model.frames import CANDIDATES, LINKS, OCCURRENCES, bitext

KO = [
    "오라클과 소프트뱅크그룹이 스타게이트 사업을 이끈다.",
    "텍사스주 애빌린에 데이터센터가 들어선다고 테크크런치가 보도했다.",
    "정부는 거대언어모델(LLM) 개발을 지원한다.",
    "마이클 크라치오스 실장은 인공지능이 중요하다고 말했다.",
    "세계무역기구(WTO)는 새 규정을 발표했다.",
]
EN = [
    "Oracle and SoftBank Group lead the Stargate project.",
    "A data center will rise in Abilene, Texas, TechCrunch reported.",
    "The government supports the development of large language models (LLMs).",
    "Director Michael Kratsios said artificial intelligence is important.",
    "The World Trade Organization (WTO) announced new rules.",
]
FOUND = [
    ("오라클", "Oracle"),
    ("소프트뱅크그룹", "SoftBank Group"),
    ("스타게이트", "Stargate"),
    ("애빌린", "Abilene"),
    ("데이터센터", "data center"),
    ("테크크런치", "TechCrunch"),
    ("거대언어모델", "large language model"),
    ("마이클 크라치오스", "Michael Kratsios"),
    ("인공지능", "artificial intelligence"),
    ("세계무역기구", "World Trade Organization"),
    ("WTO", "WTO"),
]


@pytest.fixture(scope="module")
def article():
    return extract_terms(bitext(KO, EN))


def plain(text: str) -> str:
    return text.replace(" ", "").casefold()


@pytest.mark.parametrize("ko, en", FOUND)
def test_terms_of_a_lone_article(article, ko, en):
    sure = article.candidates.filter(pl.col("confidence") >= 0.5)
    assert (plain(ko), plain(en)) in {(plain(k), plain(e)) for k, e in sure.select("ko", "en").iter_rows()}


def test_frames_have_their_schemas(article):
    assert article.candidates.schema == CANDIDATES
    assert article.occurrences.schema == OCCURRENCES
    assert article.candidates["confidence"].is_sorted(descending=True)
    assert article.candidates["confidence"].is_between(0, 1).all()
    assert (article.candidates["evidence"].str.len_chars() > 0).all()


def test_occurrences_point_at_their_candidates(article):
    counts = article.occurrences.group_by("candidate").len().sort("candidate")["len"]
    assert counts.to_list() == article.candidates["count"].to_list()
    for row in article.occurrences.iter_rows(named=True):
        candidate = article.candidates.row(row["candidate"], named=True)
        ko, en = KO[row["seg"]][row["ko_start"] : row["ko_end"]], EN[row["seg"]][row["en_start"] : row["en_end"]]
        assert plain(candidate["ko"]) == plain(ko)
        assert plain(candidate["en"])[:3] == plain(en)[:3]


def test_what_each_of_many_documents_says_once_is_believed_less():
    many = bitext(KO * 12, EN * 12)
    rows = pl.int_range(pl.len()) // len(KO)
    apart = extract_terms(many.with_columns(doc=rows.cast(pl.String))).candidates
    together = extract_terms(many.with_columns(doc=pl.lit("one"))).candidates
    joined = apart.join(together, on=["ko", "en"], suffix="_together")
    less = joined.filter(pl.col("confidence") < pl.col("confidence_together"))
    assert "데이터센터" in set(less["ko"])
    assert set(less["kind"]) == {"term"}


def test_no_particles_in_candidates(article):
    assert not article.candidates["ko"].str.contains("(스타게이트는|애빌린에|오라클과)$").any()


def test_decomposed_text_gives_the_same_terms_with_its_own_spans(article):
    ko = [unicodedata.normalize("NFD", text) for text in KO]
    made = extract_terms(bitext(ko, EN))
    assert made.candidates.drop("example_ko").equals(article.candidates.drop("example_ko"))
    for row in made.occurrences.iter_rows(named=True):
        text = unicodedata.normalize("NFC", ko[row["seg"]][row["ko_start"] : row["ko_end"]])
        assert plain(text) == plain(made.candidates["ko"][row["candidate"]])


def test_the_same_input_gives_the_same_answer(article):
    again = extract_terms(bitext(KO, EN))
    assert again.candidates.equals(article.candidates)
    assert again.occurrences.equals(article.occurrences)


def test_a_refused_spelling_does_not_refuse_the_one_that_folds_the_same():
    rows = {"ko": ["데이터센터", "데이터 센터"], "en": ["data center", "data center"], "concept": ["c1", "c1"]}
    pairs = pl.DataFrame({**rows, "status": ["preferred", "deprecated"]})
    known = Known(Glossary.from_pairs(pairs))
    assert known.status("데이터 센터", "data center") == ("known", "in the glossary")


def test_the_glossary_marks_known_and_conflict():
    pairs = pl.DataFrame({"ko": ["스타게이트", "데이터센터"], "en": ["Stargate", "data centre"]})
    made = extract_terms(bitext(KO, EN), glossary=Glossary.from_pairs(pairs)).candidates
    status = {(k, e): (s, why) for k, e, s, why in made.select("ko", "en", "status", "evidence").iter_rows()}
    assert status["스타게이트", "Stargate"][0] == "known"
    assert status["데이터센터", "data center"][0] == "conflict"
    assert "data centre" in status["데이터센터", "data center"][1]
    assert status["애빌린", "Abilene"][0] == "new"


def test_kinds(article):
    kinds = dict(article.candidates.select("ko", "kind").iter_rows())
    assert kinds["마이클 크라치오스"] == "person"
    assert kinds["세계무역기구"] == "organisation"
    assert kinds["WTO"] == "acronym"
    assert kinds["데이터센터"] == "term"


@pytest.mark.parametrize("ko, en", [([], []), (["", "안녕"], ["", ""]), (["12 34"], ["56"]), (["!!!"], ["???"])])
def test_texts_without_terms(ko, en):
    made = extract_terms(bitext(ko, en))
    assert made.candidates.height == 0
    assert made.occurrences.schema == OCCURRENCES


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="column en"):
        extract_terms(pl.DataFrame({"seg": [0], "ko": ["가"]}))


def test_what_is_no_encoder_is_refused():
    with pytest.raises(UsageError):
        extract_terms(bitext(KO, EN), encoder=7)


class Twins:
    """An encoder that knows one pair of words to mean the same, and nothing else."""

    def encode(self, texts):
        rng = np.random.default_rng(0)
        fixed = rng.normal(size=64)
        return np.array(
            [fixed if t in ("수달", "otter") else np.random.default_rng(len(t)).normal(size=64) for t in texts]
        )


def test_an_encoder_pairs_what_nothing_else_explains():
    ko, en = ["수달과 바다오리가 갯바위에 산다."], ["An otter and a puffin live on the skerry."]
    terms = extract_terms(bitext(ko, en), encoder=Twins()).candidates
    confidence = {(k, e): c for k, e, c in terms.select("ko", "en", "confidence").iter_rows()}
    assert confidence.get(("수달", "otter"), 0) > max(
        (c for (k, e), c in confidence.items() if k == "수달" and e != "otter"), default=0
    )


def test_a_review_begins_with_what_the_glossary_lacks():
    glossary = Glossary.from_pairs(pl.DataFrame({"ko": ["정부", "국회"], "en": ["government", "parliament"]}))
    text = "정부는 반도체 예산을 국회에 보냈다."
    english = "The government sent the semiconductor budget to the National Assembly."
    made = extract_terms(bitext([text] * 3, [english] * 3), glossary=glossary).candidates
    believed = made.filter((pl.col("status") != "conflict") | (pl.col("confidence") >= 0.5))
    turns = [{"conflict": 0, "new": 1, "known": 2}[status] for status in believed["status"]]
    assert turns == sorted(turns)
    assert turns[-1] == 2
    assert len(set(turns)) > 1


def test_word_links_come_along_in_spans_of_the_texts_as_given():
    ko, en = unicodedata.normalize("NFD", "정부는 반도체에 투자한다."), "The government invests in semiconductors."
    links = extract_terms(bitext([ko], [en])).links
    assert links.schema == LINKS
    assert links["p"].is_between(0, 1).all()
    sure = links.filter(links["p"] > 0.5).rows()
    words = {(unicodedata.normalize("NFC", ko[k0:k1]), en[e0:e1]) for _, k0, k1, e0, e1, _ in sure}
    assert ("반도체", "semiconductors") in words
    assert ("정부", "government") in words
