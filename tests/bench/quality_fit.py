#!/usr/bin/env python3
"""Fit the judge of alignments without gold (align/estimate.toml), and show how far it can be trusted.

  quality_fit.py [--data DIR] [--write] [--seed 1]

DIR (else $MALMOI_DATA) holds ntrex-dev, news-dev and jhe-dev (.ko, .en). Documents of 8 to 100 segments are cut from them and disturbed:

scored   sentences merged, dropped, split, moved, runs missing, headings and notes on one side, in four strengths; or a stretch of
         one side is of another text; then aligned by `align_sentences`. Right: the very bead.
plain    a share of the pairs, from none to all, is made wrong: neighbours swapped, runs shifted by one, strangers put in, one side cut
         in half or joined by its neighbour's; or all pairs from one on, or up to one, are shifted. Right: the pair as it was.

Prints, for a judge fitted on the other two texts and one fitted on other lines of all three: how well right and wrong are told apart, the
expected calibration error, the mean error of the estimated share, how often its interval holds the truth, and the reliability by
tenths. --write stores a judge fitted on everything.
"""

import argparse
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentences_hard as hard

from malmoi.align import estimate
from malmoi.align.beads import align_sentences

TEXTS = ("ntrex", "news", "jhe")
LENGTHS = (8, 15, 25, 40, 60, 100)
STRENGTHS = (0.0, 1.0, 2.0, 4.0)
SHARES = (0.0, 0.0, 0.03, 0.08, 0.15, 0.3, 0.6, 1.0)
FOLDS = 5
RIDGE = 1.0
COVERAGE = 0.9
# Which way each feature speaks; the number of words may speak either way.
MEANT = {
    "linked": 1,
    "margin": 1,
    "missed": -1,
    "length": -1,
    "equal": 1,
    "one_sided": -1,
    "unequal": -1,
    "words": 0,
    "score": 1,
}
SIGNS = np.array([MEANT[name] for name in estimate.FEATURES])
TARGET = Path(estimate.__file__).with_name("estimate.toml")
Pair = tuple[str, str]  # English, Korean


@dataclass
class Document:
    """A disturbed document: features of its segments, which are two-sided, which are right; `stretch` of the text it is of."""

    text: str
    stretch: int
    scored: bool
    seen: np.ndarray
    two_sided: np.ndarray
    right: np.ndarray


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--write", action="store_true")
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    made = list(documents(args.data, args.seed))
    models = {}
    for scored, kind in ((False, "plain"), (True, "scored")):
        docs = [d for d in made if d.scored == scored]
        for name, held in (("other texts", lambda d: d.text), ("other lines", lambda d: d.stretch)):
            judged = crossvalidate(docs, held)
            spread = fit_spread(judged)
            report(f"{kind}, {name}", judged, spread)
            # The interval of the shipped judge must hold for texts of a kind that it has not seen.
            models.setdefault(kind, {"spread": {"variance": spread}})
        models[kind] |= fit(docs)
    if args.write:
        write(models, len(made))


# ------------------------------------------------------------------ documents


