"""What speaks for a Korean and an English phrase of one segment being the same term: numbers, one row a pair of phrases.

Evidence starts at the units. Four matrices over (Korean unit, English unit) say how surely two units stand for one another: by
what the bitext has taught (`links`), by the shipped lexicon, by sound (names), by being the same letters or figures. A pair of
phrases is covered where its units are linked among themselves, and leaks where they are linked elsewhere. To this come what is
said of whole phrases: brackets and acronyms, the glossary, how often they meet, how like each other they sound, an encoder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints
from malmoi.extract.folding import fold
from malmoi.extract.layout import Batch
from malmoi.extract.sides import Side, lemmas

__all__ = ["COLUMN", "FEATURES", "Evidence", "PairEvidence", "meeting"]

Bools = NDArray[np.bool_]

# The columns of `features`, in order. Of the units: how far each phrase is covered by the other and how much of it is
# linked elsewhere, the worse and the mean of the two, in several scales; the same for each source of evidence: all these first, in the
# order of `unit_features`. Of the phrases: see
# `phrase_evidence`. Of their looks: see `looks`. `entry`: the lexicon has just the pair. Of an encoder: see `nearness`, and `context`
# for its tokens.
FEATURES = (
    "cover_ko", "cover_en", "leak_ko", "leak_en", "cover_worse", "cover_log", "cover_half", "leak_worse", "leak_log", "context",
    "free_ko", "free_en", "edge_ko", "edge_en",
    "lexicon", "links", "sound", "same",
    "sounds_alike", "identical", "bracket", "acronym", "glossary", "meets", "meets_often",
    "name_both", "name_one", "latin_ko", "latin_differs", "bound", "repaired", "quoted",
    "inside_ko", "inside_en", "torn_ko", "joined_ko", "joined_en",
    "modifier_end", "and_differs",
    "titled_ko",
    "titled_en",
    "general_ko", "general_en",
    "length", "short_ko", "one_unit", "position", "order",
    "entry",
    "encoder_asked", "encoder", "encoder_cut", "encoder_ko", "encoder_en", "encoder_ko_cut", "encoder_en_cut",
    "token", "token_cut", "token_ko", "token_en", "token_ko_cut", "token_en_cut",
    "token_shared_ko", "token_shared_en", "token_shared", "token_stray_ko", "token_stray_en",
)  # fmt: skip
# Where each column stands.
COLUMN = {name: i for i, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True, eq=False)
class PairEvidence:
    """Pairs of phrases of one segment: numbers of the Korean and English phrases, float64[n, len(FEATURES)]."""

    ko: Ints
    en: Ints
    features: Floats
    # What the phrases read; where a text repeats a term, it reads the same.
    ko_texts: "Texts"
    en_texts: "Texts"

    @classmethod
    def of(cls, ko: Side, en: Side, rows: Ints, columns: Ints) -> "PairEvidence":
        """Pairs of phrases, by their numbers, that nothing is said about yet."""
        read = _numbered(fold(p.text) for p in ko.phrases), _numbered(lemmas(en, p) for p in en.phrases)
        bounds = (np.array([(p.first, p.last) for p in s.phrases], np.int64).reshape(-1, 2) for s in (ko, en))
        return cls(rows, columns, np.zeros((len(rows), len(FEATURES))), *map(Texts, read, bounds))

    def same_texts(self) -> Bools:
        """bool[n, n]: do two pairs read the same?"""
        return self.ko_texts.same(self.ko) & self.en_texts.same(self.en)

    def repeats(self) -> Bools:
        """bool[n, n]: do two pairs read the same, or the same on one side while the one holds what the other reads on the other side?

        Where a text names McCain twice, once as Senator McCain, neither is a rival to the other.
        """
        ko, en = self.ko_texts.relations(self.ko), self.en_texts.relations(self.en)
        out: Bools = ((ko & _SAME) & (en >> 1)) | ((en & _SAME) & (ko >> 1)) > 0
        return out

    def set(self, name: str, values: Floats | Bools | Sequence[float]) -> None:
        """Fill one column."""
        self.features[:, COLUMN[name]] = values

    def get(self, name: str) -> Floats:
        """One column, a view."""
        return self.features[:, COLUMN[name]]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The pairs of a batch of segments: `at`, int64[segments + 1], says where those of each begin.

    `ko` and `en`, int64[n], number the phrases among all of the batch; `ko_reads` and `en_reads`, int64[phrases], say what they read.
    `features` is float64[n, len(FEATURES)].
    """

    batch: Batch
    at: Ints
    ko: Ints
    en: Ints
    features: Floats
    ko_reads: Ints
    en_reads: Ints

    @classmethod
    def of_units(
        cls, batch: Batch, at: Ints, ko: Ints, en: Ints, said: Floats, ko_reads: Ints, en_reads: Ints
    ) -> "Evidence":
        """Pairs of which only is known what their units say: float64[n, 18], the first columns."""
        features = np.zeros((len(ko), len(FEATURES)))
        features[:, : said.shape[1]] = said
        return cls(batch, at, ko, en, features, ko_reads, en_reads)

    def set(self, name: str, values: Floats | Bools | Ints) -> None:
        """Fill one column."""
        self.features[:, COLUMN[name]] = values

    def get(self, name: str) -> Floats:
        """One column, a view."""
        return self.features[:, COLUMN[name]]

    def cells(self) -> Ints:
        """int64[n]: the cell of each pair in matrices over phrases of the batch."""
        ko, en = self.batch.ko, self.batch.en
        segment = self.segments()
        rows, columns = self.ko - ko.phrase_at[segment], self.en - en.phrase_at[segment]
        out: Ints = self.batch.pair_at[segment] + rows * np.diff(en.phrase_at)[segment] + columns
        return out

    def segments(self) -> Ints:
        """int64[n]: the segment of each pair."""
        out: Ints = self.batch.ko.segment[self.ko]
        return out

    def places(self) -> Ints:
        """int64[n, 4]: start and end of the Korean and of the English phrase of every pair, in the texts of its segment."""
        return np.concatenate([self.batch.ko.places[self.ko], self.batch.en.places[self.en]], 1)

    def of(self, n: int) -> PairEvidence:
        """The pairs of segment n; what is set there is set here."""
        ko, en, here = self.batch.ko, self.batch.en, slice(self.at[n], self.at[n + 1])
        k, e = slice(ko.phrase_at[n], ko.phrase_at[n + 1]), slice(en.phrase_at[n], en.phrase_at[n + 1])
        texts = Texts(self.ko_reads[k], ko.bounds[k]), Texts(self.en_reads[e], en.bounds[e])
        return PairEvidence(self.ko[here] - k.start, self.en[here] - e.start, self.features[here], *texts)


