"""Self-contained pages: what is text stays text, what may run is named by its hash, nothing is fetched."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.export.page import Markup, asset, data, element, escape, marked, page, table
from malmoi.export.styles import STATUS_COLORS

NASTY = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</style>",
    "&amp;",
    "<!--",
    "\u2028\u2029",
    "]]>",
    "\x00\x1b\ufffe",
]

EXPECTED_TAGS = {"html", "head", "meta", "title", "style", "body", "p", "mark", "table", "caption"} | {
    "thead",
    "tr",
    "th",
    "tbody",
    "td",
    "script",
}

ELEMENTS = [
    (element("p", "a < b", None, 3), "<p>a &lt; b3</p>"),
    (
        element("td", [element("b", "x"), " & "], class_="new", lang="ko"),
        '<td class="new" lang="ko"><b>x</b> &amp; </td>',
    ),
    (
        element("input", type="search", aria_label='"', hidden=True, disabled=False),
        '<input type="search" aria-label="&quot;" hidden>',
    ),
]

MARKED = [
    ("가나다", [], "가나다"),
    ("가나다", [(0, 2, "new")], '<mark class="new">가나</mark>다'),
    (
        "가나다",
        [(0, 2, "a"), (1, 3, "b")],
        '<mark class="a">가</mark><mark class="a b">나</mark><mark class="b">다</mark>',
    ),
    ("가<다", [(1, 2, "a")], '가<mark class="a">&lt;</mark>다'),
    ("가", [(0, 9, "a"), (-1, 1, "a"), (1, 1, "a"), (None, None, "a")], "가"),
]


class _Tree(HTMLParser):
    """Tags and texts as a browser's parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        tag = self.tags[-1][0] if self.tags else ""
        self.texts[tag] = self.texts.get(tag, "") + data


@pytest.mark.parametrize("made, expected", ELEMENTS)
def test_elements(made, expected):
    assert made == expected
    assert isinstance(made, Markup)


@pytest.mark.parametrize("text, marks, expected", MARKED)
def test_marked_text(text, marks, expected):
    assert marked(text, marks) == expected


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_markup(text):
    body = [
        element("p", text, title=text),
        marked(text, [(0, 1, "new")]),
        table([text], [[text]], caption=text),
        data("d", text),
    ]
    tree = _Tree(page(text, body, script="run()"))
    scripts = [attributes for tag, attributes in tree.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "d"}, {}]
    assert {tag for tag, _ in tree.tags} <= EXPECTED_TAGS


def test_style_and_script_are_the_ones_the_policy_names():
    made = page("제목", "글", style="p{color:red}", script="run()")
    style = re.search("<style>(.*?)</style>", made, re.DOTALL)[1]
    for kind, text in (("style-src", style), ("script-src", "run()")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} &#x27;sha256-{digest}&#x27;" in made or f"{kind} 'sha256-{digest}'" in made
    assert style.endswith("p{color:red}")
    assert "default-src 'none'" in made


def test_without_a_script_none_may_run():
    assert "script-src" not in page("t", "")
    assert "<script" not in page("t", "")


def test_nothing_is_fetched():
    assert not re.search(r"https?:|url\(|@import|src=", page("t", table(["a"], [["b"]]), script="1"))


@pytest.mark.parametrize("text", ["</script>", "a</STYLE >", "<!-- "])
def test_program_text_that_would_end_its_element_is_refused(text):
    with pytest.raises(ValueError, match="may not hold"):
        page("t", "", script=text)
    with pytest.raises(ValueError, match="may not hold"):
        page("t", "", style=text)


def test_a_table_knows_heads_numbers_and_markup():
    made = table(["용어", "n"], [[element("b", "가"), 3]], class_="wide")
    assert '<table class="wide"><thead><tr><th scope="col">용어</th>' in made
    assert '<td><b>가</b></td><td class="number">3</td>' in made


def test_colours_are_those_of_the_workbooks():
    made = page("t", "")
    for name, color in STATUS_COLORS.items():
        assert f"--{name}:#{color[2:]};" in made
    for status in (
        "new",
        "known",
        "conflict",
        "preferred",
        "deprecated",
        "hard",
        "advisory",
        "match",
        "mismatch",
        "ko_only",
    ):
        assert re.search(rf"\.{status}\b", asset("page.css"))


@given(st.text(), st.text())
def test_data_comes_back_as_it_was(key, text):
    value = {"k": [key, text, 1, None, 0.5]}
    made = data("d", value)
    inside = made.removeprefix('<script type="application/json" id="d">').removesuffix("</script>")
    assert json.loads(inside) == value
    assert not set("<>&\u2028\u2029") & set(inside)
    made.encode()


@given(st.text(), st.lists(st.tuples(st.integers(-2, 9), st.integers(-2, 9), st.sampled_from(["a", "b"]))))
def test_marks_never_change_the_text(text, marks):
    assert re.sub("</?mark[^>]*>", "", marked(text, marks)) == escape(text)
