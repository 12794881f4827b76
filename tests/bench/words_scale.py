#!/usr/bin/env python3
"""Word alignment of very many pairs: seconds and microseconds a pair, learning and applying apart, and the peak of memory.

  words_scale.py [--data DIR] [--pairs N ...]

DIR (else $MALMOI_DATA) holds news-dev, ntrex-dev and jhe-dev (.ko, .en). Their lines are cut into units once, which is Kiwi's time and
printed apart; then they are repeated up to N pairs, every repeated one with a tenth of its words missing and one of its words
replaced by one that is seen nowhere else once in twenty pairs, so that the vocabulary keeps growing. Pairs are made when they are asked
for: what memory holds is the aligner's. Each N runs in a process of its own, or the peak would be that of the largest.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from malmoi.align.word_units import Pair, Unit, read_pairs
from malmoi.align.words import WordAligner

TEXTS = ("news", "ntrex", "jhe")
SIZES = (10_000, 100_000, 1_000_000)
MISSING, FRESH = 0.1, 0.05


class Repeated(Sequence):
    """`n` pairs made of a few; the i-th is the same whenever it is asked for."""

    def __init__(self, pairs: list[Pair], n: int) -> None:
        self.pairs, self.n = pairs, n

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, i: int) -> Pair:
        if i >= self.n:
            raise IndexError(i)
        pair = self.pairs[i % len(self.pairs)]
        if i < len(self.pairs):
            return pair
        rng = np.random.default_rng(i)
        ko, en = (
            tuple(u for u, drawn in zip(side, rng.random(len(side)), strict=True) if drawn > MISSING)
            for side in pair[:2]
        )
        if ko and rng.random() < FRESH:
            at = int(rng.integers(len(ko)))
            ko = (*ko[:at], Unit(f"{ko[at].key}{i}", *ko[at][1:]), *ko[at + 1 :])
        return Pair(ko, en, pair.texts)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--pairs", type=int, nargs="*", default=SIZES)
    args = ap.parse_args()
    if len(args.pairs) > 1:
        for n in args.pairs:
            subprocess.run([sys.executable, __file__, "--data", str(args.data), "--pairs", str(n)], check=True)
        return
    (n,) = args.pairs
    texts = []
    for name in TEXTS:
        sides = [
            (args.data / f"{name}-dev.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en")
        ]
        texts += zip(*sides, strict=True)
    start = time.perf_counter()
    pairs = list(read_pairs(texts))
    cutting = (time.perf_counter() - start) / len(texts)
    WordAligner().train_units(pairs)  # compiled code is loaded, lexicon and names are read: none of it grows with n
    corpus, before = Repeated(pairs, n), peak()
    aligner, times = WordAligner(), [time.process_time()]
    aligner.train_units(corpus)
    times.append(time.process_time())
    linked = sum(int((m > 0.5).sum()) for m in aligner.matrices(corpus))
    times.append(time.process_time())
    learning, applying = (1e6 * (b - a) / n for a, b in pairwise(times))
    print(
        f"{n:9,} pairs  learning {learning:6.0f} µs/pair  applying {applying:6.0f} µs/pair  both {times[-1] - times[0]:7.1f} s of CPU  "
        f"peak {peak():5.0f} MB ({before:.0f} before)  table {len(aligner._model.keys):,} cells  {linked / n:.1f} links/pair  "
        f"cutting {1e6 * cutting:.0f} µs/pair",
        flush=True,
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB


if __name__ == "__main__":
    main()
