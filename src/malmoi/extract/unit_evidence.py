"""Evidence about single units: which Korean morpheme and which English word of a segment stand for one another, and why.

Four matrices (see `evidence.Units`): what the bitext taught, what the lexicon says, what sounds alike, what is the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from malmoi.align.word_units import Pair, english_units, korean_units
from malmoi.align.word_units import Unit as WordUnit
from malmoi.align.words import WordAligner
from malmoi.extract.brackets import Gloss, glosses, is_acronym
from malmoi.extract.evidence import Units
from malmoi.extract.sides import Side
from malmoi.extract.sound import Cell, Sound
from malmoi.model.span import Span
from malmoi.text.korean import Token

__all__ = ["UnitEvidence"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Translations = Callable[[str], Mapping[str, float]]

# Units of less weight (suffixes, counters) link to nothing: they would link to everything.
_HEAVY = 0.5
# Links below this are not told of: one in twenty would be right.
_LEAST_LINK = 0.05
# Entries of a lexicon are looked for in runs of this many units, and believed at the root of their probability: that a word
# has many translations does not make one of them less right.
_MOST_PARTS = 4
_TRUST = 0.5
# A word of the same family as a translation (negotiator for negotiation) is worth this much of it.
_RELATED = 0.6
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
}  # fmt: skip
_PLURAL_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]*[A-Z0-9]s")
_FIGURE = re.compile(r"(\d[\d,.]*?)(?:st|nd|rd|th|s)?")


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
        self._segments = segments
        self._translated = lru_cache(maxsize=1 << 16)(lambda ko: _Translated(translations(ko)))
        self._pairs = [_cut(ko, en) for ko, en in segments]
        if aligner is None:
            matrices = WordAligner(terms=terms).learn_matrices(self._pairs, seed=seed)
        else:
            matrices = aligner.with_terms(terms).matrices(self._pairs)
        self._links = [m.astype(np.float32) for m in matrices]
        self._sounds = list(sound.units(segments))

    def links(self, segment: int) -> list[tuple[Span, Span, float]]:
        """The word links of one segment that are not hardly possible, with their probabilities; spans of the sides' texts."""
        matrix, pair = self._links[segment], self._pairs[segment]
        return [
            (Span(pair.ko[j].start, pair.ko[j].end), Span(pair.en[i].start, pair.en[i].end), float(matrix[j, i]))
            for j, i in np.argwhere(matrix >= _LEAST_LINK)
        ]

    def units(self, segment: int) -> Units:
        """The four matrices of one segment."""
        ko, en = self._segments[segment]
        links = _spread(
            self._links[segment], _places(ko, self._pairs[segment].ko), _places(en, self._pairs[segment].en)
        )
        lexicon, entries = self._lexicon(ko, en)
        return Units(links, lexicon, _heard(self._sounds[segment], lexicon.shape), _same(ko, en), entries)

    def _lexicon(self, ko: Side, en: Side) -> tuple[Floats, dict[tuple[int, int, int, int], float]]:
        """What the lexicon says of units, and of runs of them that are one entry (국민 + 연금 ~ pension fund)."""
        entries: dict[tuple[int, int, int, int], float] = {}
        sure = [[0.0] * len(en.units) for _ in ko.units]
        grams = _grams(en)
        stems: dict[str, list[int]] = {}
        for j, unit in enumerate(en.units):
            if unit.weight >= _HEAVY and unit.key.isalpha():
                stems.setdefault(stem(unit.key), []).append(j)
        # Of two sets, but not of a set and a dictionary's keys, the smaller one is gone through.
        there, families = frozenset(grams), frozenset(stems)
        for first, last, entry in _entries(ko):
            row = self._translated(entry)
            # Of most entries nothing stands in the English text.
            for english in row.in_order(row.words & there):
                p = row.surely[english]
                for i, j in grams[english]:
                    entries[first, last, i, j] = p
                    _raise(sure[first:last], range(i, j), p)
            for family in row.related & families:
                _raise(sure[first:last], stems[family], _RELATED * row.families[family])
        out = np.array(sure).reshape(len(ko.units), len(en.units))
        _offices(ko, en, out)
        return out, entries


class _Translated:
    """What a lexicon has for an entry: `words` with how `surely` they are meant, and their `families`, as surely as the surest of each."""

    __slots__ = ("families", "related", "surely", "words")

    def __init__(self, translations: Mapping[str, float]) -> None:
        self.surely = {en: p**_TRUST for en, p in translations.items()}
        self.words = frozenset(translations)
        self.families: dict[str, float] = {}
        for en, p in self.surely.items():
            family = stem(en)
            self.families[family] = max(p, self.families.get(family, 0.0))
        self.related = frozenset(self.families)

    def in_order(self, words: frozenset[str]) -> Iterable[str]:
        """Some of the words, in the order of the lexicon."""
        return words if len(words) < 2 else [en for en in self.surely if en in words]


def _raise(rows: Sequence[list[float]], columns: Iterable[int], p: float) -> None:
    """Let each of these cells be at least p."""
    for row in rows:
        for j in columns:
            row[j] = max(row[j], p)


