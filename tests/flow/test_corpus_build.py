"""Making a corpus: what is left out and why, doubles, the same bytes again, going on after a stop."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corpus_making import Inline, pairs, write_tsv
from malmoi.errors import CorpusError, FormatError, InputError, UsageError
from malmoi.flow import corpus_build
from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_doubles import Doubles
from malmoi.flow.corpus_folder import open_corpus
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sifting import Sieve
from malmoi.flow.corpus_sources import origins, with_digest
from malmoi.model.frames import BITEXT

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GOOD = ("이사회는 합작법인 설립을 승인했다.", "The board of directors approved the joint venture.")
# What a segment is left out for; each is given beside GOOD.
LEFT_OUT = [
    ("empty", ("", "Nothing there.")),
    ("long", ("이사회는 승인했다. " * 300, "The board approved it. " * 300)),
    ("language", ("2024.12.31", "31 December 2024")),
    ("language", ("The board approved it.", "The board approved it.")),
    ("language", ("이사회가 승인했다.", "이사회가 승인했다.")),
    (
        "length",
        (
            "회의는 끝났다.",
            "The meeting, which had begun early in the morning of that day was over at last, to the great relief of all who were there.",
        ),
    ),
    ("same", ("이사회는  합작법인 설립을 승인했다.", "The board of directors approved the joint venture.")),
    ("near", ("이사회가 합작법인 설립을 승인했다", "the board of directors approved a joint venture")),
    ("numbers", ("부채가 8억 원 늘었다.", "Debt grew by 8 trillion won.")),
]


def build(folder, *files, sieve=None, size=10_000, opener=Inline, **options):
    with Workshop(opener=opener) as shop:
        return build_corpus([with_digest(one) for one in origins(files)], folder, shop, sieve, size=size, **options)


def segments(corpus):
    return pl.concat([pl.read_parquet(shard.path) for shard in corpus.shards])


def bytes_of(folder):
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.name.startswith("run.")
    }


def test_what_is_left_out_and_why(tmp_path):
    rows = [GOOD, *(pair for _, pair in LEFT_OUT)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"ko": k, "en": e}) + "\n" for k, e in rows), "utf-8")
    corpus = build(tmp_path / "corpus", tmp_path / "a.jsonl")
    counts = corpus.manifest["counts"]
    wanted: dict[str, int] = {}
    for reason, _ in LEFT_OUT:
        wanted[reason] = wanted.get(reason, 0) + 1
    assert counts["dropped"] == wanted
    assert counts["samples"]["numbers"] == [list(LEFT_OUT[8][1])]
    assert segments(corpus).select("doc", "seg", "ko", "en").rows() == [("a.jsonl", 0, *GOOD)]


def test_pairs_that_are_none(tmp_path):
    texts = [path.read_text("utf-8").splitlines() for path in (EXAMPLES / "help.ko.txt", EXAMPLES / "help.en.txt")]
    wrong = list(zip(texts[0], reversed(texts[1]), strict=True))
    file = write_tsv(tmp_path / "a.tsv", [*pairs(30), *wrong])
    counts = build(tmp_path / "corpus", file, sieve=Sieve(numbers=False, factor=50)).manifest["counts"]
    assert counts["dropped"].keys() <= {"empty", "estimate", "near", "same"}
    assert counts["dropped"]["estimate"] > 5
    assert counts["kept"] >= 30


def test_shards_have_one_size_and_count_on(tmp_path):
    files = write_tsv(tmp_path / "a.tsv", list(pairs(23))), write_tsv(tmp_path / "b.tsv", list(pairs(40))[23:])
    corpus = build(tmp_path / "corpus", *files, size=9, sieve=Sieve(numbers=False, least=0))
    assert [shard.segments for shard in corpus.shards] == [9, 9, 5, 9, 8]  # no document is cut that a shard would hold
    found = segments(corpus)
    assert found.schema == BITEXT
    assert found["seg"].to_list() == list(range(40))
    assert found["doc"].to_list() == ["a.tsv"] * 23 + ["b.tsv"] * 17
    assert found.select("ko", "en").rows() == list(pairs(40))


def test_the_same_files_make_the_same_bytes_and_nothing_is_done_twice(tmp_path):
    file = write_tsv(tmp_path / "a.tsv", [*pairs(30), *pairs(10)])
    build(tmp_path / "one", file, size=7)
    build(tmp_path / "two", file, size=7)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()}

    def none(*_args, **_options):
        raise AssertionError("an engine was opened for nothing")

    build(tmp_path / "one", file, size=7, opener=none)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()} == before


def test_a_build_that_was_stopped_goes_on(tmp_path, monkeypatch):
    file = write_tsv(tmp_path / "a.tsv", list(pairs(30)))
    build(tmp_path / "whole", file, size=5)
    done = []
    judge = corpus_build.judge_part

    def stopping(asked):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(asked.part.name)
        return judge(asked)

    monkeypatch.setattr(corpus_build, "judge_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "stopped", file, size=5)
    done.append("so that it is not stopped again")
    build(tmp_path / "stopped", file, size=5)
    assert sorted(done[:3] + done[4:]) == [f"read-00000-{n:06d}.parquet" for n in range(6)]
    assert bytes_of(tmp_path / "stopped") == bytes_of(tmp_path / "whole")


DOCUMENTS = [  # lengths of documents, segments of a shard at most, those of the shards
    ([4, 4, 4], 5, [4, 4, 4]),
    ([2, 2, 2, 2], 4, [4, 4]),
    ([3, 12, 3], 5, [3, 5, 5, 5]),
    ([5, 5], 5, [5, 5]),
    ([12], 5, [5, 5, 2]),
]


@pytest.mark.parametrize("documents, size, shards", DOCUMENTS)
def test_a_shard_ends_with_a_document(tmp_path, documents, size, shards):
    names = [f"document {n}" for n, length in enumerate(documents) for _ in range(length)]
    rows = [json.dumps({"doc": doc, "ko": ko, "en": en}) for doc, (ko, en) in zip(names, pairs(99), strict=False)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    corpus = build(tmp_path / "corpus", tmp_path / "a.jsonl", size=size, sieve=Sieve(numbers=False, least=0))
    assert [shard.segments for shard in corpus.shards] == shards
    assert segments(corpus)["seg"].to_list() == list(range(sum(documents)))
    assert segments(corpus)["doc"].to_list() == names


def test_another_build_takes_the_place_of_the_first(tmp_path):
    file = write_tsv(tmp_path / "a.tsv", list(pairs(12)))
    build(tmp_path / "corpus", file, size=4)
    corpus = build(tmp_path / "corpus", file, size=6)
    assert sorted(path.name for path in (tmp_path / "corpus").glob("*.parquet")) == [s.path.name for s in corpus.shards]
    assert not list((tmp_path / "corpus").glob(".build-*"))


def test_texts_in_two_files_and_packed_ones(tmp_path):
    ko, en = zip(*pairs(5), strict=True)
    (tmp_path / "a.ko.gz").write_bytes(gzip.compress("\n".join(ko).encode()))
    (tmp_path / "a.en").write_text("\n".join(en), "utf-8")
    corpus = build(tmp_path / "corpus", tmp_path / "a.en", tmp_path / "a.ko.gz")
    assert segments(corpus)["doc"].unique().to_list() == ["a"]
    assert segments(corpus).height == 5


def test_half_of_a_pair_is_told(tmp_path):
    (tmp_path / "a.ko").write_text("하나\n", "utf-8")
    with pytest.raises(UsageError, match=r"a\.ko is one side of a text"):
        origins([tmp_path / "a.ko"])


def test_a_broken_file_is_told_and_the_others_are_kept(tmp_path):
    good, bad = write_tsv(tmp_path / "a.tsv", list(pairs(5))), tmp_path / "b.jsonl"
    bad.write_text('{"ko": "하나"\n', "utf-8")
    with pytest.raises(
        CorpusError, match=r"b\.jsonl could not be done: .*b\.jsonl:1 is not JSON.*1 of 2 are finished and kept"
    ):
        build(tmp_path / "corpus", good, bad)


def test_nothing_left_is_an_error(tmp_path):
    with pytest.raises(InputError, match="Nothing is left of 1 segments: language 1"):
        build(
            tmp_path / "corpus",
            write_tsv(tmp_path / "a.tsv", [("hello there", "hello there")]),
            encoding="utf-8",
            mapping="ko=ko,en=en",
        )


def test_doubles_in_many_buckets(tmp_path, monkeypatch):
    monkeypatch.setattr("malmoi.flow.corpus_doubles._BUCKET", 100)
    monkeypatch.setattr("malmoi.flow.corpus_doubles._RANGE", 64)
    rng = np.random.default_rng(0)
    keys = rng.integers(0, 2**64, (300, 2), dtype=np.uint64)[rng.integers(0, 300, 1000)]
    doubles = Doubles(tmp_path / "doubles", 1000)
    for start in range(0, 1000, 130):
        block = keys[start : start + 130]
        doubles.add(block, np.arange(start, start + len(block), dtype=np.uint64))
    seen: set[tuple[int, int]] = set()
    wanted = []
    for at, key in enumerate(map(tuple, keys.tolist())):
        if key in seen:
            wanted.append(at)
        seen.add(key)
    assert doubles.find() == len(wanted)
    assert [at + start for start in range(0, 1000, 50) for at in doubles.among(start, start + 50).tolist()] == wanted


@pytest.mark.parametrize(
    "spoil, error, said",
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), InputError, "was changed, or breaks off"),
        (lambda path: path.unlink(), InputError, "there is no such file"),
    ],
)
def test_a_shard_that_changed_is_told(tmp_path, spoil, error, said):
    corpus = build(
        tmp_path / "corpus",
        write_tsv(tmp_path / "a.tsv", list(pairs(5))),
        sieve=Sieve(numbers=False, least=0, near=False),
    )
    spoil(corpus.shards[0].path)
    with pytest.raises(error, match=said):
        open_corpus(tmp_path / "corpus")


def test_a_folder_of_others_shards(tmp_path):
    frame = pl.DataFrame(
        {"doc": ["", ""], "seg": [0, 1], "ko": ["하나", "둘"], "en": ["one", "two"], "score": [1.0, 1.0]}
    )
    frame.write_parquet(tmp_path / "b.parquet")
    assert open_corpus(tmp_path).segments == 2
    frame.drop("score").write_parquet(tmp_path / "c.parquet")
    with pytest.raises(FormatError, match=r"c\.parquet is no shard of a corpus: it has no column score"):
        open_corpus(tmp_path)
    frame.with_columns(ko=pl.lit(1)).write_parquet(tmp_path / "c.parquet")
    with pytest.raises(FormatError, match="its column ko holds Int32, not String"):
        open_corpus(tmp_path)
    (tmp_path / "c.parquet").write_bytes((tmp_path / "b.parquet").read_bytes()[:-30])
    with pytest.raises(FormatError, match="not a Parquet file, or only part of one"):
        open_corpus(tmp_path)


@pytest.mark.parametrize("longest, factor, least", [(0, 4, 0.2), (10, 1, 0.2), (10, 4, 1)])
def test_a_sieve_that_lets_nothing_through(longest, factor, least):
    with pytest.raises(UsageError):
        Sieve(longest, factor, least=least)


MEMORY = """
import resource, sys
from pathlib import Path
from corpus_making import Inline, pairs, write_tsv
from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sifting import Sieve
from malmoi.flow.corpus_sources import origins, with_digest
folder, n = Path(sys.argv[1]), int(sys.argv[2])
with (folder / "a.tsv").open("w", encoding="utf-8") as stream:
    stream.write("ko\\ten\\n")
    stream.writelines(f"{ko}\\t{en}\\n" for ko, en in pairs(n))
sieve = Sieve(numbers=False, least=0, near=False)
with Workshop(opener=Inline) as shop:
    build_corpus([with_digest(one) for one in origins([folder / "a.tsv"])], folder / "corpus", shop, sieve, size=5000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    (tmp_path / "build.py").write_text(MEMORY, "utf-8")
    used = []
    for n in (30_000, 150_000):
        folder = tmp_path / str(n)
        folder.mkdir()
        environment = os.environ | {"PYTHONPATH": str(EXAMPLES.parent / "tests")}
        command = [sys.executable, tmp_path / "build.py", folder, str(n)]
        used.append(int(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout))
    # The texts alone are 14 MB more, as Python objects some 40, of which nothing may stay; keys are 24 bytes a segment.
    assert used[1] < used[0] + 25
