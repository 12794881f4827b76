"""The alignment view: the texts as they are, what is known of them beside, and nothing in them that could run."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest

from malmoi.export.labels import Labels
from malmoi.export.view import view, write_view
from malmoi.export.view_data import view_data
from malmoi.export.view_rows import FILTERS
from malmoi.model.frames import AMOUNTS, CANDIDATES, FINDINGS, LINKS, OCCURRENCES, bitext
from malmoi.model.records import Alignment

NASTY = [
    "<script>document.title = 'run'</script>",
    '"><img src=x onerror="document.title = 1">',
    "</script><script>document.title = 2</script>",
    "<!-- <script> -->",
    "]]></div></li>",
    "줄\u2028바꿈\u2029문단",
    "&lt;b&gt; &amp; &#60;",
    "a\rb\r\nc\x00d\x1b[31m\ufffe",
    "😀 이모지 😀",
]


class Texts(HTMLParser):
    """The texts of the elements of a class, and every tag, as a browser's parser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.items: list[set[str]] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "li":
            self.items.append(set((given.get("class") or "").split()))
        self._inside = "text" in (given.get("class") or "").split()
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.texts[-1] += data


def held(page: str, name: str):
    return json.loads(re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1])


def frame(schema, *rows):
    return pl.DataFrame(rows, schema=schema, orient="row")


def plain(ko, en, **more):
    made = Alignment(
        bitext(ko, en),
        frame(CANDIDATES),
        frame(OCCURRENCES),
        frame(AMOUNTS),
        {"segments": len(ko), "signature": "malmoi:0"},
    )
    return replace(made, **more)


@pytest.fixture
def full(alignment):
    links = frame(LINKS, (0, 0, 4, 0, 18, 0.97), (3, 0, 4, 0, 16, 0.5))
    findings = frame(
        FINDINGS,
        ("hanbit", 3, "amount_mismatch", "hard", 6, 16, 57, 72, "The figures differ.", "", "3.2 trillion won"),
        ("hanbit", 0, "names", "advisory", None, None, None, None, "A name.", "", ""),
    )
    return replace(alignment, links=links, findings=findings)


def test_the_texts_stand_as_they_are(full):
    page = Texts(view(full))
    assert page.texts == [text for row in full.segments.select("ko", "en").rows() for text in row]


def test_filters_know_what_holds_for_each_segment(full):
    items = Texts(view(full)).items
    flags = [{name for name in FILTERS if f"has-{name}" in item} for item in items]
    assert flags == [{"finding"}, {"uneven"}, {"one_sided"}, {"finding", "mismatch", "conflict"}, {"weak"}]


def test_the_data_points_at_what_it_names(full):
    known = view_data(full, Labels("en"))
    texts = full.segments.select("ko", "en").rows()
    assert known["pairs"][0][:4] == ["한빛전자", "Hanbit Electronics", 0, 98]
    for (ko, en), row in zip(texts, known["rows"], strict=True):
        links, terms, amounts, *_ = row or (0, 0, 0, 0, 0)
        for k, n, e, m, _ in zip(*[iter(links or [])] * 5, strict=True):
            assert ko[k : k + n]
            assert en[e : e + m]
        for pair, k0, k1, e0, e1 in zip(*[iter(terms or [])] * 5, strict=True):
            assert ko[k0:k1] == known["pairs"][pair][0]
            assert en[e0:e1].lower() == known["pairs"][pair][1].lower()
        for status, k0, k1, e0, e1, *_ in amounts or []:
            assert ko[k0:k1]
            assert (e0, e1) == (-1, -1) if known["amounts"][status] == "ko_only" else en[e0:e1]
    hard = known["rows"][3][3][0]
    assert (hard[0], known["rules"][hard[1]], texts[3][0][hard[2] : hard[3]]) == (1, "amount_mismatch", "3조 2000억 원")
    assert known["rows"][0][3][0][2:6] == [-1, -1, -1, -1]
    assert known["rows"][4][0] == 0


def test_what_was_judged_doubtful_is_told_with_its_reason(full):
    quality = pl.DataFrame(
        {"seg": [0, 1, 2, 4], "p": [0.9, 0.31, None, 0.5], "reason": ["", "few words linked", "", ""]}
    )
    judged = replace(full, quality=quality)
    rows = view_data(judged, Labels("en"))["rows"]
    assert [row[4] if row else 0 for row in rows] == [0, [31, "few words linked"], 0, 0, 0]
    assert [i for i, item in enumerate(Texts(view(judged)).items) if "has-weak" in item] == [1, 4]


