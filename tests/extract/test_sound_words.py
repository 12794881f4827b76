"""Which words of a segment are worth comparing by sound: as one would find them pair by pair."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from malmoi.extract.sound import _could_be_one, _Words

WORD = st.tuples(st.text("ktpln", max_size=5), st.booleans(), st.booleans())
SEGMENTS = st.lists(st.tuples(st.lists(WORD, max_size=4), st.lists(WORD, max_size=4)), max_size=4)


def fit(ko: tuple[str, bool, bool], en: tuple[str, bool, bool]) -> bool:
    """Half of the longer skeleton in common, more for short words and small letters; one of the two may be a name."""
    (left, is_long, ko_name), (right, capital, en_name) = ko, en
    share = 0.5 if is_long and capital else 0.7
    return LCSseq.similarity(left, right) >= share * max(len(left), len(right)) and (ko_name or en_name)


def columns(sides: list[list[tuple[str, bool, bool]]]) -> _Words:
    words = [word for side in sides for word in side]
    lenient, name = (np.array([word[n] for word in words], np.bool_) for n in (1, 2))
    return _Words([word[0] for word in words], lenient, name, np.array([len(side) for side in sides], np.int64))


@given(SEGMENTS)
def test_words_that_could_be_one(segments: list[tuple[list, list]]) -> None:
    wanted, first_ko, first_en = [], 0, 0
    for ko, en in segments:
        wanted += [(first_ko + i, first_en + j) for i, k in enumerate(ko) for j, e in enumerate(en) if fit(k, e)]
        first_ko, first_en = first_ko + len(ko), first_en + len(en)
    assert list(_could_be_one(columns([ko for ko, _ in segments]), columns([en for _, en in segments]))) == wanted
