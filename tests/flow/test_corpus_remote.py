"""Corpora in stores that fsspec reaches: the same as in folders, whole files only, failures in one sentence, no credentials shown."""

import pickle
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from corpus_making import TWO_WORKERS, Inline, name_of, pairs, write_tsv
from malmoi.cli import app as command
from malmoi.errors import InputError, MissingExtraError, OutputError
from malmoi.flow import corpus_run
from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_folder import open_corpus, scan_parts, write_frame
from malmoi.flow.corpus_jobs import JOBS, run_job
from malmoi.flow.corpus_learning import learn_model
from malmoi.flow.corpus_remote import RemotePath, fetched, names_in, path_of, put, read_all, read_many, remove_tree
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sources import origins, with_digest

fsspec = pytest.importorskip("fsspec")

PLACES = [  # what is said, what it is
    ("corpus", Path("corpus")),
    ("/data/a b", Path("/data/a b")),
    ("file:///data/corpus", Path("/data/corpus")),
    ("C:\\data", Path("C:\\data")),
    ("s3://bucket/corpus/", RemotePath("s3://bucket/corpus")),
    ("simplecache::s3://bucket/x", RemotePath("simplecache::s3://bucket/x")),
]


@pytest.fixture
def store():
    """A folder in the memory of this process, empty."""
    place = RemotePath("memory://bucket/corpus")
    yield place
    remove_tree(place.parent)


@pytest.mark.parametrize("said, place", PLACES)
def test_places_by_what_they_are_called(said, place):
    assert path_of(said) == place


def test_names_of_a_place():
    place = RemotePath("s3://bucket/corpus/segments-1.parquet")
    assert (place.name, place.stem, str(place.parent)) == ("segments-1.parquet", "segments-1", "s3://bucket/corpus")
    assert place.with_suffix(".json") == place.parent / "segments-1.json" == place.with_name("segments-1.json")
    assert pickle.loads(pickle.dumps(place)) == place
    assert str(RemotePath("s3://key:secret@bucket/x")) == "s3://***@bucket/x"


def test_files_of_a_store(store):
    put(store / "a", b"1")
    put(store / "b", b"2")
    put(store / "a", b"3")
    assert read_all(store / "a") == b"3"
    assert names_in(store) == {"a", "b"}
    assert names_in(store / "nothing") == set()
    assert list(read_many(store / name for name in "axb")) == [b"3", None, b"2"]
    assert [one.name for one in store.glob("b*")] == ["b"]
    with fetched(store / "a") as local:
        assert local.read_bytes() == b"3"
    with pytest.raises(InputError, match="memory://bucket/corpus/x cannot be read: there is no such file"):
        read_all(store / "x")
    with pytest.raises(InputError, match=r"memory://bucket/corpus/a is broken"), fetched(store / "a") as local:
        raise InputError(f"{local} is broken")


def test_what_is_missing_is_told(monkeypatch):
    def absent(url, **_options):
        raise ImportError("Install s3fs to access S3")

    with monkeypatch.context() as patched:
        patched.setattr("fsspec.core.url_to_fs", absent)
        with pytest.raises(MissingExtraError, match=r"s3:// needs a library that is not installed: Install s3fs"):
            read_all(RemotePath("s3://bucket/x"))
    with pytest.raises(InputError, match="nonsense://x/y cannot be read: Protocol not known: nonsense"):
        read_all(RemotePath("nonsense://x/y"))


