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

from malmoi.align.beads import make_grid, read_pair
from malmoi.align.dp import BEADS, best_path, posteriors
from malmoi.align.lexical import CLASSES
from malmoi.align.potentials import Block, Pair, bead_name, lexical_block, shape_features
from malmoi.align.weights import load_weights

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


def names_of(pair: Pair) -> list[str]:
    shape = [name for name, _ in shape_features(pair, Block(0, 1, 0, 1), 1, 1)]
    return [*GAPS, *(bead_name(a, b) for a, b in BEADS), *LEXICAL, *shape]


def prepare(name: str, en: list[str], ko: list[str], gold: Beads) -> Document:
    pair = read_pair(ko, en)
    n, m = pair.ko.n, pair.en.n
    block = Block(0, n, 0, m)
    names = names_of(pair)
    at = {feature: i for i, feature in enumerate(names)}
    lexical = {feature: lexical_block(pair, block, {feature: 1.0}) for feature in LEXICAL}
    features = {}
    for a, b in BEADS:
        made = np.zeros((len(names), n, m), np.float32)
        made[at[bead_name(a, b)]] = 1
        for feature in LEXICAL:
            made[at[feature]] = lexical[feature][a, b]
        for feature, values in shape_features(pair, block, a, b):
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
    base = log_sum(grid)
    for side in ("ko", "en"):
        moved = dict(table)
        moved[f"gap_open_{side}"] += 1e-4
        expected[at[f"gap_open_{side}"]] = (log_sum(make_gaps(grid, doc.pair, moved)) - base) / 1e-4
    return float(doc.gold_sum @ weights - base), doc.gold_sum - expected


def log_sum(grid) -> float:
    from malmoi.align import dp

    return float(dp._forward(grid, np.logaddexp).any[-1][-1])


def make_gaps(grid, pair: Pair, table: dict[str, float]):
    from malmoi.align.dp import Gaps, Grid

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
        inside = [(p, ok) for p, ok in seen if low <= p < high]
        if inside:
            out.append(
                f"[{low}-{min(high, 1)}) n={len(inside)} said={np.mean([p for p, _ in inside]):.3f} right={np.mean([ok for _, ok in inside]):.3f}"
            )
    return "; ".join(out)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--seeds", type=int, default=3)
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    docs = documents(args.data)
    train = training(docs, args.seeds)
    names = names_of(train[0].pair)
    table = load_weights()
    start = np.array([table.get(name, 0.0) for name in names])
    print(len(train), "documents")
    ntrex = sorted(d for d in docs if d.startswith("ntrex"))
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
    if args.write:
        w = fit(train, names, start, args.epochs, random.Random(0))
        made = dict(zip(names, map(float, w), strict=True))
        # No glossary comes with the data: its pairs count as equal figures do.
        made |= {"glossary_hit": made["figure_hit"], "glossary_miss": made["figure_miss"]}
        write(args.write, made)


HEAD = """\
# Weights of sentence alignment, in nats a unit of the feature; malmoi.align.potentials says what each is.
# Source: fitted by tests/bench/sentences_fit.py on disturbed documents of NTREX-128 (CC BY-SA 4.0) and the Korean Parallel Corpora
# (Park, Hong, Cha 2016; CC BY-SA 3.0), development parts only; figures, no text. Licence: Apache-2.0.
[weights]
"""


def write(path: Path, table: dict[str, float]) -> None:
    path.write_text(HEAD + "".join(f"{name} = {value:.4f}\n" for name, value in table.items()), "utf-8")
    print("written", path)


if __name__ == "__main__":
    main()
