"""Places that may be hits, and which of them are: the disjoint ones that cover most of a text with as few terms as do it."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from malmoi.glossary.entry import STATUSES
from malmoi.glossary.index import Row

__all__ = ["Spot", "by_status", "cover"]

# Less than one character: two adjacent terms beat one that covers less, one beats two that cover the same.
_PER_TERM = 0.5
_RANKS = {status: rank for rank, status in enumerate(STATUSES)}


class Spot(NamedTuple):
    """[start, end) of the composed text may be any of `rows` (one surface, best status first); in `ambiguous` ones something else."""

    start: int
    end: int
    how: str
    rows: Sequence[Row]
    ambiguous: bool


def by_status(row: Row) -> tuple[int, int]:
    """The order of rows of one surface: the best status first, then the oldest."""
    return _RANKS.get(row.status, len(_RANKS)), row.no


def cover(text: str, spots: list[Spot]) -> list[Spot]:
    """The disjoint spots that cover most of `text`, in order: the longest wins, adjacent ones both stay."""
    if len(spots) < 2:
        return spots
    spots.sort(key=_start)
    out: list[Spot] = []
    cluster = [spots[0]]
    end = spots[0].end
    for spot in spots[1:]:
        if spot.start >= end:
            out += cluster if len(cluster) == 1 else _best(text, cluster)
            cluster = [spot]
            end = spot.end
        else:
            cluster.append(spot)
            end = max(end, spot.end)
    return out + (cluster if len(cluster) == 1 else _best(text, cluster))


def _start(spot: Spot) -> int:
    return spot.start


def _best(text: str, cluster: list[Spot]) -> list[Spot]:
    """`cover` of spots that hang together."""
    places: dict[tuple[int, int], list[Spot]] = {}
    for spot in cluster:
        places.setdefault((spot.start, spot.end), []).append(spot)
    ordered = [some[0] if len(some) == 1 else _joined(text, some) for some in places.values()]
    ordered.sort(key=lambda s: (s.end, s.start))
    # best[k]: what the first k spots (by their ends) can cover; taken[k]: (spot, the best before it), None where k adds nothing.
    ends = [spot.end for spot in ordered]
    best = [0.0]
    taken: list[tuple[Spot, int] | None] = [None]
    for k, spot in enumerate(ordered):
        before = bisect_right(ends, spot.start, hi=k)
        score = best[before] + (spot.end - spot.start) - _PER_TERM
        taken.append((spot, before) if score > best[-1] else None)
        best.append(max(score, best[-1]))
    out: list[Spot] = []
    k = len(ordered)
    while k:
        step = taken[k]
        if step is not None:
            out.append(step[0])
        k = step[1] if step is not None else k - 1
    return out[::-1]


def _joined(text: str, spots: list[Spot]) -> Spot:
    """Several terms at one place as one spot: first the one spelled so, then the one of the best status."""
    rows = [(spot, row) for spot in spots for row in spot.rows]
    rows.sort(key=lambda pair: (text[pair[0].start : pair[0].end] != pair[1].term, by_status(pair[1])))
    first = rows[0][0]
    return first._replace(rows=tuple(row for _, row in rows), ambiguous=any(spot.ambiguous for spot in spots))
