"""Brackets, families of words, what sounds alike, the fitted model's file."""

import numpy as np
import pytest

from malmoi.extract.brackets import bracketed, glosses, is_acronym
from malmoi.extract.confidence import fit, load, signature
from malmoi.extract.english_phrases import english_side
from malmoi.extract.evidence import FEATURES, Evidence, PairEvidence
from malmoi.extract.folding import english_form, fold, korean_form
from malmoi.extract.korean_phrases import korean_side
from malmoi.extract.layout import Batch
from malmoi.extract.pairing import Judged, choose, judge
from malmoi.extract.rivalry import RIVALRY
from malmoi.extract.sound import Sound
from malmoi.extract.termhood import spread, worth
from malmoi.extract.unit_features import Units, unit_features
from malmoi.extract.unit_lexicon import Entries, stem
from malmoi.names.similarity import rank_many
from malmoi.text.korean import tokenize

ACRONYMS = [("IMF", True), ("U.S.", True), ("LLMs", True), ("Nasdaq", False), ("AI", True), ("I", False), ("a", False)]
FAMILIES = [
    ("negotiator", "negotiation"),
    ("Korean".lower(), "korea"),
    ("terrorist", "terrorism"),
    ("transmission", "transmissions"),
]
FORMS = [
    ("data  centers", False, "data center"),
    ("Companies", False, "company"),
    ("United Nations", True, "United Nations"),
    ("Safe Data Centers", True, "Safe Data Center"),
    ("Samsung Electronics", True, "Samsung Electronics"),
    ("cash and cash equivalents", False, "cash and cash equivalents"),
    ("terms and conditions", False, "terms and conditions"),
    ("small and medium-sized enterprises", False, "small and medium-sized enterprise"),
]
NO_ENTRIES = Entries(np.zeros((0, 2), np.int64), np.zeros((0, 2), np.int64), np.zeros(0))


def ko_side(text):
    return korean_side(text, tokenize(text), {"센터", "강"}.__contains__)


@pytest.mark.parametrize("text, answer", ACRONYMS)
def test_acronyms(text, answer):
    assert is_acronym(text) is answer


@pytest.mark.parametrize("one, other", FAMILIES)
def test_families_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("text, name, form", FORMS)
def test_english_dictionary_forms(text, name, form):
    assert english_form(text, name) == form


def test_korean_dictionary_form_and_fold():
    assert korean_form("데이터  센터") == "데이터 센터"
    assert fold("데이터 센터") == fold("데이터센터")
    assert fold("U.S.") == fold("us")


def test_a_bracket_belongs_to_the_longest_phrase_before_it():
    side = ko_side("민간 안전 항공국 (The Civil Aviation Safety Authority, CASA)은 밝혔다.")
    found = list(glosses(side))
    assert [g.text for g in found] == ["Civil Aviation Safety Authority", "CASA"]
    hosts = {side.text[side.units[g.host_first].start : side.units[g.host_last - 1].end] for g in found}
    assert hosts == {"민간 안전 항공국"}


def test_what_stands_in_brackets():
    side = ko_side("스타게이트(Stargate)는 크다.")
    phrase = next(p for p in side.phrases if p.text == "스타게이트")
    assert bracketed(side, phrase) == "Stargate"


def test_the_g_of_romanized_korean_stays_hard():
    ko, en = korean_side("새글은", tokenize("새글은")), english_side("Saegeul")
    assert [cell.strength > 0.9 for cell in next(Sound(rank_many).units([(ko, en)]))] == [True]


def test_sound_finds_the_name_and_no_other_word():
    ko, en = ko_side("애빌린에 센터를 짓는다."), english_side("A center rises in Abilene near the river.")
    best = max(next(Sound(rank_many).units([(ko, en)])), key=lambda cell: cell.strength)
    word = en.units[best.en_first]
    assert (ko.units[best.ko_first].key, en.text[word.start : word.end]) == ("애빌린", "Abilene")


