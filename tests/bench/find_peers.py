#!/usr/bin/env python3
"""Recognition beside its peers on the same sentences: substrings, word boundaries, termflex with Kiwi (simplemma for English).

    find_peers.py [--repeat 5]

The sentences are tests/cases/recognition_*.txt, where every term stands in [[double brackets]]. Prints a row a tool: precision and
recall of exact places, sentences without a term that stay silent, and sentences a CPU second (best of --repeat runs, so that what a tool
remembers counts; `cold` is malmoi's first run). termflex is left out where it is not installed.
"""

import argparse
import importlib.util
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from malmoi.glossary.store import Glossary
from malmoi.text.korean import Token, tokenize
from marked import lines, read

Spans = list[tuple[int, int]]
Finder = Callable[[str], Spans]


def pattern(terms: list[str], edge: str) -> Finder:
    made = re.compile(edge + "(?:" + "|".join(map(re.escape, sorted(terms, key=len, reverse=True))) + ")" + edge)
    return lambda text: [match.span() for match in made.finditer(text)]


def termflex(pairs: pl.DataFrame, lang: str) -> Finder:
    import termflex

    tokens: list[Token] = []

    def kiwi(text: str, _: str) -> list[str]:
        tokens[:] = [token for token in tokenize(text) if not token.tag.startswith(("J", "E"))]
        return [token.form for token in tokens]

    lemmatizers = {"ko": kiwi, "en": "simplemma"}
    other = "en" if lang == "ko" else "ko"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "terms.csv"
        pairs.select("ko", "en").write_csv(table)
        glossary = termflex.Glossary.from_csv(
            table, lang, other, lang, other,
            source_lemmatizer=lemmatizers[lang], target_lemmatizer=lemmatizers[other],
        )  # fmt: skip

    def find(text: str) -> Spans:
        matches = glossary.find_terms(text)
        if lang == "ko":
            # It knows no places of what Kiwi gives it, but which morphemes.
            return [(tokens[first].start, tokens[last].end) for first, last in (match.lemma_span for match in matches)]
        return [(first, last + 1) for first, last in (match.char_span for match in matches if match.char_span)]

    return find


def row(name: str, find: Finder, sentences: list[tuple[str, Spans]], repeat: int) -> None:
    times = []
    for _ in range(repeat):
        start = time.process_time()
        found = [find(text) for text, _ in sentences]
        times.append(time.process_time() - start)
    made, wanted = sum(map(len, found)), sum(len(spans) for _, spans in sentences)
    both = sum(len({*some} & {*spans}) for some, (_, spans) in zip(found, sentences, strict=True))
    silent = [not some for some, (_, spans) in zip(found, sentences, strict=True) if not spans]
    print(
        f"{name:24} precision {both / made:.3f} recall {both / wanted:.3f} silent {sum(silent)}/{len(silent)} "
        f"sentences/s {len(sentences) / min(times):8.0f} cold {len(sentences) / times[0]:8.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    pairs = pl.DataFrame(lines("recognition_glossary.tsv"), schema=["ko", "en"], orient="row")
    glossary = Glossary.from_pairs(pairs.with_columns(concept=pl.col("en")))
    glossary.find("은행나무에서 물가를", "ko")
    for lang in ("ko", "en"):
        sentences = [read(marked) for _, marked in lines(f"recognition_{lang}.txt")]
        terms = pairs[lang].to_list()
        row(f"{lang} substring", pattern(terms, ""), sentences, args.repeat)
        row(f"{lang} \\b", pattern(terms, r"\b"), sentences, args.repeat)
        if importlib.util.find_spec("termflex"):
            row(f"{lang} termflex", termflex(pairs, lang), sentences, args.repeat)
        for tier in ("fast", "default", "exact") if lang == "ko" else ("default",):

            def find(text: str, lang: str = lang, tier: str = tier) -> Spans:
                return [(hit.start, hit.end) for hit in glossary.find(text, lang, tier)]

            row(f"{lang} malmoi {tier}", find, sentences, args.repeat)


if __name__ == "__main__":
    main()
