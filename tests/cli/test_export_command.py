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


# options, what standard output begins with, part of standard error
OTHERS = [
    (("-", "--to", "deepl"), "금리,interest rate\n이자율,interest rate\n", "1 deprecated terms"),
    (("-", "--to", "google", "--domain", "finance"), "금리,interest rate\n이자율,interest rate\n", "google has no place for"),
    (("-", "--to", "amazon", "--direction", "en-ko", "--domain", "finance"), "en,ko\ninterest rate,금리\n", "1 synonyms"),
    (("-", "--to", "tbx3-dct"), "<?xml", "2 concepts"),
    (("-", "--to", "csv", "--map", "en=Source,ko=Target", "--delimiter", ";"), "\ufeffSource;Target\ninterest rate;금리\n", "1 synonyms"),
    (("-", "--to", "ndjson", "--since", "2999-01-01"), "", "0 concepts"),
    (("-", "--to", "ndjson", "--since", "2000-01-01"), '{"id"', "2 concepts"),
]  # fmt: skip


@pytest.mark.parametrize("args, out, err", OTHERS, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_other_programs_get_their_own_formats(run, tmp_path, args, out, err):
    done = CliRunner().invoke(app, ["export", *args, "-g", str(tmp_path / "journal.ndjson")])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.replace("\r\n", "\n").startswith(out)
    assert err in done.stderr


def test_every_loss_is_listed(run, tmp_path):
    import json

    done = run("g.csv", "--to", "deepl", "--losses", str(tmp_path / "losses.json"))
    assert "left out: 1 deprecated terms, 1 terms without a counterpart" in done.stderr
    report = json.loads((tmp_path / "losses.json").read_text("utf-8"))
    assert (report["format"], report["written"], report["dropped"]) == ("deepl", 2, {"deprecated": 1, "one-sided": 1})
    assert [(loss["rule"], loss["concept"], loss["term"]) for loss in report["losses"]] == [
        ("deprecated", "sum", "data center"), ("one-sided", "sum", "=SUM(A1)"),
    ]  # fmt: skip


MISFITS = [
    ("g.tbx", "--map", "ko=a"), ("g.json", "--rows", "concept"), ("g.tsv", "--delimiter", ";"), ("g.csv", "--map", "ko"),
    ("g.csv", "--delimiter", ";;"), ("g.csv", "--map", "colour=a"), ("g.x", "--to", "docx"), ("g.tbx", "--since", "soon"),
]  # fmt: skip


@pytest.mark.parametrize("args", MISFITS, ids=" ".join)
def test_options_that_do_not_fit_are_misuse(run, tmp_path, args):
    assert run(*args).exit_code == 2
    assert not (tmp_path / args[0]).exists()
