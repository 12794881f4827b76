#!/usr/bin/env python3
"""Fit the weights of sentence alignment by maximum likelihood of the gold path (a linear-chain CRF over beads).

  sentences_fit.py --data DIR [--folds 5] [--write src/malmoi/align/beads.toml]

DIR holds ntrex-dev, jhe-dev and news-dev (.ko, .en; ntrex also .ids). Documents are disturbed as the benchmark does
(`sentences_docs`), as translators join and cut sentences (`sentences_natural`) and in harder ways (`sentences_hard`), with other
seeds than any benchmark uses. With --folds documents are held out in turn, and every fold begins at rough weights that have seen no
document: strict F1 on them by kind of disturbance, and how well their beads' scores are calibrated. --write fits on everything, from
the table as it is, and writes it; the weights of the second stage stay as they are (sentences_fit_vectors.py fits those).
"""

import argparse
import os
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentences_docs as plain
import sentences_hard as hard
import sentences_natural as natural

from malmoi.align.beads import read_pair
from malmoi.align.coverage import lexical_worth
from malmoi.align.dp import best_path, log_total, posteriors
from malmoi.align.lexical import CLASSES
from malmoi.align.net import BEADS, Band, Gaps, Grid
from malmoi.align.potentials import SHAPE, Pair, bead_name, shape_features
from malmoi.align.weights import load_neural_weights, load_weights

GAPS = ("gap_ko", "gap_en", "gap_open_ko", "gap_open_en")
LEXICAL = [f"{name}_{what}" for name in CLASSES for what in ("hit", "miss")]
NAMES = [*GAPS, *(bead_name(a, b) for a, b in BEADS), *LEXICAL, *SHAPE]
AT = {name: i for i, name in enumerate(NAMES)}
# Disturbances of every document: kind, and how many times.
KINDS = {"benchmark": 3, "natural": 3, "hard": 1}
# Pull towards the start, in nats a document for each squared unit; documents of a step; the learning rate at the start.
PULL, BATCH, RATE = 0.01, 8, 0.06
# A document whose gold path is less probable than this (nats) has lines that are no translations of one another, as newspapers' own
# English has: it teaches nothing after the first epoch.
BELIEVED = -10.0
# Where a fold begins: what a kind of bead, gaps, words and shapes are worth before any document is seen.
ROUGH = {
    "gap": -1.5,
    "bead_1_1": 1.5,
    "bead_1_2": -1.5,
    "bead_2_1": -1.5,
    "bead": -6.0,
    "hit": 0.15,
    "miss": 0.05,
    "": 0.5,
}


@dataclass
class Document:
    """A disturbed document: its features by kind of bead, and the gold path's sums."""

    name: str
    kind: str
    band: Band
    gold: plain.Beads
    features: np.ndarray  # float32[features, len(BEADS), nodes]
    gold_sum: np.ndarray


def whole_band(n: int, m: int) -> Band:
    """Every node of a grid."""
    return Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))


def disturbed(kind: str, pairs: list[tuple[str, str]], rng: random.Random) -> tuple[list[str], list[str], plain.Beads]:
    """(English, Korean, gold) of one of the kinds."""
    if kind == "natural":
        return natural.disturb(pairs, rng)
    if kind == "hard":
        return hard.disturb(pairs, rng)
    return plain.as_benchmark(pairs, rng, rng.choice((0.06, 0.12, 0.18)), rng.choice((0.02, 0.04, 0.08)))


def prepared(docs: dict[str, list[tuple[str, str]]]) -> list[Document]:
    """Every document disturbed in every way; those with beads that are no beads here are left out."""
    out = []
    for name, pairs in docs.items():
        for kind, times in KINDS.items():
            for seed in range(times):
                en, ko, gold = disturbed(kind, pairs, random.Random(f"fit:{kind}:{seed}:{name}"))
                if en and ko and all(not (s and t) or (len(t), len(s)) in BEADS for s, t in gold):
                    out.append(prepare(name, kind, read_pair(ko, en), gold))
    return out


def prepare(name: str, kind: str, pair: Pair, gold: plain.Beads) -> Document:
    """All features of all beads."""
    band = whole_band(pair.ko.n, pair.en.n)
    made = np.zeros((len(NAMES), len(BEADS), band.nodes), np.float32)
    for k, (a, b) in enumerate(BEADS):
        made[AT[bead_name(a, b)], k] = 1
    for feature in LEXICAL:
        made[AT[feature]] = lexical_worth(pair.ko, pair.en, pair.matches, band, {feature: 1.0})
    for nodes, inside, values in shape_features(pair, band):
        made[AT[SHAPE[0]] :, :, nodes] = values[:, :, inside]
    made[:, band.out == band.nodes] = 0
    return Document(name, kind, band, gold, made, gold_sum(gold, band, made))


