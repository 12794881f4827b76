"""Fitting the name model: weights under which a name is told from other names.

Longer stretch pairs are read off aligned pairs; their weights start from pointwise mutual information and are then fitted as a
conditional random field over cuts: the right partner must beat wrong ones (softmax), and right pairs must be told from wrong
ones by one threshold over all lengths (logistic). NumPy only; the same seed gives the same weights.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from malmoi.names.inventory import Corpus, Floats, Inventory, Op, score_pairs, steps_of
from malmoi.names.table import MAX_LETTERS, MAX_UNITS
from malmoi.names.units import english, korean

__all__ = ["Rivals", "Schedule", "fit_weights", "inventory_of", "logistic", "traits"]

# Pairs of one unit and so many letters are kept however rare.
_SURE_LETTERS = 2


def inventory_of(cuts: Iterable[Sequence[Op]], least: int = 2) -> tuple[Inventory, Floats]:
    """Stretch pairs read off aligned pairs, neighbours joined up to the longest allowed, and their first weights.

    A pair of stretches must occur `least` times; its weight is its pointwise mutual information, discounted for rarity.
    """
    seen: Counter[Op] = Counter()
    for cut in cuts:
        for i in range(len(cut)):
            ko = en = ""
            for k, e in cut[i : i + MAX_UNITS]:
                if "$" in en or (en and "^" in e):
                    break
                ko, en = ko + k, en + e
                if len(ko) > MAX_UNITS or len(en.strip("^$")) > MAX_LETTERS:
                    break
                seen[ko, en] += 1
    plain: Counter[Op] = Counter()
    for (k, e), count in seen.items():
        plain[k, e.strip("^$")] += count
    kept = {op for op, count in plain.items() if count >= least or (len(op[0]) == 1 and len(op[1]) <= _SURE_LETTERS)}
    kept |= {op for op, count in seen.items() if count >= max(least, 3) and (op[0], op[1].strip("^$")) in kept}
    inventory = Inventory(kept | {(k, "") for k, _ in plain if len(k) == 1})
    return inventory, _mutual_information(inventory, plain)


def _mutual_information(inventory: Inventory, plain: Counter[Op]) -> Floats:
    """log p(k, e) / p(k) p(e), from counts of unflagged stretch pairs; flagged ones start at 0, on top of the plain ones."""
    by_k: Counter[str] = Counter()
    by_e: Counter[str] = Counter()
    for (k, e), count in plain.items():
        by_k[k] += count
        by_e[e] += count
    total = sum(by_k.values())
    out = np.zeros(len(inventory.ops))
    for i, (k, e) in enumerate(inventory.ops):
        if e.startswith("?"):
            out[i] = -4.0 - len(e)
        elif inventory.parent[i] == 0 and i:
            count = plain.get((k, e), 0)
            if count:
                out[i] = np.log(max(count - 0.5, 0.1) * total / (by_k[k] * by_e[e])) - 1
            else:
                out[i] = -5.0
    return out


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the weights are fitted: rounds of so many pairs, wrong partners a side, step length, pull towards the first weights."""

    epochs: int = 4
    sample: int = 10000
    wrong: int = 8
    batch: int = 96
    rate: float = 0.5
    pull: float = 0.0005


def fit_weights(
    pairs: Sequence[tuple[str, str]], inventory: Inventory, weights: Floats, schedule: Schedule, seed: int
) -> Floats:
    """Weights under which each pair beats pairs with a wrong partner on either side (softmax and logistic loss, Adagrad)."""
    rng = np.random.default_rng(seed)
    rivals = Rivals(pairs, rng)
    corpus = Corpus(inventory, rivals.kos, rivals.ens)
    first, now, squares = weights.copy(), weights.copy(), np.ones(len(weights))
    for epoch in range(schedule.epochs):
        order = rng.permutation(len(pairs))[: schedule.sample]
        rate = schedule.rate * (1 - epoch / schedule.epochs)
        threshold = _threshold(
            corpus, inventory, now, [rivals.draw(int(p), schedule.wrong, rng) for p in order[:_POLLED]]
        )
        for start in range(0, len(order), schedule.batch):
            chosen = order[start : start + schedule.batch]
            groups = [rivals.draw(int(p), schedule.wrong, rng) for p in chosen]
            gradient = _gradient(corpus, inventory, now, groups, threshold)
            gradient -= schedule.pull * (now - first)
            squares += gradient**2
            now += rate * gradient / np.sqrt(squares)
    return now


def traits(corpus: Corpus, meetings: Sequence[tuple[int, int]], scores: Floats) -> Floats:
    """float64[meetings, 4]: what a pair's probability is read from: 1, its score, its numbers of units and of letters."""
    lengths = [(len(corpus.ko[k]) - 1, len(corpus.en[e]) - 1) for k, e in meetings]
    return np.column_stack([np.ones(len(meetings)), np.maximum(scores, _LOWEST), np.array(lengths, float)])


