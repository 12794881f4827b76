"""The gold files beside the examples say what is in the texts, and the two languages say the same figures."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

PAIRS = ("stargate", "results", "policy", "help")
KINDS = {"term", "amount"}
TERM_TYPES = {"PERSON", "PLACE", "ORG", "PRODUCT", "TERM", "EVENT"}
SENTENCES = range(8, 21)
TERMS = range(15, 41)

# Enough of a splitter for these eight texts, and independent of the one that is measured with them.
SENTENCE_END = re.compile(r"(?<!U\.S)(?<!^\d)[.?!][”\"]?\s+(?=[“‘\"A-Z가-힣]|\d+월)")

KO_UNITS = {"조": 10**12, "억": 10**8, "만": 10**4}
EN_UNITS = {"trillion": 10**12, "billion": 10**9, "million": 10**6}
EN_WORDS = {"a": 1, "four": 4, "three": 3, "five": 5, "seven": 7}
KO_ENDS = {
    "원": "KRW", "달러": "USD", "%포인트": "percent_point", "%": "percent", "배": "times", "점": "point", "개국": "country",
    "개사": "company", "개": "item", "년": "year", "일": "day", "분": "minute", "MB": "MB",
}  # fmt: skip
EN_ENDS = {
    "won": "KRW", "percentage points": "percent_point", "percent": "percent", "times": "times", "points": "point",
    "countries": "country", "companies": "company", "year": "year", "years": "year", "days": "day",
    "minutes": "minute", "MB": "MB",
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file whose first line names the columns; no empty lines, no missing cells."""
    header, *lines = [line.split("\t") for line in path.read_text("utf-8").removesuffix("\n").split("\n")]
    assert {len(line) for line in lines} == {len(header)}
    return [dict(zip(header, line, strict=True)) for line in lines]


def sentences(text: str) -> list[str]:
    """Sentences by eye's rules: a line break ends one, and so does a full stop before a capital or Hangul."""
    found = []
    for line in filter(None, text.split("\n")):
        cuts = [0, *(m.end() for m in SENTENCE_END.finditer(line)), len(line)]
        found += [line[a:b].strip() for a, b in pairwise(cuts)]
    return found


def english_forms(term: str) -> tuple[str, ...]:
    """A dictionary form and its regular plurals, in lower case."""
    low = term.casefold()
    return low, low + "s", low + "es", low.removesuffix("y") + "ies"


def quantity(text: str, words: dict[str, int]) -> Decimal:
    """Sum of the figures in `text`, each times the unit behind it: 4조2000억, 4.2 trillion, four."""
    text = text.replace(",", "").strip()
    if text in EN_WORDS:
        return Decimal(EN_WORDS[text])
    parts = re.findall(rf"(\d+(?:\.\d+)?)\s*({'|'.join(words)})?", text)
    return sum((Decimal(figure) * words.get(word, 1) for figure, word in parts), Decimal(0))


def reading(surface: str, lang: str) -> tuple[Decimal, str]:
    """Value and unit of a gold amount; no unit when it stands elsewhere, as behind the other end of a range."""
    ends, words = (KO_ENDS, KO_UNITS) if lang == "ko" else (EN_ENDS, EN_UNITS)
    if surface.startswith("$"):
        return quantity(surface[1:], words), "USD"
    end = next((end for end in sorted(ends, key=len, reverse=True) if surface.endswith(end)), "")
    return quantity(surface.removesuffix(end), words), ends.get(end, "")