def _offices(ko: Side, en: Side, lexicon: Floats) -> None:
    """Titles of Korean civil servants (정책관, 심의관) say 'director' or 'director general' by their last syllable alone."""
    holders = [i for i, u in enumerate(ko.units) if u.tag == "NNG" and len(u.key) > _STEM and u.key.endswith("관")]
    for i in holders:
        if not ko.units[i].key.endswith(_SERVANTS):
            continue
        for j, unit in enumerate(en.units):
            general = unit.key == "general" and j > 0 and en.units[j - 1].key == "director"
            if unit.key == "director" or general:
                lexicon[i, j] = max(lexicon[i, j], _OFFICE)


_STEM, _OFFICE = 2, 0.7
_SERVANTS = ("정책관", "심의관", "기획관", "조정관", "관리관", "협력관", "담당관", "지원관")


def _entries(ko: Side) -> Iterator[tuple[int, int, str]]:
    """Runs of Korean units that may be entries of a lexicon: every heavy unit, and phrases of a few units written as one."""
    for i, unit in enumerate(ko.units):
        if unit.weight >= _HEAVY:
            yield i, i + 1, unit.key
    for p in ko.phrases:
        if 1 < p.last - p.first <= _MOST_PARTS:
            yield p.first, p.last, p.text.replace(" ", "")


def _grams(en: Side) -> dict[str, list[tuple[int, int]]]:
    """Where each run of a few English words stands, by its lemmas."""
    out: dict[str, list[tuple[int, int]]] = {}
    keys = [u.key for u in en.units]
    for i, unit in enumerate(en.units):
        if unit.weight:
            text = ""
            for j in range(i + 1, min(i + _MOST_PARTS, len(keys)) + 1):
                joint = en.text[en.units[j - 2].end : en.units[j - 1].start] if j - 1 > i else ""
                if joint.strip(" -‐"):
                    break
                text = keys[j - 1] if j - 1 == i else text + ("-" if joint.strip() else " ") + keys[j - 1]
                if en.units[j - 1].weight:
                    out.setdefault(text, []).append((i, j))
                    if "-" in text:
                        out.setdefault(text.replace("-", " "), []).append((i, j))
    return out


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What words of one family share (negotiate, negotiator → negoti): the longest ending goes that leaves four letters."""
    endings, longest = _endings()
    for size in range(min(longest, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-size:] in endings:
            return word[:-size]
    return word


@cache
def _endings() -> tuple[frozenset[str], int]:
    """The endings, and the length of the longest one."""
    text = files("malmoi.extract").joinpath("data/english_endings.txt").read_text("utf-8")
    found = frozenset(e for line in text.splitlines() if line[0] != "#" for e in line.split())
    return found, max(map(len, found))


_SHORTEST_STEM = 4


def _cut(ko: Side, en: Side) -> Pair:
    """A segment as the word aligner cuts it: it has its own mind of which words count."""
    tokens = [
        Token(u.key.removesuffix("다") if u.tag.startswith("V") else u.key, u.tag, u.start, u.end) for u in ko.units
    ]
    return Pair(korean_units(tokens), english_units(en.text), (ko.text, en.text))


def _places(side: Side, cut: Sequence[WordUnit]) -> Ints:
    """int64[n_units]: the aligner's unit that each unit begins in, -1 for none."""
    out = []
    found = -1
    for unit in side.units:
        while found + 1 < len(cut) and cut[found + 1].start <= unit.start:
            found += 1
        inside = found >= 0 and cut[found].end > unit.start
        out.append(found if inside and unit.weight >= _HEAVY else -1)
    return np.array(out, np.int64)


def _spread(matrix: NDArray[np.float32], ko: Ints, en: Ints) -> Floats:
    """A matrix over the aligner's units as one over units; 0 where it has none."""
    padded = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1))
    padded[:-1, :-1] = matrix
    return padded[ko[:, None], en[None, :]]


def _heard(cells: Sequence[Cell], shape: tuple[int, ...]) -> Floats:
    """What sounds alike as a matrix over units."""
    out = np.zeros(shape)
    for cell in cells:
        inner = out[cell.ko_first : cell.ko_last, cell.en_first : cell.en_last]
        np.maximum(inner, cell.strength, out=inner)
    return out


def _same(ko: Side, en: Side) -> Floats:
    """1 where the two units are the same Latin letters or the same figure."""
    out = np.zeros((len(ko.units), len(en.units)))
    places: dict[str, list[int]] = {}
    for j, unit in enumerate(en.units):
        if unit.weight:
            places.setdefault(_plain(en.text[unit.start : unit.end]), []).append(j)
    for i, unit in enumerate(ko.units):
        if unit.weight and (unit.key[0].isascii() and unit.key[0].isalnum()):
            out[i, places.get(_plain(ko.text[unit.start : unit.end]), [])] = 1.0
    for gloss in glosses(ko):
        _move_to_host(out, gloss, ko)
    return out


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
