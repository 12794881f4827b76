"""Whatever a text holds, the workbook holds that text: never a formula, never an error, never a damaged file."""

import io
import re
from xml.sax.saxutils import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from malmoi.export.cells import Figure, Linked, Pen, Rich, plain_text
from malmoi.export.stream import RowStream
from malmoi.export.styles import BODY, Styles
from malmoi.export.texts import MAX_TEXT, is_too_long, xml_runs, xml_text
from malmoi.formats.containers.xmltext import legal

# (text, what a cell shows)
TEXTS = [
    ("=SUM(A1:A9)", "=SUM(A1:A9)"),
    ("=", "="),
    ("+82-2-123", "+82-2-123"),
    ("-1", "-1"),
    ("@import", "@import"),
    ("'tis", "'tis"),
    ("\t=1+1", "\t=1+1"),
    ("#N/A", "#N/A"),
    ("#DIV/0!", "#DIV/0!"),
    ("TRUE", "TRUE"),
    ("0012", "0012"),
    ("3-1", "3-1"),
    ("1E5", "1E5"),
    ("  앞뒤 빈칸  ", "  앞뒤 빈칸  "),
    ("a\r\nb\rc\nd", "a\nb\nc\nd"),
    ("종\x07소리\x00", "종␇소리␀"),
    ("\ufffe\uffff\ud800", "\ufffd\ufffd\ufffd"),
    ("_x000D_ _x005F_ _xZZZZ_", "_x000D_ _x005F_ _xZZZZ_"),
    ("각", "각"),
    ("😀" * 3, "😀" * 3),
    ("]]>&<!--", "]]>&<!--"),
]


def shown(value: str | None) -> str:
    """A text as spreadsheet programs show it: openpyxl leaves the escapes of in-line texts as they are."""
    return re.sub("_x005[Ff]_", "_", value or "")


def written(*values: object) -> list:
    """The cells of one row after saving and reading."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    rows = RowStream(sheet)
    rows.append([Pen(Styles(book), BODY, "ABCDEF"[i]).cell(value, 1) for i, value in enumerate(values)])
    stream = io.BytesIO()
    book.save(stream)
    return list(next(load_workbook(stream, rich_text=False).active.iter_rows(max_col=len(values))))


@pytest.mark.parametrize("text, expected", TEXTS)
def test_a_text_is_shown_unharmed(text, expected):
    plain, rich = written(text, Rich([(text[:1], "new"), (text[1:], "")]))
    assert (plain.data_type, rich.data_type) == ("s", "s")
    assert shown(plain.value) == expected
    if "\r\n" not in text and "_x" not in text:
        assert rich.value == expected


@settings(deadline=None, max_examples=80)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=60))
def test_any_text_is_a_text(text):
    (cell,) = written(text)
    assert cell.data_type == "s"
    assert shown(cell.value) == legal(text).replace("\r\n", "\n").replace("\r", "\n")


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=()), max_size=9), st.sampled_from(["", "new", "known"]))
    )
)
def test_any_rich_text_is_the_sum_of_its_runs(runs):
    (cell,) = written(Rich(runs))
    expected = "".join(legal(text).replace("\r\n", "\n").replace("\r", "\n") for text, _ in runs)
    assert cell.data_type == ("s" if expected else "n")
    assert unescape("".join(text for text, _ in xml_runs(runs))) == expected


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "'a", "\ta"])
def test_what_starts_like_a_formula_keeps_its_apostrophe_when_edited(text):
    assert [cell.quotePrefix for cell in written(text, "a" + text, Rich([(text, "new")]))] == [True, False, True]


@pytest.mark.parametrize("size, unit", [(MAX_TEXT, "가"), (MAX_TEXT + 1, "가"), (20_000, "😀"), (40_000, "a")])
def test_a_long_text_is_cut_with_a_mark(size, unit):
    text = unit * size
    fits = len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    for made in (xml_text(text), "".join(run for run, _ in xml_runs([(text[:9], ""), (text[9:], "new")]))):
        assert len(made.encode("utf-16-le")) // 2 <= MAX_TEXT
        assert made == text if fits else made.endswith("[…]")
    assert is_too_long(text) is not fits


def test_numbers_links_and_nothing():
    number, figure, link, nothing, infinite = written(
        0.25, Figure(1200, "#,##0"), Linked("→", "'Terms'!A5"), None, float("inf")
    )
    assert (number.value, figure.value, figure.number_format) == (0.25, 1200, "#,##0")
    assert link.value == "→"
    assert (nothing.value, infinite.value) == (None, None)
    assert [plain_text(v) for v in (Figure(2, "0"), Linked(3, ""), None, 1.5)] == ["2", "3", "", "1.5"]
