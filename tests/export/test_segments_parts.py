"""The sheet of segments names whole pairs; their parts stay on the sheet of terms."""

from malmoi.export.segments_sheet import _outermost

# (pair, Korean span, English span): 소프트뱅크그룹 = SoftBank Group holds 그룹 = Group; 그룹 = group elsewhere does not lie in it.
PAIRS = [
    ("소프트뱅크그룹 = SoftBank Group", (0, 7), (4, 18)),
    ("그룹 = Group", (5, 7), (13, 18)),
    ("그룹 = group", (20, 22), (30, 35)),
    ("소프트뱅크 = bank", (0, 5), (40, 44)),
]


def row(pairs):
    columns = zip(*((pair, *ko, *en) for pair, ko, en in pairs), strict=True)
    return dict(zip(("pairs", "ko_start", "ko_end", "en_start", "en_end"), map(list, columns), strict=True))


def test_a_part_of_a_longer_pair_is_not_named():
    assert _outermost(row(PAIRS)) == ["소프트뱅크그룹 = SoftBank Group", "그룹 = group", "소프트뱅크 = bank"]


def test_a_pair_that_stands_twice_is_named_once():
    assert _outermost(row([PAIRS[0], PAIRS[0]])) == ["소프트뱅크그룹 = SoftBank Group"]


def test_a_segment_without_terms_names_none():
    assert _outermost(dict.fromkeys(("pairs", "ko_start", "ko_end", "en_start", "en_end"))) == []
