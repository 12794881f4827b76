"""Word links learnt from the segments at hand."""

import numpy as np
import pytest

from malmoi.align import links
from malmoi.align.links import WordLinks

PAIRS = [
    (["정부", "바람"], ["government", "wind"]),
    (["정부", "태양"], ["government", "sun"]),
    (["바람", "태양"], ["wind", "sun"]),
]


def test_words_that_keep_meeting_are_linked():
    found = WordLinks(PAIRS * 3).posterior(0)
    assert found.argmax(1).tolist() == [0, 1]
    assert found.argmax(0).tolist() == [0, 1]


def test_a_single_meeting_is_weaker_than_many():
    once = WordLinks([(["정부"], ["government"])]).posterior(0)[0, 0]
    often = WordLinks([(["정부"], ["government"])] * 10).posterior(0)[0, 0]
    assert 0 < once < often <= 1


def test_a_lexicon_decides_what_the_text_leaves_open():
    pairs = [(["정부", "바람"], ["wind", "government"])]
    lexicon = {"정부": {"government": 0.9}}
    found = WordLinks(pairs, lambda ko: lexicon.get(ko, {})).posterior(0)
    assert found[0, 1] > found[0, 0]
    assert found[1, 0] > found[1, 1]


@pytest.mark.parametrize("pairs", [[([], [])], [(["정부"], [])], [([], ["wind"])]])
def test_empty_sides(pairs):
    assert WordLinks(pairs).posterior(0).size == 0


def test_segments_outside_the_sample_have_links_too(monkeypatch):
    monkeypatch.setattr(links, "MOST_SEGMENTS", 4)
    model = WordLinks(PAIRS * 4, seed=3)
    again = WordLinks(PAIRS * 4, seed=3)
    for i in range(12):
        assert np.isfinite(model.posterior(i)).all()
        assert np.array_equal(model.posterior(i), again.posterior(i))
