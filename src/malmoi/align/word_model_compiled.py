"""The passes of `word_model` over all cells of a corpus, compiled by Numba and kept in its cache. Importing this module needs Numba.

`counts` are expected counts of pairs, `cells` the place of each cell's pair among them, `added` what evidence adds to each cell; totals and
shares are of units, `n_ko` and `n_en` how many each segment has. Turned cells come in order of segments, then English, then Korean units.
"""

import numpy as np

from malmoi.align.flat import TINY, Floats, Ints
from malmoi.optional import compiled

__all__ = ["agreement", "emissions", "plain_round"]


@compiled
def plain_round(
    counts: Floats, cells: Ints, added: Floats, ko_total: Floats, en_total: Floats, ko_share: Floats, en_share: Floats,
    n_ko: Ints, n_en: Ints, p_null: float,
) -> Floats:  # fmt: skip
    """float64[pairs]: the counts that IBM Model 1 expects in both directions at once."""
    out = np.zeros(len(counts))
    by_en, by_ko = np.empty(1), np.empty(1)
    cell = ko = en = 0
    for n in range(len(n_ko)):
        height, width = n_ko[n], n_en[n]
        size = height * width
        if size > len(by_en):
            by_en, by_ko = np.empty(2 * size), np.empty(2 * size)
        of_en = np.zeros(width)
        for j in range(height):
            of_ko = 0.0
            for i in range(width):
                at = j * width + i
                count = counts[cells[cell + at]] + added[cell + at]
                by_en[at] = (1 - p_null) * (count / en_total[en + i])
                by_ko[at] = (1 - p_null) * (count / ko_total[ko + j])
                of_ko += by_en[at]
                of_en[i] += by_ko[at]
            whole = max(of_ko + p_null * (ko_share[ko + j] * width), TINY)
            for i in range(width):
                by_en[j * width + i] /= whole
        for i in range(width):
            of_en[i] = max(of_en[i] + p_null * (en_share[en + i] * height), TINY)
        for j in range(height):
            for i in range(width):
                at = j * width + i
                out[cells[cell + at]] += by_en[at] * (by_ko[at] / of_en[i])
        cell, ko, en = cell + size, ko + height, en + width
    return out


@compiled
def emissions(
    counts: Floats, cells: Ints, added: Floats, ko_total: Floats, en_total: Floats, n_ko: Ints, n_en: Ints
) -> tuple[Floats, Floats]:
    """For every cell p(Korean unit | English unit), and for every turned cell p(English unit | Korean unit)."""
    by_en, turned = np.empty(len(cells)), np.empty(len(cells))
    cell = ko = en = 0
    for n in range(len(n_ko)):
        height, width = n_ko[n], n_en[n]
        for j in range(height):
            for i in range(width):
                at = cell + j * width + i
                count = counts[cells[at]] + added[at]
                by_en[at] = count / en_total[en + i]
                turned[cell + i * height + j] = count / ko_total[ko + j]
        cell, ko, en = cell + height * width, ko + height, en + width
    return by_en, turned


@compiled
def agreement(to_en: Floats, turned: Floats, cells: Ints, n_ko: Ints, n_en: Ints, n_pairs: int) -> Floats:
    """float64[pairs]: the counts on which both directions agree, the one over cells, the other over turned cells."""
    out = np.zeros(n_pairs)
    cell = 0
    for n in range(len(n_ko)):
        height, width = n_ko[n], n_en[n]
        for j in range(height):
            for i in range(width):
                at = cell + j * width + i
                out[cells[at]] += to_en[at] * turned[cell + i * height + j]
        cell += height * width
    return out
