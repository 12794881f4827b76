"""Glossaries for machine translation: one target a source, within the services' limits, and every loss reported."""

import csv

import pytest

from malmoi.formats.termbases.codecs import write_terms
from malmoi.formats.termbases.records import Concept, Term


def concept(id_, *terms, **fields):
    made = []
    for term in terms:
        lang, text, *status = term if isinstance(term, tuple) else ("ko" if ord(term[0]) > 0x2000 else "en", term)
        made.append(Term(lang, text, *(status or ["preferred"])))
    return Concept(id_, tuple(made), **fields)


BOARD = concept(
    "board",
    "이사회",
    ("ko", "이사진", "admitted"),
    ("en", "board", "admitted"),
    "board of directors",
    ("en", "council", "deprecated"),
)
# concepts, direction, rows, (rule, term) of losses
ROWS = [
    ([BOARD], "ko-en", [["이사회", "board of directors"], ["이사진", "board of directors"]],
     [("synonym", "board"), ("deprecated", "council")]),
    ([BOARD], "en-ko", [["board of directors", "이사회"], ["board", "이사회"]], [("synonym", "이사진"), ("deprecated", "council")]),
    ([concept("a", ("ko", "게임", "admitted"), "play"), concept("b", "게임", "game")], "ko-en", [["게임", "game"]],
     [("duplicate", "게임")]),
    ([concept("a", "인공지능", "AI"), concept("b", "원조", "ai")], "en-ko", [["AI", "인공지능"]], [("duplicate", "ai")]),
    ([concept("a", "말모이")], "ko-en", [], [("one-sided", "말모이")]),
    ([concept("a", "Malmoi")], "ko-en", [], [("one-sided", "Malmoi")]),
    ([concept("a", "가", ("en", "x", "superseded"))], "ko-en", [], [("superseded", "x"), ("one-sided", "가")]),
    ([concept("a", "가" * 342, "x")], "ko-en", [], [("too-long", "가" * 342)]),
    ([concept("a", "가" * 341, "x")], "ko-en", [["가" * 341, "x"]], []),
    ([concept("a", "가\x07", "x")], "ko-en", [], [("control", "가\x07")]),
    ([concept("a", ("ko", " 가\u00a0 나\n"), "a\tb")], "ko-en", [["가 나", "a b"]], []),
    ([concept("a", ("ko", '"가"'), "=1,2")], "ko-en", [['"가"', "=1,2"]], []),
    ([], "ko-en", [], []),
]  # fmt: skip


@pytest.mark.parametrize("given, direction, rows, losses", ROWS)
def test_deepl_gets_one_target_a_source(tmp_path, given, direction, rows, losses):
    report = write_terms(given, tmp_path / "a.csv", "deepl", direction=direction)
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == rows
    assert sorted((loss.rule, loss.term) for loss in report.losses) == sorted(losses)
    assert report.written == len(rows)


def test_a_tab_separated_file_has_no_quotes(tmp_path):
    for name in ("deepl", "google"):
        write_terms([concept("a", ("ko", '"가"'), 'say "x"')], tmp_path / "a.tsv", name)
        assert (tmp_path / "a.tsv").read_text("utf-8") == '"가"\tsay "x"\n'


def test_what_is_not_to_be_translated_is_its_own_target(tmp_path):
    kept = Concept(
        "a", (Term("ko", "LG이노텍", "preferred", do_not_translate="yes"), Term("en", "LG Innotek", "preferred"))
    )
    write_terms([kept], tmp_path / "a.csv", "google")
    assert (tmp_path / "a.csv").read_text("utf-8") == "LG이노텍,LG이노텍\n"


def test_amazon_tells_case_apart_and_names_the_languages(tmp_path):
    given = [concept("a", "인공지능", "AI"), concept("b", "원조", "ai")]
    report = write_terms(given, tmp_path / "a.csv", "amazon", direction="en-ko")
    assert (tmp_path / "a.csv").read_text("utf-8") == "en,ko\nAI,인공지능\nai,원조\n"
    assert report.losses == []


def test_a_set_of_google_has_a_concept_a_row(tmp_path):
    second = concept("b", "이사회", "panel")
    report = write_terms([BOARD, second, concept("c", "홀로")], tmp_path / "a.csv", "google-set")
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["ko", "en", "pos", "description"],
            ["이사회", "board of directors", "", ""],
        ]
    assert sorted((loss.rule, loss.concept) for loss in report.losses) == [
        ("deprecated", "board"), ("duplicate", "b"), ("one-sided", "c"), ("synonym", "board"), ("synonym", "board"),
    ]  # fmt: skip


@pytest.mark.parametrize("name, most", [("deepl", 10 << 20), ("amazon", 10_485_760)])
def test_a_file_never_grows_beyond_what_the_service_takes(tmp_path, name, most):
    given = [concept(f"c{i}", f"가{i:05}" + "나" * 300, "x" * 1000) for i in range(6000)]
    report = write_terms(given, tmp_path / "a.csv", name)
    size = (tmp_path / "a.csv").stat().st_size
    assert most - 2000 < size <= most
    assert report.counts() == {"too-large": 6000 - report.written}


def test_google_counts_characters(tmp_path):
    given = [concept(f"c{i}", f"가{i:05}" + "나" * 994, "x" * 1000) for i in range(5100)]
    report = write_terms(given, tmp_path / "a.csv", "google")
    assert report.written == 5000
    assert report.counts() == {"too-large": 100}
