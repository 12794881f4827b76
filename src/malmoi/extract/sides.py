"""What term extraction sees of one segment: for each language its units (morphemes, words) and the phrases over them.

A unit is the smallest piece that evidence speaks about; a phrase is a run of units that may be a term. Phrases name their
units by number, so that all evidence about phrases can be summed from a matrix over units.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from malmoi.amounts.parse import parse_amounts

__all__ = ["Phrase", "Side", "Unit", "lemmas", "outside_amounts", "outside_placeholders"]

_PLACEHOLDER = re.compile(r"[$%#]?\{[^{}\n]*\}|%[a-zA-Z]\b|https?://\S+|www\.\S+")


class Unit(NamedTuple):
    """A morpheme or word: `key` is what it is looked up by (stem, lemma), `weight` how much it says (0: only grammar).

    `tag` is Kiwi's, empty for English.
    """

    key: str
    start: int
    end: int
    weight: float
    proper: bool = False
    tag: str = ""


class Phrase(NamedTuple):
    """Units [first, last), the text [start, end) they stand in, and that text as a dictionary would have it.

    `name` says that it looks like a name (capitals, a proper noun of Kiwi), `bound` that grammar ties it to something else
    (the noun of a 하다 verb), `quoted` that quotation marks or brackets enclose exactly it, `repaired` that it is cut other than the
    tokeniser cuts.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    name: bool = False
    bound: bool = False
    quoted: bool = False
    repaired: bool = False


@dataclass(slots=True)
class Side:
    """One language of one segment."""

    text: str
    units: list[Unit] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)


def lemmas(side: Side, p: Phrase) -> str:
    """The words of a phrase as they are looked up, joined by spaces."""
    return " ".join(u.key for u in side.units[p.first : p.last])


def outside_placeholders(text: str, phrases: Iterable[Phrase]) -> list[Phrase]:
    """Those phrases that do not touch a placeholder ({count}, %s) or an address: what stands there is no language."""
    places = [m.span() for m in _PLACEHOLDER.finditer(text)]
    if not places:
        return list(phrases)
    return [p for p in phrases if not any(p.start < end and start < p.end for start, end in places)]


def outside_amounts(text: str, phrases: Iterable[Phrase]) -> list[Phrase]:
    """Those phrases of an English text that are no part of an amount: the points of `3 to 5 points` render no word."""
    places = [(a.start, a.end) for a in parse_amounts(text, "en") if a.unit not in _BARE]
    if not places:
        return list(phrases)
    return [p for p in phrases if not any(start <= p.start and p.end <= end for start, end in places)]


# Of such an amount the figure alone is one: 200 companies, the third quarter.
_BARE = frozenset({"number", "ordinal"})
