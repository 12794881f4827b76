"""A person works in the review workbook, carefully or not, and the decisions come home: understood, or named with sheet and cell."""

import csv
import datetime
import unicodedata

import pytest
from openpyxl import load_workbook

from malmoi.errors import FormatError
from malmoi.flow.adopt import adopt_candidates, adopt_workbook
from malmoi.glossary.store import Glossary


def column(sheet, name):
    """The number of the column whose English head is `name`."""
    return next(cell.column for cell in sheet[1] if str(cell.value).split("\n")[-1] == name)


def edit(path, *changes, sheet="Terms"):
    """Write (row, head, value) … into a workbook."""
    book = load_workbook(path)
    terms = book[sheet]
    for row, name, value in changes:
        terms.cell(row, column(terms, name)).value = value
    book.save(path)


def pairs(store):
    """Every Korean term with every English one of its concept."""
    found = set()
    for (_concept,), rows in store.terms.group_by("concept"):
        sides = {lang: [r["term"] for r in rows.iter_rows(named=True) if r["lang"] == lang] for lang in ("ko", "en")}
        found |= {(ko, en) for ko in sides["ko"] for en in sides["en"]}
    return found


def actions(done):
    return [step.action for step in done.steps]


NFD = unicodedata.normalize("NFD", "어린이 재단")
BEFORE = {("이사회", "board of directors"), ("영업이익", "operating income")}

# changes of a person, pairs that come, what was done, part of a problem or notice
EDITS = [
    ([(2, "Decision", "accept")], {("한빛전자", "Hanbit Electronics")}, ["new"], ""),
    ([(2, "Decision", " 승인 ")], {("한빛전자", "Hanbit Electronics")}, ["new"], ""),
    ([(2, "Decision", "Accept"), (2, "Domain", "it")], {("한빛전자", "Hanbit Electronics")}, ["new"], ""),
    ([(3, "Decision", "edit"), (3, "Edited English", "semiconductor packaging")], {("후공정", "semiconductor packaging")}, ["new"], ""),
    ([(3, "Decision", "edit"), (3, "Edited Korean", " 반도체  후공정 ")], {("반도체 후공정", "chip packaging")}, ["new"], ""),
    ([(3, "Decision", "accept"), (3, "Edited English", "packaging")], {("후공정", "packaging")}, ["new"], ""),
    ([(3, "Decision", "edit"), (3, "Edited English", "children’s packaging")], {("후공정", "children's packaging")}, ["new"], "straight"),
    ([(3, "Decision", "edit")], set(), [], "Terms!G3: The decision is edit"),
    ([(3, "Decision", "reject"), (3, "Edited English", "x")], set(), [], "Terms!G3: The row is rejected but"),
    ([(3, "Edited English", "x")], set(), [], "Terms!I3: The row has something written in it but no decision"),
    ([(3, "Note", "x")], set(), [], "Terms!K3: The row has something written"),
    ([(3, "Decision", "ok")], set(), [], "Terms!G3: 'ok' is no decision"),
    ([(3, "Decision", "reject")], set(), ["reject"], ""),
    ([(3, "Decision", "later")], set(), ["later"], ""),
    ([(4, "Decision", "accept")], set(), ["same"], ""),
    ([(4, "Decision", "reject")], set(), ["kept"], ""),
    ([(5, "Decision", "accept")], {("영업이익", "operating profit")}, ["add"], ""),
    ([(6, "Korean", 12), (6, "English", 12), (6, "Decision", "accept")], {("0012", "0012")}, ["new"], "'12' is read as '0012'"),
    ([(6, "Korean", "12"), (6, "Decision", "accept")], {("0012", "0012")}, ["new"], "'12' is read as '0012'"),
    ([(7, "Korean", datetime.datetime(2026, 3, 1)), (7, "Decision", "accept")], {("3-1", "March First")}, ["new"], "is read as '3-1'"),
    ([(7, "Korean", "2026-03-01 00:00:00"), (7, "Decision", "accept")], {("3-1", "March First")}, ["new"], "is read as '3-1'"),
    ([(9, "English", "true"), (9, "Decision", "accept")], {("참", "TRUE")}, ["new"], "is read as 'TRUE'"),
    ([(9, "English", True), (9, "Decision", "accept")], {("참", "TRUE")}, ["new"], "is read as 'TRUE'"),
    ([(8, "Decision", "accept")], {("=합계(A1)", "-1 =SUM(A1)")}, ["new"], ""),
    ([(10, "English", "Children’s Fund "), (10, "Decision", "accept")], {("어린이 재단", "Children's Fund")}, ["new"], "is read as"),
    ([(10, "Korean", NFD), (10, "Decision", "accept")], {("어린이 재단", "Children's Fund")}, ["new"], ""),
    ([(11, "Decision", "accept")], {("_x000D_", "#N/A")}, ["new"], ""),
    ([(2, "Korean", "한빛"), (2, "Decision", "accept")], set(), [], "Terms!A2: The terms '한빛' and 'Hanbit Electronics' are not those"),
    ([(2, "Korean", "한빛")], set(), [], "Terms!A2: The terms"),
    ([(2, "malmoi.review/1", "p0"), (2, "Decision", "accept")], set(), [], "Terms!A2: The terms"),
    ([(3, "Decision", "edit"), (3, "Edited English", 12)], set(), [], "Terms!I3: The cell holds the number 12, not text"),
    ([(3, "Decision", "edit"), (3, "Edited English", True)], set(), [], "Terms!I3: The cell holds the truth value TRUE"),
    ([(3, "Decision", "edit"), (3, "Edited Korean", datetime.datetime(2026, 3, 1))], set(), [], "Terms!H3: The cell holds a date"),
    ([(12, "Korean", "증설"), (12, "English", "expansion"), (12, "Decision", "accept")], {("증설", "expansion")}, ["new"], ""),
    ([(12, "Korean", "증설"), (12, "Decision", "accept")], set(), [], "Terms!B12: The row was added by hand"),
    ([(2, "Version", "999:deadbeef"), (2, "Decision", "accept")], {("한빛전자", "Hanbit Electronics")}, ["new"], ""),
    ([(5, "Version", "999:deadbeef"), (5, "Decision", "accept")], set(), ["conflict"], ""),
]  # fmt: skip


