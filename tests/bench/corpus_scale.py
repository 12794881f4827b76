"""How a corpus grows: time a segment and memory for 10^4, 10^5, 10^6 segments, by job and stage, and what that makes of 10^9.

    python tests/bench/corpus_scale.py [SEGMENTS …] [--jobs score,check,…] [--workers 2] [--size 10000] [--light] [--folder PATH]

Segments are made of the sentences of examples/ with names, places and numbers put in, so that no two are alike. Prints one row a stage,
in milliseconds of a processor for each segment (which a busy machine changes less than wall time), and one for Kiwi alone over the same
texts. A folder keeps the corpora, so that what was stopped goes on; what was done before is not measured again.
"""

import argparse
import contextlib
import itertools
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_equipment import Equipment, pack
from malmoi.flow.corpus_folder import open_corpus, read_shard
from malmoi.flow.corpus_jobs import run_job
from malmoi.flow.corpus_learning import learn_model
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sifting import Sieve
from malmoi.flow.corpus_sources import origins, with_digest
from malmoi.text.sentences import split

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = [
    ("소프트뱅크", "SoftBank"), ("삼성전자", "Samsung"), ("엔비디아", "NVIDIA"), ("카카오", "Kakao"), ("구글", "Google"),
    ("마이크로소프트", "Microsoft"), ("네이버", "Naver"), ("애플", "Apple"), ("아마존", "Amazon"), ("현대자동차", "Hyundai"),
    ("오라클", "Oracle"), ("인텔", "Intel"), ("테슬라", "Tesla"), ("소니", "Sony"), ("도요타", "Toyota"), ("화웨이", "Huawei"),
]  # fmt: skip
PLACES = [
    ("서울", "Seoul"), ("부산", "Busan"), ("도쿄", "Tokyo"), ("런던", "London"), ("파리", "Paris"), ("뉴욕", "New York"),
]  # fmt: skip
HEADS = ("{p}의 {k}에 따르면 {n}번 자료에서 ", "According to {e} of {q} in document {n}, ")
# Segments of a made-up document.
DOCUMENT = 40
BILLION, WORKERS = 10**9, 256


def sentences() -> list[tuple[str, str]]:
    """Pairs of sentences of the examples that are alone with one another in their beads."""
    found = []
    for beads in sorted(EXAMPLES.glob("*.beads.tsv")):
        name = beads.name.removesuffix(".beads.tsv")
        texts = ((lang, (EXAMPLES / f"{name}.{lang}.txt").read_text("utf-8")) for lang in ("ko", "en"))
        ko, en = ([text[span.start : span.end] for span in split(text, lang)] for lang, text in texts)
        for line in beads.read_text("utf-8").splitlines()[1:]:
            left, right = line.split("\t")
            if left.isdigit() and right.isdigit():
                found.append((ko[int(left)], en[int(right)]))
    return found


def make(path: Path, n: int) -> Path:
    """n pairs as JSON lines."""
    if path.exists():
        return path
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        mix = itertools.cycle(itertools.product(NAMES, PLACES, sentences()))
        for number, ((k, e), (p, q), (ko, en)) in enumerate(itertools.islice(mix, n)):
            ko_head, en_head = (head.format(k=k, e=e, p=p, q=q, n=number) for head in HEADS)
            row = {"doc": f"document {number // DOCUMENT}", "ko": ko_head + ko, "en": en_head + en[0].lower() + en[1:]}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return part.replace(path)


def kiwi_alone(corpus) -> float:
    """Milliseconds of a processor that Kiwi takes for a segment of the corpus."""
    from malmoi.text.korean import tokenize_many

    texts = read_shard(corpus.shards[0])["ko"].to_list()[:5000]
    list(tokenize_many(texts[:200]))
    start = time.process_time()
    list(tokenize_many(texts))
    return 1000 * (time.process_time() - start) / len(texts)


