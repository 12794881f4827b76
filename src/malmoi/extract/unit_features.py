"""What the units of two phrases say of the pair, for all pairs of phrases of some segments that anything speaks for.

Where many segments are looked at and Numba is installed, one compiled function does it (`unit_features_compiled`), else NumPy; the
answers are the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints, starts_of
from malmoi.extract.cells import Cells
from malmoi.extract.layout import Batch
from malmoi.extract.thresholds import COVERED, HEAVY, LEAST_WEIGHT, LEFT_OVER, LEXICON, SOUNDING, WORTH_COMPILING
from malmoi.extract.unit_lexicon import Entries
from malmoi.optional import Payoff

__all__ = ["Units", "numpy_unit_features", "unit_features"]

Bools = NDArray[np.bool_]
Found = tuple[Ints, Ints, Ints, Floats]

_compiling = Payoff(WORTH_COMPILING)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Evidence about the units of a batch of segments, each float64[cells] in [0, 1]."""

    links: Floats
    lexicon: Floats
    sound: Floats
    same: Floats
    # Runs of units that the lexicon has as one entry.
    entries: Entries


def unit_features(batch: Batch, units: Units, kept: Bools) -> Found:
    """Pairs of phrases that may be terms: int64[segments + 1], where those of each begin; the Korean and the English phrase of each, among
    all of the batch; and float64[n, 18], what their units say.

    The columns are the first of `evidence.FEATURES`. `kept`, bool[cells of phrases], says which pairs are to be looked at whatever their
    units say.
    """
    if _compiling.pays(len(batch)):
        from malmoi.extract.unit_features_compiled import compiled_unit_features

        return compiled_unit_features(batch, units, kept)
    return numpy_unit_features(batch, units, kept)


def numpy_unit_features(batch: Batch, units: Units, kept: Bools) -> Found:
    """`unit_features` by NumPy, segment by segment."""
    found = [_of_segment(batch, n, units, kept) for n in range(len(batch))]
    rows, columns, said = zip(*found, strict=True) if found else ([], [], [])
    at = starts_of(np.array([len(r) for r in rows], np.int64))
    none = np.zeros(0, np.int64)
    return (
        at,
        np.concatenate([none, *rows]),
        np.concatenate([none, *columns]),
        np.concatenate([np.zeros((0, 18)), *said]),
    )


def _of_segment(batch: Batch, n: int, units: Units, kept: Bools) -> tuple[Ints, Ints, Floats]:
    cells = Cells(batch, n)
    links, lexicon, sound, same = (batch.of_units(m, n) for m in (units.links, units.lexicon, units.sound, units.same))
    together = _together(links, lexicon, sound, same)
    cover_ko, cover_en = cells.cover(together)
    free_ko, free_en = cells.cover(np.maximum(together, _leftovers(cells, together)))
    repaired = batch.ko.repaired[batch.ko.phrase_at[n] : batch.ko.phrase_at[n + 1]]
    # What contradicts the tokeniser must sound like the English phrase: only names excuse that.
    merely_repaired = repaired[:, None] & (cells.cover(sound)[0] < SOUNDING)
    looked_at = ((cover_ko * cover_en > COVERED) | (free_ko * free_en > LEFT_OVER)) & ~merely_repaired
    rows, columns = np.nonzero(looked_at | batch.of_phrases(kept, n))
    context = cells.context(together)[rows, columns]
    edge_ko, edge_en = cells.edges(together)
    cover_ko, cover_en = cover_ko[rows, columns], cover_en[rows, columns]
    best_ko, best_en = cells.best(together)
    leak_ko, leak_en = best_ko[rows] - cover_ko, best_en[columns] - cover_en
    # What sounds alike or is the same needs no link: of words that stand once, nothing could be learnt.
    linked = np.maximum(links, np.maximum(sound, same))
    by_source = [cells.cover(m) for m in (lexicon, linked, sound, same)]
    worse, most = np.minimum(cover_ko, cover_en), np.maximum(leak_ko, leak_en)
    said = (
        *(cover_ko, cover_en, leak_ko, leak_en, worse, np.log(COVERED + cover_ko * cover_en), np.minimum(worse, 0.5)),
        *(most, np.log(COVERED + most), context),
        *(matrix[rows, columns] for matrix in (free_ko, free_en, edge_ko, edge_en)),
        *(np.sqrt(a * b)[rows, columns] for a, b in by_source),
    )
    return rows + batch.ko.phrase_at[n], columns + batch.en.phrase_at[n], np.stack(said, 1)


def _together(links: Floats, lexicon: Floats, sound: Floats, same: Floats) -> Floats:
    """All four agreed on, and each unit's links damped as far as one of them is better."""
    agreed = 1 - (1 - links) * (1 - LEXICON * lexicon) * (1 - sound) * (1 - same)
    best_ko = np.maximum(agreed.max(1, initial=0.0), LEAST_WEIGHT)[:, None]
    best_en = np.maximum(agreed.max(0, initial=0.0), LEAST_WEIGHT)[None, :]
    damped: Floats = agreed * (agreed / best_ko) * (agreed / best_en)
    return damped


def _leftovers(cells: Cells, together: Floats) -> Floats:
    """float64[n_ko, n_en]: units that nothing explains, shared out among each other: the fewer are left, the surer they belong."""
    ko_weights, en_weights = cells.weights
    k = (ko_weights >= HEAVY) * (1 - together.max(1, initial=0.0))
    e = (en_weights >= HEAVY) * (1 - together.max(0, initial=0.0))
    out: Floats = np.outer(k, e) / max(1.0, float(k.sum()), float(e.sum()))
    return out
