"""`malmoi align`: the road from two files to a workbook, and every way the input can be bad."""

import csv
import errno
import io
import json
import os

import openpyxl
import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary

KO = "국회는 오늘 예산안을 통과시켰다.\n정부는 반도체 산업에 5000억원을 투자한다.\n"
EN = "The National Assembly passed the budget bill today.\nThe government will invest 500 billion won in semiconductors.\n"


@pytest.fixture
def pair(tmp_path):
    ko, en = tmp_path / "a.ko.txt", tmp_path / "a.en.txt"
    ko.write_text(KO, "utf-8")
    en.write_text(EN, "utf-8")
    return ko, en


def align(*args, cwd=None):
    return CliRunner().invoke(app, ["align", *map(str, args)])


def test_the_columns_of_a_table_can_be_named(tmp_path):
    rows = [f"{en}\tx\t{ko}" for ko, en in zip(KO.splitlines(), EN.splitlines(), strict=True)]
    (tmp_path / "a.tsv").write_text("\n".join(["B\tx\tA", *rows, ""]), "utf-8")
    done = align(tmp_path / "a.tsv", "--map", "ko=A,en=B", "--format", "json")
    assert "반도체" in {term["ko"] for term in json.loads(done.stdout)}
    for others in ([tmp_path / "a.tsv", tmp_path / "b.tsv"], [tmp_path]):
        assert align(*others, "--map", "ko=A,en=B").exit_code == 2


def test_terms_of_a_glossary_below_are_known(pair, tmp_path):
    for name, ko, en in (("top", "국회", "National Assembly"), ("house", "반도체", "semiconductor")):
        Glossary.open(tmp_path / f"{name}.ndjson").put(ko=ko, en=en)
    done = align(*pair, "-g", tmp_path / "top.ndjson", "-g", tmp_path / "house.ndjson", "--format", "json")
    assert done.exit_code == 0, done.output
    known = {term["ko"] for term in json.loads(done.stdout) if term["status"] == "known"}
    assert {"국회", "반도체"} <= known


def test_it_writes_a_workbook_and_prints_the_pairs(pair, tmp_path):
    book = tmp_path / "out.xlsx"
    done = align(*pair, "-o", book, "--format", "json")
    assert done.exit_code == 0, done.output
    terms = json.loads(done.stdout)
    assert {"ko": "반도체", "en": "semiconductor"}.items() <= {
        k: v for t in terms for k, v in t.items() if t["ko"] == "반도체"
    }.items()
    assert openpyxl.load_workbook(book).sheetnames[:4] == ["Summary", "Terms", "Segments", "Amounts"]
    assert f"wrote {book}" in done.stderr
    assert "1 match" in done.stderr


def test_several_outputs_of_one_run_agree(pair, tmp_path):
    outs = [tmp_path / f"out{suffix}" for suffix in (".tmx", ".csv", ".tsv", ".jsonl")]
    done = align(*pair, *(part for out in outs for part in ("-o", out)))
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(outs[1].read_text("utf-8-sig"))))
    assert [row["ko"] for row in rows] == KO.splitlines()
    lines = [json.loads(line) for line in outs[3].read_text("utf-8").splitlines()]
    assert [line["en"] for line in lines] == EN.splitlines()


def bad_missing(ko, en, tmp_path):
    return (tmp_path / "absent.txt", en), 1, ["absent.txt", "no such file"]


def bad_empty(ko, en, tmp_path):
    ko.write_text("\n \n")
    return (ko, en), 1, ["a.ko.txt", "is empty"]


def bad_binary(ko, en, tmp_path):
    en.write_bytes(bytes(range(256)) * 4)
    return (ko, en), 1, ["a.en.txt", "not a text file", "byte 0"]


def bad_encoding(ko, en, tmp_path):
    en.write_bytes("The board’s “plan” cost £3 billion.".encode("cp1252"))
    return (ko, en), 1, ["a.en.txt", "byte 9", "--encoding"]


def bad_swapped(ko, en, tmp_path):
    return (en, ko), 1, ["swapped"]


def bad_korean_twice(ko, en, tmp_path):
    en.write_text("정부는 오늘 예산안을 발표했다.\n", "utf-8")
    return (ko, en), 1, ["not English"]


