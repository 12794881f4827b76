"""Checks beside their peers on the same lines: termflex with Kiwi for terms, translate-toolkit's pofilter for numbers.

    python tests/bench/check_peers.py --texts DIR [--glossary glossary/journal.ndjson] [--lines 3000]
        [--direction ko-en]

DIR holds line-aligned NAME.ko / NAME.en. Prints a row a tool: lines with an alarm, share of the seeded errors (check_seeded.py) that it
reports, and pairs a CPU second. Peers that are not installed are left out (pip install termflex translate-toolkit).
"""

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))

import check_seeded

from malmoi.check.bitext import check_bitext
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext
from malmoi.text.korean import tokenize

Pairs = list[tuple[str, str]]
TERM_RULES = ["term_missing", "deprecated_used"]
NUMBER_RULES = ["amount_mismatch", "currency_mismatch", "unit_mismatch", "number_missing"]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument(
        "--texts", type=Path, default=os.environ.get("MALMOI_DATA"), required="MALMOI_DATA" not in os.environ
    )
    ap.add_argument("--glossary", type=Path, default=check_seeded.ROOT / "glossary" / "journal.ndjson")
    ap.add_argument("--lines", type=int, default=3000)
    ap.add_argument("--direction", choices=["ko-en", "en-ko"], default="ko-en")
    args = ap.parse_args()
    glossary = Glossary.open(args.glossary)
    pairs = lines(Path(args.texts), args.lines)
    errors = [e for e in check_seeded.seeded(glossary, 1, 200) if e.direction == args.direction]
    print(f"{len(pairs)} pairs, {glossary.terms.height} terms, {len(errors)} seeded errors ({args.direction})")
    terms = [(e.ko, e.en) for e in errors if e.kind == "wrong term"]
    numbers = [(e.ko, e.en) for e in errors if e.kind in ("slip", "dropped")]
    rows = [
        ("malmoi terms", ours(glossary, args.direction, TERM_RULES), terms),
        ("malmoi numbers", ours(glossary, args.direction, NUMBER_RULES), numbers),
    ]
    rows += [("malmoi terms, hard", ours(glossary, args.direction, TERM_RULES, hard=True), terms)]
    rows += [("malmoi numbers, hard", ours(glossary, args.direction, NUMBER_RULES, hard=True), numbers)]
    if importlib.util.find_spec("termflex"):
        rows.append(("termflex + Kiwi", termflex(glossary, args.direction), terms))
    if importlib.util.find_spec("translate"):
        rows.append(("pofilter numbers", pofilter(), numbers))
    for name, alarm, seeded in rows:
        alarm(pairs[:20])
        start = time.process_time()
        found = sum(alarm(pairs))
        spent = time.process_time() - start
        caught = sum(alarm(seeded))
        print(
            f"{name:22} alarms {found:5} seeded {caught}/{len(seeded)} pairs per CPU second {len(pairs) / spent:7.0f}"
        )


def lines(folder: Path, count: int) -> Pairs:
    pairs: Pairs = []
    for ko in sorted(folder.glob("*.ko")):
        sides = [path.read_text("utf-8").rstrip("\n").split("\n") for path in (ko, ko.with_suffix(".en"))]
        pairs += zip(*sides, strict=True)
    return (pairs * (count // len(pairs) + 1))[:count]


Alarm = Callable[[Pairs], list[bool]]


def ours(glossary: Glossary, way: str, rules: list[str], hard: bool = False) -> Alarm:
    def alarm(pairs: Pairs) -> list[bool]:
        frame = bitext([k for k, _ in pairs], [e for _, e in pairs])
        found = check_bitext(frame, glossary, rules, direction=way)
        if hard:
            found = found.filter(pl.col("severity") == "hard")
        segments = set(found["seg"])
        return [i in segments for i in range(len(pairs))]

    return alarm


def termflex(glossary: Glossary, way: str) -> Alarm:
    import termflex

    def kiwi(text: str, lang: str) -> list[str]:
        return [t.form for t in tokenize(text) if not t.tag.startswith(("J", "E"))]

    usable = glossary.terms.filter(pl.col("status").is_in(["preferred", "admitted"]))
    ko, en = (
        usable.filter(pl.col("lang") == lang).select("concept", pl.col("term").alias(lang)) for lang in ("ko", "en")
    )
    source, target = way.split("-")
    lemmatizers = {"ko": kiwi, "en": "simplemma"}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "terms.csv"
        en.join(ko, on="concept").select("en", "ko").write_csv(table)
        loaded = termflex.Glossary.from_csv(
            table, source, target, source, target,
            source_lemmatizer=lemmatizers[source], target_lemmatizer=lemmatizers[target],
        )  # fmt: skip
    checker = termflex.Checker(loaded)

    def one(ko: str, en: str) -> bool:
        sides = (ko, en) if source == "ko" else (en, ko)
        return any(not match.target_hits for match in checker.check(*sides))

    return lambda pairs: [one(ko, en) for ko, en in pairs]


def pofilter() -> Alarm:
    from translate.filters.checks import FilterFailure, StandardChecker

    checker = StandardChecker()

    def one(ko: str, en: str) -> bool:
        try:
            return not checker.numbers(en, ko)
        except FilterFailure:
            return True

    return lambda pairs: [one(ko, en) for ko, en in pairs]


if __name__ == "__main__":
    main()
