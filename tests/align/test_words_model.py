"""The word aligner's parts: the recursion in both forms, the model's file, shards, evidence, the encoder's part."""

import re
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.align import words
from malmoi.align.flat import MOST_JUMP, starts_of, within
from malmoi.align.hmm import posteriors
from malmoi.align.word_corpus import SHIFT, different, read_corpus
from malmoi.align.word_evidence import Evidence
from malmoi.align.word_judge import _rival
from malmoi.align.word_model import WordModel
from malmoi.align.word_shards import read_shards
from malmoi.align.word_units import english_units, read_pairs
from malmoi.align.words import WordAligner, align_words
from malmoi.errors import EncoderError, FormatError, InputError, UsageError
from malmoi.optional import can_compile

PAIRS = [
    ("정부는 새로운 정책을 발표했다.", "The government announced a new policy."),
    ("정부는 정책을 바꾸지 않았다.", "The government did not change the policy."),
    ("새로운 법은 회사를 돕는다.", "The new law helps companies."),
    ("회사는 3억 달러를 투자했다.", "The company invested 300 million dollars."),
    ("법은 바뀌었다.", "The law changed."),
]

# (Korean, English, Korean unit, English unit): what is known before anything is learnt
EVIDENT = [
    ("회사는 3억 달러를 썼다.", "It spent $300 million.", "억", "million"),
    ("로렌스 리버모아 연구소", "Lawrence Livermore lab", "리버모아", "livermore"),
    ("OECD 회원국", "an OECD member", "OECD", "oecd"),
    ("2024년 5월", "May 2024", "2024", "2024"),
    ("GM의 자회사", "a division of General Motors", "GM", "motor"),
    ("과학 소설을 읽었다", "I read science-fiction", "과학", "science-fiction"),
    ("3시 45분에 만났다", "We met at 3:45", "45", "3:45"),
    ("개발 계획", "the developer", "개발", "developer"),
    ("국회 의원이 말했다", "the lawmaker said", "의원", "lawmaker"),
]


def sizes():
    return st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8)


def corpus(shapes, seed):
    rng = np.random.default_rng(seed)
    observed, hidden = np.array(shapes, np.int64).reshape(-1, 2).T
    cells, null = rng.random(int((observed * hidden).sum())), rng.random(int(observed.sum()))
    return cells, null, observed, hidden, rng.random(2 * MOST_JUMP + 1) + 0.01, 0.3


