"""Documents of every kind: their blocks in reading order, and what is refused in words."""

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from malmoi.errors import EncodingError, FormatError, InputError
from malmoi.formats.documents.codecs import DOCUMENTS, is_document, read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v"'


def blocks(path, **more):
    return [(block.kind, block.text) for block in read_document(path, **more).blocks]


# ---------------------------------------------------------------- text, Markdown, HTML, subtitles

MARKDOWN = [
    ("# 제목 #\n\n첫 문단은\n두 줄이다.\n", [("heading", "제목"), ("paragraph", "첫 문단은 두 줄이다.")]),
    (
        "제목\n====\n\n- 하나\n- 둘\n  - 셋\n\n1. 넷",
        [("heading", "제목"), ("item", "하나"), ("item", "둘"), ("item", "셋"), ("item", "넷")],
    ),
    (
        "|용어|term|\n|--|--|\n|이사회|board|\n",
        [("cell", "용어"), ("cell", "term"), ("cell", "이사회"), ("cell", "board")],
    ),
    (
        '**굵게** *기울게* `코드` [링크](https://a.b "c") ![그림 설명](a.png)\n',
        [("paragraph", "굵게 기울게 코드 링크 그림 설명")],
    ),
    ("---\ntitle: x\n---\n본문\n", [("paragraph", "본문")]),
    ("앞\n\n```python\nprint(1)\n```\n\n    code\n\n뒤\n", [("paragraph", "앞"), ("paragraph", "뒤")]),
    ("> 인용문\n\n<!-- 주석 -->\n\n<div>상자 <b>안</b></div>\n", [("paragraph", "인용문"), ("paragraph", "상자 안")]),
    ("한 줄  \n다음 줄<br>셋째 &amp; &lt;넷째&gt;\n", [("paragraph", "한 줄\n다음 줄\n셋째 & <넷째>")]),
    ("첫째\n\n---\n\n둘째\n", [("paragraph", "첫째"), ("paragraph", "둘째")]),
]

HTML = [
    (
        "<h1>제목</h1><p>문단 <b>하나</b>.\n이어짐<p>둘",
        [("heading", "제목"), ("paragraph", "문단 하나. 이어짐"), ("paragraph", "둘")],
    ),
    ("<ul><li>하나<li>둘<ul><li>셋</ul></ul>", [("item", "하나"), ("item", "둘"), ("item", "셋")]),
    ("<table><tr><th>ㄱ<td>ㄴ<tr><td>ㄷ</table>", [("cell", "ㄱ"), ("cell", "ㄴ"), ("cell", "ㄷ")]),
    ("<script>var a='글';</script><style>p{}</style><p hidden>숨김</p><p>글</p>", [("paragraph", "글")]),
    (
        "<nav>차례</nav><main><h2>본론</h2><div>글</div></main><footer>끝</footer>",
        [("heading", "본론"), ("paragraph", "글")],
    ),
    (
        "<p>가<br>나</p><pre>다\n  라</pre><pre><code>x=1</code></pre>",
        [("paragraph", "가\n나"), ("paragraph", "다\n라")],
    ),
    ("<p>&amp;&nbsp;&#44032; <code>malmoi</code> 명령</p></div></p>", [("paragraph", "&\xa0가 malmoi 명령")]),
    (
        "<figure><img alt='x'><figcaption>그림 1</figcaption></figure>꼬리",
        [("caption", "그림 1"), ("paragraph", "꼬리")],
    ),
    ("<head><title>t</title></head><body>몸<!-- 주석 --></body>", [("paragraph", "몸")]),
    ("<p>漢字<ruby>한자<rt>漢字</rt></ruby></p>", [("paragraph", "漢字한자")]),
]

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>I told you that</i>
the budget

2
00:00:02,600 --> 00:00:04,000
was passed today.

3
00:00:04,100 --> 00:00:05,000
{\\an8}- Who said so?
- The minister.

4
00:00:06,000 --> 00:00:07,000
[applause]

5
00:00:30,000 --> 00:00:31,000
No stop here

6
00:00:40,000 --> 00:00:41,000
After a pause.
"""
SRT_KO = """1
00:00:01,000 --> 00:00:02,500
정부는 오늘 예산안을

2
00:00:02,600 --> 00:00:04,000
통과시켰습니다

3
00:00:04,100 --> 00:00:05,000
그게 뭐야

4
00:00:05,100 --> 00:00:06,000
나도 몰라

5
00:00:06,100 --> 00:00:07,000
비가 오지만

