#!/usr/bin/env python3
"""Fit the weights of sentence alignment by maximum likelihood of the gold path (a linear-chain CRF over beads).

  sentences_fit.py --data DIR [--folds 5] [--write src/malmoi/align/beads.toml]

DIR holds ntrex-dev, jhe-dev and news-dev (.ko, .en; ntrex also .ids). Documents are disturbed as the benchmark does and as
`sentences_hard` does, with other seeds than any benchmark uses. With --folds the documents of ntrex are held out in turn and the strict
F1 of the benchmark's own disturbance on them is printed; --write fits on everything and writes the table.
"""

import argparse
import os
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentences_hard as hard

from malmoi.align.band import Window
from malmoi.align.beads import read_pair
from malmoi.align.dp import BEADS, Band, Gaps, Grid, best_path, log_total, posteriors
from malmoi.align.encoder import Vectors, resolve
from malmoi.align.grid import fill
from malmoi.align.lexical import CLASSES
from malmoi.align.neural import FEATURES, Margins, margins, refined
from malmoi.align.potentials import SHAPE, Block, Pair, bead_name, lexical_block, shape_block
from malmoi.align.weights import load_neural_weights, load_weights

GAPS = ("gap_ko", "gap_en", "gap_open_ko", "gap_open_en")
LEXICAL = [f"{name}_{what}" for name in CLASSES for what in ("hit", "miss")]
Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass
class Document:
    """A disturbed document: its features by bead, and the gold path's sums."""

    name: str
    pair: Pair
    gold: Beads  # (English, Korean)
    features: dict[tuple[int, int], np.ndarray]  # float32[features, n, m]
    gold_sum: np.ndarray


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").rstrip("\n").split("\n")]


def documents(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Document id → (English, Korean) lines; files without ids are cut into stretches of 24 lines."""
    docs: dict[str, list[tuple[str, str]]] = {}
    for name in ("ntrex", "jhe", "news"):
        ko, en = lines(data / f"{name}-dev.ko"), lines(data / f"{name}-dev.en")
        ids = lines(data / f"{name}-dev.ids") if name == "ntrex" else [str(i // 24) for i in range(len(ko))]
        for doc, e, k in zip(ids, en, ko, strict=True):
            docs.setdefault(f"{name}:{doc}", []).append((e, k))
    return docs


def as_benchmark(
    pairs: list[tuple[str, str]], rng: random.Random, merge: float, drop: float
) -> tuple[list[str], list[str], Beads]:
    """Merges and drops as the benchmark draws them: the same random numbers give the same document."""
    state = []
    for _ in pairs:
        a, b = rng.random() >= drop, rng.random() >= drop
        state.append((a, b) if a or b else (True, True))
    en: list[str] = []
    ko: list[str] = []
    gold: Beads = []
    i = 0
    while i < len(pairs):
        whole = i + 1 < len(pairs) and state[i] == state[i + 1] == (True, True)
        join_en, join_ko = rng.random() < merge, rng.random() < merge
        if whole and join_en != join_ko:
            (e1, k1), (e2, k2) = pairs[i], pairs[i + 1]
            new_en = [f"{e1} {e2}"] if join_en else [e1, e2]
            new_ko = [f"{k1} {k2}"] if join_ko else [k1, k2]
            i += 2
        else:
            new_en = [pairs[i][0]] if state[i][0] else []
            new_ko = [pairs[i][1]] if state[i][1] else []
            i += 1
        gold.append((tuple(range(len(en), len(en) + len(new_en))), tuple(range(len(ko), len(ko) + len(new_ko)))))
        en += new_en
        ko += new_ko
    return en, ko, gold


def names_of() -> list[str]:
    return [*GAPS, *(bead_name(a, b) for a, b in BEADS), *LEXICAL, *SHAPE]


def prepare(name: str, en: list[str], ko: list[str], gold: Beads) -> Document:
    pair = read_pair(ko, en)
    n, m = pair.ko.n, pair.en.n
    block = Block(0, n, 0, m)
    names = names_of()
    at = {feature: i for i, feature in enumerate(names)}
    lexical = {feature: lexical_block(pair, block, {feature: 1.0}) for feature in LEXICAL}
    features = {}
    for a, b in BEADS:
        made = np.zeros((len(names), n, m), np.float32)
        made[at[bead_name(a, b)]] = 1
        for feature in LEXICAL:
            made[at[feature]] = lexical[feature][a, b]
        for feature, values in zip(SHAPE, shape_block(pair, block, a, b), strict=True):
            made[at[feature]] = values
        features[a, b] = made
    return Document(name, pair, gold, features, gold_sum(gold, features, at))


def gold_sum(gold: Beads, features: dict[tuple[int, int], np.ndarray], at: dict[str, int]) -> np.ndarray:
    total = np.zeros(len(at))
    run: set[str] = set()  # sides of the run of gaps under way; within a run the path takes Korean gaps first
    for en, ko in gold:
        if en and ko:
            total += features[len(ko), len(en)][:, ko[0], en[0]]
            run = set()
            continue
        side = "en" if en else "ko"
        total[at[f"gap_{side}"]] += 1
        total[at[f"gap_open_{side}"]] += side not in run
        run.add(side)
    return total


def gradient(doc: Document, names: list[str], weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Log-likelihood of the gold path and its gradient."""
    table = dict(zip(names, weights, strict=True))
    grid = make_grid(doc.pair, table)
    beads, gone_ko, gone_en = posteriors(grid)
    expected = np.zeros(len(names))
    stacked = np.array([b[:, :-1] for b in beads[:-1]]) if doc.pair.ko.n else np.zeros((0, len(BEADS), 0))
    for k, bead in enumerate(BEADS):
        expected += np.tensordot(doc.features[bead], stacked[:, k], axes=([1, 2], [0, 1]))
    at = {name: i for i, name in enumerate(names)}
    expected[at["gap_ko"]] = gone_ko.sum()
    expected[at["gap_en"]] = gone_en.sum()
    # Opened runs: a numerical derivative of the log-sum is exact enough and needs no second bookkeeping.
    base = log_total(grid)
    for side in ("ko", "en"):
        moved = dict(table)
        moved[f"gap_open_{side}"] += 1e-4
        expected[at[f"gap_open_{side}"]] = (log_total(make_gaps(grid, moved)) - base) / 1e-4
    return float(doc.gold_sum @ weights - base), doc.gold_sum - expected


def make_grid(pair: Pair, table: dict[str, float]) -> Grid:
    """The whole grid of a document."""
    n, m = pair.ko.n, pair.en.n
    band = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))
    return fill(pair, table, Window(0, 0, n, m, 0), band)


