"""Sentence pairs as flat arrays of numbers, the form that the word aligner counts in.

Cells are pairs of a Korean and an English unit of one segment, in order of segments, then Korean units, then English units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints, starts_of, within
from malmoi.align.word_evidence import Cell
from malmoi.align.word_units import Pair

__all__ = ["SHIFT", "Corpus", "different", "number", "read_corpus"]

# A pair of units is addressed as (number of the Korean unit << SHIFT) + number of the English unit.
SHIFT = 32


@dataclass(frozen=True, slots=True)
class Corpus:
    """n segments. `ko`, `en` are the numbers of all units, `n_ko`, `n_en` how many a segment has."""

    ko: Ints
    en: Ints
    n_ko: Ints
    n_en: Ints
    ko_of: Ints  # for each cell, which of all Korean units it belongs to
    en_of: Ints
    turn: Ints  # the cells in order of segments, then English units, then Korean units
    evidence: NDArray[np.float32]  # for each cell, see `word_evidence`

    @property
    def keys(self) -> Ints:
        """int64[cells]: the addresses of the cells' pairs of units."""
        return (self.ko[self.ko_of] << SHIFT) + self.en[self.en_of]

    def segments(self, cells: Ints) -> Ints:
        """Which segment each of these cells belongs to."""
        return np.repeat(np.arange(len(self.n_ko)), self.n_ko)[self.ko_of[cells]]

    def places(self, cells: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """For each of these cells: the width of its segment, its row, its column, the height of its segment."""
        segment = self.segments(cells)
        row = self.ko_of[cells] - starts_of(self.n_ko)[segment]
        column = self.en_of[cells] - starts_of(self.n_en)[segment]
        return self.n_en[segment], row, column, self.n_ko[segment]


def number(words: dict[str, int], sides: Sequence[Sequence[str]]) -> Ints:
    """The numbers of all units of one side; new ones are added to `words`."""
    return np.fromiter((words.setdefault(w, len(words)) for side in sides for w in side), np.int64)


def known(words: Mapping[str, int], sides: Sequence[Sequence[str]]) -> Ints:
    """The numbers of all units of one side; len(words) stands for what is not known."""
    return np.fromiter((words.get(w, len(words)) for side in sides for w in side), np.int64)


def read_corpus(
    pairs: Sequence[Pair], evidence: Sequence[Sequence[Cell]], ko: dict[str, int], en: dict[str, int], grow: bool
) -> Corpus:
    """Lay out `pairs` and what is known of each; `ko` and `en` number the units and grow when `grow` says so."""
    find = number if grow else known
    n_ko = np.array([len(p.ko) for p in pairs], np.int64)
    n_en = np.array([len(p.en) for p in pairs], np.int64)
    cell_at, en_at = starts_of(n_ko * n_en), starts_of(n_en)
    wide, tall = np.repeat(n_en, n_ko), np.repeat(n_ko, n_en)
    turned_row = np.repeat(cell_at[:-1], n_en) + within(n_en)
    sizes = np.array([len(row) for row in evidence], np.int64)
    told = np.array([tuple(cell) for row in evidence for cell in row], np.float64).reshape(-1, 3)
    shown = np.zeros(int(cell_at[-1]), np.float32)
    at = (
        np.repeat(cell_at[:-1], sizes)
        + told[:, 0].astype(np.int64) * np.repeat(n_en, sizes)
        + told[:, 1].astype(np.int64)
    )
    shown[at] = told[:, 2]
    return Corpus(
        find(ko, [[u.key for u in p.ko] for p in pairs]),
        find(en, [[u.key for u in p.en] for p in pairs]),
        n_ko,
        n_en,
        np.repeat(np.arange(len(wide)), wide),
        np.repeat(np.repeat(en_at[:-1], n_ko), wide) + within(wide),
        np.repeat(turned_row, tall) + within(tall) * np.repeat(np.repeat(n_en, n_en), tall),
        shown,
    )


def different(keys: Ints) -> tuple[Ints, Ints]:
    """Addresses, each once and rising, and where among these each of `keys` stands: `np.unique` in half its time.

    What is sorted are single numbers, of an address and its place together, where they fit into 63 bits.
    """
    ko, en = keys >> SHIFT, keys & _LOW
    wide, bits = int(en.max(initial=0)) + 1, len(keys).bit_length()
    if ((int(ko.max(initial=0)) + 1) * wide).bit_length() + bits > _BITS:
        found, which = np.unique(keys, return_inverse=True)
        return found, which
    packed = ((ko * wide + en) << bits) | np.arange(len(keys))
    packed.sort()
    ranked = packed >> bits
    opens = np.ones(len(keys), np.bool_)
    opens[1:] = ranked[1:] != ranked[:-1]
    places = np.empty(len(keys), np.int64)
    places[packed & ((1 << bits) - 1)] = np.cumsum(opens) - 1
    ranked = ranked[opens]
    return ((ranked // wide) << SHIFT) + ranked % wide, places


_LOW, _BITS = (1 << SHIFT) - 1, 63


def column_sums(values: Floats, owner: Ints, n: int) -> Floats:
    """float64[n]: sums of `values` by owner."""
    return np.bincount(owner, values, n).astype(np.float64)