6
00:00:07,100 --> 00:00:08,000
가야 해
"""
SUBTITLES = [
    (
        SRT,
        [
            "I told you that the budget was passed today.",
            "Who said so?",
            "The minister.",
            "[applause]",
            "No stop here",
            "After a pause.",
        ],
    ),
    (SRT_KO, ["정부는 오늘 예산안을 통과시켰습니다", "그게 뭐야", "나도 몰라", "비가 오지만 가야 해"]),
    (
        "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v Kim>Hello,\n\nsecond\n00:02.100 --> 00:03.000\nthere.",
        ["Hello, there."],
    ),
    ("1\n00:00:01,000 --> 00:00:02,000\nYear 2026\n2\n00:00:09,000 --> 00:00:10,000\n2027", ["Year 2026", "2027"]),
]


@pytest.mark.parametrize("text, expected", MARKDOWN)
def test_markdown(tmp_path, text, expected):
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert blocks(tmp_path / "a.md") == expected


@pytest.mark.parametrize("text, expected", HTML)
def test_html(tmp_path, text, expected):
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert blocks(tmp_path / "a.html") == expected


@pytest.mark.parametrize("text, expected", SUBTITLES)
def test_subtitles(tmp_path, text, expected):
    (tmp_path / "a.srt").write_text(text, "utf-8")
    assert [text for _, text in blocks(tmp_path / "a.srt")] == expected


def test_sounds_are_captions(tmp_path):
    (tmp_path / "a.srt").write_text(SRT, "utf-8")
    assert ("caption", "[applause]") in blocks(tmp_path / "a.srt")


def test_plain_text_is_one_block_in_any_encoding(tmp_path):
    for name, encoding in (("a.txt", "utf-8"), ("b", "cp949"), ("c.unknown", "utf-16")):
        (tmp_path / name).write_bytes("첫째 줄.\r\n\r\n둘째 줄.\r\n".encode(encoding))
        assert blocks(tmp_path / name) == [("text", "첫째 줄.\n\n둘째 줄.\n")]


def test_segmented_text_is_a_block_a_line(tmp_path):
    (tmp_path / "a.txt").write_text("첫째. 둘째.\n\n 셋째 \n", "utf-8")
    assert blocks(tmp_path / "a.txt", segmented=True) == [("line", "첫째. 둘째."), ("line", "셋째")]
    (tmp_path / "a.html").write_text("<h1>제목</h1><p>첫째. 둘째.<br>셋째", "utf-8")
    assert blocks(tmp_path / "a.html", segmented=True) == [("line", "제목"), ("line", "첫째. 둘째.\n셋째")]


def test_a_page_may_name_its_encoding(tmp_path):
    page = '<meta http-equiv="content-type" content="text/html; charset=windows-1252"><p>The board’s “plan”</p>'
    (tmp_path / "a.html").write_bytes(page.encode("windows-1252"))
    assert blocks(tmp_path / "a.html") == [("paragraph", "The board’s “plan”")]
    (tmp_path / "b.html").write_bytes(page.replace("windows-1252", "x").encode("windows-1252"))
    with pytest.raises(EncodingError):
        read_document(tmp_path / "b.html")


# ---------------------------------------------------------------- zip files of XML


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def word(tmp_path, body, **parts):
    """A document of `body`; further parts by name, as in footnotes=…"""
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    document = f'<?xml version="1.0"?><w:document {W} {MC}><w:body>{body}</w:body></w:document>'
    return packed(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def p(*runs, properties=""):
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text, properties=""):
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


STYLES = f"""<w:styles {W}>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="My"><w:name w:val="Chapter"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="O"><w:name w:val="개요"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="L"><w:name w:val="Bullets"/><w:pPr><w:numPr/></w:pPr></w:style>
<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="C"><w:name w:val="caption"/></w:style>
<w:style w:styleId="X"><w:name w:val="loop"/><w:basedOn w:val="X"/></w:style>
</w:styles>"""


def styled(text, style):
    return p(r(text), properties=f'<w:pStyle w:val="{style}"/>')


WORD = {
    "runs are one text": (p(r("이사회"), r("는 "), r("승인했다.", "<w:b/>")), [("paragraph", "이사회는 승인했다.")]),
    "styles": (
        styled("제1장", "1")
        + styled("제2장", "My")
        + styled("가", "O")
        + styled("나", "L")
        + styled("차례 3", "T")
        + styled("그림", "C")
        + styled("다", "X"),
        [
            ("heading", "제1장"),
            ("heading", "제2장"),
            ("heading", "가"),
            ("item", "나"),
            ("caption", "그림"),
            ("paragraph", "다"),
        ],
    ),
    "own numbering": (p(r("하나"), properties="<w:numPr/>"), [("item", "하나")]),
    "insertions in, deletions out": (
        p(
            r("가"),
            f"<w:ins>{r('나')}</w:ins><w:del><w:r><w:delText>다</w:delText></w:r></w:del>",
            f"<w:moveFrom>{r('라')}</w:moveFrom><w:moveTo>{r('마')}</w:moveTo>",
        ),
        [("paragraph", "가나마")],
    ),
    "a deleted end of paragraph": (
        p(r("앞 "), properties="<w:rPr><w:del/></w:rPr>") + p(r("뒤")),
        [("paragraph", "앞 뒤")],
    ),
    "marks": (
        p(
            "<w:r><w:t>가</w:t><w:tab/><w:t>나</w:t><w:br/><w:t>다</w:t><w:noBreakHyphen/><w:t>라</w:t></w:r>",
            properties="<w:tabs><w:tab/></w:tabs>",
        ),
        [("paragraph", "가 나\n다-라")],
    ),
    "hidden text, fields, ruby": (
        p(
            r("가", "<w:vanish/>"),
            r("나", '<w:vanish w:val="0"/>'),
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            f"<w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r('다')}</w:rubyBase></w:ruby>",
        ),
        [("paragraph", "나다")],
    ),
    "links, controls": (
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>"
        + p("<w:hyperlink>", r("가"), "</w:hyperlink>", r("나"))
        + "</w:sdtContent></w:sdt>",
        [("paragraph", "가나")],
    ),
    "tables": (
        f"<w:tbl><w:tr><w:tc>{p(r('가'))}{p(r('나'))}</w:tc><w:tc>{p(r('다'))}</w:tc></w:tr></w:tbl>{p(r('라'))}",
        [("cell", "가"), ("cell", "나"), ("cell", "다"), ("paragraph", "라")],
    ),
    "text boxes, once": (
        p(
            r("앞"),
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{p(r('상자'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(r('상자'))}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
        [("paragraph", "앞"), ("paragraph", "상자")],
    ),
    "an old text box": (
        p(r("앞"), f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('상자'))}</w:txbxContent></v:textbox></w:pict></w:r>"),
        [("paragraph", "앞"), ("paragraph", "상자")],
    ),
}


@pytest.mark.parametrize("body, expected", WORD.values(), ids=WORD)
def test_word(tmp_path, body, expected):
    assert blocks(word(tmp_path, body, styles=STYLES)) == expected


def test_notes_stand_behind_their_paragraph(tmp_path):
    body = p(r("가"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r("나")) + p(
        r("다"), '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    separator = f'<w:footnote w:id="0" w:type="separator">{p(r("―"))}</w:footnote>'
    footnotes = f'<w:footnotes {W}>{separator}<w:footnote w:id="2">{p(r("각주"))}</w:footnote></w:footnotes>'
    endnotes = f'<w:endnotes {W}><w:endnote w:id="1">{p(r("미주"))}</w:endnote></w:endnotes>'
    made = word(tmp_path, body, footnotes=footnotes, endnotes=endnotes)
    assert blocks(made) == [("paragraph", "가나"), ("note", "각주"), ("paragraph", "다"), ("note", "미주")]


def test_what_python_docx_writes_is_read(tmp_path):
    import docx

    made = docx.Document()
    made.add_heading("연간 보고", 1)
    made.add_paragraph("이사회는 투자를 승인했다. 공장은 광주에 선다.")
    made.add_paragraph("첫째", style="List Bullet")
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "매출", "3조 원"
    made.save(tmp_path / "a.docx")
    assert blocks(tmp_path / "a.docx") == [
        ("heading", "연간 보고"),
        ("paragraph", "이사회는 투자를 승인했다. 공장은 광주에 선다."),
        ("item", "첫째"),
        ("cell", "매출"),
        ("cell", "3조 원"),
    ]


ODT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b" xmlns:draw="urn:d"><office:body>
<text:tracked-changes><text:changed-region><text:deletion><text:p>지움</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:table-of-content><text:p>차례</text:p></text:table-of-content>
<text:h>제목</text:h><text:p>가<text:s text:c="2"/>나<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>각주</text:p></text:note-body>
</text:note>다<text:annotation><text:p>메모</text:p></text:annotation></text:p>
<text:list><text:list-item><text:p>하나</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>칸</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:text-box><text:p>상자</text:p></draw:text-box></draw:frame></text:p>
</office:body></office:document-content>"""

