#!/usr/bin/env python3
"""Fit the second stage of sentence alignment, that of the sentence vectors, by maximum likelihood of the gold path.

  sentences_fit_vectors.py --data DIR [--encoder e5] [--texts ntrex jhe] [--folds 3] [--steps 25] [--write src/malmoi/align/beads.toml]

The first stage is taken as it stands in the table (sentences_fit.py fits that one first). Documents are disturbed as the benchmark
does, as translators do and in harder ways, with other seeds than any benchmark; only their open beads are encoded, and the vectors
stay in malmoi's cache ($MALMOI_CACHE), so that a second run encodes nothing. With --folds strict F1 without and with the vectors and
the calibration of the scores are printed for documents that the fit has not seen, and the table written is the mean of the folds' fits,
which a few odd documents sway less than they do one fit on everything.
"""

import argparse
import os
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentences_docs as plain
from sentences_fit import BELIEVED, Seen, Tally, calibration, count, disturbed, whole_band, write

from malmoi.align.beads import read_pair
from malmoi.align.dp import log_total, posteriors
from malmoi.align.encoder import Vectors, resolve
from malmoi.align.grid import fill
from malmoi.align.net import BEADS, Floats, Grid
from malmoi.align.neural import EVIDENCE, FEATURES, Evidence, evidence, kind_of, refined
from malmoi.align.weights import load_weights

# Pull towards the start, in nats a document for each squared unit; the learning rate; the step of a difference.
PULL, RATE, STEP = 0.002, 0.3, 1e-3
KINDS = ("words", "vector_gap")  # weights whose gradient is taken by differences: they act on gaps too
BEAD_WEIGHTS = [name for name in FEATURES if name not in KINDS]
# Every weight at the beginning but that of the words.
NOTHING = {name: float(name == "words") for name in FEATURES}


@dataclass
class Open:
    """A disturbed document with the evidence of its open beads."""

    name: str
    kind: str
    grid: Grid
    posteriors: Floats
    evidence: Evidence
    values: np.ndarray  # float64[open beads, BEAD_WEIGHTS]
    places: tuple[np.ndarray, np.ndarray]  # kind and node of each open bead
    gold: plain.Beads
    gold_sum: np.ndarray


def opened(docs: dict[str, list[tuple[str, str]]], vectors: Vectors, kinds: list[str]) -> list[Open]:
    """Every document disturbed in each way; those without an open bead teach nothing and are kept for the measure."""
    out = []
    for at, kind in enumerate(kinds):
        for name, pairs in docs.items():
            en, ko, gold = disturbed(kind, pairs, random.Random(f"q:{kind}:{kinds[:at].count(kind)}:{name}"))
            if en and ko and all(not (s and t) or (len(t), len(s)) in BEADS for s, t in gold):
                out.append(prepare(name, kind, ko, en, gold, vectors))
        print(kind, "encoded", flush=True)
    return out


def prepare(name: str, kind: str, ko: list[str], en: list[str], gold: plain.Beads, vectors: Vectors) -> Open:
    """One document."""
    pair = read_pair(ko, en)
    grid = fill(pair, load_weights(), whole_band(pair.ko.n, pair.en.n))
    beads, _, _ = posteriors(grid)
    found = evidence(grid, beads, ko, en, vectors)
    kinds = np.array([k for _, k, _ in found], int)
    nodes = np.array([grid.band.node(i, j) for i, _, j in found], int)
    rows = [
        [*values, *(float(kind_of(k) == n) for n in BEAD_WEIGHTS[len(EVIDENCE) :])]
        for (_, k, _), values in found.items()
    ]
    values = np.array(rows, float).reshape(len(rows), len(BEAD_WEIGHTS))
    wanted = {(t[0], BEADS.index((len(t), len(s))), s[0]) for s, t in gold if s and t}
    right = np.array([bead in wanted for bead in found], bool)
    return Open(name, kind, grid, beads, found, values, (kinds, nodes), gold, values[right].sum(axis=0))


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


