#!/usr/bin/env python3
"""Lookups a second in a glossary of many terms, beside rapidfuzz alone over the same terms.

    lookup_speed.py [--terms 100000] [--queries 100]

One row a kind of question: median and worst milliseconds (wall), and the share with the right term first. `rapidfuzz` is
process.extractOne with its default scorer, once over the terms as they are written and once over their jamo. The terms are made of common
syllables, which lie closer together than real ones.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from malmoi.glossary.keyboard import to_latin
from malmoi.glossary.store import Glossary
from malmoi.text.hangul import choseong, jamo
from malmoi.text.particles import attach

SYLLABLES = (
    "가각간강개거건게고공과관구국권금기단대도동라로리마면명모무문물미바반발방보부비사산상서선성세소수시신"
    "실안양어업역연영용원유의이인일자작장재전정제조주지진차체추크통트판표품하학한합해행형화회"
)


def terms_of(count: int) -> list[str]:
    rng = random.Random(0)
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(3, 7)))] = None
    return [*made]


def slip(word: str, rng: random.Random) -> str:
    """One syllable loses or changes its vowel."""
    i = rng.randrange(1, len(word) - 1)
    return word[:i] + chr(ord(word[i]) + 28 * rng.choice((1, 2))) + word[i + 1 :]


def timed(name: str, asked: list[tuple[str, str]], answer: Callable[[str], str | None]) -> None:
    spent, right = [], 0
    for query, expected in asked:
        start = time.perf_counter()
        right += answer(query) == expected
        spent.append((time.perf_counter() - start) * 1000)
    print(
        f"{name:<22} median={statistics.median(spent):8.2f} ms  worst={max(spent):8.1f} ms  right={right / len(asked):.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--terms", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    args = parser.parse_args()
    terms = terms_of(args.terms)
    start = time.process_time()
    store = Glossary.from_pairs(pl.DataFrame({"ko": terms, "concept": terms}))
    print(f"{'from_pairs':<22} cpu={time.process_time() - start:.1f} s for {len(terms)} terms")
    start = time.process_time()
    store.lookup(terms[0])
    print(f"{'first lookup':<22} cpu={time.process_time() - start:.1f} s (search keys are made)")
    rng = random.Random(1)
    some = rng.sample(terms, args.queries)
    slips = [(slip(term, rng), term) for term in some]

    def ask(query: str) -> str | None:
        return next((match.term for match in store.lookup(query, limit=1)), None)

    timed("exact", [(term, term) for term in some], ask)
    timed("particle", [(attach(term, "에서는"), term) for term in some], ask)
    timed("choseong", [(choseong(term), term) for term in some], ask)
    timed("wrong keyboard", [(to_latin(term) or "", term) for term in some], ask)
    timed("one slip", slips, ask)
    few = slips[: max(1, args.queries // 5)]
    timed("rapidfuzz", few, lambda query: process.extractOne(query, terms)[0])
    spelled = {jamo(term): term for term in terms}
    keys = [*spelled]
    timed("rapidfuzz, jamo", few, lambda q: spelled[process.extractOne(jamo(q), keys, scorer=Levenshtein.distance)[0]])


if __name__ == "__main__":
    main()
