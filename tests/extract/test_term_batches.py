"""What is said of whole batches of segments: looks, counts, the lexicon; each as if a segment stood alone, compiled or not."""

import numpy as np
import pytest

from malmoi.extract.english_phrases import english_side
from malmoi.extract.evidence import Evidence
from malmoi.extract.korean_phrases import korean_side
from malmoi.extract.layout import Batch
from malmoi.extract.looks import Looks
from malmoi.extract.numbering import Numbers
from malmoi.extract.outright import agree, named_pairs
from malmoi.extract.phrase_evidence import Meetings, describe_entries
from malmoi.extract.sides import Phrase, Side, Unit
from malmoi.extract.unit_lexicon import Entries, Meanings, Said, UnitLexicon, plain_sayings
from malmoi.extract.wording import Wording
from malmoi.optional import can_compile
from malmoi.text.korean import tokenize


def sides(*texts):
    return [(korean_side(ko, tokenize(ko), {"센터", "강"}.__contains__), english_side(en)) for ko, en in texts]


def looks(segments, korean):
    batch = Batch.of(segments)
    wording = Wording([pair[not korean] for pair in segments], Numbers(), korean)
    numbers = wording.numbers(range(len(segments)))
    layout = batch.ko if korean else batch.en
    return [p.text for s in layout.sides for p in s.phrases], Looks(
        layout, wording.looks[numbers], wording.cased[numbers], korean
    )


def test_a_phrase_that_tears_a_word_is_marked():
    texts, found = looks(sides(("그는 왔다.", "He came."), ("원유운반선 발주", "orders")), korean=True)
    torn = dict(zip(texts, found.torn, strict=True))
    assert {
        text: torn[text] for text in ("원유", "원유운반선", "원유운반선 발주", "운반선", "운반선 발주", "발주")
    } == {
        "원유": 1,
        "원유운반선": 0,
        "원유운반선 발주": 0,
        "운반선": 1,
        "운반선 발주": 1,
        "발주": 0,
    }
    inside = dict(zip(texts, found.inside, strict=True))
    assert (inside["원유"], inside["운반선"], inside["원유운반선 발주"]) == (1, 2, 0)


def test_looks_of_english_phrases():
    texts, found = looks(
        sides(("가", "Central banks saw the Bank of Korea and various banks like central banks.")), korean=False
    )
    said = {text: (joined, general) for text, joined, general in zip(texts, found.joined, found.general, strict=True)}
    assert said["Bank of Korea"] == (True, 0)
    assert said["various banks"] == (False, 1)
    order = sorted(o for text, o in zip(texts, found.order, strict=True) if text.lower() == "central banks")
    assert order == [0.25, 0.75]
    assert found.order[texts.index("Bank of Korea")] == 0.5


def test_numbers_do_not_depend_on_the_batch():
    segments = sides(("한국은행과 은행", "The Bank of Korea and banks"), ("서울의 은행(bank)", "a bank in Seoul (SEL)"))
    whole = [looks(segments, korean)[1] for korean in (True, False)]
    for n, segment in enumerate(segments):
        batch = Batch.of(segments)
        for korean, together in zip((True, False), whole, strict=True):
            layout = batch.ko if korean else batch.en
            here = slice(layout.phrase_at[n], layout.phrase_at[n + 1])
            alone = looks([segment], korean)[1]
            for name in ("torn", "inside", "joined", "units", "weight", "position", "order", "titled", "end"):
                assert (getattr(together, name)[here] == getattr(alone, name)).all(), name


def one_word_phrases(words):
    units = [Unit(t, 3 * i, 3 * i + 2, 1.0) for i, t in enumerate(words)]
    return Side(" ".join(words), units, [Phrase(u.start, u.end, i, i + 1, u.key) for i, u in enumerate(units)])


@pytest.mark.parametrize("often", [0, 64])
def test_meetings_are_counted_by_segments(monkeypatch, often):
    monkeypatch.setattr("malmoi.extract.phrase_evidence._OFTEN", often)
    random = np.random.default_rng(3)
    words = [[[f"w{i}" for i in random.integers(0, 9, 4)] for _ in range(2)] for _ in range(40)]
    made = [[one_word_phrases(w) for w in pair] for pair in words]
    folds = Numbers()
    ko, en = (Wording([pair[i] for pair in made], folds, korean=not i) for i in (0, 1))
    meetings = Meetings(ko, en)
    for _ in range(2):
        k, e = ko.readings(range(40)), en.readings(range(40))
        both, with_ko, with_en = meetings.counts(k, e)
        flat = [(pair[0][i], pair[1][i]) for pair in words for i in range(4)]
        for (a, b), *counts in zip(flat, both, with_ko, with_en, strict=True):
            true = [
                sum(a in p and b in q for p, q in words),
                sum(a in p for p, _ in words),
                sum(b in q for _, q in words),
            ]
            assert counts[1:] == true[1:]
            assert counts[0] == (true[0] if min(true[1:]) > 1 else 1)


def entries_of(segments, found: Entries):
    batch = Batch.of(segments)
    out = {}
    for (a, b), (c, d), p in zip(found.ko.tolist(), found.en.tolist(), found.surely.tolist(), strict=True):
        n = int(np.searchsorted(batch.ko.unit_at, a, "right")) - 1
        k, e = batch.ko.sides[n].units, batch.en.sides[n].units
        i, j = a - batch.ko.unit_at[n], c - batch.en.unit_at[n]
        out["".join(u.key for u in k[i : i + b - a]), " ".join(u.key for u in e[j : j + d - c])] = round(p, 3)
    return out