def make_gaps(grid: Grid, table: dict[str, float]) -> Grid:
    """The same grid with other openings of gaps."""
    gaps = Gaps(grid.gaps.ko, grid.gaps.en, table["gap_open_ko"], table["gap_open_en"])
    return Grid(grid.band, grid.beads, gaps)


def fit(docs: list[Document], names: list[str], start: np.ndarray, epochs: int, rng: random.Random) -> np.ndarray:
    """Adam on mini-batches of documents, with a pull towards the start."""
    w = start.copy()
    first, second, step = np.zeros_like(w), np.zeros_like(w), 0
    nonnegative = np.array([not name.startswith(("bead", "gap")) for name in names])
    order = list(docs)
    total_steps = epochs * (len(order) // 8 + 1)
    for epoch in range(epochs):
        rng.shuffle(order)
        likelihood = 0.0
        for i in range(0, len(order), 8):
            batch = order[i : i + 8]
            grad = -0.02 * (w - start) * len(batch)
            for doc in batch:
                value, g = gradient(doc, names, w)
                likelihood += value
                grad += g
            grad /= len(batch)
            step += 1
            first = 0.9 * first + 0.1 * grad
            second = 0.99 * second + 0.01 * grad * grad
            rate = 0.06 * (1 - step / (total_steps + 1))
            w = w + rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
            w[nonnegative] = np.maximum(w[nonnegative], 0)
        print(f"  epoch {epoch}: log-likelihood a document {likelihood / max(1, len(order)):.3f}", flush=True)
    return w


def training(docs: dict[str, list[tuple[str, str]]], seeds: int) -> list[Document]:
    """Every document disturbed in several ways."""
    made = []
    for name, pairs in docs.items():
        for seed in range(seeds):
            rng = random.Random(f"fit:{seed}:{name}")
            if seed % 3 == 2:
                en, ko, gold = hard.disturb(pairs, rng)
            else:
                en, ko, gold = as_benchmark(pairs, rng, rng.choice((0.06, 0.12, 0.18)), rng.choice((0.02, 0.04, 0.08)))
            if en and ko and all(not (s and t) or (len(t), len(s)) in BEADS for s, t in gold):
                made.append(prepare(name, en, ko, gold))
    return made


# ---------------------------------------------------------------- second stage: sentence vectors


@dataclass
class Open:
    """A disturbed document with the margins of its open beads."""

    name: str
    grid: Grid
    posteriors: list[np.ndarray]
    margins: Margins
    gold: Beads


def opened(
    docs: dict[str, list[tuple[str, str]]], table: dict[str, float], vectors: Vectors, seeds: list[int]
) -> list[Open]:
    out = []
    for seed in seeds:
        for name, pairs in docs.items():
            en, ko, gold = as_benchmark(pairs, random.Random(f"{seed}:{name.partition(':')[2]}"), 0.12, 0.04)
            grid = make_grid(read_pair(ko, en), table)
            beads, _, _ = posteriors(grid)
            out.append(Open(name, grid, beads, margins(grid, beads, ko, en, vectors), gold))
    return out


def worth(grid: Grid, gold: Beads) -> float:
    """What the gold path is worth on a grid."""
    total, run = 0.0, set()
    for en, ko in gold:
        if en and ko:
            total += grid.beads[ko[0]][BEADS.index((len(ko), len(en))), en[0]]
            run = set()
        elif en:
            total += grid.gaps.en[en[0]] + (0 if "en" in run else grid.gaps.open_en)
            run.add("en")
        else:
            total += grid.gaps.ko[ko[0]] + (0 if "ko" in run else grid.gaps.open_ko)
            run.add("ko")
    return total


def fit_neural(docs: list[Open], start: dict[str, float], steps: int = 60) -> dict[str, float]:
    """Maximum likelihood of the six weights by Adam; their gradient is taken by differences."""
    w = np.array([start[name] for name in FEATURES])
    first, second = np.zeros_like(w), np.zeros_like(w)

    def likelihood(values: np.ndarray) -> float:
        table = dict(zip(FEATURES, values, strict=True))
        total = -0.5 * float(((values - np.array([start[f] for f in FEATURES])) ** 2).sum())
        for doc in docs:
            grid = refined(doc.grid, doc.posteriors, doc.margins, table)
            total += worth(grid, doc.gold) - log_total(grid)
        return total / len(docs)

    for step in range(1, steps + 1):
        base = likelihood(w)
        grad = np.array([(likelihood(w + 1e-3 * (np.arange(len(w)) == k)) - base) / 1e-3 for k in range(len(w))])
        first = 0.9 * first + 0.1 * grad
        second = 0.99 * second + 0.01 * grad * grad
        rate = 0.15 * (1 - step / (steps + 1))
        w = w + rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    print(
        f"  second stage: log-likelihood a document {base:.4f}",
        {f: round(float(v), 3) for f, v in zip(FEATURES, w, strict=True)},
        flush=True,
    )
    return dict(zip(FEATURES, map(float, w), strict=True))


def neural_f1(docs: list[Open], table: dict[str, float]) -> tuple[float, float]:
    """Strict F1 without and with the vectors."""
    scores = []
    for neural in (False, True):
        right = made_n = gold_n = both = 0
        for doc in docs:
            grid = refined(doc.grid, doc.posteriors, doc.margins, table) if neural else doc.grid
            made = [(tuple(range(s.j, s.j + s.b)), tuple(range(s.i, s.i + s.a))) for s in best_path(grid)]
            want = set(doc.gold)
            right += sum(b in want for b in made)
            both += sum(b in want for b in made if b[0] and b[1])
            made_n += len(made)
            gold_n += sum(bool(s and t) for s, t in doc.gold)
        p, r = right / made_n, both / gold_n
        scores.append(2 * p * r / (p + r))
    return scores[0], scores[1]


def strict_f1(
    docs: dict[str, list[tuple[str, str]]], table: dict[str, float], seed: int
) -> tuple[float, list[tuple[float, bool]]]:
    right = made_n = gold_n = right_both = 0
    seen = []
    for name, pairs in docs.items():
        en, ko, gold = as_benchmark(pairs, random.Random(f"{seed}:{name.partition(':')[2]}"), 0.12, 0.04)
        grid = make_grid(read_pair(ko, en), table)
        beads, _, _ = posteriors(grid)
        made = []
        for step in best_path(grid):
            bead = (tuple(range(step.j, step.j + step.b)), tuple(range(step.i, step.i + step.a)))
            made.append(bead)
            if step.a and step.b:
                seen.append((float(beads[step.i][BEADS.index((step.a, step.b)), step.j]), bead in set(gold)))
        want = set(gold)
        right += sum(b in want for b in made)
        made_n += len(made)
        gold_n += sum(bool(s and t) for s, t in gold)
        right_both += sum(b in want for b in made if b[0] and b[1])
    p, r = right / made_n, right_both / gold_n
    return 2 * p * r / (p + r), seen


def calibration(seen: list[tuple[float, bool]]) -> str:
    out = []
    for low, high in ((0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01)):
        inside = np.array([(p, ok) for p, ok in seen if low <= p < high])
        if len(inside):
            said, right = inside.mean(axis=0)
            out.append(f"[{low}-{min(high, 1)}) n={len(inside)} said={said:.3f} right={right:.3f}")
    return "; ".join(out)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--seeds", type=int, default=3)
    ap.add_argument("--encoder", help="fit the second stage too, with this encoder (ntrex only)")
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    docs = documents(args.data)
    ntrex = sorted(d for d in docs if d.startswith("ntrex"))
    table, neural = dict(load_weights()), dict(load_neural_weights())
    if args.epochs:
        train = training(docs, args.seeds)
        names = names_of()
        start = np.array([table.get(name, 0.0) for name in names])
        print(len(train), "documents")
        report(docs, ntrex, train, names, start, args)
        if args.write:
            w = fit(train, names, start, args.epochs, random.Random(0))
            table = dict(zip(names, map(float, w), strict=True))
            # No glossary comes with the data: its pairs count as equal figures do.
            table |= {"glossary_hit": table["figure_hit"], "glossary_miss": table["figure_miss"]}
    if args.encoder:
        vectors = resolve(args.encoder)
        made = opened({d: docs[d] for d in ntrex}, table, vectors, [1, 2, 3])
        for fold in range(args.folds):
            held = set(ntrex[fold :: args.folds])
            found = fit_neural([d for d in made if d.name not in held], neural)
            print(
                f"fold {fold} strict F1 without, with vectors:",
                *(f"{f:.4f}" for f in neural_f1([d for d in made if d.name in held], found)),
            )
        neural = fit_neural(made, neural)
        print("all, not held out:", *(f"{f:.4f}" for f in neural_f1(made, neural)))
    if args.write:
        write(args.write, table, neural)


def report(docs, ntrex, train, names, start, args) -> None:
    """Cross-validation over the documents of ntrex."""
    seen, scores = [], []
    for fold in range(args.folds):
        held = set(ntrex[fold :: args.folds])
        w = fit([d for d in train if d.name not in held], names, start, args.epochs, random.Random(fold))
        found = dict(zip(names, map(float, w), strict=True))
        for seed in (1, 2, 3):
            f1, s = strict_f1({d: docs[d] for d in held}, found, seed)
            scores.append((seed, f1))
            seen += s
            print(f"fold {fold} seed {seed} strict F1 {f1:.4f}", flush=True)
    if args.folds:
        for seed in (1, 2, 3):
            print(f"held out, seed {seed}: mean strict F1 {np.mean([f for s, f in scores if s == seed]):.4f}")
        print("calibration:", calibration(seen))


HEAD = """\
# Weights of sentence alignment, in nats a unit of the feature; malmoi.align.potentials says what each is.
# Source: fitted by tests/bench/sentences_fit.py on disturbed documents of NTREX-128 (CC BY-SA 4.0) and the Korean Parallel Corpora
# (Park, Hong, Cha 2016; CC BY-SA 3.0), development parts only; figures, no text. Licence: Apache-2.0.
[weights]
"""


def write(path: Path, table: dict[str, float], neural: dict[str, float]) -> None:
    lists = ["".join(f"{name} = {value:.4f}\n" for name, value in t.items()) for t in (table, neural)]
    path.write_text(HEAD + lists[0] + "\n[neural]\n" + lists[1], "utf-8")
    print("written", path)


if __name__ == "__main__":
    main()
