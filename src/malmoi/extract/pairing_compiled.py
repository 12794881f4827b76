"""The loops of `pairing.choose`, compiled by Numba and kept in its cache. Importing this module needs Numba (extra `fast`)."""

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints
from malmoi.extract.evidence import Evidence
from malmoi.extract.pairing import Chosen, Judged
from malmoi.optional import compiled

__all__ = ["compiled_choice"]

Bools = NDArray[np.bool_]


def compiled_choice(pairs: Evidence, judged: Judged, order: Floats, least: float, whole: float) -> list[list[Chosen]]:
    """See `pairing.choose_of`; `order` is what to sort pairs by, `whole` the confidence of what is made of chosen pairs."""
    segment, confidence = pairs.segments(), judged.confidence
    best, sure = np.flatnonzero(confidence >= least), np.flatnonzero(confidence >= max(least, whole))
    best = best[np.lexsort((order[best], segment[best]))]
    sure = sure[np.lexsort((-confidence[sure], segment[sure]))]
    numbers = np.arange(len(pairs.at))
    best_at, sure_at = np.searchsorted(segment[best], numbers), np.searchsorted(segment[sure], numbers)
    at, rows, outer, made = _of_all(judged.places, best_at, best, sure_at, sure)
    first = pairs.at[segment[rows]]
    taken = [
        Chosen(row, p, o if o >= 0 else None, m)
        for row, p, o, m in zip(
            (rows - first).tolist(),
            confidence[rows].tolist(),
            np.where(outer >= 0, outer - first, -1).tolist(),
            made.tolist(),
            strict=True,
        )
    ]
    return [taken[at[n] : at[n + 1]] for n in range(len(at) - 1)]


@compiled
def _apart(a: int, a_end: int, b: int, b_end: int) -> bool:
    return a >= b_end or b >= a_end


@compiled
def _crossed(a: int, a_end: int, b: int, b_end: int) -> bool:
    return a < b < a_end < b_end or b < a < b_end < a_end


@compiled
def _meet(places: Ints, a: int, b: int) -> bool:
    ko_apart = _apart(places[a, 0], places[a, 1], places[b, 0], places[b, 1])
    return not (ko_apart and _apart(places[a, 2], places[a, 3], places[b, 2], places[b, 3]))


@compiled
def _cross(places: Ints, a: int, b: int) -> bool:
    ko_crossed = _crossed(places[a, 0], places[a, 1], places[b, 0], places[b, 1])
    return ko_crossed and _crossed(places[a, 2], places[a, 3], places[b, 2], places[b, 3])


@compiled
def _inside(places: Ints, a: int, b: int) -> bool:
    """Is either side of `a` a proper part of the same side of `b`, and neither outside it?"""
    for side in (0, 2):
        start, end = places[a, side], places[a, side + 1]
        if start < places[b, side] or end > places[b, side + 1]:
            return False
        if end - start >= places[b, side + 1] - places[b, side]:
            return False
    return True


@compiled
def _disjoint(places: Ints, among: Ints, crossing: bool, out: Ints) -> int:
    """Fill `out` with the first row, and each that meets none before it, or with `crossing` only crosses it; how many there are."""
    count = 0
    for row in among:
        fits = True
        for n in range(count):
            if _meet(places, row, out[n]) and not (crossing and _cross(places, row, out[n])):
                fits = False
                break
        if fits:
            out[count] = row
            count += 1
    return count


@compiled
def _of_one(places: Ints, among: Ints, taken: Bools, rows: Ints, outer: Ints, first: int) -> int:
    """Fill `rows` and `outer` from `first` on with what is chosen of a segment, and mark it as taken; where the rows end."""
    count = first
    # Groups in waiting: the pair they lie inside, and where their rows begin and end.
    waiting = np.empty((len(among) + 1, 3), np.int64)
    waiting[0, 0], waiting[0, 1], waiting[0, 2] = -1, 0, len(among)
    groups = 1
    held, size = among.copy(), len(among)
    apart = np.empty(len(among), np.int64)
    group = 0
    while group < groups:
        inside, start, end = waiting[group]
        group += 1
        here = held[start:end].copy()
        for n in range(_disjoint(places, here, inside >= 0, apart)):
            row = apart[n]
            if taken[row]:
                continue
            taken[row] = True
            rows[count], outer[count] = row, inside
            count += 1
            begin = size
            for other in here:
                if _inside(places, other, row):
                    if size == len(held):
                        held = np.concatenate((held, held))
                    held[size] = other
                    size += 1
            if size > begin:
                waiting[groups, 0], waiting[groups, 1], waiting[groups, 2] = row, begin, size
                groups += 1
    return count


@compiled
def _wholes(places: Ints, sure: Ints, taken: Bools, rows: Ints, outer: Ints, made: Bools, first: int, last: int) -> int:
    """Add pairs that hold two or more of the chosen rows [first, last) and tear none; where the rows end."""
    count = last
    tops = np.empty(last - first + len(sure), np.int64)
    n_tops = 0
    for n in range(first, last):
        if outer[n] < 0:
            tops[n_tops] = rows[n]
            n_tops += 1
    for row in sure:
        if taken[row]:
            continue
        met, holds = 0, True
        for n in range(n_tops):
            if _meet(places, row, tops[n]):
                met += 1
                holds = holds and _inside(places, tops[n], row)
        if met < 2 or not holds:
            continue
        kept = 0
        for n in range(n_tops):
            if not _meet(places, row, tops[n]):
                tops[kept] = tops[n]
                kept += 1
        tops[kept] = row
        n_tops = kept + 1
        rows[count], outer[count], made[count] = row, -1, True
        count += 1
    return count


@compiled
def _of_all(places: Ints, best_at: Ints, best: Ints, sure_at: Ints, sure: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Where the chosen rows of each segment begin; the rows, those they lie inside or -1, and whether they are made of others."""
    at = np.zeros(len(best_at), np.int64)
    rows, outer = np.empty(len(best) + len(sure), np.int64), np.empty(len(best) + len(sure), np.int64)
    made, taken = np.zeros(len(rows), np.bool_), np.zeros(len(places), np.bool_)
    for n in range(len(at) - 1):
        among = best[best_at[n] : best_at[n + 1]]
        end = _of_one(places, among, taken, rows, outer, at[n])
        at[n + 1] = _wholes(places, sure[sure_at[n] : sure_at[n + 1]], taken, rows, outer, made, at[n], end)
    return at, rows[: at[-1]], outer[: at[-1]], made[: at[-1]]
