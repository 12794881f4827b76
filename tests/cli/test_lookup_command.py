"""`malmoi lookup`: answers from the index, exit codes, formats, pipes."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary


@pytest.fixture
def journal(tmp_path):
    path = tmp_path / "glossary" / "journal.ndjson"
    store = Glossary.open(path)
    store.put(ko="스타게이트", en="Stargate", domain="ai", note="a venture")
    store.put(ko="금리", en=["interest rate", "rate"], domain="finance")
    return path


def lookup(journal, *args, stdin=None):
    return CliRunner().invoke(app, ["lookup", *args, "-g", str(journal)], input=stdin)


def test_it_answers(journal):
    done = lookup(journal, "스타게이트는")
    assert done.exit_code == 0
    assert "Stargate" in done.stdout
    assert "a venture" in done.stdout


def test_rows_say_all(journal):
    done = lookup(journal, "금리", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert row["term"] == "금리"
    assert row["translations"] == ["interest rate", "rate"]
    assert (row["lang"], row["status"], row["how"], row["domain"]) == ("ko", "preferred", "exact", "finance")


def test_several_words_and_a_pipe_give_rows_in_order(journal):
    words = ["stargate", "ㄱㄹ"]
    on_line = lookup(journal, *words, "--format", "csv").stdout
    assert on_line == lookup(journal, "-", "--format", "csv", stdin="\n".join(words) + "\n\n").stdout
    assert [row["term"] for row in csv.DictReader(io.StringIO(on_line))] == ["Stargate", "금리"]


def test_a_miss_is_exit_code_3_with_a_suggestion_on_standard_error(journal):
    done = lookup(journal, "스타게임즈다", "금리")
    assert done.exit_code == 3
    assert "스타게임즈다: nothing found" in done.stderr
    assert "nearest: 스타게이트" in done.stderr
    assert "금리" in done.stdout


def test_language_domain_and_limit_narrow_the_answers(journal):
    assert lookup(journal, "rate", "--ko").exit_code == 3
    assert lookup(journal, "rate", "--en").exit_code == 0
    assert lookup(journal, "rate", "--domain", "ai").exit_code == 3
    assert lookup(journal, "금리", "--limit", "0").exit_code == 2


def test_without_a_glossary_it_says_how_to_begin(tmp_path):
    done = lookup(tmp_path / "none.ndjson", "금리")
    assert done.exit_code == 3
    assert "malmoi glossary add" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_torn_journal_is_reported_and_still_answers(journal):
    with journal.open("ab") as stream:
        stream.write(b'{"id":"x","op":"pu')
    done = lookup(journal, "금리")
    assert done.exit_code == 0
    assert "journal.set-aside.ndjson" in done.stderr
    assert "금리" in done.stdout


def test_answers_to_be_read_come_under_their_words(journal):
    done = lookup(journal, "스타게이트는", "ㄱㄹ", "없는말", "--format", "text")
    assert done.exit_code == 3
    assert done.stdout == (
        "── 스타게이트는\n스타게이트  preferred · ai  (met with a particle)\n  Stargate\n  note  a venture\n\n"
        "── ㄱㄹ\n금리  preferred · finance  (met by its initial consonants)\n  interest rate, rate (admitted)\n\n"
    )
    assert lookup(journal, "금리", "--format", "text").stdout.startswith("금리  preferred")


def test_several_glossaries_lie_over_one_another(journal, tmp_path):
    own = tmp_path / "own.ndjson"
    Glossary.open(own).put(ko="금리", en="rate of interest")
    args = ["lookup", "금리", "스타게이트", "--format", "json", "-g", str(own), "-g", str(journal)]
    rows = json.loads(CliRunner().invoke(app, args).stdout)
    assert [row["translations"] for row in rows] == [["rate of interest"], ["Stargate"]]
    done = CliRunner().invoke(app, [*args[:2], "-g", str(own), "-g", str(tmp_path / "absent.ndjson")])
    assert done.exit_code == 1
    assert "lie below" in done.stderr


def test_a_project_file_that_is_off_names_file_and_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    (tmp_path / "malmoi.toml").write_text('[glossary]\npaht = "x"\n', "utf-8")
    done = CliRunner().invoke(app, ["lookup", "금리"])
    assert done.exit_code == 1
    assert f"{tmp_path / 'malmoi.toml'}: [glossary] has no key 'paht'" in done.stderr


MISUSE = [["-i", "금리"], ["-i", "--format", "json"], ["-i"], ["금리", "--format", "xml"], ["금리", "--limit", "0"]]


@pytest.mark.parametrize("args", MISUSE, ids=" ".join)
def test_misuse_is_exit_code_2(journal, args):
    assert lookup(journal, *args).exit_code == 2


def test_a_file_that_is_no_journal_is_an_error(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("은행 bank\n", "utf-8")
    done = lookup(path, "은행")
    assert done.exit_code == 1
    assert "no glossary journal" in done.stderr
