"""`malmoi align` for folders, bilingual files and documents: what is paired, written, told, and with which exit code."""

import csv
import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app

KO = "국회는 오늘 예산안을 통과시켰다.\n정부는 반도체 산업에 5000억원을 투자한다.\n"
EN = "The National Assembly passed the budget bill today.\nThe government will invest 500 billion won in semiconductors.\n"


def align(*args):
    return CliRunner().invoke(app, ["align", *map(str, args)])


def written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path):
    """Two pairs and a text without its rendering."""
    for name in ("a", "b"):
        written(tmp_path / "in" / f"{name}.ko.md", KO)
        written(tmp_path / "in" / f"{name}.en.txt", EN)
    written(tmp_path / "in" / "c.ko.md", KO)
    return tmp_path / "in"


def test_a_folder_becomes_one_corpus(folder, tmp_path):
    done = align(folder, "-o", tmp_path / "all.csv", "-o", tmp_path / "all.html", "--format", "json")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig"))))
    assert [(row["doc"], row["seg"], row["ko"]) for row in rows] == [
        (doc, str(2 * i + j), ko) for i, doc in enumerate("ab") for j, ko in enumerate(KO.splitlines())
    ]
    counts = {term["ko"]: term["count"] for term in json.loads(done.stdout)}
    assert counts["반도체"] == 2
    assert "<h2>a</h2>" in (tmp_path / "all.html").read_text("utf-8")
    assert "no counterpart for" in done.stderr
    assert "c.ko.md" in done.stderr
    assert "a: 2 segments" in done.stderr


def test_a_folder_as_target_gets_a_workbook_a_pair(folder, tmp_path):
    done = align(folder, "-o", tmp_path / "out", "-o", tmp_path / "pages" / "{name}.html", "--format", "json")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.xlsx", "b.xlsx"]
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["a.html", "b.html"]
    assert "Terms" in openpyxl.load_workbook(tmp_path / "out" / "a.xlsx").sheetnames
    rows = json.loads(done.stdout)
    assert [(row["name"], row["segments"], row["mismatches"]) for row in rows] == [("a", 2, 0), ("b", 2, 0)]


def test_two_folders_with_folders_inside(tmp_path):
    for lang, text in (("k", KO), ("e", EN)):
        written(tmp_path / lang / "1" / "a.txt", text)
        written(tmp_path / lang / "2" / "a.txt", text)
    done = align(tmp_path / "k", tmp_path / "e", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsx")) == [
        "1/a.xlsx",
        "2/a.xlsx",
    ]


def test_a_broken_pair_does_not_stop_the_others(folder, tmp_path):
    (folder / "a.en.txt").write_bytes(b"\xff\xfe\x00")
    written(folder / "d.ko.md", EN)
    written(folder / "d.en.md", KO)
    done = align(folder, "-o", tmp_path / "all.csv")
    assert done.exit_code == 1
    assert (tmp_path / "all.csv").read_text("utf-8-sig").count("예산안") == 1
    assert "a: " in done.stderr
    assert "d: The texts are swapped" in done.stderr
    assert "2 of 3 pairs could not be aligned" in done.stderr
    assert "Traceback" not in done.stderr


def test_when_every_pair_is_broken_nothing_is_written(tmp_path):
    written(tmp_path / "in" / "a.ko.txt", EN)
    written(tmp_path / "in" / "a.en.txt", KO)
    done = align(tmp_path / "in", "-o", tmp_path / "all.csv")
    assert done.exit_code == 1
    assert not (tmp_path / "all.csv").exists()


def test_a_bilingual_file_is_taken_as_it_is_aligned(tmp_path):
    written(
        tmp_path / "a.tsv",
        "ko\ten\n" + "".join(f"{k}\t{e}\n" for k, e in zip(KO.split("\n"), EN.split("\n"), strict=True) if k),
    )
    done = align(tmp_path / "a.tsv", "-o", tmp_path / "a.tmx", "-o", tmp_path / "a.html", "--format", "json")
    assert done.exit_code == 0, done.output
    assert "반도체" in {term["ko"] for term in json.loads(done.stdout)}
    again = align(tmp_path / "a.tmx", "-o", tmp_path / "b.csv")
    assert again.exit_code == 0, again.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text("utf-8-sig"))))
    assert [(row["ko"], row["en"]) for row in rows] == list(zip(KO.splitlines(), EN.splitlines(), strict=True))


def test_documents_of_different_formats_are_aligned(tmp_path):
    import docx

    made = docx.Document()
    made.add_heading("예산안 통과", 1)
    for line in KO.splitlines():
        made.add_paragraph(line)
    made.save(tmp_path / "a.docx")
    page = "".join(f"<p>{line}</p>" for line in EN.splitlines())
    written(tmp_path / "a.html", f"<nav>Home</nav><h1>Budget bill passed</h1>{page}")
    done = align(tmp_path / "a.docx", tmp_path / "a.html", "-o", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert [(row["ko"], row["en"]) for row in rows] == [
        ("예산안 통과", "Budget bill passed"),
        *zip(KO.splitlines(), EN.splitlines(), strict=True),
    ]


def test_segmented_lines_are_not_cut(tmp_path):
    written(tmp_path / "a.ko.txt", KO.replace("\n", " ").strip() + "\n한국은행은 금리를 동결했다.\n")
    written(tmp_path / "a.en.txt", EN.replace("\n", " ").strip() + "\nThe Bank of Korea held its rate.\n")
    done = align(tmp_path / "a.ko.txt", tmp_path / "a.en.txt", "--segmented", "-o", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    assert "2 Korean and 2 English sentences in 2 segments" in done.stderr


def refuse_one_language(tmp_path):
    written(tmp_path / "a.txt", KO)
    return (tmp_path / "a.txt",), 2, "one language"


def refuse_unknown_format(tmp_path):
    written(tmp_path / "a.xyz", KO)
    return (tmp_path / "a.xyz",), 2, "a.xyz"


def refuse_a_table_as_a_side(tmp_path):
    written(tmp_path / "a.tsv", "가\ta\n")
    written(tmp_path / "b.txt", EN)
    return (tmp_path / "a.tsv", tmp_path / "b.txt"), 1, "given alone"


def refuse_a_memory_as_a_side(tmp_path):
    written(tmp_path / "a.tmx", "<tmx/>")
    written(tmp_path / "b.txt", EN)
    return (tmp_path / "a.tmx", tmp_path / "b.txt"), 1, "it holds both"


def refuse_a_folder_and_a_file(tmp_path):
    written(tmp_path / "in" / "a.ko.txt", KO)
    written(tmp_path / "b.txt", EN)
    return (tmp_path / "in", tmp_path / "b.txt"), 2, "a folder and a file"


def refuse_a_folder_without_pairs(tmp_path):
    written(tmp_path / "in" / "a.txt", KO)
    return (tmp_path / "in",), 1, "report.ko.docx"


def refuse_a_pdf(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    written(tmp_path / "b.txt", EN)
    return (tmp_path / "a.pdf", tmp_path / "b.txt"), 1, "keeps lines, not sentences"


REFUSED = [value for name, value in sorted(globals().items()) if name.startswith("refuse_")]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.__name__)
def test_what_cannot_be_aligned_is_refused_in_words(case, tmp_path):
    args, code, words = case(tmp_path)
    done = align(*args, "-o", tmp_path / "out.xlsx")
    assert done.exit_code == code, done.output
    assert words in done.stderr
    assert done.stderr.startswith("malmoi: ")
    assert done.stdout == ""
    assert not (tmp_path / "out.xlsx").exists()
