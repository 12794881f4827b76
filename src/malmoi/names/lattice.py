"""The score of a Korean name against many Latin names at once: the log of the sum over all ways to cut both side by side.

`Korean` units are fixed, so each step takes whole rows of the table and runs over all candidates in one NumPy call. Beside the
learnt stretches there are spelled ones: a letter's Korean name (엘) with that letter of an acronym, a number word with its digit,
a syllable of a personal name with its initial.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.names import table
from malmoi.names.spelled import ACRONYM, INITIAL, Spelled, spelled
from malmoi.names.table import MAX_LETTERS, MAX_UNITS
from malmoi.names.units import English, korean

__all__ = ["IMPOSSIBLE", "LETTERS", "Sought", "Target", "comparable", "score", "sought", "target"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Candidates worked on at once, fewer for long names: so many gathered weights (float32) stay in the cache, or at least in bounds.
_BLOCK, _WEIGHTS = 128, 2_000_000
# The score of a pair that no cut joins.
IMPOSSIBLE = -60.0
# Letters for each unit that a name may have; outside of this no pair of the training list lies (acronyms aside).
_FEWEST_LETTERS, _MOST_LETTERS = 0.34, 3.0
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789&+"


@dataclass(frozen=True, slots=True)
class Target:
    """A Latin name made ready: its `letters`, `chunks` as `table.encode` gives them, `kinds` (letter, + 64 if of an acronym, + 128 if
    an initial)."""

    letters: str
    initials: bool
    chunks: NDArray[np.int32]
    kinds: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Sought:
    """A Korean name made ready: `rows` (place, float32[chunks]) of its known stretches, `spelled` steps.

    The stretch of a units that ends after unit i stands at place i * MAX_UNITS + MAX_UNITS - a; unknown ones have no row.
    """

    units: int
    rows: Sequence[tuple[int, NDArray[np.float32]]]
    spelled: Sequence[Spelled]


def target(en: English) -> Target:
    """Make a Latin name ready."""
    kinds = np.array(
        [
            LETTERS.index(ch) + ACRONYM * (i in en.acronym) + INITIAL * (i in en.initials)
            for i, ch in enumerate(en.letters)
        ],
        np.int16,
    )
    return Target(en.letters, bool(en.initials), table.encode(en), kinds)


def sought(text: str) -> Sought:
    """Make a Korean name ready."""
    name = korean(text)
    rows = []
    for i in range(len(name.units)):
        for a in range(1, min(i + 1, MAX_UNITS) + 1):
            row = table.row(name.units[i + 1 - a : i + 1])
            if row is not None:
                rows.append((i * MAX_UNITS + MAX_UNITS - a, row))
    return Sought(len(name.units), rows, spelled(name))


def score(ko: Sought, targets: Sequence[Target]) -> Floats:
    """float64[targets]: log of the sum over all cuts; -60 where none joins the two."""
    out = np.full(len(targets), IMPOSSIBLE)
    letters = np.array([len(t.kinds) for t in targets], np.int64)
    asked = np.flatnonzero(comparable(np.array(ko.units), letters, np.array(bool(ko.spelled))))
    order = asked[np.argsort(letters[asked], kind="stable")]
    if not len(order):
        return out
    cells = ko.units * MAX_UNITS * (len(targets[order[-1]].kinds) + 1) * (MAX_LETTERS + 1)
    size = max(1, min(_BLOCK, _WEIGHTS // cells))
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        out[chosen] = _block(ko, [targets[t] for t in chosen])
    return out


def comparable(units: Ints, letters: Ints, spelled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """May a Korean name of so many units, with `spelled` steps or without, and a Latin one of so many letters be one name at all?

    The cheap test before the sum, of as many pairs as the arrays have.
    """
    long_enough = (letters >= _FEWEST_LETTERS * units) | spelled
    out: NDArray[np.bool_] = (units > 0) & (letters <= _MOST_LETTERS * units + 1) & long_enough
    return out


def _block(ko: Sought, targets: Sequence[Target]) -> Floats:
    count, widest = len(targets), max(len(t.kinds) for t in targets)
    if count == 1:
        chunks = targets[0].chunks[None]
    else:
        chunks = np.zeros((count, widest + 1, MAX_LETTERS + 1), np.int32)
        for place, t in zip(chunks, targets, strict=True):
            place[: len(t.chunks)] = t.chunks
    gathered = np.zeros((ko.units * MAX_UNITS, *chunks.shape), np.float32)
    for at, row in ko.rows:
        row.take(chunks, out=gathered[at], mode="clip")
    # sums[i + MAX_UNITS - 1, c, j + MAX_LETTERS]: over the cuts of the first i units and j letters; the margins stay 0.
    sums = np.zeros((ko.units + MAX_UNITS, count, widest + 1 + MAX_LETTERS), np.float32)
    sums[MAX_UNITS - 1, :, MAX_LETTERS] = 1
    s0, s1, s2 = sums.strides
    back = np.lib.stride_tricks.as_strided(
        sums[:, :, MAX_LETTERS:], (len(sums), count, widest + 1, MAX_LETTERS + 1), (s0, s1, s2, -s2)
    )
    steps = _steps_that_fit(ko.spelled, targets)
    kinds = _kinds(targets, widest) if steps else None
    for i in range(ko.units):
        here = sums[i + MAX_UNITS, :, MAX_LETTERS:]
        np.einsum("acjb,acjb->cj", gathered[i * MAX_UNITS : (i + 1) * MAX_UNITS], back[i : i + MAX_UNITS], out=here)
        if kinds is not None:
            for step in steps:
                if step.end == i + 1:
                    _spell(step, sums[step.start + MAX_UNITS - 1, :, MAX_LETTERS:], here, kinds)
    ends = [len(t.kinds) + MAX_LETTERS for t in targets]
    total = sums[ko.units + MAX_UNITS - 1, np.arange(count), ends].astype(np.float64)
    return np.where(total > 0, np.log(np.maximum(total, 1e-300)) + table.USUAL * ko.units, IMPOSSIBLE)


def _steps_that_fit(steps: Sequence[Spelled], targets: Sequence[Target]) -> list[Spelled]:
    """The spelled steps whose letters stand in some target at all; most do in none."""
    initials = any(t.initials for t in targets)
    letters = " ".join(t.letters for t in targets)
    return [step for step in steps if (step.plain or initials) and step.letters in letters]


def _kinds(targets: Sequence[Target], widest: int) -> NDArray[np.int16]:
    out = np.full((len(targets), widest), -1, np.int16)
    for place, t in zip(out, targets, strict=True):
        place[: len(t.kinds)] = t.kinds
    return out


def _spell(step: Spelled, before: NDArray[np.float32], here: NDArray[np.float32], kinds: NDArray[np.int16]) -> None:
    """Add to `here` the ways that take this step from `before`."""
    size = len(step.letters)
    width = kinds.shape[1] - size + 1
    if width <= 0:
        return
    fits = np.full((len(kinds), width), math.exp(-table.USUAL * (step.end - step.start)), np.float32)
    for k, letter in enumerate(step.letters):
        seen = kinds[:, k : k + width]
        right = (seen >= 0) & ((seen & 63) == LETTERS.index(letter))
        fits *= np.where(right, np.where((seen & step.flag) > 0, step.marked, step.plain), 0.0)
    here[:, size : size + width] += before[:, :width] * fits