def documents(data: Path, seed: int) -> Iterator[Document]:
    texts = {}
    for name in TEXTS:
        sides = [(data / f"{name}-dev.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("en", "ko")]
        texts[name] = [(en.strip(), ko.strip()) for en, ko in zip(*sides, strict=True)]
    for name, lines in texts.items():
        for strength in (*STRENGTHS, None):
            rng = random.Random(f"{seed}:{name}:{strength}")
            for stretch, pairs in parts(lines, rng):
                en, ko, gold = strange(pairs, lines, rng) if strength is None else disturbed(pairs, strength, rng)
                if en and ko:
                    yield aligned(name, stretch, en, ko, gold)
        for number, share in enumerate(SHARES):
            rng = random.Random(f"{seed}:{name}:{number}")
            for stretch, pairs in parts(lines, rng):
                yield paired(name, stretch, *spoilt(pairs, lines, share, rng))
        rng = random.Random(f"{seed}:{name}:slipped")
        for stretch, pairs in parts(lines, rng):
            yield paired(name, stretch, *slipped(pairs, rng))


def slipped(pairs: list[Pair], rng: random.Random) -> tuple[list[str], list[str], list[bool]]:
    """A line is missing on one side, and another at one end of it: between the two nothing fits."""
    en, ko, n = [e for e, _ in pairs], [k for _, k in pairs], len(pairs)
    at, size = rng.randrange(3, n - 3), rng.choice((1, 1, 2))
    side = rng.choice((en, ko))
    start, end = (at, n) if rng.random() < 0.5 else (0, at)
    side[start:end] = side[start + size : end] + side[start : start + size]
    return en, ko, [not start <= i < end for i in range(n)]


def parts(lines: list[Pair], rng: random.Random) -> Iterator[tuple[int, list[Pair]]]:
    """Documents, each inside one of FOLDS stretches of the text."""
    for stretch in range(FOLDS):
        part = lines[len(lines) * stretch // FOLDS : len(lines) * (stretch + 1) // FOLDS]
        while part:
            n = rng.choice(LENGTHS)
            n = len(part) if len(part) - n < LENGTHS[0] else n
            yield stretch, part[:n]
            part = part[n:]


def disturbed(pairs: list[Pair], strength: float, rng: random.Random) -> tuple[list[str], list[str], hard.Gold]:
    rates = {"merge": 0.07, "drop": 0.025, "split": 0.03, "runs": 0.6, "moves": 0.7, "headings": 1.0, "footnotes": 1.0}
    return hard.disturb(pairs, rng, hard.Troubles(**{k: v * strength for k, v in rates.items()}, longest_run=20))


def strange(pairs: list[Pair], lines: list[Pair], rng: random.Random) -> tuple[list[str], list[str], hard.Gold]:
    """The Korean side of a stretch is of other lines of the text: nothing there has a partner."""
    size = max(3, int(len(pairs) * rng.uniform(0.1, 0.7)))
    start = rng.randrange(max(1, len(pairs) - size))
    en, ko = [e for e, _ in pairs], [k for _, k in pairs]
    gold = []
    for i in range(len(pairs)):
        if start <= i < start + size:
            ko[i] = rng.choice(lines)[1]
            gold += [((i,), ()), ((), (i,))]
        else:
            gold.append(((i,), (i,)))
    return en, ko, gold


def aligned(text: str, stretch: int, en: list[str], ko: list[str], gold: hard.Gold) -> Document:
    beads, wanted = align_sentences(ko, en), set(gold)
    pairs = [(" ".join(ko[i] for i in b.ko), " ".join(en[j] for j in b.en)) for b in beads]
    seen = estimate.measure(pairs, [b.score for b in beads])
    right = np.array([(b.en, b.ko) in wanted for b in beads], float)
    return Document(text, stretch, True, seen, np.array([all(p) for p in pairs]), right)


def spoilt(
    pairs: list[Pair], lines: list[Pair], share: float, rng: random.Random
) -> tuple[list[str], list[str], list[bool]]:
    """English, Korean, and which pairs are as they were."""
    en, ko, n = [e for e, _ in pairs], [k for _, k in pairs], len(pairs)
    right, todo = [True] * n, round(share * n)
    for _ in range(100 * n):
        missing = todo - right.count(False)
        if missing <= 0:
            break
        i = rng.randrange(n)
        kind = rng.choice((swap, shift, stranger, half, more))
        if right[i]:
            kind(i, en, ko, right, missing, lines, rng)
    return en, ko, right


def swap(i, en, ko, right, missing, lines, rng) -> None:
    if i + 1 < len(en) and right[i + 1]:
        en[i], en[i + 1] = en[i + 1], en[i]
        right[i] = right[i + 1] = False


def shift(i, en, ko, right, missing, lines, rng) -> None:
    size = min(len(en) - i, rng.randint(3, 12), max(2, missing))
    if size >= 2 and all(right[i : i + size]):
        fresh = [rng.choice(lines)[0]]
        en[i : i + size] = en[i + 1 : i + size] + fresh if rng.random() < 0.5 else fresh + en[i : i + size - 1]
        right[i : i + size] = [False] * size


def stranger(i, en, ko, right, missing, lines, rng) -> None:
    en[i], right[i] = rng.choice(lines)[0], False


def half(i, en, ko, right, missing, lines, rng) -> None:
    side = rng.choice((en, ko))
    words = side[i].split()
    if len(words) > 3:
        cut = max(1, int(len(words) * rng.uniform(0.3, 0.65)))
        side[i], right[i] = " ".join(words[:cut] if rng.random() < 0.5 else words[cut:]), False


def more(i, en, ko, right, missing, lines, rng) -> None:
    if i + 1 < len(en):
        side = rng.choice((en, ko))
        side[i], right[i] = f"{side[i]} {side[i + 1]}", False


def paired(text: str, stretch: int, en: list[str], ko: list[str], right: list[bool]) -> Document:
    seen = estimate.measure(list(zip(ko, en, strict=True)))
    return Document(text, stretch, False, seen, np.ones(len(en), bool), np.array(right, float))


# ------------------------------------------------------------------ fitting


def logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights, the bias first."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1.0
    z = np.c_[np.ones(len(x)), (x - mean) / spread]
    weights, ridge = np.zeros(z.shape[1]), np.eye(z.shape[1]) * RIDGE
    ridge[0, 0] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ weights))
        weights += np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + ridge, z.T @ (y - p) - ridge @ weights)
    return np.r_[weights[0] - (weights[1:] * mean / spread).sum(), weights[1:] / spread]


