"""Brackets that name a Korean phrase again in Latin letters: 사회관계망서비스(SNS), 스타게이트(Stargate), 환경보호국(EPA).

Where the English text has the same letters, they speak for the Korean phrase before the bracket, not for the bracket: the
translation has one name where the original has two. Only when the English gives both names too, the short one in brackets, do
the two brackets answer one another.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from malmoi.extract.sides import Phrase, Side

__all__ = ["Gloss", "bracketed", "glosses", "is_acronym"]

_OPENING = frozenset("(（")
_BRACKET = re.compile(r"\s?[(（]([^()（）]{1,80})[)）]")
_LATIN_BRACKET = re.compile(r"\s?[(（]\s?(?=[A-Za-z])([^()（）가-힣]{1,80})[)）]")
_PART = re.compile(r"(?:[Tt]he )?([A-Za-z][^,;:/]*[^\s,;:/])")
_ACRONYM = re.compile(r"[A-Z]&[A-Z]|(?:[A-Z][A-Za-z]?\.?){1,6}[A-Z]\.?s?|[A-Z]{2,}[0-9]*")


class Gloss(NamedTuple):
    """A bracket with Latin letters: units [first, last) inside it, units [host_first, host_last) of the longest phrase before it."""

    host_first: int
    host_last: int
    first: int
    last: int
    text: str


def bracketed(side: Side, p: Phrase) -> str:
    """What stands in brackets right after the phrase: another name of it; empty when there is none."""
    # Most phrases have none: a look at two characters spares the search.
    found = _BRACKET.match(side.text, p.end) if not _OPENING.isdisjoint(side.text[p.end : p.end + 2]) else None
    return found.group(1).strip() if found else ""


def is_acronym(text: str) -> bool:
    """IMF, ASEAN, U.S., LLMs: capitals throughout, or nearly."""
    return "A" <= text[:1] <= "Z" and _ACRONYM.fullmatch(text) is not None


def glosses(ko: Side) -> Iterator[Gloss]:
    """The brackets of a Korean segment that name the phrase before them in Latin letters."""
    for bracket in _LATIN_BRACKET.finditer(ko.text):
        hosts = [p for p in ko.phrases if p.end == bracket.start() and not (p.bound or p.repaired)]
        if not hosts:
            continue
        host = min(hosts, key=lambda p: p.first)
        for part in _PART.finditer(bracket.group(1)):
            start, end = bracket.start(1) + part.start(1), bracket.start(1) + part.end(1)
            inner = [i for i, u in enumerate(ko.units) if start <= u.start and u.end <= end]
            if inner:
                yield Gloss(host.first, host.last, inner[0], inner[-1] + 1, part.group(1))
