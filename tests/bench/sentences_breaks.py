#!/usr/bin/env python3
"""What it gives sentence alignment to know where headings and paragraphs begin.

  sentences_breaks.py --data DIR [--encoder NAME] [--seeds 3] [--only TROUBLE …]

DIR (or $MALMOI_DATA) holds ntrex-dev.{ko,en,ids}. The documents are those of sentences_harder.py, laid out in paragraphs of one to six
beads; headings and footnotes are blocks of their own. `layout` says how far the two sides agree: `kept` differs in one paragraph end
of ten, `free` in every third, `lines` gives every sentence of the Korean side a line, `unlike` lays out either side by itself, inside
of beads too. The strict score of a trouble and a layout without and with the breaks; in `lines` and `unlike` they should do no harm.
"""

import argparse
import os
import random
from pathlib import Path

import sentences_hard as hard
from sentences_harder import Beads, documents, score, troubles

from malmoi.align.beads import align_sentences
from malmoi.align.encoder import resolve

LAYOUTS = {"kept": 0.1, "free": 0.33, "lines": 0.1, "unlike": None}
OWN_BLOCKS = {
    text: kind
    for table, kind in ((hard.HEADINGS, "heading"), (hard.FOOTNOTES, "note"))
    for pair in table
    for text in pair
}
USUAL = 0.33  # how often a bead ends its paragraph


def laid_out(en: list[str], ko: list[str], gold: Beads, layout: str, rng: random.Random) -> tuple[list[str], list[str]]:
    """What each English and each Korean sentence begins."""
    differs = LAYOUTS[layout]
    made = [""] * len(en), [""] * len(ko)
    fresh = [True, True]
    for bead in gold:
        both = rng.random() < USUAL
        for side, texts in enumerate((en, ko)):
            if not bead[side]:
                continue
            first, last = bead[side][0], bead[side][-1]
            kind = OWN_BLOCKS.get(texts[first])
            if fresh[side] or kind or (layout == "lines" and side):
                made[side][first] = kind or "paragraph"
            ends = rng.random() < USUAL if differs is None or rng.random() < differs else both
            fresh[side] = ends or kind is not None
            for at in range(first + 1, last + 1):
                if (layout == "lines" and side) or (differs is None and rng.random() < USUAL):
                    made[side][at] = "paragraph"
    return made


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(os.environ.get("MALMOI_DATA", ".")))
    ap.add_argument("--encoder")
    ap.add_argument("--seeds", type=int, default=3)
    ap.add_argument("--only", nargs="+", choices=list(troubles()), default=list(troubles()))
    args = ap.parse_args()
    encoder = resolve(args.encoder)
    docs = documents(args.data, long=False)
    for trouble in args.only:
        sets = [
            (hard.disturb(pairs, random.Random(f"hard:{seed}:{doc}"), troubles()[trouble]), f"{seed}:{doc}")
            for seed in range(args.seeds)
            for doc, pairs in docs.items()
        ]
        plain = [[(b.en, b.ko) for b in align_sentences(ko, en, encoder=encoder)] for (en, ko, _), _ in sets]
        golds = [gold for (_, _, gold), _ in sets]
        row = [f"{trouble:18} without={score(list(zip(plain, golds, strict=True)))[0]:.4f}"]
        for layout in LAYOUTS:
            made = []
            for (en, ko, gold), seed in sets:
                of_en, of_ko = laid_out(en, ko, gold, layout, random.Random(f"{layout}:{seed}"))
                beads = align_sentences(ko, en, encoder=encoder, breaks=(of_ko, of_en))
                made.append([(b.en, b.ko) for b in beads])
            row.append(f"{layout}={score(list(zip(made, golds, strict=True)))[0]:.4f}")
        print(*row, flush=True)


if __name__ == "__main__":
    main()
