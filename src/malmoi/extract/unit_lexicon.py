"""What a lexicon says of units, and of runs of them that are one entry (국민 + 연금 ~ pension fund).

Words of English and their families have numbers, so that what an entry means and what stands in a text are compared as numbers.
Where many segments are looked at and Numba is installed, a compiled loop does it (`unit_lexicon_compiled`), else Python; the answers are
the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from malmoi.align.flat import Floats, Ints, starts_of
from malmoi.extract.layout import Batch, Layout
from malmoi.extract.numbering import Numbers
from malmoi.extract.sides import Side
from malmoi.extract.thresholds import HEAVY, WORTH_COMPILING
from malmoi.optional import Payoff

__all__ = ["Entries", "Meanings", "Said", "UnitLexicon", "plain_sayings", "stem"]

Translations = Callable[[str], Mapping[str, float]]

# Entries of a lexicon are looked for in runs of this many units, and believed at the root of their probability: that a word
# has many translations does not make one of them less right.
_MOST_PARTS = 4
_TRUST = 0.5
# A word of the same family as a translation (negotiator for negotiation) is worth this much of it.
_RELATED = 0.6
# Entries that were asked for are kept, up to this many, then forgotten.
_MOST_KNOWN = 1 << 16
_compiling = Payoff(WORTH_COMPILING)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What stands in the texts of a batch: its number, int64[n], and its units [first, last) among all of the batch, int64[n, 2].

    `at`, int64[segments + 1], says where that of each segment begins.
    """

    at: Ints
    number: Ints
    units: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What entries mean: words or families by number, and how surely they are meant.

    `at`, int64[entries + 1], says where those of each entry begin.
    """

    at: Ints
    number: Ints
    surely: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Runs of units of a batch that the lexicon has as one entry, and how surely; of two rows with the same units the later one holds.

    `ko` and `en` are units [first, last) among all of the batch, int64[n, 2].
    """

    ko: Ints
    en: Ints
    surely: Floats


