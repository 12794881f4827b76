"""`malmoi glossary …`: the whole life of a concept on the command line."""

import json

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary


@pytest.fixture
def run(tmp_path):
    def call(*args):
        return CliRunner().invoke(app, ["glossary", *args, "-g", str(tmp_path / "journal.ndjson")])

    return call


def listed(run, *args):
    return [(row["term"], row["status"]) for row in json.loads(run("list", "--format", "json", *args).stdout)]


def test_a_concept_lives(run):
    concept = run("add", "금리", "interest rate", "--set", "domain=finance", "--by", "kim").stdout.strip()
    assert listed(run) == [("금리", "preferred"), ("interest rate", "preferred")]
    assert run("edit", concept, "--set", "note=a price of money").exit_code == 0
    assert run("add", "이자율", "interest rate", "--concept", concept).exit_code == 0
    assert listed(run, "--lang", "ko") == [("금리", "preferred"), ("이자율", "admitted")]
    rows = json.loads(run("history", concept, "--format", "json").stdout)
    assert rows[0]["by"] == "kim"
    assert len(rows) == 3
    assert run("undo").exit_code == 0
    assert run("remove", concept).exit_code == 0
    assert listed(run) == []
    assert run("undo").exit_code == 0
    assert listed(run, "--status", "preferred", "--domain", "finance") == [
        ("금리", "preferred"),
        ("interest rate", "preferred"),
    ]


def test_what_is_removed_together_comes_back_together(run):
    run("add", "금리", "interest rate", "--concept", "a")
    run("add", "환율", "exchange rate", "--concept", "b")
    assert run("remove", "a", "nobody").exit_code == 1
    assert len(listed(run)) == 4
    assert run("remove", "a", "b").exit_code == 0
    assert listed(run) == []
    assert run("undo").stderr == "taken back: a, b\n"
    assert len(listed(run)) == 4


def test_a_stack_is_written_to_on_top_only(run, tmp_path):
    house = tmp_path / "house.ndjson"
    Glossary.open(house).put_rows(
        [{"ko": "금리", "en": "interest rate", "concept": "rate"}, {"ko": "칩", "en": "chip"}]
    )
    before = house.read_bytes()
    done = CliRunner().invoke(
        app, ["glossary", "add", "금리", "rate", "-g", str(tmp_path / "own.ndjson"), "-g", str(house)]
    )
    assert "2 terms added" in done.stderr
    assert house.read_bytes() == before
    both = ["-g", str(tmp_path / "own.ndjson"), "-g", str(house)]
    rows = json.loads(CliRunner().invoke(app, ["glossary", "list", "--format", "json", *both]).stdout)
    assert sorted(row["term"] for row in rows) == ["chip", "rate", "금리", "칩"]
    assert CliRunner().invoke(app, ["glossary", "edit", "rate", "--set", "note=ours", *both]).exit_code == 0
    assert house.read_bytes() == before


def test_merge_makes_one_of_two(run):
    run("add", "금리", "interest rate", "--concept", "a")
    run("add", "이자율", "rate of interest", "--concept", "b")
    assert run("merge", "a", "b").exit_code == 0
    assert ("이자율", "admitted") in listed(run)


def test_validate_and_stats(run):
    run("add", "금리", "interest rate", "--concept", "a")
    assert run("validate").exit_code == 0
    run("add", "금리", "yield", "--concept", "b")
    done = run("validate", "--format", "json")
    assert done.exit_code == 3
    assert [row["rule"] for row in json.loads(done.stdout)] == ["same-term"]
    counts = {row["what"]: row["count"] for row in json.loads(run("stats", "--format", "json").stdout)}
    assert counts["concepts"] == 2


# table, what lists show
TABLES = [
    ("a.tsv", "ko\ten\tdomain\n금리\tinterest rate\tfinance\n", [("금리", "preferred"), ("interest rate", "preferred")]),
    ("a.csv", '# a comment\nko,en\n"금리, 이자","interest, rate"\n', [("금리, 이자", "preferred"), ("interest, rate", "preferred")]),
    ("a.tsv", "concept\tlang\tterm\tstatus\nc\tko\t금리\t\nc\ten\trate\tadmitted\n", [("금리", "preferred"), ("rate", "admitted")]),
]  # fmt: skip


@pytest.mark.parametrize("name, content, expected", TABLES)
def test_a_table_is_taken_in_once(run, tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert run("add", "--from", str(path)).exit_code == 0
    assert listed(run) == expected
    journal = (tmp_path / "journal.ndjson").read_bytes()
    assert "0 terms added" in run("add", "--from", str(path)).stderr
    if "concept" in content:
        assert (tmp_path / "journal.ndjson").read_bytes() == journal


def test_any_term_base_is_taken_in(run, tmp_path):
    (tmp_path / "a.txt").write_text("Begriff;Übersetzung\n금리;rate\n", "utf-8")
    how = ("--as", "csv", "--map", "ko=Begriff,en=Übersetzung", "--delimiter", ";")
    assert run("add", "--from", str(tmp_path / "a.txt"), *how).exit_code == 0
    assert {term for term, *_ in listed(run)} == {"금리", "rate"}


# table, part of the error
OFF = [
    ("source\ttarget\n금리\trate\n", ":1: the header has neither"),
    ("ko\ten\tcolour\n금리\trate\tred\n", "no field 'colour'"),
    ("ko\ten\n금리\trate\tmore\n", ":2: the row has 3 cells"),
    ("concept\tlang\tterm\nc\tja\t金利\n", ":2: a row needs"),
    ("ko\ten\tstatus\n금리\trate\tbest\n", "preferred, admitted"),
]  # fmt: skip


@pytest.mark.parametrize("content, said", OFF)
def test_a_table_that_is_off_changes_nothing(run, tmp_path, content, said):
    path = tmp_path / "a.tsv"
    path.write_text(content, "utf-8")
    done = run("add", "--from", str(path))
    assert done.exit_code == 1
    assert said in done.stderr
    assert listed(run) == []


MISUSE = [
    ["add"],
    ["add", "금리", "--from", "x.tsv"],
    ["add", "금리", "rate", "--as", "csv"],
    ["edit", "a"],
    ["edit", "a", "--set", "note"],
    ["remove"],
]


@pytest.mark.parametrize("args", MISUSE, ids=" ".join)
def test_misuse_is_exit_code_2(run, args):
    assert run(*args).exit_code == 2


def test_an_unknown_id_is_an_error(run):
    done = run("edit", "nobody", "--set", "note=x")
    assert done.exit_code == 1
    assert "There is no concept or term 'nobody'" in done.stderr
