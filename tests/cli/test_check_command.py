"""`malmoi check`: exit codes, formats, rules, baselines."""

import csv
import io
import json

import pytest
import typer
import typer.core
from typer.testing import CliRunner

from malmoi.check.rules import RULES
from malmoi.cli.check import check
from malmoi.errors import UsageError

APP = typer.Typer()
APP.command()(check)
KO = "부채가 8억 원 늘었다.\n비가 온다.\n컨퍼런스가 열렸다.\n"
EN = "Debt grew by 8 trillion won.\nIt rains.\nA conference was held.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    (tmp_path / "ko.txt").write_text(KO, "utf-8")
    (tmp_path / "en.txt").write_text(EN, "utf-8")

    def call(*arguments):
        return CliRunner().invoke(APP, [*map(str, arguments)])

    return call


def test_hard_findings_end_with_three(run):
    done = run("ko.txt", "en.txt", "--direction", "en-ko")
    assert done.exit_code == 3
    assert "amount_mismatch" in done.stdout
    assert "loanword" in done.stdout
    assert "1 hard and 1 advisory findings" in done.stderr


@pytest.mark.parametrize("level, code", [("hard", 0), ("advisory", 3), ("never", 0)])
def test_what_to_fail_on(run, level, code):
    assert run("ko.txt", "en.txt", "--direction", "en-ko", "-r", "loanword", "--fail-on", level).exit_code == code


def test_the_stretch_is_marked(run):
    lines = run("ko.txt", "en.txt", "--direction", "ko-en", "--rule", "amount_mismatch").stdout.split("\n")
    assert lines[1:5] == [
        "    ko  부채가 8억 원 늘었다.",
        "               ^^^^^^",
        "    en  Debt grew by 8 trillion won.",
        "                     ^^^^^^^^^^^^^^",
    ]


@pytest.mark.parametrize(
    "how", [["--map", "ko=Quelle,en=Ziel"], ["--map", "ko=2", "--map", "en=1"], ["--columns", "ko=2,en=1"]]
)
def test_columns_have_the_names_that_are_said(run, tmp_path, how):
    rows = [f"{en}\t{ko}" for ko, en in zip(KO.splitlines(), EN.splitlines(), strict=True)]
    (tmp_path / "a.tsv").write_text("\n".join(["Ziel\tQuelle", *rows, ""]), "utf-8")
    done = run("a.tsv", *how, "--direction", "en-ko", "--format", "json")
    assert [row["rule"] for row in json.loads(done.stdout)] == ["amount_mismatch", "loanword"]


def test_hard_ones_only(run):
    assert "loanword" not in run("ko.txt", "en.txt", "--direction", "en-ko", "--show", "hard").stdout


def test_messages_in_korean(run):
    assert "자릿수가 다릅니다" in run("ko.txt", "en.txt", "--ui", "ko").stdout


def test_formats_hold_the_same_findings(run):
    arguments = ("ko.txt", "en.txt", "--direction", "en-ko", "--format")
    rows = json.loads(run(*arguments, "json").stdout)
    assert [row["rule"] for row in rows] == ["amount_mismatch", "loanword"]
    assert [json.loads(line) for line in run(*arguments, "ndjson").stdout.splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(run(*arguments, "csv").stdout)))
    assert [row["message"] for row in table] == [row["message"] for row in rows]


def test_sarif(run):
    log = json.loads(run("ko.txt", "en.txt", "--direction", "en-ko", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    assert [rule["id"] for rule in one["tool"]["driver"]["rules"]] == list(RULES)
    amount, loanword = one["results"]
    assert (amount["level"], loanword["level"]) == ("error", "warning")
    assert one["tool"]["driver"]["rules"][amount["ruleIndex"]]["id"] == amount["ruleId"] == "amount_mismatch"
    places = [place["physicalLocation"] for place in amount["locations"]]
    assert [place["artifactLocation"]["uri"] for place in places] == ["ko.txt", "en.txt"]
    assert places[0]["region"] == {"startLine": 1, "startColumn": 5, "endColumn": 9}
    assert loanword["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert amount["partialFingerprints"]["malmoiFinding/v1"]


def test_a_baseline_accepts(run):
    arguments = ("ko.txt", "en.txt", "--direction", "en-ko", "--baseline", "known.json")
    assert run(*arguments).exit_code == 3
    assert run(*arguments, "--accept").exit_code == 0
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 accepted" in done.stderr


def test_one_file_with_both(run, tmp_path):
    (tmp_path / "both.tsv").write_text("ko\ten\n부채가 8억 원 늘었다.\tDebt grew by 8 trillion won.\n", "utf-8")
    assert run("both.tsv").exit_code == 3


def test_rules_are_named_or_set(run):
    assert "loanword" not in run("ko.txt", "en.txt", "--direction", "en-ko", "-r", "loanword=off").stdout
    assert "amount_mismatch" not in run("ko.txt", "en.txt", "--direction", "en-ko", "-r", "loanword").stdout


def test_the_glossary_is_asked(run, tmp_path):
    from malmoi.glossary.store import Glossary

    Glossary.open(tmp_path / "g.ndjson").put(ko="회의", en="conference")
    (tmp_path / "ko.txt").write_text("모임이 열렸다.\n", "utf-8")
    (tmp_path / "en.txt").write_text("A conference was held.\n", "utf-8")
    found = run("ko.txt", "en.txt", "-g", "g.ndjson", "--direction", "en-ko", "--format", "json")
    assert [row["rule"] for row in json.loads(found.stdout)] == ["term_missing"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("a", "b", "c"), ("ko.txt", "en.txt", "--accept"), ("ko.txt", "en.txt", "-r", "josa", "-r", "length=off")],
)
def test_misuse(run, arguments):
    assert isinstance(run(*arguments).exception, UsageError)


def test_the_list(run):
    lines = run("--list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(RULES)
    assert "자리표시자" in run("--list", "--ui", "ko").stdout
