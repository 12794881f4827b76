"""Documents that are text: Markdown, web pages, subtitles, plain text; their blocks in reading order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from document_making import blocks
from malmoi.errors import EncodingError, InputError
from malmoi.formats.documents.codecs import DOCUMENTS, is_document, read_document

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
