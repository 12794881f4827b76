"""Blocks that answer one another lose no sentence."""

from hypothesis import given
from hypothesis import strategies as st

from malmoi.flow.blocks import settle_blocks
from malmoi.model.records import Bead


def bead(ko, en, score=0.9):
    return Bead(tuple(ko), tuple(en), score)


def all_to_all(ko, en):
    """An aligner that joins everything."""
    return [bead(range(len(ko)), range(len(en)), 0.7)]


def none(ko, en):
    raise AssertionError("nothing is open here")


def test_a_sentence_left_over_in_a_block_that_is_answered_is_joined():
    beads = [bead([0], [0]), bead([1], [1]), bead([2], []), bead([3], [2])]
    made = settle_blocks(beads, [0, 1, 1, 2], [0, 1, 2], all_to_all)
    assert made == [bead([0], [0]), bead([1, 2], [1], 0.7), bead([3], [2])]


def test_the_order_of_both_sides_is_kept():
    # The Korean sentence left over comes before an English one left over by the block before.
    beads = [bead([0], [0]), bead([1], []), bead([], [1]), bead([2], [2])]
    made = settle_blocks(
        beads,
        [0, 1, 1],
        [0, 0, 1],
        lambda ko, en: all_to_all(ko, en) if len(ko) > 1 else [bead([0], [0]), bead([], [1])],
    )
    assert made == [bead([0], [0]), bead([], [1]), bead([1, 2], [2], 0.7)]


def test_what_leaves_as_many_alone_is_not_kept():
    beads = [bead([0], [0]), bead([1], [])]
    assert settle_blocks(beads, [0, 0], [0], lambda ko, en: [bead([0], []), bead([1], [0])]) == beads


def test_blocks_that_do_not_answer_one_another_are_left():
    # Sentence 1 of block 0 went to another block; block 2 has no partner at all.
    beads = [bead([0], [0]), bead([1], [1]), bead([2], []), bead([3], []), bead([], [2])]
    assert settle_blocks(beads, [0, 0, 0, 1], [0, 1, 1], none) == beads


def test_nothing_open_nothing_done():
    beads = [bead([0], [0]), bead([1, 2], [1])]
    assert settle_blocks(beads, [0, 1, 1], [0, 1], none) == beads


@given(st.data())
def test_every_sentence_stays_once_and_in_order(data):
    beads, ko, en = [], 0, 0
    for a, b in data.draw(st.lists(st.sampled_from([(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)]), max_size=12)):
        beads.append(bead(range(ko, ko + a), range(en, en + b)))
        ko, en = ko + a, en + b
    blocks = [sorted(data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))) for n in (ko, en)]
    made = settle_blocks(beads, *blocks, all_to_all)
    assert [i for b in made for i in b.ko] == list(range(ko))
    assert [j for b in made for j in b.en] == list(range(en))
    assert sum(not (b.ko and b.en) for b in made) <= sum(not (b.ko and b.en) for b in beads)
