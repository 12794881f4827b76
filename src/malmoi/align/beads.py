"""Sentence alignment: which sentences of a Korean text and its English rendering stand for one another.

Both sides become arrays (`side`), words that match are found once (`matching`, `lexical`), every possible bead gets its worth in
nats (`potentials`), and the best path through the banded grid is found exactly (`dp`), with the posterior of each of its steps as
score. Long texts are solved in windows that overlap (`band`); an encoder is asked only where words leave it open (`neural`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from malmoi.align.band import Window, find_anchors, make_windows
from malmoi.align.dp import BEADS, Grid, Step, best_path, posteriors
from malmoi.align.encoder import Encoder, Vectors, resolve
from malmoi.align.grid import solve
from malmoi.align.lexical import index
from malmoi.align.matching import find_matches
from malmoi.align.neural import margins, refined
from malmoi.align.potentials import Pair
from malmoi.align.side import Side, read_side
from malmoi.align.weights import load_neural_weights, load_weights
from malmoi.model.records import Bead

__all__ = ["align_sentences", "read_pair"]

# Log of the width ratio Korean / English over news and textbooks, and how far a document may lie from it (its sides may be
# incomplete, so the ratio of the whole texts is no proof).
_RATIO, _RATIO_SPREAD = -0.05, 0.15
# Solved once more when the ratio of the beads found differs by more than this; sure beads needed to tell.
_RATIO_OFF, _SURE_BEADS, _SURE = 0.06, 8, 0.9

# A step of the path in sentences of the whole text, with its posterior.
_Scored = tuple[Step, float]


def align_sentences(
    ko: Sequence[str], en: Sequence[str], *, encoder: Encoder | str | None = None, pairs: Iterable[tuple[str, str]] = ()
) -> list[Bead]:
    """Beads that cover both sides in order; a sentence without a partner is a bead with one empty side.

    `encoder` as in `malmoi.align.encoder.resolve`. `pairs` are (Korean, English) terms, a glossary's say, that count as evidence.
    A bead's score in [0, 1] is the probability that it is right. Raises EncoderError when the encoder fails.
    """
    vectors = resolve(encoder)
    ko, en = list(ko), list(en)
    if not ko or not en:
        return [Bead((i,), (), 1.0) for i in range(len(ko))] + [Bead((), (j,), 1.0) for j in range(len(en))]
    pair = read_pair(ko, en, pairs)
    weights = load_weights()
    scored = _align(pair, weights, ko, en, vectors)
    ratio = _found_ratio(pair, scored)
    if ratio is not None and abs(ratio - pair.ratio) > _RATIO_OFF:
        scored = _align(replace(pair, ratio=ratio), weights, ko, en, vectors)
    return [Bead(_run(s.i, s.a), _run(s.j, s.b), score) for s, score in scored]


def read_pair(ko: Sequence[str], en: Sequence[str], pairs: Iterable[tuple[str, str]] = ()) -> Pair:
    """Both sides with the matches between them; the width ratio is that of the whole texts as far as it is plausible."""
    left, right = read_side(ko, "ko"), read_side(en, "en")
    matches = index(left, right, find_matches(left, right, pairs))
    ratio = float(np.log(left.widths.sum() / right.widths.sum())) if left.n and right.n else _RATIO
    return Pair(left, right, matches, float(np.clip(ratio, _RATIO - _RATIO_SPREAD, _RATIO + _RATIO_SPREAD)))


# ---------------------------------------------------------------- private


def _align(
    pair: Pair, weights: Mapping[str, float], ko: list[str], en: list[str], vectors: Vectors | None
) -> list[_Scored]:
    """The scored steps of the whole text, window by window."""
    anchors = find_anchors(pair)
    made: list[_Scored] = []
    pending = make_windows(anchors)
    while pending:
        window = pending.pop(0)
        grid, path = solve(pair, weights, anchors, window)
        part = _score(grid, path, window, ko, en, vectors)
        joined = _join(made, part, window.begins)
        if joined is None:
            # The two paths share no node where the windows overlap: solve once more, from the window's beginning back to the start.
            window = Window(0, 0, window.i1, window.j1, 0)
            grid, path = solve(pair, weights, anchors, window)
            joined = _score(grid, path, window, ko, en, vectors)
        made = joined
    return made


def _join(made: list[_Scored], part: list[_Scored], begins: int) -> list[_Scored] | None:
    """One path of two that overlap, changed over at the shared node nearest to sentence `begins`; None when they share none."""
    if not made:
        return part
    starts = {(s.i, s.j): at for at, (s, _) in enumerate(part)}
    shared = [(abs(s.i - begins), at) for at, (s, _) in enumerate(made) if (s.i, s.j) in starts]
    if not shared:
        return None
    at = min(shared)[1]
    step = made[at][0]
    return made[:at] + part[starts[step.i, step.j] :]


def _score(
    grid: Grid, path: list[Step], window: Window, ko: list[str], en: list[str], vectors: Vectors | None
) -> list[_Scored]:
    """The path's steps with their posteriors, in sentences of the whole text; with an encoder the path may change."""
    beads, gone_ko, gone_en = posteriors(grid)
    if vectors is not None:
        found = margins(grid, beads, ko[window.i0 : window.i1], en[window.j0 : window.j1], vectors)
        grid = refined(grid, beads, found, load_neural_weights())
        path = best_path(grid)
        beads, gone_ko, gone_en = posteriors(grid)
    out = []
    for s in path:
        if s.a and s.b:
            score = float(beads[s.i][_KINDS[s.a, s.b], s.j - grid.band.low[s.i]])
        else:
            score = float(gone_ko[s.i] if s.a else gone_en[s.j])
        out.append((Step(s.i + window.i0, s.j + window.j0, s.a, s.b), min(1.0, score)))
    return out


_KINDS = {bead: k for k, bead in enumerate(BEADS)}


def _found_ratio(pair: Pair, scored: list[_Scored]) -> float | None:
    """The log of the width ratio over the sure beads; None when there are too few."""
    sure = [s for s, score in scored if s.a and s.b and score >= _SURE]
    if len(sure) < _SURE_BEADS:
        return None
    return float(np.log(_total(pair.ko, [(s.i, s.a) for s in sure]) / _total(pair.en, [(s.j, s.b) for s in sure])))


def _total(side: Side, spans: list[tuple[int, int]]) -> float:
    return float(sum(side.widths[start : start + size].sum() for start, size in spans))


def _run(start: int, size: int) -> tuple[int, ...]:
    return tuple(range(start, start + size))