HWPX_HEAD = """<?xml version="1.0"?><hh:head xmlns:hh="urn:h">
<hh:styles><hh:style id="1" engName="Outline 1"/><hh:style id="0" engName="Normal"/></hh:styles>
<hh:paraProperties><hh:paraPr id="7"><hh:heading type="BULLET" idRef="1"/></hh:paraPr></hh:paraProperties></hh:head>"""
HWPX = """<?xml version="1.0"?><hs:sec xmlns:hs="urn:s" xmlns:hp="urn:p">
<hp:p styleIDRef="1" paraPrIDRef="0"><hp:run><hp:t>제목</hp:t></hp:run><hp:linesegarray/></hp:p>
<hp:p styleIDRef="0" paraPrIDRef="0"><hp:run><hp:secPr/><hp:t>가<hp:tab/>나<hp:deleteBegin/>지움</hp:t></hp:run>
<hp:run><hp:t>지움<hp:deleteEnd/>다<hp:lineBreak/>라</hp:t>
<hp:ctrl><hp:fieldBegin type="MEMO"><hp:subList><hp:p><hp:run><hp:t>메모</hp:t></hp:run></hp:p>
</hp:subList></hp:fieldBegin></hp:ctrl><hp:dutmal><hp:mainText>마</hp:mainText><hp:subText>위</hp:subText></hp:dutmal>
<hp:ctrl><hp:footNote><hp:subList><hp:p><hp:run><hp:t>각주</hp:t></hp:run></hp:p></hp:subList></hp:footNote></hp:ctrl><hp:ctrl><hp:header><hp:subList><hp:p><hp:run><hp:t>머리말</hp:t></hp:run></hp:p></hp:subList></hp:header></hp:ctrl></hp:run></hp:p>
<hp:p styleIDRef="0" paraPrIDRef="7"><hp:run><hp:t>하나</hp:t></hp:run></hp:p>
<hp:p><hp:run><hp:tbl><hp:tr><hp:tc><hp:subList><hp:p><hp:run><hp:t>칸</hp:t></hp:run></hp:p></hp:subList></hp:tc></hp:tr></hp:tbl></hp:run></hp:p>
</hs:sec>"""


