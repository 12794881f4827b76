"""What every possible bead is worth, in nats, as a weighted sum of named features.

    length       how far the widths are from the document's ratio, in standard deviations, two robust forms
    figure, latin, name, lexicon, glossary    words that match (hit) and words that should but do not (miss), both directions
    stops, questions, …    difference of the marks of `side.MARKS`
    position     how far the bead lies from the diagonal
    inner        sentences inside the bead that the next one goes on with: pieces of one that was cut in two
    bead_1_2 …, gap, gap_open    what the kind of bead itself is worth

The features are additive, so one dense block of the grid is computed at a time. Length as a log-ratio goes back to Gale and Church
(1993); the variance here was measured on news and textbooks (standard deviation .35 at 20 columns, .2 at 100).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from malmoi.align.dp import BEADS
from malmoi.align.lexical import CLASSES, Matches, Postings, ranges
from malmoi.align.side import MARKS, Floats, Side

__all__ = ["SHAPE", "Block", "Pair", "bead_name", "lexical_block", "shape_block"]

# Features of shape, in the order of `shape_block`.
SHAPE = ("length", "length_log", "position", "inner", *MARKS)

# Variance of the log-ratio of widths: a constant part, and one that falls with the width.
_VARIANCE, _VARIANCE_PER_COLUMN = 0.15**2, 2.0
_LENGTH_CAP = 8.0
_MARK_CAPS = {"stops": 3.0, "quotes": 4.0}
_MARK_CAP = 2.0
_CAPS = np.array([_MARK_CAPS.get(name, _MARK_CAP) for name in MARKS], np.float32)[:, None, None]
# Marks of a bead's first or last sentence; the others are summed over its sentences.
_FIRST = [MARKS.index(name) for name in ("opens_quote", "list")]
_LAST = [MARKS.index(name) for name in ("closes_quote", "colon", "heading")]
_MOST = 4  # sentences on one side of a bead


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, the matches between them, and the log of the width ratio (Korean / English) of this document."""

    ko: Side
    en: Side
    matches: Matches
    ratio: float


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the grid: beads that start at Korean sentences [i0, i1) and English sentences [j0, j1)."""

    i0: int
    i1: int
    j0: int
    j1: int


def bead_name(a: int, b: int) -> str:
    """The name of a bead's own weight: bead_1_2."""
    return f"bead_{a}_{b}"


def shape_block(pair: Pair, block: Block, a: int, b: int) -> Floats:
    """float32[len(SHAPE), i1 - i0, j1 - j0] for beads of a Korean and b English sentences: lengths, position, marks."""
    made = np.empty((len(SHAPE), block.i1 - block.i0, block.j1 - block.j0), np.float32)
    # Beyond the last sentence there is nothing; the column there keeps the logarithm finite and is never used.
    ko = np.log(np.maximum(_window(pair.ko.widths, block.i0, block.i1, a), 1))[:, None]
    en = np.log(np.maximum(_window(pair.en.widths, block.j0, block.j1, b), 1))[None, :]
    square = (ko - en - pair.ratio) ** 2 / (2 * (_VARIANCE + _VARIANCE_PER_COLUMN * np.exp((ko + en) / -2)))
    made[0] = -np.minimum(square, _LENGTH_CAP)
    made[1] = -np.log1p(square)
    here = (np.arange(block.i0, block.i1, dtype=np.float32) + a / 2) / max(1, pair.ko.n)
    there = (np.arange(block.j0, block.j1, dtype=np.float32) + b / 2) / max(1, pair.en.n)
    made[2] = -np.abs(here[:, None] - there[None, :])
    left = _marks(pair.ko.marks, block.i0, block.i1, a)
    right = _marks(pair.en.marks, block.j0, block.j1, b)
    inner_ko = _window(pair.ko.goes_on, block.i0, block.i1, a - 1)
    inner_en = _window(pair.en.goes_on, block.j0, block.j1, b - 1)
    made[3] = inner_ko[:, None] + inner_en[None, :]
    made[4:] = -np.minimum(np.abs(left[:, :, None] - right[:, None, :]), _CAPS)
    return made


