"""Sentence alignment: which sentences of a Korean text and its English rendering stand for one another.

Both sides become arrays (`side`), words that match are found once (`matching`, `lexical`), every possible bead gets its worth in
nats (`potentials`), and the best path through the banded grid is found exactly (`dp`), with the posterior of each of its steps as
score.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from malmoi.align.dp import BEADS, Band, Gaps, Grid, Step, best_path, posteriors
from malmoi.align.lexical import index
from malmoi.align.matching import find_matches
from malmoi.align.potentials import Block, Pair, bead_name, lexical_block, shape_features
from malmoi.align.side import Floats, read_side
from malmoi.align.weights import load_weights
from malmoi.model.records import Bead

__all__ = ["align_sentences"]


def align_sentences(
    ko: Sequence[str], en: Sequence[str], *, encoder: object = None, pairs: Iterable[tuple[str, str]] = ()
) -> list[Bead]:
    """Beads that cover both sides in order; a sentence without a partner is a bead with one empty side.

    `pairs` are (Korean, English) terms, a glossary's say, that count as evidence. A bead's score in [0, 1] is the probability
    that it is right.
    """
    pair = read_pair(ko, en, pairs)
    if not pair.ko.n or not pair.en.n:
        return [Bead((i,), (), 1.0) for i in range(pair.ko.n)] + [Bead((), (j,), 1.0) for j in range(pair.en.n)]
    grid = make_grid(pair, load_weights())
    return [_bead(step, score) for step, score in _scored(grid)]


def read_pair(ko: Sequence[str], en: Sequence[str], pairs: Iterable[tuple[str, str]] = ()) -> Pair:
    """Both sides with the matches between them; the width ratio is that of the whole texts."""
    left, right = read_side(ko, "ko"), read_side(en, "en")
    matches = index(left, right, find_matches(left, right, pairs))
    ratio = float(np.log(left.widths.sum() / right.widths.sum())) if left.n and right.n else 0.0
    return Pair(left, right, matches, ratio)


def make_grid(pair: Pair, weights: Mapping[str, float]) -> Grid:
    """The whole grid of a document."""
    n, m = pair.ko.n, pair.en.n
    block = Block(0, n, 0, m)
    worth = np.full((n + 1, len(BEADS), m + 1), -np.inf)
    lexical = lexical_block(pair, block, weights)
    for k, (a, b) in enumerate(BEADS):
        made: Floats = lexical[a, b] + np.float32(weights[bead_name(a, b)])
        for name, values in shape_features(pair, block, a, b):
            made += np.float32(weights[name]) * values
        worth[:n, k, :m] = made
    band = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))
    gaps = Gaps(
        np.full(n, weights["gap_ko"]), np.full(m, weights["gap_en"]), weights["gap_open_ko"], weights["gap_open_en"]
    )
    return Grid(band, list(worth), gaps)


def _scored(grid: Grid) -> list[tuple[Step, float]]:
    """The steps of the best path with their posteriors."""
    beads, gone_ko, gone_en = posteriors(grid)
    kinds = {bead: k for k, bead in enumerate(BEADS)}
    out = []
    for step in best_path(grid):
        if step.a and step.b:
            score = float(beads[step.i][kinds[step.a, step.b], step.j - grid.band.low[step.i]])
        else:
            score = float(gone_ko[step.i] if step.a else gone_en[step.j])
        out.append((step, min(1.0, score)))
    return out


def _bead(step: Step, score: float) -> Bead:
    return Bead(tuple(range(step.i, step.i + step.a)), tuple(range(step.j, step.j + step.b)), score)
