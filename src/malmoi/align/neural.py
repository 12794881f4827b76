"""Sentence vectors where words leave it open which bead is right.

The path over words and shapes is certain almost everywhere; only beads that it holds possible but not certain are encoded, with
merged sentences encoded as one text. Cosines of an encoder lie close together, so a bead is judged by its margin: its cosine less
the mean cosine of either side with the other side's neighbouring sentences.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from malmoi.align.encoder import Vectors
from malmoi.align.net import BEADS, Floats, Gaps, Grid

__all__ = ["FEATURES", "margins", "refined"]

# Beads below the first probability are given up, those above the second are settled.
POSSIBLE, SETTLED = 0.002, 0.995
# Neighbouring sentences on either side that a margin is taken over.
_NEIGHBOURS = 2
# Margins of right beads lie near .1; this makes them numbers near 1.
_UNIT = 0.1
# What a bead that was given up is worth: never chosen while another way is open.
_GIVEN_UP = -30.0
# Weights of this stage: words scales what the first stage says; vector_N_M is added for each encoded bead of that kind.
FEATURES = ("words", "margin", "vector_1_1", "vector_two", "vector_more", "vector_gap")

# Row, kind of bead (number in BEADS), column → margin in units of `_UNIT`
Margins = dict[tuple[int, int, int], float]


def margins(grid: Grid, posteriors: Floats, ko: Sequence[str], en: Sequence[str], vectors: Vectors) -> Margins:
    """The margin of every bead that is possible and not settled."""
    band = grid.band
    kinds, nodes = np.nonzero((posteriors >= POSSIBLE) & (posteriors < SETTLED))
    rows, columns = band.row[nodes].tolist(), band.column[nodes].tolist()
    open_beads = sorted(zip(rows, kinds.tolist(), columns, strict=True))
    ko_spans, en_spans = _spans(open_beads, len(ko), len(en))
    found = vectors.encode([_text(ko, s) for s in ko_spans] + [_text(en, s) for s in en_spans])
    of_ko = dict(zip(ko_spans, found, strict=False))
    of_en = dict(zip(en_spans, found[len(ko_spans) :], strict=True))
    made: Margins = {}
    for i, k, j in open_beads:
        a, b = BEADS[k]
        left, right = of_ko[i, a], of_en[j, b]
        usual = [left @ of_en[near, 1] for near in _near(j, b, len(en))]
        usual += [right @ of_ko[near, 1] for near in _near(i, a, len(ko))]
        made[i, k, j] = float(left @ right - (np.mean(usual) if usual else 0.0)) / _UNIT
    return made


def refined(grid: Grid, posteriors: Floats, found: Margins, weights: Mapping[str, float]) -> Grid:
    """The grid with the margins in it: possible beads only, weighted anew."""
    beads = np.where(posteriors >= POSSIBLE, grid.beads * np.float32(weights["words"]), np.float32(_GIVEN_UP))
    beads[np.isneginf(grid.beads)] = -np.inf
    for (i, k, j), margin in found.items():
        beads[k, grid.band.node(i, j)] += weights["margin"] * margin + weights[_kind(*BEADS[k])]
    scale, extra = weights["words"], weights["vector_gap"]
    gaps = Gaps(
        grid.gaps.ko * scale + extra, grid.gaps.en * scale + extra, grid.gaps.open_ko * scale, grid.gaps.open_en * scale
    )
    return Grid(grid.band, beads, gaps)


def _kind(a: int, b: int) -> str:
    """The weight of an encoded bead by its size."""
    return {2: "vector_1_1", 3: "vector_two"}.get(a + b, "vector_more")


def _near(start: int, size: int, n: int) -> list[int]:
    """Sentences before and after a span."""
    before = range(max(0, start - _NEIGHBOURS), start)
    return [*before, *range(start + size, min(n, start + size + _NEIGHBOURS))]


def _spans(
    open_beads: Sequence[tuple[int, int, int]], n: int, m: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(start, size) of all that must be encoded on either side: spans of open beads, and their neighbours."""
    ko: dict[tuple[int, int], None] = {}
    en: dict[tuple[int, int], None] = {}
    for i, k, j in open_beads:
        a, b = BEADS[k]
        ko |= dict.fromkeys([(i, a), *((near, 1) for near in _near(i, a, n))])
        en |= dict.fromkeys([(j, b), *((near, 1) for near in _near(j, b, m))])
    return list(ko), list(en)


def _text(sentences: Sequence[str], span: tuple[int, int]) -> str:
    start, size = span
    return " ".join(" ".join(sentences[start : start + size]).split())
