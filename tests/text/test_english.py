import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.text.english import is_function_word, lemma, singular, words

TOKENS = [
    ("Abilene's U.S. site cost $3.5bn.", "Abilene|'s|U.S.|site|cost|$|3.5bn|."),
    ("They’re 12.5% state-of-the-art, don't you think?", "They|’re|12.5|%|state-of-the-art|,|don't|you|think|?"),
    ("AT&T's F-16 and COVID-19 at 9:30 p.m.", "AT&T|'s|F-16|and|COVID-19|at|9:30|p.m.|"),
    ('"companies\' shares" fell 1,234.56...', '"|companies|\'|shares|"|fell|1,234.56|...'),
    ("the 1990s, the 21st, a 10-year plan", "the|1990s|,|the|21st|,|a|10-year|plan"),
    ("Amazon.com and café—naïve", "Amazon.com|and|café|—|naïve"),
    ("", ""),
]  # fmt: skip

LEMMAS = [
    ("Companies", "company"), ("was", "be"), ("LLMs", "LLM"), ("LLM", "LLM"), ("US", "US"), ("us", "we"), ("U.S.", "U.S."),
    ("NUCLEAR", "nuclear"), ("Texas", "texas"), ("'re", "be"), ("children", "child"), ("iPhone", "iPhone"), ("3.5", "3.5"),
]  # fmt: skip

SINGULARS = [
    ("boards of directors", "board of directors"), ("data centers", "data center"), ("companies'", "company"),
    ("Abilene's", "Abilene"), ("the joint ventures", "joint venture"), ("LLMs", "LLM"), ("AI GPUs", "AI GPU"),
    ("Texas", "Texas"), ("SK Telecoms", "SK Telecoms"), ("United Nations", "United Nations"), ("United States", "United States"),
    ("large language models", "large language model"), ("women", "woman"), ("its headquarters", "headquarters"),
    ("series", "series"), ("analyses", "analysis"), ("buses", "bus"), ("houses", "house"), ("viruses", "virus"),
    ("headaches", "headache"), ("wives", "wife"), ("stocks", "stock"), ("Companies", "Company"), ("Koreans", "Korean"),
    ("prime ministers", "prime minister"), ("ministers for foreign affairs", "minister for foreign affairs"),
    ("the U.S.", "U.S."), ("F-16s", "F-16"), ("1990s", "1990s"), ("vice-presidents", "vice-president"), ("news", "news"),
    ("an agreement", "agreement"), ("economics", "economics"), ("process", "process"), ("their", "their"), ("", ""),
    ("Philippines", "Philippines"), ("earnings", "earnings"), ("photos", "photo"), ("the", "the"),
    ("human rights", "human rights"), ("iOS", "iOS"),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", TOKENS)
def test_words(text: str, expected: str) -> None:
    assert [w.text for w in words(text)] == [t for t in expected.split("|") if t]


@given(st.text(alphabet="aB.'’-$%3, \n&é", max_size=40))
def test_words_are_spans_in_order_and_miss_nothing(text: str) -> None:
    at = 0
    for word in words(text):
        assert text[word.start : word.end] == word.text
        assert not text[at : word.start].strip()
        at = word.end
    assert not text[at:].strip()


@pytest.mark.parametrize("word, expected", LEMMAS)
def test_lemma(word: str, expected: str) -> None:
    assert lemma(word) == expected


@pytest.mark.parametrize("phrase, expected", SINGULARS)
def test_singular(phrase: str, expected: str) -> None:
    assert singular(phrase) == expected


@pytest.mark.parametrize("phrase", [expected for _, expected in SINGULARS])
def test_singular_of_a_dictionary_form_is_itself(phrase: str) -> None:
    assert singular(phrase) == phrase


def test_function_words() -> None:
    assert all(is_function_word(w) for w in ("The", "of", "don’t", "'s", "THEY"))
    assert not any(is_function_word(w) for w in ("company", "Stargate", "say", "$", ""))
