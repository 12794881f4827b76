"""Links and beads in every notation that is read."""

import pytest

from malmoi.errors import FormatError
from malmoi.score.notation import read_beads, read_links

LINKS = [({(0, 0)}, {(1, 1)}), ({(2, 3)}, set())]
SAME_LINKS = [
    "0-0 1p1\n2-3\n",
    "0-0 1?1\n2-3",
    "1 1 1 S\n1 2 2 P\n2 3 4\n",
    '[[[0, 0], [1, 1, "P"]], [[2, 3]]]',
]
BEADS = [((0, 1), (0,)), ((2,), ()), ((3,), (1,))]
SAME_BEADS = [
    "[0, 1]:[0]:0.25\n[2]:[]:1.0\n[3]:[1]:0.1\n",
    "0,1:0\n2:\n3:1\n",
    "ko\ten\n0,1\t0\n2\t\n3\t1\n",
    "[[[0, 1], [0]], [[2], []], [[3], [1]]]",
    "0\t0\t0.5\n2\t1\t0.1\n3\t1\t0.7\n4\t2\t-0.3\n",
]


@pytest.mark.parametrize("text", SAME_LINKS)
def test_links(text):
    assert read_links(text) == LINKS


def test_an_empty_line_is_a_sentence_without_links():
    assert read_links("0-0\n\n1-1\n") == [({(0, 0)}, set()), (set(), set()), ({(1, 1)}, set())]


@pytest.mark.parametrize("text", SAME_BEADS)
def test_beads(text):
    assert read_beads(text) == BEADS


@pytest.mark.parametrize(
    "text, said", [("0-0\n1:1\n", "gold:2"), ("1 1 1\n0 1 1\n", "gold:2"), ("[[[0]]]", "sentence 1"), ("[1, 2", "JSON")]
)
def test_bad_links_are_named(text, said):
    with pytest.raises(FormatError, match=said):
        read_links(text, "gold")


@pytest.mark.parametrize("text, said", [("0:0\nx\n", "gold:2"), ("0\tx\n", "gold:1"), ('[[[0], "x"]]', "side")])
def test_bad_beads_are_named(text, said):
    with pytest.raises(FormatError, match=said):
        read_beads(text, "gold")
