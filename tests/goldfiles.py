"""The examples' gold files, and how a result is held against them; used by the tests and by tests/bench/examples_report.py.

A gold amount is *found* when a matched pair has its value and both its strings (a longer or shorter stretch of the same figure counts).
A gold term is *found* when a candidate has both its strings (case, spaces and hyphens apart). A gold term is paired *wrongly* when a
candidate has one of its strings with another one that shares no word with what the gold gives for it, unless the glossary has that pair:
one concept has several names.
"""

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

__all__ = ["EXAMPLES", "Verdict", "amounts", "beads", "judge", "missed_amounts", "texts"]

FOLDER = Path(__file__).resolve().parent.parent / "examples"
EXAMPLES = sorted(path.name.removesuffix(".gold.tsv") for path in FOLDER.glob("*.gold.tsv"))


@dataclass
class Verdict:
    """How the term candidates of one example did."""

    gold: int
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.gold


def texts(name):
    """The Korean and the English text of an example."""
    return tuple((FOLDER / f"{name}.{lang}.txt").read_text("utf-8") for lang in ("ko", "en"))


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))


def beads(name):
    """Gold beads as a set of (ko indices, en indices)."""
    indices = lambda cell: tuple(map(int, cell.split(","))) if cell else ()  # noqa: E731
    return {(indices(row["ko"]), indices(row["en"])) for row in rows(FOLDER / f"{name}.beads.tsv")}


def gold(name, kind):
    return [(row["ko"], row["en"]) for row in rows(FOLDER / f"{name}.gold.tsv") if row["kind"] == kind]


def amounts(name):
    """Gold amounts as (ko, en, value); the note begins with the value."""
    return [
        (row["ko"], row["en"], Decimal(row["note"].split()[0]))
        for row in rows(FOLDER / f"{name}.gold.tsv")
        if row["kind"] == "amount"
    ]


def missed_amounts(name, frame):
    """Gold amounts without a matched pair in an alignment's frame of amounts; every pair serves once."""
    left = [row for row in frame.iter_rows(named=True) if row["status"] == "match" and ".." not in row["ko_value"]]
    missed = []
    for ko, en, value in amounts(name):
        hit = next(
            (
                row
                for row in left
                if Decimal(row["ko_value"]) == value == Decimal(row["en_value"])
                and same_figure(row["ko"], ko)
                and same_figure(row["en"], en)
            ),
            None,
        )
        if hit is None:
            missed.append((ko, en))
        else:
            left.remove(hit)
    return missed


def same_figure(a, b):
    a, b = key(a), key(b)
    return a in b or b in a


def key(text):
    return re.sub(r"[\s\-‐]", "", text).casefold()


def judge(name, frame, least=0.5):
    """Hold the candidates of at least this confidence against the gold terms of an example."""
    sure = frame.filter(frame["confidence"] >= least)
    candidates = sure.select("ko", "en").rows()
    terms = gold(name, "term")
    verdict = Verdict(len(terms))
    made = {(key(ko), key(en)) for ko, en in candidates}
    verdict.missed = [(ko, en) for ko, en in terms if (key(ko), key(en)) not in made]
    sides = ({}, {})
    for pair in terms:
        for side in (0, 1):
            sides[side].setdefault(key(pair[side]), []).append(pair[1 - side])
    for row in rows(FOLDER / f"{name}.gold.tsv"):
        # What else the text has for the term is right too: "smaller firm in the headline".
        here = IN_THE_TEXT.fullmatch(row["note"])
        if row["kind"] == "term" and here:
            sides[not here[1].isascii()].setdefault(key(row["ko" if here[1].isascii() else "en"]), []).append(here[1])
    for pair in sure.filter(sure["status"] != "known").select("ko", "en").rows():
        for side in (0, 1):
            known = sides[side].get(key(pair[side]))
            if known and not any(related(pair[1 - side], other) for other in known):
                verdict.wrong.append(pair)
                break
    return verdict


IN_THE_TEXT = re.compile(r"(.+) in the (?:headline|text)")


def related(a, b):
    """Do two strings of one language share a word, is one inside the other, or one the other's initials?"""
    if initials(a) == key(b).upper() or initials(b) == key(a).upper():
        return True
    words = [set(re.findall(r"\w+", text.casefold())) for text in (a, b)]
    return bool(words[0] & words[1]) or key(a) in key(b) or key(b) in key(a)


def initials(text):
    """SME of "small and medium-sized enterprise": the first letters of the words that count."""
    return "".join(
        word[0] for word in re.findall(r"[A-Za-z]+", text) if word not in {"and", "of", "the", "for", "sized"}
    ).upper()
