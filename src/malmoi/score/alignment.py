"""Scores of word links and of sentence beads against gold ones.

Links: AER = 1 - (|A∩S| + |A∩P|) / (|A| + |S|), precision |A∩P| / |A|, recall |A∩S| / |S|, with sure links S ⊆ possible ones P
(Och, Ney 2003: A Systematic Comparison of Various Statistical Alignment Models). Beads: strict, the same bead is in the gold; lax, one
of its sentence pairs is in one gold bead (after Thompson, Koehn 2019: Vecalign).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import cast

import numpy as np

from malmoi.errors import UsageError
from malmoi.model.records import Bead, Score
from malmoi.score.sampling import Floats, score, signature

__all__ = ["Beads", "Pairs", "alignment_counts", "score_alignment", "score_sentences"]

# Word links of one sentence, as (Korean token, English token).
Pairs = Collection[tuple[int, int]]
# A bead as a record, or as ((ko …), (en …)).
Beads = Sequence[Bead | tuple[Sequence[int], Sequence[int]]]
_Bead = tuple[tuple[int, ...], tuple[int, ...]]


def score_alignment(
    links: Sequence[Pairs],
    sure: Sequence[Pairs],
    possible: Sequence[Pairs] | None = None,
    *,
    unit: str = "given",
    seed: int = 0,
) -> dict[str, Score]:
    """`precision`, `recall`, `f1` and `aer` of word links, each in [0, 1], over all sentences together.

    One collection of (i, j) a sentence; `possible` need not repeat the sure links. `unit` says in the signature what the tokens
    are (eojeol, morpheme). Intervals come from resampled sentences. Raises UsageError when the numbers of sentences differ.
    """
    counts = alignment_counts(links, sure, possible)
    made = signature(
        metric="links", n=len(counts), possible="yes" if possible is not None else "no", unit=unit, seed=seed
    )
    return {name: score(name, counts, value, made, seed) for name, value in _LINK_SCORES.items()}


def alignment_counts(links: Sequence[Pairs], sure: Sequence[Pairs], possible: Sequence[Pairs] | None = None) -> Floats:
    """float64[sentences, 4]: links made, sure ones, made and sure, made and possible. Raises UsageError."""
    possible = possible if possible is not None else sure
    if not len(links) == len(sure) == len(possible):
        raise UsageError(
            f"There are {len(links)} sentences of links, {len(sure)} of sure and {len(possible)} of possible ones: one each is needed."
        )
    rows = []
    for made, certain, maybe in zip(links, sure, possible, strict=True):
        a, s = set(made), set(certain)
        p = s | set(maybe)
        rows.append((len(a), len(s), len(a & s), len(a & p)))
    return np.array(rows, np.float64).reshape(-1, 4)


def score_sentences(
    beads: Beads | Sequence[Beads], gold: Beads | Sequence[Beads], *, seed: int = 0
) -> dict[str, Score]:
    """`strict_precision`, `strict_recall`, `strict_f1` and the same for `lax`, each in [0, 1].

    Beads of one text, or of several texts; intervals come from resampled texts, or from resampled beads of one. Precision is over
    all beads made, where one with an empty side is right only when the very same is in the gold; recall over gold beads with both
    sides, against those made with both sides. Raises UsageError when the numbers of texts differ.
    """
    made_texts, gold_texts = _texts(beads), _texts(gold)
    if len(made_texts) != len(gold_texts):
        raise UsageError(f"There are beads of {len(made_texts)} texts and gold beads of {len(gold_texts)}.")
    rows = [row for made, right in zip(made_texts, gold_texts, strict=True) for row in _bead_rows(made, right)]
    if len(made_texts) > 1:
        rows = [tuple(np.sum(_bead_rows(m, g), axis=0)) for m, g in zip(made_texts, gold_texts, strict=True)]
    counts = np.array(rows, np.float64).reshape(-1, 6)
    made = signature(metric="beads", n=len(counts), texts=len(made_texts), seed=seed)
    return {name: score(name, counts, value, made, seed) for name, value in _BEAD_SCORES.items()}


# ---------------------------------------------------------------- private


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole; 0 where there is no whole."""
    return cast("Floats", np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _f1(precision: Floats, recall: Floats) -> Floats:
    return _ratio(np.asarray(2 * precision * recall), np.asarray(precision + recall))


def _precision(c: Floats) -> Floats:
    return _ratio(np.asarray(c[..., 3]), np.asarray(c[..., 0]))


def _recall(c: Floats) -> Floats:
    return _ratio(np.asarray(c[..., 2]), np.asarray(c[..., 1]))


def _aer(c: Floats) -> Floats:
    whole = np.asarray(c[..., 0] + c[..., 1])
    # Nothing to find and nothing found is no error.
    return cast("Floats", np.where(whole > 0, 1 - _ratio(np.asarray(c[..., 2] + c[..., 3]), whole), 0.0))


_LINK_SCORES: dict[str, Callable[[Floats], Floats]] = {
    "precision": _precision,
    "recall": _recall,
    "f1": lambda c: _f1(_precision(c), _recall(c)),
    "aer": _aer,
}


def _part(part: int, whole: int) -> Callable[[Floats], Floats]:
    return lambda c: _ratio(np.asarray(c[..., part]), np.asarray(c[..., whole]))


# Columns: made strictly right, made laxly right, made; gold strictly found, gold laxly found, gold.
_BEAD_SCORES: dict[str, Callable[[Floats], Floats]] = {
    "strict_precision": _part(0, 2),
    "strict_recall": _part(3, 5),
    "strict_f1": lambda c: _f1(_part(0, 2)(c), _part(3, 5)(c)),
    "lax_precision": _part(1, 2),
    "lax_recall": _part(4, 5),
    "lax_f1": lambda c: _f1(_part(1, 2)(c), _part(4, 5)(c)),
}


def _texts(beads: Beads | Sequence[Beads]) -> list[list[_Bead]]:
    """Beads by text; one text where the first item is a bead itself."""
    first = next(iter(beads), None)
    if first is None:
        return [[]]
    single = isinstance(first, Bead) or (
        isinstance(first, tuple) and len(first) == len(("ko", "en")) and all(_is_side(side) for side in first)
    )
    texts = [beads] if single else beads
    return [[_bead(item) for item in cast("Iterable[object]", text)] for text in texts]


def _is_side(side: object) -> bool:
    return isinstance(side, Sequence) and all(isinstance(i, int) for i in side)


def _bead(item: object) -> _Bead:
    if isinstance(item, Bead):
        return item.ko, item.en
    ko, en = cast("tuple[Sequence[int], Sequence[int]]", item)
    return tuple(ko), tuple(en)


def _bead_rows(made: Sequence[_Bead], gold: Sequence[_Bead]) -> list[tuple[float, ...]]:
    made = [bead for bead in made if bead[0] or bead[1]]
    gold = [bead for bead in gold if bead[0] or bead[1]]
    both_made, both_gold = [b for b in made if b[0] and b[1]], [b for b in gold if b[0] and b[1]]
    rows: list[tuple[float, ...]] = [(*verdict, 1, 0, 0, 0) for verdict in _right(made, gold)]
    return rows + [(0, 0, 0, *verdict, 1) for verdict in _right(both_gold, both_made)]


def _right(beads: Sequence[_Bead], against: Sequence[_Bead]) -> list[tuple[bool, bool]]:
    """(strictly right, laxly right) of each bead."""
    known = set(against)
    pairs = {(i, j) for ko, en in against for i in ko for j in en}
    return [(b in known, b in known or any((i, j) in pairs for i in b[0] for j in b[1])) for b in beads]
