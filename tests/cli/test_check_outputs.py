"""The files of `malmoi check -o`, and the examples of running it in a pull request and before a commit."""

import csv
import json
import os
import re
import shlex
from pathlib import Path

import jsonschema
import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from malmoi.check.rules import RULES
from malmoi.cli.check import check
from malmoi.errors import InputError, UsageError

APP = typer.Typer()
APP.command()(check)
ROOT = Path(__file__).resolve().parents[2]
SHAPE = json.loads((ROOT / "tests" / "check" / "sarif_shape.json").read_text("utf-8"))
# The schema of the standard itself, where a developer has it at hand.
SCHEMA = os.environ.get("MALMOI_SARIF_SCHEMA")


@pytest.fixture
def run(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    return lambda *arguments: CliRunner().invoke(APP, [*map(str, arguments)])


ARGUMENTS = ("examples/faulty.tsv", "--direction", "ko-en")


def test_every_kind_of_file_holds_the_same_findings(run):
    done = run(
        *ARGUMENTS, "--format", "json", *(f"-of.{end}" for end in ("html", "xlsx", "sarif", "json", "ndjson", "csv"))
    )
    assert done.exit_code == 3
    rows = json.loads(done.stdout)
    assert [row["rule"] for row in rows] == ["amount_mismatch", "term_missing", "term_missing", "amount_mismatch"]
    assert json.loads(Path("f.json").read_text("utf-8")) == rows
    assert [json.loads(line) for line in Path("f.ndjson").read_text("utf-8").splitlines()] == rows
    table = list(csv.DictReader(Path("f.csv").read_text("utf-8").splitlines()))
    assert [row["fingerprint"] for row in table] == [row["fingerprint"] for row in rows]
    log = json.loads(Path("f.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [row["rule"] for row in rows]
    page = Path("f.html").read_text("utf-8")
    assert all(row["message"] in page for row in rows)
    assert not re.search(r"(?:src|href)=|https?:", page), "a page of a report asks no network"
    book = openpyxl.load_workbook("f.xlsx", rich_text=True)
    sheet = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=2)]
    # The worst segments come first.
    assert [row[2] for row in sheet] == ["amount_mismatch", "amount_mismatch", "term_missing", "term_missing"]
    marked = [str(piece) for piece in sheet[0][4] if getattr(piece, "font", None) and piece.font.b]
    assert marked == ["5000억 달러"]


@pytest.mark.parametrize("ui", ["en", "ko"])
def test_sarif_is_as_the_standard_says(run, ui, tmp_path):
    faults = [line.split("\t") for line in (ROOT / "tests/check/faulty_pairs.tsv").read_text("utf-8").splitlines()[1:]]
    for name in ("모두 다.tsv", "none.tsv"):
        rows = [("ko", "en"), *((ko, en) for _, _, ko, en in faults if ko.strip() and en.strip())][
            : None if name[0] == "모" else 1
        ]
        rows += [("비가 온다.", "It rains.")]
        Path(name).write_text("".join(f"{ko}\t{en}\n" for ko, en in rows), "utf-8")
        log = json.loads(run(name, "--direction", "en-ko", "--ui", ui, "--format", "sarif").stdout)
        jsonschema.validate(log, SHAPE, jsonschema.Draft7Validator)
        if SCHEMA:
            jsonschema.validate(log, json.loads(Path(SCHEMA).read_text("utf-8")))
        assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(RULES)
    assert log["runs"][0]["results"] == []


def test_the_shape_refuses_what_the_standard_does():
    good = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "t"}}]}]}
    jsonschema.validate(good, SHAPE, jsonschema.Draft7Validator)
    for path, bad in (("level", "hard"), ("ruleIndex", "1"), ("locations", [{"physicalLocation": {}}])):
        result = good["runs"][0]["results"][0] | {path: bad}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(
                {**good, "runs": [{**good["runs"][0], "results": [result]}]}, SHAPE, jsonschema.Draft7Validator
            )


def test_findings_lie_in_the_translation_first(run):
    log = json.loads(run(*ARGUMENTS, "--format", "sarif").stdout)
    first = log["runs"][0]["results"][0]
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 28, "endColumn": 39}


def test_several_files_are_told_apart(run):
    Path("b.csv").write_text("ko,en\n그 집은 크다.,The the house is big.\n", "utf-8")
    done = run("examples/faulty.tsv", "b.csv", "--direction", "ko-en", "--format", "ndjson", "-of.html")
    files = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    assert files == ["examples/faulty.tsv"] * 4 + ["b.csv"]
    assert "4 segments" in done.stderr
    assert "b.csv:1" in Path("f.html").read_text("utf-8")
    assert run("examples/faulty.tsv", "b.csv", "--direction", "ko-en").stdout.count("b.csv:1  hard") == 1


def test_no_finding_is_no_empty_page(run):
    Path("b.csv").write_text("ko,en\n비가 온다.,It rains.\n", "utf-8")
    assert run("b.csv", "-of.html", "-of.xlsx", "-of.json").exit_code == 0
    assert "Nothing was found." in Path("f.html").read_text("utf-8")
    assert json.loads(Path("f.json").read_text("utf-8")) == []


def test_accepting_prints_nothing(run):
    done = run(*ARGUMENTS, "--format", "json", "--baseline", "known.json", "--accept")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "4 findings accepted" in done.stderr


@pytest.mark.parametrize("arguments", [("-o", "f.pdf"), ("-o", "f"), ("x.pdf", "-of.html"), ("b.tsv", "c.txt")])
def test_misuse(run, arguments):
    assert isinstance(run("examples/faulty.tsv", *arguments).exception, UsageError)


def test_a_broken_file_leaves_no_report(run):
    Path("b.tmx").write_text('<tmx version="1.4"><header srclang="ko"/><body><tu>', "utf-8")
    done = run("b.tmx", "-of.html", "-of.json")
    assert isinstance(done.exception, InputError)
    assert not Path("f.html").exists()
    assert not Path("f.json").exists()


# ---------------------------------------------------------------- examples


def steps(path):
    """The lines of a YAML file that run something."""
    return re.findall(r"^\s*(?:- )?run: (.+)$", path.read_text("utf-8"), re.MULTILINE)


def test_the_workflow_runs(checkout, program):
    workflow = ROOT / "examples" / "github-actions.yml"
    assert steps(workflow)[0] == "pip install ."
    name, *words = shlex.split(steps(workflow)[1])
    assert name == "malmoi"
    done = program.run(words, checkout)
    assert done.code == 3, done.err
    for name in re.findall(r"(?:sarif_file|path): (\S+)", workflow.read_text("utf-8")):
        assert (checkout / name).stat().st_size > 1000


def test_the_hook_runs(checkout, program):
    hook = dict(
        line.removeprefix("- ").strip().split(": ", 1)
        for line in (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8").splitlines()
    )
    assert hook["language"] == "python"
    assert re.search(hook["files"], "messages/ko.po")
    (checkout / "a.tmx").write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Debt grew by 8 trillion won.</seg></tuv>'
        '<tuv xml:lang="ko"><seg>부채가 8억 원 늘었다.</seg></tuv></tu></body></tmx>', "utf-8"
    )  # fmt: skip
    assert re.search(hook["files"], "a.tmx")
    name, *words = shlex.split(f"{hook['entry']} a.tmx")
    assert name == "malmoi"
    done = program.run(words, checkout)
    assert done.code == 3, done.err
    assert "amount_mismatch" in done.out
    assert "direction en-ko, as the file says" in done.err
