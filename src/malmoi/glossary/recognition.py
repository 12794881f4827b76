"""Recognition: the glossary's terms as they stand in a text.

Both sides are folded (case, spaces, hyphens, width), every place where a term stands is found at once, and each is then looked at: what
lies around it, which particles follow, whether morphemes end where it ends. What is left is covered by the longest terms.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from malmoi.errors import UsageError
from malmoi.glossary import eojeol, nouns, phrase
from malmoi.glossary.entry import STATUSES
from malmoi.glossary.folding import Folded, fold_surface, surroundings
from malmoi.glossary.index import Row
from malmoi.glossary.matcher import Matcher
from malmoi.glossary.senses import Senses, senses_of
from malmoi.model.records import Hit
from malmoi.text.hangul import normalize

if TYPE_CHECKING:
    from malmoi.model.records import Lang

__all__ = ["TIERS", "Recogniser"]

# fast: no Kiwi at all; default: Kiwi where the text alone does not tell; exact: Kiwi for every Korean hit.
TIERS = ("fast", "default", "exact")


# What tells long terms apart: three syllables say as much as six letters.
_KOREAN_HEAD, _ENGLISH_HEAD = 3, 6


class _Spot(NamedTuple):
    """A place that may be a hit, in the composed text."""

    start: int
    end: int
    how: str
    row: Row


class Recogniser:
    """Finds the terms of one state of a glossary."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._senses: dict[int, Senses] = {}
        korean: list[tuple[str, tuple[Row, str | None]]] = []
        english: list[tuple[str, tuple[Row, str | None]]] = []
        rows = [*rows]
        translations: dict[str, list[Row]] = {}
        for row in rows:
            translations.setdefault(row.concept, []).append(row)
        for row in rows:
            others = (other.term for other in translations[row.concept] if other.lang != row.lang)
            if senses := senses_of(row.lang, row.term, others):
                self._senses[row.no] = senses
            surface = fold_surface(row.term)
            if not surface:
                continue
            if row.lang == "ko":
                korean.append((surface, (row, None)))
            else:
                english += [(fold_surface(form), (row, how)) for form, how in phrase.forms(row.term)]
                if row.term != row.term.lower():
                    # Korean texts write names and acronyms in Latin letters too.
                    korean.append((surface, (row, None)))
        self._matchers = {"ko": Matcher(korean, _KOREAN_HEAD), "en": Matcher(english, _ENGLISH_HEAD)}

    def find(self, text: str, lang: "Lang", tier: str = "default") -> list[Hit]:
        """Hits in `text`, in order and disjoint; spans are of the text as given. Raises UsageError for an unknown tier or language."""
        if tier not in TIERS or lang not in self._matchers:
            known = f"tier is one of {', '.join(TIERS)}, lang is ko or en"
            raise UsageError(f"find cannot work with lang={lang!r}, tier={tier!r}: {known}.")
        given = normalize(text)
        folded = Folded(given.text)
        spots: dict[tuple[int, int], _Spot] = {}
        # English terms stand between words; a Korean one may begin anywhere.
        starts = folded.word_starts if lang == "en" else None
        for first, last, found in self._matchers[lang].matches(folded.text, starts):
            start, end = folded.span(first, last - 1)
            for row, how in found:
                seen = self._seen(given.text, start, end, row, how, tier)
                if seen is None:
                    continue
                new = _Spot(start, seen[0], seen[1], row)
                old = spots.get((start, new.end))
                if old is None or _rank(given.text, new) < _rank(given.text, old):
                    spots[start, new.end] = new
        hits = []
        for spot in _cover(list(spots.values())):
            span = given.span(spot.start, spot.end)
            hits.append(Hit(span.start, span.end, spot.row.concept, spot.row.term, spot.row.status, spot.how))
        return hits

    def _seen(self, text: str, start: int, end: int, row: Row, how: str | None, tier: str) -> tuple[int, str] | None:
        """(end, how) of a term at [start, end), None when it is not there; `how` is None in Korean text."""
        seen = _korean(text, start, end, row.term, tier) if how is None else _english(text, start, end, row.term, how)
        senses = self._senses.get(row.no)
        if seen and senses:
            near, offset = surroundings(text, start, seen[0])
            if not senses.is_meant(near, start - offset, seen[0] - offset):
                return None
        return seen


def _korean(text: str, start: int, end: int, term: str, tier: str) -> tuple[int, str] | None:
    place = eojeol.look(text, start, end, term)
    if place is None or not phrase.fits_case(text[start:end], term, ""):
        return None
    if tier == "fast":
        return (end, place.how) if place.likely else None
    asked = tier == "exact" or place.doubtful or eojeol.is_ambiguous(term)
    return None if asked and not eojeol.verify(text, start, end, term, place) else (end, place.how)


def _english(text: str, start: int, end: int, term: str, how: str) -> tuple[int, str] | None:
    seen = phrase.look(text, start, end, term, how)
    if seen is None or not (nouns.may_be_other(term) or "-" in term):
        return seen
    near, offset = surroundings(text, start, end)
    s, e = start - offset, end - offset
    if nouns.is_verb_phrase(near, s, e, term) or (nouns.may_be_other(term) and not nouns.is_noun(near, s, e, term)):
        return None
    return seen


def _rank(text: str, spot: _Spot) -> tuple[bool, int]:
    """Of several terms at one place: the one spelled so, then the one of the best status."""
    return text[spot.start : spot.end] != spot.row.term, STATUSES.index(
        spot.row.status
    ) if spot.row.status in STATUSES else len(STATUSES)


def _cover(spots: list[_Spot]) -> list[_Spot]:
    """The disjoint spots that cover most of the text, with as few terms as do it: the longest wins, adjacent ones both stay."""
    if len(spots) < 2:
        return spots
    # best[k]: what the first k spots (by their ends) can cover; taken[k]: (spot, the best before it), None where k adds nothing.
    ordered = sorted(spots, key=lambda s: (s.end, s.start))
    ends = [spot.end for spot in ordered]
    best = [0.0]
    taken: list[tuple[_Spot, int] | None] = [None]
    for k, spot in enumerate(ordered):
        before = bisect_right(ends, spot.start, hi=k)
        score = best[before] + (spot.end - spot.start) - _PER_TERM
        taken.append((spot, before) if score > best[-1] else None)
        best.append(max(score, best[-1]))
    out: list[_Spot] = []
    k = len(ordered)
    while k:
        step = taken[k]
        if step is not None:
            out.append(step[0])
        k = step[1] if step is not None else k - 1
    return out[::-1]


# Less than one character: two adjacent terms beat one that covers less, one beats two that cover the same.
_PER_TERM = 0.5
