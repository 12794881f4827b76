"""The estimate of quality in the review workbook: the segments in doubt stand on the first sheet and lead to their rows."""

import dataclasses

import polars as pl
import pytest
from openpyxl import load_workbook

from malmoi.export.workbook import write_review
from malmoi.model.frames import QUALITY

JUDGED = [
    ("hanbit", 0, 0.99, 0.8, ""),
    ("hanbit", 1, 0.4, 0.2, "the lengths do not fit"),
    ("hanbit", 2, None, 0.0, ""),
    ("hanbit", 3, 0.05, 0.1, "few words are linked"),
    ("hanbit", 4, 0.9, 0.6, ""),
]


def summary_of(alignment, tmp_path, judged):
    quality = None if judged is None else pl.DataFrame(judged, schema=QUALITY, orient="row")
    write_review(dataclasses.replace(alignment, quality=quality), tmp_path / "a.xlsx", source={}, ui="en")
    return load_workbook(tmp_path / "a.xlsx")


def test_segments_in_doubt_are_listed_the_worst_first(alignment, tmp_path):
    book = summary_of(alignment, tmp_path, JUDGED)
    rows = [(row[0].value, row[1].value) for row in book["Summary"].iter_rows()]
    at = next(i for i, (name, _) in enumerate(rows) if name and "more likely wrong" in str(name))
    assert rows[at + 1] == (4, "0.05  few words are linked")
    assert rows[at + 2] == (2, "0.40  the lengths do not fit")
    assert rows[at + 3][0] is None


def test_each_leads_to_its_row(alignment, tmp_path):
    book = summary_of(alignment, tmp_path, JUDGED)
    listed = {"0.05  few words are linked", "0.40  the lengths do not fit"}
    cells = [row[0] for row in book["Summary"].iter_rows() if row[1].value in listed]
    assert len(cells) == len(listed)
    for cell in cells:
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        assert book[sheet.strip("'")][place.replace("$", "")].value == cell.value


@pytest.mark.parametrize("judged", [None, [], [("hanbit", i, 0.9, 0.5, "") for i in range(5)]])
def test_nothing_is_said_where_nothing_is_in_doubt(alignment, tmp_path, judged):
    book = summary_of(alignment, tmp_path, judged)
    assert not any("more likely wrong" in str(row[0].value) for row in book["Summary"].iter_rows())
