"""Evidence about whole phrases: brackets, acronyms, the glossary, how they sound, how often they meet.

A bracket after a phrase names it again: 사회관계망서비스(SNS), Association of Teachers (ATEK), 스타게이트(Stargate).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.brackets import bracketed, is_acronym
from malmoi.extract.evidence import PairEvidence
from malmoi.extract.folding import fold, singular_form
from malmoi.extract.sides import Phrase, Side, lemmas
from malmoi.extract.sound import Sound

__all__ = ["Meetings", "describe", "describe_sound", "named_pairs"]

Floats = NDArray[np.float64]

# Words that an acronym may pass over: Centers for Disease Control and Prevention is CDC, and Bank of Korea BOK.
_SKIPPED = frozenset({"of", "and", "the", "for", "in", "on", "to", "de", "a", "an", "&", "'s", "’s"})
# Whole phrases are compared by sound when their words already are, to this mean.
_SOUNDING = 0.25


def named_pairs(ko: Side, en: Side, known: Mapping[str, Iterable[str]]) -> Floats:
    """float64[n_ko_phrases, n_en_phrases]: what the texts or the glossary say outright.

    .5 for brackets or .25 for acronyms that name the pair, and 1 more for a pair of the glossary; `known` gives the folded English
    terms of a folded Korean one.
    """
    out = np.zeros((len(ko.phrases), len(en.phrases)))
    asked = [(i, p, fold(p.text), bracketed(ko, p)) for i, p in enumerate(ko.phrases)]
    asked = [row for row in asked if row[3] or is_acronym(row[1].text) or row[2] in known]
    if not asked:
        return out
    by_text: dict[str, list[int]] = {}
    by_initials: dict[str, list[int]] = {}
    by_bracket: dict[str, list[int]] = {}
    for j, p in enumerate(en.phrases):
        for text in {fold(p.text), fold(singular_form(p.text))}:
            by_text.setdefault(text, []).append(j)
        if p.last - p.first > 1:
            for short in initials(en, p):
                by_initials.setdefault(short, []).append(j)
        inner = bracketed(en, p)
        if inner:
            by_bracket.setdefault(fold(inner), []).append(j)
    for i, p, text, inner in asked:
        if is_acronym(p.text):
            out[i, by_initials.get(text, ())] = 0.25
        if inner:
            for word in re.split(r"[,/:;·]\s*", inner):
                out[i, by_initials.get(fold(word), ())] = 0.25
                out[i, by_bracket.get(fold(word), ())] = 0.5
                # 세계무역기구(WTO) ~ World Trade Organization (WTO): the two brackets answer one another.
                out[i, [j for j in by_text.get(fold(word), ()) if not _in_brackets(en, en.phrases[j])]] = 0.5
        for term in known.get(text, ()):
            at = by_text.get(term, [])
            out[i, at] = 1.0 + out[i, at] % 1.0
    return out


def _in_brackets(side: Side, p: Phrase) -> bool:
    return p.start > 0 and side.text[p.start - 1] in "(（"


def initials(en: Side, p: Phrase) -> set[str]:
    """Folded acronyms that the words of an English phrase may make, with and without its small words."""
    words = [en.text[u.start : u.end] for u in en.units[p.first : p.last]]
    every = "".join(w[0] for w in words if w[0].isalnum()).casefold()
    heavy = "".join(w[0] for w in words if w[0].isalnum() and w.casefold() not in _SKIPPED).casefold()
    return {every, heavy}


class Meetings:
    """How often phrases stand in the segments of a bitext, and how often two of them in the same one."""

    def __init__(self, segments: Sequence[tuple[Side, Side]]) -> None:
        self._ko_of = [[fold(p.text) for p in ko.phrases] for ko, _ in segments]
        self._en_of = [[lemmas(en, p) for p in en.phrases] for _, en in segments]
        # Segments of each text that stands in more than one, and how many; of the others there are most.
        self._ko, self._en = _places(self._ko_of), _places(self._en_of)
        self._both: dict[tuple[str, str], int] = {}

    def readings(self, segment: int) -> tuple[list[str], list[str]]:
        """By what the phrases of a segment are compared: Korean ones folded, English ones as lemmas."""
        return self._ko_of[segment], self._en_of[segment]

    def counts(self, segment: int, pairs: PairEvidence) -> tuple[Floats, Floats, Floats]:
        """float64[n] each, of the pairs: segments with both, with the Korean one, with the English one."""
        ko, en = self._ko_of[segment], self._en_of[segment]
        k = np.array([len(self._ko.get(t, _ONCE)) for t in ko], np.float64)[pairs.ko]
        e = np.array([len(self._en.get(t, _ONCE)) for t in en], np.float64)[pairs.en]
        both = np.ones(len(pairs.ko))
        often = np.flatnonzero((k > 1) & (e > 1))
        both[often] = [
            self._meet(ko[i], en[j]) for i, j in zip(pairs.ko[often].tolist(), pairs.en[often].tolist(), strict=True)
        ]
        return both, k, e

    def _meet(self, ko: str, en: str) -> int:
        count = self._both.get((ko, en))
        if count is None:
            count = self._both[ko, en] = len(self._ko[ko] & self._en[en])
        return count


# The segments of what stands in one alone, whichever it is.
_ONCE = frozenset((0,))


def _places(texts: Sequence[Sequence[str]]) -> dict[str, frozenset[int]]:
    """The segments of each text that stands in several."""
    first: dict[str, int] = {}
    several: dict[str, set[int]] = {}
    for n, row in enumerate(texts):
        for text in row:
            known = first.setdefault(text, n)
            if known != n:
                several.setdefault(text, {known}).add(n)
    return {text: frozenset(where) for text, where in several.items()}


def describe(segment: int, pairs: PairEvidence, named: Floats, meetings: Meetings) -> None:
    """Fill the columns of `pairs` that speak of whole phrases, but for how they sound."""
    said = named[pairs.ko, pairs.en]
    pairs.set("glossary", np.floor(said))
    pairs.set("bracket", said % 1.0 == 0.5)
    pairs.set("acronym", said % 1.0 == 0.25)
    both, k, e = meetings.counts(segment, pairs)
    dice = 2 * both / np.maximum(k + e, 1)
    pairs.set("meets", np.where(both > 1, dice, 0.0))
    pairs.set("meets_often", np.where(both > 1, np.log(both) * dice, 0.0))


def describe_sound(made: Sequence[tuple[Side, Side, PairEvidence]], sound: Sound) -> None:
    """Fill the column that says how alike whole phrases sound, of many segments at once."""
    rows = [np.flatnonzero(pairs.get("sound") > _SOUNDING) for _, _, pairs in made]
    asked = [
        (ko.phrases[i].text, (en.phrases[j].text,))
        for (ko, en, pairs), at in zip(made, rows, strict=True)
        for i, j in zip(pairs.ko[at].tolist(), pairs.en[at].tolist(), strict=True)
    ]
    values = np.array(sound.alike(asked)).ravel()
    ends = np.cumsum([len(at) for at in rows])
    for (_, _, pairs), at, alike in zip(made, rows, np.split(values, ends[:-1]), strict=True):
        column = np.zeros(len(pairs.ko))
        column[at] = alike
        pairs.set("sounds_alike", column)
