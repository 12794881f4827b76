#!/usr/bin/env python3
"""The four examples, held against their gold: beads, terms found and paired wrongly, amounts; without and with the encoder.

    python tests/bench/examples_report.py [--encoder e5] [--no-glossary] [-v]

With -v every missed and every wrongly paired term is named.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import goldfiles
import malmoi

ROOT = Path(__file__).resolve().parent.parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder")
    parser.add_argument("--no-glossary", action="store_true")
    parser.add_argument("--confidence", type=float, default=0.5)
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    glossary = None if args.no_glossary else malmoi.Glossary.open(ROOT / "glossary" / "journal.ndjson")
    for name in goldfiles.EXAMPLES:
        made = malmoi.align_documents(*goldfiles.texts(name), glossary=glossary, encoder=args.encoder)
        verdict = goldfiles.judge(name, made.terms, args.confidence)
        want, got = goldfiles.beads(name), {(bead.ko, bead.en) for bead in made.beads}
        amounts = goldfiles.amounts(name)
        missed = goldfiles.missed_amounts(name, made.amounts)
        print(
            f"{name:10} beads {len(want & got)}/{len(want)} (extra {len(got - want)})  terms {verdict.gold - len(verdict.missed)}"
            f"/{verdict.gold} = {verdict.recall:.3f}  wrong {len(verdict.wrong)}  amounts {len(amounts) - len(missed)}/{len(amounts)}"
            f"  mismatch {made.summary['amounts_mismatch']}"
        )
        if args.verbose:
            print("   missed", verdict.missed, "\n   wrong ", verdict.wrong)
            print(
                "   amounts missed",
                missed,
                "\n   beads extra",
                sorted(got - want),
            )


if __name__ == "__main__":
    main()
