"""The word aligner's model: how often which Korean unit stood for which English one, and how far alignments jump.

Both directions are hidden Markov models (`hmm`) trained together by agreement: what a round expects of a link is the product of
what either direction expects (Liang, Taskar, Klein 2006), so they share one table of expected counts. Evidence of the pair at hand
(`word_evidence`) enters as pseudo-counts, so a lone article leans on it and a corpus outgrows it. Training starts from Dice's
coefficient, with two rounds of IBM Model 1 (Brown et al. 1993) before the jumps come in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from malmoi.align.hmm import MOST_JUMP, Batch, Floats, Ints, batches, posteriors, transposed
from malmoi.align.word_evidence import Cell
from malmoi.align.word_units import Pair

__all__ = ["Posterior", "WordModel"]

# Chosen on 60 hand-aligned lines, each on a plateau.
_P_NULL = 0.3
_SMOOTHING = 1e-4  # pseudo-count of any two units that meet
_EVIDENCE = 2.0  # pseudo-count of a cell that the evidence is sure of
_PLAIN_ROUNDS, _JUMP_ROUNDS = 2, 6
_TINY = 1e-300

# A row of cells is addressed as (Korean unit's number << 32) + English unit's number.
_SHIFT = 32


@dataclass(frozen=True, slots=True)
class Posterior:
    """float64[n_ko, n_en] of one pair: the Korean units as emitted by the English ones (`to_en`), and the other way (`to_ko`)."""

    to_en: Floats
    to_ko: Floats


@dataclass(slots=True)
class WordModel:
    """Expected counts of links between units, frequencies of units, weights of jumps."""

    ko: dict[str, int] = field(default_factory=dict)
    en: dict[str, int] = field(default_factory=dict)
    ko_count: Floats = field(default_factory=lambda: np.zeros(0))
    en_count: Floats = field(default_factory=lambda: np.zeros(0))
    keys: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    counts: Floats = field(default_factory=lambda: np.zeros(0))
    ko_jumps: Floats = field(default_factory=lambda: np.ones(2 * MOST_JUMP + 1))
    en_jumps: Floats = field(default_factory=lambda: np.ones(2 * MOST_JUMP + 1))

    def train(self, pairs: Sequence[Pair], evidence: Sequence[Sequence[Cell]]) -> None:
        """Learn from pairs and what `word_evidence` says of each."""
        shard = _Shard(self, pairs, evidence)
        self.keys = np.unique(
            np.concatenate([np.zeros(0, np.int64), *(np.unique(b.keys[b.keys >= 0]) for b in shard.batches)])
        )
        met = np.zeros(len(self.keys) + 1)
        for batch in shard.batches:
            batch.cells = self._cells(batch.keys)
            met += np.bincount(batch.cells.ravel(), None, len(met))
        ko_of, en_of = self.keys >> _SHIFT, self.keys & ((1 << _SHIFT) - 1)
        self.counts = 2 * met[:-1] / (self.ko_count[ko_of] + self.en_count[en_of])
        for round_ in range(_PLAIN_ROUNDS + _JUMP_ROUNDS):
            self._round(shard, ko_of, en_of, plain=round_ < _PLAIN_ROUNDS)

    def posteriors(self, pairs: Sequence[Pair], evidence: Sequence[Sequence[Cell]]) -> list[Posterior]:
        """One for each pair; empty arrays where a side is empty."""
        out = [Posterior(np.zeros((len(p.ko), len(p.en))), np.zeros((len(p.ko), len(p.en)))) for p in pairs]
        shard = _Shard(self, pairs, evidence)
        ko_of, en_of = self.keys >> _SHIFT, self.keys & ((1 << _SHIFT) - 1)
        totals = self._totals(ko_of, en_of)
        for batch in shard.batches:
            batch.cells = self._cells(batch.keys)
            to_en, to_ko, _, _ = self._expect(batch, totals, plain=False)
            for row, i in enumerate(batch.numbers):
                j, k = int(batch.ko_lengths[row]), int(batch.en_lengths[row])
                out[i] = Posterior(to_en[row, :j, :k], to_ko[row, :j, :k])
        return out

    def _round(self, shard: "_Shard", ko_of: Ints, en_of: Ints, plain: bool) -> None:
        totals = self._totals(ko_of, en_of)
        counts = np.zeros(len(self.keys) + 1)
        jumps = [np.zeros(2 * MOST_JUMP + 1), np.zeros(2 * MOST_JUMP + 1)]
        for batch in shard.batches:
            to_en, to_ko, ko_jumps, en_jumps = self._expect(batch, totals, plain)
            counts += np.bincount(batch.cells.ravel(), (to_en * to_ko).ravel(), len(counts))
            jumps[0] += ko_jumps
            jumps[1] += en_jumps
        self.counts = counts[:-1]
        if not plain:
            self.ko_jumps, self.en_jumps = ((j + 1) / (j + 1).sum() for j in jumps)

    def _totals(self, ko_of: Ints, en_of: Ints) -> tuple[Floats, Floats]:
        smooth = self.counts + _SMOOTHING
        by_ko, by_en = np.bincount(ko_of, smooth, len(self.ko)), np.bincount(en_of, smooth, len(self.en))
        return by_ko.astype(np.float64), by_en.astype(np.float64)

    def _expect(
        self, batch: "_Cells", totals: tuple[Floats, Floats], plain: bool
    ) -> tuple[Floats, Floats, Floats, Floats]:
        there = batch.keys >= 0
        added = _EVIDENCE * batch.evidence
        count = np.append(self.counts, 0.0)[batch.cells] + added + _SMOOTHING
        by_en = count / (totals[1][batch.en] + added.sum(1))[:, None, :] * there
        by_ko = count / (totals[0][batch.ko] + added.sum(2))[:, :, None] * there
        ko_null = self.ko_count[batch.ko] / max(1.0, self.ko_count.sum())
        en_null = self.en_count[batch.en] / max(1.0, self.en_count.sum())
        if plain:
            a, b = (1 - _P_NULL) * by_en, (1 - _P_NULL) * by_ko
            to_en = a / np.maximum(a.sum(2) + _P_NULL * ko_null * batch.en_lengths[:, None], _TINY)[:, :, None]
            to_ko = b / np.maximum(b.sum(1) + _P_NULL * en_null * batch.ko_lengths[:, None], _TINY)[:, None, :]
            none = np.zeros(2 * MOST_JUMP + 1)
            return to_en, to_ko, none, none
        forward = Batch(by_en, ko_null, batch.ko_lengths, batch.en_lengths)
        to_en, ko_jumps = posteriors(forward, self.ko_jumps, _P_NULL)
        to_ko, en_jumps = posteriors(transposed(forward, by_ko, en_null), self.en_jumps, _P_NULL)
        return to_en, to_ko.transpose(0, 2, 1), ko_jumps, en_jumps

    def _cells(self, keys: Ints) -> Ints:
        """Positions of keys in the table; len(keys), a zero at its end, for what is not there."""
        if not len(self.keys):
            return np.full(keys.shape, 0)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, len(self.keys))

    def _number(
        self, words: dict[str, int], counts: Floats, sides: Sequence[Sequence[str]]
    ) -> tuple[list[Ints], Floats]:
        numbered = [np.array([words.setdefault(w, len(words)) for w in side], np.int64) for side in sides]
        grown = np.zeros(len(words))
        grown[: len(counts)] = counts
        return numbered, grown


@dataclass(slots=True)
class _Cells:
    """A batch of pairs as arrays, padded: `keys` is -1 where nothing is."""

    numbers: list[int]
    ko: Ints
    en: Ints
    ko_lengths: Ints
    en_lengths: Ints
    keys: Ints
    evidence: Floats
    cells: Ints


class _Shard:
    """Pairs as batches of arrays; counts their units into the model."""

    def __init__(self, model: WordModel, pairs: Sequence[Pair], evidence: Sequence[Sequence[Cell]]) -> None:
        ko, model.ko_count = model._number(model.ko, model.ko_count, [[u.key for u in p.ko] for p in pairs])
        en, model.en_count = model._number(model.en, model.en_count, [[u.key for u in p.en] for p in pairs])
        for numbers, counts in ((ko, model.ko_count), (en, model.en_count)):
            for side in numbers:
                np.add.at(counts, side, 1)
        self.batches = [
            self._batch(group, ko, en, evidence)
            for group in batches([(len(a), len(b)) for a, b in zip(ko, en, strict=True)])
        ]

    def _batch(self, group: list[int], ko: list[Ints], en: list[Ints], evidence: Sequence[Sequence[Cell]]) -> _Cells:
        lengths = np.array([len(ko[i]) for i in group]), np.array([len(en[i]) for i in group])
        n, j, k = len(group), int(lengths[0].max()), int(lengths[1].max())
        made = _Cells(
            group, np.zeros((n, j), np.int64), np.zeros((n, k), np.int64), *lengths,
            np.full((n, j, k), -1), np.zeros((n, j, k)), np.zeros(0, np.int64),
        )  # fmt: skip
        for row, i in enumerate(group):
            made.ko[row, : len(ko[i])] = ko[i]
            made.en[row, : len(en[i])] = en[i]
            made.keys[row, : len(ko[i]), : len(en[i])] = (ko[i][:, None] << _SHIFT) + en[i][None, :]
            for cell in evidence[i]:
                made.evidence[row, cell.ko, cell.en] = cell.p
        return made


def pair_posteriors(model: WordModel, pairs: Sequence[Pair], evidence: Sequence[Sequence[Cell]]) -> Iterator[Posterior]:
    """Posteriors of many pairs in order."""
    yield from model.posteriors(pairs, evidence)
