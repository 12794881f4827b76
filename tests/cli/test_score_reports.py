"""The reports of `malmoi score -o`: what stands in the pages and workbooks."""

import json
import re

import openpyxl
import pytest
from typer.testing import CliRunner

from malmoi.cli.score import app
from malmoi.errors import UsageError

COMMANDS = {
    "alignment": ("made", "gold", "--ko", "ko", "--en", "en"),
    "sentences": ("beads", "right"),
    "translation": ("en", "ref", "--against", "en2", "--documents", "ids", "-m", "chrf"),
    "terminology": ("t.tsv", "-g", "g.ndjson"),
    "estimate": ("--estimate", "ko", "en"),
}
FILES = {
    "ko": "주가가 크게 올랐다\n이사회는 어제 열렸다\n비가 온다\n",
    "en": "Stock prices rose sharply\nThe board met yesterday\nIt rains\n",
    "en2": "Shares rose sharply\nThe board met yesterday\nRain falls\n",
    "ref": "Stock prices rose sharply\nThe board met on Monday\nIt is raining\n",
    "ids": "a\na\nb\n",
    "made": "[[[0, 0, 0.9], [1, 3, 0.8], [2, 1, 0.2]], [[0, 1, 0.7]], [[0, 1, 0.4]]]",
    "gold": "0-0 0p1 1-3 2-2\n0-1 1-3 2-2\n0-1\n",
    "beads": "0\t0\n1\t1,2\n2\t\n",
    "right": "0\t0\n1\t1\n2\t2\n",
    "t.tsv": "doc\tko\ten\nd\t주가가 올랐다.\tStock prices rose.\nd\t주가가 내렸다.\tThey fell.\n"
    "d\t주가는 주가다.\tA share price is a price.\n",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    from malmoi.glossary.store import Glossary

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    glossary = Glossary.open(tmp_path / "g.ndjson")
    concept = glossary.put(ko="주가", en="stock price", domain="finance")
    glossary.put(concept=concept, en="share price", status="admitted")
    return lambda *arguments: CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("ui", ["ko", "en"])
def test_a_page_and_a_workbook(run, tmp_path, name, ui):
    command = "alignment" if name == "estimate" else name
    done = run(command, *COMMANDS[name], "--ui", ui, "-o", "r.html", "-o", "r.xlsx", "--format", "json")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "r.html").read_text("utf-8")
    assert f'<html lang="{ui}">' in page
    assert "<svg" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page), "nothing is asked of a network"
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert len(book.sheetnames) >= 3
    assert all(sheet.max_row >= 2 for sheet in book)


def test_the_figures_of_the_page_are_those_of_the_command(run, tmp_path):
    done = run("alignment", *COMMANDS["alignment"], "-o", "r.html", "--format", "json")
    page = (tmp_path / "r.html").read_text("utf-8")
    for row in json.loads(done.stdout):
        assert f'<td>{row["name"]}</td><td class="number">{100 * row["value"]:.2f}</td>' in page
    # Links are named by their tokens.
    assert "올랐다–rose" in page
    # Two links of nine tenths and eight tenths are right, the doubtful one is not.
    assert "0.9 → 1 (n = 1)" in page
    assert "0.2 → 0 (n = 1)" in page


def test_the_matrix_tells_right_wrong_and_missed(run, tmp_path):
    run("alignment", *COMMANDS["alignment"], "-o", "r.html")
    squares = re.findall(
        r'<rect [^>]*class="(made \w+|missed sure|possible|none)"', (tmp_path / "r.html").read_text("utf-8")
    )
    assert squares.count("made sure") == 3
    assert squares.count("made wrong") == 1
    assert squares.count("missed sure") == 3
    assert squares.count("possible") == 1


def test_scores_of_documents_and_the_worst_segments(run, tmp_path):
    done = run("translation", "en", "ref", "-m", "chrf", "--documents", "ids", "--worst", "1", "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["document"] for row in rows if "document" in row] == ["a", "b"]
    assert [row["segment"] for row in rows if "segment" in row] == [3]
    (tmp_path / "few").write_text("a\n", "utf-8")
    assert isinstance(run("translation", "en", "ref", "--documents", "few").exception, UsageError)


def test_a_document_by_itself_is_scored_as_it_stands_alone():
    from malmoi.score.translation import score_documents, score_segments, score_translation

    hyp, ref = FILES["en"].splitlines(), FILES["ref"].splitlines()
    own = score_documents(hyp, ref, ["a", "b", "a"], "en", ["chrf", "bleu"])
    alone = score_translation([hyp[0], hyp[2]], [ref[0], ref[2]], "en", ["chrf", "bleu"])
    assert {name: s.value for name, s in own["a"].items()} == {name: s.value for name, s in alone.items()}
    assert own["b"]["chrf"].low is None
    assert score_segments(hyp, ref, "en", "chrf")[0] == pytest.approx(100)
    with pytest.raises(UsageError, match="2 names"):
        score_documents(hyp, ref, ["a", "b"], "en")


def test_folders_of_beads(run, tmp_path):
    for folder, beads in (("p", "0\t0\n1\t1\n"), ("g", "0\t0\n1\t1,2\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.tsv").write_text(beads, "utf-8")
        (tmp_path / folder / "two.tsv").write_text("0\t0\n", "utf-8")
    shown = run("sentences", "p", "g", "-o", "r.html").stdout.splitlines()
    assert shown[-2].split() == ["one.tsv", "50.00", "100.00"]
    assert shown[-1].split() == ["two.tsv", "100.00", "100.00"]
    (tmp_path / "p" / "two.tsv").unlink()
    assert isinstance(run("sentences", "p", "g").exception, UsageError)
    assert isinstance(run("sentences", "p", "beads").exception, UsageError)


def test_an_estimate_tells_wrong_pairs_from_right_ones(run, tmp_path, examples):
    gold = [tuple(line.split("\t")) for line in (examples / "sentences.tsv").read_text("utf-8").splitlines()[1:]]
    ko, en = [row[0] for row in gold], [row[1] for row in gold]
    for name, side in (("k", ko), ("e", en), ("x", en[2:] + en[:2])):
        (tmp_path / name).write_text("\n".join(side) + "\n", "utf-8")
    right, wrong = (
        json.loads(run("alignment", "--estimate", "k", other, "--format", "json").stdout) for other in ("e", "x")
    )
    assert right[0]["name"] == "right"
    assert right[0]["low"] <= right[0]["value"] <= right[0]["high"]
    assert right[0]["value"] > wrong[0]["value"] + 0.3


@pytest.mark.parametrize(
    "arguments",
    [
        ("alignment", "made"),
        ("alignment", "made", "gold", "--ko", "ko"),
        ("alignment", "made", "gold", "--ko", "ko", "--en", "t.tsv"),
        ("alignment", "made", "gold", "-o", "r.pdf"),
        ("terminology", "t.tsv", "--by", "colour"),
    ],
)
def test_misuse(run, arguments):
    assert isinstance(run(*arguments).exception, UsageError)