def likelihood(doc: Open, table: dict[str, float]) -> tuple[Grid, float]:
    """The refined grid, and the log-likelihood of the gold path on it."""
    grid = refined(doc.grid, doc.posteriors, doc.evidence, table)
    return grid, worth(grid, doc.gold) - log_total(grid)


def gradient(doc: Open, table: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Log-likelihood of the gold path, and its gradient."""
    grid, base = likelihood(doc, table)
    beads, gone_ko, gone_en = posteriors(grid)
    found = dict(zip(BEAD_WEIGHTS, doc.gold_sum - doc.values.T @ beads[doc.places].astype(float), strict=True))
    found["vector_gap"] = sum(not (s and t) for s, t in doc.gold) - float(gone_ko.sum() + gone_en.sum())
    found["words"] = (likelihood(doc, table | {"words": table["words"] + STEP})[1] - base) / STEP
    return base, found


def fit(docs: list[Open], steps: int) -> dict[str, float]:
    """Maximum likelihood of the weights by Adam; a document that is not believed teaches nothing."""
    docs = [doc for doc in docs if doc.evidence]
    w = origin = np.array([NOTHING[name] for name in FEATURES])
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        table = dict(zip(FEATURES, map(float, w), strict=True))
        grad, total = -2 * PULL * (w - origin), 0.0
        for doc in docs:
            value, found = gradient(doc, table)
            total += max(value, BELIEVED)
            if value > BELIEVED:
                grad += np.array([found[name] for name in FEATURES]) / len(docs)
        first = 0.9 * first + 0.1 * grad
        second = 0.99 * second + 0.01 * grad * grad
        rate = RATE * (1 - step / (steps + 1))
        w = w + rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    table = dict(zip(FEATURES, map(float, w), strict=True))
    print(
        f"  log-likelihood a document {total / len(docs):.4f}", {n: round(v, 3) for n, v in table.items()}, flush=True
    )
    return table


def judge(docs: list[Open], table: dict[str, float] | None, tallies: dict[str, Tally], seen: Seen) -> None:
    """Count right beads with the vectors, or without; the scores of all beads with both sides, and whether they are right."""
    for doc in docs:
        grid = refined(doc.grid, doc.posteriors, doc.evidence, table) if table else doc.grid
        count(doc.name, doc.kind, doc.gold, grid, tallies, seen)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--encoder", default="e5")
    ap.add_argument("--texts", nargs="+", default=["ntrex", "jhe"])
    ap.add_argument("--kinds", nargs="+", default=["benchmark"] * 3 + ["natural"] * 3 + ["hard"] * 2)
    ap.add_argument("--folds", type=int, default=3)
    ap.add_argument("--steps", type=int, default=25)
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    docs = {name: pairs for name, pairs in plain.documents(args.data).items() if name.startswith(tuple(args.texts))}
    vectors = resolve(args.encoder)
    if vectors is None:
        ap.error("no encoder is installed")
    made = opened(docs, vectors, args.kinds)
    names = sorted(docs)
    tallies: tuple[dict[str, Tally], dict[str, Tally]] = ({}, {})
    seen: tuple[Seen, Seen] = ({}, {})
    fits = []
    for fold in range(args.folds):
        held = set(names[fold :: args.folds])
        found = fit([d for d in made if d.name not in held], args.steps)
        fits.append(found)
        for table, tally, said in zip((None, found), tallies, seen, strict=True):
            judge([d for d in made if d.name in held], table, tally, said)
    for kind, tally in tallies[1].items():
        print(f"held out, {kind}: strict F1 without {tallies[0][kind].f1():.4f}, with {tally.f1():.4f}")
    for text, said in seen[1].items():
        print(f"held out, {text}, without:", calibration(seen[0][text]))
        print(f"held out, {text}, with:", calibration(said))
    if args.write:
        write(args.write, load_weights(), {name: float(np.mean([found[name] for found in fits])) for name in FEATURES})


if __name__ == "__main__":
    main()
