"""`malmoi words`: links out, a model kept and applied, and everything that can be wrong with it."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app

KO = "국회는 오늘 예산안을 통과시켰다.\n정부는 반도체 산업에 5000억원을 투자한다.\n\n대통령이 서울에서 회의를 열었다.\n"
EN = (
    "The National Assembly passed the budget bill today.\nThe government will invest 500 billion won in semiconductors.\n"
    "\nThe president held a meeting in Seoul.\n"
)


def written(folder):
    ko, en = folder / "a.ko", folder / "a.en"
    ko.write_text(KO, "utf-8")
    en.write_text(EN, "utf-8")
    return ko, en


@pytest.fixture
def texts(tmp_path):
    return written(tmp_path)


def run(*args):
    return CliRunner().invoke(app, [*map(str, args)])


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """A model of the texts, made once."""
    folder = tmp_path_factory.mktemp("model")
    path = folder / "words.npz"
    done = run("words", *written(folder), "--save-model", path)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert f"wrote {path}" in done.stderr
    return path


@pytest.fixture
def model(learnt, tmp_path):
    """A copy of it, to be spoilt."""
    return Path(shutil.copy(learnt, tmp_path))


def test_links_are_numbers_of_words_a_line_a_segment(texts):
    done = run("words", *texts)
    assert done.exit_code == 0, done.output
    lines = done.stdout.split("\n")
    assert len(lines) == 5
    assert lines[2] == ""
    assert {"1-7", "3-3"} & set(lines[0].split())
    assert {"0-1", "1-6", "2-4"} <= set(lines[3].split())


def test_what_score_reads_is_what_words_writes(texts, tmp_path):
    links = tmp_path / "links.pharaoh"
    assert run("words", *texts, "-o", links).exit_code == 0
    done = run("score", "alignment", links, links, "--format", "json")
    assert done.exit_code == 0, done.output
    assert {row["name"]: row["value"] for row in json.loads(done.stdout)}["aer"] == 0


def test_records_hold_characters_and_probabilities(texts):
    done = run("words", *texts, "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["ko"] for row in rows] == KO.removesuffix("\n").split("\n")
    found = {(rows[3]["ko"][a:b], rows[3]["en"][c:d]) for a, b, c, d, p in rows[3]["links"] if p > 0.5}
    assert ("서울", "Seoul") in found


def test_a_model_is_applied_without_learning(texts, model, tmp_path):
    fresh = run("words", *texts)
    applied = run("words", *texts, "--model", model)
    assert applied.stdout == fresh.stdout
    name = applied.stderr.split("model ")[-1].split()[0]
    other = tmp_path / "b.tsv"
    other.write_text("ko\ten\n정부는 회의를 열었다.\tThe government held a meeting.\n", "utf-8")
    done = run("words", other, "--model", model)
    assert done.exit_code == 0, done.output
    assert f"model {name} of 4 pairs" in done.stderr
    assert done.stdout.strip()


def test_align_takes_the_model_and_signs_with_it(texts, model, tmp_path):
    out = tmp_path / "out.html"
    done = run("align", *texts, "--model", model, "-o", out)
    assert done.exit_code == 0, done.output
    name = run("words", *texts, "--model", model).stderr.split("model ")[-1].split()[0]
    assert f"words:model {name}" in out.read_text("utf-8")


def test_align_says_how_good_the_alignment_is(texts):
    assert "of them right" in run("align", *texts).stderr


BAD = [
    (lambda t, m, p: ["words", *t, "--model", t[0]], 1, "is not a word model"),
    (lambda t, m, p: ["words", *t, "--model", p / "none.npz"], 1, "no such file"),
    (lambda t, m, p: ["align", *t, "--model", t[0]], 1, "is not a word model"),
    (lambda t, m, p: ["align", *t, "--model", p / "none.npz"], 1, "no such file"),
    (lambda t, m, p: ["words", *t, "--model", m, "--save-model", p / "x.npz"], 2, "not both"),
    (lambda t, m, p: ["words", *t, "--save-model", p / "none" / "x.npz"], 1, "x.npz"),
    (lambda t, m, p: ["words", t[1], t[0]], 1, "Korean text first"),
    (lambda t, m, p: ["words", "-", t[1]], 2, "several times"),
    (lambda t, m, p: ["words", t[0], p / "none.en"], 1, "none.en"),
]


@pytest.mark.parametrize("args, code, says", BAD)
def test_what_is_wrong_is_said(texts, model, tmp_path, args, code, says):
    done = run(*args(texts, model, tmp_path))
    assert done.exit_code == code, done.output
    assert says in done.stderr


def test_a_torn_model_is_said_and_nothing_is_written(texts, model, tmp_path):
    model.write_bytes(model.read_bytes()[:-200])
    out = tmp_path / "links"
    done = run("words", *texts, "--model", model, "-o", out)
    assert done.exit_code == 1
    assert "only part of one" in done.stderr
    assert not out.exists()
