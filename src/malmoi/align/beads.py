"""Sentence alignment: which sentences of a Korean text and its English rendering stand for one another.

Both sides become arrays (`side`), words that match are found once (`matching`, `lexical`), every possible bead gets its worth in
nats (`potentials`), and the best path through the banded grid is found exactly (`dp`), with the posterior of each of its steps as
score. Long texts are solved in windows that overlap (`band`); an encoder is asked only where words leave it open (`neural`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from malmoi.align.band import Anchors, Window, find_anchors, make_windows
from malmoi.align.dp import BEADS, Step, best_path, posteriors
from malmoi.align.encoder import Encoder, Vectors, resolve
from malmoi.align.grid import solve
from malmoi.align.lexical import Match, index
from malmoi.align.matching import find_matches, find_names
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

# Beads below this are looked at again, with names and an encoder.
_SETTLED = 0.98
# Names are compared within stretches of this many Korean sentences, or a book would cost the square of its names.
_STRETCH = 300
# Columns that the band reaches beyond the anchors, and beyond the sure nodes of a path found before.
_MARGIN, _NARROW_MARGIN = 12, 4

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
    pairs = list(pairs)
    left, right = read_side(ko, "ko"), read_side(en, "en")
    sure = find_matches(left, right, pairs)
    pair = _pair(left, right, sure)
    solver = _Solver(load_weights(), ko, en)
    scored = solver.align(pair, find_anchors(pair), _MARGIN)
    named = _names_in_doubt(left, right, sure, scored)
    ratio = _found_ratio(pair, scored)
    if named or abs(ratio - pair.ratio) > _RATIO_OFF or vectors is not None:
        pair = replace(_pair(left, right, [*sure, *named]), ratio=ratio)
        scored = solver.align(pair, _sure_nodes(scored, pair), _NARROW_MARGIN, vectors)
    return [Bead(_run(s.i, s.a), _run(s.j, s.b), score) for s, score in scored]


def read_pair(ko: Sequence[str], en: Sequence[str], pairs: Iterable[tuple[str, str]] = ()) -> Pair:
    """Both sides with all matches between them, names too; the width ratio is that of the whole texts as far as it is plausible."""
    left, right = read_side(ko, "ko"), read_side(en, "en")
    sure = find_matches(left, right, pairs)
    return _pair(left, right, [*sure, *find_names(left, right, {match.ko for match in sure})])


# ---------------------------------------------------------------- private


def _pair(left: Side, right: Side, matches: list[Match]) -> Pair:
    ratio = float(np.log(left.widths.sum() / right.widths.sum())) if left.n and right.n else _RATIO
    ratio = float(np.clip(ratio, _RATIO - _RATIO_SPREAD, _RATIO + _RATIO_SPREAD))
    return Pair(left, right, index(left, right, matches), ratio)


@dataclass(frozen=True, slots=True)
class _Solver:
    """What stays the same between the passes over one document."""

    weights: Mapping[str, float]
    ko: list[str]
    en: list[str]

    def align(self, pair: Pair, anchors: Anchors, margin: int, vectors: Vectors | None = None) -> list[_Scored]:
        """The scored steps of the whole text, window by window."""
        made: list[_Scored] = []
        for window in make_windows(anchors):
            joined = _join(made, self._window(pair, anchors, window, margin, vectors), window.begins)
            if joined is None:
                # The two paths share no node where the windows overlap: solve once more, from the very start.
                whole = Window(0, 0, window.i1, window.j1, 0)
                joined = self._window(pair, anchors, whole, margin, vectors)
            made = joined
        return made

    def _window(
        self, pair: Pair, anchors: Anchors, window: Window, margin: int, vectors: Vectors | None
    ) -> list[_Scored]:
        """The steps of one window with their posteriors, in sentences of the whole text; an encoder may change the path."""
        grid, path = solve(pair, self.weights, anchors, window, margin)
        likely = posteriors(grid)
        if vectors is not None:
            ko, en = self.ko[window.i0 : window.i1], self.en[window.j0 : window.j1]
            grid = refined(grid, likely[0], margins(grid, likely[0], ko, en, vectors), load_neural_weights())
            path, likely = best_path(grid), posteriors(grid)
        beads, gone_ko, gone_en = likely
        out = []
        for s in path:
            if s.a and s.b:
                score = float(beads[s.i][_KINDS[s.a, s.b], s.j - grid.band.low[s.i]])
            else:
                score = float(gone_ko[s.i] if s.a else gone_en[s.j])
            out.append((Step(s.i + window.i0, s.j + window.j0, s.a, s.b), min(1.0, score)))
        return out


_KINDS = {bead: k for k, bead in enumerate(BEADS)}


def _names_in_doubt(left: Side, right: Side, sure: list[Match], scored: list[_Scored]) -> list[Match]:
    """Names that match among the sentences of doubtful beads, stretch by stretch; the others need no further evidence."""
    known = {match.ko for match in sure}
    found: dict[Match, None] = {}
    doubtful = [s for s, score in scored if score < _SETTLED]
    for _, stretch in groupby(doubtful, key=lambda s: s.i // _STRETCH):
        steps = list(stretch)
        ko = _words_of(left, {i for s in steps for i in range(s.i - 1, s.i + s.a + 1)})
        en = _words_of(right, {j for s in steps for j in range(s.j - 1, s.j + s.b + 1)})
        found |= dict.fromkeys(find_names(left, right, known, ko, en))
    return list(found)


def _words_of(side: Side, sentences: set[int]) -> set[int]:
    """Types of the words in these sentences; numbers beyond either end are no sentences."""
    first = np.searchsorted(side.token_sentences, np.arange(side.n + 1))
    inside = [i for i in sentences if 0 <= i < side.n]
    return {int(word) for i in inside for word in side.token_types[first[i] : first[i + 1]]}


def _sure_nodes(scored: list[_Scored], pair: Pair) -> Anchors:
    """Nodes of a path between which the next one is looked for: those where two sure beads meet."""
    ko, en = [0], [0]
    for (_, before), (step, score) in pairwise(scored):
        if min(before, score) >= _SURE:
            ko.append(step.i)
            en.append(step.j)
    return Anchors(np.array([*ko, pair.ko.n], np.int64), np.array([*en, pair.en.n], np.int64))


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


def _found_ratio(pair: Pair, scored: list[_Scored]) -> float:
    """The log of the width ratio over the sure beads; what it was when there are too few."""
    sure = [s for s, score in scored if s.a and s.b and score >= _SURE]
    if len(sure) < _SURE_BEADS:
        return pair.ratio
    return float(np.log(_total(pair.ko, [(s.i, s.a) for s in sure]) / _total(pair.en, [(s.j, s.b) for s in sure])))


def _total(side: Side, spans: list[tuple[int, int]]) -> float:
    return float(sum(side.widths[start : start + size].sum() for start, size in spans))


def _run(start: int, size: int) -> tuple[int, ...]:
    return tuple(range(start, start + size))
