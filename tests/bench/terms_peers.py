#!/usr/bin/env python3
"""Term pairs beside other ways to find them, on the same annotated lines.

  terms_peers.py [GOLD.jsonl …] [--data DIR] [--encoder e5]

GOLD is one JSON object a line: corpus, line, terms with [start, end) of ko and en, type and perhaps loose; DIR (else $MALMOI_DATA) holds
the corpora it names (NAME.ko, NAME.en), and the gold where none is given (terms-amounts-dev.jsonl). A row each for

  malmoi, malmoi+ENCODER   extract_terms, pairs with a confidence of .5 and more
  phrase pairs             plain phrase extraction from malmoi's own word links: all runs of up to five linked words that are linked to
                           nothing outside the pair (Och and Ney 2004), both ends linked
  nearest neighbours       no links: the noun phrases of both sides, paired where each is the other's nearest by the encoder
  poterminology            translate-toolkit's tool: the pairs it gives; and, since it names a translation only where a term is a whole
                           message somewhere, how many annotated English terms it proposes at all (english)

exact      annotated pairs found with both strings the same (case and spaces apart)
half       annotated pairs found with both spans at least half shared
conflict   of the pairs that share at least half of one side with an annotated one, how many miss its other side
pairs      proposed a line
"""

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import polars as pl

Span = tuple[int, int]
Pairs = dict[int, list[tuple[Span, Span]]]

CONFIDENCE = 0.5
LEAST_LINK = 0.5
MOST_WORDS = 5


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", nargs="*", type=Path)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--encoder", default="e5")
    args = ap.parse_args()
    if args.data is None:
        ap.error("say with --data or MALMOI_DATA where the texts are")
    paths = args.gold or [args.data / "terms-amounts-dev.jsonl"]
    entries = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    ways: dict[str, Callable[[list[str], list[str], list[int]], Pairs]] = {
        "malmoi": lambda ko, en, _: extracted(ko, en, None),
        f"malmoi+{args.encoder}": lambda ko, en, _: extracted(ko, en, args.encoder),
        "phrase pairs": phrase_pairs,
        "nearest neighbours": lambda ko, en, at: nearest(ko, en, at, args.encoder),
        "poterminology": terminology,
    }
    for name, way in ways.items():
        report(name, way, entries, args.data)
    english(entries, args.data)


# ------------------------------------------------------------------ the ways


def extracted(ko: list[str], en: list[str], encoder: str | None) -> Pairs:
    from malmoi.extract.terms import extract_terms
    from malmoi.model.frames import bitext

    found = extract_terms(bitext(ko, en), encoder=encoder).occurrences.filter(pl.col("confidence") >= CONFIDENCE)
    out: Pairs = defaultdict(list)
    for o in found.iter_rows(named=True):
        out[o["seg"]].append(((o["ko_start"], o["ko_end"]), (o["en_start"], o["en_end"])))
    return out


def phrase_pairs(ko: list[str], en: list[str], lines: list[int]) -> Pairs:
    from malmoi.align.words import align_words

    links = align_words(list(zip(ko, en, strict=True)))
    return {at: list(consistent([link for link in links[at] if link.p >= LEAST_LINK])) for at in lines}


def consistent(links: list) -> Iterable[tuple[Span, Span]]:
    """Phrase pairs of one sentence: from the first to the last linked word on both sides, with no link that leaves the pair."""
    starts = sorted({(link.ko.start, link.ko.end) for link in links})
    for i in range(len(starts)):
        for j in range(i, min(len(starts), i + MOST_WORDS)):
            ko = starts[i][0], starts[j][1]
            inside = [link for link in links if ko[0] <= link.ko.start < ko[1]]
            en = min(link.en.start for link in inside), max(link.en.end for link in inside)
            closed = all(ko[0] <= link.ko.start < ko[1] for link in links if en[0] <= link.en.start < en[1])
            if closed and len({link.en.start for link in inside}) <= MOST_WORDS:
                yield ko, en


