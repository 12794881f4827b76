"""Term bases of other programs: what they mean is understood, what is left out is said, what is broken is named with its line."""

import zipfile

import pytest

from malmoi.errors import EncodingError, FormatError, InputError, LanguageError, UsageError
from malmoi.formats.termbases.codecs import read_terms
from malmoi.formats.termbases.records import Term


def read(tmp_path, name, content, **how):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_terms(path, **how)


def said(found):
    """Language, term, and what is said of it, without what is empty."""
    return [
        (t.lang, t.term, {n: v for n in Term.__slots__[2:] if (v := getattr(t, n))})
        for c in found.concepts
        for t in c.terms
    ]


MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcdv04.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="c1">{}</termEntry>
</body></text></martif>
"""
KO, EN = '<langSet xml:lang="ko">{}</langSet>', '<langSet xml:lang="en">{}</langSet>'
ONE, IN = KO.format("<tig><term>x</term></tig>"), KO.format("<tig><term>x</term>\n{}</tig>")
CHANGED = '<transacGrp><transac type="transactionType">{}</transac>\n<date>{}</date></transacGrp>'
STATUS = '<tig><term>금리</term><termNote type="administrativeStatus">{}</termNote></tig>'

# body of an entry, terms
ENTRIES = [
    (KO.format("<tig><term> 금리\n </term></tig>"), [("ko", "금리", {})]),
    (KO.format("<tig><term>금<hi>리</hi></term></tig>"), [("ko", "금리", {})]),
    (KO.format('<ntig id="a"><termGrp><term>금리</term><termNote type="partOfSpeech">Noun</termNote></termGrp></ntig>'),
     [("ko", "금리", {"pos": "noun", "id": "a"})]),
    (KO.format(STATUS.format("forbidden")), [("ko", "금리", {"status": "deprecated"})]),
    (KO.format(STATUS.format("obsolete")), [("ko", "금리", {"status": "deprecated"})]),
    (KO.format(STATUS.format("standardizedTerm-admn-sts")), [("ko", "금리", {"status": "preferred"})]),
    (KO.format(STATUS.format("regulatedTerm")), [("ko", "금리", {"status": "admitted"})]),
    (KO.format(STATUS.format("odd")), [("ko", "금리", {"note": "status: odd"})]),
    ('<langSet xml:lang="KO-kr"><tig><term>금리</term></tig></langSet>', [("ko", "금리", {})]),
    ('<langSet xml:lang="ko-KP"><tig><term>리자률</term></tig></langSet>', [("ko", "리자률", {"region": "KP"})]),
    ('<langSet lang="en-GB"><tig><term>lift</term></tig></langSet>', [("en", "lift", {"region": "GB"})]),
    ('<langSet xml:lang="en-US"><tig><term>elevator</term></tig></langSet><langSet xml:lang="en-GB"><tig><term>lift</term></tig></langSet>',
     [("en", "elevator", {"region": "US"}), ("en", "lift", {"region": "GB"})]),
    ('<descrip type="Translation needed">No</descrip>' + KO.format("<tig><term>금리</term></tig>"),
     [("ko", "금리", {"do_not_translate": "yes"})]),
    (KO.format("<tig><term>금리</term><note>hanja: 金利</note><note>은행의 것</note><note>case: odd</note></tig>"),
     [("ko", "금리", {"hanja": "金利", "note": "은행의 것\ncase: odd"})]),
    (KO.format('<tig><term>금리</term><descripGrp><descrip type="context">금리가</descrip>'
               '<admin type="source">신문</admin></descripGrp></tig>'),
     [("ko", "금리", {"context": "금리가", "source": "신문"})]),
    (KO.format("<tig><term>금리</term></tig><tig><term>금리</term></tig>"), [("ko", "금리", {})]),
]  # fmt: skip


@pytest.mark.parametrize("body, terms", ENTRIES)
def test_a_tbx_entry_means(tmp_path, body, terms):
    assert said(read(tmp_path, "a.tbx", MARTIF.format(body))) == terms


def test_what_a_tbx_says_of_a_concept(tmp_path):
    body = (
        '<descrip type="subjectField">finance</descrip><descripGrp><descrip type="definition">rent of money</descrip>'
        '<admin type="source">OED</admin></descripGrp><admin type="customerSubset">ACME</admin><note>n</note>'
        '<descrip type="entryCounter">7</descrip>'
        + KO.format('<descrip type="definition">돈값</descrip><tig><term>금리</term></tig>')
    )
    found = read(tmp_path, "a.tbx", MARTIF.format(body))
    concept = found.concepts[0]
    assert (concept.id, concept.domain, concept.definition) == ("c1", "finance", "rent of money\n돈값")
    assert concept.note == "source of the definition: OED\ncustomer: ACME\nn"
    assert "1 entryCounter" in found.notices[0]


def test_other_languages_are_left_out_and_said_so(tmp_path):
    body = KO.format("<tig><term>금리</term></tig>") + '<langSet xml:lang="fr"><tig><term>taux</term></tig></langSet>'
    found = read(tmp_path, "a.tbx", MARTIF.format(body))
    assert said(found) == [("ko", "금리", {})]
    assert "1 in fr" in " ".join(found.notices)


# body of an entry, line from the entry's own, part of the message, is it hard
RULES = [
    (KO.format("\n<tig><term> </term></tig>"), 1, "The term is empty", True),
    ("<langSet>\n<tig><term>x</term></tig></langSet>", 0, "no xml:lang", True),
    ("", 0, "has no terms", True),
    (KO.format("\n\n" + STATUS.format("preferred")), 2, "'preferred': it is one of preferredTerm-admn-sts", False),
    (IN.format('<termNote type="termType">spacing</termNote>'), 1, "termType is 'spacing'", False),
    (IN.format('<descrip type="definition">d</descrip>'), 1, "level of a term: it belongs to a concept or a language", False),
    ('\n<descrip type="context">c</descrip>' + ONE, 1, "context stands at the level of a concept", False),
    ('\n<termNote type="partOfSpeech">noun</termNote>' + ONE, 1, "partOfSpeech stands at the level", False),
    (KO.format('\n<tig id="c1"><term>x</term></tig>'), 1, "The id 'c1' stands at line 5 already", False),
    (IN.format('<ref type="crossReference" target="c9">y</ref>'), 1, "'c9' is no id of this file", False),
    (KO.format('<tig>\n<termNote type="partOfSpeech">noun</termNote>\n<term>x</term></tig>'), 2, "must come first", False),
    (IN.format("<admin>y</admin>"), 1, "<admin> has no type", False),
    (IN.format('<descrip type="partOfSpeech">noun</descrip>'), 1, "its element is <termNote>", False),
    (IN.format('<descrip type="mood">y</descrip>'), 1, "'mood' is no data category", False),
    ("\n" + CHANGED.format("deletion", "2026-01-01") + ONE, 1, "'deletion'", False),
    (CHANGED.format("modification", "yesterday") + ONE, 1, "'yesterday'", False),
    (ONE + "\n" + ONE, 1, "in ko already", False),
]  # fmt: skip


@pytest.mark.parametrize("body, line, message, hard", RULES)
def test_a_broken_rule_is_named_with_its_line(tmp_path, body, line, message, hard):
    from malmoi.formats.termbases.tbx.validation import validate_tbx

    path = tmp_path / "a.tbx"
    path.write_text(MARTIF.format(body), "utf-8")
    found = validate_tbx(path)
    assert [p for p in found if message in p.message and p.place == f"{path}:{5 + line}" and p.hard == hard], found
    assert {*found} <= {*read_terms(path).problems}


DCT = """<tbx type="TBX-Basic" style="{}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c1">{}<langSec xml:lang="ko"><termSec><term>금리</term></termSec></langSec></conceptEntry></body></text></tbx>"""
TAG, ATTRIBUTE = "<min:subjectField>f</min:subjectField>", '<descrip type="subjectField">f</descrip>'
# style, category, message
STYLES = [
    ("dct", TAG, None), ("dca", ATTRIBUTE, None), ("dct", ATTRIBUTE, "in the style dct"), ("dca", TAG, "in the style dca"),
    ("odd", TAG, "it is dca or dct"),
]  # fmt: skip


@pytest.mark.parametrize("style, category, message", STYLES)
def test_the_style_of_version_3_is_kept_to(tmp_path, style, category, message):
    found = read(tmp_path, "a.tbx", DCT.format(style, category))
    assert found.concepts[0].domain == "f"
    assert [message in p.message for p in found.problems[:1]] == ([] if message is None else [True])


@pytest.mark.parametrize("name", ["tbx", "tbx3", "tbx3-dct"])
def test_our_own_files_break_no_rule(tmp_path, name):
    from malmoi.flow.term_files import concepts_of
    from malmoi.formats.termbases.codecs import write_terms
    from malmoi.formats.termbases.tbx.validation import validate_tbx
    from malmoi.glossary.store import Glossary

    starter = concepts_of(Glossary.open(__file__.rpartition("tests")[0] + "glossary/journal.ndjson"))
    write_terms(starter, tmp_path / "a.tbx", name)
    assert validate_tbx(tmp_path / "a.tbx") == []


# name, content, options, terms
OTHERS = [
    ("a.txt", "# comment\n금리\tinterest rate\tnote\textra\n\n", {}, [("ko", "금리", {}), ("en", "interest rate", {})]),
    ("a.tab", "interest rate\t금리\n", {}, [("en", "interest rate", {}), ("ko", "금리", {})]),
    ("a.utf8", "스타게이트\t\tno target\n", {}, [("ko", "스타게이트", {})]),
    ("a.txt", "AI\tAI\n", {"direction": "en-ko"}, [("en", "AI", {}), ("ko", "AI", {})]),
    ("a.utx", "#UTX 1.20; en-US/ko-KR; 2020-01-01;\r\n##description: x\r\n#src\ttgt\tsrc:pos\tterm status\r\n"
     "rate\t금리\tnoun\tforbidden\r\n", {},
     [("en", "rate", {"status": "deprecated", "pos": "noun"}), ("ko", "금리", {"status": "deprecated"})]),
    ("a.po", 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\n# 번역 메모\n#. explained\n#, terminology, forbidden\nmsgctxt "noun"\n'
     'msgid "rate"\nmsgstr "금\\n"\n"리"\n\n#~ msgid "old"\n#~ msgstr "옛"\n', {},
     [("en", "rate", {"context": "noun"}), ("ko", "금\n리", {"status": "deprecated", "note": "번역 메모"})]),
    ("a.po", 'msgid "금리"\nmsgstr "rate"\n', {}, [("ko", "금리", {}), ("en", "rate", {})]),
    ("a.tmx", '<tmx version="1.4"><header/><body><tu><prop type="subject">f</prop><tuv xml:lang="EN-US"><seg>the <ph>x</ph>rate</seg></tuv>'
     '<tuv xml:lang="ko"><seg>금리</seg></tuv><tuv xml:lang="ja"><seg>金利</seg></tuv></tu></body></tmx>', {},
     [("en", "the rate", {}), ("ko", "금리", {})]),
    ("a.csv", "Source;Target;Comment\n금리;rate;n\n", {"mapping": {"ko": "Source", "en": "target", "note": "3"}},
     [("ko", "금리", {}), ("en", "rate", {})]),
    ("a.csv", "lang,term,status,품사\nko,금리,권장,명사\nen-GB,rate,,\nfr,taux,,\n", {},
     [("ko", "금리", {"status": "preferred", "pos": "noun"}), ("en", "rate", {"region": "GB"})]),
    ("a.tsv", 'ko\ten\tko_status\n"금리"\tthe "rate"\tdeprecated\n', {},
     [("ko", "금리", {"status": "deprecated"}), ("en", 'the "rate"', {})]),
    ("a.json", '[{"terms": [{"lang": "KO-kr", "term": "금리", "status": "forbidden", "x": 1}]}]', {},
     [("ko", "금리", {"status": "deprecated"})]),
]  # fmt: skip


@pytest.mark.parametrize("name, content, how, terms", OTHERS)
def test_a_file_of_another_program_means(tmp_path, name, content, how, terms):
    assert said(read(tmp_path, name, content, **how)) == terms


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_korean_windows_file_is_read(tmp_path, name):
    rows = (
        "한국어,English\n금리,interest rate\n이사회,board\n"
        if name == "a.csv"
        else "금리\tinterest rate\n이사회\tboard\n"
    )
    found = read(tmp_path, name, rows.encode("cp949"))
    assert {term for _, term, _ in said(found)} == {"금리", "interest rate", "이사회", "board"}


# name, content, error, what it says
BROKEN = [
    ("a.tbx", "<martif><text>", FormatError, "a.tbx:1"),
    ("a.tbx", "<html/>", FormatError, "is no TBX file"),
    ("a.tbx", '<!DOCTYPE martif [\n<!ENTITY a "aaa">]><martif/>', FormatError, "a.tbx:2 declares the entity"),
    ("a.json", '{"x": 1}', FormatError, 'no "concepts"'),
    ("a.json", '{"concepts": [\n{"id": "a", "terms": [}\n]}', FormatError, "a.json:2 is not JSON"),
    ("a.json", '{"concepts": [\n{"terms": []}', FormatError, "is not JSON"),
    ("a.ndjson", '{"terms": []}\n{\n', FormatError, "a.ndjson:2 is not JSON"),
    ("a.utx", "a\tb\n", FormatError, "must begin with #UTX"),
    ("a.utx", "#UTX 1.11; en/ja; x\n#src\ttgt\n", FormatError, "ko/en or en/ko"),
    ("a.po", 'msgid "a"\nmsgstr "b"\nmsgid x\n', FormatError, "a.po:3 is no line of a PO file"),
    ("a.csv", "a,b\nc,d\n", FormatError, "--map"),
    ("a.csv", 'ko,en\n"금리,rate\n', FormatError, "a.csv:2"),
    ("a.csv", "ko,en,한국어\n금리,rate,x\n", FormatError, "both mean ko"),
    ("a.txt", "AI\tAI\n", LanguageError, "--direction"),
    ("a.txt", "\xff\xfe금리", EncodingError, "byte"),
]  # fmt: skip


@pytest.mark.parametrize("name, content, error, message", BROKEN)
def test_a_broken_file_is_named(tmp_path, name, content, error, message):
    data = content.encode("utf-8") if error is not EncodingError else b"\xff\x00\xfe\x80abc"
    with pytest.raises(error, match=None) as raised:
        read(tmp_path, name, data)
    assert message in str(raised.value)


def test_a_column_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FormatError, match="no column 'Quelle' for ko; there are Source, Target"):
        read(tmp_path, "a.csv", "Source,Target\na,b\n", mapping={"ko": "Quelle"})
    with pytest.raises(UsageError, match="no field 'colour'"):
        read(tmp_path, "a.csv", "Source,Target\na,b\n", mapping={"colour": "Source"})


# name, content, line and message of a problem
PROBLEMS = [
    ("a.csv", "ko,en\n금리,rate,more\n이사회,board\n", ":2", "3 cells where there are 2"),
    ("a.csv", "lang,term\nko,\nko,금리\n", ":2", "no term"),
    ("a.csv", "lang,term\n,금리\nko,금리\n", ":2", "write ko or en"),
    ("a.csv", 'ko,en,note\n"금\n리",rate,\n,,x\nㄱ,b,\n', ":4", "no term"),
    ("a.csv", "ko,en,status\n금리,rate,best\n", ":2", "'best'"),
    ("a.txt", "금리\n나\tb\n", ":1", "one column"),
    ("a.txt", "\trate\n금리\tb\n", ":1", "no source term"),
    ("a.json", '[\n{"terms": [{"lang": "ko"}]}, 3]', ":2", "needs a text"),
    ("a.tmx", '<tmx><body>\n<tu><tuv xml:lang="ko"><seg/></tuv></tu></body></tmx>', ":2", "empty"),
    ("a.utx", "#UTX 1.11; ko/en; x\n#src\ttgt\tterm status\n금리\trate\todd\n", ":3", "'odd'"),
]


@pytest.mark.parametrize("name, content, line, message", PROBLEMS)
def test_a_row_that_is_off_is_named_and_others_are_read(tmp_path, name, content, line, message):
    found = read(tmp_path, name, content)
    assert [p for p in found.problems if p.place.endswith(f"{name}{line}") and message in p.message], found.problems


def test_a_bomb_is_refused(tmp_path):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    with pytest.raises(FormatError, match="declares the entity"):
        read(tmp_path, "a.tbx", f"<!DOCTYPE martif [{entities}]><martif>&a9;</martif>")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(42):
                part.write(b" " * 10_000_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_terms(tmp_path / "a.xlsx")


def test_decomposed_hangul_is_told_apart_from_latin(tmp_path):
    import unicodedata

    found = read(tmp_path, "a.txt", "rate\t" + unicodedata.normalize("NFD", "금리") + "\n")
    assert [lang for lang, _, _ in said(found)] == ["en", "ko"]
