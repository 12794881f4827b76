"""Fit the weights of align/word_judge.toml on hand-aligned lines, and show how well the probabilities hold.

    python words_fit.py GOLD.tsv TEXTS CORPUS... [--encoder NAME]

GOLD has columns corpus, line, links (`3-5` sure, `3p5` allowed; Korean token - English token); TEXTS holds CORPUS.ko and CORPUS.en,
one segment a line. Korean tokens are what white space and marks leave, English tokens words, figures and marks (TOKENS below).
Prints the weights, and for each tenth of probability how often links were right (an allowed one counts half).
"""

import argparse
import re
from pathlib import Path

import numpy as np

from malmoi.align.word_judge import FEATURES, features
from malmoi.align.word_shards import read_shards
from malmoi.align.words import WordAligner
from malmoi.text.hangul import normalize

KO_TOKEN = re.compile(r"[0-9A-Za-z가-힣一-鿿%$]+(?:[.,:/&'’\-](?=[0-9A-Za-z])[0-9A-Za-z가-힣一-鿿%$]+)*|\S")
EN_TOKEN = re.compile(r"[A-Za-z](?:\.[A-Za-z])+\.?|\w+(?:[.,](?=\d)\d+)*(?:-\w+)*%?|['’](?:s|re|ve|ll|d|m|t)\b|\S")
# How many lines are aligned together; 0 stands for all.
COMPANIES = (12, 60, 0)
RIDGE = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--encoder")
    args = parser.parse_args()
    pairs, where = [], {}
    for name in args.corpora:
        sides = [(args.texts / f"{name}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en")]
        for i, (ko, en) in enumerate(zip(*sides, strict=True)):
            where[name, i] = len(pairs)
            pairs.append((normalize(ko).text, normalize(en).text))
    gold = {}
    for row in args.gold.read_text("utf-8").splitlines()[1:]:
        corpus, line, *_, marks = row.split("\t")
        gold[where[corpus, int(line)]] = marks.split()
    seen, right = [], []
    for encoder in dict.fromkeys((None, args.encoder)):
        for size in COMPANIES:
            for numbers in portions(list(gold), size, len(pairs)):
                collect(pairs, numbers, gold, encoder, seen, right)
    report(np.array(seen), np.array(right))


def portions(annotated: list[int], size: int, total: int) -> list[list[int]]:
    """Numbers of the pairs that are aligned together."""
    if size == 0:
        return [list(range(total))]
    return [annotated[i : i + size] for i in range(0, len(annotated), size)]


def collect(pairs, numbers, gold, encoder, seen, right) -> None:
    """Add the features of every candidate link of the annotated pairs, and how right it is: 1, 0.5 or 0."""
    aligner = WordAligner(encoder=encoder)
    (shard,) = read_shards(pairs[i] for i in numbers)
    corpus, _ = aligner._learn(shard, first=True)
    cells, rows = features(corpus, *aligner._model.posteriors(corpus))
    _, row, column, _ = corpus.places(cells)
    for at, segment in enumerate(corpus.segments(cells)):
        number = numbers[shard.owner[segment]]
        if number not in gold:
            continue
        pair = shard.pairs[segment]
        touched = {
            f"{x}{mark}{y}"
            for mark in "-p"
            for x in tokens_at(pair.texts[0], KO_TOKEN, pair.ko[row[at]])
            for y in tokens_at(pair.texts[1], EN_TOKEN, pair.en[column[at]])
        }
        hits = [link for link in gold[number] if link in touched]
        seen.append(rows[at])
        right.append(1.0 if any("-" in h for h in hits) else 0.5 if hits else 0.0)


def tokens_at(text, pattern, unit) -> list[int]:
    """Numbers of the tokens that a unit touches; Korean text is cut at white space first, which the pattern sees to."""
    return [n for n, m in enumerate(pattern.finditer(text)) if m.start() < unit.end and unit.start < m.end()]


def report(seen, right) -> None:
    mean, spread = seen.mean(0), seen.std(0) + 1e-9
    scaled = np.c_[np.ones(len(seen)), (seen - mean) / spread]
    weights, ridge = np.zeros(scaled.shape[1]), np.eye(scaled.shape[1]) * RIDGE
    ridge[0, 0] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-scaled @ weights))
        curve = (scaled * (p * (1 - p))[:, None]).T @ scaled + ridge
        weights += np.linalg.solve(curve, scaled.T @ (right - p) - ridge @ weights)
    print(f"bias = {weights[0] - (weights[1:] * mean / spread).sum():.3f}")
    for name, weight in zip(FEATURES, weights[1:] / spread, strict=True):
        print(f"{name} = {weight:.3f}")
    p = 1 / (1 + np.exp(-scaled @ weights))
    for low in range(10):
        here = (p >= low / 10) & (p < (low + 1) / 10)
        if here.any():
            print(f"# {low / 10:.1f}  links {here.sum():5}  said {p[here].mean():.2f}  right {right[here].mean():.2f}")


if __name__ == "__main__":
    main()