@pytest.mark.parametrize("changes, come, done, said", EDITS)
def test_an_edit_is_understood_or_named(review, store, changes, come, done, said):
    edit(review, *changes)
    made = adopt_workbook(store, str(review))
    assert actions(made) == done
    assert pairs(store) == BEFORE | come
    named = [*made.notices, *(f"{p.place}: {p.message}" for p in made.problems)]
    assert any(said in one for one in named) if said else not named
    journal = store.path.read_bytes()
    again = adopt_workbook(store, str(review))
    assert store.path.read_bytes() == journal
    assert set(actions(again)) <= {"same", "kept", "reject", "later", "conflict"}


def decide_all(path):
    edit(path, *((row, "Decision", "accept") for row in range(2, 12)))


ALL = BEFORE | {
    ("한빛전자", "Hanbit Electronics"), ("후공정", "chip packaging"), ("영업이익", "operating profit"), ("0012", "0012"),
    ("3-1", "March First"), ("=합계(A1)", "-1 =SUM(A1)"), ("참", "TRUE"), ("어린이 재단", "Children's Fund"), ("_x000D_", "#N/A"),
}  # fmt: skip


def reordered(book):
    sheet = book["Terms"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    order = [16, 6, 3, 1, 0, 17, 7, 8, 9, 10, 2, 4, 5, 11, 12, 13, 14, 15]
    body = [rows[0], *reversed(rows[1:])]
    for i, row in enumerate(body, 1):
        for j, at in enumerate(order, 1):
            cell = sheet.cell(i, j)
            cell.value = row[at]
            cell.data_type = "s" if isinstance(row[at], str) else cell.data_type


def renamed(book):
    sheet = book["Terms"]
    sheet.title = "우리 용어"
    for name, head in (("Korean", "원어"), ("English", "번역"), ("Decision", "판단"), ("Domain", "주제")):
        sheet.cell(1, column(sheet, name)).value = head


def added(book):
    sheet = book["Terms"]
    sheet.insert_cols(1)
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1).value = "검토 회의 11월"
    sheet.cell(3, 1).value = "담당"
    for row in range(4, 14):
        sheet.cell(row, 1).value = "김"


def filtered(book):
    sheet = book["Terms"]
    sheet.auto_filter.ref = "A1:R5"
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.add_filter_column(0, ["한빛전자"])


def widened(book):
    book["Terms"].cell(40_000, 30).value = " "


def copied(book):
    sheet = book["Terms"]
    for j in range(1, 19):
        sheet.cell(12, j).value = sheet.cell(2, j).value


MANGLED = [reordered, renamed, added, filtered, widened, copied]


@pytest.mark.parametrize("mangle", MANGLED)
def test_a_workbook_worked_over_comes_home(review, store, mangle):
    decide_all(review)
    book = load_workbook(review)
    mangle(book)
    book.save(review)
    made = adopt_workbook(store, str(review))
    assert not made.problems
    assert pairs(store) == ALL


def test_rows_deleted_change_nothing_else(review, store):
    decide_all(review)
    book = load_workbook(review)
    book["Terms"].delete_rows(3, 5)
    book.save(review)
    adopt_workbook(store, str(review))
    assert ("후공정", "chip packaging") not in pairs(store)
    assert ("참", "TRUE") in pairs(store)


def test_a_lost_column_of_edits_is_not_guessed(review, store):
    book = load_workbook(review)
    sheet = book["Terms"]
    sheet.move_range("I1:I11", cols=15)
    sheet.cell(1, 24).value = "more"
    sheet.cell(3, 24).value = "a better form"
    book.save(review)
    with pytest.raises(FormatError, match=r"no column Edited English, and it may be Terms!X1"):
        adopt_workbook(store, str(review))


