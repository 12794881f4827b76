"""The review workbook as a person finds it: sheets, heads, values, links, drop-downs, protection, print set-up."""

import dataclasses
import errno
import os
import re
import zipfile
from decimal import Decimal

import polars as pl
import pytest
from openpyxl import load_workbook

from malmoi.errors import OutputError
from malmoi.export.amounts_sheet import figure
from malmoi.export.cells import Figure
from malmoi.export.terms_sheet import ID_HEAD, VERDICTS, pair_id
from malmoi.export.workbook import write_review

SHEETS = {"both": ["Summary", "Terms", "Segments", "Amounts"], "ko": ["요약", "용어", "문장", "금액"]}
HEADS = {
    "both": ["한국어\nKorean", "영어\nEnglish", "종류\nKind", "확신도\nConfidence"],
    "ko": ["한국어", "영어", "종류", "확신도"],
    "en": ["Korean", "English", "Kind", "Confidence"],
}
# (value as text, unit, number or text in the cell, its format)
FIGURES = [
    ("1680000000000", "KRW", 1680000000000, "#,##0"),
    ("8.5", "percent", 8.5, '#,##0.0"%"'),
    ("15", "percent", 15, '#,##0"%"'),
    ("7.0", "percent", 7.0, '#,##0.0"%"'),
    ("2029", "year", 2029, "0"),
    ("-0.125", "number", -0.125, "#,##0.000"),
    ("1E+3", "number", 1000, "#,##0"),
    ("123456789012345", "KRW", 123456789012345, "#,##0"),
    ("1234567890123456", "KRW", "1234567890123456", None),
    ("0.1234567890123456", "number", "0.1234567890123456", None),
    ("1E+15", "KRW", "1000000000000000", None),
    ("100..1000", "USD", "100 … 1000", None),
    ("..", "USD", " … ", None),
    ("", "USD", None, None),
    (None, None, None, None),
]


@pytest.fixture
def book(alignment, tmp_path):
    write_review(alignment, tmp_path / "a.xlsx", source={"ko": "a.ko.txt", "en": "=b.en.txt"})
    return load_workbook(tmp_path / "a.xlsx")


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def column(sheet, head):
    return next(cell.column_letter for cell in sheet[1] if str(cell.value).endswith(head))


@pytest.mark.parametrize("ui", ["both", "ko", "en"])
def test_sheets_and_heads_follow_the_language(alignment, tmp_path, ui):
    write_review(alignment, tmp_path / "a.xlsx", ui=ui)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == SHEETS.get(ui, SHEETS["both"])
    assert [cell.value for cell in book.worksheets[1][1]][:4] == HEADS[ui]
    hangul = [v for row in rows(book.worksheets[0])[:12] for v in row if re.search("[가-힣]", str(v))]
    assert bool(hangul) is (ui != "en")


def test_terms_rows(book, alignment):
    sheet = book["Terms"]
    body = rows(sheet)[1:]
    assert [row[:2] for row in body] == [list(pair) for pair in alignment.terms.select("ko", "en").rows()]
    assert [row[5].split()[-1] for row in body] == alignment.terms["status"].to_list()
    assert [row[3] for row in body] == alignment.terms["confidence"].to_list()
    assert sheet["A6"].data_type == "s"
    assert sheet["A6"].number_format == "@"
    assert all(v is None for row in body for v in row[6:11])


