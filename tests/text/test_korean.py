"""Morphemes from the one Kiwi, with spans of the text as given."""

import subprocess
import sys
import unicodedata

import pytest

from malmoi.text import korean

SENTENCES = [
    "이사회는 애빌린에 데이터센터를 지을 계획이다.",
    "😀 챗GPT와 𠮷野家에서 5000억달러(약 702조원)를 썼다.",
    "",
    "   ",
]


def forms(tokens):
    return [(t.form, t.tag) for t in tokens]


@pytest.mark.parametrize("text", SENTENCES)
def test_spans_are_those_of_the_text_as_given(text):
    decomposed = unicodedata.normalize("NFD", text)
    plain, given = korean.tokenize(text), korean.tokenize(decomposed)
    assert forms(plain) == forms(given)
    for a, b in zip(plain, given, strict=True):
        assert 0 <= a.start <= a.end <= len(text)
        assert unicodedata.normalize("NFC", decomposed[b.start : b.end]) == text[a.start : a.end]


def test_many_texts_give_the_same_answers_in_order():
    texts = [*SENTENCES, unicodedata.normalize("NFD", SENTENCES[0])]
    assert list(korean.tokenize_many(iter(texts))) == [korean.tokenize(text) for text in texts]


def test_a_forced_stretch_is_one_morpheme():
    text = "애빌린에 갔다"
    assert ("애빌린", "NNP") in forms(korean.tokenize(text, [(0, 3, "NNP")]))
    decomposed = unicodedata.normalize("NFD", text)
    end = len(unicodedata.normalize("NFD", "애빌린"))
    token = korean.tokenize(decomposed, [(0, end, "NNP")])[0]
    assert (token.form, token.start, token.end) == ("애빌린", 0, end)


def test_sentences_are_spans_of_the_text_as_given():
    text = '그는 "안녕." 이라고 말했다. 오늘은 덥다.'
    decomposed = unicodedata.normalize("NFD", text)
    for given in (text, decomposed):
        cut = [unicodedata.normalize("NFC", given[a:b]) for a, b in korean.split_sentences(given)]
        assert cut == ['그는 "안녕." 이라고 말했다.', "오늘은 덥다."]


def test_half_a_surrogate_pair_is_passed_over():
    token = korean.tokenize("정부\ud800는")[0]
    assert (token.form, token.start, token.end) == ("정부", 0, 2)
    assert next(korean.tokenize_many(["정부\udfff는"]))[0].form == "정부"


def test_words_are_gathered_before_the_model_is_loaded():
    code = (
        "from malmoi.text import korean\n"
        "korean.add_words([('애빌린시티', 'NNP')])\n"
        "assert not korean.is_loaded()\n"
        "print([t.form for t in korean.tokenize('애빌린시티는')])\n"
        "assert korean.is_loaded()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['애빌린시티', '는']"


class Counting:
    """A Kiwi that counts what it is asked to cut."""

    def __init__(self, kiwi):
        self.kiwi, self.cut = kiwi, []

    def tokenize(self, text, **options):
        if isinstance(text, str):
            self.cut.append(text)
            return self.kiwi.tokenize(text, **options)
        return self.kiwi.tokenize(self._counted(text), **options)

    def _counted(self, texts):
        for text in texts:
            self.cut.append(text)
            yield text

    def add_user_word(self, *word):
        """Said, not done: the model is the whole test run's."""


@pytest.fixture
def counting(monkeypatch):
    korean.tokenize("")
    made = Counting(korean._model())
    monkeypatch.setattr(korean, "_kiwi", made)
    monkeypatch.setattr(korean, "_cut", korean._Memory(1_000))
    monkeypatch.setattr(korean, "_words", {})
    return made


def test_a_text_is_cut_once_wherever_it_stands_among_others(counting):
    texts = ["비가 온다.", "눈이 온다.", "바람이 분다."]
    alone = korean.tokenize(texts[1])
    first = list(korean.tokenize_many(texts))
    again = list(korean.tokenize_many([*texts, texts[0], "해가 뜬다."]))
    assert again[:3] == first == [korean.tokenize(text) for text in texts]
    assert (first[1], again[3]) == (alone, first[0])
    assert counting.cut == [texts[1], texts[0], texts[2], "해가 뜬다."]
    first[0].clear()
    assert korean.tokenize(texts[0]) == again[0], "what callers do to an answer is theirs"


def test_what_was_cut_is_forgotten_when_words_come_and_when_room_is_short(counting):
    korean.tokenize("비가 온다.")
    korean.add_words([("비가온다", "NNP")])
    korean.tokenize("비가 온다.")
    assert counting.cut == ["비가 온다."] * 2
    for i in range(300):
        korean.tokenize(f"비 {i}")
    assert korean._cut._size <= 1_000
    assert sum(map(len, korean._cut._tokens)) == korean._cut._size
    korean.tokenize("비가 온다.")
    assert counting.cut.count("비가 온다.") == 3
