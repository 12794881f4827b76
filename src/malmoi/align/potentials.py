"""What every possible bead is worth, in nats, as a weighted sum of named features.

    length       how far the widths are from the document's ratio, in standard deviations, two robust forms
    figure, latin, name, lexicon, glossary, amount    words that match (hit) and words that should but do not (miss), both directions
    stops, questions, …    difference of the marks of `side.MARKS`
    position     how far the bead lies from the diagonal
    inner        sentences inside the bead that the next one goes on with: pieces of one that was cut in two
    led          sentences inside the bead that begin with a connective, so that they belong to the one before
    breaks       where blocks begin, in documents that have any (`breaks`); in nats as it is
    bead_1_2 …, gap, gap_open    what the kind of bead itself is worth

The features are additive. Length as a log-ratio goes back to Gale and Church (1993); the variance here was measured on news and
textbooks (standard deviation .35 at 20 columns, .2 at 100).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from malmoi.align.breaks import Breaks
from malmoi.align.coverage import MOST, lexical_worth, windows
from malmoi.align.lexical import Matches
from malmoi.align.net import BEADS, Band, Floats, Ints
from malmoi.align.side import MARKS, Side

__all__ = ["SHAPE", "Pair", "bead_name", "shape_features", "worth"]

# Features of shape, in the order of `shape_features`.
SHAPE = ("length", "length_log", "position", "inner", "led", *MARKS)

# Variance of the log-ratio of widths: a constant part, and one that falls with the width.
_VARIANCE, _VARIANCE_PER_COLUMN = 0.15**2, 2.0
_LENGTH_CAP = 8.0
_MARK_CAPS = {"stops": 3, "quotes": 4}
_MARK_CAP = 2
_CAPS = np.array([_MARK_CAPS.get(name, _MARK_CAP) for name in MARKS], np.int8)[:, None, None]
# More marks than this in one sentence are as many; so they fit into a byte.
_MOST_MARKS = 100
# Marks of a bead's first or last sentence; the others are summed over its sentences.
_FIRST = [MARKS.index(name) for name in ("opens_quote", "list")]
_LAST = [MARKS.index(name) for name in ("closes_quote", "colon", "heading")]
# Nodes worked on at once: enough to keep NumPy busy, little enough for the cache.
_NODES = 1 << 11
_KO_SIZES, _EN_SIZES = (np.array(sizes) - 1 for sizes in zip(*BEADS, strict=True))


@dataclass(frozen=True, eq=False)
class Pair:
    """Both sides of a window, the matches between them, the log of the width ratio (Korean / English) of the document, where the
    window lies in it (first sentence and number of sentences of either side), and where blocks begin, if there are any."""

    ko: Side
    en: Side
    matches: Matches
    ratio: float
    ko_place: tuple[int, int]
    en_place: tuple[int, int]
    breaks: Breaks | None = None

    @cached_property
    def spans(self) -> "tuple[_Spans, _Spans]":
        """What both sides' spans of sentences look like."""
        return _spans(self.ko, *self.ko_place), _spans(self.en, *self.en_place)


def bead_name(a: int, b: int) -> str:
    """The name of a bead's own weight: bead_1_2."""
    return f"bead_{a}_{b}"


def worth(pair: Pair, band: Band, weights: Mapping[str, float]) -> Floats:
    """float32[len(BEADS), nodes]: what each bead of the band is worth; -inf for those that leave it."""
    made = lexical_worth(pair.ko, pair.en, pair.matches, band, weights)
    made += np.array([weights[bead_name(a, b)] for a, b in BEADS], np.float32)[:, None]
    shape = np.array([weights[name] for name in SHAPE], np.float32)
    for nodes, inside, features in shape_features(pair, band):
        made[:, nodes] += np.einsum("f,fkij->kij", shape, features)[:, inside]
    if pair.breaks is not None:
        made += pair.breaks.worth(band)
    made[band.out == band.nodes] = -np.inf
    return made


