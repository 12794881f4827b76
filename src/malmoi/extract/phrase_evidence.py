"""Evidence about whole phrases: what is said of them outright, whether they are one entry, how they sound, how often they meet."""

from collections.abc import Sequence

import numpy as np

from malmoi.align.flat import Floats, Ints, starts_of, within
from malmoi.extract.evidence import Evidence
from malmoi.extract.sound import Sound
from malmoi.extract.unit_lexicon import Entries
from malmoi.extract.wording import Wording

__all__ = ["Meetings", "describe", "describe_entries", "describe_sound"]

# Whole phrases are compared by sound when their words already are, to this mean.
_SOUNDING = 0.25


class Meetings:
    """How often phrases stand in the segments of a bitext, and how often two of them in the same one."""

    def __init__(self, ko: Wording, en: Wording) -> None:
        self._ko, self._en = _Places(*ko.all_readings()), _Places(*en.all_readings())
        # What was counted of readings that both stand often.
        self._often: dict[tuple[int, int], int] = {}

    def counts(self, ko: Ints, en: Ints) -> tuple[Ints, Ints, Ints]:
        """int64[n] each, of pairs by their readings: segments with both, with the Korean one, with the English one."""
        k, e = self._ko.count[ko], self._en.count[en]
        both = np.ones(len(ko), np.int64)
        rows = np.flatnonzero((k > 1) & (e > 1))
        size = len(self._en.count)
        pairs, which = np.unique(ko[rows] * size + en[rows], return_inverse=True)
        both[rows] = self._together(pairs // size, pairs % size)[which]
        return both, k, e

    def _together(self, ko: Ints, en: Ints) -> Ints:
        k, e = self._ko.count[ko], self._en.count[en]
        out = np.zeros(len(ko), np.int64)
        costly = np.flatnonzero(np.minimum(k, e) > _OFTEN)
        keys = list(zip(ko[costly].tolist(), en[costly].tolist(), strict=True))
        new = [(i, key) for i, key in zip(costly.tolist(), keys, strict=True) if key not in self._often]
        asked = np.ones(len(ko), np.bool_)
        asked[costly] = False
        asked[[i for i, _ in new]] = True
        for fewer, here, ours, there, theirs in (
            (k <= e, self._ko, ko, self._en, en),
            (k > e, self._en, en, self._ko, ko),
        ):
            rows = np.flatnonzero(fewer & asked)
            out[rows] = there.hits(theirs[rows], *here.segments(ours[rows]))
        self._often.update({key: int(out[i]) for i, key in new})
        out[costly] = [self._often[key] for key in keys]
        return out


# Counts of readings that both stand in more segments than this are kept.
_OFTEN = 64


class _Places:
    """The segments that each reading stands in."""

    def __init__(self, readings: Ints, segments: Ints) -> None:
        self._of = int(segments.max(initial=0)) + 1
        # Rising: of each reading, its segments.
        self._keys = np.unique(readings * self._of + segments)
        self.count = np.bincount(self._keys // self._of)
        self._at = starts_of(self.count)

    def segments(self, readings: Ints) -> tuple[Ints, Ints]:
        """The segments of some readings, one after the other, and how many each has."""
        sizes = self.count[readings]
        return self._keys[np.repeat(self._at[readings], sizes) + within(sizes)] % self._of, sizes

    def hits(self, readings: Ints, segments: Ints, sizes: Ints) -> Ints:
        """int64[n]: in how many of its `sizes` segments each of some readings stands."""
        if not len(segments):
            return np.zeros(len(readings), np.int64)
        keys = np.repeat(readings, sizes) * self._of + segments
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._keys[at] == keys)])
        ends = starts_of(sizes)
        out: Ints = before[ends[1:]] - before[ends[:-1]]
        return out


def describe(pairs: Evidence, said: Floats, meetings: Meetings) -> None:
    """Fill the columns that speak of whole phrases, but for how they sound; `said`, float64[n], is as of `named_pairs`."""
    pairs.set("glossary", np.floor(said))
    pairs.set("bracket", said % 1.0 == 0.5)
    pairs.set("acronym", said % 1.0 == 0.25)
    both, k, e = meetings.counts(pairs.ko_reads[pairs.ko], pairs.en_reads[pairs.en])
    dice = 2 * both / np.maximum(k + e, 1)
    pairs.set("meets", np.where(both > 1, dice, 0.0))
    pairs.set("meets_often", np.where(both > 1, np.log(both) * dice, 0.0))


def describe_sound(
    pairs: Evidence, ko: Ints, en: Ints, texts: tuple[Sequence[str], Sequence[str]], sound: Sound
) -> None:
    """Fill the column that says how alike whole phrases sound; `ko` and `en` number the text of each phrase of the batch."""
    rows = np.flatnonzero(pairs.get("sound") > _SOUNDING)
    numbers = zip(ko[pairs.ko[rows]].tolist(), en[pairs.en[rows]].tolist(), strict=True)
    column = np.zeros(len(pairs.ko))
    column[rows] = [row[0] for row in sound.alike([(texts[0][k], (texts[1][e],)) for k, e in numbers])]
    pairs.set("sounds_alike", column)


def describe_entries(pairs: Evidence, entries: Entries) -> None:
    """Fill the column that says how surely the lexicon has the pair as one entry: that says where a term begins and ends."""
    if not len(entries.surely):
        return
    most = max(int(np.diff(units).max()) for units in (entries.ko, entries.en)) + 1
    size = int(pairs.batch.en.unit_at[-1]) * most + most
    # Of several rows of one key the last one holds.
    keys, last = np.unique(_keys(entries.ko, entries.en, most, size)[::-1], return_index=True)
    asked = _keys(pairs.batch.ko.runs[pairs.ko], pairs.batch.en.runs[pairs.en], most, size)
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    pairs.set("entry", np.where(keys[at] == asked, entries.surely[::-1][last][at], 0.0))


def _keys(ko: Ints, en: Ints, most: int, size: int) -> Ints:
    """int64[n]: one number for two runs of fewer than `most` units each, -1 where one is longer."""
    (ko_first, ko_last), (en_first, en_last) = ko.T, en.T
    ko_size, en_size = ko_last - ko_first, en_last - en_first
    keys = (ko_first * most + ko_size) * size + en_first * most + en_size
    return np.where((ko_size < most) & (en_size < most), keys, -1)
