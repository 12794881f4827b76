"""One contract for every format of term bases: what is written is read, as far as the format says that it can hold it."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import EncodingError, FormatError, InputError, OutputError, UsageError
from malmoi.formats.termbases.codecs import FORMATS, format_of, read_terms, write_terms
from malmoi.formats.termbases.records import CONCEPT_FIELDS, REFUSED, TERM_FIELDS, Concept, Term
from malmoi.glossary.entry import LEGAL

READ = [name for name, one in FORMATS.items() if one.reads]
WRITTEN = [name for name, one in FORMATS.items() if one.writes]

AWKWARD = [
    *(
        '"말모이"',
        '"a" and "b"',
        "=1+1",
        "a|b",
        "hanja: 理事會",
        "note: x",
        "type: spacing",
        "status: preferred",
        "domain: it",
    ),
    *(
        "<b>&amp;</b>",
        "a | b",
        "avoid: x",
        "_x000D_",
        "각",
        "ㅅㅌ",
        "]]>",
        "\\n",
        "100%",
        "it's",
        "😀",
        "a,b;c",
        "#hash",
        "- x",
    ),
]
# Terms hold no line breaks; zero-width and control characters never get into a glossary.
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"], exclude_characters="\u200b\ufeff\u00ad"
)


def stored(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


TEXT = st.one_of(st.just(""), st.sampled_from(AWKWARD), st.text(LETTERS, max_size=8)).map(stored)
LINES = st.one_of(TEXT, st.lists(TEXT, min_size=2, max_size=3).map("\n".join)).map(stored)
NAME = (
    st.one_of(st.sampled_from(AWKWARD), st.text(LETTERS, min_size=1, max_size=8))
    .map(stored)
    .filter(lambda text: text not in ("", "-") and "|" not in text)
)
IDS = st.one_of(
    st.from_regex(r"[a-z0-9_.\-]{1,6}", fullmatch=True), st.sampled_from(["가나", "a b", "1:2", "_x-a", "#7"])
).filter(lambda text: text != "-")
VALUE = {
    name: st.sampled_from(["", *LEGAL[name]]) if name in LEGAL else (TEXT if name in ("hanja", "source") else LINES)
    for name in TERM_FIELDS
}
TERM = st.builds(
    Term, lang=st.sampled_from(["ko", "en"]), term=NAME, **{**VALUE, "status": st.sampled_from(LEGAL["status"])}
)  # fmt: skip


@st.composite
def concepts(draw):
    made = []
    for i, id_ in enumerate(draw(st.lists(IDS, min_size=1, max_size=3, unique=True))):
        terms = draw(st.lists(TERM, min_size=1, max_size=4, unique_by=lambda t: (t.lang, " ".join(t.term.split()))))
        terms = tuple(replace(term, id=f"t{i}-{j}") for j, term in enumerate(terms))
        by, at = draw(
            st.sampled_from([("", ""), ("kim", "2026-11-23T07:00:00.000001Z"), ("a b", "2026-01-02T00:00:00.000000Z")])
        )
        made.append(Concept(id_, terms, draw(TEXT), draw(LINES), draw(LINES), by, at))
    return made


def can_hold(name: str, concept: Concept) -> Concept:
    """The concept as far as the format keeps it."""
    keeps = FORMATS[name].keeps
    squeeze = one_line if name in ("tsv", "omegat", "utx") else str
    terms = tuple(
        replace(term, **{n: squeeze(getattr(term, n)) if f"term.{n}" in keeps else "" for n in TERM_FIELDS}, id=term.id)
        for term in concept.terms
    )
    own = {n: squeeze(getattr(concept, n)) if n in keeps or n in ("at",) else "" for n in CONCEPT_FIELDS}
    if "at" not in keeps:
        own["at"] = own["at"][:10] if "by" in keeps else ""
    return replace(concept, **own, terms=terms)


def one_line(text: str) -> str:
    return re.sub(r"\s*\n+\s*", " ", text)


def in_order(concept: Concept) -> Concept:
    return replace(concept, terms=tuple(sorted(concept.terms, key=lambda term: (term.lang, term.term))))


@pytest.mark.parametrize("name", [name for name in READ if "term.status" in FORMATS[name].keeps])
@settings(deadline=None, max_examples=60)
@given(given_=concepts())
def test_whole_concepts_come_back(tmp_path_factory, name, given_):
    path = tmp_path_factory.mktemp("a") / f"a{next(iter(FORMATS[name].suffixes), '.tbx')}"
    write_terms(given_, path, name, signature="3:abc")
    back = read_terms(path, name)
    expected = [can_hold(name, concept) for concept in given_]
    if name == "tmx":
        expected = [replace(c, terms=tuple(t for t in c.terms if t.status not in REFUSED)) for c in expected]
        expected = [c for c in expected if c.terms]
    assert [in_order(c) for c in back.concepts] == [in_order(c) for c in expected]
    assert [p for p in back.problems if p.hard] == ([] if expected or name != "tbx" else back.problems)


@pytest.mark.parametrize("name", [name for name in READ if "term.status" not in FORMATS[name].keeps])
@pytest.mark.parametrize("direction", ["ko-en", "en-ko"])
@settings(deadline=None, max_examples=40)
@given(given_=concepts())
def test_pairs_come_back(tmp_path_factory, name, direction, given_):
    suffix = ".csv" if name == "omegat-csv" else FORMATS[name].suffixes[0]
    path = tmp_path_factory.mktemp("a") / f"a{suffix}"
    report = write_terms(given_, path, name, direction=direction)
    if not report.written:
        return
    back = read_terms(path, name, direction=direction)
    lost = {(loss.concept, loss.lang, loss.term) for loss in report.losses}
    refused_targets = {(t.lang, t.term) for c in given_ for t in c.of(direction[3:]) if t.status in REFUSED}
    given_terms = {(t.lang, t.term) for c in given_ for t in c.terms if (c.id, t.lang, t.term) not in lost} - (
        refused_targets if name.startswith("omegat") else set()
    )
    read = {(t.lang, t.term) for c in back.concepts for t in c.terms}
    assert given_terms <= read <= {(t.lang, t.term) for c in given_ for t in c.terms}
    assert not [p for p in back.problems if p.hard]
    if "concepts" in FORMATS[name].keeps:
        by_id = {c.id: c for c in given_}
        for concept in back.concepts:
            whole = by_id[concept.id]
            assert {(t.lang, t.term) for t in concept.terms} <= {(t.lang, t.term) for t in whole.terms}


SMALL = [
    Concept(
        "board",
        (
            Term("ko", "이사회", "preferred", "noun", hanja="理事會", context="이사회가 열렸다.", source="상법"),
            Term("ko", "이사진", "deprecated", note="구어"),
            Term("en", "board of directors", "preferred", "noun", "fullForm", region="US"),
            Term("en", "board", "admitted", type="shortForm", case="insensitive"),
        ),
        "finance",
        "회사의 업무를 정하는 기관",
        "see committee",
        "kim",
        "2026-11-23T07:00:00.000000Z",
    ),
    Concept("malmoi", (Term("ko", "말모이", "preferred", do_not_translate="yes"),)),
]


@pytest.mark.parametrize("name", WRITTEN)
def test_an_empty_glossary_makes_a_file(tmp_path, name):
    path = tmp_path / f"a{next(iter(FORMATS[name].suffixes), '.csv')}"
    report = write_terms([], path, name)
    assert (report.written, report.losses) == (0, [])
    assert path.exists()


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_format_does_not_keep_is_counted(tmp_path, name):
    report = write_terms(SMALL, tmp_path / f"a{next(iter(FORMATS[name].suffixes), '.csv')}", name)
    keeps = FORMATS[name].keeps
    assert ("domain" in report.fields) == ("domain" not in keeps)
    assert report.fields.get("term.hanja", 0) == (0 if "term.hanja" in keeps else 1)
    assert report.as_json()["format"] == name


@pytest.mark.parametrize("name", [name for name in READ if name not in ("xlsx-plain",)])
@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig"])
def test_other_encodings_are_recognised(tmp_path, name, encoding):
    suffix = ".csv" if name == "omegat-csv" else next(iter(FORMATS[name].suffixes), ".tbx")
    path = tmp_path / f"a{suffix}"
    # Without Hanja, as CP949 is told from other encodings by its share of Hangul.
    plain = [replace(c, terms=tuple(replace(t, hanja="") for t in c.terms)) for c in SMALL]
    write_terms(plain, path, name)
    text = path.read_bytes().decode("utf-8-sig")
    text = re.sub(r' encoding="UTF-8"', f' encoding="{encoding.removesuffix("-sig")}"', text)
    path.write_bytes(text.encode(encoding))
    found = read_terms(path, name)
    assert any(term.term == "이사회" for concept in found.concepts for term in concept.terms)


@pytest.mark.parametrize("name", READ)
def test_nothing_is_read_from_nothing(tmp_path, name):
    suffix = ".csv" if name == "omegat-csv" else next(iter(FORMATS[name].suffixes), ".tbx")
    with pytest.raises(InputError):
        read_terms(tmp_path / f"none{suffix}", name)
    (tmp_path / f"empty{suffix}").write_bytes(b"")
    with pytest.raises(InputError):
        read_terms(tmp_path / f"empty{suffix}", name)


@pytest.mark.parametrize("name", READ)
def test_what_is_no_text_is_refused(tmp_path, name):
    suffix = ".csv" if name == "omegat-csv" else next(iter(FORMATS[name].suffixes), ".tbx")
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises((EncodingError, FormatError)):
        read_terms(path, name)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text("old", "utf-8")

    def broken():
        yield SMALL[0]
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        write_terms(broken(), path)
    assert path.read_text("utf-8") == "old"
    with pytest.raises(OutputError):
        write_terms(SMALL, tmp_path / "none" / "a.tbx")


# name, is it read, what comes out
NAMES = [
    ("a.tbx", True, "tbx"), ("a.TBX", False, "tbx"), ("a.csv", True, "csv"), ("a.utf8", True, "omegat"),
    ("a.xlf", False, "xliff"), ("a.po", True, "po"), ("a.jsonl", True, "ndjson"),
]  # fmt: skip


@pytest.mark.parametrize("name, reading, expected", NAMES)
def test_the_suffix_names_the_format(name, reading, expected):
    assert format_of(name, reading=reading) == expected


@pytest.mark.parametrize(
    "args, said", [(("a.docx",), "is not known"), (("a.csv", "deepl"), "only written"), (("a",), "no suffix")]
)
def test_a_format_that_cannot_be_read_is_named(args, said):
    with pytest.raises(UsageError, match=said):
        read_terms(*args)


def test_the_signature_of_the_glossary_goes_along(tmp_path):
    for name in ("json", "tbx", "tbx3", "tbx3-dct", "tmx", "utx", "omegat", "po"):
        path = tmp_path / f"a.{name}"
        write_terms(SMALL, path, name, signature="12:0a1b2c3d")
        assert read_terms(path, name).signature == "12:0a1b2c3d", name
