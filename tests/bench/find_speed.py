#!/usr/bin/env python3
"""How fast recognition is beside Kiwi alone, substrings and word boundaries, on the same sentences.

    find_speed.py [--data DIR] [--terms 10000] [--lines 1000] [--dense]

DIR (or MALMOI_DATA) holds news-dev.ko and news-dev.en. The glossary is the shipped one, filled up to --terms with made-up compounds of
its own words, so that it has as many surfaces as a large one; with --dense it is the most frequent nouns of Kiwi's dictionary, the
hardest case there is: half of all words are terms. Times are CPU seconds, the loading of Kiwi and of tables left out; `cold` is the
first run of a tier, `warm` the best of the next ones, when what was said of each place is remembered.
"""

import argparse
import os
import random
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from malmoi.glossary.store import Glossary
from malmoi.text.korean import tokenize, tokenize_many, vocabulary

ROOT = Path(__file__).resolve().parents[2]


def grown(count: int) -> Glossary:
    """The shipped glossary with compounds of its Korean terms until it has `count` Korean ones."""
    terms = Glossary.open(ROOT / "glossary" / "journal.ndjson").terms
    pairs = [
        (ko[0], en[0], concept)
        for concept, ko, en in terms.group_by("concept", maintain_order=True)
        .agg(
            ko=pl.col("term").filter(pl.col("lang") == "ko"),
            en=pl.col("term").filter(pl.col("lang") == "en"),
        )
        .iter_rows()
        if ko and en
    ]
    rng = random.Random(0)
    made = [
        (a[0] + b[0], f"{a[1]} {b[1]}", f"made{i}")
        for i in range(max(0, count - len(pairs)))
        for a, b in [(rng.choice(pairs), rng.choice(pairs))]
    ]
    return Glossary.from_pairs(pl.DataFrame([*pairs, *made], schema=["ko", "en", "concept"], orient="row"))


def dense(count: int) -> Glossary:
    """The most frequent nouns of at least two syllables as terms."""
    nouns = {**vocabulary()["NNP"], **vocabulary()["NNG"]}
    some = [noun for noun in sorted(nouns, key=nouns.__getitem__) if len(noun) > 1][:count]
    return Glossary.from_pairs(pl.DataFrame({"ko": some, "en": [f"term {i}" for i in range(len(some))]}))


def timed(name: str, lines: list[str], work: Callable[[list[str]], int], base: float = 0.0, runs: int = 1) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        hits = work(lines)
        times.append(time.process_time() - start)
    spent = min(times)
    ratio = f"  kiwi/this={base / spent:7.1f}" if base else ""
    print(f"{name:<28} {spent:7.3f} s  {len(lines) / spent:10.0f} lines/s  hits={hits}{ratio}")
    return spent


def total(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("MALMOI_DATA", "data"), type=Path)
    parser.add_argument("--terms", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--dense", action="store_true")
    args = parser.parse_args()
    korean = (args.data / "news-dev.ko").read_text("utf-8").splitlines()[: args.lines]
    english = (args.data / "news-dev.en").read_text("utf-8").splitlines()[: args.lines]
    store = dense(args.terms) if args.dense else grown(args.terms)
    surfaces = store.terms.filter(lang="ko")["term"].to_list()
    tokenize("준비")
    vocabulary()
    store.find("정부는 은행나무에서 이사회가 5억원을 반도체주로 물가를 선물했다", "ko")
    kiwi = timed("Kiwi alone", korean, lambda lines: total(t for ts in tokenize_many(lines) for t in ts), runs=3)
    substrings = re.compile("|".join(map(re.escape, sorted(surfaces, key=len, reverse=True))))
    timed("substring (re)", korean[:50], lambda lines: total(m for s in lines for m in substrings.finditer(s)))
    bounded = re.compile(rf"\b(?:{substrings.pattern})\b")
    timed("\\b (re)", korean[:50], lambda lines: total(m for s in lines for m in bounded.finditer(s)))
    for tier in ("fast", "default", "exact"):

        def find(lines: list[str], tier: str = tier) -> int:
            return total(hit for line in lines for hit in store.find(line, "ko", tier))

        timed(f"find ko {tier} cold", korean, find, kiwi)
        timed(f"find ko {tier} warm", korean, find, kiwi, runs=5)
    for name, runs in (("cold", 1), ("warm", 5)):
        timed(f"find en {name}", english, lambda lines: total(h for s in lines for h in store.find(s, "en")), runs=runs)


if __name__ == "__main__":
    main()
