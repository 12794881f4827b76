"""Errors seeded into the examples, and which of them `check_bitext` finds by the rule that names their kind.

    python tests/bench/check_seeded.py [--seed 1] [--count 60]

Prints a line a kind: found by the right rule / seeded, and those found hard; then every one that was missed. An error is one change to
the target of one segment: another glossary term in place of the right one, a slip of 억/조 or million/billion, another currency, a
figure left out, a placeholder left out, a term left in the source language, a refused variant.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import goldfiles
from malmoi.check.bitext import check_bitext
from malmoi.glossary.store import Glossary
from malmoi.model.frames import bitext
from malmoi.text.sentences import split

ROOT = Path(__file__).resolve().parents[2]
COUNT = 60
REFUSED = {"deprecated", "superseded"}
SLIPS = {"조": "억", "억": "조", "trillion": "billion", "billion": "trillion", "million": "billion"}
CURRENCIES = {"원": "엔", "달러": "유로", " won": " yen", "$": "€"}


@dataclass(frozen=True)
class Seeded:
    """One segment with one error in its target."""

    kind: str
    rules: tuple[str, ...]
    direction: str
    ko: str
    en: str
    what: str


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--count", type=int, default=COUNT)
    args = ap.parse_args()
    glossary = Glossary.open(ROOT / "glossary" / "journal.ndjson")
    errors = seeded(glossary, args.seed, args.count)
    rows: dict[str, list[int]] = {}
    missed = []
    for error, found in zip(errors, verdicts(errors, glossary), strict=True):
        row = rows.setdefault(error.kind, [0, 0, 0])
        row[0] += 1
        row[1] += found is not None
        row[2] += found == "hard"
        if found is None:
            missed.append(error)
    for kind, (n, found_by_rule, hard) in sorted(rows.items()):
        print(f"{kind:20} {found_by_rule}/{n} found, {hard} hard")
    print(f"{'ALL':20} {sum(r[1] for r in rows.values())}/{len(errors)} found, {sum(r[2] for r in rows.values())} hard")
    for error in missed:
        print(f"missed {error.kind} ({error.what}): {error.ko} | {error.en}")


def verdicts(errors: list[Seeded], glossary: Glossary) -> Iterator[str | None]:
    """Of every error the best severity with which a right rule found it, None when none did."""
    for error in errors:
        found = check_bitext(bitext([error.ko], [error.en]), glossary, direction=error.direction)
        severities = found.filter(pl.col("rule").is_in(error.rules))["severity"].to_list()
        yield ("hard" if "hard" in severities else severities[0]) if severities else None


def seeded(glossary: Glossary, seed: int = 1, count: int = COUNT) -> list[Seeded]:
    """`count` errors in segments of the examples, spread over the kinds as evenly as the texts allow."""
    rng = random.Random(seed)
    pairs = [pair for name in goldfiles.EXAMPLES for pair in segments(name)]
    pools = {}
    for kind, make in KINDS.items():
        pool = [error for ko, en in pairs for way in ("ko-en", "en-ko") for error in make(glossary, ko, en, way, rng)]
        rng.shuffle(pool)
        pools[kind] = pool
    out: list[Seeded] = []
    while len(out) < count and any(pools.values()):
        for pool in pools.values():
            if pool and len(out) < count:
                out.append(pool.pop())
    return out


def segments(name: str) -> list[tuple[str, str]]:
    """The segments of an example by its gold beads."""
    texts = []
    for text, lang in zip(goldfiles.texts(name), ("ko", "en"), strict=True):
        spans = [text[s.start : s.end] for s in split(text, lang)]
        texts.append([s.strip() for s in spans if s.strip()])
    beads = sorted(goldfiles.beads(name))
    return [(" ".join(texts[0][i] for i in ko), " ".join(texts[1][j] for j in en)) for ko, en in beads if ko and en]


def _made(kind: str, rules: tuple[str, ...], way: str, ko: str, en: str, target: str, what: str) -> Seeded:
    return Seeded(kind, rules, way, ko if way == "ko-en" else target, target if way == "ko-en" else en, what)


def _shared(glossary: Glossary, ko: str, en: str, way: str) -> Iterator[tuple[object, object]]:
    """(hit in the source, its only hit in the target) of concepts that both sides name."""
    source, target = (ko, en) if way == "ko-en" else (en, ko)
    there = glossary.find(target, way[3:])
    for hit in glossary.find(source, way[:2]):
        found = [h for h in there if h.concept == hit.concept]
        if len(found) == 1:
            yield hit, found[0]


def wrong_term(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    there = {h.concept for h in glossary.find(text, way[3:])}
    terms = glossary.terms.filter((pl.col("lang") == way[3:]) & (pl.col("status") == "preferred"))
    for _, hit in _shared(glossary, ko, en, way):
        domain = glossary.terms.filter(pl.col("concept") == hit.concept)["domain"][0]
        others = [
            c
            for c, t in terms.filter(pl.col("domain") == domain).select("concept", "term").iter_rows()
            if c not in there
        ]
        concept = rng.choice(others)
        other = terms.filter(pl.col("concept") == concept)["term"][0]
        changed = text[: hit.start] + other + text[hit.end :]
        yield _made("wrong term", ("term_missing",), way, ko, en, changed, f"{text[hit.start : hit.end]} → {other}")


def left_over(glossary, ko, en, way, rng):
    if way == "en-ko":
        return
    for origin, hit in _shared(glossary, ko, en, way):
        stretch = ko[origin.start : origin.end]
        if any("가" <= ch <= "힣" for ch in stretch):
            changed = en[: hit.start] + stretch + en[hit.end :]
            yield _made("left over", ("untranslated",), way, ko, en, changed, stretch)


def refused(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    for _, hit in _shared(glossary, ko, en, way):
        names = glossary.terms.filter((pl.col("concept") == hit.concept) & (pl.col("lang") == way[3:]))
        for term, status in names.select("term", "status").iter_rows():
            if status in REFUSED:
                changed = text[: hit.start] + term + text[hit.end :]
                yield _made("refused", ("deprecated_used",), way, ko, en, changed, term)


def _amounts(text: str, lang: str) -> Iterator[re.Match[str]]:
    number = r"[\d,.]*\d"
    pattern = (
        rf"{number}(?:조|억)[\d,]*(?:만|억)?\s?(?:원|달러)"
        if lang == "ko"
        else rf"\$?{number} (?:trillion|billion|million)(?: won)?"
    )
    yield from re.finditer(pattern, text)


def slip(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    for match in _amounts(text, way[3:]):
        unit = next((u for u in SLIPS if u in match[0]), None)
        if unit and not ("조" in match[0] and "억" in match[0]):
            changed = text[: match.start()] + match[0].replace(unit, SLIPS[unit]) + text[match.end() :]
            yield _made("slip", ("amount_mismatch",), way, ko, en, changed, match[0])


def currency(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    for match in _amounts(text, way[3:]):
        sign = next((s for s in CURRENCIES if s in match[0]), None)
        if sign:
            changed = text[: match.start()] + match[0].replace(sign, CURRENCIES[sign]) + text[match.end() :]
            yield _made("currency", ("currency_mismatch",), way, ko, en, changed, match[0])


def dropped(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    number = r"(?<![\d.,$])[\d,.]*\d\d(?:\.\d+)?"
    pattern = (
        rf"{number}\s?(?:개|명|곳|건|대|%|MB|일|분)\S{{0,2}}\s"
        if way[3:] == "ko"
        else rf"{number} (?:percent|MB|days|companies|countries|minutes|people|[a-z]+s) "
    )
    for match in re.finditer(pattern, text):
        figure = re.match(r"[\d,.]*\d", match[0])[0]
        kept = match[0][len(figure) :].lstrip() if way[3:] == "en" else ""
        if (
            figure.replace(",", "") not in re.sub(",", "", ko if way == "en-ko" else en).replace(match[0], "", 1)
            or True
        ):
            changed = text[: match.start()] + kept + text[match.end() :]
            yield _made("dropped", ("number_missing",), way, ko, en, changed, match[0])


def placeholder(glossary, ko, en, way, rng):
    text = en if way == "ko-en" else ko
    for match in re.finditer(r"\$\{\w+\}|\{\w+\}|%[sd]", text):
        changed = text[: match.start()] + text[match.end() :]
        yield _made("placeholder", ("placeholder_lost",), way, ko, en, changed, match[0])


Maker = Callable[[Glossary, str, str, str, random.Random], Iterator[Seeded]]
KINDS: dict[str, Maker] = {
    "wrong term": wrong_term,
    "slip": slip,
    "currency": currency,
    "dropped": dropped,
    "placeholder": placeholder,
    "left over": left_over,
    "refused": refused,
}

if __name__ == "__main__":
    main()
