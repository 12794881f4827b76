"""Workers killed at random moments of every job of a corpus: right results, nothing half-written.

    python tests/bench/corpus_kills.py [--engine local|dask] [--kills 20] [--segments 600] [--jobs build,learn,align,…]

Kills workers while each job in turn runs anew, up to two in a run, and compares every file with those of a run without kills.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from corpus_making import Inline, pairs, write_tsv  # tests/ is no package
from malmoi.flow.corpus_build import build_corpus
from malmoi.flow.corpus_folder import open_corpus
from malmoi.flow.corpus_jobs import JOBS, run_job
from malmoi.flow.corpus_learning import learn_model
from malmoi.flow.corpus_run import Workshop
from malmoi.flow.corpus_sources import origins, with_digest

PATIENCE = (1.5, 4.0)  # seconds between two kills, drawn evenly


class Killer(threading.Thread):
    """Kills a child of this process now and then."""

    def __init__(self, most: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.kills, self._most, self._draw, self.stop = 0, most, random.Random(seed), threading.Event()

    def run(self) -> None:
        while self.kills < self._most and not self.stop.wait(self._draw.uniform(*PATIENCE)):
            if children := multiprocessing.active_children():
                os.kill(self._draw.choice(children).pid, signal.SIGKILL)
                self.kills += 1


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.startswith("run.")
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--engine", default="local")
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--segments", type=int, default=600)
    asked.add_argument("--jobs", default=",".join(["build", "learn", *JOBS]))
    options = asked.parse_args()
    names, done, wrong = options.jobs.split(","), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        source = write_tsv(here / "a.tsv", list(pairs(options.segments)))

        def run(name: str, target: Path, shop: Workshop) -> None:
            if name == "build":
                build_corpus([with_digest(o) for o in origins([source])], target, shop, size=options.segments // 20)
            elif name == "learn":
                learn_model(open_corpus(here / "corpus"), target, shop)
            else:
                run_job(name, open_corpus(here / "corpus"), target, shop, {})

        with Workshop(opener=Inline) as shop:
            run("build", here / "corpus", shop)
            for name in names:
                run(name, here / "wanted" / name, shop)
        turn = 0
        while done < options.kills:
            name = names[turn % len(names)]
            target, killer = here / f"{name}-{turn}", Killer(2, turn)
            killer.start()
            start = time.perf_counter()
            with Workshop(options.engine, 2) as shop:
                run(name, target, shop)
                again = sum(report.again for report in shop.reports)
            seconds = time.perf_counter() - start
            killer.stop.set()
            killer.join()
            same = bytes_of(target) == bytes_of(here / "wanted" / name)
            done, wrong, turn = done + killer.kills, wrong + (not same), turn + 1
            print(
                f"{name}: {killer.kills} kills in {seconds:.0f} s, {again} tries more, {'the same bytes' if same else 'OTHER BYTES'}",
                flush=True,
            )
    print(f"{done} kills, {wrong} wrong results")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
