"""Two-column workbooks as agencies send them."""

import datetime

import pytest
from openpyxl import Workbook, load_workbook

from malmoi.errors import FormatError
from malmoi.formats.bitexts.codecs import read, write
from malmoi.model.frames import bitext

# (what, sheets as (title, rows), mapping, rows as (ko, en))
BOOKS = [
    ("heads", [("a", [["English", "Korean"], ["one", "하나"]])], None, [("하나", "one")]),
    ("codes of languages", [("a", [["en-US", "ko-KR", "Comment"], ["one", "하나", "x"]])], None, [("하나", "one")]),
    ("a title above", [("a", [["Project X"], [], [None, "Korean (KR)", "English (US)"], [1, "하나", "one"]])], None, [("하나", "one")]),
    ("source and target", [("a", [["ID", "Source", "Target"], [7, "one", "하나"], [8, "two"]])], None, [("하나", "one"), ("", "two")]),
    ("no heads", [("a", [["one", "하나"], ["two", "둘"]])], None, [("하나", "one"), ("둘", "two")]),
    ("the sheet with heads", [("Summary", [["통계", 1]]), ("a", [["ko", "en"], ["하나", "one"]])], None, [("하나", "one")]),
    ("a review workbook", [("Terms", [["한국어 Korean", "영어 English"], ["용어", "term"]]),
                           ("Segments", [["번호 No.", "한국어 Korean", "영어 English"], [1, "하나", "one"]])], None, [("하나", "one")]),
    ("named columns", [("a", [["x", "y"], ["하나", "one"]])], "en=Y,ko=X", [("하나", "one")]),
    ("columns by letter", [("a", [["하나", None, "one"], ["둘", 1, "two"]])], {"ko": "A", "en": "C"}, [("하나", "one"), ("둘", "two")]),
    ("cells that are no text", [("a", [["ko", "en"], ["하나", 1], ["둘", 2.5], ["셋", True], ["날", datetime.date(2026, 1, 2)]])], None,
     [("하나", "1"), ("둘", "2.5"), ("셋", "TRUE"), ("날", "2026-01-02")]),
    ("empty rows", [("a", [["ko", "en"], [], ["하나", "one"], [None, None, "x"], ["", "two"]])], None, [("하나", "one"), ("", "two")]),
]  # fmt: skip


def book(path, sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("sheets, mapping, rows", [one[1:] for one in BOOKS], ids=[one[0] for one in BOOKS])
def test_workbooks_of_others(tmp_path, sheets, mapping, rows):
    path = book(tmp_path / "a.xlsx", sheets)
    assert read(path, mapping=mapping).select("ko", "en").rows() == rows


@pytest.mark.parametrize(
    "sheets, mapping, said",
    [
        ([("a", [])], None, "a.xlsx has no rows"),
        ([("a", [["하나"], ["둘"]])], None, "a.xlsx, a!A1 has one column"),
        ([("a", [["one", "two"]])], None, "a.xlsx, a!A1: there is no Korean column"),
        ([("a", [["x", "y"], ["하나", "one"]])], "ko=x,en=z", "has no column 'z': its columns are 'x', 'y'"),
        ([("a", [["ko", "en", "score"], ["하나", "one", 7]])], None, "a.xlsx, a!C2 has the score '7'"),
    ],
)
def test_what_is_no_bitext(tmp_path, sheets, mapping, said):
    with pytest.raises(FormatError, match=said):
        read(book(tmp_path / "a.xlsx", sheets), mapping=mapping)


def test_what_is_written_is_text_in_every_cell(tmp_path):
    write(bitext(["=1+1", "0012"], ["#N/A", "TRUE"]), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["ko", "en", "doc", "score"]
    for row in sheet.iter_rows(min_row=2):
        assert {(cell.data_type, cell.number_format) for cell in row if cell.value is not None} == {("s", "@")}
    assert sheet.freeze_panes == "A2"


def test_an_opendocument_spreadsheet(tmp_path):
    pytest.importorskip("fastexcel")
    import zipfile

    cells = ""
    for row in (("ko", "en"), ("하나", "one")):
        inner = (
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        cells += f"<table:table-row>{''.join(inner)}</table:table-row>"
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="s">{cells}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    assert read(tmp_path / "a.ods").select("ko", "en").rows() == [("하나", "one")]
