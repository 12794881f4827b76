"""The word aligner's model: how often which Korean unit stood for which English one, and how far alignments jump.

Both directions are hidden Markov models (`hmm`) trained together by agreement: what a round expects of a link is the product of
what either direction expects (Liang, Taskar, Klein 2006), so they share one table of expected counts. Evidence of the pair at hand
(`word_evidence`) enters as pseudo-counts, so a lone article leans on it and a corpus outgrows it. Training starts from Dice's
coefficient, with three rounds of IBM Model 1 (Brown et al. 1993) before the jumps come in.

A first shard of segments is learnt from in several rounds, further ones in one pass each: their expected counts are added up as
they come (incremental EM, Neal and Hinton 1998), and cells that expect nothing are dropped, so memory grows with the vocabulary
and not with the corpus.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from malmoi.align.flat import MOST_JUMP, TINY, Flags, Floats, Ints
from malmoi.align.hmm import pays_to_compile, posteriors
from malmoi.align.word_corpus import SHIFT, Corpus, column_sums, different

__all__ = ["WordModel"]

# Chosen on 60 hand-aligned lines, each on a plateau.
_P_NULL = 0.3
_SMOOTHING = 1e-4  # pseudo-count of any two units that meet
_EVIDENCE = 4.0  # pseudo-count of a cell that the evidence is sure of
_UNKNOWN = 3.0  # pseudo-count of all partners that a unit was not seen with: a rare unit is sure of nothing
_PLAIN_ROUNDS, _JUMP_ROUNDS = 3, 5
# Cells below this expected count are not kept, and never more cells than this (12 bytes each when saved, 16 in memory).
_LEAST_COUNT, _MOST_CELLS = 1e-4, 20_000_000


def _even_jumps() -> Floats:
    return np.full(2 * MOST_JUMP + 1, 1 / (2 * MOST_JUMP + 1))


class _Told(NamedTuple):
    """What does not change between rounds over a corpus: pseudo-counts of cells, sums of them by unit, and how frequent units are."""

    added: Floats
    ko_added: Floats
    en_added: Floats
    ko_share: Floats
    en_share: Floats


@dataclass(slots=True)
class WordModel:
    """Numbers of units, how often each was seen, expected counts of pairs (`keys` rising), jumps in Korean and in English."""

    ko: dict[str, int] = field(default_factory=dict)
    en: dict[str, int] = field(default_factory=dict)
    ko_seen: Floats = field(default_factory=lambda: np.zeros(0))
    en_seen: Floats = field(default_factory=lambda: np.zeros(0))
    keys: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    counts: Floats = field(default_factory=lambda: np.zeros(0))
    jumps_ko: Floats = field(default_factory=_even_jumps)
    jumps_en: Floats = field(default_factory=_even_jumps)

    def learn(self, corpus: Corpus) -> Ints:
        """Learn from a first corpus, in rounds, anew. It was read with this model's `ko` and `en`, which grew.

        Gives the place of each of its cells in the table, as `posteriors` takes it.
        """
        self.ko_seen = self.en_seen = np.zeros(0)
        self.jumps_ko, self.jumps_en = _even_jumps(), _even_jumps()
        self._see(corpus)
        self.keys, cells = different(corpus.keys)
        met = column_sums(np.ones(len(cells)), cells, len(self.keys))
        self.counts = 2 * met / (self.ko_seen[self.keys >> SHIFT] + self.en_seen[self.keys & _LOW])
        told = self._told(corpus)
        for round_ in range(_PLAIN_ROUNDS + _JUMP_ROUNDS):
            self._round(corpus, cells, told, round_ < _PLAIN_ROUNDS)
        kept = self._prune()
        return np.where(kept, np.cumsum(kept) - 1, len(self.keys))[cells]

    def extend(self, corpus: Corpus) -> None:
        """Learn from one more corpus in one pass."""
        self._see(corpus)
        to_en, to_ko = self.posteriors(corpus)
        both = to_en * to_ko
        kept = both >= _LEAST_COUNT
        keys, cells = different(corpus.keys[kept])
        fresh = column_sums(both[kept], cells, len(keys))
        merged, at = different(np.concatenate([self.keys, keys]))
        self.counts = column_sums(np.concatenate([self.counts, fresh]), at, len(merged))
        self.keys = merged
        self._prune()

    def posteriors(self, corpus: Corpus, places: Ints | None = None) -> tuple[Floats, Floats]:
        """For every cell: p(the English unit emitted the Korean one), and p(the Korean unit emitted the English one).

        `places` are of `learn`, where this model has learnt from this very corpus.
        """
        cells = self._cells(corpus.keys) if places is None else places
        to_en, to_ko, _ = self._expect(corpus, cells, self._told(corpus), plain=False)
        return to_en, to_ko

    def meetings(self, corpus: Corpus) -> Floats:
        """For every cell, how often its two units are expected to have stood for one another."""
        return np.append(self.counts, 0.0)[self._cells(corpus.keys)]

    def _see(self, corpus: Corpus) -> None:
        self.ko_seen = _grown(self.ko_seen, len(self.ko)) + np.bincount(corpus.ko, None, len(self.ko))
        self.en_seen = _grown(self.en_seen, len(self.en)) + np.bincount(corpus.en, None, len(self.en))

    def _told(self, corpus: Corpus) -> "_Told":
        added = _EVIDENCE * corpus.evidence.astype(np.float64)
        return _Told(
            added + _SMOOTHING,
            column_sums(added, corpus.ko_of, len(corpus.ko)) + _UNKNOWN,
            column_sums(added, corpus.en_of, len(corpus.en)) + _UNKNOWN,
            _shares(self.ko_seen)[corpus.ko],
            _shares(self.en_seen)[corpus.en],
        )

    def _round(self, corpus: Corpus, cells: Ints, told: "_Told", plain: bool) -> None:
        if pays_to_compile(len(cells)):
            jumps = self._compiled_round(corpus, cells, told, plain)
        else:
            to_en, to_ko, jumps = self._expect(corpus, cells, told, plain)
            self.counts = column_sums(to_en * to_ko, cells, len(self.keys))
        if not plain:
            self.jumps_en, self.jumps_ko = ((j + 1) / (j + 1).sum() for j in jumps)

    def _compiled_round(self, corpus: Corpus, cells: Ints, told: "_Told", plain: bool) -> tuple[Floats, Floats]:
        from malmoi.align.word_model_compiled import agreement, emissions, plain_round

        totals, sizes = self._totals(), (corpus.n_ko, corpus.n_en)
        of_units = totals[0][corpus.ko] + told.ko_added, totals[1][corpus.en] + told.en_added
        counted = self.counts, cells, told.added, *of_units
        if plain:
            self.counts = plain_round(*counted, told.ko_share, told.en_share, *sizes, _P_NULL)
            return np.zeros(0), np.zeros(0)
        by_en, turned = emissions(*counted, *sizes)
        to_en, jumps_en = posteriors(by_en, told.ko_share, corpus.n_ko, corpus.n_en, self.jumps_en, _P_NULL)
        to_ko, jumps_ko = posteriors(turned, told.en_share, corpus.n_en, corpus.n_ko, self.jumps_ko, _P_NULL)
        self.counts = agreement(to_en, to_ko, cells, *sizes, len(self.keys))
        return jumps_en, jumps_ko

    def _expect(
        self, corpus: Corpus, cells: Ints, told: "_Told", plain: bool
    ) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
        count = np.append(self.counts, 0.0)[cells] + told.added
        totals = self._totals()
        ko_total, en_total = totals[0][corpus.ko] + told.ko_added, totals[1][corpus.en] + told.en_added
        by_en, by_ko = count / en_total[corpus.en_of], count / ko_total[corpus.ko_of]
        ko_null, en_null = told.ko_share, told.en_share
        if plain:
            to_en = _model_1(by_en, corpus.ko_of, ko_null * np.repeat(corpus.n_en, corpus.n_ko))
            to_ko = _model_1(by_ko, corpus.en_of, en_null * np.repeat(corpus.n_ko, corpus.n_en))
            return to_en, to_ko, (np.zeros(0), np.zeros(0))
        to_en, jumps_en = posteriors(by_en, ko_null, corpus.n_ko, corpus.n_en, self.jumps_en, _P_NULL)
        turned, jumps_ko = posteriors(by_ko[corpus.turn], en_null, corpus.n_en, corpus.n_ko, self.jumps_ko, _P_NULL)
        to_ko = np.empty_like(turned)
        to_ko[corpus.turn] = turned
        return to_en, to_ko, (jumps_en, jumps_ko)

    def _totals(self) -> tuple[Floats, Floats]:
        """Expected counts of each unit; a last place for units that are not known."""
        smooth = self.counts + _SMOOTHING
        ko = column_sums(smooth, self.keys >> SHIFT, len(self.ko) + 1)
        en = column_sums(smooth, self.keys & _LOW, len(self.en) + 1)
        return np.maximum(ko, _SMOOTHING), np.maximum(en, _SMOOTHING)

    def _cells(self, keys: Ints) -> Ints:
        """Places of pairs in the table; len(keys) for what is not there."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, len(self.keys))

    def _prune(self) -> Flags:
        """Forget pairs that are hardly expected; which of all are kept."""
        least = _LEAST_COUNT
        if len(self.counts) > _MOST_CELLS:
            least = max(least, float(np.partition(self.counts, -_MOST_CELLS)[-_MOST_CELLS]))
        kept = self.counts >= least
        self.keys, self.counts = self.keys[kept], self.counts[kept]
        return kept


_LOW = (1 << SHIFT) - 1


def _grown(seen: Floats, n: int) -> Floats:
    return np.concatenate([seen, np.zeros(n - len(seen))])


def _shares(seen: Floats) -> Floats:
    """How frequent units are, in [0, 1]; a last place for units that are not known, taken as seen once."""
    return np.append(seen, 1.0) / max(1.0, float(seen.sum()))


def _model_1(cells: Floats, owner: Ints, null: Floats) -> Floats:
    real = (1 - _P_NULL) * cells
    found: Floats = real / np.maximum(column_sums(real, owner, len(null)) + _P_NULL * null, TINY)[owner]
    return found
