#!/usr/bin/env python3
"""Speed of term extraction beside Kiwi's own, and where its time goes.

  terms_speed.py [--data DIR] [--segments 5000] [--corpora news-dev ntrex-dev jhe-dev] [--shares]

DIR (else $MALMOI_DATA) holds CORPUS.ko and CORPUS.en. Segments are different lines as far as the corpora go; beyond, the same lines
behind a name of names-dev.tsv, so that no text stands twice, but most of its words do and caches of words answer for them (--segments 0:
the different lines alone). All figures are time of the processor, in one process: of Kiwi's tokenize on one thread over the Korean side,
before and after, and of extract_terms on the whole, all tables but Kiwi's model to be loaded, Numba's cache as it is found on disk.

ratio    extraction over Kiwi: 3 is a third of Kiwi's own speed
shares   (--shares) of each station, in times of Kiwi; measuring them costs some 5 %
memory   growth of the process's peak in extraction, MB
"""

import argparse
import functools
import importlib
import os
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl

# station: functions whose time is its own, less that of the functions below them.
STATIONS = {
    "tokens": ["text.korean:_tokens"],
    "phrases ko": ["extract.korean_phrases:korean_side"],
    "phrases en": ["extract.english_phrases:english_side", "extract.sides:outside_amounts"],
    "words": ["extract.unit_evidence:_cut", "align.words:WordAligner._learn", "align.word_evidence:Evidence.cells_of"],
    "word model": ["align.word_model:WordModel.learn", "align.words:judge", "align.words:read_corpus"],
    "names": ["names.similarity:rank_many", "extract.sound:Sound._fitting"],
    "lexicon": ["extract.unit_lexicon:UnitLexicon.of"],
    "evidence": [
        "extract.survey:Survey.pairs_of",
        "extract.phrase_evidence:Meetings.__init__",
        "extract.wording:Wording.__init__",
    ],
    "choice": ["extract.terms:judge", "extract.terms:choose_of"],
    "candidates": ["extract.terms:gather", "extract.terms:_links"],
}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--segments", type=int, default=5_000)
    ap.add_argument("--corpora", nargs="+", default=["news-dev", "ntrex-dev", "jhe-dev"])
    ap.add_argument("--shares", action="store_true")
    args = ap.parse_args()
    if args.data is None:
        ap.error("say with --data or MALMOI_DATA where the texts are")
    rows = different(args.data, args.corpora)
    known = len(rows)
    rows = filled(rows, args.data, args.segments) if args.segments else rows
    kiwi = single_kiwi()
    before = timed(lambda: tokenize(kiwi, rows))

    from malmoi.extract.terms import extract_terms
    from malmoi.text import korean

    korean.tokenize("말")
    spent = measured(extract_terms) if args.shares else {}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = timed(lambda: extract_terms(frame(rows)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / 1024
    own = (before + timed(lambda: tokenize(kiwi, rows))) / 2
    print(f"segments={len(rows)} different={min(known, len(rows))} kiwi={own:.2f}s extraction={took:.2f}s ", end="")
    print(f"ratio={took / own:.2f} memory={grown:.0f}MB")
    if not spent:
        return
    rest = took - sum(spent.values())
    for station, seconds in sorted({**spent, "Kiwi and the rest": rest}.items(), key=lambda row: -row[1]):
        print(f"{station:18} {seconds / own:6.2f}  {seconds / took:6.1%}")


def different(data: Path, corpora: list[str]) -> list[tuple[str, str]]:
    """Line pairs, each once."""
    rows = {}
    for corpus in corpora:
        sides = [(data / f"{corpus}.{lang}").read_text("utf-8").splitlines() for lang in ("ko", "en")]
        rows |= dict.fromkeys(zip(*sides, strict=True))
    return list(rows)


def filled(rows: list[tuple[str, str]], data: Path, size: int) -> list[tuple[str, str]]:
    """So many segments: the first of them, or all and then more that begin with a name."""
    names = [line.split("\t") for line in (data / "names-dev.tsv").read_text("utf-8").splitlines() if line[:1] != "#"]
    more = (
        (f"{names[i % len(names)][1]}: {ko}", f"{names[i % len(names)][0].title()}: {en}")
        for i, (ko, en) in enumerate(rows * (size // len(rows)))
    )
    return [*rows, *more][:size]


def frame(rows: list[tuple[str, str]]) -> pl.DataFrame:
    """As extract_terms takes it."""
    return pl.DataFrame({"seg": range(len(rows)), "ko": [ko for ko, _ in rows], "en": [en for _, en in rows]})


def single_kiwi():
    """Kiwi on one thread, loaded."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    kiwi.tokenize("말")
    return kiwi


def tokenize(kiwi, rows: list[tuple[str, str]]) -> None:
    for _ in kiwi.tokenize((ko for ko, _ in rows), oov_handling="chr"):
        pass


def timed(work) -> float:
    """Time of the processor, of all threads, that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(loaded) -> dict[str, float]:
    """Time of each station, to be filled while extraction runs; `loaded` has its modules imported.

    Of the thread that extracts: Kiwi's own threads work ahead meanwhile, and their time is in the rest.
    """
    spent: dict[str, float] = defaultdict(float)
    inner: list[float] = []
    for station, functions in STATIONS.items():
        for path in functions:
            measure(path, station, spent, inner)
    return spent


def measure(path: str, station: str, spent: dict[str, float], inner: list[float]) -> None:
    module, _, name = path.partition(":")
    owner = importlib.import_module(f"malmoi.{module}")
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    name = name.rsplit(".", 1)[-1]
    function = getattr(owner, name)

    @functools.wraps(function)
    def timed_function(*args, **kwargs):
        start = time.thread_time()
        inner.append(0.0)
        try:
            return function(*args, **kwargs)
        finally:
            took = time.thread_time() - start
            spent[station] += took - inner.pop()
            if inner:
                inner[-1] += took

    setattr(owner, name, timed_function)
    for other in _holders(name, function):
        setattr(other, name, timed_function)


def _holders(name: str, function) -> Iterator[object]:
    """Modules that have imported a function by its name."""
    import sys

    for key, module in list(sys.modules.items()):
        if key.startswith("malmoi.") and getattr(module, name, None) is function:
            yield module


if __name__ == "__main__":
    main()
