"""The loops of `lattice` over many pairs of names, compiled by Numba. Importing this module needs Numba (extra `fast`).

The arrays are those of `flat`. A Latin name is a row of letters (1..38) with marks; its chunks are numbered here, and where each of them
stands is kept as linked places j * (MAX_LETTERS + 1) + b: b letters that end at j.
"""

import math

import numpy as np
from numpy.typing import NDArray

from malmoi.names.table import MAX_LETTERS, MAX_UNITS, USUAL
from malmoi.optional import compiled

__all__ = ["ENDS", "HEAD", "LETTER_BITS", "STARTS", "TAIL", "UNIT_BITS", "walk"]

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

# Marks of a letter: a word begins with it, a word ends with it. Those of acronyms and initials are the flags of `spelled`.
STARTS, ENDS = 1, 2
# Bits of a letter in the code of a chunk, of a unit in that of a stretch.
LETTER_BITS, UNIT_BITS = 6, 8
HEAD, TAIL = 1 << (LETTER_BITS * MAX_LETTERS), 2 << (LETTER_BITS * MAX_LETTERS)
_WIDE = MAX_LETTERS + 1


@compiled
def _find(codes: Ints, code: int) -> int:
    """Where `code` stands among the rising `codes`, -1 for nowhere."""
    low, high = 0, len(codes)
    while low < high:
        middle = (low + high) // 2
        if codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low if low < len(codes) and codes[low] == code else -1


@compiled
def _number(codes: Ints, numbers: Ints, unseen: Ints, plain: int, marks: int, letters: int) -> int:
    """The number of a chunk or of the first that it falls back on; `plain` is the code of its letters, `marks` HEAD, TAIL or both."""
    at = _find(codes, plain + marks)
    if at < 0 and marks & HEAD:
        at = _find(codes, plain + (marks & TAIL))
    if at < 0 and marks & TAIL:
        at = _find(codes, plain + (marks & HEAD))
    if at < 0 and marks:
        at = _find(codes, plain)
    return int(numbers[at] if at >= 0 else unseen[letters])


@compiled
def _encode(letters: Bytes, marks: Bytes, codes: Ints, numbers: Ints, unseen: Ints, chunks: Ints) -> None:
    """Fill `chunks` int64[(letters + 1) * _WIDE]: at j * _WIDE + b the number of the b letters that end at j; 0 where there are none."""
    for j in range(len(letters) + 1):
        chunks[j * _WIDE] = unseen[0]
        tail = TAIL if j > 0 and marks[j - 1] & ENDS else 0
        plain = 0
        for b in range(1, _WIDE):
            if b > j:
                chunks[j * _WIDE + b] = 0
                continue
            plain += int(letters[j - b]) << (LETTER_BITS * (b - 1))
            head = HEAD if marks[j - b] & STARTS else 0
            chunks[j * _WIDE + b] = _number(codes, numbers, unseen, plain, head | tail, b)


@compiled
def _stretches(units: Bytes, codes: Ints, found: Ints) -> None:
    """Fill `found` int64[units * MAX_UNITS]: at i * MAX_UNITS + a - 1 the row of the a > 1 units that end after unit i, or -1."""
    for i in range(len(units)):
        code = int(units[i])
        for a in range(2, MAX_UNITS + 1):
            found[i * MAX_UNITS + a - 1] = -1
            if a <= i + 1:
                code += int(units[i + 1 - a]) << (UNIT_BITS * (a - 1))
                found[i * MAX_UNITS + a - 1] = _find(codes, code)


@compiled
def _spell(
    sums: Floats, i: int, steps: Ints, factors: Floats, first: int, last: int, letters: Bytes, marks: Bytes
) -> None:
    """Add to sums[i] the ways that take one of the steps [first, last) to it."""
    for s in range(first, last):
        start, end, mark, size = steps[s, 0], steps[s, 1], steps[s, 2], steps[s, 3]
        if end != i:
            continue
        for at in range(len(letters) - size + 1):
            fits = math.exp(-USUAL * (end - start))
            for n in range(size):
                if letters[at + n] != steps[s, 4 + n]:
                    fits = 0.0
                    break
                fits *= factors[s, 0] if marks[at + n] & mark else factors[s, 1]
            sums[i, at + size] += sums[start, at] * fits


