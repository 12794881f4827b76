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