def gold_sum(gold: plain.Beads, band: Band, features: np.ndarray) -> np.ndarray:
    """The gold path's features."""
    total = np.zeros(len(NAMES))
    run: set[str] = set()  # sides of the run of gaps under way; within a run the path takes Korean gaps first
    for en, ko in gold:
        if en and ko:
            total += features[:, BEADS.index((len(ko), len(en))), band.node(ko[0], en[0])]
            run = set()
            continue
        side = "en" if en else "ko"
        total[AT[f"gap_{side}"]] += 1
        total[AT[f"gap_open_{side}"]] += side not in run
        run.add(side)
    return total


def grid_of(doc: Document, weights: np.ndarray) -> Grid:
    """The document's grid under these weights."""
    beads = np.einsum("f,fkn->kn", weights.astype(np.float32), doc.features)
    beads[doc.band.out == doc.band.nodes] = -np.inf
    return Grid(doc.band, beads, gaps_of(doc, weights))


def gaps_of(doc: Document, weights: np.ndarray) -> Gaps:
    """What gaps are worth."""
    ko, en, open_ko, open_en = (float(weights[AT[name]]) for name in GAPS)
    return Gaps(np.full(doc.band.rows, ko), np.full(int(doc.band.high[-1]), en), open_ko, open_en)