def test_two_columns_of_one_head_are_refused(review, store):
    book = load_workbook(review)
    book["Terms"].cell(1, 20).value = "Decision"
    book.save(review)
    with pytest.raises(FormatError, match=r"Terms!G1 and Terms!T1"):
        adopt_workbook(store, str(review))


def test_copies_that_disagree_are_named(review, store):
    edit(review, (2, "Decision", "accept"))
    book = load_workbook(review)
    copied(book)
    book["Terms"].cell(12, column(book["Terms"], "Decision")).value = "reject"
    book.save(review)
    made = adopt_workbook(store, str(review))
    assert "Terms!A2, Terms!A12" in made.problems[0].message
    assert pairs(store) == BEFORE


SAVED = [(",", "utf-8-sig"), (",", "cp949"), (";", "cp949"), ("\t", "utf-16"), ("\t", "utf-8")]


@pytest.mark.parametrize("delimiter, encoding", SAVED)
def test_a_table_saved_from_the_sheet_comes_home(review, store, tmp_path, encoding, delimiter):
    decide_all(review)
    rows = list(load_workbook(review)["Terms"].values)
    path = tmp_path / "review.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    text = path.read_bytes().decode(encoding).replace("0012", "12").replace("_x005F_", "_")
    path.write_bytes(text.encode(encoding))
    made = adopt_workbook(store, str(path))
    assert not made.problems
    assert pairs(store) == ALL


def test_the_sheet_of_segments_is_no_table_of_terms(review, store, tmp_path):
    rows = list(load_workbook(review)["Segments"].values)
    path = tmp_path / "segments.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    with pytest.raises(FormatError, match="no sheet with term pairs"):
        adopt_workbook(store, str(path))


# what somebody else does meanwhile, a decision's row and edited form, what becomes of it without a word, with --theirs
MEANWHILE = [
    (lambda g: g.put(ko="후공정", en="back-end process", concept="back"), 3, "", "conflict", "add"),
    (lambda g: g.put(ko="후공정", en="chip packaging"), 3, "", "same", "same"),
    (lambda g: g.put(ko="다른 말", en="other words"), 3, "", "new", "new"),
    (lambda g: g.put(en="operating earnings", concept="income", status="preferred"), 5, "", "conflict", "add"),
    (lambda g: g.put(en="operating profit", concept="income", status="deprecated"), 5, "", "conflict", "change"),
    (lambda g: g.put(ko="영업익", concept="income"), 5, "", "add", "add"),
    (lambda g: g.remove("income"), 5, "", "conflict", "new"),
    (lambda g: g.remove("board"), 4, "", "conflict", "new"),
    (lambda g: g.put(ko="패키징", en="chip packaging", concept="pack"), 3, "packaging", "new", "new"),
]


@pytest.mark.parametrize("change, row, edited, alone, theirs", MEANWHILE)
def test_what_others_changed_meanwhile_is_a_conflict(review, store, change, row, edited, alone, theirs):
    changes = [(row, "Decision", "edit" if edited else "accept"), (row, "Edited English", edited or None)]
    edit(review, *changes)
    change(Glossary.open(store.path, by="somebody"))
    before = store.path.read_bytes()
    assert actions(adopt_workbook(store, str(review), dry_run=True)) == [alone]
    assert store.path.read_bytes() == before
    expected = "kept" if alone == "conflict" else alone
    assert actions(adopt_workbook(store, str(review), prefer="ours", dry_run=True)) == [expected]
    assert actions(adopt_workbook(store, str(review), prefer="theirs")) == [theirs]
    assert actions(adopt_workbook(store, str(review))) == ["same"]


def test_one_undo_takes_a_whole_import_back(review, store):
    before = store.terms
    decide_all(review)
    adopt_workbook(store, str(review))
    assert {v.by for v in store.history("board")} == {"before"}
    added = store.terms.filter(store.terms["source"] == "review.xlsx")
    assert added.height == 17
    store.undo()
    assert store.terms.select("term").equals(before.select("term"))


def test_candidates_taken_by_confidence_give_way_to_a_person(review, store, candidates):
    assert adopt_candidates(store, candidates, 0.5, "x") == 8
    changes = [(2, "accept", None), (3, "edit", "packaging"), (6, "reject", None)]
    edit(review, *((row, "Decision", verdict) for row, verdict, _ in changes))
    edit(review, *((row, "Edited English", text) for row, _, text in changes))
    made = adopt_workbook(store, str(review))
    assert actions(made) == ["change", "remove", "new", "remove"]
    assert ("0012", "0012") not in pairs(store)
    assert ("후공정", "chip packaging") not in pairs(store)
    assert ("후공정", "packaging") in pairs(store)
    hanbit = store.terms.filter(store.terms["term"] == "한빛전자")
    assert hanbit["status"].to_list() == ["preferred"]
    assert hanbit["note"].to_list() == [""]
    assert set(actions(adopt_workbook(store, str(review)))) == {"same", "reject"}