def run(name: str, here: Path, source: Path, shop: Workshop, size: int, sieve: Sieve) -> None:
    if name == "build":
        build_corpus([with_digest(one) for one in origins([source])], here / "corpus", shop, sieve, size=size)
        return
    corpus = open_corpus(here / "corpus")
    if name != "align":
        run_job(name, corpus, here / "jobs", shop, {})
        return
    model, _ = learn_model(corpus, here / "jobs" / "learn", shop)
    equipment = pack((), model)
    with Workshop(*shop.made_of, equipment=equipment) as second:
        run_job(name, corpus, here / "jobs", second, {}, equipment.record)
        shop.reports += second.reports


class Shop(Workshop):
    """A workshop that says how to make another."""

    def __init__(self, engine: str, workers: int) -> None:
        super().__init__(engine, workers, equipment=Equipment())
        self.made_of = engine, workers


def measure(n: int, here: Path, options: argparse.Namespace) -> dict[str, tuple[float, float]]:
    """Print the rows of one size; by job, milliseconds a segment in workers and in this process."""
    here.mkdir(parents=True, exist_ok=True)
    sieve = Sieve(numbers=False, least=0, near=False) if options.light else Sieve()
    source = make(here / "source.jsonl", n)
    per: dict[str, tuple[float, float]] = {}
    for name in ["build", *options.jobs.split(",")]:
        with Shop(options.engine, options.workers) as shop:
            start = time.perf_counter()
            run(name, here, source, shop, options.size, sieve)
            seconds = time.perf_counter() - start
            inside: Counter[bool] = Counter()
            for stage in shop.reports:
                alone = stage.name.endswith("merge") or stage.name in {"same", "near", "write"}
                if stage.resumed:
                    print(f"{n}\t{name}\t{stage.name}\t{stage.resumed} steps were done before", flush=True)
                    continue
                milliseconds = 1000 * stage.cpu / n
                inside[alone] += milliseconds
                print(
                    f"{n}\t{name}\t{stage.name}\t{milliseconds:.3f}\t{stage.memory / 2**20:.0f}\t{stage.workers}\t{stage.seconds:.1f}",
                    flush=True,
                )
        per[name] = inside[False], inside[True]
        print(f"{n}\t{name}\tall\t{inside[False]:.3f} + {inside[True]:.4f}\t\t\t{seconds:.1f}", flush=True)
    counts = open_corpus(here / "corpus").manifest["counts"]
    print(f"{n}\tkept\t{counts['kept']}\t{counts['dropped']}", flush=True)
    return per


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("segments", nargs="*", type=int, default=[10_000, 100_000])
    asked.add_argument("--engine", default="local")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--size", type=int, default=10_000, help="segments of a shard")
    asked.add_argument("--jobs", default="score,check,annotate,align,terms", help="beside build")
    asked.add_argument("--light", action="store_true", help="sift by letters and exact doubles only")
    asked.add_argument("--folder", type=Path, help="where the corpora are kept; left out, they are thrown away")
    options = asked.parse_args()
    print("segments\tjob\tstage\tCPU ms/segment\tMB of a worker\tworkers\tseconds")
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for n in options.segments:
            per = measure(n, folder / str(n), options)
        # At the end, for it loads Kiwi into this process.
        kiwi = kiwi_alone(open_corpus(folder / str(options.segments[-1]) / "corpus"))
    print(f"Kiwi alone: {kiwi:.3f} ms of a processor for a segment")
    for name, (workers, alone) in per.items():
        if not workers:
            continue
        hours = workers * BILLION / 1000 / 3600
        here = alone * BILLION / 1000 / 3600
        print(
            f"10^9 segments, {name}: {hours:,.0f} hours of a worker, {hours / WORKERS:,.1f} h with {WORKERS} workers, and {here:,.1f} h "
            f"in the program that asks; Kiwi once is {kiwi / workers:.0%} of a worker's time"
        )


if __name__ == "__main__":
    main()
