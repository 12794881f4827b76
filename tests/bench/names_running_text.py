"""Names in running text: for each Korean proper noun of a line, the best capitalised stretch of its English line.

    names_running_text.py KO EN [--terms TERMS.jsonl] [--show 100] [--threshold 0.5]

Prints how many proper nouns were linked, a sample of the links for reading, and, with a file of annotated terms, the recall
against its PERSON, PLACE, ORG and PRODUCT rows: `alike` is the share of rows whose two sides pass the threshold, `found` the share
whose English side is also the best stretch of the line.
"""

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np

from malmoi.names.similarity import name_similarity, rank
from malmoi.text.korean import tokenize_many

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[.&+'’-][^\W_]+)*")
JOINING = {"of", "de", "la", "al", "el", "bin", "von", "van", "du", "the", "and"}
MOST_WORDS = 5
KINDS = ("PERSON", "PLACE", "ORG", "PRODUCT")


def capitalised(line: str) -> list[tuple[int, int]]:
    """Stretches of up to five words that begin and end with a capital or digit; only short words join them."""
    words = [(m.start(), m.end()) for m in WORD.finditer(line)]
    spans = []
    for i, (start, _) in enumerate(words):
        for j in range(i, min(len(words), i + MOST_WORDS)):
            first, last = line[words[j][0]], words[j][1]
            if j > i and not re.fullmatch(r"[ .\-'’&]*", line[words[j - 1][1] : words[j][0]]):
                break
            big = first.isupper() or first.isdigit() or any(c.isupper() for c in line[words[j][0] : last])
            if big:
                spans.append((start, last))
            elif line[words[j][0] : last] not in JOINING or j == i:
                break
    return spans


def proper_nouns(text: str, tokens) -> list[tuple[int, int]]:
    """Runs of proper nouns that touch or stand one space apart; longer runs first among those that begin together."""
    single = [(t.start, t.end) for t in tokens if t.tag == "NNP" and t.end > t.start]
    runs = []
    for i, (start, end) in enumerate(single):
        runs.append((start, end))
        for following, last in single[i + 1 : i + 4]:
            if text[end:following] not in ("", " "):
                break
            runs.append((start, last))
            end = last
    return sorted(set(runs), key=lambda run: (run[0], -run[1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ko", type=Path)
    parser.add_argument("en", type=Path)
    parser.add_argument("--terms", type=Path)
    parser.add_argument("--show", type=int, default=100)
    parser.add_argument("--threshold", type=float, default=0.5)
    args = parser.parse_args()
    ko = args.ko.read_text(encoding="utf-8").splitlines()
    en = args.en.read_text(encoding="utf-8").splitlines()
    links, asked = [], 0
    for i, (text, tokens) in enumerate(zip(ko, tokenize_many(ko), strict=True)):
        choices = list(dict.fromkeys(en[i][a:b] for a, b in capitalised(en[i])))
        if not choices:
            continue
        done = 0
        for start, end in proper_nouns(text, tokens):
            if start < done:
                continue
            asked += 1
            p = rank(text[start:end], choices)
            best = int(np.argmax(p))
            if p[best] >= args.threshold:
                links.append((i, text[start:end], choices[best], float(p[best])))
                done = end
    print(f"proper nouns {asked}, linked {len(links)}")
    for i, name, other, p in sorted(random.Random(5).sample(links, min(args.show, len(links)))):
        print(f"{i}\t{name}\t{other}\t{p:.3f}")
    if args.terms:
        recall(args.terms, ko, en, args.threshold)


def recall(path: Path, ko: list[str], en: list[str], threshold: float) -> None:
    rows = alike = found = 0
    for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        k, e = ko[record["line"]], en[record["line"]]
        choices = list(dict.fromkeys(e[a:b] for a, b in capitalised(e)))
        for term in record["terms"]:
            if term["type"] not in KINDS:
                continue
            rows += 1
            name, other = k[slice(*term["ko"])], e[slice(*term["en"])]
            alike += name_similarity(name, other) >= threshold
            p = rank(name, choices)
            if (
                len(choices)
                and p.max() >= threshold
                and choices[int(p.argmax())].removeprefix("The ") == other.removeprefix("The ")
            ):
                found += 1
            elif len(choices):
                print(
                    "  missed",
                    name,
                    "|",
                    other,
                    f"{name_similarity(name, other):.3f}",
                    "|",
                    choices[int(p.argmax())],
                    f"{p.max():.3f}",
                )
    print(f"rows {rows}, alike {alike / rows:.3f}, found {found / rows:.3f}")


if __name__ == "__main__":
    main()