def bad_same_text(ko, en, tmp_path):
    en.write_text(KO, "utf-8")
    return (ko, en), 1, ["the same"]


def bad_same_file(ko, en, tmp_path):
    return (ko, ko), 2, ["Both sides"]


def bad_suffix(ko, en, tmp_path):
    return (ko, en, "-o", tmp_path / "out.docx"), 2, [".docx", ".xlsx"]


def bad_folder(ko, en, tmp_path):
    return (ko, en, "-o", tmp_path / "absent" / "out.xlsx"), 1, ["out.xlsx", "no such file or folder"]


def bad_locked(ko, en, tmp_path):
    (tmp_path / ".~lock.out.xlsx#").write_text("")
    return (ko, en, "-o", tmp_path / "out.xlsx"), 1, ["open in another program"]


def bad_encoder(ko, en, tmp_path):
    return (ko, en, "--encoder", "klingon"), 2, ["klingon"]


BAD = [value for name, value in sorted(globals().items()) if name.startswith("bad_")]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.__name__)
def test_bad_input_is_one_sentence_and_an_exit_code(case, pair, tmp_path):
    before = set(tmp_path.iterdir())
    args, code, words = case(*pair, tmp_path)
    made = set(tmp_path.iterdir()) - before
    done = align(*args)
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    assert done.stderr.startswith("malmoi: ")
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert set(tmp_path.iterdir()) == before | made


def test_a_full_disk_leaves_nothing_half_written(pair, tmp_path, monkeypatch):
    book = tmp_path / "out.xlsx"
    book.write_bytes(b"an older workbook")

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    done = align(*pair, "-o", book)
    assert done.exit_code == 1
    assert "disk is full" in done.stderr
    assert book.read_bytes() == b"an older workbook"
    assert {p.name for p in tmp_path.iterdir()} == {"a.ko.txt", "a.en.txt", "out.xlsx"}


# Ctrl-C while terms are paired, and while the finished workbook goes to the disk.
STOPS = {
    "pairing": "import malmoi.flow.harvest as at; name = 'extract_terms'",
    "writing": "import os as at; name = 'fsync'",
}
STOPPED = """
import os, signal, sys
{stop}
real = getattr(at, name)
def stopped(*args, **more):
    os.kill(os.getpid(), signal.SIGINT)
    return real(*args, **more)
setattr(at, name, stopped)
try:
    from malmoi.cli.app import main
    sys.argv = ["malmoi", *{words}]
    main()
finally:
    setattr(at, name, real)
"""


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_a_stop_in_the_middle_leaves_nothing_half_written(pair, tmp_path, program, stop):
    book = tmp_path / "out.xlsx"
    book.write_bytes(b"an older workbook")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    words = ["align", *map(str, pair), "-o", str(book)]
    done = program.script(STOPPED.format(stop=stop, words=words), tmp_path)
    assert done.code not in (0, 3)
    assert "wrote" not in done.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_ten_megabytes_that_are_no_sentence_are_refused(tmp_path):
    ko, en = tmp_path / "long.ko.txt", tmp_path / "long.en.txt"
    ko.write_text("가나다라마바사" * 500_000, "utf-8")
    en.write_text("lorem ipsum dolor " * 580_000, "utf-8")
    done = align(ko, en)
    assert done.exit_code == 1, done.output
    assert "3,500,000 characters" in done.stderr


def test_many_sentences_in_one_line_are_cut(tmp_path):
    ko, en = tmp_path / "line.ko.txt", tmp_path / "line.en.txt"
    ko.write_text(KO.replace("\n", " ") * 20, "utf-8")
    en.write_text(EN.replace("\n", " ") * 20, "utf-8")
    done = align(ko, en)
    assert done.exit_code == 0, done.output
    assert "40 Korean and 40 English sentences in 40 segments" in done.stderr


def test_accepted_pairs_are_in_the_glossary(pair, tmp_path):
    store = tmp_path / "glossary"
    store.mkdir()
    done = align(*pair, "--glossary", store, "--accept", "0.5")
    assert done.exit_code == 0, done.output
    found = CliRunner().invoke(app, ["lookup", "반도체", "--glossary", str(store), "--format", "json"])
    assert found.exit_code == 0, found.output
    assert "semiconductor" in found.stdout
