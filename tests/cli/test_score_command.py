"""`malmoi score …`: what goes in, what comes out."""

import json

import pytest
from typer.testing import CliRunner

from malmoi.cli.score import app
from malmoi.errors import UsageError


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)

    def call(*arguments, **files):
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        return CliRunner().invoke(app, [*map(str, arguments)])

    return call


def values(result):
    assert result.exit_code == 0, result.output
    return {row["name"]: row["value"] for row in json.loads(result.stdout)}


def test_alignment(run):
    files = {"made": "0-0 1-1\n0-1\n", "gold": "1 1 1 S\n1 2 2 P\n2 1 1 S\n"}
    found = values(run("alignment", "made", "gold", "--format", "json", **files))
    assert found["precision"] == pytest.approx(2 / 3)
    assert found["aer"] == pytest.approx(1 - (1 + 2) / (3 + 2))
    listed = run("alignment", "made", "gold", "--worst", "1", "--unit", "eojeol")
    assert listed.stdout.splitlines()[-1].split() == ["2", "1", "1"]
    assert "unit:eojeol" in listed.stderr


def test_sentences(run, examples):
    gold = examples / "help.beads.tsv"
    assert values(run("sentences", gold, gold, "--format", "json"))["strict_f1"] == 1


def test_translation(run):
    files = {
        "hyp": "The bank closed.\nIt rains.\n",
        "ref": "The bank closed.\nIt rained.\n",
        "more": "A bank.\nRain.\n",
    }
    found = values(run("translation", "hyp", "ref", "-m", "chrf", "-m", "ter", "--format", "json", **files))
    assert list(found) == ["chrf", "ter"]
    assert 0 < found["chrf"] < 100
    rows = json.loads(run("translation", "hyp", "ref", "-m", "chrf", "--against", "more", "--format", "json").stdout)
    assert [row["system"] for row in rows] == ["hyp", "more"]


def test_the_language_is_seen(run):
    done = run("translation", "a", "a", "-m", "bleu", a="은행은 문을 닫았다.\n비가 온다.\n")
    assert "tok:kiwi-" in done.stderr


def test_terminology(run, tmp_path):
    from malmoi.glossary.store import Glossary

    Glossary.open(tmp_path / "g.ndjson").put(ko="주가", en="stock price", domain="finance")
    table = "ko\ten\n주가가 올랐다.\tStock prices rose.\n주가가 내렸다.\tThey fell.\n"
    arguments = ("terminology", "t.tsv", "-g", "g.ndjson")
    (tmp_path / "t.tsv").write_text(table, "utf-8")
    assert values(run(*arguments, "--format", "json"))["success"] == pytest.approx(0.5)
    shown = run(*arguments, "--by", "domain").stdout.splitlines()
    assert shown[-1].split() == ["finance", "2", "0.50"]
    assert isinstance(run(*arguments, "--by", "colour").exception, UsageError)


def test_the_shared_task(run, tmp_path):
    line = {
        "en": "The share price fell.",
        "ko": "주가가 내렸다.",
        "proper": {"share price": "주가"},
        "random": {"fell": "올랐다"},
    }
    (tmp_path / "task.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    assert values(run("terminology", "task.jsonl", "--format", "json")) == {
        "proper_success": 1.0,
        "random_success": 0.0,
    }
