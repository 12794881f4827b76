"""Row heights: estimates from the width of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.export.heights import LINE, MAX_HEIGHT, line_count, row_height

# (text, column width, lines)
LINES = [
    ("", 10, 1),
    ("abc", 10, 1),
    ("한국어", 10, 1),
    ("한국어를 잘", 10, 2),
    ("a\nb\nc", 10, 3),
    ("word " * 20, 26, 5),
    ("낱말 " * 20, 26, 5),
    ("x", 0.5, 1),
]


@pytest.mark.parametrize("text, width, lines", LINES)
def test_lines(text, width, lines):
    assert line_count(text, width) == lines


@given(st.text(), st.text(), st.floats(4, 80))
def test_more_text_never_needs_fewer_lines(a, b, width):
    assert line_count(a + b, width) >= line_count(a, width) >= 1
    assert line_count(a, width, indented=True) >= line_count(a, width)


def test_heights_stay_within_what_a_file_stores():
    assert LINE < row_height(1) < row_height(2)
    assert row_height(1000) == MAX_HEIGHT
