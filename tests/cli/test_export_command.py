"""`malmoi export`: workbooks and tables of the glossary."""

import csv

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary


@pytest.fixture
def run(tmp_path):
    store = Glossary.open(tmp_path / "journal.ndjson", by="kim")
    store.put(ko=["금리", "이자율"], en="interest rate", domain="finance", concept="rate")
    store.put(ko="=SUM(A1)", en="data center", domain="it", en_status="deprecated", concept="sum")

    def call(file, *args):
        return CliRunner().invoke(app, ["export", str(tmp_path / file), "-g", str(tmp_path / "journal.ndjson"), *args])

    return call


def test_a_workbook_has_the_glossary_and_a_sheet_to_print(run, tmp_path):
    done = run("g.xlsx")
    assert done.exit_code == 0
    assert "2 concepts, 5 terms" in done.stderr
    assert load_workbook(tmp_path / "g.xlsx").sheetnames == ["Glossary", "Print"]


# options, terms of the table
TABLES = [
    ((), ["금리", "이자율", "interest rate", "=SUM(A1)", "data center"]),
    (("--domain", "it"), ["=SUM(A1)", "data center"]),
    (("--domain", "it", "--domain", "finance", "--status", "deprecated"), ["data center"]),
    (("--status", "admitted"), ["이자율"]),
    (("--domain", "none"), []),
]


@pytest.mark.parametrize("name", ["g.csv", "g.tsv"])
@pytest.mark.parametrize("options, terms", TABLES)
def test_a_table_has_the_terms_asked_for(run, tmp_path, name, options, terms):
    assert run(name, *options).exit_code == 0
    text = (tmp_path / name).read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t" if name.endswith("tsv") else ","))
    assert sorted(row["term"] for row in rows) == sorted(terms)


@pytest.mark.parametrize("name", ["g.csv", "g.tsv"])
def test_a_table_makes_the_same_glossary_again(run, tmp_path, name):
    run(name)
    other = tmp_path / "other.ndjson"
    done = CliRunner().invoke(app, ["glossary", "add", "--from", str(tmp_path / name), "-g", str(other)])
    assert done.exit_code == 0, done.stderr
    columns = ["concept", "lang", "term", "status", "domain"]
    made, was = (
        Glossary.open(path).terms.select(columns).sort(columns) for path in (other, tmp_path / "journal.ndjson")
    )
    assert made.equals(was)


def test_a_workbook_that_nobody_touched_changes_nothing(run, tmp_path):
    run("g.xlsx", "--split", "domain")
    before = (tmp_path / "journal.ndjson").read_bytes()
    done = CliRunner().invoke(app, ["import", str(tmp_path / "g.xlsx"), "-g", str(tmp_path / "journal.ndjson")])
    assert done.exit_code == 0
    assert "2 as the glossary has it" in done.stderr
    assert (tmp_path / "journal.ndjson").read_bytes() == before


def test_a_template_of_the_team_is_filled(run, tmp_path):
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for row in (
        ["우리 팀 용어집"],
        [],
        ["번호", "영어", "분야", "한국어"],
        [1, "old", "old", "old"],
        [2, "older", None, None],
    ):
        sheet.append(row)
    sheet["D4"].font = Font(bold=True)
    book.save(tmp_path / "their.xlsx")
    before = (tmp_path / "their.xlsx").read_bytes()
    assert run("g.xlsx", "--template", str(tmp_path / "their.xlsx")).exit_code == 0
    sheet = load_workbook(tmp_path / "g.xlsx").active
    assert [list(row) for row in sheet.values] == [
        ["우리 팀 용어집", None, None, None],
        [None, None, None, None],
        ["번호", "영어", "분야", "한국어"],
        [None, "interest rate", "finance", "금리"],
        [None, None, "it", "=SUM(A1)"],
    ]
    assert (sheet["D5"].data_type, sheet["D5"].font.bold) == ("s", True)
    assert (tmp_path / "their.xlsx").read_bytes() == before


def test_a_template_without_heads_is_refused(run, tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "their.xlsx")
    assert "head them" in run("g.xlsx", "--template", str(tmp_path / "their.xlsx")).stderr
    assert run("g.csv", "--template", str(tmp_path / "their.xlsx")).exit_code == 2


MISUSE = [
    ("g.docx",),
    ("g",),
    ("g.csv", "--split", "domain"),
    ("g.xlsx", "--status", "best"),
    ("g.xlsx", "--rows", "x"),
]


@pytest.mark.parametrize("args", MISUSE, ids=" ".join)
def test_misuse_is_exit_code_2(run, tmp_path, args):
    assert run(*args).exit_code == 2
    assert not (tmp_path / args[0]).exists()


def test_a_folder_that_is_not_there_is_an_error(run):
    assert run("none/g.xlsx").exit_code == 1