@pytest.fixture(params=PAIRS)
def pair(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def texts(examples: Path, pair: str) -> dict[str, str]:
    return {lang: (examples / f"{pair}.{lang}.txt").read_text("utf-8") for lang in ("ko", "en")}


@pytest.fixture
def gold(examples: Path, pair: str) -> list[dict[str, str]]:
    return rows(examples / f"{pair}.gold.tsv")


def test_texts_read_as_published(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert len(sentences(text)) in SENTENCES
        assert text.endswith((".\n", '."\n'))
        assert not re.search(r"\n{3}|[^\S\n]{2}|[^\S\n]$|\t", text, re.MULTILINE)
        headline, blank, *_ = text.split("\n")
        assert headline
        assert not blank
        assert not headline.endswith(".")
    assert not re.search("[가-힣]", texts["en"])


def test_beads_cover_both_sides_in_order(examples: Path, pair: str, texts: dict[str, str]) -> None:
    beads = rows(examples / f"{pair}.beads.tsv")
    assert set(beads[0]) == {"ko", "en"}
    for lang in ("ko", "en"):
        named = [int(index) for bead in beads for index in bead[lang].split(",") if index]
        assert named == list(range(len(sentences(texts[lang]))))
    shapes = {(len(bead["ko"].split(",")), len(bead["en"].split(","))) for bead in beads}
    assert shapes == {(1, 1), (1, 2), (2, 1)}


def test_gold_rows_are_well_formed(gold: list[dict[str, str]]) -> None:
    assert list(gold[0]) == ["kind", "ko", "en", "type", "note"]
    assert {row["kind"] for row in gold} == KINDS
    assert all(row["type"] in TERM_TYPES if row["kind"] == "term" else row["type"] == "amount" for row in gold)
    assert all(cell == cell.strip() for row in gold for cell in row.values())
    assert all(row["ko"] and row["en"] for row in gold)
    assert len([row for row in gold if row["kind"] == "term"]) in TERMS
    for lang in ("ko", "en"):
        seen = [row[lang] for row in gold]
        assert len(seen) == len(set(seen)), "one surface, one pair"


def test_gold_strings_stand_in_the_texts(gold: list[dict[str, str]], texts: dict[str, str]) -> None:
    low = texts["en"].casefold()
    for row in gold:
        assert row["ko"] in texts["ko"], row
        forms = english_forms(row["en"]) if row["kind"] == "term" else (row["en"].casefold(),)
        assert any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", low) for form in forms), row


def test_terms_share_a_bead(examples: Path, pair: str, texts: dict[str, str], gold: list[dict[str, str]]) -> None:
    """A gold pair is a translation in place: some bead holds both sides."""
    ko, en = sentences(texts["ko"]), sentences(texts["en"])
    beads = [
        (
            " ".join(ko[int(i)] for i in bead["ko"].split(",")),
            " ".join(en[int(i)] for i in bead["en"].split(",")).casefold(),
        )
        for bead in rows(examples / f"{pair}.beads.tsv")
    ]
    apart = [
        (row["ko"], row["en"])
        for row in gold
        if not any(row["ko"] in k and any(form in e for form in english_forms(row["en"])) for k, e in beads)
    ]
    assert apart == []


def test_figures_agree(gold: list[dict[str, str]]) -> None:
    for row in gold:
        if row["kind"] == "amount":
            value, unit = row["note"].partition(";")[0].split(" ")
            for lang in ("ko", "en"):
                read = reading(row[lang], lang)
                assert read[0] == Decimal(value), row
                assert read[1] == unit or (not read[1] and (lang == "en" or "low end" in row["note"])), row


def test_every_percentage_and_sum_of_money_is_gold(gold: list[dict[str, str]], texts: dict[str, str]) -> None:
    """What can be found by a plain pattern must be listed."""
    listed = {lang: [row[lang] for row in gold if row["kind"] == "amount"] for lang in ("ko", "en")}
    patterns = {
        "ko": r"\d[\d,.]*(?:%포인트|%|배)|\d[\d,.]*(?<![.,])(?:조|억|만)?(?:\d+억)? ?(?:원|달러)",
        "en": r"\$[\d.]+ \w+illion|[\d.,]*\d (?:\w+illion )?(?:won|percent(?:age points)?)",
    }
    for lang, pattern in patterns.items():
        found = [m.group() for m in re.finditer(pattern, texts[lang])]
        assert [f for f in found if f not in listed[lang]] == []


def test_the_readme_counts_what_is_there(
    examples: Path, pair: str, gold: list[dict[str, str]], texts: dict[str, str]
) -> None:
    terms = sum(row["kind"] == "term" for row in gold)
    counts = f"| {len(sentences(texts['ko']))} / {len(sentences(texts['en']))} | {terms} | {len(gold) - terms} |"
    line = next(
        line for line in (examples / "README.md").read_text("utf-8").splitlines() if line.startswith(f"| `{pair}`")
    )
    assert line.endswith(counts)


def test_the_splitter_here_can_tell() -> None:
    assert sentences("U.S. President\n\n1. 하나. 둘.") == ["U.S. President", "1. 하나.", "둘."]
    assert reading("4조2000억원", "ko") == reading("4.2 trillion won", "en") == (Decimal("4.2e12"), "KRW")
    assert reading("9.1 trillion", "en") == (Decimal("9.1e12"), "")
