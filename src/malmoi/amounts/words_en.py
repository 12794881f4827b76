"""English number words as the tables have them, and the small patterns that join them."""

import re
from decimal import Decimal
from functools import cache

from malmoi.amounts.tables import words

__all__ = ["AND", "ARTICLE", "GAP", "WORD", "lower", "opens_fraction", "table"]

WORD = re.compile(r"[A-Za-z]+")
# What may stand between the parts of a number, and what adds a smaller part.
GAP = re.compile(r"[ \u00a0\t]{1,3}-?[ \u00a0\t]{0,2}|-[ ]?")
AND = re.compile(r"[ \u00a0]{1,3}and[ \u00a0]{1,3}", re.IGNORECASE)
ARTICLE = re.compile(r"an?[ -]{1,2}", re.IGNORECASE)


@cache
def table(name: str) -> dict[str, Decimal]:
    """A table of number words, in lower case but for the abbreviated scales: word -> value."""
    return {word: Decimal(str(value)) for word, value in words("english.toml")[name].items()}


def lower(text: str, at: int) -> str:
    """The word at `at` in lower case, "" where there is none."""
    found = WORD.match(text, at)
    return found.group().lower() if found else ""


def opens_fraction(text: str, at: int) -> bool:
    """Does a fraction (a half, three quarters, 2 fifths) begin at `at`?"""
    first = re.compile(r"\d{1,3}|[A-Za-z]+").match(text, at)
    if first is None:
        return False
    word = first.group().lower()
    if word == "half":
        return True
    gap = GAP.match(text, first.end())
    if gap is None or not (word[0].isdigit() or word in ("a", "an") or word in table("ones") or word in table("tens")):
        return False
    second = lower(text, gap.end())
    if second in table("halves"):
        return True
    singular = word in ("a", "an", "one", "1")
    return second in table("ordinals") if singular else second.endswith("s") and second[:-1] in table("ordinals")