def first_stage(docs: list[Document]) -> dict[str, np.ndarray]:
    """Features whose weight would contradict what they mean (SIGNS) are left out: they repeat others, and would explain nothing."""
    x, y = np.concatenate([d.seen[d.two_sided] for d in docs]), np.concatenate([d.right[d.two_sided] for d in docs])
    used = x.std(0) > 0
    while True:
        weights = np.zeros(len(estimate.FEATURES) + 1)
        weights[np.r_[True, used]] = logistic(x[:, used], y)
        against = weights[1:] * SIGNS
        if (against >= 0).all():
            break
        used[np.argmin(against * x.std(0))] = False
    out = {"pair": weights}
    lone = np.concatenate([d.seen[~d.two_sided][:, -1:] for d in docs])
    if len(lone):
        out["lone"] = logistic(lone, np.concatenate([d.right[~d.two_sided] for d in docs]))
    return out


def odds(model: dict[str, np.ndarray], d: Document) -> np.ndarray:
    out = model["pair"][0] + d.seen @ model["pair"][1:]
    if "lone" in model:
        out[~d.two_sided] = model["lone"][0] + model["lone"][1] * d.seen[~d.two_sided][:, -1]
    return out


def two_stages(docs: list[Document]) -> dict[str, np.ndarray]:
    """The second stage learns from verdicts of first stages that have not seen the text."""
    rows = []
    for k in sorted({d.stretch for d in docs}):
        model = first_stage([d for d in docs if d.stretch != k])
        rows += [(estimate.surroundings(odds(model, d)), d.right) for d in docs if d.stretch == k]
    context = logistic(np.concatenate([x for x, _ in rows]), np.concatenate([y for _, y in rows]))
    return first_stage(docs) | {"context": context}


def verdict(model: dict[str, np.ndarray], d: Document) -> np.ndarray:
    context = estimate.surroundings(odds(model, d))
    return 1 / (1 + np.exp(-(model["context"][0] + context @ model["context"][1:])))


