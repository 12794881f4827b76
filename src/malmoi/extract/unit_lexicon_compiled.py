"""The loop of `unit_lexicon`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np

from malmoi.align.flat import Floats, Ints
from malmoi.extract.layout import Batch
from malmoi.extract.unit_lexicon import Entries, Meanings, Said
from malmoi.optional import compiled

__all__ = ["compiled_sayings"]


def compiled_sayings(
    batch: Batch, runs: Said, words: Meanings, families: Meanings, grams: Said, kin: Said, sizes: tuple[int, int]
) -> tuple[Floats, Entries]:
    """See `unit_lexicon.plain_sayings`."""
    sure, units, surely = _sayings(
        *(batch.cell_at, batch.ko.unit_at, batch.en.unit_at),
        *(runs.at, runs.number, runs.units),
        *(words.at, words.number, words.surely, families.at, families.number, families.surely),
        *(grams.at, grams.number, grams.units, kin.at, kin.number, kin.units),
        n_words=sizes[0],
        n_families=sizes[1],
    )
    return sure, Entries(units[:, :2], units[:, 2:], surely)


@compiled
def _chain(at: Ints, number: Ints, n: int, head: Ints, following: Ints) -> None:
    """Let `head` lead to the last row of each number in segment n, and each row to the one before it."""
    for row in range(at[n], at[n + 1]):
        following[row] = head[number[row]]
        head[number[row]] = row


@compiled
def _unchain(at: Ints, number: Ints, n: int, head: Ints) -> None:
    for row in range(at[n], at[n + 1]):
        head[number[row]] = -1


@compiled
def _sayings(
    cell_at: Ints,
    ko_at: Ints,
    en_at: Ints,
    run_at: Ints,
    run_number: Ints,
    run_units: Ints,
    word_at: Ints,
    word_number: Ints,
    word_surely: Floats,
    family_at: Ints,
    family_number: Ints,
    family_surely: Floats,
    gram_at: Ints,
    gram_number: Ints,
    gram_units: Ints,
    kin_at: Ints,
    kin_number: Ints,
    kin_units: Ints,
    n_words: int,
    n_families: int,
) -> tuple[Floats, Ints, Floats]:
    sure = np.zeros(cell_at[-1])
    units, surely, count = np.empty((64, 4), np.int64), np.empty(64), 0
    words, families = np.full(n_words, -1), np.full(n_families, -1)
    next_gram, next_kin = np.empty(len(gram_number), np.int64), np.empty(len(kin_number), np.int64)
    for n in range(len(cell_at) - 1):
        _chain(gram_at, gram_number, n, words, next_gram)
        _chain(kin_at, kin_number, n, families, next_kin)
        width, cell = en_at[n + 1] - en_at[n], cell_at[n]
        for run in range(run_at[n], run_at[n + 1]):
            entry, first, last = run_number[run], run_units[run, 0], run_units[run, 1]
            for k in range(word_at[entry], word_at[entry + 1]):
                gram, p = words[word_number[k]], word_surely[k]
                while gram >= 0:
                    if count == len(surely):
                        units, surely = np.concatenate((units, units)), np.concatenate((surely, surely))
                    units[count, 0], units[count, 1] = first, last
                    units[count, 2], units[count, 3] = gram_units[gram, 0], gram_units[gram, 1]
                    surely[count] = p
                    count += 1
                    for i in range(first - ko_at[n], last - ko_at[n]):
                        for j in range(gram_units[gram, 0] - en_at[n], gram_units[gram, 1] - en_at[n]):
                            sure[cell + i * width + j] = max(sure[cell + i * width + j], p)
                    gram = next_gram[gram]
            for k in range(family_at[entry], family_at[entry + 1]):
                relative, p = families[family_number[k]], family_surely[k]
                while relative >= 0:
                    j = kin_units[relative, 0] - en_at[n]
                    for i in range(first - ko_at[n], last - ko_at[n]):
                        sure[cell + i * width + j] = max(sure[cell + i * width + j], p)
                    relative = next_kin[relative]
        _unchain(gram_at, gram_number, n, words)
        _unchain(kin_at, kin_number, n, families)
    return sure, units[:count], surely[:count]
