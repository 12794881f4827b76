"""Sentence vectors where words leave it open which bead is right.

The path over words and shapes is certain almost everywhere; only beads that it holds possible but not certain are encoded, with
merged sentences encoded as one text. Cosines of an encoder lie close together, so they are compared with others nearby, in units of
what the encoder makes of a translation (`scale`):

    margin   the bead's cosine less the mean cosine of either side with the other side's neighbouring sentences
    gain     what the joined sentences of a bead gain over the best of them alone: a heading that repeats what follows gains nothing
    loss     the same where it is below zero
    part     the margin of that joined sentence which is least like the other side: what does not belong is seen there
    twin     how much more alike two joined sentences are than neighbours of one language: the words of both match one translation,
             so that the first stage believes too much in their join
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.align.encoder import Vectors
from malmoi.align.net import BEADS, Floats, Gaps, Grid
from malmoi.align.scale import Scale, measure

__all__ = ["EVIDENCE", "FEATURES", "Evidence", "evidence", "kind_of", "refined"]

# Beads below the first probability are given up, those above the second are settled.
POSSIBLE, SETTLED = 0.002, 0.995
# Neighbouring sentences on either side that a margin is taken over.
_NEIGHBOURS = 2
# Units of margins and of gains, in parts of what a translation gains: those of right beads and of right joins are numbers near 1.
_UNIT, _GAIN_UNIT = 0.854, 0.427
# What a bead that was given up is worth: never chosen while another way is open.
_GIVEN_UP = -30.0
# What the vectors say of a bead, in this order.
EVIDENCE = ("margin", "gain", "loss", "part", "twin")
# Weights of this stage: words scales what the first stage says; vector_N_M is added for each encoded bead of that kind.
FEATURES = ("words", *EVIDENCE, "vector_1_1", "vector_two", "vector_more", "vector_gap")

# Row, kind of bead (number in BEADS), column → its values in the order of EVIDENCE
Evidence = dict[tuple[int, int, int], NDArray[np.float64]]
# First sentence and number of sentences.
_Span = tuple[int, int]


def evidence(
    grid: Grid, posteriors: Floats, ko: Sequence[str], en: Sequence[str], vectors: Vectors, scale: Scale | None = None
) -> Evidence:
    """What the vectors say of every bead that is possible and not settled; the encoder's scale is measured where none is given."""
    band = grid.band
    kinds, nodes = np.nonzero((posteriors >= POSSIBLE) & (posteriors < SETTLED))
    rows, columns = band.row[nodes].tolist(), band.column[nodes].tolist()
    open_beads = sorted(zip(rows, kinds.tolist(), columns, strict=True))
    if not open_beads:
        return {}
    usual = scale or measure(vectors)
    ko_spans = _spans([(i, BEADS[k][0]) for i, k, _ in open_beads], len(ko))
    en_spans = _spans([(j, BEADS[k][1]) for _, k, j in open_beads], len(en))
    found = vectors.encode([_text(ko, s) for s in ko_spans] + [_text(en, s) for s in en_spans])
    of_ko = dict(zip(ko_spans, found, strict=False))
    of_en = dict(zip(en_spans, found[len(ko_spans) :], strict=True))
    return {
        (i, k, j): _values((i, BEADS[k][0]), (j, BEADS[k][1]), of_ko, of_en, (len(ko), len(en)), usual)
        for i, k, j in open_beads
    }


def refined(grid: Grid, posteriors: Floats, found: Evidence, weights: Mapping[str, float]) -> Grid:
    """The grid with the evidence in it: possible beads only, weighted anew."""
    beads = np.where(posteriors >= POSSIBLE, grid.beads * np.float32(weights["words"]), np.float32(_GIVEN_UP))
    beads[np.isneginf(grid.beads)] = -np.inf
    per_value = np.array([weights[name] for name in EVIDENCE])
    for (i, k, j), values in found.items():
        beads[k, grid.band.node(i, j)] += float(values @ per_value) + weights[kind_of(k)]
    scale, extra = weights["words"], weights["vector_gap"]
    gaps = Gaps(
        grid.gaps.ko * scale + extra, grid.gaps.en * scale + extra, grid.gaps.open_ko * scale, grid.gaps.open_en * scale
    )
    return Grid(grid.band, beads, gaps)


def kind_of(k: int) -> str:
    """The weight of an encoded bead by its size; `k` is its number in BEADS."""
    return {2: "vector_1_1", 3: "vector_two"}.get(sum(BEADS[k]), "vector_more")


# ---------------------------------------------------------------- private


def _values(
    left: _Span,
    right: _Span,
    of_ko: Mapping[_Span, Floats],
    of_en: Mapping[_Span, Floats],
    sizes: tuple[int, int],
    scale: Scale,
) -> NDArray[np.float64]:
    """The bead of a Korean and an English span, in the order of EVIDENCE; one of single sentences has a margin only."""
    whole_ko, whole_en = of_ko[left], of_en[right]
    near_ko = np.array([of_ko[s] for s in _near(left, sizes[0])]).reshape(-1, len(whole_ko))
    near_en = np.array([of_en[s] for s in _near(right, sizes[1])]).reshape(-1, len(whole_en))
    cosine = float(whole_ko @ whole_en)
    usual = np.concatenate((near_en @ whole_ko, near_ko @ whole_en))
    margin = cosine - (float(usual.mean()) if len(usual) else scale.unlike)
    alone: list[float] = []
    parts: list[float] = []
    twins: list[float] = []
    for span, known, own, other, whole in (
        (left, of_ko, near_ko, near_en, whole_en),
        (right, of_en, near_en, near_ko, whole_ko),
    ):
        if span[1] > 1:
            sentences = np.array([known[at, 1] for at in range(span[0], sum(span))])
            alike = sentences @ whole
            alone += alike.tolist()
            parts += (alike - ((sentences @ other.T).mean(axis=1) if len(other) else scale.unlike)).tolist()
            usual_alone = float((sentences @ own.T).mean()) if len(own) else scale.unlike_alone
            twins.append(float((sentences[1:] * sentences[:-1]).sum(axis=1).max()) - usual_alone)
    unit = _UNIT * scale.gain
    gain = (cosine - max(alone, default=cosine)) / (_GAIN_UNIT * scale.gain)
    part, twin = min(parts, default=0.0), max(twins, default=0.0)
    return np.array([margin / unit, gain, min(gain, 0.0), part / unit, twin / unit])


def _near(span: _Span, n: int) -> list[_Span]:
    """Single sentences before and after a span."""
    start, end = span[0], sum(span)
    before = range(max(0, start - _NEIGHBOURS), start)
    return [(at, 1) for at in (*before, *range(end, min(n, end + _NEIGHBOURS)))]


def _spans(open_spans: Sequence[_Span], n: int) -> list[_Span]:
    """All that must be encoded of a side: spans of open beads, their sentences, and their neighbours."""
    wanted: dict[_Span, None] = {}
    for span in open_spans:
        wanted |= dict.fromkeys([span, *((at, 1) for at in range(span[0], sum(span))), *_near(span, n)])
    return list(wanted)


def _text(sentences: Sequence[str], span: _Span) -> str:
    start, size = span
    return " ".join(" ".join(sentences[start : start + size]).split())
