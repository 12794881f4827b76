"""Evidence about single units: which Korean morpheme and which English word of a segment stand for one another, and why.

Four matrices (see `unit_features.Units`): what the bitext taught, what the lexicon says, what sounds alike, what is the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints, cross, starts_of
from malmoi.align.word_units import Pair, english_units, korean_units
from malmoi.align.word_units import Unit as WordUnit
from malmoi.align.words import WordAligner
from malmoi.extract.brackets import Gloss, glosses, is_acronym
from malmoi.extract.layout import Batch, Layout
from malmoi.extract.sides import Side
from malmoi.extract.sound import Cell, Sound
from malmoi.extract.thresholds import HEAVY
from malmoi.extract.unit_features import Units
from malmoi.extract.unit_lexicon import Translations, UnitLexicon

__all__ = ["Links", "UnitEvidence"]

# Links below this are not told of: one in twenty would be right.
_LEAST_LINK = 0.05
_Places = NDArray[np.int32]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
}  # fmt: skip
_PLURAL_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]*[A-Z0-9]s")
_FIGURE = re.compile(r"(\d[\d,.]*?)(?:st|nd|rd|th|s)?")


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Word links of a bitext, in order of segments: float64[n] how probable each is, int64[n] its segment.

    `ko` and `en`, int32[n, 2], are start and end of the two units in the sides' texts.
    """

    segment: Ints
    ko: _Places
    en: _Places
    p: Floats


class UnitEvidence:
    """Evidence about the units of each segment of one bitext."""

    def __init__(
        self,
        segments: Sequence[tuple[Side, Side]],
        translations: Translations,
        sound: Sound,
        terms: Iterable[tuple[str, str]] = (),
        seed: int = 0,
        aligner: WordAligner | None = None,
    ) -> None:
        """`terms` are pairs known to be right, which the links lean on; an `aligner` that is given has learnt elsewhere."""
        self._lexicon = UnitLexicon(translations)
        pairs = [_cut(ko, en) for ko, en in segments]
        if aligner is None:
            matrices = WordAligner(terms=terms).learn_matrices(pairs, seed=seed)
        else:
            matrices = aligner.with_terms(terms).matrices(pairs)
        # Of the aligner's units: where they stand, and how probable it is that they are linked, one segment after the other.
        self._ko, self._en = _Cut([p.ko for p in pairs]), _Cut([p.en for p in pairs])
        self._links = np.concatenate([np.zeros(0, np.float32), *(m.astype(np.float32).ravel() for m in matrices)])
        self._link_at = starts_of(np.diff(self._ko.at) * np.diff(self._en.at))
        self._sounds = list(sound.units(segments))

    def links(self) -> Links:
        """The word links of the bitext that are not hardly possible."""
        cells = np.flatnonzero(self._links >= _LEAST_LINK)
        segment = np.searchsorted(self._link_at, cells, "right") - 1
        wide = np.diff(self._en.at)[segment]
        inside = cells - self._link_at[segment]
        ko, en = self._ko.at[segment] + inside // wide, self._en.at[segment] + inside % wide
        return Links(segment, self._ko.places[ko], self._en.places[en], self._links[cells].astype(np.float64))

    def units(self, segments: Sequence[int], batch: Batch) -> Units:
        """The four matrices of some segments, which `batch` has laid out."""
        lexicon, entries = self._lexicon.of(batch)
        sound, same = np.zeros((2, len(lexicon)))
        for n, segment in enumerate(segments):
            _hear(self._sounds[segment], batch.of_units(sound, n))
        _find_same(batch, same)
        return Units(self._spread(segments, batch), lexicon, sound, same, entries)

    def _spread(self, segments: Sequence[int], batch: Batch) -> Floats:
        """The aligner's links as matrices over units; 0 where it has none."""
        ko, en = self._ko.under(batch.ko, segments), self._en.under(batch.en, segments)
        rows, columns = cross(batch.ko.unit_at, batch.en.unit_at)
        k, e = ko[rows], en[columns]
        wide = np.repeat(np.diff(self._en.at)[list(segments)], np.diff(batch.cell_at))
        before = np.repeat(self._link_at[list(segments)], np.diff(batch.cell_at))
        linked = np.flatnonzero((k >= 0) & (e >= 0))
        out = np.zeros(len(rows))
        out[linked] = self._links[(before + k * wide + e)[linked]]
        return out