def logistic(features: Floats, right: Floats) -> Floats:
    """Coefficients of a logistic regression, by Newton's method with a little ridge."""
    theta = np.zeros(features.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-features @ theta))
        curvature = (features * (p * (1 - p))[:, None]).T @ features + 1e-3 * np.eye(len(theta))
        theta += np.linalg.solve(curvature, features.T @ (right - p) - 1e-3 * theta)
    return theta


def _threshold(
    corpus: Corpus, inventory: Inventory, weights: Floats, groups: Sequence[Sequence[tuple[int, int]]]
) -> Floats:
    """The logistic regression that tells the first pair of each group from the others as the weights stand."""
    flat = [pair for group in groups for pair in group]
    right = np.array([float(i == 0) for group in groups for i in range(len(group))])
    return logistic(traits(corpus, flat, score_pairs(corpus, flat, inventory.effective(weights))), right)


class Rivals:
    """Wrong partners for each pair: any name, one with the same first letter or sound, one that begins or ends alike, and the right
    one with another name added.

    `kos` and `ens` are the sides of the pairs, then as many lengthened ones: `kos[n + i]` is `kos[i]` and another word.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]], rng: np.random.Generator) -> None:
        self.size = len(pairs)
        other = [pairs[i] for i in rng.permutation(self.size)]
        self.kos = [k for k, _ in pairs] + [f"{k} {x}" for (k, _), (x, _) in zip(pairs, other, strict=True)]
        self.ens = [e for _, e in pairs] + [f"{e} {x}" for (_, e), (_, x) in zip(pairs, other, strict=True)]
        self._units = [korean(k).units for k, _ in pairs]
        self._letters = [english(e).letters for _, e in pairs]
        self._alike: dict[str, list[int]] = defaultdict(list)
        for i, (units, letters) in enumerate(zip(self._units, self._letters, strict=True)):
            for text in (units, letters):
                for part in _parts(text):
                    self._alike[part].append(i)

    def draw(self, p: int, count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
        """The right pair first, then up to `count` with another Latin and `count` with another Hangul side, and two lengthened."""
        out = [(p, p), (p, p + self.size), (p + self.size, p)]
        for c in range(count):
            e, k = (
                self._one(_parts(self._letters[p])[c % _WAYS], rng),
                self._one(_parts(self._units[p])[c % _WAYS], rng),
            )
            if self._differ(p, e):
                out.append((p, e))
            if self._differ(p, k):
                out.append((k, p))
        return out

    def _one(self, part: str, rng: np.random.Generator) -> int:
        alike = self._alike[part]
        return alike[rng.integers(len(alike))]

    def _differ(self, p: int, other: int) -> bool:
        return self._letters[other] != self._letters[p] and self._units[other] != self._units[p]


# Names that begin or end alike share so many letters or units.
_ALIKE = 3
_WAYS = 4


def _parts(text: str) -> tuple[str, str, str, str]:
    """What a rival may share with a name, as keys: nothing, the first character, the first three, the last three."""
    return "", "^" + text[:1], "^" + text[:_ALIKE], text[-_ALIKE:] + "$"


def _gradient(
    corpus: Corpus,
    inventory: Inventory,
    weights: Floats,
    groups: Sequence[Sequence[tuple[int, int]]],
    threshold: Floats,
) -> Floats:
    """Of the log share that the first pair of a group has in the group's total, and of the log likelihood of right and wrong under
    `threshold`, summed over groups."""
    flat = [pair for group in groups for pair in group]
    group_of = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    first = np.cumsum([0, *(len(g) for g in groups)])[:-1]
    lattices = corpus.lattices(flat, steps_of(inventory.effective(weights)))
    score = np.empty(len(flat))
    for members, lattice in lattices:
        score[members] = np.log(np.maximum(lattice.total, 1e-290))
    top = np.maximum.reduceat(score, first)
    share = np.exp(score - top[group_of])
    share /= np.add.reduceat(share, first)[group_of]
    odds = traits(corpus, flat, score) @ threshold
    pull = -share - threshold[1] / (1 + np.exp(-odds))
    pull[first] += 1 + threshold[1]
    out = np.zeros(len(weights))
    for members, lattice in lattices:
        factor = pull[members]
        if np.abs(factor).max() > _IDLE:
            out += lattice.expected(factor, len(out))
    inherited = np.flatnonzero(inventory.parent)
    np.add.at(out, inventory.parent[inherited], out[inherited])
    out[0] = 0
    return out


# Pairs that are settled to within this much move no weight.
_IDLE = 2e-3
# Scores below this are all one: nothing joins the two names.
_LOWEST = -60.0
# Pairs that the threshold of a round is fitted on.
_POLLED = 1000
