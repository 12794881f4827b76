"""The main job as a function: languages, one-sided text, encoders that fail."""

import numpy as np
import polars as pl
import pytest

import malmoi
from malmoi.errors import EncoderError, InputError, LanguageError
from malmoi.flow import harvest
from malmoi.flow.adopt import adopt_candidates
from malmoi.flow.harvest import align_bitext, align_documents, glossary_pairs, join_segments
from malmoi.flow.segments import align_segments, as_document, check_languages
from malmoi.flow.steps import is_candidate
from malmoi.model.document import Block, Document
from malmoi.model.frames import AMOUNTS, BITEXT, CANDIDATES, OCCURRENCES

KO = (
    "국회는 오늘 예산안을 통과시켰다.\n\n정부는 반도체 산업에 5000억원(약 3억6000만달러)을 투자한다. "
    "한국은행은 기준금리를 3.5%로 동결했다.\n"
)
EN = (
    "The National Assembly passed the budget bill today.\n\nThe government will invest 500 billion won (about $360 million) "
    "in the semiconductor industry. The Bank of Korea held its base rate at 3.5 percent.\n"
)

WRONG = [
    ("", EN, InputError, "The Korean text is empty"),
    (KO, " \n", InputError, "The English text is empty"),
    (EN, KO, LanguageError, "swapped"),
    (KO, KO, LanguageError, "the same"),
    (KO, KO.replace("국회", "정부"), LanguageError, "not English"),
    (EN, EN.replace("The", "A"), LanguageError, "not Korean"),
    ("123 456", EN, LanguageError, "not Korean"),
    ("가" * 60_000, EN, InputError, "60,000 characters"),
]


@pytest.fixture(scope="module")
def found():
    return align_documents(KO, EN, doc="budget")


def test_frames_have_the_schemas_of_the_model(found):
    assert found.segments.schema == BITEXT
    assert found.terms.schema == CANDIDATES
    assert found.occurrences.schema == OCCURRENCES
    assert found.amounts.schema == AMOUNTS
    assert found.segments["doc"].unique().to_list() == ["budget"]


def test_sentences_meet_and_amounts_agree(found):
    assert [(bead.ko, bead.en) for bead in found.beads] == [((i,), (i,)) for i in range(3)]
    values = found.amounts.filter(pl.col("status") == "match").select("ko_value", "ko_unit").rows()
    assert values == [("500000000000", "KRW"), ("360000000", "USD"), ("3.5", "percent")]
    assert ("반도체", "semiconductor") in found.terms.select("ko", "en").rows()


def test_the_summary_counts_what_the_frames_hold(found):
    summary = found.summary
    assert (summary["sentences_ko"], summary["sentences_en"], summary["segments"]) == (3, 3, 3)
    assert summary["terms"] == found.terms.height
    assert summary["amounts_match"] == 3
    assert summary["amounts_mismatch"] == summary["amounts_one_sided"] == summary["segments_one_sided"] == 0
    assert "kiwi:" in summary["signature"]
    assert "encoder:none" in summary["signature"]


def test_the_same_input_gives_the_same_answer(found):
    again = align_documents(KO, EN, doc="budget")
    for name in ("segments", "terms", "occurrences", "amounts"):
        assert getattr(found, name).equals(getattr(again, name))


@pytest.mark.parametrize("ko, en, error, message", WRONG)
def test_wrong_texts_are_named(ko, en, error, message):
    with pytest.raises(error, match=message):
        align_documents(ko, en)


def test_a_korean_text_full_of_latin_names_is_korean():
    check_languages("SK hynix와 OpenAI, SoftBank Group이 AI data center 사업에 투자한다고 발표했다.", EN)


def test_a_sentence_without_a_partner_stays_alone():
    made = align_documents(KO + "\n덧붙인 문장이 여기 하나 더 있다.", EN)
    assert made.summary["sentences_ko"] == 4
    texts = made.segments.select("ko", "en").rows()
    assert all(bool(ko) or bool(en) for ko, en in texts)
    assert " ".join(ko for ko, _ in texts if ko).count("덧붙인") == 1


def test_an_encoder_that_fails_is_an_error():
    class Broken:
        def encode(self, texts):
            raise RuntimeError("out of memory")

    class Wrong:
        def encode(self, texts):
            return np.full((len(texts), 4), np.nan, np.float32)

    # Only what all other evidence leaves open is asked.
    ko, en = (
        KO + "\n덧붙인 꾸러미와 보람찬 실마리가 남았다.\n",
        EN + "\nAn odd bundle and some promising clue remained.\n",
    )
    for encoder in (Broken(), Wrong()):
        with pytest.raises(EncoderError):
            align_documents(ko, en, encoder=encoder)


