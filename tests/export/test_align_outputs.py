"""`write` chooses the format by the suffix, and says which it knows."""

import json

import polars as pl
import pytest
from openpyxl import load_workbook

from malmoi.errors import UsageError
from malmoi.export.outputs import OUTPUTS, check_target, write
from malmoi.formats.bitexts.codecs import read

REFUSED = ["a.docx", "a", "-", "a.", ".xlsx.bak", "a.pdf"]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tmx", ".jsonl"])
def test_segments_come_back(alignment, tmp_path, suffix):
    write(alignment, tmp_path / f"a{suffix}", source={"ko": "a", "en": "b"})
    assert read(tmp_path / f"a{suffix}").equals(alignment.segments)


def test_a_workbook_names_its_sources(alignment, tmp_path):
    write(alignment, tmp_path / "a.XLSX", source={"ko": "글.txt", "en": "text.txt"})
    words = {cell.value for row in load_workbook(tmp_path / "a.XLSX")["Summary"] for cell in row}
    assert {"글.txt", "text.txt"} <= words


def test_json_lines_hold_terms_and_amounts(alignment, tmp_path):
    write(alignment, tmp_path / "a.jsonl")
    objects = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [len(o["terms"]) for o in objects] == [2, 1, 0, 1, 1]
    assert [len(o["amounts"]) for o in objects] == [2, 0, 2, 2, 0]
    for o in objects:
        for term in o["terms"]:
            start, end = term["ko_span"]
            assert o["ko"][start:end] == term["ko"]
        for amount in o["amounts"]:
            start, end = amount["ko"]["span"]
            assert o["ko"][start:end] == amount["ko"]["text"]
    assert objects[2]["amounts"][0]["en"] is None
    assert objects[3]["amounts"][0]["ratio"] == "×10"


def test_terms_without_a_span_have_none(alignment, tmp_path):
    occurrences = alignment.occurrences.with_columns(en_start=pl.lit(None, pl.Int64))
    write(
        type(alignment)(alignment.segments, alignment.terms, occurrences, alignment.amounts, {}), tmp_path / "a.jsonl"
    )
    first = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert [term["en_span"] for term in first["terms"]] == [None, None]


def test_a_workbook_speaks_the_language_asked_for(alignment, tmp_path):
    write(alignment, tmp_path / "a.xlsx", ui="ko")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[1] == "용어"


@pytest.mark.parametrize("name", REFUSED)
def test_an_unknown_suffix_is_refused_with_the_known_ones(alignment, tmp_path, name):
    with pytest.raises(UsageError) as caught:
        write(alignment, tmp_path / name)
    assert all(suffix in str(caught.value) for suffix in OUTPUTS)
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_checked_before_the_work():
    assert check_target("exports/a.Tmx") == ".tmx"