def test_sound_asks_only_of_words_whose_consonants_fit_and_all_segments_at_once():
    calls = []

    def count(asked):
        calls.append([(ko, tuple(words)) for ko, words in asked])
        return [np.zeros(len(words), np.float32) for _, words in asked]

    segments = [
        (ko_side("오라클은 컸다."), english_side("Oracle grew by a third in Dresden.")),
        (ko_side("그는 왔다."), english_side("Dresden")),
        (ko_side("드레스덴에서 왔다."), english_side("They came from Dresden to Oracle.")),
    ]
    assert list(Sound(count).units(segments)) == [[], [], []]
    assert calls == [[("오라클", ("Oracle",)), ("드레스덴", ("Dresden",))]]


def test_cover_and_leak():
    ko, en = ko_side("해상 풍력"), english_side("offshore wind")
    batch = Batch.of([(ko, en)])
    links, none = np.eye(2).ravel(), np.zeros(4)
    units = Units(links, none, none, none, NO_ENTRIES)
    _, rows, columns, said = unit_features(batch, units, np.zeros(int(batch.pair_at[-1]), bool))
    texts = [(ko.phrases[i].text, en.phrases[j].text) for i, j in zip(rows, columns, strict=True)]
    cover = dict(zip(texts, said[:, FEATURES.index("cover_worse")], strict=True))
    assert cover["해상 풍력", "offshore wind"] == pytest.approx(1.0)
    assert ("해상", "wind") not in cover
    leak = dict(zip(texts, said[:, FEATURES.index("leak_worse")], strict=True))
    assert leak["해상", "offshore wind"] == pytest.approx(0.5)
    assert leak["해상", "offshore"] == pytest.approx(0.0)


def test_choice_uses_each_stretch_once_and_nests():
    places = np.array([[0, 7, 0, 14], [0, 4, 0, 8], [4, 7, 9, 14], [4, 7, 20, 25]])
    judged = Judged(places, np.array([0.9, 0.8, 0.7, 0.95]), np.array([1.0, 1.0, 1.0, 0.0]))
    chosen = choose(judged, 0.5)
    assert [(c.row, c.nested) for c in chosen] == [(0, False), (1, True), (2, True)]


def test_parts_of_a_term_may_cross():
    places = np.array([[0, 6, 0, 17], [0, 4, 0, 11], [2, 6, 5, 17], [2, 4, 12, 17]])
    judged = Judged(places, np.array([0.9, 0.9, 0.9, 0.1]), np.array([9.0, 2.0, 1.0, 0.0]))
    assert [(c.row, c.outer) for c in choose(judged, 0.5)] == [(0, None), (1, 0), (2, 0)]


def test_what_is_made_of_chosen_pairs_is_chosen_too():
    # AB of A and B; ABC, which holds one more word, is less sure than not; BC would tear AB.
    places = np.array([[0, 2, 0, 3], [3, 5, 4, 9], [0, 5, 0, 9], [0, 8, 0, 12], [3, 8, 4, 12]])
    judged = Judged(places, np.array([0.9, 0.8, 0.7, 0.4, 0.6]), np.array([9.0, 9.0, 0.0, 0.0, -9.0]))
    assert [(c.row, c.outer, c.made) for c in choose(judged, 0.5)] == [
        (1, None, False),
        (0, None, False),
        (2, None, True),
    ]
    assert [c.row for c in choose(judged, 0.75)] == [1, 0]