def test_opendocument(tmp_path):
    expected = [
        ("heading", "제목"),
        ("paragraph", "가 나 다"),
        ("note", "각주"),
        ("item", "하나"),
        ("cell", "칸"),
        ("paragraph", "상자"),
    ]
    assert blocks(packed(tmp_path / "a.odt", {"content.xml": ODT})) == expected


def test_hangul(tmp_path):
    parts = {
        "Contents/header.xml": HWPX_HEAD,
        "Contents/section10.xml": HWPX.replace("제목", "둘째"),
        "Contents/section2.xml": HWPX,
    }
    expected = [("heading", "제목"), ("paragraph", "가 나다\n라마"), ("note", "각주"), ("item", "하나"), ("cell", "칸")]
    found = blocks(packed(tmp_path / "a.hwpx", parts))
    assert found[:5] == expected
    assert found[5] == ("heading", "둘째")


# ---------------------------------------------------------------- what is refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def with_entities(tmp_path):
    laughs = f'<!DOCTYPE x [<!ENTITY a "ha">]><w:document {W}><w:body>{p(r("&a;"))}</w:body></w:document>'
    return (
        packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>", "word/document.xml": laughs}),
        FormatError,
        "entity",
    )


def deep(tmp_path):
    return word(tmp_path, "<w:sdt>" * 5000 + "</w:sdt>" * 5000), FormatError, "deep"


def without_its_text(tmp_path):
    return packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>"}), FormatError, "no part word/document.xml"


def another_zip(tmp_path):
    return packed(tmp_path / "a.docx", {"x.txt": "x"}), FormatError, "a zip file, but no Word document"


