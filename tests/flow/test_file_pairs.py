"""Files that belong together, by their names."""

import unicodedata
from pathlib import Path

import pytest

from malmoi.errors import InputError
from malmoi.flow.pairs import match_files

# Names in one folder, the pairs expected of them by name, those that stay alone.
ONE_FOLDER = [
    (["report.ko.md", "report.en.md", "README.md"], ["report"], []),
    (["report_ko.docx", "report_en.docx"], ["report"], []),
    (["report-KR.txt", "report-US.txt", "plan-kr.txt"], ["report"], ["plan-kr.txt"]),
    (["ko/report.md", "en/report.md", "ko/a/b.md", "en/a/b.md"], ["a/b", "report"], []),
    (["KO/report.md", "EN/Report.md"], ["report"], []),
    (["보고서_국문.hwpx", "보고서_영문.docx"], ["보고서"], []),
    (["보고서(국문).txt", "보고서 (영문).txt"], ["보고서"], []),
    (["국문_보고서.txt", "[영문] 보고서.txt"], ["보고서"], []),
    (["report.md", "report.en.md"], ["report"], []),
    (["report.md", "report.ko.md"], ["report"], []),
    (["docs/ko-KR/a.md", "docs/en-US/a.md"], ["docs/a"], []),
    (["report.ko.txt", "report.en.txt", "report.ko.docx", "report.en.docx"], ["report.docx", "report.txt"], []),
    (["report.ko.txt", "report.ko.docx", "report.en.docx"], ["report"], ["report.ko.txt"]),
    (["a.ko.txt", "a.ko.md", "a.en.docx", "b.ko.md", "b.en.md"], ["b"], ["a.en.docx", "a.ko.md", "a.ko.txt"]),
    (["annual report.ko.txt", "annual_report.en.txt"], ["annual report"], []),
    (["report.ko.v2.txt", "report.en.v2.txt", "b.ko.md", "b.en.md"], ["b"], None),
    ([".hidden.ko.md", ".hidden.en.md", "~$b.ko.md", "b.ko.md", "b.en.md"], ["b"], []),
    (["book.ko.txt", "book.en.txt", "monkey.txt", "token.txt", "taken.txt"], ["book"], []),
]
TWO_FOLDERS = [
    (["k/report.md"], ["e/report.md"], ["report"], []),
    (["k/report.ko.md", "k/b.md"], ["e/report.en.docx", "e/c.md"], ["report"], ["k/b.md", "e/c.md"]),
    (["k/기사.txt"], ["e/article.txt"], ["기사"], []),
    (["k/1/a.md", "k/2/a.md"], ["e/1/a.md", "e/2/a.md"], ["1/a", "2/a"], []),
    (["k/a.md", "k/a.txt"], ["e/a.txt"], ["a"], ["k/a.md"]),
]


def made(root: Path, names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")


def is_text(path: Path) -> bool:
    return path.suffix in (".md", ".txt", ".docx", ".hwpx")


@pytest.mark.parametrize("names, pairs, alone", ONE_FOLDER, ids=lambda value: str(value)[:40])
def test_one_folder(tmp_path, names, pairs, alone):
    made(tmp_path, names)
    found = match_files(tmp_path, None, is_text)
    assert [pair.name.casefold() for pair in found.pairs] == pairs
    if alone is not None:
        assert [path.relative_to(tmp_path).as_posix() for path in found.alone] == alone
    for pair in found.pairs:
        assert pair.ko != pair.en


@pytest.mark.parametrize("ko, en, pairs, alone", TWO_FOLDERS, ids=lambda value: str(value)[:40])
def test_two_folders(tmp_path, ko, en, pairs, alone):
    made(tmp_path, [*ko, *en])
    found = match_files(tmp_path / "k", tmp_path / "e", is_text)
    assert [pair.name for pair in found.pairs] == pairs
    assert {path.relative_to(tmp_path).as_posix() for path in found.alone} == set(alone)


def test_the_sides_are_the_right_ones(tmp_path):
    made(tmp_path, ["a.ko.md", "a.en.md", "b.md", "b.ko.md"])
    found = {pair.name: (pair.ko.name, pair.en.name) for pair in match_files(tmp_path, None, is_text).pairs}
    assert found == {"a": ("a.ko.md", "a.en.md"), "b": ("b.ko.md", "b.md")}


def test_decomposed_names_of_a_mac_fit_composed_ones(tmp_path):
    made(tmp_path, [unicodedata.normalize("NFD", "보고서_국문.txt"), "보고서_영문.txt"])
    assert [pair.name for pair in match_files(tmp_path, None, is_text).pairs] == ["보고서"]


def test_no_pair_is_an_error_that_says_how_to_name_files(tmp_path):
    made(tmp_path, ["a.txt", "b.txt"])
    with pytest.raises(InputError, match=r"report\.ko\.docx"):
        match_files(tmp_path, None, is_text)


def test_an_error_names_the_files_that_have_no_counterpart(tmp_path):
    for lang, names in (("ko", ["x.txt", "y.txt"]), ("en", [f"{n:02}.txt" for n in range(30)])):
        (tmp_path / lang).mkdir()
        made(tmp_path / lang, names)
    with pytest.raises(InputError, match=r"Without a counterpart: .*en/00\.txt, .*en/19\.txt and 12 more\.$"):
        match_files(tmp_path / "ko", tmp_path / "en", is_text)
