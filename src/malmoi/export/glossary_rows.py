"""A glossary's terms laid out for people: one row a concept, the terms of one standing joined; in the order of a dictionary."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from malmoi.text.hangul import choseong, is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BETWEEN", "Entry", "entries", "initial", "sort_key"]

# Between terms in one cell; what term-base programs use, and no term holds.
BETWEEN = " | "
_REFUSED = ("superseded", "deprecated")
# A dictionary lists doubled consonants under the plain ones.
_PLAIN = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept: its terms by language, those to use first, further ones, and those to avoid; and what is said of it."""

    concept: str
    ko: str
    en: str
    other_ko: str
    other_en: str
    avoid_ko: str
    avoid_en: str
    domain: str
    definition: str
    note: str
    by: str
    at: str


def entries(terms: pl.DataFrame) -> list[Entry]:
    """One entry a concept of a frame TERMS, in the order of a dictionary."""
    found = [_entry(group) for group in _groups(terms)]
    return sorted(found, key=lambda entry: (*sort_key(entry.ko or entry.en), entry.concept))


def initial(text: str) -> str:
    """The heading under which a dictionary lists a term: a consonant, a Latin letter, or # for all else."""
    first = choseong(text)[:1].translate(_PLAIN).upper()
    return first if first.isalpha() else "#"


def sort_key(text: str) -> tuple[int, str, str]:
    """The order of a Korean dictionary: Hangul, then Latin letters, then the rest."""
    group = 0 if is_syllable(text[:1]) else 1 if text[:1].isalpha() else 2
    return group, text.casefold(), text


def _groups(terms: pl.DataFrame) -> "Iterator[list[Mapping[str, str]]]":
    for _, rows in terms.group_by("concept", maintain_order=True):
        yield [*rows.iter_rows(named=True)]


def _entry(rows: "list[Mapping[str, str]]") -> Entry:
    def joined(lang: str, *statuses: str) -> str:
        return BETWEEN.join(row["term"] for row in rows if row["lang"] == lang and row["status"] in statuses)

    first = rows[0]
    # The note of a term stands before that of its concept; each is shown once.
    notes = dict.fromkeys(row["note"] for row in rows if row["note"])
    definitions = dict.fromkeys(row["definition"] for row in rows if row["definition"])
    best = {lang: joined(lang, "preferred") or joined(lang, "admitted") for lang in ("ko", "en")}
    others = {lang: joined(lang, "admitted") for lang in ("ko", "en")}
    return Entry(
        first["concept"],
        best["ko"],
        best["en"],
        others["ko"] if others["ko"] != best["ko"] else "",
        others["en"] if others["en"] != best["en"] else "",
        joined("ko", *_REFUSED),
        joined("en", *_REFUSED),
        first["domain"],
        " ".join(definitions),
        "\n".join(notes),
        first["by"],
        first["at"][:10],
    )
