"""Which words of a segment are worth comparing by sound: as one would find them pair by pair."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from malmoi.extract.sound import _could_be_one

WORD = st.tuples(st.text("ktpln", max_size=5), st.booleans(), st.booleans())
SEGMENTS = st.lists(st.tuples(st.lists(WORD, max_size=4), st.lists(WORD, max_size=4)), max_size=4)


def fit(ko: tuple[str, bool, bool], en: tuple[str, bool, bool]) -> bool:
    """Half of the longer skeleton in common, more for short words and small letters; no name for a word of the lexicon."""
    (left, is_long, is_word), (right, capital, proper) = ko, en
    share = 0.5 if is_long and capital else 0.7
    return LCSseq.similarity(left, right) >= share * max(len(left), len(right)) and (proper or not is_word)


@given(SEGMENTS)
def test_words_that_could_be_one(segments: list[tuple[list, list]]) -> None:
    korean = [word for ko, _ in segments for word in ko]
    english = [word for _, en in segments for word in en]
    counts = [[len(side) for side in sides] for sides in zip(*segments, strict=True)] or [[], []]
    wanted, first_ko, first_en = [], 0, 0
    for ko, en in segments:
        wanted += [(first_ko + i, first_en + j) for i, k in enumerate(ko) for j, e in enumerate(en) if fit(k, e)]
        first_ko, first_en = first_ko + len(ko), first_en + len(en)
    assert list(_could_be_one(korean, english, *counts)) == wanted
