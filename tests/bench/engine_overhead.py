#!/usr/bin/env python3
"""What an engine costs over the bare function: opening it, a task that does nothing, tasks of real work.

    engine_overhead.py [--engines local,dask] [--tasks 300] [--shards 6] [--lines 10000]

The real work is Kiwi over the sentences of the examples, numbered and repeated to --lines a shard, its set-up left out. What a shard
costs beside the function is the time that processors spend in this process and all below it during the `map`, less that inside the
functions: another program on the machine is in neither. One row an engine and number of workers. Linux: processes are found in /proc.
"""

import argparse
import itertools
import os
import time
from collections.abc import Iterable
from pathlib import Path

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Task
from malmoi.text.korean import tokenize, tokenize_many

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def nothing(_: object) -> None:
    """The least a task can do."""


def load() -> None:
    """Load Kiwi."""
    tokenize("말모이")


def count_tokens(shard: tuple[int, int]) -> int:
    """Tokens of `lines` lines of the examples from a `start` on."""
    start, lines = shard
    text = [line for path in sorted(EXAMPLES.glob("*.ko.txt")) for line in path.read_text("utf-8").splitlines() if line]
    some = itertools.islice(itertools.cycle(text), start, start + lines)
    return sum(map(len, tokenize_many([f"{n}. {line}" for n, line in enumerate(some, start)])))


def processors(process: int) -> float:
    """Seconds of processors of a process and those below it."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    below = [
        int(child)
        for path in Path(f"/proc/{process}/task").glob("*/children")
        for child in path.read_text("ascii").split()
    ]
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(processors, below))


def timed_map(
    engine: object, function: object, payloads: Iterable[object], setup: object = None
) -> tuple[float, float, float, list[object]]:
    """Seconds of the whole by the clock, and of processors; those inside the function; values in order."""
    start, before = time.perf_counter(), processors(os.getpid())
    done = list(engine.map(function, [Task(str(i), each) for i, each in enumerate(payloads)], setup=setup))
    seconds, spent = time.perf_counter() - start, processors(os.getpid()) - before
    assert all(outcome.error is None for outcome in done)
    inside = sum(outcome.cpu_seconds for outcome in done)
    return seconds, spent, inside, [outcome.value for outcome in sorted(done, key=lambda outcome: int(outcome.key))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="local,dask")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--tasks", type=int, default=300)
    parser.add_argument("--shards", type=int, default=6)
    parser.add_argument("--lines", type=int, default=10_000)
    given = parser.parse_args()
    # Workers import this file by its name; a function of `__main__` has none.
    import engine_overhead as here

    shards = [(100 * i, given.lines) for i in range(given.shards)]
    load()
    expected = [count_tokens(shard) for shard in shards]
    print("engine  workers  open s  first task s  empty task CPU ms  shard CPU s  beside it ms     %")
    for name in given.engines.split(","):
        for workers in map(int, given.workers.split(",")):
            start = time.perf_counter()
            with open_engine(name, workers) as engine:
                opened = time.perf_counter() - start
                first, *_ = timed_map(engine, here.nothing, range(1))
                _, empty, *_ = timed_map(engine, here.nothing, range(given.tasks))
                timed_map(engine, here.nothing, range(workers * 4), setup=here.load)
                _, real, inside, values = timed_map(engine, here.count_tokens, shards, setup=here.load)
            assert values == expected
            beside = real - inside
            print(
                f"{name:7} {workers:7} {opened:7.2f} {first:13.2f} {empty / given.tasks * 1e3:18.2f} {inside / len(shards):12.2f} "
                f"{beside / len(shards) * 1e3:13.1f} {beside / inside * 100:5.2f}"
            )


if __name__ == "__main__":
    main()