def gradient(doc: Document, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Log-likelihood of the gold path and its gradient."""
    grid = grid_of(doc, weights)
    beads, gone_ko, gone_en = posteriors(grid)
    expected = np.einsum("fkn,kn->f", doc.features, beads).astype(np.float64)
    expected[AT["gap_ko"]] = gone_ko.sum()
    expected[AT["gap_en"]] = gone_en.sum()
    base = log_total(grid)
    # Opened runs: a numerical derivative of the log-sum is exact enough and needs no second bookkeeping.
    for name in ("gap_open_ko", "gap_open_en"):
        moved = weights.copy()
        moved[AT[name]] += 1e-4
        expected[AT[name]] = (log_total(Grid(grid.band, grid.beads, gaps_of(doc, moved))) - base) / 1e-4
    return float(doc.gold_sum @ weights - base), doc.gold_sum - expected


def rough() -> np.ndarray:
    """Weights that no document was seen for: the first entry of ROUGH that a name is, begins or ends with."""
    return np.array([next(v for k, v in ROUGH.items() if name.startswith(k) or name.endswith(k)) for name in NAMES])


def fit(docs: list[Document], start: np.ndarray, epochs: int, rng: random.Random) -> np.ndarray:
    """Adam on mini-batches of documents, with a pull towards the start."""
    w = start.copy()
    first, second, step = np.zeros_like(w), np.zeros_like(w), 0
    nonnegative = np.array([not name.startswith(("bead", "gap")) for name in NAMES])
    order = list(docs)
    total_steps = epochs * (len(order) // BATCH + 1)
    for epoch in range(epochs):
        rng.shuffle(order)
        likelihood = 0.0
        for i in range(0, len(order), BATCH):
            batch = order[i : i + BATCH]
            grad = -2 * PULL * (w - start)
            for doc in batch:
                value, g = gradient(doc, w)
                likelihood += max(value, BELIEVED)
                if not epoch or value > BELIEVED:
                    grad += g / len(batch)
            step += 1
            first = 0.9 * first + 0.1 * grad
            second = 0.99 * second + 0.01 * grad * grad
            rate = RATE * (1 - step / (total_steps + 1))
            w = w + rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
            w[nonnegative] = np.maximum(w[nonnegative], 0)
        print(f"  epoch {epoch}: log-likelihood a document {likelihood / max(1, len(order)):.3f}", flush=True)
    return w


# Text → the score of every bead, and whether it is right.
Seen = dict[str, list[tuple[float, bool]]]


@dataclass
class Tally:
    """Counts of right beads, and every score with whether its bead is right."""

    right: int = 0
    made: int = 0
    right_both: int = 0
    gold_both: int = 0

    def f1(self) -> float:
        """Strict F1: precision over all beads, recall over those with both sides."""
        p, r = self.right / max(1, self.made), self.right_both / max(1, self.gold_both)
        return 2 * p * r / max(1e-9, p + r)


def judge(docs: list[Document], weights: np.ndarray, tallies: dict[str, Tally], seen: Seen) -> None:
    """Count right beads by text and kind of disturbance; the scores of all beads with both sides, and whether they are right."""
    for doc in docs:
        count(doc.name, doc.kind, doc.gold, grid_of(doc, weights), tallies, seen)


def count(name: str, kind: str, gold: plain.Beads, grid: Grid, tallies: dict[str, Tally], seen: Seen) -> None:
    """The same of one document, whose beads are worth what a grid says."""
    want, text = set(gold), name.partition(":")[0]
    beads, _, _ = posteriors(grid)
    tally = tallies.setdefault(f"{text} {kind}", Tally())
    tally.gold_both += sum(bool(s and t) for s, t in gold)
    for step in best_path(grid):
        right = (tuple(range(step.j, step.j + step.b)), tuple(range(step.i, step.i + step.a))) in want
        tally.made += 1
        tally.right += right
        if step.a and step.b:
            tally.right_both += right
            score = float(beads[BEADS.index((step.a, step.b)), grid.band.node(step.i, step.j)])
            seen.setdefault(text, []).append((score, right))


def calibration(seen: list[tuple[float, bool]]) -> str:
    """The expected calibration error over ten equal bins, and what lies between."""
    said, right = np.array(seen, float).T
    bins = np.minimum((said * 10).astype(int), 9)
    error = sum(abs(said[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(said)
    out = [f"ECE {error:.4f} over {len(said)} beads"]
    for low, high in ((0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            out.append(
                f"[{low}-{min(high, 1)}) n={inside.sum()} said={said[inside].mean():.3f} right={right[inside].mean():.3f}"
            )
    return "; ".join(out)


def cross_validate(docs: list[Document], shipped: np.ndarray, folds: int, epochs: int) -> None:
    """Strict F1 and calibration on documents that the fit has not seen."""
    names = sorted({doc.name for doc in docs})
    before: dict[str, Tally] = {}
    after: dict[str, Tally] = {}
    seen: Seen = {}
    for fold in range(folds):
        held = set(names[fold::folds])
        w = fit([d for d in docs if d.name not in held], rough(), epochs, random.Random(fold))
        rest = [d for d in docs if d.name in held]
        judge(rest, shipped, before, {})
        judge(rest, w, after, seen)
        print(f"fold {fold}: stops {w[AT['stops']]:.3f} inner {w[AT['inner']]:.3f}", flush=True)
    for kind, tally in after.items():
        print(f"held out, {kind}: strict F1 {tally.f1():.4f} (with the weights as they are {before[kind].f1():.4f})")
    for text, said in seen.items():
        print(f"held out, {text}:", calibration(said))


HEAD = """\
# Weights of sentence alignment, in nats a unit of the feature; malmoi.align.potentials says what each is.
# Source: fitted by tests/bench/sentences_fit.py and sentences_fit_vectors.py on disturbed documents of NTREX-128 (CC BY-SA 4.0) and
# the Korean Parallel Corpora (Park, Hong, Cha 2016; CC BY-SA 3.0), development parts only; figures, no text. Licence: Apache-2.0.
[weights]
"""


def write(path: Path, table: dict[str, float], neural: dict[str, float]) -> None:
    """The table of both stages."""
    lists = ["".join(f"{name} = {value:.4f}\n" for name, value in t.items()) for t in (table, neural)]
    path.write_text(HEAD + lists[0] + "\n[neural]\n" + lists[1], "utf-8")
    print("written", path)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    docs = prepared(plain.documents(args.data))
    print(len(docs), "documents", flush=True)
    table = load_weights()
    start = np.array([table.get(name, 0.0) for name in NAMES])
    if args.folds:
        cross_validate(docs, start, args.folds, args.epochs)
    if args.write:
        w = fit(docs, start, args.epochs, random.Random(0))
        made = dict(zip(NAMES, map(float, w), strict=True))
        # No glossary comes with the data: its pairs count as equal figures do.
        made |= {"glossary_hit": made["figure_hit"], "glossary_miss": made["figure_miss"]}
        tallies: dict[str, Tally] = {}
        judge(docs, w, tallies, {})
        print("not held out:", {kind: round(t.f1(), 4) for kind, t in tallies.items()})
        write(args.write, made, load_neural_weights())


if __name__ == "__main__":
    main()
