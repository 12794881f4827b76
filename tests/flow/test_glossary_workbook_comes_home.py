"""The glossary workbook, edited and taken back: what was changed arrives, what was not stays as others have left it."""

import pytest
from openpyxl import load_workbook

from malmoi.errors import FormatError
from malmoi.export.glossary_workbook import write_glossary
from malmoi.flow.adopt import adopt_workbook
from malmoi.glossary.store import Glossary


@pytest.fixture
def store(tmp_path):
    glossary = Glossary.open(tmp_path / "journal.ndjson", by="before")
    glossary.put(ko=["금리", "이자율"], en=["interest rate"], domain="finance", concept="rate", definition="a price")
    glossary.put(ko="0012", en="part 0012", concept="part", en_note="a term's note")
    glossary.put(ko="영업이익", en="operating income", concept="income")
    glossary.put(en="operating profit", concept="income", status="deprecated")
    return glossary


@pytest.fixture
def book(tmp_path, store):
    write_glossary(store.terms, tmp_path / "g.xlsx", version=store.signature)
    return tmp_path / "g.xlsx"


def edit(path, concept, **cells):
    """Write into the row of a concept, by the English heads."""
    found = load_workbook(path)
    sheet = found.worksheets[0]
    heads = {str(cell.value).split("\n")[-1]: cell.column for cell in sheet[1]}
    row = next(row[0].row for row in sheet.iter_rows() if row[heads["malmoi.glossary/1"] - 1].value == concept)
    for head, value in cells.items():
        sheet.cell(row, heads[head.replace("_", " ")]).value = value
    found.save(path)


def state(store, concept):
    """Terms with their statuses, and the fields of a concept."""
    rows = store.terms.filter(store.terms["concept"] == concept)
    terms = {(row["lang"], row["term"], row["status"]) for row in rows.iter_rows(named=True)}
    return terms, {name: rows[name][0] for name in ("domain", "definition", "note")} if rows.height else {}


RATE = {("ko", "금리", "preferred"), ("ko", "이자율", "admitted"), ("en", "interest rate", "preferred")}
INCOME = {
    ("ko", "영업이익", "preferred"),
    ("en", "operating income", "preferred"),
    ("en", "operating profit", "deprecated"),
}
SPELLED = {*RATE, ("en", "rate of interest", "preferred")} - {("en", "interest rate", "preferred")}
# concept, what a person writes, the terms afterwards, what is done
EDITS = [
    ("rate", {}, RATE, "same"),
    ("rate", {"Other Korean": "이자율 | 이율"}, RATE | {("ko", "이율", "admitted")}, "change"),
    ("rate", {"Other Korean": None}, RATE - {("ko", "이자율", "admitted")}, "change"),
    ("rate", {"English": "rate of interest"}, SPELLED, "change"),
    ("rate", {"English to avoid": "yield, or so"}, RATE | {("en", "yield, or so", "deprecated")}, "change"),
    ("income", {"English": "operating profit", "Other English": "operating income", "English to avoid": None},
     {("ko", "영업이익", "preferred"), ("en", "operating profit", "preferred"), ("en", "operating income", "admitted")}, "change"),
    ("part", {"Korean": 12}, {("ko", "0012", "preferred"), ("en", "part 0012", "preferred")}, "same"),
    ("part", {"Korean": 13}, {("ko", "0012", "preferred"), ("en", "part 0012", "preferred")}, "problem"),
    ("part", {"Note": "another"}, {("ko", "0012", "preferred"), ("en", "part 0012", "preferred")}, "problem"),
]  # fmt: skip


@pytest.mark.parametrize("concept, cells, terms, action", EDITS)
def test_an_edit_arrives_and_the_rest_stays(book, store, concept, cells, terms, action):
    others = {name: state(store, name) for name in ("rate", "part", "income") if name != concept}
    edit(book, concept, **cells)
    made = adopt_workbook(store, str(book))
    assert {step.row.concept: step.action for step in made.steps}[concept] == action
    assert state(store, concept)[0] == terms
    assert all(state(store, name) == was for name, was in others.items())
    journal = store.path.read_bytes()
    again = adopt_workbook(store, str(book))
    assert store.path.read_bytes() == journal
    assert {step.action for step in again.steps} <= {"same", "problem"}