def cut_off(tmp_path):
    data = word(tmp_path, p(r("가" * 5000))).read_bytes()
    return written(tmp_path / "a.docx", data[: len(data) // 2]), FormatError, "damaged"


def broken_inside(tmp_path):
    return (
        packed(tmp_path / "a.docx", {"[Content_Types].xml": "<T/>", "word/document.xml": "<w:document"}),
        FormatError,
        "well-formed",
    )


def flipped_bits(tmp_path):
    made = word(tmp_path, p(r("".join(chr(0xAC00 + i * 7 % 9000) for i in range(5000)))))
    data = bytearray(made.read_bytes())
    at = data.find(b"word/document.xml") + 400
    data[at : at + 40] = bytes(40)
    return written(made, bytes(data)), FormatError, "damaged|well-formed|not "


def encrypted(tmp_path):
    return written(tmp_path / "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")), InputError, "encrypted"


def old_word_by_another_name(tmp_path):
    return written(tmp_path / "a.docx", OLE), FormatError, r"\.doc\), or damaged: save it as \.docx"


def old_hangul_by_another_name(tmp_path):
    return written(tmp_path / "a.hwpx", OLE + b"HWP Document File"), FormatError, "old Hangul document"


def text_by_the_name_of_word(tmp_path):
    return written(tmp_path / "a.docx", "글".encode()), FormatError, r"name it \.txt"


def pdf(tmp_path):
    return written(tmp_path / "a.pdf", b"%PDF-1.7"), FormatError, "keeps lines, not sentences"


def pdf_by_another_name(tmp_path):
    return written(tmp_path / "a.txt", b"%PDF-1.7"), FormatError, "keeps lines, not sentences"


def old_hangul(tmp_path):
    return written(tmp_path / "a.hwp", OLE), FormatError, r"save it as \.hwpx or \.docx"


def rich_text(tmp_path):
    return written(tmp_path / "a.rtf", b"{\\rtf1"), FormatError, r"save it as \.docx"


def workbook(tmp_path):
    return written(tmp_path / "a.xlsx", b"PK"), FormatError, "--segmented"


def absent(tmp_path):
    return tmp_path / "absent.docx", InputError, "no such file"


def empty_word(tmp_path):
    return word(tmp_path, p()), InputError, "is empty"


def no_cue(tmp_path):
    return written(tmp_path / "a.srt", b"hello"), FormatError, "no subtitle"


def encrypted_opendocument(tmp_path):
    parts = {"content.xml": "x", "META-INF/manifest.xml": "<m:encryption-data/>"}
    return packed(tmp_path / "a.odt", parts), InputError, "encrypted"


def written(path, data):
    path.write_bytes(data)
    return path


REFUSED = [
    *(with_entities, deep, without_its_text, another_zip, cut_off, broken_inside, flipped_bits, encrypted),
    *(old_word_by_another_name, old_hangul_by_another_name, text_by_the_name_of_word, pdf, pdf_by_another_name),
    *(old_hangul, rich_text, workbook, absent, empty_word, no_cue, encrypted_opendocument),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.__name__)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, case):
    path, error, words = case(tmp_path)
    with pytest.raises(error, match=words) as caught:
        read_document(path)
    assert path.name in str(caught.value)


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    made = word(tmp_path, p(r("가")), styles=f"<w:styles {W}>" + " " * 3_000_000 + "</w:styles>")
    assert blocks(made) == [("paragraph", "가")]
    monkeypatch.setattr("malmoi.formats.documents.archive.MAX_PART", 2_000_000)
    with pytest.raises(InputError, match=r"a\.docx is refused: word/styles\.xml unpacks to more than 2 MB"):
        read_document(made)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.sampled_from([".html", ".md", ".srt", ".txt"]),
    st.text(alphabet=st.sampled_from("<>/pbri=\"'#-*|`[]() \n&;!{}1:,가나다abc"), max_size=80),
)
def test_any_text_is_read_or_refused(tmp_path, suffix, text):
    (tmp_path / f"a{suffix}").write_text(text, "utf-8")
    try:
        made = read_document(tmp_path / f"a{suffix}")
    except InputError:
        return
    assert all(block.text.strip() for block in made.blocks)


@pytest.mark.parametrize(
    "suffix, text",
    [
        (".html", "<div>가"),
        (".html", "<ul><li>가"),
        (".html", "</p>가"),
        (".md", "> 가 "),
        (".md", "[가"),
        (".md", "*가"),
    ],
)
def test_what_is_nested_without_end_is_read_in_time(tmp_path, suffix, text):
    (tmp_path / f"a{suffix}").write_text(text * 20_000, "utf-8")
    assert read_document(tmp_path / f"a{suffix}").text.count("가") == 20_000


def test_suffixes_are_known_once():
    suffixes = [suffix for one in DOCUMENTS.values() for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert is_document("a.DOCX")
    assert not is_document("a.xlsx")
    assert not is_document("a")
