"""Aligning names: the best cut of each pair, found by expectation maximisation over short stretches.

A joint multigram (Deligne & Bimbot 1995), as many-to-many alignment for transliteration uses it (Jiampojamarn et al. 2007), with
a price on long stretches and on those that join vowels to consonants; without these "leather" is cut le-ath-er.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.names.inventory import Corpus, Floats, Inventory, Op, steps_of, windows_of
from malmoi.names.table import MAX_LETTERS, MAX_UNITS, flagged
from malmoi.names.units import bare_vowel, english, korean

__all__ = ["align"]

# Nats that each unit or letter beyond the first of a stretch costs while aligning; without it the longest stretches win.
_LONG = 1.0
# Nats for a vowel letter within a consonant's stretch, or a consonant letter within a vowel's: it keeps "ea" and "th" together.
_UNLIKE = 2.5
_VOWEL_LETTERS, _GLIDES = frozenset("aeiou"), frozenset("yhwr")


def align(pairs: Sequence[tuple[str, str]], rounds: int = 6) -> list[tuple[float, list[Op]]]:
    """The best cut of each (Korean, English) pair into flagged stretch pairs, and its log probability a unit.

    Expectation maximisation over pairs of one unit with up to three letters, and of two units with one.
    """
    inventory = Inventory(_seed_ops(pairs))
    corpus = Corpus(inventory, [k for k, _ in pairs], [e for _, e in pairs])
    numbered = [(i, i) for i in range(len(pairs))]
    size = np.array([max(len(k), len(e), 1) for k, e in inventory.ops])
    unlikely = np.array([e.startswith("?") for _, e in inventory.ops])
    longer = -_LONG * (size - 1) - _UNLIKE * np.array([_unlike(k, e) for k, e in inventory.ops])
    weights = np.where(unlikely, -12.0 * size, -7.0 + longer)
    for _ in range(rounds):
        counts = np.zeros(len(inventory.ops))
        for _, lattice in corpus.lattices(numbered, steps_of(weights)):
            counts += lattice.expected(np.ones(len(lattice.total)), len(counts))
        weights = longer + np.log(np.maximum(counts, 0.01) / counts.sum())
        weights[unlikely] = -12.0 * size[unlikely]
    return _best_cuts(pairs, corpus, inventory, steps_of(weights))


def _unlike(units: str, letters: str) -> int:
    """How many letters are of a kind that the units are not: vowels beside consonants only, consonants beside vowels only."""
    vowels = sum("ㅏ" <= u <= "ㅣ" or bare_vowel(u) != u for u in units)
    if 0 < vowels < len(units):
        return 0
    if vowels:
        return sum(x not in _VOWEL_LETTERS and x not in _GLIDES for x in letters)
    return sum(x in _VOWEL_LETTERS for x in letters)


def _seed_ops(pairs: Sequence[tuple[str, str]]) -> set[Op]:
    """Short stretch pairs that stand at about the same place in several pairs."""
    seen: Counter[Op] = Counter()
    for ko, en in pairs:
        units, letters = korean(ko).units, english(en).letters
        if not units or not letters:
            continue
        local: set[Op] = set()
        for i in range(len(units)):
            centre = (i + 0.5) / len(units) * len(letters)
            for j in range(
                max(0, int(centre - 3 - len(letters) / 5)), min(len(letters), int(centre + 4 + len(letters) / 5))
            ):
                local.update((units[i], letters[j : j + b]) for b in (1, 2, 3))
                local.add((units[i : i + 2], letters[j]))
        seen.update(local)
    ops = {op for op, count in seen.items() if count >= (1 if len(op[0]) == len(op[1]) == 1 else 4)}
    return ops | {(k, "") for k, _ in ops if len(k) == 1}


def _best_cuts(
    pairs: Sequence[tuple[str, str]], corpus: Corpus, inventory: Inventory, steps: Floats
) -> list[tuple[float, list[Op]]]:
    out: list[tuple[float, list[Op]]] = [(-np.inf, [])] * len(pairs)
    for batch, lattice in corpus.lattices([(i, i) for i in range(len(pairs))], steps):
        size, n = len(batch), lattice.alpha.shape[1] - 1
        best = np.zeros_like(lattice.alpha)
        best[:, 0, MAX_LETTERS] = 1
        windows = windows_of(best)
        choice = np.zeros((size, n + 1, best.shape[2] - MAX_LETTERS), np.int8)
        for i in range(1, n + 1):
            reach = [lattice.steps[:, i, a - 1] * windows[:, i - a] for a in range(1, min(i, MAX_UNITS) + 1)]
            flat = np.concatenate(reach, axis=2)
            choice[:, i] = flat.argmax(axis=2)
            best[:, i, MAX_LETTERS:] = flat.max(axis=2)
        for row, p in enumerate(batch):
            value = best[row, n, MAX_LETTERS + lattice.ends[row]]
            if value > 0:
                out[p] = (float(np.log(value)) / max(n, 1), _trace(pairs[p], choice[row]))
    return out


def _trace(pair: tuple[str, str], choice: NDArray[np.int8]) -> list[Op]:
    units, en = korean(pair[0]).units, english(pair[1])
    i, j, cut = len(units), len(en.letters), []
    while i > 0:
        a, b = divmod(int(choice[i, j]), MAX_LETTERS + 1)
        cut.append((units[i - a - 1 : i], flagged(en, j - b, j)))
        i, j = i - a - 1, j - b
    return cut[::-1]
