#!/usr/bin/env python3
"""Time and memory of sentence alignment on long texts: seconds a sentence should not rise with length.

  sentences_scale.py --data DIR [--sizes 1000 10000 100000]

Texts are made from the parallel lines of DIR (or $MALMOI_DATA: ntrex-dev, news-dev, jhe-dev), repeated in a new order each time,
with figures and capitalised or foreign names replaced so that no two rounds are alike, disturbed by merges and drops, and with one
chapter (a twentieth, at most 2,000 sentences) missing from the English side. Each size runs in a process of its own, whose peak
memory is shown; Kiwi's own time is taken out of the seconds and shown apart. `chapter` is how many sentences of the missing chapter
stand alone, as all should; `strict` the strict F1.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import sentences_docs as plain
from sentences_harder import score

from malmoi.align import bags, beads
from malmoi.names.romanization import romanize

MOST_CHAPTER = 2_000
FIGURE = re.compile(r"\d+")
SYLLABLES = (
    "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히"
)


def varied(en: str, ko: str, rng: random.Random) -> tuple[str, str]:
    """The pair with other figures, the same on both sides, and now and then a new name before either."""
    fresh: dict[str, str] = {}
    for figure in dict.fromkeys(FIGURE.findall(en)):
        fresh[figure] = str(rng.randrange(10 ** (len(figure) - 1), 10 ** len(figure)))

    def other(found: re.Match[str]) -> str:
        return fresh.get(found.group(), found.group())

    en, ko = FIGURE.sub(other, en), FIGURE.sub(other, ko)
    if rng.random() < 0.2:
        name = "".join(rng.choice(SYLLABLES) for _ in range(3))
        en, ko = f"{romanize(name).capitalize()}: {en}", f"{name}: {ko}"
    return en, ko


def text(
    lines: list[tuple[str, str]], size: int, rng: random.Random
) -> tuple[list[str], list[str], plain.Beads, range]:
    """(English, Korean, gold beads, Korean sentences of the chapter that English lacks)."""
    pairs: list[tuple[str, str]] = []
    while len(pairs) < size:
        rng.shuffle(lines)
        pairs += [varied(en, ko, rng) for en, ko in lines]
    pairs = pairs[:size]
    gone = min(MOST_CHAPTER, size // 20)
    half = (size - gone) // 2
    en, ko, gold = plain.as_benchmark(pairs[:half], rng, 0.12, 0.04)
    chapter = range(len(ko), len(ko) + gone)
    gold += [((), (i,)) for i in chapter]
    ko += [k for _, k in pairs[half : half + gone]]
    more_en, more_ko, more = plain.as_benchmark(pairs[half + gone :], rng, 0.12, 0.04)
    gold += [(tuple(i + len(en) for i in s), tuple(j + len(ko) for j in t)) for s, t in more]
    return en + more_en, ko + more_ko, gold, chapter


def measure(data: Path, size: int) -> dict[str, float]:
    """One run, in this process."""
    lines = [pair for pairs in plain.documents(data).values() for pair in pairs]
    en, ko, gold, chapter = text(lines, size, random.Random(size))
    beads.align_sentences(ko[:5], en[:5])
    kiwi = 0.0
    tokenize = bags.tokenize_many

    def timed(texts: list[str]) -> object:
        nonlocal kiwi
        start = time.process_time()
        made = list(tokenize(texts))
        kiwi += time.process_time() - start
        return made

    bags.tokenize_many = timed
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, wall = time.process_time(), time.perf_counter()
    made = [(b.en, b.ko) for b in beads.align_sentences(ko, en)]
    spent, wall = time.process_time() - start - kiwi, time.perf_counter() - wall
    strict, lax = score([(made, gold)])
    alone = {t[0] for s, t in made if not s}
    return {
        "sentences": len(en),
        "strict": round(strict, 4),
        "lax": round(lax, 4),
        "chapter": round(sum(i in alone for i in chapter) / len(chapter), 4),
        "cpu_us_a_sentence": round(1e6 * spent / len(en)),
        "sentences_a_second": round(len(en) / spent),
        "kiwi_cpu_s": round(kiwi, 1),
        "wall_s": round(wall, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "peak_mb_before": round(before / 1024),
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    ap.add_argument("--here", action="store_true", help="run the first size in this process")
    args = ap.parse_args()
    if args.here:
        print(json.dumps(measure(args.data, args.sizes[0])))
        return
    for size in args.sizes:
        command = [sys.executable, __file__, "--data", str(args.data), "--here", "--sizes", str(size)]
        print(size, subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
