"""The sheet of findings: the certain ones first, the place marked, a link to the segment; none without checks."""

from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from malmoi.export.workbook import write_review
from malmoi.model.frames import FINDINGS

ROWS = [
    ("hanbit", 1, "term_missing", "advisory", 0, 3, None, None, "The term is not rendered.", "", "board of directors"),
    ("hanbit", 3, "amount_mismatch", "hard", 6, 16, 57, 72, "=1+1 differs by a power of ten.", "", ""),
]


@pytest.fixture
def sheets(alignment, tmp_path):
    checked = replace(alignment, findings=pl.DataFrame(ROWS, schema=FINDINGS, orient="row"))
    write_review(checked, tmp_path / "book.xlsx", ui="en")
    return openpyxl.load_workbook(tmp_path / "book.xlsx", rich_text=True)


def test_the_certain_ones_come_first(sheets):
    rows = [[cell.value for cell in row] for row in sheets["Findings"].iter_rows(min_row=2)]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (4, "hard", "amount_mismatch"),
        (2, "advisory", "term_missing"),
    ]
    assert rows[1][7] == "board of directors"


def test_the_place_is_marked_and_nothing_is_a_formula(sheets):
    first = sheets["Findings"][2]
    marked = [str(run) for run in first[5].value if getattr(run, "font", None) and run.font.b]
    assert marked == ["3조 2000억 원"]
    assert first[4].value.startswith("=1+1")
    assert first[4].data_type in {"s", "inlineStr"}


def test_the_arrow_leads_to_the_segment(sheets):
    target = sheets["Findings"]["B2"].hyperlink.location
    name, _, cell = target.rpartition("!")
    assert sheets[name.strip("'")][cell].value == 4


def test_the_summary_counts_the_certain_ones(sheets):
    texts = {row[0].value: row[1].value for row in sheets["Summary"].iter_rows(max_col=2)}
    assert texts["Findings that are certain"] == 1


def test_without_checks_there_is_no_such_sheet(alignment, tmp_path):
    write_review(alignment, tmp_path / "book.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames) == 4