@given(sizes(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_every_word_is_divided_among_its_partners_and_none(shapes, seed):
    links, jumps = posteriors(*corpus(shapes, seed), compiled=False)
    assert (links >= 0).all()
    assert links.sum() <= sum(j for j, i in shapes if i) + 1e-9
    assert jumps.sum() <= sum(max(0, j - 1) for j, i in shapes if i) + 1e-9


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
@given(sizes(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_compiled_way_gives_the_same_answer(shapes, seed):
    plain, compiled = (posteriors(*corpus(shapes, seed), compiled=way) for way in (False, True))
    for ours, theirs in zip(plain, compiled, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-10)


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
def test_links_are_the_same_with_and_without_numba(monkeypatch):
    found = []
    for least in (0, 10**12):
        monkeypatch.setattr("malmoi.align.hmm._WORTH_COMPILING", least)
        pairs = list(read_pairs(PAIRS * 3))
        found.append([m.tolist() for m in WordAligner().learn_matrices(pairs)])
    assert found[0] == found[1]


def test_learning_and_linking_at_once_is_learning_then_linking():
    pairs = list(read_pairs(PAIRS))
    at_once, apart = WordAligner().learn_matrices(pairs), WordAligner().train_units(pairs).matrices(pairs)
    assert [m.tolist() for m in at_once] == [m.tolist() for m in apart]


def test_one_pair_against_all_its_alignments():
    """Two observed words over two positions and the empty word, summed by hand over all nine alignments."""
    cells, null = np.array([0.5, 0.1, 0.2, 0.7]), np.array([0.05, 0.02])
    jumps = np.ones(2 * MOST_JUMP + 1)
    jumps[MOST_JUMP + 1] = 3.0
    p_null, links = 0.3, np.zeros((2, 2))
    move = {(0, 0): 1 / 4, (0, 1): 3 / 4, (1, 0): 1 / 2, (1, 1): 1 / 2}
    total = 0.0
    for at in range(2):
        for first_empty in (False, True):
            one = 0.5 * (p_null * null[0] if first_empty else (1 - p_null) * cells[at])
            for then in range(2):
                for empty in (False, True):
                    if empty and then != at:
                        continue  # the empty word keeps the position
                    two = p_null * null[1] if empty else (1 - p_null) * move[at, then] * cells[2 + then]
                    total += one * two
                    if not first_empty:
                        links[0, at] += one * two
                    if not empty:
                        links[1, then] += one * two
    found, _ = posteriors(cells, null, np.array([2]), np.array([2]), jumps, p_null, compiled=False)
    np.testing.assert_allclose(found.reshape(2, 2), links / total)


def test_answers_do_not_depend_on_the_company():
    alone = corpus([(3, 4)], 1)
    many = corpus([(2, 2), (3, 4), (5, 1)], 1)
    together, _ = posteriors(
        np.concatenate([np.full(4, 0.1), alone[0], np.full(5, 0.2)]),
        np.concatenate([np.full(2, 0.1), alone[1], np.full(5, 0.1)]),
        many[2], many[3], alone[4], 0.3, compiled=False,
    )  # fmt: skip
    np.testing.assert_allclose(together[4:16], posteriors(*alone, compiled=False)[0])


def test_stretches():
    assert starts_of(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]
    assert within(np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]


def test_rivals_are_the_strongest_others():
    assert _rival(np.array([0.2, 0.9, 0.5, 0.4]), np.array([0, 0, 0, 1])).tolist() == [0.9, 0.5, 0.9, 0.0]


@pytest.mark.parametrize("ko, en, ko_unit, en_unit", EVIDENT)
def test_evidence(ko, en, ko_unit, en_unit):
    (pair,) = read_pairs([(ko, en)])
    found = {(pair.ko[c.ko].key, pair.en[c.en].key) for c in Evidence().cells(pair)}
    assert (ko_unit, en_unit) in found


def test_given_terms_are_evidence():
    (pair,) = read_pairs([("달빛 정책을 바꿨다.", "They changed the fluffball toy.")])
    cells = Evidence([("달빛정책", "fluffball toy")]).cells(pair)
    found = {(pair.ko[c.ko].key, pair.en[c.en].key) for c in cells}
    assert found >= {(ko, en) for ko in ("달빛", "정책") for en in ("fluffball", "toy")}


def test_units_leave_grammar_out_and_keep_negation():
    (pair,) = read_pairs([PAIRS[1]])
    assert [u.key for u in pair.ko] == ["정부", "정책", "바꾸다", "않다"]
    assert [u.key for u in pair.en] == ["government", "not", "change", "policy"]


def test_abbreviated_titles_are_the_words_they_stand_for():
    units = english_units("Gov. Ito met Sen. Diaz; the gov did not.")
    assert [u.key for u in units][:5] == ["governor", "ito", "meet", "senator", "diaz"]
    assert "governor" not in [u.key for u in units][5:]
    assert (units[0].start, units[0].end) == (0, 3)


def test_a_word_of_a_million_letters_is_cut():
    assert all(len(u.key) < 100 for u in english_units("a" * 1_000_000))


def test_a_long_line_is_read_like_its_parts():
    ko, en = PAIRS[0]
    times = 400
    whole, short = read_pairs([(f"{ko} " * times, f"{en} " * times), (ko, en)])
    step = len(ko) + 1
    assert [u.key for u in whole.ko] == [u.key for u in short.ko] * times
    assert [u.start for u in whole.ko] == [u.start + k * step for k in range(times) for u in short.ko]
    assert len(whole.en) == len(short.en) * times


def test_a_saved_model_gives_the_same_links(tmp_path):
    aligner = WordAligner().train(PAIRS)
    aligner.save(tmp_path / "model.npz")
    again = WordAligner.load(tmp_path / "model.npz")
    new = [*PAIRS, ("정부는 회사를 도왔다.", "The government helped the company.")]
    assert list(again.align(new)) == list(aligner.align(new))
    assert again.signature == aligner.signature
    assert "5 pairs" in again.signature


def test_training_and_linking_agree_with_the_short_way():
    assert list(WordAligner().train(PAIRS).align(PAIRS)) == align_words(PAIRS)


def saved_parts(tmp_path):
    """What a saved model holds, to be saved again with something changed."""
    path = tmp_path / "model.npz"
    WordAligner().train(PAIRS).save(path)
    with np.load(path) as data:
        return path, {name: data[name] for name in data.files}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_torn_model_is_refused(tmp_path, share):
    path, _ = saved_parts(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FormatError, match="only part of one"):
        WordAligner.load(path)


def test_a_model_of_another_version_is_refused(tmp_path):
    path, parts = saved_parts(tmp_path)
    about = bytes(parts["about"]).replace(b'"version": 2', b'"version": 1')
    np.savez(path, **{**parts, "about": np.frombuffer(about, np.uint8)})
    with pytest.raises(FormatError, match="version 1; this malmoi reads version 2"):
        WordAligner.load(path)


@pytest.mark.parametrize("part", ["counts", "keys", "ko", "jumps_en"])
def test_a_changed_model_is_refused(tmp_path, part):
    path, parts = saved_parts(tmp_path)
    changed = parts[part].copy()
    changed[0] += 1
    np.savez(path, **{**parts, part: changed})
    with pytest.raises(FormatError, match="damaged"):
        WordAligner.load(path)


def test_a_model_learnt_with_other_versions_says_so(tmp_path):
    path, parts = saved_parts(tmp_path)
    about = re.sub(rb'"learnt_with": "[^"]*"', b'"learnt_with": "kiwipiepy 0.1"', bytes(parts["about"]))
    np.savez(path, **{**parts, "about": np.frombuffer(about, np.uint8)})
    assert "with kiwipiepy 0.1" in WordAligner.load(path).signature
    assert "with" not in WordAligner().train(PAIRS).signature


def test_what_was_learnt_has_a_fingerprint():
    one, same, other = (WordAligner().train(pairs).model_signature for pairs in (PAIRS, PAIRS, PAIRS[:3]))
    assert one == same != other


def test_pairs_that_can_be_read_only_once_are_refused():
    with pytest.raises(UsageError, match="not an iterator"):
        WordAligner().train(iter(PAIRS))


def test_pairs_may_be_read_anew_in_every_pass(monkeypatch):
    class Anew:
        def __iter__(self):
            return iter(PAIRS * 4)

    monkeypatch.setattr(words, "_SAMPLE", 6)
    assert WordAligner().train(Anew()).model_signature == WordAligner().train(PAIRS * 4).model_signature


def test_a_model_stays_what_it_is_beside_other_terms():
    aligner = WordAligner().train(PAIRS)
    told = aligner.with_terms([("달빛정책", "fluffball toy")])
    assert told.signature == aligner.signature
    pair = ("달빛 정책을 바꿨다.", "They changed the fluffball toy.")
    ((bare,), (helped,)) = (list(a.align([pair])) for a in (aligner, told))
    assert len(helped) > len(bare)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 torn"])
def test_what_is_no_model_is_refused(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="word model"):
        WordAligner.load(path)


def test_a_foreign_archive_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.npz", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FormatError):
        WordAligner.load(tmp_path / "other.npz")


def test_a_missing_model_is_said(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        WordAligner.load(tmp_path / "none.npz")


def test_shards_keep_order_and_long_lines_are_cut(monkeypatch):
    monkeypatch.setattr("malmoi.align.word_shards._MOST_CELLS", 40)
    long = (PAIRS[0][0] * 50, PAIRS[0][1] * 50)
    shards = list(read_shards([*PAIRS, long, ("", "")]))
    assert sum(shard.n for shard in shards) == len(PAIRS) + 2
    assert len(shards) > 2
    assert max(len(p.ko) for shard in shards for p in shard.pairs) <= 30
    assert sum(len(p.ko) for shard in shards for p in shard.pairs if len(shard.pairs) > 5) == 200


def test_matrices_over_units_of_the_caller_agree_with_the_links():
    pairs = list(read_pairs([*PAIRS, ("", ""), (PAIRS[0][0] * 60, PAIRS[0][1] * 60)]))
    aligner = WordAligner().train_units(pairs)
    found = list(aligner.matrices(pairs))
    assert [m.shape for m in found] == [(len(p.ko), len(p.en)) for p in pairs]
    texts = [p.texts for p in pairs]
    for pair, matrix, links in zip(pairs, found, aligner.align(texts), strict=True):
        strong = {(pair.ko[j].start, pair.en[i].start) for j, i in np.argwhere(matrix >= words._LEAST)}
        assert strong == {(link.ko.start, link.en.start) for link in links}


def test_a_corpus_of_many_shards_is_aligned_in_order(monkeypatch):
    monkeypatch.setattr("malmoi.align.word_shards._MOST_CELLS", 60)
    monkeypatch.setattr(words, "_SAMPLE", 6)
    pairs = PAIRS * 4
    links = align_words(pairs, seed=3)
    assert links == align_words(pairs, seed=3)
    assert len(links) == len(pairs)
    for (ko, en), found in zip(pairs, links, strict=True):
        assert found
        assert all(link.ko.end <= len(ko) and link.en.end <= len(en) for link in found)


class Pointing:
    """An encoder that knows one pair of made-up words."""

    def encode(self, texts):
        known = {"뭉실": 0, "fluffball": 0}
        return np.array([np.eye(8)[known.get(t, 1 + sum(map(ord, t)) % 7)] for t in texts], np.float32)


class Failing:
    def encode(self, texts):
        raise RuntimeError("out of memory")


def test_the_encoder_adds_links_for_open_words():
    pairs = [("뭉실 정책", "fluffball policy"), ("나무 정부", "government tree"), ("가방 법", "law bag")]
    ko, en = pairs[0]
    texts = {(ko[k.ko.start : k.ko.end], en[k.en.start : k.en.end]) for k in align_words(pairs, encoder=Pointing())[0]}
    assert any(e == "fluffball" for _, e in texts)


def test_a_failing_encoder_stops_the_work():
    with pytest.raises(EncoderError, match="out of memory"):
        align_words([("뭉실 가방", "fluffball bag")], encoder=Failing())


@pytest.mark.parametrize("ko, en", [(1, 1), (40, 3), (1 << 30, 40), (1 << 30, 1 << 31)])
@pytest.mark.parametrize("n", [0, 1, 500])
def test_addresses_are_told_apart(ko: int, en: int, n: int) -> None:
    random = np.random.default_rng(n)
    few_ko, few_en = random.integers(0, ko, 9), random.integers(0, en, 9)
    keys = (few_ko[random.integers(0, 9, n)] << SHIFT) + few_en[random.integers(0, 9, n)]
    for found, expected in zip(different(keys), np.unique(keys, return_inverse=True), strict=True):
        assert (found == expected).all()
        assert found.shape == expected.shape


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
def test_compiled_rounds_learn_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(read_pairs([*PAIRS, ("", "No Korean."), ("법", "the law of the land")] * 2))
    models = []
    for way in (False, True):
        monkeypatch.setattr("malmoi.align.word_model.pays_to_compile", lambda _, way=way: way)
        models.append(WordAligner().train_units(pairs)._model)
    plain, compiled = models
    assert (plain.keys == compiled.keys).all()
    for name in ("counts", "jumps_ko", "jumps_en"):
        np.testing.assert_allclose(getattr(compiled, name), getattr(plain, name), rtol=1e-9)
    assert plain.counts.sum() > 0


def test_what_was_learnt_tells_where_its_cells_are() -> None:
    pairs = list(read_pairs(PAIRS * 3))
    model = WordModel()
    corpus = read_corpus(pairs, Evidence().cells_of(pairs), model.ko, model.en, grow=True)
    places = model.learn(corpus)
    # Some pairs were forgotten.
    assert places.max() == len(model.keys)
    for told, found in zip(model.posteriors(corpus, places), model.posteriors(corpus), strict=True):
        assert (told == found).all()