class UnitLexicon:
    """A lexicon asked about the units of whole batches."""

    def __init__(self, translations: Translations) -> None:
        self._translations = translations
        self._meant: dict[str, _Meant] = {}
        # Translations met so far and their families, by number, and what those of several words begin with.
        self._words, self._families = Numbers(), Numbers()
        self._starts: set[str] = set()

    def of(self, batch: Batch) -> tuple[Floats, Entries]:
        """float64[cells], and what is one entry."""
        entries = Numbers()
        runs = _runs(batch.ko, entries)
        meant = [self._meaning(entry) for entry in entries]
        words = _meanings([m.words for m in meant], [m.surely for m in meant])
        families = _meanings([m.families for m in meant], [m.as_surely for m in meant])
        grams, kin = self._grams(batch.en), self._kin(batch.en)
        asked = batch, runs, words, families, grams, kin, (len(self._words), len(self._families))
        if _compiling.pays(len(batch)):
            from malmoi.extract.unit_lexicon_compiled import compiled_sayings

            sure, found = compiled_sayings(*asked)
        else:
            sure, found = plain_sayings(*asked)
        _offices(batch, sure)
        return sure, found

    def _meaning(self, entry: str) -> "_Meant":
        meant = self._meant.get(entry)
        if meant is None:
            if len(self._meant) >= _MOST_KNOWN:
                self._meant.clear()
            meant = self._meant[entry] = self._read(self._translations(entry))
        return meant

    def _read(self, translations: Mapping[str, float]) -> "_Meant":
        if not translations:
            return _NOTHING
        families: dict[int, float] = {}
        for en, p in translations.items():
            if en not in self._words:
                self._starts.update(_starts(en))
            family = self._families[stem(en)]
            families[family] = max(_RELATED * p**_TRUST, families.get(family, 0.0))
        words = tuple([self._words[en] for en in translations])
        return _Meant(
            words, tuple([p**_TRUST for p in translations.values()]), tuple(families), tuple(families.values())
        )

    def _grams(self, en: Layout) -> Said:
        """Where each run of a few English words stands that is a translation, by its lemmas."""
        number = np.fromiter(map(self._words.get, en.keys, repeat(-1)), np.int64)[en.key]
        units = np.flatnonzero((number >= 0) & (en.weights > 0))
        alone = np.stack([units, units + 1, number[units]], 1)
        # A word with a hyphen may be written apart in the lexicon.
        opens = np.array(["-" in key or key in self._starts for key in en.keys], np.bool_)[en.key]
        at = np.flatnonzero(opens & (en.weights > 0))
        segments = np.searchsorted(en.unit_at, at, "right") - 1
        first = en.unit_at[segments]
        longer = [
            (i + before, j + before, gram)
            for n, i, before in zip(segments.tolist(), (at - first).tolist(), first.tolist(), strict=True)
            for i, j, gram in self._longer(en.sides[n], i)
        ]
        return _said(np.concatenate([alone, np.array(longer, np.int64).reshape(-1, 3)]), en.unit_at)

    def _longer(self, side: Side, first: int) -> Iterator[tuple[int, int, int]]:
        """Units [first, last) that are a translation of several words, with its number, or one word that is written apart there."""
        units, text = side.units, ""
        for last in range(first + 1, min(first + _MOST_PARTS, len(units)) + 1):
            unit = units[last - 1]
            joint = side.text[units[last - 2].end : unit.start] if text else ""
            if joint.strip(" -‐"):
                return
            text += (("-" if joint.strip() else " ") if text else "") + unit.key
            apart = text.replace("-", " ")
            if unit.weight:
                yield from (
                    (first, last, self._words[t])
                    for t in {text, apart}
                    if t in self._words and (t != unit.key or last > first + 1)
                )
            if apart not in self._starts:
                return

    def _kin(self, en: Layout) -> Said:
        """Where each English word stands that is of the family of a translation."""
        families = (self._families.get(stem(key), -1) if key.isalpha() else -1 for key in en.keys)
        number = np.fromiter(families, np.int64)[en.key]
        units = np.flatnonzero((number >= 0) & (en.weights >= HEAVY))
        return _said(np.stack([units, units + 1, number[units]], 1), en.unit_at)


class _Meant(NamedTuple):
    """What an entry means: words and how surely, families and how surely, by number."""

    words: Sequence[int]
    surely: Sequence[float]
    families: Sequence[int]
    as_surely: Sequence[float]


_NOTHING = _Meant((), (), (), ())


def _meanings(numbers: Sequence[Sequence[int]], surely: Sequence[Sequence[float]]) -> Meanings:
    at = starts_of(np.fromiter(map(len, numbers), np.int64))
    flat = chain.from_iterable
    return Meanings(at, np.fromiter(flat(numbers), np.int64, at[-1]), np.fromiter(flat(surely), np.float64, at[-1]))


def _said(rows: Ints, unit_at: Ints) -> Said:
    """Of int64[n, 3], units [first, last) of the batch and a number each, in the order in which they count within a segment."""
    segments = np.searchsorted(unit_at, rows[:, 0], "right") - 1
    order = np.argsort(segments, kind="stable")
    return Said(np.searchsorted(segments[order], np.arange(len(unit_at))), rows[order, 2], rows[order, :2])


def _runs(ko: Layout, entries: Numbers) -> Said:
    """Runs of Korean units that may be entries of a lexicon: every heavy unit, and phrases of a few units written as one."""
    number = np.full(len(ko.keys), -1, np.int64)
    units = np.flatnonzero(ko.weights >= HEAVY)
    used = np.unique(ko.key[units])
    number[used] = entries.of(ko.keys[i] for i in used.tolist())
    size = ko.runs[:, 1] - ko.runs[:, 0]
    phrases = np.flatnonzero((size > 1) & (size <= _MOST_PARTS))
    texts = [p.text for side in ko.sides for p in side.phrases]
    numbers = entries.of(texts[i].replace(" ", "") for i in phrases.tolist())
    longer = np.column_stack([ko.runs[phrases], numbers])
    return _said(np.concatenate([np.stack([units, units + 1, number[ko.key[units]]], 1), longer]), ko.unit_at)