def test_nothing_half_written_where_files_are_moved_into_place(tmp_path, monkeypatch):
    place = RemotePath(f"local://{tmp_path}/a")
    put(place, b"before")

    def full(self, part, data, **_options):
        Path(part).write_bytes(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fsspec.implementations.local.LocalFileSystem.pipe_file", full)
    with pytest.raises(OutputError, match="the disk is full"):
        put(place, b"after, and longer")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert read_all(place) == b"before"


def test_secrets_of_a_failure_are_not_shown(monkeypatch):
    def refuse(url, **_options):
        raise RuntimeError(f"cannot reach {url} with secret_access_key=hunter2")

    monkeypatch.setattr("fsspec.core.url_to_fs", refuse)
    with pytest.raises(InputError) as caught:
        read_all(RemotePath("s3://me:hunter2@bucket/x"))
    assert "hunter2" not in str(caught.value)
    with pytest.raises(InputError, match="corpus cannot be read: cannot reach"):
        open_corpus(RemotePath("s3://bucket/corpus"))


def test_parts_of_a_store_are_read_one_by_one(store):
    paths = [store / f"{n}.parquet" for n in range(4)]
    for n, path in enumerate(paths):
        write_frame(pl.DataFrame({"n": range(n * 10, n * 10 + 10), "x": "a"}), path)
    rows = scan_parts(paths)
    assert rows.collect()["n"].to_list() == list(range(40))
    assert rows.head(13).collect().height == 13
    assert rows.filter(pl.col("n") > 35).select("n").collect()["n"].to_list() == [36, 37, 38, 39]
    assert rows.select(pl.len()).collect().item() == 40


def make(source, folder, output, jobs=tuple(JOBS), **workshop):
    """A corpus, jobs over it, a model of it."""
    with Workshop(**workshop) as shop:
        corpus = build_corpus([with_digest(one) for one in origins([source])], folder, shop, size=8)
        for name in jobs:
            run_job(name, corpus, output, shop, {})
        learn_model(corpus, output / "learn", shop, rounds=1)
    return corpus


def bytes_below(folder):
    store, path = fsspec.core.url_to_fs(str(folder))
    return {
        name.partition(path)[2]: store.cat_file(name)
        for name in store.find(path)
        if not name.endswith((".html", "run.json"))
    }


@pytest.fixture(scope="session")
def wanted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wanted")
    write_tsv(folder / "a.tsv", list(pairs(30)))
    make(folder / "a.tsv", folder / "corpus", folder / "jobs", opener=Inline)
    return bytes_below(folder / "corpus") | bytes_below(folder / "jobs")


def test_a_store_holds_what_a_folder_would(store, wanted, tmp_path):
    put(store.parent / "a.tsv", write_tsv(tmp_path / "a.tsv", list(pairs(30))).read_bytes())
    corpus = make(store.parent / "a.tsv", store, store.parent / "jobs", opener=Inline)
    assert bytes_below(store) | bytes_below(store.parent / "jobs") == wanted
    assert open_corpus(store).shards == corpus.shards
    with Workshop(opener=Inline) as shop:
        run_job("check", corpus, store.parent / "jobs", shop, {})
        assert [(report.resumed, report.steps) for report in shop.reports] == [(len(corpus.shards), 0)]


@pytest.mark.parametrize("place", TWO_WORKERS, ids=name_of, indirect=True)
def test_workers_reach_a_store(place, wanted, tmp_path):
    source = write_tsv(tmp_path / "a.tsv", list(pairs(30)))
    folder = path_of(f"local://{tmp_path}")
    make(folder / source.name, folder / "corpus", folder / "jobs", ["check"], **place)
    made = bytes_below(tmp_path / "corpus") | bytes_below(tmp_path / "jobs")
    kinds = {name.split("-")[0] for name in made}
    assert kinds == {"/corpus.json", "/segments", "/check", "/learn/model"}
    assert made == {name: data for name, data in wanted.items() if name.split("-")[0] in kinds}


@pytest.mark.skipif(sys.platform == "win32", reason="addresses of folders")
def test_the_commands_take_addresses(tmp_path, monkeypatch):
    made = corpus_run.Workshop.__init__
    monkeypatch.setattr(corpus_run.Workshop, "__init__", lambda self, *a, **k: made(self, *a, **{"opener": Inline} | k))
    monkeypatch.chdir(tmp_path)
    write_tsv(tmp_path / "a.tsv", list(pairs(20)))

    def call(*arguments):
        done = CliRunner().invoke(command.app, ["corpus", *arguments])
        assert done.exit_code == 0, done.output
        return done

    place = f"local://{tmp_path}"
    assert "segments to do" in call("build", f"{place}/a.tsv", "-o", f"{place}/corpus", "--dry-run").stdout
    call("build", f"{place}/a.tsv", "-o", f"{place}/corpus", "--least", "0", "--shard-size", "7")
    assert "segments to do" in call("score", f"{place}/corpus", "--dry-run").stdout
    call("align", f"{place}/corpus", "-o", f"{place}/out", "--rounds", "1")
    (model,) = tmp_path.glob("out/learn-*/model-1.npz")
    found = call("terms", f"{place}/corpus", "-o", f"{place}/out", "--model", f"local://{model}", "--format", "json")
    assert "SoftBank" in found.stdout
    assert len(list(tmp_path.glob("out/terms-*/run.html"))) == 1
