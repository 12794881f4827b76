"""All the evidence of one bitext, segment by segment."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.align.words import WordAligner
from malmoi.extract.brackets import glosses, is_acronym
from malmoi.extract.evidence import PairEvidence, pair_up
from malmoi.extract.folding import fold
from malmoi.extract.nearness import candidates, describe_nearness
from malmoi.extract.pairing import spans
from malmoi.extract.phrase_evidence import Meetings, describe, describe_sound, named_pairs
from malmoi.extract.sides import Side
from malmoi.extract.sound import Rank, Sound
from malmoi.extract.unit_evidence import Translations, UnitEvidence
from malmoi.model.span import Span

__all__ = ["Survey"]

Floats = NDArray[np.float64]


class Survey:
    """Learns from a whole bitext once, then gives the evidence of each of its segments."""

    def __init__(
        self,
        segments: Sequence[tuple[Side, Side]],
        translations: Translations,
        rank: Rank,
        is_word: Callable[[str], bool],
        known: Mapping[str, Iterable[str]] | None = None,
        seed: int = 0,
        aligner: WordAligner | None = None,
    ) -> None:
        """`translations` and `is_word` are a lexicon's, `rank` that of names; `known` gives folded English terms of folded Korean ones; an
        `aligner` that is given has learnt its words elsewhere."""
        self.segments = segments
        self._known = known or {}
        self._sound = Sound(rank, is_word)
        self._units = UnitEvidence(segments, translations, self._sound, self._known_here(), seed, aligner)
        self._meetings = Meetings(segments)

    def _known_here(self) -> list[tuple[str, str]]:
        """Pairs of the glossary of which both terms stand in one segment, as they are written there."""
        out = {}
        for ko, en in self.segments if self._known else ():
            english = {fold(p.text): p.text for p in en.phrases}
            for p in ko.phrases:
                for term in self._known.get(fold(p.text), ()):
                    if term in english:
                        out[fold(p.text), term] = p.text, english[term]
        return sorted(out.values())

    def links(self, segment: int) -> list[tuple[Span, Span, float]]:
        """The word links of one segment with their probabilities; spans of the sides' texts."""
        return self._units.links(segment)

    def pairs(self, segment: int, near: Floats | None = None) -> PairEvidence:
        """The pairs of phrases of one segment that anything speaks for; `near` as of `Nearness.cosines`."""
        return self.pairs_of([segment], [near])[0]

    def pairs_of(self, segments: Sequence[int], near: Sequence[Floats | None]) -> list[PairEvidence]:
        """`pairs` of several segments, which is faster."""
        made = [self._without_sound(n, cosines) for n, cosines in zip(segments, near, strict=True)]
        describe_sound([(*self.segments[n], pairs) for n, pairs in zip(segments, made, strict=True)], self._sound)
        return made

    def _without_sound(self, segment: int, near: Floats | None) -> PairEvidence:
        ko, en = self.segments[segment]
        named = named_pairs(ko, en, self._known)
        inside = [g for g in glosses(ko) if not is_acronym(g.text)]
        for i, p in enumerate(ko.phrases):
            # A name in brackets is there for the phrase before it.
            if any(g.first <= p.first and p.last <= g.last for g in inside):
                named[i] = 0.0
        kept = named > 0 if near is None else (named > 0) | candidates(near)
        if self._known:
            _leave_acronyms_to_themselves(ko, en, named)
        units = self._units.units(segment)
        for i, j in np.argwhere(named >= 1.0):
            # What the glossary has leaves nothing of the two phrases to be explained otherwise.
            k, e = ko.phrases[i], en.phrases[j]
            units.same[k.first : k.last, e.first : e.last] = 1.0
        pairs = pair_up(ko, en, units, kept, self._meetings.readings(segment))
        describe(segment, pairs, named, self._meetings)
        if near is not None:
            describe_nearness(pairs, near, spans(ko, en, pairs))
        return pairs


def _leave_acronyms_to_themselves(ko: Side, en: Side, named: Floats) -> None:
    """Of the terms of one concept, letters stand for letters and words for words where the text has both: 최고재무책임자(CFO)."""
    letters = {fold(p.text) for p in ko.phrases if p.text.isascii()}
    acronyms = {fold(p.text) for p in en.phrases if is_acronym(p.text)}
    words = np.array([not p.text.isascii() for p in ko.phrases], np.bool_)
    for j, p in enumerate(en.phrases):
        if fold(p.text) not in acronyms or en.text[p.start - 1 : p.start] != "(":
            continue
        # small and medium-sized enterprises (SMEs): the Korean text has one name for both, and the full one answers it.
        before = [n for n, q in enumerate(en.phrases) if q.end in (p.start - 2, p.start - 1)]
        named[words & (named[:, before] >= 1.0).any(1) & (named[:, j] >= 1.0), j] = 0.0
    for i, j in np.argwhere(named >= 1.0):
        k, e = fold(ko.phrases[i].text), fold(en.phrases[j].text)
        if k != e and (e in acronyms & letters or k in acronyms):
            named[i, j] = 0.0