def shape_features(pair: Pair, band: Band) -> Iterator[tuple[slice, NDArray[np.bool_], Floats]]:
    """Lengths, position and marks, some rows of the band at a time: the rows' nodes, which places of the block hold them, and
    float32[len(SHAPE), len(BEADS), rows of the block, width of the block]."""
    width = band.high - band.low + 1
    for start, end in _blocks(width):
        inside = np.arange(width[start:end].max())[None, :] < width[start:end, None]
        nodes = slice(int(band.first[start]), int(band.first[end]))
        yield nodes, inside, _block(pair, start, band.low[start:end], inside.shape[1])


# ---------------------------------------------------------------- private


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans of 1 to MOST sentences of a side, by size and first sentence: [MOST, n + 1]."""

    log_width: Floats
    narrow: Floats  # width to the power of -1/2
    middle: Floats  # where the span's middle lies in the text, 0 to 1
    inner: Floats
    led: Floats
    marks: NDArray[np.int8]  # [MOST, len(MARKS), n + 1]


def _spans(side: Side, before: int, whole: int) -> _Spans:
    # Beyond the last sentence there is nothing; one column keeps the logarithm finite and is never used.
    width = np.maximum(windows(side.widths, 1), 1)
    places = np.arange(side.n + 1, dtype=np.float32) + before
    middle = (places + np.arange(1, MOST + 1, dtype=np.float32)[:, None] / 2) / max(1, whole)
    joints, led = windows(side.goes_on, 1), windows(side.leads_on, 1)
    marks = windows(np.minimum(side.marks, _MOST_MARKS).astype(np.int16), 1)
    for size in range(1, MOST):
        marks[size, _FIRST] = marks[0, _FIRST]
        marks[size, _LAST, : max(0, side.n + 1 - size)] = marks[0, _LAST, size:]
    return _Spans(
        np.log(width).astype(np.float32),
        (1 / np.sqrt(width)).astype(np.float32),
        middle.astype(np.float32),
        np.concatenate((np.zeros((1, side.n + 1)), joints[:-1])).astype(np.float32),
        (led - led[0]).astype(np.float32),
        np.minimum(marks, _MOST_MARKS).astype(np.int8),
    )


def _blocks(width: Ints) -> Iterator[tuple[int, int]]:
    """Rows that are worked on together: few enough nodes, and not much wider some than others."""
    start, widest, held = 0, 0, 0
    for row, here in enumerate(width.tolist()):
        wider = max(widest, here)
        cells = wider * (row + 1 - start)
        if row > start and (cells > _NODES or cells > 2 * (held + here)):
            yield start, row
            start, wider, held = row, here, 0
        widest, held = wider, held + here
    yield start, len(width)


def _block(pair: Pair, start: int, low: Ints, width: int) -> Floats:
    """The features of the beads that begin in row `start` and those after it, in `width` columns from `low` on in each."""
    left, right = pair.spans
    rows = slice(start, start + len(low))
    columns = np.minimum(low[:, None] + np.arange(width), pair.en.n)

    def ko(values: Floats) -> Floats:
        return values[_KO_SIZES, rows, None]

    def en(values: Floats) -> Floats:
        there: Floats = values[:, columns][_EN_SIZES]
        return there

    made = np.empty((len(SHAPE), len(BEADS), *columns.shape), np.float32)
    apart = ko(left.log_width) - en(right.log_width) - np.float32(pair.ratio)
    spread = np.float32(_VARIANCE) + np.float32(_VARIANCE_PER_COLUMN) * ko(left.narrow) * en(right.narrow)
    square = apart * apart / (2 * spread)
    made[0] = -np.minimum(square, np.float32(_LENGTH_CAP))
    made[1] = -np.log1p(square)
    made[2] = -np.abs(ko(left.middle) - en(right.middle))
    made[3] = ko(left.inner) + en(right.inner)
    made[4] = ko(left.led) + en(right.led)
    marks = left.marks[_KO_SIZES, :, rows, None] - right.marks[:, :, columns][_EN_SIZES]
    np.abs(marks, out=marks)
    np.minimum(marks, _CAPS, out=marks)
    made[5:] = -marks.swapaxes(0, 1)
    return made
