"""Our term bases in other people's readers: translate-toolkit, termflex, openpyxl; where there is none, in the places where one looks."""

import pytest

from malmoi.formats.termbases.codecs import write_terms
from malmoi.formats.termbases.records import Concept, Term

CONCEPTS = [
    Concept(
        "board",
        (
            Term("ko", "이사회", "preferred", "noun", hanja="理事會"),
            Term("en", "board of directors", "preferred", "noun"),
            Term("en", "management board", "deprecated"),
        ),
        "finance",
        "회사의 업무를 정하는 기관",
    ),
    Concept(
        "4x", (Term("ko", "금리", "preferred"), Term("en", "interest rate", "preferred", source="한국은행 <용어>"))
    ),
    Concept("alone", (Term("ko", "말모이", "preferred"),)),
]


@pytest.mark.parametrize("name", ["tbx", "tbx3", "tbx3-dct"])
def test_termflex_has_every_pair(tmp_path, name):
    pytest.importorskip("termflex")
    from termflex.glossary.loaders import parse_tbx_to_term_map

    write_terms(CONCEPTS, tmp_path / "a.tbx", name)
    assert dict(parse_tbx_to_term_map(str(tmp_path / "a.tbx"), "ko", "en")) == {
        "이사회": ["board of directors", "management board"],
        "금리": ["interest rate"],
    }


def test_translate_toolkit_has_terms_and_statuses(tmp_path):
    pytest.importorskip("translate")
    from translate.storage.tbx import tbxfile

    write_terms(CONCEPTS, tmp_path / "a.tbx")
    with open(tmp_path / "a.tbx", "rb") as stream:
        store = tbxfile.parsefile(stream)
    store.setsourcelanguage("ko")
    store.settargetlanguage("en")
    first, second, third = store.units
    assert (first.source, first.target) == ("이사회", "board of directors")
    assert [(term.text, term.deprecated) for term in first.get_target_terms()] == [
        ("board of directors", False), ("management board", True),
    ]  # fmt: skip
    assert (second.source, third.source) == ("금리", "말모이")


def test_translate_toolkit_has_the_po(tmp_path):
    pytest.importorskip("translate")
    from translate.storage.po import pofile

    write_terms(CONCEPTS, tmp_path / "a.po")
    units = [unit for unit in pofile.parsefile(str(tmp_path / "a.po")).units if unit.source]
    assert [(u.source, u.target, u.getcontext(), u.hastypecomment("forbidden")) for u in units] == [
        ("이사회", "board of directors", "board", False),
        ("이사회", "management board", "board #2", True),
        ("금리", "interest rate", "4x", False),
        ("말모이", "", "alone", False),
    ]
    assert "회사의 업무를 정하는 기관" in units[0].getnotes("developer")


def test_translate_toolkit_has_the_memory(tmp_path):
    pytest.importorskip("translate")
    from translate.storage.tmx import tmxfile

    write_terms(CONCEPTS, tmp_path / "a.tmx")
    with open(tmp_path / "a.tmx", "rb") as stream:
        store = tmxfile(stream, "ko", "en")
    assert [(unit.source, unit.target) for unit in store.units][:2] == [
        ("이사회", "board of directors"),
        ("금리", "interest rate"),
    ]


def test_a_plain_workbook_is_one(tmp_path):
    from openpyxl import load_workbook

    awkward = [Concept("=1+1", (Term("ko", "=SUM(A1)", "preferred", note="_x000D_ #N/A 0012"),))]
    write_terms(awkward, tmp_path / "a.xlsx", "xlsx-plain")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]][:4] == ["concept", "id", "lang", "term"]
    cell = sheet["D2"]
    assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == ("=SUM(A1)", "s", "@", True)
    assert sheet.freeze_panes == "A2"


def test_xliff_has_its_entries_where_the_module_wants_them(tmp_path):
    from xml.etree import ElementTree

    write_terms(CONCEPTS, tmp_path / "a.xlf")
    core, gls = "{urn:oasis:names:tc:xliff:document:2.0}", "{urn:oasis:names:tc:xliff:glossary:2.0}"
    units = ElementTree.parse(tmp_path / "a.xlf").getroot().findall(f"{core}file/{core}unit")
    assert [child.tag for child in units[0]] == [f"{gls}glossary", f"{core}notes", f"{core}segment"]
    entry = units[0].find(f"{gls}glossary/{gls}glossEntry")
    assert [(child.tag, child.text) for child in entry] == [
        (f"{gls}term", "이사회"), (f"{gls}translation", "board of directors"), (f"{gls}definition", CONCEPTS[0].definition),
    ]  # fmt: skip
    mark = units[0].find(f"{core}segment/{core}source/{core}mrk")
    assert entry.get("ref") == f"#{mark.get('id')}"
    assert mark.get("type") == "term"
    assert units[2].find(f"{gls}glossary") is None