def test_a_known_term_is_not_torn():
    ko, en = ko_side("오라클 최고 경영자"), english_side("Oracle chief executive")
    known = [("최고 경영자", "chief executive"), ("오라클 최고", "Oracle chief executive")]
    ko_at, en_at = {p.text: i for i, p in enumerate(ko.phrases)}, {p.text: j for j, p in enumerate(en.phrases)}
    rows, columns = np.array([ko_at[k] for k, _ in known]), np.array([en_at[e] for _, e in known])
    other = ko_side("한국은 크다."), english_side("Korea is large.")
    batch = Batch.of([other, (ko, en)])
    rows, columns = rows + batch.ko.phrase_at[1], columns + batch.en.phrase_at[1]
    reads = np.arange(len(batch.ko.runs)), np.arange(len(batch.en.runs))
    pairs = Evidence.of_units(batch, np.array([0, 0, 2]), rows, columns, np.zeros((2, 18)), *reads)
    free = judge(load(), pairs).cut
    pairs.set("glossary", np.array([1.0, 0.0]))
    bound = judge(load(), pairs).cut
    assert bound[1] < free[1]
    assert bound[0] > free[0]


@pytest.mark.parametrize(
    "count, documents, of, everyday",
    [(40, 40, 100, True), (70, 40, 100, False), (20, 20, 100, False), (5, 5, 5, False), (10, 10, 10, True)],
)
def test_what_every_text_says_once_is_everyday_language(count, documents, of, everyday):
    assert (spread(count, documents, of) < 1) is everyday


def test_a_name_with_its_title_elsewhere_is_no_rival():
    ko, en = (
        ko_side("하리스는 왔고 하리스는 갔다."),
        english_side("Senator Harris came and Harris left with Senator Smith."),
    )
    ko_at = next(i for i, p in enumerate(ko.phrases) if p.text == "하리스")
    en_at = {p.start: j for j, p in enumerate(en.phrases) if p.text in ("Harris", "Senator Harris", "Senator Smith")}
    columns = np.array([en_at[start] for start in sorted(en_at)])
    pairs = PairEvidence.of(ko, en, np.full(len(columns), ko_at), columns)
    titled, first, second, other = range(4)
    repeats = pairs.repeats()
    assert repeats[titled, second]
    assert repeats[second, titled]
    assert pairs.same_texts()[first, second]
    assert not pairs.same_texts()[titled, second]
    assert not repeats[other, [titled, first, second]].any()


def test_the_model_has_a_signature():
    assert signature() == signature()
    assert signature().startswith("terms:")


def test_the_shipped_model_fits_the_evidence():
    models = load()
    for name, model in models.items():
        assert model.columns == (RIVALRY if name.startswith("final") else FEATURES)
    assert models.keys() == {
        name + which for name in ("first", "cut", "final", "final_cut") for which in ("", "_near", "_token")
    }


def test_a_fit_recovers_the_weights_it_was_made_with():
    x = np.random.default_rng(1).normal(size=(4000, 2))
    truth = (np.random.default_rng(2).random(4000) < 1 / (1 + np.exp(-(1 + 2 * x[:, 0] - x[:, 1])))).astype(float)
    model = fit(("a", "b"), x, truth)
    assert model.weight / model.deviation == pytest.approx([2, -1], abs=0.2)
    assert model.probabilities(x).mean() == pytest.approx(truth.mean(), abs=0.01)


WORTHS = [
    ("문제", "problem", "term", True, 0.75),
    ("지진", "earthquake", "term", True, 0.82),
    ("자료", "telemetry", "term", False, 0.85),
    ("애빌린", "Abilene", "place", True, 1.0),
    ("데이터센터", "data center", "term", True, 1.0),
    ("최종 결정", "final decision", "term", False, 0.75),
    ("아프리카 국가", "African country", "term", False, 0.8),
    ("포도주의 병", "bottle of wine", "term", False, 0.8),
    ("미국", "telemetry", "place", False, 0.75),
    ("멕시코산", "Mexico", "place", False, 0.8),
    ("공개적", "public", "term", False, 0.7),
]


@pytest.mark.parametrize("ko, en, kind, listed, factor", WORTHS)
def test_everyday_words_sink(ko, en, kind, listed, factor):
    assert worth(ko, en, kind, listed) == factor
