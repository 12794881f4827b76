"""The glossary workbook as a person finds it: order, columns, sheets by domain, the sheet to print, awkward texts unharmed."""

import pytest
from openpyxl import load_workbook

from malmoi.export.glossary_rows import entries, initial, sort_key
from malmoi.export.glossary_workbook import CONCEPTS_HEAD, PARTS_HEAD, write_glossary
from malmoi.glossary.store import Glossary

# term, the letter a dictionary lists it under
INITIALS = [
    ("금리", "ㄱ"),
    ("까치", "ㄱ"),
    ("쌀", "ㅅ"),
    ("AI 반도체", "A"),
    ("ai", "A"),
    ("5세대", "#"),
    ("=1", "#"),
    ("", "#"),
]
ORDER = ["가", "금리", "까치", "나", "AI 반도체", "data", "5세대", "=SUM(A1)"]


@pytest.fixture
def store():
    from malmoi.glossary.memory import MemoryJournal

    glossary = Glossary(MemoryJournal(), by="kim")
    glossary.put(
        ko=["금리", "이자율"], en="interest rate", domain="finance", concept="rate", definition="a price", note="n"
    )
    glossary.put(en="rate of money", ko="돈값", status="deprecated", concept="rate")
    glossary.put(ko="=SUM(A1)", en="-1", domain="it/통신: [x]", concept="sum")
    glossary.put(ko="AI 반도체", en="AI chip", concept="chip")
    glossary.put(ko="후보", en="candidate", en_status="admitted", concept="only_admitted", domain="IT 통신   x")
    return glossary


def write(store, tmp_path, **how):
    write_glossary(store.terms, tmp_path / "g.xlsx", version="1:00000000", **how)
    return load_workbook(tmp_path / "g.xlsx")


def table(sheet):
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    names = [str(name).split("\n")[-1] for name in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("term, letter", INITIALS)
def test_a_term_is_listed_under_a_letter(term, letter):
    assert initial(term) == letter


def test_the_order_is_that_of_a_korean_dictionary():
    assert sorted([*ORDER[4:], *ORDER[:4]], key=sort_key) == ORDER


def test_terms_of_one_standing_share_a_cell(store, tmp_path):
    rows = {row[CONCEPTS_HEAD]: row for row in table(write(store, tmp_path).worksheets[0])}
    rate = rows["rate"]
    assert [rate[name] for name in ("Korean", "Other Korean", "Korean to avoid", "English", "English to avoid")] == [
        "금리", "이자율", "돈값", "interest rate", "rate of money",
    ]  # fmt: skip
    assert [rate[name] for name in ("Initials", "Domain", "Definition", "Note", "Changed by", "Version")] == [
        "ㄱㄹ", "finance", "a price", "n", "kim", "1:00000000",
    ]  # fmt: skip
    assert rows["only_admitted"]["English"] == "candidate"
    assert rows["only_admitted"]["Other English"] is None


def test_what_looks_like_a_formula_is_text(store, tmp_path):
    sheet = write(store, tmp_path).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=SUM(A1)")
    assert (cell.data_type, cell.quotePrefix, cell.number_format) == ("s", True, "@")


def test_each_domain_has_a_sheet_of_a_legal_name(store, tmp_path):
    book = write(store, tmp_path, by_domain=True)
    assert book.sheetnames == ["IT 통신 x", "finance", "it 통신 x (2)", "No domain", "Print"]
    assert [row["Korean"] for row in table(book["finance"])] == ["금리"]


def test_rows_of_terms_say_what_they_are(store, tmp_path):
    rows = table(write(store, tmp_path, rows="term").worksheets[0])
    assert [row["Term"] for row in rows][:3] == ["금리", "돈값", "이자율"]
    assert rows[1]["Status"] == "금지 deprecated"
    assert rows[0]["Other language"] == "interest rate"
    assert PARTS_HEAD in rows[0]


def test_the_sheet_to_print_is_upright_and_names_each_letter_once(store, tmp_path):
    sheet = write(store, tmp_path)["Print"]
    assert [row["Index"] for row in table(sheet)] == ["ㄱ", "ㅎ", "A", "#"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.print_title_rows) == (
        "portrait",
        1,
        "$1:$1",
    )


def test_only_what_can_be_taken_back_is_unlocked(store, tmp_path):
    sheet = write(store, tmp_path).worksheets[0]
    heads = {str(cell.value).split("\n")[-1]: cell.column for cell in sheet[1]}
    unlocked = {name for name, column in heads.items() if not sheet.cell(2, column).protection.locked}
    assert unlocked == {
        "Korean", "English", "Other Korean", "Other English", "Korean to avoid", "English to avoid", "Domain", "Definition", "Note",
    }  # fmt: skip
    assert sheet.protection.sheet


@pytest.mark.parametrize("ui, title, head", [("ko", "용어집", "한국어"), ("en", "Glossary", "Korean")])
def test_heads_speak_one_language_if_asked(store, tmp_path, ui, title, head):
    book = write(store, tmp_path, ui=ui)
    assert book.sheetnames[0] == title
    assert book.worksheets[0]["A1"].value == head


def test_an_empty_glossary_is_an_empty_workbook(store, tmp_path):
    write_glossary(store.terms.clear(), tmp_path / "g.xlsx", by_domain=True)
    assert load_workbook(tmp_path / "g.xlsx").worksheets[0].max_row == 1


def test_rows_beyond_a_sheet_go_on_in_the_next(store, tmp_path):
    assert write(store, tmp_path, max_rows=3).sheetnames == ["Glossary", "Glossary 2", "Print", "Print 2"]


def test_every_term_is_in_the_entries(store):
    shown = " | ".join(
        text
        for e in entries(store.terms)
        for text in (e.ko, e.en, e.other_ko, e.other_en, e.avoid_ko, e.avoid_en)
        if text
    )
    assert sorted(shown.split(" | ")) == sorted(store.terms["term"])