def plain_sayings(
    batch: Batch, runs: Said, words: Meanings, families: Meanings, grams: Said, kin: Said, sizes: tuple[int, int]
) -> tuple[Floats, Entries]:
    """What the lexicon says of the cells of a batch, and what is one entry, in Python.

    `runs` are what may be entries in the Korean text, `words` and `families` what these mean, `grams` and `kin` where such words stand in
    the English one; `sizes` says how many words and families have numbers.
    """
    out = np.zeros(int(batch.cell_at[-1]))
    found: list[tuple[int, int, int, int, float]] = []
    for n in range(len(batch)):
        sure = batch.of_units(out, n)
        before_ko, before_en = int(batch.ko.unit_at[n]), int(batch.en.unit_at[n])
        stand, relatives = _by_number(grams, n), _by_number(kin, n)
        for entry in range(runs.at[n], runs.at[n + 1]):
            ko_first, ko_last = runs.units[entry].tolist()
            rows = sure[ko_first - before_ko : ko_last - before_ko]
            for word, p in _meant(words, runs.number[entry]):
                for first, last in stand.get(word, ()):
                    found.append((ko_first, ko_last, first, last, p))
                    columns = rows[:, first - before_en : last - before_en]
                    np.maximum(columns, p, out=columns)
            for family, p in _meant(families, runs.number[entry]):
                for first, _ in relatives.get(family, ()):
                    np.maximum(rows[:, first - before_en], p, out=rows[:, first - before_en])
    units = np.array([row[:4] for row in found], np.int64).reshape(-1, 4)
    return out, Entries(units[:, :2], units[:, 2:], np.array([row[4] for row in found]))


def _by_number(said: Said, n: int) -> dict[int, list[list[int]]]:
    out: dict[int, list[list[int]]] = {}
    here = slice(said.at[n], said.at[n + 1])
    for number, units in zip(said.number[here].tolist(), said.units[here].tolist(), strict=True):
        out.setdefault(number, []).append(units)
    return out


def _meant(meanings: Meanings, entry: int) -> Iterator[tuple[int, float]]:
    here = slice(meanings.at[entry], meanings.at[entry + 1])
    return zip(meanings.number[here].tolist(), meanings.surely[here].tolist(), strict=True)


def _offices(batch: Batch, lexicon: Floats) -> None:
    """Titles of Korean civil servants (정책관, 심의관) say 'director' or 'director general' by their last syllable alone."""
    ko = batch.ko
    titles = np.array([len(key) > _STEM and key.endswith(_SERVANTS) for key in ko.keys], np.bool_)[ko.key]
    for at in np.flatnonzero(titles).tolist():
        n = int(np.searchsorted(ko.unit_at, at, "right")) - 1
        i, en = at - int(ko.unit_at[n]), batch.en.sides[n].units
        if ko.sides[n].units[i].tag != "NNG":
            continue
        row = batch.of_units(lexicon, n)[i]
        for j, unit in enumerate(en):
            if unit.key == "director" or (unit.key == "general" and j > 0 and en[j - 1].key == "director"):
                row[j] = max(row[j], _OFFICE)


_STEM, _OFFICE = 2, 0.7
_SERVANTS = ("정책관", "심의관", "기획관", "조정관", "관리관", "협력관", "담당관", "지원관")


def _starts(en: str) -> list[str]:
    """What a translation of several words begins with: a, a b for a b-c."""
    words = en.replace("-", " ").split(" ")
    return [" ".join(words[:n]) for n in range(1, len(words))]


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
