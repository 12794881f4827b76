"""Documents that are zip files of XML: Word, OpenDocument, Hangul; their blocks in reading order."""

import pytest

from document_making import W, blocks, p, packed, r, word

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
