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


@pytest.mark.parametrize(
    "args, said",
    [
        (["--lang", "ja"], "'ko', 'en'"),
        (["--match", "slow"], "the tier is one of"),
        (["-o", "out.pdf"], "find writes .html, .xlsx"),
    ],
)
def test_misuse_is_exit_code_2(journal, args, said):
    done = find(journal, "-", *args, stdin="금리\n")
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_missing_file_is_an_error(journal, tmp_path):
    done = find(journal, str(tmp_path / "absent.txt"))
    assert done.exit_code == 1
    assert "no such file" in done.stderr


TEXT = "컨텐츠와 콘텐츠다.\n이사회가 <b>금리</b>를 물었다.\n"


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.ndjson"
    store = Glossary.open(path)
    content = store.put(ko="콘텐츠", en="content", definition="what is <made>")
    store.put(ko="컨텐츠", concept=content, status="deprecated")
    store.put(ko="이사회", en="board of directors")
    store.put(ko="금리", en="interest rate", domain="finance")
    store.put(ko="금리", en="Geumri", domain="places", concept="village")
    return path


def run(shop, *args, stdin=TEXT):
    return CliRunner().invoke(app, ["find", "-", "-g", str(shop), *args], input=stdin)


def test_without_colour_terms_stand_in_brackets(shop):
    done = run(shop)
    assert done.exit_code == 0, done.output
    assert done.stdout == "[[컨텐츠|→콘텐츠]]와 [[콘텐츠]]다.\n[[이사회]]가 <b>[[금리|?]]</b>를 물었다.\n"
    assert done.stderr == "4 hits of 4 terms, 1 of them not to be used, 1 ambiguous (?)\n"


def test_colours_are_those_of_the_status(shop, monkeypatch):
    monkeypatch.setattr("malmoi.cli.marks.wants_color", lambda: True)
    done = CliRunner().invoke(app, ["find", "-", "-g", str(shop)], input=TEXT, color=True)
    assert "\x1b[31m" in done.stdout.partition("컨텐츠")[0]
    assert "\x1b[32m" in done.stdout.splitlines()[1]
    assert "[[" not in done.stdout


def test_a_text_cannot_steer_the_terminal(shop):
    assert "\x1b" not in run(shop, stdin="금리\x1b[2J\x9b1m\tx\n").stdout


def test_a_page_holds_the_text_and_runs_nothing_of_it(shop, tmp_path):
    out = tmp_path / "out.html"
    assert run(shop, "-o", str(out)).exit_code == 0
    page = out.read_text("utf-8")
    assert '<mark class="deprecated"' in page
    assert "what is &lt;made&gt;" in page
    assert "&lt;b&gt;" in page
    assert "<b>금리</b>를" not in page
    assert "<script" not in page


def test_a_workbook_counts_terms_and_lists_hits(shop, tmp_path):
    from openpyxl import load_workbook

    out = tmp_path / "out.xlsx"
    assert run(shop, "-o", str(out)).exit_code == 0
    book = load_workbook(out)
    assert book.sheetnames == ["Terms", "Hits"]
    terms = {row[0]: row for row in book["Terms"].iter_rows(min_row=2, values_only=True)}
    assert terms["컨텐츠"][3] == "콘텐츠"
    assert (terms["금리"][4], terms["금리"][5], terms["금리"][7]) == (1, 1, "2")
    hits = [row[:4] for row in book["Hits"].iter_rows(min_row=2, values_only=True)]
    assert hits == [
        (1, 1, "컨텐츠", "컨텐츠"),
        (1, 6, "콘텐츠", "콘텐츠"),
        (2, 1, "이사회", "이사회"),
        (2, 9, "금리", "금리"),
    ]


@pytest.mark.parametrize("suffix", [".json", ".ndjson", ".jsonl"])
def test_hits_as_json_say_what_else_they_may_be(shop, tmp_path, suffix):
    out = tmp_path / f"out{suffix}"
    assert run(shop, "-o", str(out), "--format", "ndjson").exit_code == 0
    text = out.read_text("utf-8")
    rows = json.loads(text) if suffix == ".json" else [json.loads(line) for line in text.splitlines()]
    assert [row["text"] for row in rows] == ["컨텐츠", "콘텐츠", "이사회", "금리"]
    assert rows[3]["ambiguous"]
    assert rows[3]["others"] == ["village"]
    assert rows[3]["translations"] == ["interest rate"]


def test_nothing_found_is_an_empty_list(shop, tmp_path):
    out = tmp_path / "out.json"
    assert run(shop, "-o", str(out), stdin="비가 온다.\n").exit_code == 0
    assert json.loads(out.read_text("utf-8")) == []


def test_a_failed_run_leaves_no_file(shop, tmp_path):
    out = tmp_path / "out.json"
    done = CliRunner().invoke(app, ["find", str(tmp_path / "absent.txt"), "-g", str(shop), "-o", str(out)])
    assert done.exit_code == 1
    assert not out.exists()