def test_spans_count_as_scripts_count():
    ko, en = "😀 국회가 열렸다.", "😀😀 The National Assembly opened."
    at, to = ko.index("국회"), en.index("National")
    made = plain([ko], [en], links=frame(LINKS, (0, at, at + 2, to, to + 8, 0.9)))
    k, n, e, m, p = view_data(made, Labels("en"))["rows"][0][0]

    def cut(text, start, size):
        return text.encode("utf-16-le")[2 * start : 2 * (start + size)].decode("utf-16-le")

    assert (cut(ko, k, n), cut(en, e, m), p) == ("국회", "National", 90)


def test_a_span_beyond_its_text_is_none():
    made = plain(["국회"], ["parliament"], links=frame(LINKS, (0, 0, 9, 0, 10, 0.9), (7, 0, 1, 0, 1, 0.9)))
    assert view_data(made, Labels("en"))["rows"] == [0]


def test_nothing_in_a_text_can_run_or_break_the_page():
    terms = frame(CANDIDATES, *[(n, n, "term", 0.9, 1, n, "new", n, n) for n in NASTY])
    places = frame(OCCURRENCES, *[(i, i, 0, 1, 0, 1, 0.9) for i in range(len(NASTY))])
    findings = frame(FINDINGS, *[(n, i, n, "hard", 0, 1, 0, 1, n, n, n) for i, n in enumerate(NASTY)])
    made = plain(NASTY, NASTY[::-1], terms=terms, occurrences=places, findings=findings)
    made = replace(made, segments=made.segments.with_columns(doc=pl.col("ko")))
    clean = view(plain(["가"], ["a"]), source={"ko": "가", "en": "a"})
    text = view(made, source=dict(zip(("ko", "en"), NASTY, strict=False)))
    text.encode()
    page = Texts(text)
    scripts = [given for tag, given in page.tags if tag == "script"]
    assert scripts == [given for tag, given in Texts(clean).tags if tag == "script"]
    assert "img" not in {tag for tag, _ in page.tags}
    assert not [given for _, given in page.tags if any(name.startswith("on") for name in given)]
    assert len(page.items) == len(NASTY)
    assert page.texts[0] == NASTY[0]
    assert page.texts[14] == "a\rb\r\nc␀d␛[31m\ufffd"
    assert held(text, "alignment")["pairs"][2][0] == NASTY[2]


@pytest.mark.parametrize(
    "ui, words, no",
    [("ko", "한쪽뿐", "One-sided"), ("en", "One-sided", "한쪽뿐"), ("both", "한쪽뿐 · One-sided", "xx")],
)
def test_the_page_speaks_the_language_asked_for(full, ui, words, no):
    text = view(full, ui=ui)
    assert words in text
    assert no not in text
    assert f'<html lang="{"en" if ui == "en" else "ko"}">' in text


def test_documents_have_their_names_and_a_choice_where_there_are_several(full):
    several = replace(full, segments=full.segments.with_columns(doc=pl.Series(["a", "a", "b", "b", "c"])))
    text = view(several)
    assert re.findall("<h2>(.*?)</h2>", text) == ["a", "b", "c"]
    assert '<select id="document"' in text
    assert "<select" not in view(full)


def test_the_summary_shows_quality_and_signature_where_they_are(full):
    shown = view(replace(full, summary={**full.summary, "quality": 0.87, "quality_low": 0.8, "quality_high": 0.92}))
    assert "<strong>87%</strong>" in shown
    assert "80% – 92%" in shown
    assert "malmoi:0.1.0|kiwi:0.24.1|seed:0" in shown
    assert "87%" not in view(full)


def test_files_are_named_without_their_folders(full):
    shown = view(full, source={"ko": "reports/2026/글.txt", "en": "text.txt"})
    assert "<title>글.txt | text.txt</title>" in shown
    assert '<span class="source" title="reports/2026/글.txt">글.txt</span>' in shown


def test_an_alignment_without_links_beads_and_findings_is_shown(alignment, tmp_path):
    write_view(replace(alignment, beads=()), tmp_path / "a.html")
    assert len(Texts((tmp_path / "a.html").read_text("utf-8")).items) == alignment.segments.height


def test_nothing_at_all_is_a_page():
    assert Texts(view(plain([], []))).items == []


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_script_parses(tmp_path):
    from malmoi.export.page import asset

    (tmp_path / "view.js").write_text(asset("view.js"), "utf-8")
    done = subprocess.run(["node", "--check", str(tmp_path / "view.js")], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
