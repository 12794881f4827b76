"""Two whole texts solved window by window: the path through each, joined where the windows overlap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from malmoi.align.band import Anchors, Window, make_windows
from malmoi.align.breaks import Breaks
from malmoi.align.dp import Array, best_path, posteriors
from malmoi.align.encoder import Vectors
from malmoi.align.grid import solve
from malmoi.align.lexical import MatchTable, Misses, find_misses, index
from malmoi.align.net import BEADS, Floats, Grid, Step
from malmoi.align.neural import evidence, refined
from malmoi.align.potentials import Pair
from malmoi.align.side import Side

__all__ = ["Document", "Scored", "Solver"]

# A step of the path in sentences of the whole text, with its posterior.
Scored = tuple[Step, float]
# Sentences of either side before a window that are solved once more with it when it cannot be joined to the path so far.
_BACK = 600
_KINDS = {bead: k for k, bead in enumerate(BEADS)}


@dataclass(frozen=True, eq=False)
class Document:
    """Two whole texts with the words that match between them, the log of their width ratio (Korean / English), and where their
    blocks begin, if they have any."""

    ko: Side
    en: Side
    matches: MatchTable
    ratio: float
    breaks: Breaks | None = None

    @cached_property
    def misses(self) -> tuple[Misses, Misses]:
        """Of the words of both sides."""
        return find_misses(self.ko, self.en, self.matches)

    def part(self, window: Window) -> Pair:
        """The sentences of a window, with the matches among them."""
        ko, en, matches, breaks = self.ko, self.en, self.matches, self.breaks
        if (window.i0, window.j0, window.i1, window.j1) != (0, 0, ko.n, en.n):
            ko, en = ko.part(window.i0, window.i1), en.part(window.j0, window.j1)
            matches = matches.between(ko, en)
            breaks = breaks and breaks.part(window.i0, window.j0, window.i1, window.j1)
        places = (window.i0, self.ko.n), (window.j0, self.en.n)
        return Pair(ko, en, index(ko, en, matches, self.misses), self.ratio, *places, breaks)


@dataclass(frozen=True, slots=True)
class Solver:
    """Weights of both stages, the sentences as given, and the encoder of the second stage if there is one."""

    weights: Mapping[str, float]
    neural: Mapping[str, float]
    ko: Sequence[str]
    en: Sequence[str]

    def align(self, document: Document, anchors: Anchors, margin: int, vectors: Vectors | None = None) -> list[Scored]:
        """The scored steps from the first of the anchors to the last one."""
        made: list[Scored] = []
        for window in make_windows(anchors):
            joined = _join(made, self._window(document, anchors, window, margin, vectors), window.begins)
            if joined is None:
                # The two paths share no node where the windows overlap: solve once more, from a node of the path so far.
                at = _before(made, window)
                start = made[at][0]
                longer = Window(start.i, start.j, window.i1, window.j1, start.i)
                joined = made[:at] + self._window(document, anchors, longer, margin, vectors)
            made = joined
        return made

    def _window(
        self, document: Document, anchors: Anchors, window: Window, margin: int, vectors: Vectors | None
    ) -> list[Scored]:
        """The steps of one window with their posteriors, in sentences of the whole text; an encoder may change the path."""
        grid, path = solve(document.part(window), self.weights, anchors, window, margin)
        likely = posteriors(grid)
        if vectors is not None:
            ko, en = self.ko[window.i0 : window.i1], self.en[window.j0 : window.j1]
            grid = refined(grid, likely[0], evidence(grid, likely[0], ko, en, vectors), self.neural)
            path, likely = best_path(grid), posteriors(grid)
        return [
            (Step(s.i + window.i0, s.j + window.j0, s.a, s.b), min(1.0, p))
            for s, p in zip(path, _probabilities(grid, path, *likely), strict=True)
        ]


# ---------------------------------------------------------------- private


def _probabilities(grid: Grid, path: Sequence[Step], beads: Floats, gone_ko: Array, gone_en: Array) -> list[float]:
    """The posterior of each step of a path."""
    out = []
    for s in path:
        if s.a and s.b:
            out.append(float(beads[_KINDS[s.a, s.b], grid.band.node(s.i, s.j)]))
        else:
            out.append(float(gone_ko[s.i] if s.a else gone_en[s.j]))
    return out


def _before(made: list[Scored], window: Window) -> int:
    """A step of a path that begins before a window, far enough to leave the next one a way out, near enough to cost no more than
    another window."""
    for at in range(len(made) - 1, 0, -1):
        step = made[at][0]
        if step.i + _BACK <= window.i0 and step.j + _BACK <= window.j0:
            return at
    return 0


def _join(made: list[Scored], part: list[Scored], begins: int) -> list[Scored] | None:
    """One path of two that overlap, changed over at the shared node nearest to sentence `begins`; None when they share none."""
    if not made:
        return part
    starts = {(s.i, s.j): at for at, (s, _) in enumerate(part)}
    shared = []
    for at in range(len(made) - 1, -1, -1):
        step = made[at][0]
        if step.i < part[0][0].i:
            break
        if (step.i, step.j) in starts:
            shared.append((abs(step.i - begins), at))
    if not shared:
        return None
    at = min(shared)[1]
    step = made[at][0]
    return made[:at] + part[starts[step.i, step.j] :]
