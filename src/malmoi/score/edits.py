"""Translation edit rate with weights: TER (Snover and others 2006) in which edits of some reference words cost more.

Insertions, deletions and substitutions cost what the reference word they touch weighs, a deletion of a superfluous word 1; a run of
words may be moved at the cost of 1. With all weights 1 this is TER with sacrebleu's greedy search for moves (checked in the tests).
"""

from collections.abc import Iterator, Sequence

__all__ = ["edit_cost"]

# Limits of the search for moves, those of tercom: words a run may have, and how far it may go.
_LONGEST, _FARTHEST = 10, 50
# Moves that are tried at most for one segment.
_MOST_TRIED = 1000

_KEEP, _REPLACE, _DELETE, _INSERT = range(4)


def edit_cost(hyp: Sequence[str], ref: Sequence[str], weights: Sequence[float]) -> float:
    """The least cost found of edits and moves that turn `hyp` into `ref`; `weights[j]` is the weight of ref[j], 1 or more."""
    words = list(hyp)
    moves = tried = 0
    cost, path = _edits(words, ref, weights)
    while tried < _MOST_TRIED:
        best: tuple[float, int, int, int, list[str]] | None = None
        for start, length, place, moved in _moves(words, ref, path):
            tried += 1
            gain = cost - _edits(moved, ref, weights)[0]
            found = (gain, length, -start, -place, moved)
            if best is None or found[:4] > best[:4]:
                best = found
            if tried >= _MOST_TRIED:
                break
        if best is None or best[0] <= 0:
            break
        moves += 1
        words = best[4]
        cost, path = _edits(words, ref, weights)
    return cost + moves


def _edits(hyp: Sequence[str], ref: Sequence[str], weights: Sequence[float]) -> tuple[float, list[int]]:
    """(cost, operations) of the cheapest edits; of equally cheap ones a substitution goes before a deletion, that before an insertion."""
    width = len(ref) + 1
    rows: list[list[float]] = [[0.0] * width for _ in range(len(hyp) + 1)]
    ops: list[list[int]] = [[_INSERT] * width for _ in range(len(hyp) + 1)]
    for j in range(1, width):
        rows[0][j] = rows[0][j - 1] + weights[j - 1]
    for i in range(1, len(hyp) + 1):
        above, row, op = rows[i - 1], rows[i], ops[i]
        row[0], op[0] = above[0] + 1, _DELETE
        for j in range(1, width):
            same = hyp[i - 1] == ref[j - 1]
            cost, what = above[j - 1] + (0.0 if same else weights[j - 1]), _KEEP if same else _REPLACE
            if above[j] + 1 < cost:
                cost, what = above[j] + 1, _DELETE
            if row[j - 1] + weights[j - 1] < cost:
                cost, what = row[j - 1] + weights[j - 1], _INSERT
            row[j], op[j] = cost, what
    i, j, path = len(hyp), len(ref), []
    while i or j:
        what = ops[i][j]
        path.append(what)
        i -= what != _INSERT
        j -= what != _DELETE
    return rows[-1][-1], path[::-1]


def _moves(hyp: Sequence[str], ref: Sequence[str], path: Sequence[int]) -> Iterator[tuple[int, int, int, list[str]]]:
    """Runs of `hyp` that stand elsewhere in `ref`, moved there: (start, length, place, the words after the move)."""
    at, wrong_hyp, wrong_ref = _places(path)
    for start in range(len(hyp)):
        for begin in range(max(0, start - _FARTHEST), min(len(ref), start + _FARTHEST + 1)):
            for length in range(1, _LONGEST + 1):
                end = start + length
                if end > len(hyp) or begin + length > len(ref) or hyp[end - 1] != ref[begin + length - 1]:
                    break
                if not any(wrong_hyp[start:end]) or not any(wrong_ref[begin : begin + length]):
                    continue
                if start <= at[begin] < end:
                    continue
                last = -2
                for j in range(begin - 1, begin + length):
                    place = 0 if j < 0 else at[j] + 1
                    if place != last:
                        last = place
                        yield start, length, place, _moved(hyp, start, length, place)


def _places(path: Sequence[int]) -> tuple[list[int], list[bool], list[bool]]:
    """Where every reference word stands in the hypothesis, and which words of either side are wrong."""
    at: list[int] = []
    wrong_hyp: list[bool] = []
    wrong_ref: list[bool] = []
    i = -1
    for what in path:
        if what != _INSERT:
            i += 1
            wrong_hyp.append(what != _KEEP)
        if what != _DELETE:
            at.append(i)
            wrong_ref.append(what != _KEEP)
    return at, wrong_hyp, wrong_ref


def _moved(hyp: Sequence[str], start: int, length: int, place: int) -> list[str]:
    """`hyp` with [start, start + length) taken out and put in front of what stood at `place`."""
    end = start + length
    run = list(hyp[start:end])
    if place < start:
        return [*hyp[:place], *run, *hyp[place:start], *hyp[end:]]
    if place > end:
        return [*hyp[:start], *hyp[end:place], *run, *hyp[place:]]
    # Into itself: the run changes places with what follows it.
    return [*hyp[:start], *hyp[end : length + place], *run, *hyp[length + place :]]
