"""The starter glossary is a table a person can read and a program can trust: legal values, no term with two meanings unsaid."""

import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[2] / "glossary" / "starter.tsv"
COLUMNS = ["concept", "lang", "term", "status", "pos", "type", "domain", "definition", "note"]
LEGAL = {
    "lang": {"ko", "en"},
    "status": {"preferred", "admitted", "deprecated", "superseded"},
    "pos": {"noun", "proper noun", "verb", "adjective", "adverb"},
    "type": {"", "fullForm", "acronym", "abbreviation", "variant", "shortForm"},
    "domain": {"ai", "it", "finance", "government", "economy", "law", "business", "news", "science", "software"},
}
FEWEST_CONCEPTS = 350
# Everything else of one syllable is found in too many words to be a term.
ONE_SYLLABLE = {"앱"}
SPACING_ONLY = "띄어쓰기만 다름"

# Korean, English, status of the Korean: what every reader of such a glossary would look for first.
EXPECTED = [
    ("금융위원회", "Financial Services Commission", "preferred"),
    ("과학기술정보통신부", "Ministry of Science and ICT", "preferred"),
    ("과기정통부", "Ministry of Science and ICT", "admitted"),
    ("한국은행", "Bank of Korea", "preferred"),
    ("대규모언어모델", "large language model", "preferred"),
    ("거대언어모델", "large language model", "admitted"),
    ("데이터 센터", "data center", "admitted"),
    ("스타게이트", "Stargate", "preferred"),
    ("소프트뱅크그룹", "SoftBank Group", "preferred"),
    ("SK하이닉스", "SK hynix", "preferred"),
    ("컨텐츠", "content", "deprecated"),
    ("메세지", "message", "deprecated"),
    ("어플", "application", "deprecated"),
    ("대차대조표", "balance sheet", "superseded"),
    ("전월세", "jeonse and monthly rent", "preferred"),
]

Row = dict[str, str]


def key(term: str) -> str:
    """What a lookup takes for the same: spaces and capitals apart."""
    return "".join(term.split()).casefold()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    comment, header, *lines = TABLE.read_text("utf-8").removesuffix("\n").split("\n")
    assert comment.startswith("# ")
    assert "Source:" in comment
    assert "Apache-2.0" in comment
    assert header.split("\t") == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module")
def concepts(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["concept"]].append(row)
    return found


def test_it_is_a_real_glossary(concepts: dict[str, list[Row]]) -> None:
    assert len(concepts) >= FEWEST_CONCEPTS
    assert {terms[0]["domain"] for terms in concepts.values()} == LEGAL["domain"]


@pytest.mark.parametrize("column", LEGAL)
def test_values_are_legal(rows: list[Row], column: str) -> None:
    assert {row[column] for row in rows} <= LEGAL[column]


def test_text_is_clean(rows: list[Row]) -> None:
    for row in rows:
        for cell in row.values():
            assert cell == unicodedata.normalize("NFC", " ".join(cell.split())), row
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", row["concept"]), row
        assert len(row["term"]) > 1 or row["term"] in ONE_SYLLABLE, row
        if row["lang"] == "en":
            assert not re.search("[가-힣]", row["term"]), row


def test_a_concept_stands_together_with_one_domain_and_word_class(
    rows: list[Row], concepts: dict[str, list[Row]]
) -> None:
    order = [row["concept"] for row in rows]
    assert len(concepts) == 1 + sum(a != b for a, b in pairwise(order)), "a concept is torn apart"
    for concept, terms in concepts.items():
        assert len({(term["domain"], term["pos"]) for term in terms}) == 1, concept
        assert all(not term["definition"] for term in terms[1:]), concept


def test_a_concept_has_one_preferred_term_a_language_and_it_comes_first(concepts: dict[str, list[Row]]) -> None:
    for concept, terms in concepts.items():
        for lang in ("ko", "en"):
            statuses = [term["status"] for term in terms if term["lang"] == lang]
            assert statuses[:1] == ["preferred"], (concept, lang)
            assert statuses.count("preferred") == 1, (concept, lang)


def test_a_term_is_said_once_a_concept(rows: list[Row]) -> None:
    counts = Counter((row["concept"], row["lang"], row["term"]) for row in rows)
    assert [term for term, count in counts.items() if count > 1] == []


def test_homographs_within_a_domain_are_noted(rows: list[Row]) -> None:
    places: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        places[row["domain"], row["lang"], key(row["term"])].append(row)
    unsaid = [
        place
        for place, found in places.items()
        if len({row["concept"] for row in found}) > 1 and not all(row["note"] for row in found)
    ]
    assert unsaid == []


def test_what_is_not_to_be_used_says_why(rows: list[Row]) -> None:
    assert [row["term"] for row in rows if row["status"] in ("deprecated", "superseded") and not row["note"]] == []


def test_spacing_variants_differ_in_spaces_alone(rows: list[Row], concepts: dict[str, list[Row]]) -> None:
    marked = [row for row in rows if row["note"] == SPACING_ONLY]
    assert marked
    for row in marked:
        others = [term["term"] for term in concepts[row["concept"]] if term is not row]
        assert row["type"] == "variant", row
        assert any(key(other) == key(row["term"]) for other in others), row


def test_acronyms_look_like_acronyms(rows: list[Row]) -> None:
    """Capitals, so that they can be matched with their case: IT is no pronoun and WHO no question."""
    for row in rows:
        if row["type"] == "acronym":
            assert re.fullmatch(r"[A-Z0-9][A-Za-z0-9&.]*", row["term"]), row
            assert sum(letter.isupper() for letter in row["term"]) >= 2, row


@pytest.mark.parametrize("ko, en, status", EXPECTED)
def test_what_everyone_looks_for(rows: list[Row], ko: str, en: str, status: str) -> None:
    korean = {(row["concept"], row["status"]) for row in rows if row["lang"] == "ko" and row["term"] == ko}
    english = {row["concept"] for row in rows if row["lang"] == "en" and row["term"] == en}
    assert any(concept in english and found == status for concept, found in korean)
