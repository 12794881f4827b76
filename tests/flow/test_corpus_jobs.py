"""Jobs over shards: what they find, the same bytes on any engine, going on after a stop, broken shards."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from corpus_making import TWO_WORKERS, Inline, name_of, pairs
from malmoi.align.words import WordAligner
from malmoi.errors import CorpusError, OutputError
from malmoi.flow.corpus_equipment import pack
from malmoi.flow.corpus_folder import open_corpus, write_frame
from malmoi.flow.corpus_jobs import JOBS, run_job
from malmoi.flow.corpus_learning import learn_model
from malmoi.flow.corpus_report import run_record, write_run_report
from malmoi.flow.corpus_run import Workshop
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext

SHARDS, EACH = 4, 12
ROWS = list(pairs(SHARDS * EACH))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    for n in range(SHARDS):
        ko, en = map(list, zip(*ROWS[n * EACH : (n + 1) * EACH], strict=True))
        frame = bitext(ko, en, f"doc {n}").with_columns(pl.col("seg") + n * EACH)
        write_frame(frame, folder / f"{n}.parquet")
    ko, en = ["부채가 8억 원 늘었다."], ["Debt grew by 8 trillion won."]
    write_frame(bitext(ko, en, "wrong").with_columns(pl.col("seg") + SHARDS * EACH), folder / f"{SHARDS}.parquet")
    return open_corpus(folder)


@pytest.fixture(scope="session")
def equipment(tmp_path_factory):
    path = tmp_path_factory.mktemp("glossary") / "journal.ndjson"
    glossary = Glossary.open(path)
    glossary.put(ko="이사회", en="board of directors")
    glossary.put(ko="소프트뱅크", en="SoftBank")
    return pack((path,))


def run(name, corpus, folder, equipment, engine=None, workers=None, settings=None):
    options = {"opener": Inline} if engine is None else {}
    with Workshop(engine or "", workers, equipment=equipment, **options) as shop:
        done = run_job(name, corpus, folder, shop, settings or {}, equipment.record)
        return done, shop.reports


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("run.")
    }


def test_check_finds_what_is_wrong(corpus, equipment, tmp_path):
    done, _ = run("check", corpus, tmp_path, equipment)
    found = pl.read_parquet(done.result)
    assert found.filter(pl.col("rule") == "amount_mismatch")["seg"].to_list() == [SHARDS * EACH]
    assert done.summary["hard"] == found.filter(pl.col("severity") == "hard").height
    assert sum(one["findings"] for one in done.summary["rules"]) == found.height


def test_score_judges_every_segment(corpus, equipment, tmp_path):
    done, _ = run("score", corpus, tmp_path, equipment)
    found = pl.read_parquet(done.result)
    assert found["seg"].to_list() == list(range(SHARDS * EACH + 1))
    assert done.summary["judged"] == found["p"].drop_nulls().len() == sum(done.summary["spread"])
    assert done.summary["right"] == pytest.approx(found["p"].mean(), abs=1e-3)
    assert done.summary["low"] <= done.summary["right"] <= done.summary["high"]


def test_terms_are_counted_over_the_corpus(corpus, equipment, tmp_path):
    done, _ = run("terms", corpus, tmp_path, equipment)
    found = pl.read_parquet(done.result)
    bank = found.filter((pl.col("ko") == "소프트뱅크") & (pl.col("en") == "SoftBank")).row(0, named=True)
    assert bank["count"] == sum("소프트뱅크" in ko for ko, _ in ROWS)
    assert (bank["shards"], bank["documents"], bank["status"]) == (SHARDS, SHARDS, "known")
    assert found.select(pl.col("share_ko").is_between(0, 1).all()).item()
    parts = pl.read_parquet(done.folder / "parts" / "*.parquet")
    assert found["count"].sum() == parts["count"].sum()


def test_a_document_over_the_edges_of_shards_is_one(equipment, tmp_path):
    (tmp_path / "long").mkdir()
    rows = list(pairs(30))
    for n in range(3):
        ko, en = map(list, zip(*rows[n * 10 : (n + 1) * 10], strict=True))
        frame = bitext(ko, en).with_columns(pl.col("seg") + n * 10, doc=pl.lit("one"))
        write_frame(frame, tmp_path / "long" / f"{n}.parquet")
    done, _ = run("terms", open_corpus(tmp_path / "long"), tmp_path, equipment)
    found = pl.read_parquet(done.result)
    assert found["shards"].max() == 3
    assert found["documents"].unique().to_list() == [1]


def test_annotations_point_into_the_texts(corpus, equipment, tmp_path):
    done, _ = run("annotate", corpus, tmp_path, equipment)
    listed = json.loads(done.result.read_text("utf-8"))["parts"]
    rows = pl.concat([pl.read_parquet(done.folder / name) for name in listed]).to_dicts()
    assert [row["seg"] for row in rows] == list(range(SHARDS * EACH + 1))
    ko, en = ROWS[0]
    terms = {(t["lang"], {"ko": ko, "en": en}[t["lang"]][t["start"] : t["end"]]) for t in rows[0]["terms"]}
    assert {("ko", "소프트뱅크"), ("en", "SoftBank")} <= terms
    money = [a for a in rows[0]["amounts"] if a["unit"] == "USD"]
    assert {(a["lang"], a["value"]) for a in money} == {("ko", "1100000000"), ("en", "1100000000")}
    assert ko[rows[0]["ko_tokens"][0]["start"] : rows[0]["ko_tokens"][0]["end"]] == "소프트뱅크"


def test_a_model_is_learnt_in_rounds_and_links_words(corpus, equipment, tmp_path):
    with Workshop(opener=Inline, equipment=equipment) as shop:
        path, told = learn_model(corpus, tmp_path / "model", shop, rounds=2, equipment=equipment)
        again, _ = learn_model(corpus, tmp_path / "other", shop, rounds=2, equipment=equipment)
    assert path.read_bytes() == again.read_bytes()
    assert told["pairs"] == SHARDS * EACH + 1
    (links,) = WordAligner.load(path).align([("이사회는 승인했다.", "The board approved it.")])
    assert ("승인", "approved") in {
        ("이사회는 승인했다."[k.ko.start : k.ko.end], "The board approved it."[k.en.start : k.en.end]) for k in links
    }
    done, _ = run("align", corpus, tmp_path, pack((), path))
    assert done.summary["links"] == pl.read_parquet(done.result).height > SHARDS * EACH


def test_what_is_done_is_not_done_again(corpus, equipment, tmp_path):
    done, _ = run("score", corpus, tmp_path, equipment)
    before = {path: path.stat().st_mtime_ns for path in done.folder.rglob("*")}
    gone = sorted((done.folder / "parts").glob("*.json"))[1]
    text = gone.read_bytes()
    gone.unlink()
    again, (report, *_) = run("score", corpus, tmp_path, equipment)
    assert (report.resumed, report.steps) == (SHARDS, 1)
    assert gone.read_bytes() == text
    part = gone.with_suffix(".parquet")
    after = {path: path.stat().st_mtime_ns for path in again.folder.rglob("*")}
    assert {path for path in before if before[path] != after[path]} <= {gone, part, part.parent}


def test_other_settings_have_another_place(corpus, equipment, tmp_path):
    one, _ = run("check", corpus, tmp_path, equipment, settings={"rules": ["amount_mismatch"]})
    other, _ = run("check", corpus, tmp_path, equipment, settings={"rules": ["spaces"]})
    assert one.folder != other.folder
    assert (one.summary["hard"], other.summary["hard"]) == (1, 0)


def test_engines_and_workers_make_no_difference(corpus, equipment, tmp_path, place, wanted):
    with Workshop(**place, equipment=equipment) as shop:
        for name in sorted(JOBS):
            run_job(name, corpus, tmp_path, shop, {}, equipment.record)
        learn_model(corpus, tmp_path / "model", shop, rounds=1, equipment=equipment)
    assert bytes_of(tmp_path) == wanted


@pytest.fixture(scope="session")
def wanted(corpus, equipment, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wanted")
    with Workshop(opener=Inline, equipment=equipment) as shop:
        for name in sorted(JOBS):
            run_job(name, corpus, folder, shop, {}, equipment.record)
        learn_model(corpus, folder / "model", shop, rounds=1, equipment=equipment)
    return bytes_of(folder)


CLIENT = """
import sys
from pathlib import Path
from malmoi.flow.corpus_folder import open_corpus
from malmoi.flow.corpus_jobs import run_job
from malmoi.flow.corpus_run import Workshop
if __name__ == "__main__":
    with Workshop(sys.argv[3], 2) as shop:
        run_job("check", open_corpus(Path(sys.argv[1])), Path(sys.argv[2]), shop, {})