def test_the_pairs_of_a_glossary_are_joined_once_and_follow_its_changes(tmp_path, monkeypatch):
    glossary = malmoi.Glossary.open(tmp_path / "journal.ndjson", by="tester")
    glossary.put(ko="국회", en="National Assembly")
    joined = []
    join = harvest._join
    monkeypatch.setattr(harvest, "_join", lambda *given: joined.append(given) or join(*given))
    align_documents(KO, EN, glossary=glossary)
    assert len(joined) == 1
    assert glossary_pairs(glossary) == [("국회", "National Assembly")]
    assert glossary_pairs(glossary, ("approved",)) == join(glossary.terms, ("approved",))
    glossary.put(ko="정부", en="government")
    assert sorted(glossary_pairs(glossary)) == [("국회", "National Assembly"), ("정부", "government")]


def test_what_the_glossary_has_is_known_and_the_rest_can_be_adopted(tmp_path):
    glossary = malmoi.Glossary.open(tmp_path / "journal.ndjson", by="tester")
    glossary.put(ko="국회", en="National Assembly", domain="government")
    made = align_documents(KO, EN, glossary=glossary)
    status = {(row["ko"], row["en"]): row["status"] for row in made.terms.iter_rows(named=True)}
    assert status["국회", "National Assembly"] == "known"
    new = [row for row in made.terms.iter_rows(named=True) if row["status"] == "new" and row["confidence"] >= 0.8]
    assert adopt_candidates(glossary, made, 0.8, source="a test") == len(new) > 0
    assert {row["ko"] for row in new} <= set(glossary.terms["term"])
    assert adopt_candidates(glossary, align_documents(KO, EN, glossary=glossary), 0.8, source="a test") == 0
    assert is_candidate(glossary.lookup(new[0]["ko"])[0].fields["note"])


def test_no_sentence_reaches_beyond_a_block():
    ko = Document(
        (
            Block("heading", "예산안 통과. 반도체 투자"),
            Block("paragraph", "국회는 오늘 예산안을 통과시켰다. 정부는 5000억원을 투자한다."),
        )
    )
    en = Document(
        (
            Block("heading", "Budget passed. Chips funded"),
            Block(
                "paragraph",
                "The National Assembly passed the budget bill today. The government will invest 500 billion won.",
            ),
        )
    )
    made = align_documents(ko, en)
    assert made.summary["sentences_ko"] == made.summary["sentences_en"] == 3
    assert made.segments.select("ko", "en").row(0) == ("예산안 통과. 반도체 투자", "Budget passed. Chips funded")


def test_segments_that_are_aligned_are_kept_as_they_are():
    frame = pl.DataFrame({"ko": [*KO.split("\n\n"), None], "en": [*EN.split("\n\n"), "Alone."]})
    made = align_bitext(frame)
    assert made.segments.schema == BITEXT
    assert made.segments["ko"].to_list() == [*KO.split("\n\n"), ""]
    assert made.beads == ()
    assert made.summary["segments_one_sided"] == 1
    assert ("반도체", "semiconductor") in made.terms.select("ko", "en").rows()
    with pytest.raises(LanguageError, match="swapped"):
        align_bitext(frame.rename({"ko": "en", "en": "ko"}))
    with pytest.raises(InputError, match="no column en"):
        align_bitext(frame.select("ko"))


def test_documents_of_one_corpus_are_numbered_on():
    parts = [align_segments(as_document(KO), as_document(EN), doc=doc) for doc in ("a", "b")]
    joined = join_segments(parts)
    assert joined.frame["seg"].to_list() == list(range(6))
    assert joined.frame["doc"].to_list() == ["a"] * 3 + ["b"] * 3
    assert len(joined.beads) == 6
    made = align_bitext(joined)
    assert made.summary["sentences_ko"] == 6
    once = align_documents(KO, EN).amounts
    assert made.amounts.height == 2 * once.height
    assert (
        made.amounts.filter(pl.col("seg") < 3).drop("seg").equals(made.amounts.filter(pl.col("seg") >= 3).drop("seg"))
    )


def test_half_a_character_is_shown_as_one_that_is_missing():
    made = align_documents(KO.replace("국회는", "국회는\ud83d"), EN)
    assert made.segments["ko"][0].startswith("국회는\ufffd 오늘")