class _Cut:
    """Where the aligner's units of one language stand: `at`, int64[segments + 1]; `places`, int32[units, 2], start and end in the text."""

    def __init__(self, cuts: Sequence[Sequence[WordUnit]]) -> None:
        self.at = starts_of(np.fromiter(map(len, cuts), np.int64))
        self.places = np.array([(u.start, u.end) for cut in cuts for u in cut], np.int32).reshape(-1, 2)

    def under(self, layout: Layout, segments: Sequence[int]) -> Ints:
        """int64[units of the layout]: the number, within its segment, of the aligner's unit that each heavy one begins in, -1 for none."""
        sizes = np.array([self.at[n + 1] - self.at[n] for n in segments], np.int64)
        before = np.repeat(layout.text_at[:-1], sizes)
        parts = [self.places[self.at[n] : self.at[n + 1]] for n in segments]
        start, end = (np.concatenate([np.zeros((0, 2), np.int32), *parts]) + before[:, None]).T
        first = np.repeat(starts_of(sizes)[:-1], np.diff(layout.unit_at))
        unit_start = layout.unit_start + np.repeat(layout.text_at[:-1], np.diff(layout.unit_at))
        # No unit goes back behind the one before it.
        found = np.searchsorted(np.maximum.accumulate(start), unit_start, "right") - 1
        found = np.maximum.accumulate(found)
        inside = (found >= first) & (layout.weights >= HEAVY)
        inside[inside] &= end[found[inside]] > unit_start[inside]
        return np.where(inside, found - first, -1)


def _cut(ko: Side, en: Side) -> Pair:
    """A segment as the word aligner cuts it: it has its own mind of which words count."""
    tokens = (
        (key.removesuffix("다") if tag.startswith("V") else key, tag, start, end)
        for key, start, end, _, _, tag in ko.units
    )
    return Pair(korean_units(tokens), english_units(en.text), (ko.text, en.text))


def _hear(cells: Sequence[Cell], out: Floats) -> None:
    """Fill a matrix over units with what sounds alike."""
    for cell in cells:
        inner = out[cell.ko_first : cell.ko_last, cell.en_first : cell.en_last]
        np.maximum(inner, cell.strength, out=inner)


def _find_same(batch: Batch, same: Floats) -> None:
    """Set 1 in the matrices over units where two units are the same Latin letters or the same figure."""
    ko = batch.ko
    latin = np.array([key[:1].isascii() and key[:1].isalnum() for key in ko.keys], np.bool_)[ko.key]
    units = np.flatnonzero(latin & (ko.weights > 0))
    segments = np.searchsorted(ko.unit_at, units, "right") - 1
    for n in np.unique(segments).tolist():
        korean, english = batch.ko.sides[n], batch.en.sides[n]
        out = batch.of_units(same, n)
        places: dict[str, list[int]] = {}
        for j, unit in enumerate(english.units):
            if unit.weight:
                places.setdefault(_plain(english.text[unit.start : unit.end]), []).append(j)
        for i in (units[segments == n] - ko.unit_at[n]).tolist():
            unit = korean.units[i]
            at = places.get(_plain(korean.text[unit.start : unit.end]))
            if at is not None:
                out[i, at] = 1.0
        for gloss in glosses(korean):
            _move_to_host(out, gloss, korean)


def _move_to_host(same: Floats, gloss: Gloss, ko: Side) -> None:
    """Let the letters of a bracket speak for the phrase before it; an acronym speaks for itself, unless it stands elsewhere too."""
    inner = same[gloss.first : gloss.last]
    found = np.nonzero(inner.any(0))[0]
    if not len(found):
        return
    if is_acronym(gloss.text):
        if any(u.key == gloss.text and not gloss.first <= i < gloss.last for i, u in enumerate(ko.units)):
            inner[:] *= _ELSEWHERE
        return
    inner[:] = 0.0
    same[gloss.host_first : gloss.host_last, found] = _MOVED


# The host is the longest phrase before the bracket, and may be too long. An acronym used later is meant there.
_MOVED, _ELSEWHERE = 0.9, 0.5


@lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str:
    """Letters in small without full stops (U.S. is us); figures as digits, be they written 2, II, two or 2nd."""
    if _PLURAL_ACRONYM.fullmatch(word):
        word = word[:-1]
    word = word.casefold().replace(".", "") if not word[:1].isdigit() else word.casefold()
    figure = _FIGURE.fullmatch(word)
    if figure:
        return figure.group(1).replace(",", "")
    value = _ROMAN.get(word) or _WORDS.get(word)
    return str(value) if value else word