def crossvalidate(docs: list[Document], held: Callable[[Document], object]) -> list[tuple[np.ndarray, np.ndarray]]:
    """(probabilities, right) of every document, by a judge that has seen no document of its group."""
    out = []
    for group in sorted({held(d) for d in docs}):
        model = two_stages([d for d in docs if held(d) != group])
        out += [(verdict(model, d), d.right) for d in docs if held(d) == group]
    return out


def fit(docs: list[Document]) -> dict[str, dict[str, float]]:
    model = two_stages(docs)
    names = {"pair": estimate.FEATURES, "lone": ("score",), "context": estimate.CONTEXT}
    right = np.concatenate([d.seen[d.two_sided & (d.right > 0)] for d in docs])
    return {"usual": dict(zip(estimate.FEATURES, map(float, right.mean(0)), strict=True))} | {
        part: dict(zip(("bias", *names[part]), map(float, weights), strict=True)) for part, weights in model.items()
    }


def fit_spread(judged: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """The least variance of the judge with which COVERAGE of the intervals hold the true share."""
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (low, middle) if covered(judged, middle) >= COVERAGE else (middle, high)
    return high


def covered(judged: list[tuple[np.ndarray, np.ndarray]], spread: float) -> float:
    found = [estimate.bounds(p, spread) for p, _ in judged]
    return float(np.mean([b[1] <= y.mean() <= b[2] for b, (_, y) in zip(found, judged, strict=True)]))


# ------------------------------------------------------------------ showing


def report(name: str, judged: list[tuple[np.ndarray, np.ndarray]], spread: float) -> None:
    p, y = (np.concatenate(x) for x in zip(*judged, strict=True))
    share = np.array([(a.mean(), b.mean()) for a, b in judged])
    width = np.mean([b[2] - b[1] for b in (estimate.bounds(a, spread) for a, _ in judged)])
    print(
        f"{name}: {len(judged)} documents, {len(p)} segments, {y.mean():.3f} right; area under ROC {area(p, y):.3f}, "
        f"calibration error {calibration(p, y):.3f}; share off by {np.abs(share[:, 0] - share[:, 1]).mean():.3f} "
        f"(bias {(share[:, 0] - share[:, 1]).mean():+.3f}), "
        f"90 % intervals {width:.3f} wide hold {covered(judged, spread):.3f}, correlation {np.corrcoef(share.T)[0, 1]:.3f}"
    )
    for kind, said, true in (("segments", p, y), ("documents", share[:, 0], share[:, 1])):
        for low in range(10):
            here = (said >= low / 10) & ((said < (low + 1) / 10) | (low == 9))
            if here.any():
                print(
                    f"    {kind:9} {low / 10:.1f}  n {here.sum():6}  said {said[here].mean():.3f}  true {true[here].mean():.3f}"
                )


def area(p: np.ndarray, y: np.ndarray) -> float:
    _, place, count = np.unique(p, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    right = y > 0
    return float((rank[right].sum() - right.sum() * (right.sum() + 1) / 2) / (right.sum() * (~right).sum()))


def calibration(p: np.ndarray, y: np.ndarray) -> float:
    tenth = np.minimum((p * 10).astype(int), 9)
    return float(sum((tenth == k).mean() * abs(p[tenth == k].mean() - y[tenth == k].mean()) for k in set(tenth)))


def write(models: dict, documents: int) -> None:
    lines = [
        "# Weights of the judge of alignments without gold (estimate.py). Fitted by tests/bench/quality_fit.py on "
        f"{documents:,} documents made and",
        "# disturbed from NTREX-128 (CC BY-SA 4.0) and the Korean Parallel Corpora (Park, Hong, Cha 2016; CC BY-SA 3.0), development parts",
        "# only; figures, no text. `spread` is chosen so that nine of ten intervals hold the truth on a text left out. "
        "Licence: Apache-2.0.",
    ]
    for kind, parts in models.items():
        for part, weights in parts.items():
            lines += [f"[{kind}.{part}]", *(f"{name} = {value:.4f}" for name, value in weights.items()), ""]
    TARGET.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