"""


@pytest.mark.parametrize("place", TWO_WORKERS, ids=name_of, indirect=True)
def test_a_client_that_is_killed_goes_on_where_it_was(corpus, tmp_path, place):
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    folder = tmp_path / "out"
    command = [sys.executable, tmp_path / "client.py", corpus.folder, folder, place["engine"]]
    client = subprocess.Popen(command, start_new_session=True)
    end = time.monotonic() + 60
    while not list(folder.rglob("parts/*.json")) and client.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(client.pid, signal.SIGKILL)
    client.wait()
    done = {path: path.read_bytes() for path in folder.rglob("parts/*.parquet")}
    assert done, "nothing was finished before the client was killed"
    with Workshop(**place) as shop:
        run_job("check", corpus, folder, shop, {})
    assert all(path.read_bytes() == data for path, data in done.items())
    with Workshop(opener=Inline) as shop:
        run_job("check", corpus, tmp_path / "whole", shop, {})
    # What a worker was writing when it ended with its client keeps the name that nobody reads.
    assert {name: data for name, data in bytes_of(folder).items() if not name.endswith(".part")} == bytes_of(
        tmp_path / "whole"
    )


def test_a_shard_that_breaks_is_told_and_the_others_are_kept(corpus, equipment, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for shard in corpus.shards:
        (folder / shard.path.name).write_bytes(shard.path.read_bytes())
    opened = open_corpus(folder)
    broken = folder / "2.parquet"
    broken.write_bytes(broken.read_bytes()[:-50])
    with pytest.raises(
        CorpusError, match=r"2\.parquet could not be done: .*changed, or is damaged.* 4 of 5 are finished and kept"
    ):
        run("check", opened, tmp_path, equipment)
    broken.write_bytes((corpus.folder / "2.parquet").read_bytes())
    done, (report, *_) = run("check", opened, tmp_path, equipment)
    assert (report.resumed, report.steps) == (4, 1)
    assert done.result.exists()


def test_a_disk_that_is_full_stops_at_once(corpus, equipment, tmp_path, monkeypatch):
    begun = []

    def full(frame, path):
        begun.append(path)
        raise OutputError(f"{path} cannot be written: the disk is full.")

    monkeypatch.setattr("malmoi.flow.corpus_jobs.write_frame", full)
    with pytest.raises(CorpusError, match="the disk is full"):
        run("check", corpus, tmp_path, equipment)
    assert len(begun) == 1


def test_the_report_of_a_run(corpus, equipment, tmp_path):
    done, reports = run("check", corpus, tmp_path, equipment)
    record = run_record(
        "check", reports, done.summary, engine="local", error="s3://key:secret@bucket/x cannot be read."
    )
    page = write_run_report(record, done.folder).read_text("utf-8")
    assert "amount_mismatch" in page
    assert "secret" not in page + (done.folder / "run.json").read_text("utf-8")
    stage = json.loads((done.folder / "run.json").read_text("utf-8"))["stages"][0]
    assert (stage["name"], stage["segments"], stage["steps"]) == ("check", SHARDS * EACH + 1, SHARDS + 1)
    assert Path(done.folder, "run.html").stat().st_size > 0
