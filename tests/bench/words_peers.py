"""Word alignment beside eflomal, on the same tokens: alignment error rate, seconds, pairs a second, our peak of memory.

    python words_peers.py TEXTS CORPUS... [--gold GOLD.tsv] [--pairs N ...] [--peer PYTHON]

TEXTS holds CORPUS.ko and CORPUS.en, one segment a line; GOLD is as words_fit.py says. Both aligners get the content morphemes and
lemmas that malmoi cuts; Kiwi's time and that of looking evidence up are printed apart, and counted for neither. For each N the lines
are repeated up to N pairs, every repeated one with a tenth of its words missing. PYTHON is an interpreter of another environment
with eflomal (GPL, so it runs there as a program of its own: python -m venv V; V/bin/pip install eflomal).
"""

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from words_fit import EN_TOKEN, KO_TOKEN, tokens_at

from malmoi.align.word_corpus import read_corpus
from malmoi.align.word_evidence import Evidence
from malmoi.align.word_judge import judge
from malmoi.align.word_model import WordModel
from malmoi.align.word_units import Pair, read_pairs
from malmoi.text.hangul import normalize

LEAST = 0.45
SHARD = 20_000
MISSING = 0.1

# Runs in the peer's environment: both directions, and only links that both make.
PEER = """
import sys, time, eflomal
ko, en, forward, backward = sys.argv[1:]
start = time.perf_counter()
with open(ko) as a, open(en) as b:
    eflomal.Aligner().align(a, b, links_filename_fwd=forward, links_filename_rev=backward)
print(time.perf_counter() - start)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--pairs", type=int, nargs="*", default=[])
    parser.add_argument("--peer", type=Path)
    args = parser.parse_args()
    texts, where = [], {}
    for name in args.corpora:
        sides = [(args.texts / f"{name}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en")]
        for i, (ko, en) in enumerate(zip(*sides, strict=True)):
            where[name, i] = len(texts)
            texts.append((normalize(ko).text, normalize(en).text))
    gold = {}
    for row in args.gold.read_text("utf-8").splitlines()[1:] if args.gold else ():
        corpus, line, *_, marks = row.split("\t")
        gold[where[corpus, int(line)]] = marks.split()
    start = time.perf_counter()
    pairs = list(read_pairs(texts))
    cut = time.perf_counter()
    evidence = Evidence()
    cells = [evidence.cells(pair) for pair in pairs]
    print(
        f"cutting {len(texts) / (cut - start):.0f} pairs/s, evidence {len(texts) / (time.perf_counter() - cut):.0f} pairs/s"
    )
    for n in [len(pairs), *args.pairs]:
        chosen, known = grown(pairs, cells, n)
        ours(chosen, known, gold)
        if args.peer:
            theirs(args.peer, chosen, gold)


def grown(pairs, cells, n):
    """`n` pairs: the given ones, then the same again with words missing (and what was known of those)."""
    rng = np.random.default_rng(0)
    chosen, known = list(pairs[:n]), list(cells[:n])
    while len(chosen) < n:
        i = len(chosen) % len(pairs)
        ko, en = ([k for k in range(len(side)) if rng.random() > MISSING] for side in pairs[i][:2])
        at_ko, at_en = {k: x for x, k in enumerate(ko)}, {k: x for x, k in enumerate(en)}
        chosen.append(Pair(tuple(pairs[i].ko[k] for k in ko), tuple(pairs[i].en[k] for k in en), pairs[i].texts))
        known.append([c._replace(ko=at_ko[c.ko], en=at_en[c.en]) for c in cells[i] if c.ko in at_ko and c.en in at_en])
    return chosen, known


def ours(pairs, cells, gold) -> None:
    start = time.perf_counter()
    model, links = WordModel(), {}
    shards = [slice(at, at + SHARD) for at in range(0, len(pairs), SHARD)]
    for shard in shards:
        corpus = read_corpus(pairs[shard], cells[shard], model.ko, model.en, grow=True)
        if shard.start == 0:
            model.learn(corpus)
        else:
            model.extend(corpus)
    for shard in shards:
        if len(shards) > 1:
            corpus = read_corpus(pairs[shard], cells[shard], model.ko, model.en, grow=False)
        found, p = judge(corpus, *model.posteriors(corpus))
        found = found[p >= LEAST]
        _, row, column, _ = corpus.places(found)
        for segment, j, i in zip(corpus.segments(found).tolist(), row.tolist(), column.tolist(), strict=True):
            links.setdefault(shard.start + segment, []).append((j, i))
    report(
        "malmoi", pairs, links, gold, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    )


def theirs(python, pairs, gold) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ko", "en", "forward", "backward")]
        for path, side in zip(paths, ("ko", "en"), strict=False):
            lines = (" ".join(u.key.replace(" ", "_") for u in getattr(pair, side)) for pair in pairs)
            path.write_text("\n".join(lines) + "\n", "utf-8")
        done = subprocess.run([python, "-c", PEER, *paths], check=True, capture_output=True, text=True)
        both = [path.read_text("utf-8").split("\n") for path in paths[2:]]
    links = {}
    for n, (forward, backward) in enumerate(zip(*both, strict=True)):
        links[n] = [tuple(map(int, link.split("-"))) for link in set(forward.split()) & set(backward.split())]
    # Its peak of memory would be the one of this process, which it is forked from.
    report("eflomal", pairs, links, gold, float(done.stdout.split()[-1]), None)


def report(name, pairs, links, gold, seconds, memory) -> None:
    made = sure = both = allowed = 0
    for number, marks in gold.items():
        pair = pairs[number]
        found = {
            (x, y)
            for j, i in links.get(number, ())
            for x in tokens_at(pair.texts[0], KO_TOKEN, pair.ko[j])
            for y in tokens_at(pair.texts[1], EN_TOKEN, pair.en[i])
        }
        tokens = [[m.group() for m in p.finditer(t)] for p, t in zip((KO_TOKEN, EN_TOKEN), pair.texts, strict=True)]
        gold_links = {
            (tuple(map(int, m.replace("p", "-").split("-"))), "-" in m)
            for m in marks
            if all(
                any(c.isalnum() for c in side[int(k)])
                for side, k in zip(tokens, m.replace("p", "-").split("-"), strict=True)
            )
        }
        found = {(x, y) for x, y in found if all(any(c.isalnum() for c in t) for t in (tokens[0][x], tokens[1][y]))}
        firm = {link for link, is_sure in gold_links if is_sure}
        made, sure = made + len(found), sure + len(firm)
        both, allowed = both + len(found & firm), allowed + len(found & {link for link, _ in gold_links})
    aer = f"AER {1 - (both + allowed) / max(1, made + sure):.3f}" if gold else ""
    size = "" if memory is None else f"{memory / 1024:.0f} MB"  # ru_maxrss is in kB
    print(
        f"{name:8} {len(pairs):8} pairs {seconds:8.1f} s {len(pairs) / seconds:8.0f} pairs/s {size:>8}  {aer}",
        flush=True,
    )


if __name__ == "__main__":
    main()
