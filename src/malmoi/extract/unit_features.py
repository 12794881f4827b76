"""What the units of two phrases say of the pair, for all pairs of phrases of a segment that anything speaks for.

Where many segments are looked at and Numba is installed, one compiled function does it (`unit_features_compiled`), else NumPy; the
answers are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.cells import Cells
from malmoi.extract.sides import Side
from malmoi.extract.thresholds import COVERED, HEAVY, LEFT_OVER, LEXICON, SOUNDING
from malmoi.optional import Payoff

__all__ = ["Units", "numpy_unit_features", "unit_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Found = tuple[Ints, Ints, Floats]

# Segments for which NumPy needs as long as the compiled function to be loaded, Numba being there for names already.
_compiling = Payoff(150)


@dataclass(slots=True)
class Units:
    """Evidence about the units of one segment, each float64[n_ko, n_en] in [0, 1]."""

    links: Floats
    lexicon: Floats
    sound: Floats
    same: Floats
    # Runs of units [ko first, last), [en first, last) that the lexicon has as one entry.
    entries: Mapping[tuple[int, int, int, int], float] = field(default_factory=dict)

    def together(self) -> Floats:
        """float64[n_ko, n_en] in [0, 1]: all four agreed on, and each unit's links damped as far as one of them is better."""
        agreed = 1 - (1 - self.links) * (1 - LEXICON * self.lexicon) * (1 - self.sound) * (1 - self.same)
        best_ko = np.maximum(agreed.max(1, initial=0.0), 1e-9)[:, None]
        best_en = np.maximum(agreed.max(0, initial=0.0), 1e-9)[None, :]
        damped: Floats = agreed * (agreed / best_ko) * (agreed / best_en)
        return damped


def unit_features(ko: Side, en: Side, units: Units, kept: Bools) -> Found:
    """Numbers of the Korean and of the English phrases that may be pairs, and float64[n, 18] of what their units say.

    The columns are the first of `evidence.FEATURES`. `kept` is bool[n_ko_phrases, n_en_phrases]: pairs to be looked at whatever their
    units say.
    """
    if _compiling.pays(1) and ko.phrases and en.phrases:
        from malmoi.extract.unit_features_compiled import compiled_unit_features

        return compiled_unit_features(ko, en, units, kept)
    return numpy_unit_features(ko, en, units, kept)


def numpy_unit_features(ko: Side, en: Side, units: Units, kept: Bools) -> Found:
    """`unit_features` by NumPy."""
    cells = Cells(ko, en)
    together = units.together()
    cover_ko, cover_en = cells.cover(together)
    free_ko, free_en = cells.cover(np.maximum(together, _leftovers(ko, en, together)))
    looked_at = ((cover_ko * cover_en > COVERED) | (free_ko * free_en > LEFT_OVER)) & ~_merely_repaired(
        ko, cells.cover(units.sound)[0]
    )
    rows, columns = np.nonzero(looked_at | kept)
    context = cells.context(together)[rows, columns]
    edge_ko, edge_en = cells.edges(together)
    cover_ko, cover_en = cover_ko[rows, columns], cover_en[rows, columns]
    best_ko, best_en = cells.best(together)
    leak_ko, leak_en = best_ko[rows] - cover_ko, best_en[columns] - cover_en
    # What sounds alike or is the same needs no link: of words that stand once, nothing could be learnt.
    linked = np.maximum(units.links, np.maximum(units.sound, units.same))
    by_source = [cells.cover(m) for m in (units.lexicon, linked, units.sound, units.same)]
    worse, most = np.minimum(cover_ko, cover_en), np.maximum(leak_ko, leak_en)
    said = (
        *(cover_ko, cover_en, leak_ko, leak_en, worse, np.log(COVERED + cover_ko * cover_en), np.minimum(worse, 0.5)),
        *(most, np.log(COVERED + most), context),
        *(matrix[rows, columns] for matrix in (free_ko, free_en, edge_ko, edge_en)),
        *(np.sqrt(a * b)[rows, columns] for a, b in by_source),
    )
    return rows, columns, np.stack(said, 1)


def _merely_repaired(ko: Side, sound: Floats) -> Bools:
    """Pairs whose Korean phrase contradicts the tokeniser, without sounding like the English one: only names excuse that."""
    repaired = np.array([p.repaired for p in ko.phrases], bool)
    out: Bools = repaired[:, None] & (sound < SOUNDING)
    return out


def _leftovers(ko: Side, en: Side, together: Floats) -> Floats:
    """float64[n_ko, n_en]: units that nothing explains, shared out among each other: the fewer are left, the surer they belong."""
    k = np.array([float(u.weight >= HEAVY) for u in ko.units]) * (1 - together.max(1, initial=0.0))
    e = np.array([float(u.weight >= HEAVY) for u in en.units]) * (1 - together.max(0, initial=0.0))
    out: Floats = np.outer(k, e) / max(1.0, float(k.sum()), float(e.sum()))
    return out