def lexical_block(pair: Pair, block: Block, weights: Mapping[str, float]) -> dict[tuple[int, int], Floats]:
    """float32[i1 - i0, j1 - j0] for each kind of bead: worth of all word matches, both directions."""
    hit = np.array([weights.get(f"{name}_hit", 0.0) for name in CLASSES], np.float32)
    miss = np.array([weights.get(f"{name}_miss", 0.0) for name in CLASSES], np.float32)
    rows, cols = block.i1 - block.i0, block.j1 - block.j0
    wide = Block(block.i0, block.i1 + _MOST - 1, block.j0, block.j1 + _MOST - 1)
    from_ko = _coverage(pair.ko, pair.matches.ko, (wide.i0, wide.i1), (wide.j0, wide.j1), hit, miss)
    from_en = _coverage(pair.en, pair.matches.en, (wide.j0, wide.j1), (wide.i0, wide.i1), hit, miss)
    made = {}
    for a, b in BEADS:
        worth = np.zeros((rows, cols), np.float32)
        for r in range(a):
            worth += from_ko[b - 1, r : r + rows, :cols]
        for c in range(b):
            worth += from_en[a - 1, c : c + cols, :rows].T
        made[a, b] = worth
    return made


# ---------------------------------------------------------------- private


def _window(values: Floats, start: int, end: int, size: int) -> Floats:
    """Sums of `size` neighbours along the last axis beginning at start … end - 1; beyond the end nothing is added."""
    made = np.zeros((*values.shape[:-1], end - start), np.float32)
    for shift in range(size):
        there = values[..., start + shift : end + shift]
        made[..., : there.shape[-1]] += there
    return made


def _marks(values: Floats, start: int, end: int, size: int) -> Floats:
    """float32[marks, end - start]: summed over the bead's sentences, or those of its first or last one."""
    made = _window(values, start, end, size)
    if size > 1:
        made[_FIRST] = _window(values[_FIRST], start, end, 1)
        made[_LAST] = _window(values[_LAST, size - 1 :], start, end, 1)
    return made


def _coverage(
    side: Side, postings: Postings, near: tuple[int, int], far: tuple[int, int], hit: Floats, miss: Floats
) -> Floats:
    """float32[4, near, far]: for sentence i of `near` beside b + 1 sentences of the other side from j on, its words' worth."""
    height, width = near[1] - near[0], far[1] - far[0]
    made = np.zeros((_MOST, height, width), np.float32)
    first, last = np.searchsorted(side.token_sentences, near)
    types, sentences = side.token_types[first:last], side.token_sentences[first:last] - near[0]
    matched = postings.misses[types] > 0
    types, sentences = types[matched], sentences[matched]
    if not len(types):
        return made
    worth = np.empty((len(types), width + _MOST - 1), np.float32)
    worth[:] = (-miss[postings.miss_kinds[types]] * postings.misses[types])[:, None]
    reach = min(postings.n, far[1] + _MOST - 1)
    begin = np.searchsorted(postings.keys, types * postings.n + far[0])
    count = np.maximum(np.searchsorted(postings.keys, types * postings.n + reach) - begin, 0)
    row = np.repeat(np.arange(len(types)), count)
    at = ranges(begin, count)
    worth[row, postings.keys[at] - types[row] * postings.n - far[0]] = hit[postings.kinds[at]] * postings.values[at]
    starts = np.flatnonzero(np.diff(sentences, prepend=-1))
    here = sentences[starts]
    best = worth
    for b in range(_MOST):
        if b:
            best = np.maximum(best[:, :-1], worth[:, b:])
        made[b, here] = np.add.reduceat(best, starts, axis=0)[:, :width]
    return made
