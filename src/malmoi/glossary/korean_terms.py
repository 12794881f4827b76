"""The glossary's terms in Korean text: every place where one's letters stand, looked at as often as no other place has told yet.

Terms are matched twice: as they are spelled, on the text in lower case, and without spaces, hyphens and dots on both sides, where one
may be written in other ways. What is seen of a term depends on its 어절 alone, so it is remembered by that; Kiwi is asked about an 어절,
and about its neighbours only where the 어절 itself can be read in two ways.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from malmoi.glossary import eojeol, phrase
from malmoi.glossary.folding import fold_lower, kept, squeeze, surroundings
from malmoi.glossary.index import Row
from malmoi.glossary.matcher import Match, Matcher
from malmoi.glossary.senses import Senses
from malmoi.glossary.spots import Spot, by_status
from malmoi.text.hangul import is_syllable

__all__ = ["KoreanTerms"]

# What is remembered of places is forgotten at this many, so that a stream of any length fits.
_MOST_REMEMBERED = 1 << 18
# No 어절 is longer; what has no white space at all is looked at in pieces.
_LONGEST_WORD = 60
_BLANKS = str.maketrans("\t\r\u00a0\u3000", "    ")
# Named tuples of which a long text has very many are made without their constructor, in a third of the time.
_new = tuple.__new__

# (start, end, 어절) of a term in its 어절
_Key = tuple[int, int, str]


@dataclass(slots=True)
class _Term:
    """A spelling of a term, and what was seen of it."""

    text: str
    rows: tuple[Row, ...]  # the best status first
    is_cased: bool  # it has Latin letters
    has_senses: bool
    # It is nothing but Hangul with no trap to it: at the start of an 어절, only what follows has a say.
    is_plain: bool
    tails: dict[str, eojeol.Place | None] = field(default_factory=dict)
    places: dict[_Key, eojeol.Place | None] = field(default_factory=dict)
    answers: dict[_Key, bool] = field(default_factory=dict)


class KoreanTerms:
    """The terms of Korean texts: Korean ones, and names and acronyms in Latin letters."""

    def __init__(self, rows: Sequence[Row], senses: Mapping[int, Senses], saved: Mapping[str, bytes]) -> None:
        """`saved`: what `save` gave for the same rows, or nothing."""
        self._rows, self._senses = rows, senses
        # The rows of each spelling, by their places in `rows`; those that may be spelled with other spaces come first, so that they
        # have the same numbers in both matchers.
        self._groups: list[list[int]]
        exact: list[str] | None = None
        loose: list[str] | None = None
        if {"korean", "exact", "loose"} <= saved.keys():
            self._groups, self._loose_count = json.loads(saved["korean"])
        else:
            self._groups, exact, loose = _grouped(rows)
            self._loose_count = len(loose)
        self._exact = Matcher(exact, saved=saved.get("exact"))
        self._loose = Matcher(loose, saved=saved.get("loose"))
        # Made when one is met for the first time.
        self._terms: list[_Term | None] = [None] * len(self._groups)
        self._remembered = 0

    def save(self) -> dict[str, bytes]:
        """The matchers, for `saved`."""
        made = {"exact": self._exact.save(), "loose": self._loose.save()}
        tables = json.dumps((self._groups, self._loose_count), separators=(",", ":")).encode("ascii")
        return {"korean": tables, **{name: data for name, data in made.items() if data is not None}}

    def spots(self, text: str, tier: str, narrow: bool) -> list[Spot]:
        """Where terms stand in composed `text`, in no order, overlapping; `narrow` as in `fold_lower`."""
        found = self._matches(fold_lower(text, narrow))
        if not found:
            return []
        self._forget()
        blank = text if text.isprintable() else text.replace("\n", " ")
        if blank is not text and not blank.isprintable():
            blank = blank.translate(_BLANKS)
        fast, exact = tier == "fast", tier == "exact"
        terms = self._terms
        out: list[Spot] = []
        for start, end, number in found:
            term = terms[number] or self._make(number)
            place = self._place(blank, start, end, term, fast)
            if place is None:
                continue
            if fast:
                if not place.likely:
                    continue
            elif (place.doubtful or exact) and not self._is_seen(blank, start, end, term, place):
                continue
            rows, ambiguous = term.rows, fast and place.ambiguous
            if term.has_senses:
                rows, unsure = self._meant(text, start, end, rows)
                if not rows:
                    continue
                ambiguous |= unsure
            out.append(_new(Spot, (start, end, place.how, rows, ambiguous)))
        return out

    def _place(self, text: str, start: int, end: int, term: _Term, fast: bool) -> eojeol.Place | None:
        """How a term stands at [start, end); `text` has no white space but blanks."""
        if not term.is_plain or end - start != len(term.text):
            return self._in_word(text, start, end, term)
        if start and "가" <= text[start - 1] <= "힣":
            # Inside an 어절, where without Kiwi only units of figures are believed.
            return None if fast and not eojeol.may_be_unit(text, start) else self._in_word(text, start, end, term)
        right = text.find(" ", end, end + _LONGEST_WORD)
        tail = text[end : right if right >= 0 else end + _LONGEST_WORD]
        place = term.tails.get(tail, _UNSEEN)
        if place is _UNSEEN:
            place = term.tails[tail] = eojeol.look_ahead(term.text, tail)
            self._remembered += 1
        return place

    def _make(self, number: int) -> _Term:
        rows = [self._rows[place] for place in self._groups[number]]
        term = self._terms[number] = _term(rows[0].term, rows, self._senses)
        return term

    def _forget(self) -> None:
        if self._remembered > _MOST_REMEMBERED:
            self._terms = [None] * len(self._groups)
            self._remembered = 0

    def _matches(self, lowered: str) -> list[Match]:
        """All occurrences, as spelled or with other spaces."""
        found = self._exact.find(lowered)
        loose = self._loose.find(squeeze(lowered))
        count = self._loose_count
        # Whatever is found as spelled is found without spaces too; only what is found more often is written otherwise somewhere.
        if loose and len(loose) > len([1 for match in found if match[2] < count]):
            where = kept(lowered)
            known = {*found}
            for first, last, number in loose:
                match = (where[first], where[last - 1] + 1, number)
                if match not in known:
                    found.append(match)
        return found

    def _in_word(self, text: str, start: int, end: int, term: _Term) -> eojeol.Place | None:
        """What the 어절 around a term says of it."""
        key = _key(text, start, end, term)
        place = term.places.get(key, _UNSEEN)
        if place is _UNSEEN:
            place = eojeol.look(key[2], key[0], key[1], term.text)
            if place and term.is_cased and not phrase.fits_case(text[start:end], term.text, ""):
                place = None
            term.places[key] = place
            self._remembered += 1
        return place

    def _is_seen(self, text: str, start: int, end: int, term: _Term, place: eojeol.Place) -> bool:
        """Do the dictionary and Kiwi see the term there?"""
        if place.ambiguous:
            return eojeol.verify(text, start, end, term.text, place)
        key = _key(text, start, end, term)
        answer = term.answers.get(key)
        if answer is None:
            answer = term.answers[key] = eojeol.verify(key[2], key[0], key[1], term.text, place)
            self._remembered += 1
        return answer

    def _meant(self, text: str, start: int, end: int, rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], bool]:
        """The rows whose sense fits what stands around, and whether that leaves a doubt."""
        near, offset = surroundings(text, start, end)
        meant = []
        unsure = False
        for row in rows:
            senses = self._senses.get(row.no)
            margin = senses.margin(near, start - offset, end - offset) if senses else 1
            if margin >= 0:
                meant.append(row)
                unsure |= margin == 0
        return tuple(meant), unsure


# What a term was never looked at for; None says that it was, and is not there.
_UNSEEN = eojeol.Place("exact", False, False, False, False, False)


def _key(text: str, start: int, end: int, term: _Term) -> _Key:
    left = text.rfind(" ", 0, start) + 1
    right = text.find(" ", end)
    if right < 0:
        right = len(text)
    if right - left > _LONGEST_WORD:
        left, right = max(left, start - _LONGEST_WORD), min(right, end + _LONGEST_WORD)
    if left == start and left and len(term.text) == 1:
        # A figure may stand before it.
        left = text.rfind(" ", 0, left - 1) + 1
    return start - left, end - left, text[left:right]


def _grouped(rows: Sequence[Row]) -> tuple[list[list[int]], list[str], list[str]]:
    """(places of the rows of each spelling, all spellings folded, those that may be spelled with other spaces without them)."""
    by_text: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_text.setdefault(row.term, []).append(place)
    folded = {text: fold_lower(text) for text in by_text}
    squeezed = {text: squeeze(low) for text, low in folded.items()}
    texts = [text for text in by_text if squeezed[text]]
    texts.sort(key=lambda text: not _is_loose(text, squeezed[text]))
    loose = [squeezed[text] for text in texts if _is_loose(text, squeezed[text])]
    return [by_text[text] for text in texts], [folded[text] for text in texts], loose


def _term(text: str, rows: list[Row], senses: Mapping[int, Senses]) -> _Term:
    return _Term(
        text,
        tuple(sorted(rows, key=by_status)),
        any(ch.isascii() and ch.isalpha() for ch in text),
        any(row.no in senses for row in rows),
        len(text) > 1
        and all(is_syllable(ch) or ch == " " for ch in text)
        and is_syllable(text[0])
        and is_syllable(text[-1])
        and not eojeol.may_be_hidden(text),
    )


def _is_loose(text: str, squeezed: str) -> bool:
    """May a term be written with other spaces, hyphens or dots? One of two syllables may not: these would be two words."""
    return len(squeezed) > 1 and (
        squeezed != text or len(squeezed) > len("두자") or not all(map(is_syllable, squeezed))
    )
