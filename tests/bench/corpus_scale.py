"""How a corpus grows: time a segment and memory for 10^4, 10^5 … segments, by job, the share of Kiwi, and what that makes of 10^9.

    python tests/bench/corpus_scale.py [SEGMENTS …] [--workers N] [--jobs check,score,terms,annotate,align]

Segments are made of the sentences of examples/ with names and figures put in, so that hardly two are alike. Prints one row a measurement;
times are wall seconds of one machine, for ratios within one run.
"""

import argparse
import itertools
import json
import re
import resource
import tempfile
import threading
import time
from pathlib import Path

from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_folder import open_corpus, read_shard
from malmoi.flow.corpus_jobs import run_job
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sources import origins, with_digest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = [
    ("소프트뱅크", "SoftBank"), ("삼성전자", "Samsung"), ("엔비디아", "NVIDIA"), ("카카오", "Kakao"), ("구글", "Google"),
    ("마이크로소프트", "Microsoft"), ("네이버", "Naver"), ("애플", "Apple"), ("아마존", "Amazon"), ("현대자동차", "Hyundai"),
    ("오라클", "Oracle"), ("인텔", "Intel"), ("테슬라", "Tesla"), ("소니", "Sony"), ("도요타", "Toyota"),
]  # fmt: skip
PLACES = [
    ("서울", "Seoul"),
    ("부산", "Busan"),
    ("도쿄", "Tokyo"),
    ("런던", "London"),
    ("파리", "Paris"),
    ("뉴욕", "New York"),
    ("시드니", "Sydney"),
]
HEADS = ("{p}의 {k}에 따르면 {n}일 ", "According to {e} of {q} on the {n}th, ")
BILLION = 10**9


def sentences() -> list[tuple[str, str]]:
    """Pairs of sentences of the examples, as their beads say."""
    found = []
    for beads in sorted(EXAMPLES.glob("*.beads.tsv")):
        name = beads.name.removesuffix(".beads.tsv")
        texts = [
            [line for line in (EXAMPLES / f"{name}.{lang}.txt").read_text("utf-8").splitlines() if line.strip()]
            for lang in ("ko", "en")
        ]
        found += [(ko, en) for ko, en in zip(*texts, strict=False) if max(len(ko), len(en)) < 400]
    return found


def make(path: Path, n: int) -> Path:
    """n pairs as JSON lines."""
    with path.open("w", encoding="utf-8") as stream:
        mix = itertools.cycle(itertools.product(NAMES, PLACES, sentences()))
        for number, ((k, e), (p, q), (ko, en)) in enumerate(itertools.islice(mix, n), 11):
            ko_head, en_head = (head.format(k=k, e=e, p=p, q=q, n=number) for head in HEADS)
            stream.write(
                json.dumps({"ko": ko_head + ko, "en": en_head + en[0].lower() + en[1:]}, ensure_ascii=False) + "\n"
            )
    return path


class Highest:
    """The most memory that any child process holds while the block runs, looked at ten times a second."""

    def __enter__(self):
        self.bytes, self._stop = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join()

    def _look(self):
        while not self._stop.wait(0.1):
            for task in Path("/proc/self/task").iterdir():
                try:
                    children = (task / "children").read_text().split()
                    for child in children:
                        status = Path(f"/proc/{child}/status").read_text()
                        self.bytes = max(self.bytes, 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
                except (OSError, TypeError):
                    continue


def kiwi_share(corpus) -> float:
    """Milliseconds that Kiwi alone takes for a segment."""
    from malmoi.text.korean import tokenize_many

    texts = read_shard(corpus.shards[0])["ko"].to_list()[:3000]
    list(tokenize_many(texts[:100]))
    start = time.perf_counter()
    list(tokenize_many(texts))
    return 1000 * (time.perf_counter() - start) / len(texts)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("segments", nargs="*", type=int, default=[10_000, 100_000])
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--size", type=int, default=2_500, help="segments of a shard")
    asked.add_argument("--jobs", default="check,score,terms")
    options = asked.parse_args()
    jobs = options.jobs.split(",")
    per: dict[str, float] = {}
    print("segments\tjob\tseconds\tms/segment in workers\tMB/worker\tMB/client")
    for n in options.segments:
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            source = make(here / "source.jsonl", n)
            with Workshop("local", options.workers) as shop:
                for name in ["build", *jobs]:
                    with Highest() as highest:
                        start = time.perf_counter()
                        if name == "build":
                            build_corpus(
                                [with_digest(o) for o in origins([source])], here / "corpus", shop, size=options.size
                            )
                        else:
                            run_job(name, open_corpus(here / "corpus"), here / "jobs", shop, {})
                        seconds = time.perf_counter() - start
                    busy = sum(report.busy for report in shop.reports)
                    shop.reports.clear()
                    per[name] = 1000 * busy / n
                    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    print(
                        f"{n}\t{name}\t{seconds:.1f}\t{per[name]:.2f}\t{highest.bytes / 2**20:.0f}\t{own:.0f}",
                        flush=True,
                    )
            counts = open_corpus(here / "corpus").manifest["counts"]
            print(f"{n}\tkept\t{counts['kept']}\t{counts['dropped']}", flush=True)
            if n == options.segments[-1]:  # at the end, for it loads Kiwi into this process
                kiwi = kiwi_share(open_corpus(here / "corpus"))
    print(f"Kiwi alone: {kiwi:.2f} ms a segment")
    for name, each in per.items():
        hours = each * BILLION / 1000 / 3600
        cluster = f"{hours / 256:,.1f} h with 256 workers"
        print(f"10^9 segments, {name}: {hours:,.0f} hours of a worker, {cluster}; Kiwi once is {kiwi / each:.0%} of it")


if __name__ == "__main__":
    main()
