"""All the evidence of one bitext, segment by segment."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.align.words import WordAligner
from malmoi.extract.evidence import Evidence, PairEvidence
from malmoi.extract.folding import fold
from malmoi.extract.layout import Batch
from malmoi.extract.looks import Looks, describe_looks
from malmoi.extract.nearness import Near, candidates, describe_nearness
from malmoi.extract.numbering import Numbers
from malmoi.extract.outright import agree, named_pairs
from malmoi.extract.phrase_evidence import Meetings, describe, describe_entries, describe_sound
from malmoi.extract.sides import Side
from malmoi.extract.sound import Rank, Sound
from malmoi.extract.unit_evidence import Links, UnitEvidence
from malmoi.extract.unit_features import unit_features
from malmoi.extract.unit_lexicon import Translations
from malmoi.extract.wording import Wording

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
        folds = Numbers()
        self._ko = Wording([ko for ko, _ in segments], folds, korean=True)
        self._en = Wording([en for _, en in segments], folds, korean=False)
        self._meetings = Meetings(self._ko, self._en)
        # Which Korean texts brackets, acronyms or the glossary may speak of.
        self._asked = self._ko.acronym
        if self._known:
            self._asked = self._asked | np.fromiter((fold(text) in self._known for text in self._ko.texts), np.bool_)

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

    def links(self) -> Links:
        """The word links of the bitext with their probabilities; spans of the sides' texts."""
        return self._units.links()

    def pairs(self, segment: int, near: Near | None = None) -> PairEvidence:
        """The pairs of phrases of one segment that anything speaks for; `near` as of `Nearness.of`."""
        return self.pairs_of([segment], [near]).of(0)

    def pairs_of(self, segments: Sequence[int], near: Sequence[Near | None]) -> Evidence:
        """`pairs` of several segments, which is faster."""
        batch = Batch.of([self.segments[n] for n in segments])
        ko, en = self._ko.numbers(segments), self._en.numbers(segments)
        named = named_pairs(batch, self._asked[ko], self._known)
        kept = named > 0
        for n, told in enumerate(near):
            if told is not None:
                here = batch.of_phrases(kept, n)
                here |= candidates(told)
        units = self._units.units(segments, batch)
        agree(batch, named, units.same)
        reads = self._ko.readings(segments), self._en.readings(segments)
        pairs = Evidence.of_units(batch, *unit_features(batch, units, kept), *reads)
        describe(pairs, named[pairs.cells()], self._meetings)
        describe_entries(pairs, units.entries)
        describe_looks(
            pairs,
            Looks(batch.ko, self._ko.looks[ko], self._ko.cased[ko], korean=True),
            Looks(batch.en, self._en.looks[en], self._en.cased[en], korean=False),
            self._ko.letters[ko][pairs.ko] == self._en.letters[en][pairs.en],
        )
        describe_sound(pairs, ko, en, (self._ko.texts, self._en.texts), self._sound)
        places = pairs.places()
        for n, told in enumerate(near):
            if told is not None:
                describe_nearness(pairs.of(n), told, places[pairs.at[n] : pairs.at[n + 1]])
        return pairs
