"""`malmoi corpus`: making one, working on it, dry runs, options that go nowhere, exit codes."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from corpus_making import Inline, pairs, write_tsv
from malmoi.cli import app as command
from malmoi.cli.corpus_options import EngineKind, Place, duration
from malmoi.errors import UsageError
from malmoi.flow import corpus_run


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command in an empty folder, with an engine in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    made = corpus_run.Workshop.__init__
    monkeypatch.setattr(corpus_run.Workshop, "__init__", lambda self, *a, **k: made(self, *a, **{"opener": Inline} | k))
    rows = [*pairs(20), ("부채가 8억 원 늘었다.", "Debt grew by 8 trillion won.")]
    write_tsv(tmp_path / "a.tsv", rows)

    def call(*arguments):
        return CliRunner().invoke(command.app, ["corpus", *map(str, arguments)])

    return call


def test_from_files_to_findings(run, tmp_path):
    done = run("build", "a.tsv", "-o", "corpus", "--no-numbers", "--least", 0, "--shard-size", 8)
    assert done.exit_code == 0, done.stderr
    assert "21 of 21 segments in 3 shards: corpus" in done.stderr
    assert json.loads((tmp_path / "corpus" / "run.json").read_text("utf-8"))["summary"]["kept"] == 21
    done = run("check", "corpus", "--format", "json", "--direction", "ko-en")
    assert done.exit_code == 3
    assert {"rule": "amount_mismatch", "severity": "hard", "findings": 1} in json.loads(done.stdout)
    assert len(list((tmp_path / "corpus").glob("check-*/run.html"))) == 1
    again = run("check", "corpus", "--format", "json", "--direction", "ko-en")
    assert again.stdout == done.stdout


def test_every_job_by_its_command(run, tmp_path):
    assert run("build", "a.tsv", "-o", "corpus", "--least", 0).exit_code == 0
    for name in ("annotate", "align", "terms", "score"):
        done = run(name, "corpus", "-o", "out", "--format", "json")
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout)
        assert len(list((tmp_path / "out").glob(f"{name}-*/run.json"))) == 1
    (links,) = (tmp_path / "out").glob("align-*/links.parquet")
    assert pl.read_parquet(links)["seg"].n_unique() == 20
    (model,) = (tmp_path / "out").glob("learn-*/model-2.npz")
    assert run("terms", "corpus", "-o", "out", "--model", model).exit_code == 0


def test_a_dry_run_leaves_nothing(run, tmp_path):
    done = run("build", "a.tsv", "-o", "corpus", "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "segments to do" in done.stdout
    assert not (tmp_path / "corpus").exists()
    run("build", "a.tsv", "-o", "corpus", "--least", 0)
    before = sorted(tmp_path.rglob("*"))
    done = run("score", "corpus", "--dry-run")
    assert "20" in done.stdout.splitlines()[1]
    assert sorted(tmp_path.rglob("*")) == before


BAD = [
    (["build"], 2, "Give the files that the corpus is to be made of"),
    (["build", "none.tsv"], 1, "none.tsv cannot be read: there is no such file"),
    (["build", "a.tsv", "--pair", "one"], 2, "--pair takes a Korean and an English text"),
    (["build", "a.tsv", "--map", "ko=Left,en=Right"], 1, "a.tsv could not be done"),
    (["build", "a.tsv", "--factor", "0.5"], 2, "a factor above 1"),
    (["check", "nowhere"], 1, "nowhere is no folder: make a corpus"),
    (["check", "."], 1, "holds no corpus"),
    (["check", ".", "--rule", "nonsense"], 2, "nonsense"),
    (["score", "corpus", "--memory", "much"], 2, "'much' is no size of memory"),
    (["terms", "corpus", "--model", "none.npz"], 1, "none.npz cannot be read"),
    (["score", "corpus", "--wait", "60"], 2, "--wait is for a cluster"),
    (["align", "corpus", "--rounds", "-1"], 2, "0 rounds or more"),
]


@pytest.mark.parametrize(
    "arguments, code, said", BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else None
)
def test_bad_input_is_one_sentence(run, arguments, code, said):
    if "corpus" in arguments:
        run("build", "a.tsv", "-o", "corpus", "--no-numbers", "--no-near", "--least", 0)
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_where_the_work_runs():
    assert Place().name == "local"
    assert Place(address="tcp://10.0.0.5:8786").name == "dask"
    assert Place(EngineKind.DASK).options() == {}
    assert Place(address="tcp://10.0.0.5:8786", wait=600.0).options()["timeout"] == 600
    assert Place(memory="1.5GB").options() == {"memory_limit": 1_500_000_000}
    with pytest.raises(UsageError):
        Place(memory="2 pounds").options()


@pytest.mark.parametrize("seconds, said", [(3.4, "3 s"), (70, "1 min 10 s"), (7300, "2 h 1 min"), (187_200, "2 d 4 h")])
def test_times_as_people_say_them(seconds, said):
    assert duration(seconds) == said
