"""Cells come as they are from either reader; what is no honest workbook is refused in words."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from malmoi.errors import FormatError, InputError, UsageError
from malmoi.formats.containers.workbook_safety import check_workbook
from malmoi.formats.containers.workbooks import Sheet, read_sheets

TEXTS = ["가", " lead ", "_x000D_", "=1+1", "#N/A", "a\nb", "x_x005F_y"]


def inline(path, rows):
    """A workbook of inline strings, as malmoi writes them: openpyxl's own, with one sheet's XML replaced."""
    book = Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    cells = "".join(
        f'<row r="{i}">' + "".join(f'<c r="{chr(64 + j)}{i}" {c}</c>' for j, c in enumerate(row, 1) if c) + "</row>"
        for i, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, sheet if part.filename.endswith("sheet1.xml") else old.read(part))
    return path


def text(value):
    escaped = value.replace("_x000D_", "_x005F_x000D_")
    return f't="inlineStr"><is><t xml:space="preserve">{escaped}</t></is>'


@pytest.mark.parametrize("large", [0, 10**9], ids=["fastexcel", "openpyxl"])
def test_texts_come_as_they_are(tmp_path, large):
    if not large:
        pytest.importorskip("fastexcel")
    path = inline(tmp_path / "a.xlsx", [[text(t)] for t in TEXTS[:-1]])
    (sheet,) = read_sheets(path, large=large)
    assert [row[0] for row in sheet.rows] == TEXTS[:-1]


@pytest.mark.parametrize("large", [0, 10**9], ids=["fastexcel", "openpyxl"])
def test_what_only_looks_like_text_has_its_type(tmp_path, large):
    rows = [[text("h"), text("n")], [text("0012"), "><v>5</v>"], ["><v>12</v>", None], ['t="b"><v>1</v>', None]]
    (sheet,) = read_sheets(inline(tmp_path / "a.xlsx", rows), texts=lambda sheet: [0], large=large)
    assert [row[0] for row in sheet.rows] == ["h", "0012", 12, True]


def test_a_sheet_says_where_a_cell_is():
    sheet = Sheet("용어", [])
    assert [sheet.place(0, c) for c in (0, 25, 26, 701, 702)] == [
        "용어!A1",
        "용어!Z1",
        "용어!AA1",
        "용어!ZZ1",
        "용어!AAA1",
    ]


def test_comments_above_a_table_count_as_rows(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("# one\n# two\nko\ten\n금리\trate, yield\n", "utf-8")
    (sheet,) = read_sheets(path)
    assert [[*row] for row in sheet.rows] == [[], [], ["ko", "en"], ["금리", "rate, yield"]]


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


GOOD = {"[Content_Types].xml": "<Types/>"}
# content or parts, suffix, error, part of the message
REFUSED = [
    (b"", "xlsx", FormatError, "no workbook"),
    (b"ko,en\n", "xlsx", FormatError, "name it .csv"),
    (b"PK\x03\x04 and no more", "xlsx", FormatError, "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "xlsx", FormatError, "old .xls"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "xlsx", InputError, "encrypted"),
    ({"a.txt": "a"}, "xlsx", FormatError, "zip file but no workbook"),
    (GOOD, "xlsx", FormatError, "damaged"),
    ({**GOOD, "xl/vbaProject.bin": "x"}, "xlsx", InputError, "macros"),
    (
        {**GOOD, "xl/a.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'},
        "xlsx",
        FormatError,
        "document type",
    ),
    (GOOD, "xlsm", InputError, "macros"),
    (b"x", "docx", UsageError, ".xlsx, .ods, .csv"),
    (b"", "csv", InputError, "empty"),
    (b"\xff\xfe\xfd", "csv", InputError, "a.csv"),
]


@pytest.mark.parametrize("content, suffix, error, said", REFUSED)
def test_what_is_no_honest_workbook_is_refused(tmp_path, content, suffix, error, said):
    path = tmp_path / f"a.{suffix}"
    if isinstance(content, dict):
        zipped(path, content)
    else:
        path.write_bytes(content)
    with pytest.raises(error, match=said):
        read_sheets(path)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_does(tmp_path):
    path = tmp_path / "a.xlsx"
    zipped(path, {**GOOD, "xl/worksheets/sheet1.xml": b"0" * 3_000_000})
    with pytest.raises(InputError, match="unpacks to more than 2 MB"):
        check_workbook(path, max_part=2_000_000)
    data = bytearray(path.read_bytes())
    real = (3_000_000).to_bytes(4, "little")
    while real in data:
        at = data.index(real)
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError):
        check_workbook(path, max_part=2_000_000)


def test_a_missing_file_is_an_error_in_words(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_sheets(tmp_path / "a.xlsx")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_half_a_workbook_is_damaged(tmp_path, cut):
    path = inline(tmp_path / "a.xlsx", [[text("가")] * 5] * 200)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])
    with pytest.raises(FormatError, match="damaged"):
        read_sheets(path)
