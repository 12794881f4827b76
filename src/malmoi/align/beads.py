"""Sentence alignment: which sentences of a Korean text and its English rendering stand for one another.

Both sides become arrays (`side`), words that match are found once (`matching`, `lexical`), every possible bead gets its worth in
nats (`potentials`), and the best path through the banded grid is found exactly (`dp`), with the posterior of each of its steps as
score. Long texts are solved in windows that overlap (`band`, `solver`). Where the path is in doubt, dearer evidence is looked at:
names across scripts, and an encoder if there is one; those stretches are solved once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from malmoi.align.bags import find_phrases
from malmoi.align.band import Anchors, Window, find_anchors
from malmoi.align.breaks import learn, numbered
from malmoi.align.encoder import Encoder, resolve
from malmoi.align.figures import amount_words
from malmoi.align.lexical import Match, MatchTable
from malmoi.align.matching import find_amounts, find_matches, find_names
from malmoi.align.net import Ints, Step
from malmoi.align.neural import SETTLED
from malmoi.align.potentials import Pair
from malmoi.align.side import Side, read_side
from malmoi.align.solver import Document, Scored, Solver
from malmoi.align.weights import load_neural_weights, load_weights
from malmoi.errors import UsageError
from malmoi.model.records import Bead

__all__ = ["align_sentences", "read_pair"]

# Log of the width ratio Korean / English over news and textbooks, and how far a document may lie from it (its sides may be
# incomplete, so the ratio of the whole texts is no proof).
_RATIO, _RATIO_SPREAD = -0.05, 0.15
# All is solved once more when the ratio of the beads found differs by more than this; sure beads needed to tell.
_RATIO_OFF, _SURE_BEADS, _SURE = 0.06, 8, 0.9

# Beads below this are looked at again, with names; an encoder looks at all that it could change.
_SETTLED = 0.95
# Sure steps on either side that a doubtful stretch is solved with, and those between two stretches that are solved as one.
_CONTEXT, _BETWEEN = 3, 6
# Names are compared within so many steps of a stretch, or a doubtful book would cost the square of its names.
_STRETCH = 300
# Columns that the band reaches beyond the anchors, and beyond the sure nodes of a path found before.
_MARGIN, _NARROW_MARGIN = 12, 4


def align_sentences(
    ko: Sequence[str],
    en: Sequence[str],
    *,
    encoder: Encoder | str | None = None,
    pairs: Iterable[tuple[str, str]] = (),
    breaks: tuple[Sequence[str], Sequence[str]] | None = None,
) -> list[Bead]:
    """Beads that cover both sides in order; a sentence without a partner is a bead with one empty side.

    `encoder` as in `malmoi.align.encoder.resolve`. `pairs` are (Korean, English) terms, a glossary's say, that count as evidence;
    so do `breaks`, for each sentence of either side the kind of the block that it begins ("heading", "paragraph", any word), "" where
    it begins none. A bead's score in [0, 1] is the probability that it is right. Raises EncoderError when the encoder fails,
    UsageError when there are not as many breaks as sentences.
    """
    vectors = resolve(encoder)
    ko, en = list(ko), list(en)
    if not ko or not en:
        return [Bead((i,), (), 1.0) for i in range(len(ko))] + [Bead((), (j,), 1.0) for j in range(len(en))]
    begun = _begun(breaks, len(ko), len(en))
    document = _read(ko, en, pairs)
    solver = Solver(load_weights(), load_neural_weights(), ko, en)
    scored = solver.align(document, find_anchors(document.ko, document.en, document.matches), _MARGIN)
    ratio = _found_ratio(document, scored)
    off = abs(ratio - document.ratio) > _RATIO_OFF
    stretches = _stretches(scored, _SETTLED if vectors is None else SETTLED, off)
    fuller, told = _with_dear_evidence(document, ko, en, [scored[first:last] for first, last in stretches])
    if off:
        fuller = replace(fuller, ratio=ratio)
    if begun is not None:
        fuller = replace(fuller, breaks=learn(*begun, [s for s, score in scored if s.a and s.b and score >= _SURE]))
    # The last stretch first, so that those before keep their places.
    for (first, last), more in reversed(list(zip(stretches, told, strict=True))):
        if more or off or begun is not None or vectors is not None:
            nodes = _sure_nodes(scored[first:last])
            scored[first:last] = solver.align(fuller, nodes, _NARROW_MARGIN, vectors)
    return [Bead(_run(s.i, s.a), _run(s.j, s.b), score) for s, score in scored]


def read_pair(ko: Sequence[str], en: Sequence[str], pairs: Iterable[tuple[str, str]] = ()) -> Pair:
    """Both sides with all evidence that words give, names and amounts of all sentences too; the width ratio is that of the whole
    texts as far as it is plausible."""
    document = _read(ko, en, pairs)
    whole = [(Step(0, 0, document.ko.n, document.en.n), 0.0)]
    fuller, _ = _with_dear_evidence(document, ko, en, [whole])
    return fuller.part(Window(0, 0, document.ko.n, document.en.n, 0))


# ---------------------------------------------------------------- private


def _read(ko: Sequence[str], en: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Document:
    """Both sides with the words that match."""
    pairs = list(pairs)
    phrases = find_phrases(pairs)
    left, right = read_side(ko, "ko", phrases), read_side(en, "en", phrases)
    return Document(left, right, MatchTable.of(find_matches(left, right, pairs)), _ratio(left, right))


def _begun(breaks: tuple[Sequence[str], Sequence[str]] | None, n: int, m: int) -> tuple[Ints, Ints] | None:
    """The kinds of blocks that sentences begin; None when nobody said, or a side has one block only."""
    if breaks is None:
        return None
    if (len(breaks[0]), len(breaks[1])) != (n, m):
        raise UsageError(
            f"There are breaks for {len(breaks[0])} Korean and {len(breaks[1])} English sentences, but {n} and {m} sentences: give one "
            f'for each, "" where a sentence begins no block.'
        )
    return numbered(*breaks) if all(sum(map(bool, side)) > 1 for side in breaks) else None


def _ratio(left: Side, right: Side) -> float:
    """The log of the width ratio of the whole texts, as far as it is plausible."""
    ratio = float(np.log(left.widths.sum() / right.widths.sum())) if left.n and right.n else _RATIO
    return float(np.clip(ratio, _RATIO - _RATIO_SPREAD, _RATIO + _RATIO_SPREAD))


def _found_ratio(document: Document, scored: list[Scored]) -> float:
    """The log of the width ratio over the sure beads; what it was when there are too few."""
    sure = [s for s, score in scored if s.a and s.b and score >= _SURE]
    if len(sure) < _SURE_BEADS:
        return document.ratio
    ko = np.concatenate(([0.0], np.cumsum(document.ko.widths, dtype=np.float64)))
    en = np.concatenate(([0.0], np.cumsum(document.en.widths, dtype=np.float64)))
    i, j, a, b = np.array([(s.i, s.j, s.a, s.b) for s in sure]).T
    return float(np.log((ko[i + a] - ko[i]).sum() / (en[j + b] - en[j]).sum()))


def _stretches(scored: list[Scored], settled: float, everything: bool) -> list[tuple[int, int]]:
    """[first, last) of the steps that are looked at again, each with sure ones on either side."""
    if everything:
        return [(0, len(scored))]
    found: list[tuple[int, int]] = []
    for at, (_, score) in enumerate(scored):
        if score < settled:
            first, last = max(0, at - _CONTEXT), min(len(scored), at + 1 + _CONTEXT)
            if found and first <= found[-1][1] + _BETWEEN:
                first = found.pop()[0]
            found.append((first, last))
    return found


def _with_dear_evidence(
    document: Document, ko: Sequence[str], en: Sequence[str], stretches: list[list[Scored]]
) -> tuple[Document, list[bool]]:
    """The document with names and amounts of the sentences of doubtful steps; did each stretch gain any?"""
    known = set(document.matches.ko.tolist())
    amounts_ko: dict[int, tuple[str, ...]] = {}
    amounts_en: dict[int, tuple[str, ...]] = {}
    matches: dict[Match, None] = {}
    gained = []
    for stretch in stretches:
        before = len(matches)
        words: tuple[set[str], set[str]] = set(), set()
        for start in range(0, len(stretch), _STRETCH):
            doubtful = [s for s, score in stretch[start : start + _STRETCH] if score < _SETTLED]
            near_ko = {i for s in doubtful for i in range(max(0, s.i - 1), min(document.ko.n, s.i + s.a + 1))}
            near_en = {j for s in doubtful for j in range(max(0, s.j - 1), min(document.en.n, s.j + s.b + 1))}
            alike = find_names(
                document.ko, document.en, known, _words_of(document.ko, near_ko), _words_of(document.en, near_en)
            )
            matches |= dict.fromkeys(alike)
            amounts_ko |= {i: amount_words(ko[i], "ko") for i in near_ko}
            amounts_en |= {j: amount_words(en[j], "en") for j in near_en}
            words[0].update(word for i in near_ko for word in amounts_ko[i])
            words[1].update(word for j in near_en for word in amounts_en[j])
        gained.append(len(matches) > before or not words[0].isdisjoint(words[1]))
    left, right = document.ko.with_words(amounts_ko), document.en.with_words(amounts_en)
    table = document.matches.plus([*matches, *find_amounts(left, right)])
    return replace(document, ko=left, en=right, matches=table), gained


def _words_of(side: Side, sentences: set[int]) -> set[int]:
    """Types of the words in these sentences."""
    inside = sorted(sentences)
    first = np.searchsorted(side.token_sentences, inside, "left")
    last = np.searchsorted(side.token_sentences, inside, "right")
    return {word for a, b in zip(first, last, strict=True) for word in side.token_types[a:b].tolist()}


def _sure_nodes(scored: list[Scored]) -> Anchors:
    """Nodes of a path between which the next one is looked for: its ends, and where two sure beads meet."""
    start, end = scored[0][0], scored[-1][0]
    ko, en = [start.i], [start.j]
    for (_, before), (step, score) in pairwise(scored):
        if min(before, score) >= _SURE:
            ko.append(step.i)
            en.append(step.j)
    return Anchors(np.array([*ko, end.i + end.a], np.int64), np.array([*en, end.j + end.b], np.int64))


def _run(start: int, size: int) -> tuple[int, ...]:
    return tuple(range(start, start + size))
