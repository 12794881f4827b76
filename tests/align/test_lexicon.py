"""The base lexicon: its tables, the pairs it knows, the score of compounds."""

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.align.learn_lexicon import lemma_form, written_lemmas
from malmoi.align.lexicon import Lexicon, folded, headword, load
from malmoi.errors import UsageError

KNOWN = [
    ("정부", "government"),
    ("대통령", "president"),
    ("투자", "investment"),
    ("받다", "receive"),
    ("받", "receive"),  # a bare stem
    ("중요", "important"),  # the root of 중요하다
    ("어렵다", "difficult"),
    ("이미", "already"),
    ("LG전자", "LG Electronics"),
    ("lg전자", "lg electronics"),
    ("대형 언어 모델", "large language model"),
    ("대형언어모델", "Large Language Model"),
    ("데이터", "data"),
    ("회의", "meeting"),
    ("회의", "meet"),  # the lemma of meeting in running text
    ("룩셈부르크", "Luxembourg"),
    ("창", "window"),
]
UNRELATED = [("정부", "potato"), ("대통령", "government"), ("없는말", "word"), ("", "word"), ("정부", "")]

# Korean parts, English lemmas, least and greatest score.
COMPOUNDS = [
    (["기술", "정책", "국"], ["technology", "policy", "bureau"], 0.8, 1.0),
    (["국회", "의원"], ["lawmaker"], 0.7, 1.0),
    (["대형", "언어", "모델"], ["large", "language", "model"], 0.8, 1.0),
    (["AI", "반도체"], ["AI", "chip"], 0.7, 1.0),
    (["LLM"], ["LLM"], 1.0, 1.0),
    (["반도체", "공장"], ["factory"], 0.3, 0.7),
    (["투자", "유치"], ["attract", "the", "investment"], 0.5, 1.0),
    (["사과"], ["government"], 0.0, 0.0),
    ([], ["government"], 0.0, 0.0),
    (["정부"], [], 0.0, 0.0),
    (["정부"], [","], 0.0, 0.0),
]

TABLES = sorted(p.name for p in files("malmoi.align").joinpath("lexicon_hand").iterdir() if p.name.endswith(".tsv"))

WORDS = st.sampled_from(
    ["정부", "투자", "정책", "국", "AI", "government", "policy", "investment", "the", "of", "없는말", ","]
)


@pytest.mark.parametrize("ko, en", KNOWN)
def test_known_pairs(ko, en):
    assert load().p(ko, en) >= 0.3


@pytest.mark.parametrize("ko, en", UNRELATED)
def test_unrelated_pairs(ko, en):
    assert load().p(ko, en) == 0.0


@pytest.mark.parametrize(
    "form, tag, entry",
    [
        ("받", "VV", "받다"),
        ("돕", "VV-I", "돕다"),
        ("어렵", "VA-I", "어렵다"),
        ("정부", "NNG", "정부"),
        ("중요", "XR", "중요"),
    ],
)
def test_headword(form, tag, entry):
    assert headword(form, tag) == entry


def test_translations_and_reverse_tell_the_same():
    lexicon = load()
    for ko in ("정부", "투자", "받다", "대통령", "지진"):
        row = lexicon.translations(ko)
        assert row
        for en, p in row.items():
            assert 0 < p <= 1
            assert lexicon.p(ko, en) == p == lexicon.reverse(en)[ko]


def test_what_is_a_translation_has_a_reverse():
    lexicon = Lexicon(
        [("정부", "government", False)], {"집": "house 40;Haus 2", "빈": ""}, {"houses": "house"}, [("정부", "state")]
    )
    words = ("government", "Government", "house", "houses", "haus", "Haus", "state", "", "정부", "home")
    said = [word for word in words if lexicon.is_translation(word)]
    assert (
        said == [word for word in words if lexicon.reverse(word)] == ["government", "Government", *words[2:4], "state"]
    )


def test_a_callers_row_is_its_own():
    load().translations("정부").clear()
    assert load().translations("정부")


def test_unknown_words_are_empty():
    assert load().translations("없는말") == {}
    assert load().reverse("nosuchword") == {}
    assert "없는말" not in load()
    assert "정부" in load()
    assert 3 not in load()


def test_probability_falls_with_the_number_of_translations():
    lexicon = Lexicon(
        [
            ("하나", "one", False),
            ("배", "ship", False),
            ("배", "pear", False),
            ("선박", "ship", False),
            ("과일", "pear", False),
        ]
    )
    assert lexicon.p("하나", "one") > lexicon.p("배", "ship") > 0.5


def test_learnt_and_written_pairs_take_the_greater():
    lexicon = Lexicon([("배", "ship", False)], {"배": "ship 20;boat 40"})
    assert lexicon.translations("배") == {"ship": pytest.approx(0.95), "boat": 0.4}


def test_a_noun_goes_before_a_bare_stem():
    lexicon = Lexicon(
        [("배", "ship", False), ("배다", "permeate", True), ("사다", "buy", True), ("바다", "sea", False)]
    )
    assert lexicon.translations("배").keys() == {"ship"}
    assert lexicon.translations("사").keys() == {"buy"}
    assert lexicon.translations("바") == {}


