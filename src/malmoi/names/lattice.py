"""The score of a Korean name against many Latin names at once: the log of the sum over all ways to cut both side by side.

`Korean` units are fixed, so each step takes whole rows of the table and runs over all candidates in one NumPy call. Beside the
learnt stretches there are spelled ones: a letter's Korean name (엘) with that letter of an acronym, a number word with its digit,
a syllable of a personal name with its initial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from malmoi.names import table
from malmoi.names.spelled import Spelled, spelled
from malmoi.names.table import MAX_LETTERS, MAX_UNITS
from malmoi.names.units import English, korean

__all__ = ["Sought", "Target", "score", "sought", "target"]

Floats = NDArray[np.float64]

# Candidates worked on at once: the batch of gathered weights stays in the cache.
_BLOCK = 192
# The score of a pair that no cut joins.
_IMPOSSIBLE = -60.0
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789&+"


@dataclass(frozen=True, slots=True)
class Target:
    """A Latin name made ready: `chunks` as `table.encode` gives them, `kinds` (letter, + 64 if of an acronym, + 128 if an initial)."""

    chunks: NDArray[np.int32]
    kinds: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Sought:
    """A Korean name made ready: `rows` float64[n * MAX_UNITS, chunks] (those that end at unit i from i * MAX_UNITS on), `spelled` steps."""

    units: int
    rows: Floats
    spelled: Sequence[Spelled]


def target(en: English) -> Target:
    """Make a Latin name ready."""
    kinds = np.array(
        [_LETTERS.index(ch) + 64 * (i in en.acronym) + 128 * (i in en.initials) for i, ch in enumerate(en.letters)],
        np.int16,
    )
    return Target(table.encode(en), kinds)


def sought(text: str) -> Sought:
    """Make a Korean name ready."""
    name = korean(text)
    n = len(name.units)
    silent = np.zeros(len(table.english_chunks()) + 1)
    rows = [
        table.row(name.units[i - a : i]) if i >= a else silent for i in range(1, n + 1) for a in range(MAX_UNITS, 0, -1)
    ]
    return Sought(n, np.stack(rows) if rows else silent[None], spelled(name))


def score(ko: Sought, targets: Sequence[Target]) -> Floats:
    """float64[targets]: log of the sum over all cuts; -60 where none joins the two."""
    out = np.full(len(targets), _IMPOSSIBLE)
    if not ko.units:
        return out
    if len(targets) == 1:
        out[0] = _block(ko, targets)[0]
        return out
    order = sorted(range(len(targets)), key=lambda t: len(targets[t].kinds))
    for start in range(0, len(order), _BLOCK):
        chosen = order[start : start + _BLOCK]
        out[chosen] = _block(ko, [targets[t] for t in chosen])
    return out


def _block(ko: Sought, targets: Sequence[Target]) -> Floats:
    count, widest = len(targets), max(len(t.kinds) for t in targets)
    if count == 1:
        chunks = targets[0].chunks[None]
    else:
        chunks = np.zeros((count, widest + 1, MAX_LETTERS + 1), np.int32)
        for place, t in zip(chunks, targets, strict=True):
            place[: len(t.chunks)] = t.chunks
    # sums[i + MAX_UNITS - 1, c, j + MAX_LETTERS]: over the cuts of the first i units and j letters; the margins stay 0.
    sums = np.zeros((ko.units + MAX_UNITS, count, widest + 1 + MAX_LETTERS))
    sums[MAX_UNITS - 1, :, MAX_LETTERS] = 1
    s0, s1, s2 = sums.strides
    back = np.lib.stride_tricks.as_strided(
        sums[:, :, MAX_LETTERS:], (len(sums), count, widest + 1, MAX_LETTERS + 1), (s0, s1, s2, -s2)
    )
    kinds = _kinds(targets, widest) if ko.spelled else None
    gathered = ko.rows[:, chunks]
    for i in range(ko.units):
        here = sums[i + MAX_UNITS, :, MAX_LETTERS:]
        np.einsum("acjb,acjb->cj", gathered[i * MAX_UNITS : (i + 1) * MAX_UNITS], back[i : i + MAX_UNITS], out=here)
        if kinds is not None:
            for step in ko.spelled:
                if step.end == i + 1:
                    _spell(step, sums[step.start + MAX_UNITS - 1, :, MAX_LETTERS:], here, kinds)
    ends = [len(t.kinds) + MAX_LETTERS for t in targets]
    total = sums[ko.units + MAX_UNITS - 1, np.arange(count), ends]
    return np.where(total > 0, np.log(np.maximum(total, 1e-300)), _IMPOSSIBLE)


def _kinds(targets: Sequence[Target], widest: int) -> NDArray[np.int16]:
    out = np.full((len(targets), widest), -1, np.int16)
    for place, t in zip(out, targets, strict=True):
        place[: len(t.kinds)] = t.kinds
    return out


def _spell(step: Spelled, before: Floats, here: Floats, kinds: NDArray[np.int16]) -> None:
    """Add to `here` the ways that take this step from `before`."""
    size = len(step.letters)
    width = kinds.shape[1] - size + 1
    if width <= 0:
        return
    fits = np.ones((len(kinds), width))
    for k, letter in enumerate(step.letters):
        seen = kinds[:, k : k + width]
        right = (seen >= 0) & ((seen & 63) == _LETTERS.index(letter))
        fits *= np.where(right, np.where((seen & step.flag) > 0, step.marked, step.plain), 0.0)
    here[:, size : size + width] += before[:, :width] * fits
