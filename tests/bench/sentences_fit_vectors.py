#!/usr/bin/env python3
"""Fit the second stage of sentence alignment, that of the sentence vectors, by maximum likelihood of the gold path.

  sentences_fit_vectors.py --data DIR --encoder e5 [--folds 3] [--write src/malmoi/align/beads.toml]

The first stage is taken as it stands in the table (sentences_fit.py fits that one first). Documents of ntrex-dev are disturbed as the
benchmark does and as translators do, with other seeds than any benchmark; only their open beads are encoded. With --folds strict F1
without and with the vectors is printed for documents that the fit has not seen.
"""

import argparse
import os
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentences_docs as plain
from sentences_fit import disturbed, whole_band, write

from malmoi.align.beads import read_pair
from malmoi.align.dp import best_path, log_total, posteriors
from malmoi.align.encoder import Vectors, resolve
from malmoi.align.grid import fill
from malmoi.align.net import BEADS, Floats, Grid
from malmoi.align.neural import FEATURES, Margins, margins, refined
from malmoi.align.weights import load_neural_weights, load_weights

# Pull towards the start, in nats a document for each squared unit; the learning rate; the step of a difference.
PULL, RATE, STEP = 0.005, 0.2, 1e-3


@dataclass
class Open:
    """A disturbed document with the margins of its open beads."""

    name: str
    grid: Grid
    posteriors: Floats
    margins: Margins
    gold: plain.Beads


def opened(docs: dict[str, list[tuple[str, str]]], vectors: Vectors, kinds: list[str]) -> list[Open]:
    """Every document disturbed once in each way; those without an open bead teach nothing and are kept for the measure."""
    out = []
    for kind in kinds:
        for name, pairs in docs.items():
            en, ko, gold = disturbed(kind, pairs, random.Random(f"vectors:{kind}:{name}"))
            if not all(not (s and t) or (len(t), len(s)) in BEADS for s, t in gold):
                continue
            pair = read_pair(ko, en)
            grid = fill(pair, load_weights(), whole_band(pair.ko.n, pair.en.n))
            beads, _, _ = posteriors(grid)
            out.append(Open(name, grid, beads, margins(grid, beads, ko, en, vectors), gold))
        print(kind, "encoded", flush=True)
    return out


def worth(grid: Grid, gold: plain.Beads) -> float:
    """What the gold path is worth on a grid."""
    total, run = 0.0, set()
    for en, ko in gold:
        if en and ko:
            total += grid.beads[BEADS.index((len(ko), len(en))), grid.band.node(ko[0], en[0])]
            run = set()
        elif en:
            total += grid.gaps.en[en[0]] + (0 if "en" in run else grid.gaps.open_en)
            run.add("en")
        else:
            total += grid.gaps.ko[ko[0]] + (0 if "ko" in run else grid.gaps.open_ko)
            run.add("ko")
    return total


def fit(docs: list[Open], start: dict[str, float], steps: int) -> dict[str, float]:
    """Maximum likelihood of the weights by Adam; their gradient is taken by differences."""
    docs = [doc for doc in docs if doc.margins]
    w = origin = np.array([start[name] for name in FEATURES])
    first, second = np.zeros_like(w), np.zeros_like(w)

    def likelihood(values: np.ndarray) -> float:
        table = dict(zip(FEATURES, values, strict=True))
        total = -PULL * len(docs) * float(((values - origin) ** 2).sum())
        for doc in docs:
            grid = refined(doc.grid, doc.posteriors, doc.margins, table)
            total += max(-10.0, worth(grid, doc.gold) - log_total(grid))
        return total / max(1, len(docs))

    for step in range(1, steps + 1):
        base = likelihood(w)
        grad = np.array([(likelihood(w + STEP * (np.arange(len(w)) == k)) - base) / STEP for k in range(len(w))])
        first = 0.9 * first + 0.1 * grad
        second = 0.99 * second + 0.01 * grad * grad
        rate = RATE * (1 - step / (steps + 1))
        w = w + rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    table = dict(zip(FEATURES, map(float, w), strict=True))
    print(
        f"  log-likelihood a document {base:.4f}", {name: round(value, 3) for name, value in table.items()}, flush=True
    )
    return table


def strict_f1(docs: list[Open], table: dict[str, float] | None) -> float:
    """Strict F1 with the vectors, or without."""
    right = made_n = gold_n = both = 0
    for doc in docs:
        grid = refined(doc.grid, doc.posteriors, doc.margins, table) if table else doc.grid
        made = [(tuple(range(s.j, s.j + s.b)), tuple(range(s.i, s.i + s.a))) for s in best_path(grid)]
        want = set(doc.gold)
        right += sum(b in want for b in made)
        both += sum(b in want for b in made if b[0] and b[1])
        made_n += len(made)
        gold_n += sum(bool(s and t) for s, t in doc.gold)
    p, r = right / max(1, made_n), both / max(1, gold_n)
    return 2 * p * r / max(1e-9, p + r)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--encoder", default="e5")
    ap.add_argument("--kinds", nargs="+", default=["benchmark", "natural"])
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--steps", type=int, default=30)
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    docs = {name: pairs for name, pairs in plain.documents(args.data).items() if name.startswith("ntrex")}
    made = opened(docs, resolve(args.encoder), args.kinds)
    start, names = load_neural_weights(), sorted(docs)
    for fold in range(args.folds):
        held = set(names[fold :: args.folds])
        found = fit([d for d in made if d.name not in held], start, args.steps)
        rest = [d for d in made if d.name in held]
        print(
            f"fold {fold}: strict F1 without {strict_f1(rest, None):.4f}, with {strict_f1(rest, found):.4f}", flush=True
        )
    found = fit(made, start, args.steps)
    print(f"not held out: without {strict_f1(made, None):.4f}, with {strict_f1(made, found):.4f}")
    if args.write:
        write(args.write, load_weights(), found)


if __name__ == "__main__":
    main()