def test_sources_can_be_left_out():
    assert load(("cldr",)).p("룩셈부르크", "Luxembourg") > 0
    assert load(("cldr",)).p("정부", "government") == 0
    assert load(("learnt",)).p("파일", "file") > 0.5
    with pytest.raises(UsageError, match="no source 'nosuch'"):
        load(("hand", "nosuch"))


@pytest.mark.parametrize("ko, en, least, most", COMPOUNDS)
def test_compounds(ko, en, least, most):
    assert least <= load().compound_p(ko, en) <= most


def test_a_compound_left_half_explained_scores_less():
    lexicon = load()
    whole = lexicon.compound_p(["반도체", "공장"], ["semiconductor", "factory"])
    assert whole > lexicon.compound_p(["반도체", "공장"], ["semiconductor"])
    assert whole > lexicon.compound_p(["반도체"], ["semiconductor", "factory"])
    assert whole > lexicon.compound_p(["반도체", "공장"], ["semiconductor", "factory", "worker"])


def test_one_word_explains_one_part():
    lexicon = load()
    assert lexicon.compound_p(["정부", "정부"], ["government"]) < lexicon.compound_p(["정부"], ["government"])


@settings(deadline=None)
@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=18))
def test_compound_scores_are_shares(ko, en):
    lexicon = load()
    score = lexicon.compound_p(ko, en)
    assert 0 <= score <= 1
    if ko and en and score:
        assert lexicon.compound_p([*ko, "갸륵"], en) < score or len(ko) >= 12


@pytest.mark.parametrize("name", TABLES)
def test_written_tables_are_well_formed(name):
    lines = files("malmoi.align").joinpath("lexicon_hand").joinpath(name).read_text("utf-8").splitlines()
    assert lines[0].startswith("# Source:")
    assert "Licence: Apache-2.0" in lines[0]
    assert len(lines) <= 6001
    rows = [line.split("\t") for line in lines[1:]]
    assert [row for row in rows if len(row) != 3 or not all(cell == cell.strip() != "" for cell in row)] == []
    assert len({(ko, en) for ko, en, _ in rows}) == len(rows)
    assert [ko for ko, _, _ in rows if not any("가" <= ch <= "힣" for ch in ko)] == []
    assert [en for _, en, _ in rows if any("가" <= ch <= "힣" for ch in en)] == []
    assert [ko for ko, _, domain in rows if domain in {"verb", "adjective"} and not ko.endswith("다")] == []


def test_no_pair_is_written_twice():
    rows = [
        tuple(line.split("\t")[:2])
        for name in TABLES
        for line in files("malmoi.align").joinpath("lexicon_hand").joinpath(name).read_text("utf-8").splitlines()[1:]
    ]
    assert len(rows) >= 3500
    assert len(set(rows)) == len(rows)


def test_lemma_table_is_up_to_date():
    lines = files("malmoi.align").joinpath("lexicon_lemmas.tsv").read_text("utf-8").splitlines()[1:]
    assert dict(line.split("\t") for line in lines) == written_lemmas()


@pytest.mark.parametrize(
    "en, form",
    [
        ("Companies", "company"),
        ("large language models", "large language model"),
        ("master's degree", "master degree"),
        ("LLMs", "llm"),
    ],
)
def test_lemma_forms(en, form):
    assert lemma_form(en) == form


def test_loading_needs_no_heavy_library():
    code = (
        "import sys; from malmoi.align.lexicon import load; load(); "
        "print({'numpy', 'simplemma', 'kiwipiepy', 'polars'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"


def test_the_tables_stay_small():
    here = files("malmoi.align")
    paths = [here.joinpath(n) for n in ("lexicon_cldr.tsv", "lexicon_lemmas.tsv", "lexicon_learnt.zlib")]
    paths += [here.joinpath("lexicon_hand").joinpath(name) for name in TABLES]
    assert sum(len(path.read_bytes()) for path in paths) <= 6_000_000


def test_renderings_are_believed_less_and_leave_the_dictionary_as_it_is():
    plain = Lexicon([("관광객", "tourist", False)])
    more = Lexicon([("관광객", "tourist", False)], renderings=[("관광객", "vacationer"), ("행락객", "vacationer")])
    assert more.p("관광객", "tourist") == plain.p("관광객", "tourist")
    assert 0 < more.p("관광객", "vacationer") < more.p("관광객", "tourist")
    assert "행락객" in more
    assert set(more) == {"관광객", "행락객"}
    assert len(more) == 2
    assert more.reverse("vacationer") == {ko: more.p(ko, "vacationer") for ko in ("관광객", "행락객")}


@pytest.mark.parametrize("text", ["Été ÉÉ µΣς İ Ⅱ É", "한국 Bank of Korea", "Ｆull Ώ Ა 𐐀ß", ""])
def test_text_is_folded_as_str_does(text):
    assert folded(text.encode()) == text.casefold()


def test_tables_are_folded_as_str_does():
    here = files("malmoi.align")
    for path in (*here.joinpath("lexicon_hand").iterdir(), here.joinpath("lexicon_cldr.tsv")):
        assert folded(path.read_bytes()) == path.read_text("utf-8").casefold()