def test_fields_arrive(book, store):
    edit(book, "rate", Domain="economics", Definition=None, Note="a remark")
    adopt_workbook(store, str(book))
    assert state(store, "rate")[1] == {"domain": "economics", "definition": "", "note": "a remark"}


def test_a_better_spelling_keeps_the_term_and_its_history(book, store):
    before = store.terms.filter(store.terms["term"] == "interest rate")["id"].to_list()
    edit(book, "rate", English="Interest rate")
    adopt_workbook(store, str(book))
    assert store.terms.filter(store.terms["term"] == "Interest rate")["id"].to_list() == before


# what somebody does meanwhile, what the person writes, what is done alone, and with --theirs
MEANWHILE = [
    (lambda g: g.edit("rate", domain="banking"), {"Domain": "economics"}, "conflict", "change"),
    (lambda g: g.edit("rate", domain="economics"), {"Domain": "economics"}, "same", "same"),
    (lambda g: g.edit("rate", domain="banking"), {"Other Korean": "이자율 | 이율"}, "change", "change"),
    (lambda g: g.put(ko="이율", concept="rate", status="deprecated"), {"Other Korean": "이자율 | 이율"}, "conflict", "change"),
    (lambda g: g.put(ko="이율", concept="rate"), {}, "same", "same"),
    (lambda g: g.remove("rate"), {"Domain": "economics"}, "conflict", "conflict"),
    (lambda g: g.remove("rate"), {}, "kept", "kept"),
]  # fmt: skip


@pytest.mark.parametrize("change, cells, alone, theirs", MEANWHILE)
def test_three_ways_are_compared(book, store, change, cells, alone, theirs):
    edit(book, "rate", **cells)
    change(Glossary.open(store.path, by="somebody"))

    def action(**how):
        return {s.row.concept: s.action for s in adopt_workbook(store, str(book), **how).steps}["rate"]

    assert action(dry_run=True) == alone
    assert action(prefer="theirs") == theirs
    assert action() in ("same", "kept") or theirs == "conflict"


def test_an_emptied_row_is_no_removal(book, store):
    edit(book, "part", Korean=None, English=None)
    made = adopt_workbook(store, str(book))
    assert "malmoi glossary remove part" in made.problems[0].message
    assert state(store, "part")[0]


def test_a_row_added_by_hand_is_a_new_concept(book, store):
    found = load_workbook(book)
    sheet = found.worksheets[0]
    sheet.cell(9, 1).value, sheet.cell(9, 2).value = "환율", "exchange rate"
    found.save(book)
    made = adopt_workbook(store, str(book))
    assert [step.action for step in made.steps].count("new") == 1
    assert store.terms.filter(store.terms["term"] == "exchange rate").height == 1


@pytest.mark.parametrize("how", [{"rows": "term"}, {"whole": False}])
def test_a_workbook_without_whole_concepts_is_not_taken_back(store, tmp_path, how):
    write_glossary(store.terms, tmp_path / "p.xlsx", version=store.signature, **how)
    with pytest.raises(FormatError, match="no whole concepts"):
        adopt_workbook(store, str(tmp_path / "p.xlsx"))


def test_a_lost_column_is_no_deletion_of_its_terms(book, store):
    found = load_workbook(book)
    found.worksheets[0].delete_cols(4)
    found.save(book)
    with pytest.raises(FormatError, match="no column Other Korean"):
        adopt_workbook(store, str(book))


def test_a_row_copied_and_changed_is_named(book, store):
    found = load_workbook(book)
    sheet = found.worksheets[0]
    for cell in sheet[2]:
        sheet.cell(9, cell.column).value = cell.value
    sheet.cell(9, 1).value = "다른 말"
    found.save(book)
    made = adopt_workbook(store, str(book))
    assert "A2, Glossary!A9 are copies of one row" in made.problems[0].message
    assert "다른 말" not in set(store.terms["term"])


def test_a_glossary_in_memory_takes_a_workbook_too(book):
    from malmoi.glossary.memory import MemoryJournal

    glossary = Glossary(MemoryJournal(), by="kim")
    glossary.put(ko=["금리", "이자율"], en=["interest rate"], domain="finance", concept="rate", definition="a price")
    made = adopt_workbook(glossary, str(book))
    assert {step.row.concept: step.action for step in made.steps} == {
        "rate": "same",
        "part": "problem",
        "income": "problem",
    }
