#!/usr/bin/env python3
"""Precision of sure term pairs, as a person read them: how many are right, how many worth an entry of a glossary.

  terms_precision.py [--data DIR] [--corpus news-dev] [--sample 200] [--least 0.8] [--seed 0] [--show] [--encoder NAME]

DIR (else $MALMOI_DATA) holds CORPUS.ko and CORPUS.en. Pairs are matched with the verdicts of terms_judged.tsv by their texts:
verdict (right | part: right but cut short or long | wrong) and worth an entry (yes | no). Two rows are printed: of the sample that
`--seed` draws, and of all sure pairs that were ever judged; `judged` says how many of them the verdicts know. --show prints
the sample as rows of that table, to be judged where the last two columns are empty.
"""

import argparse
import csv
import os
import sys
from hashlib import sha256
from pathlib import Path

import polars as pl

JUDGED = Path(__file__).with_name("terms_judged.tsv")
COLUMNS = ("ko", "en", "kind", "verdict", "worth")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--corpus", default="news-dev")
    ap.add_argument("--sample", type=int, default=200)
    ap.add_argument("--least", type=float, default=0.8)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--show", action="store_true")
    ap.add_argument("--encoder")
    args = ap.parse_args()
    if args.data is None:
        ap.error("say with --data or MALMOI_DATA where the texts are")
    sure = believed(args.data, args.corpus, args.least, args.encoder).join(verdicts(), on=["ko", "en"], how="left")
    sample = drawn(sure, args.sample, args.seed)
    if args.show:
        show(sample)
        return
    for name, rows in (("sample", sample), ("all", sure)):
        print(f"{name:7}", *(f"{k}={v}" for k, v in figures(rows).items()))


def believed(data: Path, corpus: str, least: float, encoder: str | None) -> pl.DataFrame:
    """Candidates with a confidence of at least `least`, in an order that only their texts decide: ko, en, kind."""
    from malmoi.extract.terms import extract_terms
    from malmoi.model.frames import bitext

    ko, en = ((data / f"{corpus}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en"))
    found = extract_terms(bitext(ko, en), encoder=encoder).candidates.filter(pl.col("confidence") >= least)
    return found.select("ko", "en", "kind").sort("ko", "en")


def drawn(rows: pl.DataFrame, size: int, seed: int) -> pl.DataFrame:
    """A random sample that hardly changes when some pairs come and go: those with the smallest fingerprints."""
    prints = [sha256(f"{seed}|{ko}|{en}".encode()).hexdigest() for ko, en in rows.select("ko", "en").rows()]
    return rows.with_columns(pl.Series("print", prints)).sort("print").head(size).drop("print")


def verdicts() -> pl.DataFrame:
    with JUDGED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
    return pl.DataFrame({name: [row[name] for row in rows] for name in ("ko", "en", "verdict", "worth")})


def figures(rows: pl.DataFrame) -> dict[str, object]:
    judged = rows.drop_nulls("verdict")
    n = max(1, judged.height)
    shares = {v: (judged["verdict"] == v).sum() / n for v in ("right", "part", "wrong")}
    return (
        {"n": rows.height, "judged": judged.height}
        | {v: f"{share:.3f}" for v, share in shares.items()}
        | {"worth_an_entry": f"{(judged['worth'] == 'yes').sum() / n:.3f}"}
    )


def show(sample: pl.DataFrame) -> None:
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(sample.sort("ko", "en").select(COLUMNS).rows())


if __name__ == "__main__":
    main()
