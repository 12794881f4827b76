#!/usr/bin/env python3
"""Precision of sure term pairs, read by a person: draw a sample, or sum up the verdicts of one.

  terms_precision.py --ko FILE --en FILE [--sample 200] [--least 0.8] [--seed 0]     pairs to judge, as a table on standard output
  terms_precision.py --judged terms_judged.tsv                                       precision and share worth an entry

Columns of the table: ko, en, kind, confidence, pair (right | wrong | part: right but cut short or long), entry (yes | no).
"""

import argparse
import csv
import sys
from pathlib import Path

import polars as pl

COLUMNS = ("ko", "en", "kind", "confidence", "pair", "entry")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--ko", type=Path)
    ap.add_argument("--en", type=Path)
    ap.add_argument("--sample", type=int, default=200)
    ap.add_argument("--least", type=float, default=0.8)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--judged", type=Path)
    args = ap.parse_args()
    if args.judged:
        sum_up(args.judged)
    else:
        draw(args)


def draw(args) -> None:
    from malmoi.extract.terms import extract_terms
    from malmoi.model.frames import bitext

    ko, en = (path.read_text("utf-8").rstrip("\n").split("\n") for path in (args.ko, args.en))
    sure = extract_terms(bitext(ko, en)).candidates.filter(pl.col("confidence") >= args.least)
    sample = sure.sample(min(args.sample, sure.height), seed=args.seed)
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    out.writerow(COLUMNS)
    for row in sample.sort("ko").select("ko", "en", "kind", "confidence").iter_rows():
        out.writerow([*row[:3], f"{row[3]:.2f}", "", ""])


def sum_up(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
    n = len(rows)
    print(f"judged={n}", *(f"{v}={sum(r['pair'] == v for r in rows) / n:.3f}" for v in ("right", "part", "wrong")))
    print(f"worth an entry={sum(r['entry'] == 'yes' for r in rows) / n:.3f}")


if __name__ == "__main__":
    main()