def test_entries_of_several_words_and_families():
    rows = {
        "국민연금": {"national pension": 0.81},
        "연금": {"pension fund": 0.25, "pension": 0.64},
        "협상": {"negotiation": 0.64},
        "기술": {"state-of-the-art": 0.49, "high tech": 0.36},
    }
    segments = sides(
        ("그는 국민연금이다.", "It is the National Pension."),
        ("협상과 연금과 기술", "a negotiator and a pension fund of high-tech"),
    )
    sure, found = UnitLexicon(lambda ko: rows.get(ko, {})).of(Batch.of(segments))
    assert entries_of(segments, found) == {
        ("국민연금", "national pension"): 0.9,
        ("연금", "pension"): 0.8,
        ("연금", "pension fund"): 0.5,
        ("기술", "high tech"): 0.6,
    }
    batch = Batch.of(segments)
    keys = [u.key for u in segments[1][1].units]
    row = batch.of_units(sure, 1)[[u.key for u in segments[1][0].units].index("협상")]
    assert row[keys.index("negotiator")] == pytest.approx(0.6 * 0.8)


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed")
@pytest.mark.parametrize("seed", range(10))
def test_compiled_sayings_are_the_same(seed):
    from malmoi.extract.unit_lexicon_compiled import compiled_sayings

    random = np.random.default_rng(seed)
    made = [[Side("", [Unit("u", 0, 1, 1.0)] * int(n), []) for n in random.integers(0, 9, 2)] for _ in range(4)]
    batch = Batch.of([(ko, en) for ko, en in made])

    def said(layout, longest):
        size = np.diff(layout.unit_at) * 2
        at = np.concatenate([[0], np.cumsum(size)])
        first = np.concatenate(
            [random.integers(a, b, n) for a, b, n in zip(layout.unit_at, layout.unit_at[1:], size, strict=False) if n]
        )
        ends = np.repeat(layout.unit_at[1:], size)
        last = np.minimum(first + random.integers(1, longest + 1, len(first)), ends)
        return Said(at, random.integers(0, 6, len(first)), np.stack([first, last], 1))

    def meanings():
        at = np.concatenate([[0], np.cumsum(random.integers(0, 4, 6))])
        return Meanings(at, random.integers(0, 6, at[-1]), random.random(at[-1]))

    asked = batch, said(batch.ko, 3), meanings(), meanings(), said(batch.en, 3), said(batch.en, 1), (6, 6)
    (plain, entries), (fast, found) = plain_sayings(*asked), compiled_sayings(*asked)
    assert (plain == fast).all()
    rows = [
        {(*k, *e): p for k, e, p in zip(x.ko.tolist(), x.en.tolist(), x.surely.tolist(), strict=True)}
        for x in (entries, found)
    ]
    assert rows[0] == rows[1] != {}


def test_an_entry_is_told_of_just_its_two_phrases():
    segments = sides(("가나 다라", "central bank"))
    batch = Batch.of(segments)
    n, m = len(batch.ko.runs), len(batch.en.runs)
    rows, columns = np.divmod(np.arange(n * m), m)
    reads = np.zeros(n, np.int64), np.zeros(m, np.int64)
    pairs = Evidence.of_units(batch, np.array([0, n * m]), rows, columns, np.zeros((n * m, 18)), *reads)
    ko, en = batch.ko.runs[n - 1], batch.en.runs[0]
    describe_entries(pairs, Entries(np.array([ko, ko]), np.array([en, en]), np.array([0.3, 0.7])))
    same = (batch.ko.runs[rows] == ko).all(1) & (batch.en.runs[columns] == en).all(1)
    assert (pairs.get("entry") == np.where(same, 0.7, 0.0)).all()
    assert same.any()


def test_brackets_and_the_glossary_say_outright():
    segments = sides(
        ("스타게이트(Stargate)는 크다.", "Stargate is large."),
        ("세계무역기구 총회", "the World Trade Organization (WTO)"),
    )
    batch = Batch.of(segments)
    texts = [p.text for s, _ in segments for p in s.phrases]
    named = named_pairs(batch, np.array(["세계무역기구" in text for text in texts]), {"세계무역기구": ["wto"]})
    said = {
        (k.phrases[i].text, e.phrases[j].text): batch.of_phrases(named, n)[i, j]
        for n, (k, e) in enumerate(segments)
        for i, j in np.argwhere(batch.of_phrases(named, n))
    }
    assert said == {("스타게이트", "Stargate"): 0.5, ("세계무역기구", "WTO"): 1.0}
    same = np.zeros(int(batch.cell_at[-1]))
    agree(batch, named, same)
    ko, en = segments[1]
    i, j = np.argwhere(batch.of_units(same, 1) == 1.0)[0]
    assert (ko.units[i].key, en.text[en.units[j].start : en.units[j].end]) == ("세계무역기구", "WTO")
    assert not batch.of_units(same, 0).any()


def test_numbers_go_on_where_they_ended():
    numbers = Numbers()
    assert numbers.of(iter(["b", "a", "b"])).tolist() == [0, 1, 0]
    assert numbers["c"] == 2
    assert numbers.of(["d", "c", "a", "d"]).tolist() == [3, 2, 1, 3]
    assert list(numbers) == ["b", "a", "c", "d"]
    assert numbers.of([]).tolist() == []
