#!/usr/bin/env python3
"""Sentence alignment on documents that are disturbed in harder ways (sentences_hard says how).

  sentences_harder.py --data DIR [--encoder NAME] [--seeds 3] [--documents N] [--long] [--only TROUBLE …]
                      [--python PYTHON --peers PEER … [--vectors FILE]]

DIR (or $MALMOI_DATA) holds ntrex-dev.{ko,en,ids}. Strict and lax scores as the plain benchmark counts them: precision over all
beads, recall over gold beads with both sides filled. Below malmoi's row stands how well its scores are calibrated, over all beads.
One row for each trouble alone and one for all together; with --long all lines are one document. The diagonal stands beside as the
simplest baseline; with --python other aligners do too, run in that environment (sentences_peers.py says which there are, and what
--vectors is). An aligner that gives a gap of several sentences as one bead has it counted as one bead.
"""

import argparse
import json
import os
import random
import subprocess
import time
from pathlib import Path

import sentences_hard as hard
from sentences_fit import calibration

from malmoi.align.beads import align_sentences
from malmoi.align.encoder import resolve

NONE = hard.Troubles(merge=0, drop=0, split=0, runs=0, moves=0, headings=0, footnotes=0)
Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]


def troubles() -> dict[str, hard.Troubles]:
    """Each trouble alone, stronger than in the mixture, over a ground of merges and drops; then all."""
    ground = {"merge": 0.06, "drop": 0.02}

    def made(**more: float) -> hard.Troubles:
        return hard.Troubles(**{**vars(NONE), **ground, **more})

    return {
        "runs missing": made(runs=4),
        "paragraphs moved": made(moves=3),
        "bad splits": made(split=0.12),
        "headings": made(headings=8),
        "footnotes": made(footnotes=6),
        "all": hard.Troubles(),
    }


def documents(data: Path, long: bool) -> dict[str, list[tuple[str, str]]]:
    """Articles of ntrex joined three by three, so that runs of 5 to 30 sentences fit in; all of them with `long`."""
    read = {x: (data / f"ntrex-dev.{x}").read_text("utf-8").rstrip("\n").split("\n") for x in ("ko", "en", "ids")}
    ids = list(dict.fromkeys(read["ids"]))
    group = {doc: "all" if long else str(i // 3) for i, doc in enumerate(ids)}
    docs: dict[str, list[tuple[str, str]]] = {}
    for doc, en, ko in zip(read["ids"], read["en"], read["ko"], strict=True):
        docs.setdefault(group[doc], []).append((en.strip(), ko.strip()))
    return docs


def count(test: Beads, gold: Beads) -> tuple[int, int, int]:
    """How many beads of `test` are right against `gold`: strictly, laxly, and of how many."""
    wanted = set(gold)
    links = {(i, j) for s, t in gold for i in s for j in t}
    strict = sum(b in wanted for b in test)
    return strict, sum(b in wanted or any((i, j) in links for i in b[0] for j in b[1]) for b in test), len(test)


def score(pairs: list[tuple[Beads, Beads]]) -> tuple[float, float]:
    """(strict F1, lax F1) over (made, gold) of all documents."""
    out = []
    for which in (0, 1):
        right = [count(made, gold) for made, gold in pairs]
        found = [count([b for b in gold if b[0] and b[1]], [b for b in made if b[0] and b[1]]) for made, gold in pairs]
        p = sum(r[which] for r in right) / max(1, sum(r[2] for r in right))
        r = sum(f[which] for f in found) / max(1, sum(f[2] for f in found))
        out.append(2 * p * r / max(1e-9, p + r))
    return out[0], out[1]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--encoder")
    ap.add_argument("--seeds", type=int, default=3)
    ap.add_argument("--documents", type=int, help="only so many: the vectors of slow peers cost much")
    ap.add_argument("--long", action="store_true")
    ap.add_argument("--only", nargs="+", choices=list(troubles()), default=list(troubles()))
    ap.add_argument("--python", help="the interpreter of an environment that holds the peers")
    ap.add_argument("--peers", nargs="+", default=["galechurch", "vecalign", "bertalign"])
    ap.add_argument("--vectors", default=":memory:", help="a file in which the peers' vectors are kept")
    args = ap.parse_args()
    encoder = resolve(args.encoder)
    docs = dict(list(documents(args.data, args.long).items())[: args.documents])
    for trouble in args.only:
        sets = [
            hard.disturb(pairs, random.Random(f"hard:{seed}:{doc}"), troubles()[trouble])
            for seed in range(args.seeds)
            for doc, pairs in docs.items()
        ]
        start = time.perf_counter()
        scored = [align_sentences(ko, en, encoder=encoder) for en, ko, _ in sets]
        made = [[(b.en, b.ko) for b in beads] for beads in scored]
        show(trouble, "malmoi", made, sets, time.perf_counter() - start)
        said = [
            (b.score, (b.en, b.ko) in set(gold))
            for beads, (_, _, gold) in zip(scored, sets, strict=True)
            for b in beads
        ]
        print(f"{trouble:18} scores:    {calibration(said)}", flush=True)
        show(trouble, "diagonal", [diagonal(ko, en) for en, ko, _ in sets], sets, 0)
        for peer in args.peers if args.python else ():
            show(trouble, peer, *asked(args.python, peer, sets, args.vectors))


Sets = list[tuple[list[str], list[str], Beads]]


def show(trouble: str, name: str, made: list[Beads], sets: Sets, seconds: float) -> None:
    """One row."""
    strict, lax = score([(beads, gold) for beads, (_, _, gold) in zip(made, sets, strict=True)])
    n = sum(len(en) for en, _, _ in sets)
    print(
        f"{trouble:18} {name:10} strict={strict:.4f} lax={lax:.4f} sentences={n} per_second={int(n / max(seconds, 1e-9))}",
        flush=True,
    )


def asked(python: str, peer: str, sets: Sets, vectors: str) -> tuple[list[Beads], Sets, float]:
    """What a peer makes of the documents, in its own environment."""
    given = json.dumps([{"en": en, "ko": ko} for en, ko, _ in sets])
    script = Path(__file__).with_name("sentences_peers.py")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, str(script), peer, vectors], input=given, capture_output=True, text=True, check=True, env=environment
    )
    answer = json.loads(done.stdout)
    made = [[(tuple(s), tuple(t)) for s, t in doc if s or t] for doc in answer["beads"]]
    return made, sets, answer["seconds"]


def diagonal(ko: list[str], en: list[str]) -> Beads:
    """The simplest of baselines: sentence i beside sentence i."""
    both = min(len(ko), len(en))
    made: Beads = [((i,), (i,)) for i in range(both)]
    return made + [((), (i,)) for i in range(both, len(ko))] + [((j,), ()) for j in range(both, len(en))]


if __name__ == "__main__":
    main()
