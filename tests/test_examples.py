"""The main job on the shipped examples, without the encoder: what malmoi promises on a lone article."""

import pytest

import goldfiles
import malmoi

# Shares of the gold terms that must be found: of all four examples, and of each.
RECALL, EACH = 0.95, 0.88


@pytest.fixture(scope="module")
def glossary(examples):
    return malmoi.Glossary.open(examples.parent / "glossary" / "journal.ndjson")


@pytest.fixture(scope="module")
def alignments(glossary):
    return {name: malmoi.align_documents(*goldfiles.texts(name), glossary=glossary) for name in goldfiles.EXAMPLES}


@pytest.fixture(scope="module", params=goldfiles.EXAMPLES)
def made(request, alignments):
    return request.param, alignments[request.param]


def test_there_are_four_examples():
    assert len(goldfiles.EXAMPLES) >= 4


def test_every_bead_is_right(made):
    name, alignment = made
    assert {(bead.ko, bead.en) for bead in alignment.beads} == goldfiles.beads(name)


def test_terms_are_found_and_none_is_paired_wrongly(made):
    name, alignment = made
    verdict = goldfiles.judge(name, alignment.terms)
    assert verdict.recall >= EACH, verdict.missed
    assert verdict.wrong == []


def test_at_most_one_term_in_twenty_is_missed(alignments):
    verdicts = [goldfiles.judge(name, alignment.terms) for name, alignment in alignments.items()]
    gold, missed = sum(v.gold for v in verdicts), [term for v in verdicts for term in v.missed]
    assert 1 - len(missed) / gold >= RECALL, missed


def test_every_amount_is_found_and_agrees(made):
    name, alignment = made
    assert goldfiles.missed_amounts(name, alignment.amounts) == []
    assert alignment.summary["amounts_mismatch"] == 0


def test_spans_are_those_of_the_segments(made):
    _, alignment = made
    texts = alignment.segments.select("ko", "en").rows()
    for row in alignment.occurrences.iter_rows(named=True):
        ko, en = texts[row["seg"]]
        assert 0 <= row["ko_start"] < row["ko_end"] <= len(ko)
        assert 0 <= row["en_start"] < row["en_end"] <= len(en)
    for row in alignment.amounts.iter_rows(named=True):
        for lang, text in zip(("ko", "en"), texts[row["seg"]], strict=True):
            if row[lang] is not None:
                assert text[row[f"{lang}_start"] : row[f"{lang}_end"]] == row[lang]


def test_decomposed_input_gives_the_same_result(glossary):
    import unicodedata

    ko, en = goldfiles.texts("stargate")
    plain = malmoi.align_documents(ko, en, glossary=glossary)
    decomposed = malmoi.align_documents(unicodedata.normalize("NFD", ko), en, glossary=glossary)
    assert plain.terms["ko"].to_list() == decomposed.terms["ko"].to_list()
    assert plain.terms["en"].to_list() == decomposed.terms["en"].to_list()
    assert plain.amounts["ko_value"].to_list() == decomposed.amounts["ko_value"].to_list()