def nearest(ko: list[str], en: list[str], lines: list[int], encoder: str) -> Pairs:
    from malmoi.align.encoder import resolve
    from malmoi.align.lexicon import load
    from malmoi.extract.english_phrases import english_side
    from malmoi.extract.korean_phrases import korean_side
    from malmoi.text.korean import tokenize_many

    vectors, lexicon = resolve(encoder), load()
    tokens = tokenize_many([ko[at] for at in lines])
    sides = {
        at: (korean_side(ko[at], t, lexicon.__contains__, lexicon.is_simple), english_side(en[at]))
        for at, t in zip(lines, tokens, strict=True)
    }
    made = [centred(vectors, {p.text for pair in sides.values() for p in pair[n].phrases}) for n in (0, 1)]
    out: Pairs = {}
    for at, (k, e) in sides.items():
        if not (k.phrases and e.phrases):
            continue
        cosines = np.array([made[0][p.text] for p in k.phrases]) @ np.array([made[1][p.text] for p in e.phrases]).T
        best = cosines.argmax(1)
        mutual = [(i, j) for i, j in enumerate(best) if cosines[:, j].argmax() == i]
        out[at] = [((k.phrases[i].start, k.phrases[i].end), (e.phrases[j].start, e.phrases[j].end)) for i, j in mutual]
    return out


def centred(vectors, texts: set[str]) -> dict[str, np.ndarray]:
    """Unit vectors less the mean of their language: without that all texts of a language are alike."""
    names = sorted(texts)
    rows = np.asarray(vectors.encode(names), np.float64)
    rows = rows - rows.mean(0)
    return dict(zip(names, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))


def terminology(ko: list[str], en: list[str], lines: list[int]) -> Pairs:
    pairs = [(term, target) for term, target in proposed(ko, en) if target]
    out: Pairs = {}
    for at in lines:
        k, e = ko[at].casefold(), en[at].casefold()
        out[at] = [
            ((k.find(t), k.find(t) + len(t)), (e.find(s), e.find(s) + len(s)))
            for s, t in ((s.casefold(), t.casefold()) for s, t in pairs)
            if t in k and s in e
        ]
    return out


def proposed(ko: list[str], en: list[str]) -> list[tuple[str, str]]:
    """(English term, translation or "") as poterminology gives them with its own defaults, but one place is enough."""
    from translate.storage import po
    from translate.tools.poterminology import TerminologyExtractor

    store = po.pofile()
    for n, (source, target) in enumerate(zip(en, ko, strict=True)):
        unit = po.pounit(source)
        unit.target = target
        unit.addlocation(f"line:{n}")
        store.addunit(unit)
    extractor = TerminologyExtractor()
    extractor.processunits(store.units, "corpus.po")
    terms = extractor.filter_terms(extractor.extract_terms(locmin=1))
    return [(unit.source, unit.target or "") for _, unit in terms]


# ------------------------------------------------------------------ figures


def report(name: str, way: Callable, entries: list[dict], data: Path) -> None:
    n = exact = half = shared = wrong = made = 0
    for _, ko, en, these in corpora(entries, data):
        found = way(ko, en, sorted({e["line"] for e in these}))
        for entry in these:
            k, e, got = ko[entry["line"]], en[entry["line"]], found.get(entry["line"], [])
            made += len(got)
            for t in entry["terms"]:
                a, b = tuple(t["ko"]), tuple(t["en"])
                on = [(iou(x, a), iou(y, b)) for x, y in got]
                shared += sum(max(pair) >= 0.5 for pair in on)
                wrong += sum(max(pair) >= 0.5 and not all(pair) for pair in on)
                if t.get("loose"):
                    continue
                n += 1
                half += any(min(pair) >= 0.5 for pair in on)
                exact += any(
                    o[0] > 0
                    and plain(k[slice(*x)]) == plain(k[slice(*a)])
                    and plain(e[slice(*y)]) == plain(e[slice(*b)])
                    for o, (x, y) in zip(on, got, strict=True)
                )
    figures = {"exact": exact / n, "half": half / n, "conflict": wrong / max(1, shared), "pairs": made / len(entries)}
    print(f"{name:20} n={n}", *(f"{k}={v:.3f}" for k, v in figures.items()), flush=True)


def english(entries: list[dict], data: Path) -> None:
    n = found = 0
    for _, ko, en, these in corpora(entries, data):
        terms = {term.casefold() for term, _ in proposed(ko, en)}
        for entry in these:
            golds = [en[entry["line"]][slice(*t["en"])].casefold() for t in entry["terms"] if not t.get("loose")]
            n += len(golds)
            found += sum(g in terms for g in golds)
    print(f"{'poterminology':20} n={n} english={found / n:.3f}")


def corpora(entries: list[dict], data: Path) -> Iterable[tuple[str, list[str], list[str], list[dict]]]:
    for corpus in sorted({e["corpus"] for e in entries}):
        ko, en = ((data / f"{corpus}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en"))
        yield corpus, ko, en, [e for e in entries if e["corpus"] == corpus]


def plain(text: str) -> str:
    return text.replace(" ", "").casefold()


def iou(a: Span, b: Span) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, both) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


if __name__ == "__main__":
    main()