def test_a_row_carries_a_hidden_id_and_version(alignment, tmp_path):
    known = dataclasses.replace(alignment, summary={**alignment.summary, "glossary": "r17"})
    write_review(known, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["Terms"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == ID_HEAD)
    ids = [cell.value for cell in sheet[letter][1:]]
    assert ids == [pair_id(ko, en) for ko, en in alignment.terms.select("ko", "en").rows()]
    assert len(set(ids)) == len(ids)
    assert sheet.column_dimensions[letter].hidden
    assert {cell.value for cell in sheet[column(sheet, "Version")][1:]} == {"r17"}


def test_the_id_does_not_depend_on_the_normalisation_form():
    assert pair_id("각도", "angle") == pair_id("각도", "angle")
    assert pair_id("각도", "angle") != pair_id("각", "도angle")


def test_decisions_are_chosen_from_a_list(book):
    (validation,) = book["Terms"].data_validations.dataValidation
    letter = column(book["Terms"], "Decision")
    assert validation.formula1 == f'"{",".join(VERDICTS)}"'
    assert str(validation.sqref) == f"{letter}2:{letter}6"
    assert validation.showDropDown is not True


def test_only_decision_cells_can_be_written_in(book):
    unlocked = {
        (sheet.title, str(cell.column_letter))
        for sheet in book
        for row in sheet
        for cell in row
        if not cell.protection.locked
    }
    heads = {str(book["Terms"][f"{letter}1"].value).partition("\n")[2] for _, letter in unlocked}
    assert {title for title, _ in unlocked} == {"Terms"}
    assert heads == {"Decision", "Edited Korean", "Edited English", "Domain", "Note"}
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    for sheet in book.worksheets[1:]:
        assert not sheet.protection.autoFilter
        assert not sheet.protection.sort
        assert not sheet.protection.formatColumns


def test_heads_are_frozen_filtered_explained_and_printed_on_every_page(book):
    for sheet, freeze in zip(book.worksheets[1:], ("C2", "B2", "A2"), strict=True):
        assert sheet.freeze_panes == freeze
        # All columns: what sorting leaves behind would belong to another row.
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert [cell.value for cell in sheet[1] if cell.comment is None] == []


def test_confidence_is_a_bar_from_0_to_1(book):
    rules = [rule for ranges in book["Terms"].conditional_formatting for rule in ranges.rules if rule.dataBar]
    assert [(c.type, float(c.val)) for c in rules[0].dataBar.cfvo] == [("num", 0.0), ("num", 1.0)]


def test_terms_are_marked_where_they_stand(alignment, tmp_path):
    write_review(alignment, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx", rich_text=True)

    def marked(cell):
        return [(run.text, run.font.color.rgb) for run in cell.value if not isinstance(run, str) and run.font.b]

    terms, segments = book["Terms"], book["Segments"]
    assert marked(terms[column(terms, "Korean example") + "3"]) == [("반도체 후공정", "FF0B4FA8")]
    assert marked(terms[column(terms, "English example") + "5"]) == [("Operating profit", "FFB3261E")]
    assert marked(segments["C2"]) == [("한빛전자", "FF0B4FA8"), ("반도체 후공정", "FF0B4FA8")]
    assert marked(segments["D3"]) == [("board of directors", "FF00695C")]


def test_an_example_without_an_occurrence_is_searched(alignment, tmp_path):
    example = "United Nations uses IT. ITs"
    terms = alignment.terms.head(1).with_columns(ko=pl.lit("없음"), en=pl.lit("it"), example_en=pl.lit(example))
    write_review(
        dataclasses.replace(alignment, terms=terms, occurrences=alignment.occurrences.clear()), tmp_path / "a.xlsx"
    )
    sheet = load_workbook(tmp_path / "a.xlsx", rich_text=True)["Terms"]
    assert [str(run) for run in sheet[column(sheet, "English example") + "2"].value] == [
        "United Nations uses ",
        "IT",
        ". ITs",
    ]
    assert sheet[column(sheet, "Korean example") + "2"].value == alignment.segments["ko"][0]
    assert sheet[column(sheet, "Go") + "2"].hyperlink is None


def test_links_lead_to_the_rows_they_name(book):
    terms, segments, amounts = book["Terms"], book["Segments"], book["Amounts"]
    for row in range(2, 7):
        place = terms[f"{column(terms, 'Go')}{row}"].hyperlink.location
        assert place == f"'Segments'!A{int(terms[column(terms, 'Segments') + str(row)].value) + 1}"
    assert segments[column(segments, "Go") + "5"].hyperlink.location == "'Terms'!A5"
    assert segments[column(segments, "Go") + "4"].hyperlink is None
    assert amounts["B6"].hyperlink.location == "'Segments'!A5"
    summary = {
        row[0].value: row[1].hyperlink.location for row in book["Summary"].iter_rows(max_col=2) if row[1].hyperlink
    }
    assert sorted(summary.values()) == ["'Amounts'!C6", "'Segments'!A4", "'Segments'!A6", "'Terms'!A5", "'Terms'!A6"]


def test_beads_are_shown(book, alignment, tmp_path):
    assert [cell.value for cell in book["Segments"]["B"][1:]] == ["1-1", "1-2", "1-0", "1-1", "1-1"]
    write_review(dataclasses.replace(alignment, beads=()), tmp_path / "b.xlsx")
    bare = load_workbook(tmp_path / "b.xlsx")["Segments"]
    assert [cell.value for cell in bare["B"][1:]] == [None, None, "1-0", None, None]


@pytest.mark.parametrize("value, unit, expected, number_format", FIGURES)
def test_values_are_exact_numbers_or_texts(value, unit, expected, number_format):
    made = figure(value, unit)
    if number_format is None:
        assert made == expected
    else:
        assert made == Figure(expected, number_format)
        assert Decimal(repr(made.value)) == Decimal(value)


def test_amounts_rows(book):
    body = rows(book["Amounts"])[1:]
    assert [row[2].split()[-1] for row in body] == ["match", "match", "only", "only", "mismatch", "match"]
    assert body[4][3:10] == ["3조 2000억 원", 3200000000000, "KRW", "320 billion won", 320000000000, "KRW", "×10"]
    assert body[1][10] == 1400
    assert book["Amounts"]["K3"].number_format == '"1 USD = "#,##0.00" KRW"'


def test_summary_says_what_went_in(book):
    words = [str(v) for row in rows(book["Summary"]) for v in row if v is not None]
    assert "a.ko.txt" in words
    assert "=b.en.txt" in words
    assert "malmoi:0.1.0|kiwi:0.24.1|seed:0" in words
    counts = [row[4] for row in book["Summary"].iter_rows(min_row=4, max_row=13, values_only=True)]
    assert counts == [0, 0, 0, 1, 0, 0, 0, 1, 0, 3]
    assert len(book["Summary"]._charts) == 1


def test_rows_beyond_a_sheet_go_on_in_the_next(alignment, tmp_path):
    write_review(alignment, tmp_path / "a.xlsx", max_rows=3)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[1:7] == ["Terms", "Terms 2", "Terms 3", "Segments", "Segments 2", "Segments 3"]
    kept = [row[0] for title in book.sheetnames if title.startswith("Terms") for row in rows(book[title])[1:]]
    assert kept == alignment.terms["ko"].to_list()
    assert [cell.hyperlink.location for cell in book["Terms 3"][column(book["Terms 3"], "Go")][1:]] == [
        "'Segments 3'!A2"
    ]
    assert all(sheet.auto_filter.ref.endswith(str(sheet.max_row)) for sheet in book.worksheets[1:])
    assert any("further sheet" in str(row[0]) and row[1] == 6 for row in rows(book["Summary"]))


def test_what_is_cut_is_said(alignment, tmp_path):
    segments = alignment.segments.with_columns(ko=pl.lit("가" * 40_000))
    write_review(dataclasses.replace(alignment, segments=segments), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert len(book["Segments"]["C2"].value) == 32_767
    assert any("32,767" in str(row[0]) and row[1] == 5 for row in rows(book["Summary"]))


def test_more_links_than_a_sheet_holds(alignment, tmp_path, monkeypatch):
    monkeypatch.setattr("malmoi.export.table.MAX_LINKS", 2)
    write_review(alignment, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    for sheet in book.worksheets[1:]:
        cells = sheet[column(sheet, "Go")][1:]
        assert len([cell for cell in cells if cell.hyperlink]) == 2
        assert [cell.value for cell in cells if cell.value] == ["→"] * len([c for c in cells if c.value])
    assert any("65,530" in str(row[0]) for row in rows(book["Summary"]))


def test_an_empty_alignment_makes_a_workbook(alignment, tmp_path):
    empty = dataclasses.replace(
        alignment,
        segments=alignment.segments.clear(),
        terms=alignment.terms.clear(),
        occurrences=alignment.occurrences.clear(),
        amounts=alignment.amounts.clear(),
        beads=(),
    )
    write_review(empty, tmp_path / "a.xlsx")
    assert [sheet.max_row for sheet in load_workbook(tmp_path / "a.xlsx").worksheets[1:]] == [1, 1, 1]


def test_absent_values_and_impossible_spans(alignment, tmp_path):
    nulls = alignment.terms.with_columns(
        evidence=None, example_ko=None, kind=pl.lit("유래 모름"), confidence=pl.lit(float("nan"))
    ).cast(alignment.terms.schema)
    spans = alignment.occurrences.with_columns(ko_start=pl.lit(90_000), ko_end=pl.lit(90_001), en_start=pl.lit(-3))
    broken = dataclasses.replace(alignment, terms=nulls, occurrences=spans.cast(alignment.occurrences.schema))
    write_review(broken, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["Terms"]["C"][1:]] == ["유래 모름"] * 5
    assert [cell.value for cell in book["Terms"]["D"][1:]] == [None] * 5
    assert [cell.value for cell in book["Segments"]["C"][1:]] == alignment.segments["ko"].to_list()


def test_the_same_alignment_makes_the_same_parts(alignment, tmp_path):
    parts = []
    for name in ("a.xlsx", "b.xlsx"):
        write_review(alignment, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as archive:
            parts.append({n: archive.read(n) for n in archive.namelist() if n != "docProps/core.xml"})
    assert parts[0] == parts[1]
    assert {"xl/charts/chart1.xml", "xl/comments/comment1.xml", "xl/worksheets/sheet4.xml"} <= set(parts[0])


def test_no_cell_of_the_workbook_is_a_formula(book):
    assert {cell.data_type for sheet in book for row in sheet for cell in row} == {"s", "n"}


def test_a_locked_workbook_is_left_alone(alignment, tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"theirs")
    (tmp_path / "~$a.xlsx").touch()
    with pytest.raises(OutputError, match="open in another program"):
        write_review(alignment, target)
    assert target.read_bytes() == b"theirs"


def test_a_missing_folder_is_named(alignment, tmp_path):
    with pytest.raises(OutputError, match="no such file or folder"):
        write_review(alignment, tmp_path / "none" / "a.xlsx")


def test_a_full_disk_leaves_nothing_behind(alignment, tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("malmoi.files.os.fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_review(alignment, target)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_full_temporary_disk_is_an_output_error_too(alignment, tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_review(alignment, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing_behind(alignment, tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    work, target = tmp_path / "work", tmp_path / "target"
    work.mkdir()
    target.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(work))
    monkeypatch.setattr("malmoi.export.workbook.write_amounts", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_review(alignment, target / "a.xlsx")
    assert [*work.iterdir(), *target.iterdir()] == []
