"""`malmoi find`: the glossary's terms in a file, with lines and columns."""

import json

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary


@pytest.fixture
def journal(tmp_path):
    path = tmp_path / "journal.ndjson"
    Glossary.open(path).put_rows(
        [{"ko": "금리", "en": "interest rate"}, {"ko": "이사회", "en": ["board of directors", "board"]}]
    )
    return path


def find(journal, *args, stdin=None):
    return CliRunner().invoke(app, ["find", *args, "-g", str(journal), "--format", "json"], input=stdin)


@pytest.mark.parametrize("tier", ["fast", "default", "exact"])
def test_hits_are_told_by_line_and_offset(journal, tmp_path, tier):
    text = tmp_path / "a.txt"
    text.write_text("첫 줄이다.\n이사회는 금리를 물었다.\n", "utf-8")
    done = find(journal, str(text), "--match", tier)
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert [(row["line"], row["start"], row["end"], row["text"], row["term"]) for row in rows] == [
        (2, 0, 3, "이사회", "이사회"),
        (2, 5, 7, "금리", "금리"),
    ]


def test_the_language_is_seen_or_said(journal):
    rows = json.loads(find(journal, "-", stdin="Boards of directors set interest rates.\n").stdout)
    assert [row["text"] for row in rows] == ["Boards of directors", "interest rates"]
    assert json.loads(find(journal, "-", "--lang", "ko", stdin="Boards of directors\n").stdout) == []


@pytest.mark.parametrize("args, said", [(["--lang", "ja"], "ko or en"), (["--match", "slow"], "tier is one of")])
def test_misuse_is_exit_code_2(journal, args, said):
    done = find(journal, "-", *args, stdin="금리\n")
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_missing_file_is_an_error(journal, tmp_path):
    done = find(journal, str(tmp_path / "absent.txt"))
    assert done.exit_code == 1
    assert "no such file" in done.stderr