@compiled
def _sum(
    units: Bytes, found: Ints, letters: Bytes, marks: Bytes, chunks: Ints, head: Ints, after: Ints,
    single: Weights, row_at: Ints, row_chunks: Ints, row_weights: Weights,
    steps: Ints, factors: Floats, first: int, last: int, sums: Floats,
) -> float:  # fmt: skip
    """The sum over all cuts of one pair; `sums` is room for it."""
    wide = len(letters) + 1
    sums[: len(units) + 1, :wide] = 0.0
    sums[0, 0] = 1.0
    for i in range(1, len(units) + 1):
        weights, before = single[units[i - 1]], sums[i - 1]
        for j in range(wide):
            total = 0.0
            for b in range(min(j, MAX_LETTERS) + 1):
                total += weights[chunks[j * _WIDE + b]] * before[j - b]
            sums[i, j] = total
        for a in range(2, min(i, MAX_UNITS) + 1):
            row = found[(i - 1) * MAX_UNITS + a - 1]
            if row < 0:
                continue
            for e in range(row_at[row], row_at[row + 1]):
                place = head[row_chunks[e]]
                while place >= 0:
                    j = place // _WIDE
                    sums[i, j] += row_weights[e] * sums[i - a, j - place % _WIDE]
                    place = after[place]
        _spell(sums, i, steps, factors, first, last, letters, marks)
    return float(sums[len(units), len(letters)])


@compiled
def walk(
    ko: Ints, en: Ints, units: Bytes, unit_at: Ints, letters: Bytes, marks: Bytes, letter_at: Ints,
    steps: Ints, factors: Floats, step_at: Ints,
    codes: Ints, numbers: Ints, unseen: Ints, single: Weights,
    stretches: Ints, row_at: Ints, row_chunks: Ints, row_weights: Weights,
) -> Floats:  # fmt: skip
    """float64[pairs]: the sum over all cuts of Korean name ko[p] and Latin name en[p]; pairs of one Korean name stand together."""
    out = np.zeros(len(ko))
    longest_ko, longest_en = np.max(np.diff(unit_at)), np.max(np.diff(letter_at))
    found = np.zeros(longest_ko * MAX_UNITS, np.int64)
    # The chunks of every Latin name, found when it is first compared.
    every = np.zeros((len(letters) + len(letter_at)) * _WIDE, np.int64)
    known = np.zeros(len(letter_at), np.bool_)
    after = np.zeros((longest_en + 1) * _WIDE, np.int64)
    head = np.full(single.shape[1], -1, np.int64)
    sums = np.zeros((longest_ko + 1, longest_en + 1))
    before = -1
    for p in range(len(ko)):
        k, e = ko[p], en[p]
        own = units[unit_at[k] : unit_at[k + 1]]
        if k != before:
            _stretches(own, stretches, found)
            before = k
        first, last = letter_at[e], letter_at[e + 1]
        places = (last - first + 1) * _WIDE
        chunks = every[(first + e) * _WIDE : (first + e) * _WIDE + places]
        if not known[e]:
            _encode(letters[first:last], marks[first:last], codes, numbers, unseen, chunks)
            known[e] = True
        for place in range(places):
            after[place] = head[chunks[place]]
            head[chunks[place]] = place
        head[0] = -1
        out[p] = _sum(
            own, found, letters[first:last], marks[first:last], chunks, head, after, single, row_at, row_chunks, row_weights,
            steps, factors, step_at[k], step_at[k + 1], sums,
        )  # fmt: skip
        for place in range(places):
            head[chunks[place]] = -1
    return out
