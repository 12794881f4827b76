"""XLIFF as other programs write it, in the style of each; inline codes as text; what we write by its schema's rules."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from malmoi.errors import FormatError
from malmoi.formats.bitexts.codecs import read, write
from malmoi.model.frames import bitext

# Files in the style of a program each, and beside each what is read of it.
CASES = sorted((Path(__file__).parents[2] / "cases" / "xliff").glob("*.xlf"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_files_of_others(path):
    lines = path.with_suffix(".tsv").read_text("utf-8").splitlines()[1:]
    assert read(path).select("ko", "en").rows() == [tuple(line.split("\t")) for line in lines]


def test_a_language_that_is_not_named_and_has_no_hangul_is_another(tmp_path):
    path = tmp_path / "a.xlf"
    path.write_text(
        '<xliff><file source-language="en"><trans-unit><source>one</source><target>un</target></trans-unit></file></xliff>',
        "utf-8",
    )
    with pytest.raises(FormatError, match="the languages it names are en"):
        read(path)


def test_the_document_is_the_original():
    trados = next(path for path in CASES if path.stem == "trados")
    assert set(read(trados)["doc"]) == {"a.docx"}


def test_what_is_written_is_xliff_2_1(tmp_path):
    frame = bitext(["하나", "", "셋"], ["one", "two", ""], '문서 "1"', [0.5, 1, 1])
    write(frame, tmp_path / "a.xlf")
    root = ET.parse(tmp_path / "a.xlf").getroot()
    space = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    assert (root.tag, root.attrib) == (
        f"{{{space['x']}}}xliff",
        {"version": "2.1", "srcLang": "ko", "trgLang": "en"},
    )
    (file,) = root.findall("x:file", space)
    assert (file.get("id"), file.get("original")) == ("f1", '문서 "1"')
    units = file.findall("x:unit", space)
    assert [unit.get("id") for unit in units] == ["0", "1", "2"]
    # The order that the schema asks for: notes, then segments with exactly one source and at most one target.
    assert [[child.tag.partition("}")[2] for child in unit] for unit in units] == [["notes", "segment"]] * 3
    assert [len(unit.findall("x:segment/x:source", space)) for unit in units] == [1, 1, 1]
    assert [len(unit.findall("x:segment/x:target", space)) for unit in units] == [1, 1, 0]


def test_what_is_written_is_xliff_1_2(tmp_path):
    write(bitext(["하나", "둘"], ["one", ""]), tmp_path / "a.xlf", "xliff12")
    root = ET.parse(tmp_path / "a.xlf").getroot()
    space = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    (file,) = root.findall("x:file", space)
    assert {"original", "source-language", "datatype"} <= set(file.attrib)
    assert [unit.findtext("x:target", None, space) for unit in file.findall("x:body/x:trans-unit", space)] == [
        "one",
        None,
    ]


def test_documents_are_files(tmp_path):
    frame = bitext(["가", "나", "다"], ["a", "b", "c"])
    frame = frame.with_columns(doc=frame["ko"].replace({"가": "1", "나": "2", "다": "2"}))
    write(frame, tmp_path / "a.xlf")
    assert (tmp_path / "a.xlf").read_text("utf-8").count("<file ") == 2
    assert read(tmp_path / "a.xlf")["doc"].to_list() == ["1", "2", "2"]
