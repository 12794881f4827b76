#!/usr/bin/env python3
"""How much of a parallel text the base lexicon knows, and how much of that is right there.

    lexicon_coverage.py [NAME]... [--data DIR] [--terms terms-amounts-dev.jsonl]

For every text NAME.ko / NAME.en (default news-dev jhe-dev ntrex-dev), one row for each set of sources:

known       share of content morphemes of the Korean lines that have an entry
hit         share of content morphemes one of whose translations stands in the English line beside
random      the same against another line (seven lines on); what chance gives
lift        hit / random
p_hit       mean probability of the best translation that stands there

For the annotated term pairs, also one row for each set:

mean        mean of compound_p over annotated pairs        other   the same over pairs of one line that do not belong together
explained   share of annotated pairs with compound_p >= .5  wrong   share of the others
best        share of Korean terms whose own English term scores strictly highest among the English terms of the line

DIR defaults to the environment variable MALMOI_DATA.
"""

import argparse
import json
import os
from pathlib import Path

from malmoi.align.lexicon import Lexicon, headword, load
from malmoi.text.english import lemma, words
from malmoi.text.korean import tokenize_many

CONTENT = ("NNG", "NNP", "NR", "VV", "VA", "XR", "MAG", "SL")
PARTS = (*CONTENT, "NNB", "XPN", "XSN", "SN", "MM")
SETS = (("hand",), ("hand", "cldr"), ("hand", "cldr", "learnt"), ("learnt",))
LONGEST, FAR = 5, 7


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("names", nargs="*", default=["news-dev", "jhe-dev", "ntrex-dev"])
    ap.add_argument("--data", type=Path, default=os.environ.get("MALMOI_DATA"))
    ap.add_argument("--terms", default="terms-amounts-dev.jsonl")
    args = ap.parse_args()
    if args.data is None:
        ap.error("give --data or set MALMOI_DATA")
    texts = {name: [read(args.data / f"{name}.{lang}") for lang in ("ko", "en")] for name in args.names}
    tokens = {name: list(tokenize_many(ko)) for name, (ko, _) in texts.items()}
    lexicons = {"+".join(sources): load(sources) for sources in SETS}
    for name, (_, en) in texts.items():
        grams = [ngrams([lemma(w.text).casefold() for w in words(line)]) for line in en]
        entries = [[headword(t.form, t.tag) for t in line if content(t.tag, CONTENT)] for line in tokens[name]]
        for title, lexicon in lexicons.items():
            row(name, title, **coverage(lexicon, entries, grams))
    for title, lexicon in lexicons.items():
        row("terms", title, **terms(lexicon, args.data / args.terms, texts, tokens))


def coverage(lexicon: Lexicon, entries: list[list[str]], grams: list[set[str]]) -> dict[str, float]:
    n = known = hits = chance = 0
    total = 0.0
    for i, line in enumerate(entries):
        for entry in line:
            found = lexicon.translations(entry)
            here = [p for en, p in found.items() if en in grams[i]] or ([1.0] if entry.casefold() in grams[i] else [])
            n += 1
            known += bool(found) or bool(here)
            hits += bool(here)
            total += max(here, default=0.0)
            there = grams[(i + FAR) % len(grams)]
            chance += entry.casefold() in there or any(en in there for en in found)
    return {
        "n": n,
        "known": known / n,
        "hit": hits / n,
        "random": chance / n,
        "lift": hits / chance,
        "p_hit": total / hits,
    }


def terms(lexicon: Lexicon, gold: Path, texts: dict, tokens: dict) -> dict[str, float]:
    own, other, best, ranked = [], [], 0, 0
    for entry in map(json.loads, gold.read_text("utf-8").splitlines()):
        en_line = texts[entry["corpus"]][1][entry["line"]]
        made = []
        for term in (t for t in entry["terms"] if not t.get("loose")):
            (k0, k1), (e0, e1) = term["ko"], term["en"]
            parts = [
                t.form
                for t in tokens[entry["corpus"]][entry["line"]]
                if k0 <= t.start and t.end <= k1 and content(t.tag, PARTS)
            ]
            made.append((parts, [lemma(w.text).casefold() for w in words(en_line[e0:e1])]))
        for i, (parts, _) in enumerate(made):
            scores = [lexicon.compound_p(parts, en) for _, en in made]
            rest = [s for j, s in enumerate(scores) if j != i and made[j][1] != made[i][1]]
            own.append(scores[i])
            other += rest
            if rest:
                ranked += 1
                best += scores[i] > max(rest)
    return {
        "n": len(own), "mean": mean(own), "other": mean(other), "explained": mean([s >= 0.5 for s in own]),
        "wrong": mean([s >= 0.5 for s in other]), "best": best / ranked,
    }  # fmt: skip


def content(tag: str, tags: tuple[str, ...]) -> bool:
    return tag.split("-")[0] in tags


def ngrams(lemmas: list[str]) -> set[str]:
    return {" ".join(lemmas[i:j]) for i in range(len(lemmas)) for j in range(i + 1, min(i + LONGEST, len(lemmas)) + 1)}


def mean(values: list) -> float:
    return sum(values) / max(1, len(values))


def read(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def row(name: str, title: str, **values: float) -> None:
    shown = "  ".join(
        f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in values.items()
    )
    print(f"{name:10} {title:18} {shown}")


if __name__ == "__main__":
    main()