class Texts:
    """What the phrases of one side of a segment read: a number for each, and which readings each holds."""

    __slots__ = ("_all", "bounds", "numbers")

    def __init__(self, numbers: Ints, bounds: Ints) -> None:
        """`numbers` is int64[n], phrases of one number reading the same; `bounds` int64[n, 2], their first unit and the one after."""
        self.numbers, self.bounds = numbers, bounds
        self._all: NDArray[np.uint8] | None = None

    def _relations(self) -> NDArray[np.uint8]:
        """uint8[n, n] of all phrases: see `relations`."""
        if self._all is None:
            first, last = self.bounds.T
            inside = (first[:, None] <= first[None, :]) & (last[None, :] <= last[:, None])
            kinds, number = np.unique(self.numbers, return_inverse=True)
            holds = np.zeros((len(first), len(kinds)), bool)
            outer, inner = np.nonzero(inside)
            holds[outer, number[inner]] = True
            held = holds[:, number]
            same = number[:, None] == number[None, :]
            self._all = (same * _SAME + (held | held.T) * _HELD).astype(np.uint8)
        return self._all

    def relations(self, phrases: Ints) -> NDArray[np.uint8]:
        """Of int64[n] numbers of phrases: uint8[n, n], _SAME where two read the same, _HELD where one reads what the other holds."""
        out: NDArray[np.uint8] = self._relations().take(phrases, 0).take(phrases, 1)
        return out

    def same(self, phrases: Ints) -> Bools:
        """Of int64[n] numbers of phrases: bool[n, n], do they read the same?"""
        out: Bools = (self.relations(phrases) & _SAME) > 0
        return out


# What reads the same holds what the other reads.
_SAME, _HELD = 1, 2


def meeting(places: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[n, n] twice, of int64[n, 4] places of pairs: have two pairs Korean text in common, and English?"""
    columns = np.ascontiguousarray(places.T.astype(np.int32))
    ko, en = (
        (start[:, None] < end[None, :]) & (start[None, :] < end[:, None]) for start, end in (columns[:2], columns[2:])
    )
    return ko, en


def _numbered(texts: Iterable[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
