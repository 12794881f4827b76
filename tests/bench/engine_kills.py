#!/usr/bin/env python3
"""Workers killed (kill -9) at random moments, set-ups included: is all done, once right, and nothing half-written?

    engine_kills.py [--engines local,dask] [--kills 20] [--shards 80] [--pause 1] [--workers 2] [--seed 0]

Each shard is a file that a worker reads, tokenises with Kiwi and writes whole or not at all; at the end every output must be byte-equal
to what one process makes. Linux: the workers are found in /proc.
"""

import argparse
import os
import random
import signal
import tempfile
import threading
import time
from pathlib import Path

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Task
from malmoi.files import write_text
from malmoi.text.korean import tokenize, tokenize_many

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def load() -> None:
    """Load Kiwi."""
    tokenize("말모이")


def annotate(job: tuple[str, str]) -> int:
    """Tokens of a file's lines, one line each."""
    source, target = job
    lines = Path(source).read_text("utf-8").splitlines()
    made = [" ".join(f"{token.form}/{token.tag}" for token in tokens) for tokens in tokenize_many(lines)]
    write_text(target, "\n".join(made))
    return len(made)


def workers_of_this_process() -> list[int]:
    found = []
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text("ascii").split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if b"spawn_main" in command:
                found.append(int(child))
    return found


def kill_some(count: int, pause: float, rng: random.Random, moved: threading.Event, killed: list[int]) -> None:
    """Kill one of the workers, busy or being set up, up to `pause` seconds after something was done since the kill before."""
    while len(killed) < count and moved.wait(600):
        moved.clear()
        time.sleep(rng.uniform(0, pause))
        if workers := workers_of_this_process():
            victim = rng.choice(workers)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)


def torture(name: str, given: argparse.Namespace, folder: Path, sources: list[Path]) -> None:
    import engine_kills as here

    made = folder / name
    made.mkdir()
    moved, killed = threading.Event(), []
    moved.set()
    start = time.perf_counter()
    with open_engine(name, given.workers) as engine:
        arguments = (given.kills, given.pause, random.Random(given.seed), moved, killed)
        threading.Thread(target=kill_some, args=arguments, daemon=True).start()
        tasks = [Task(source.name, (str(source), str(made / source.name))) for source in sources]
        done = list(engine.map(here.annotate, tasks, setup=here.load, progress=lambda _: moved.set()))
    wrong = sum(
        (folder / "right" / each.name).read_bytes() != (made / each.name).read_bytes()
        for each in sources
        if (made / each.name).exists()
    )
    missing = sum(not (made / each.name).exists() for each in sources)
    failed = sum(outcome.error is not None for outcome in done)
    again = sum(outcome.tries > 1 for outcome in done)
    print(
        f"{name:6} {given.workers} workers: {len(killed)} kills in {time.perf_counter() - start:.1f} s, {len(done)} outcomes, "
        f"{failed} failed, {missing} missing, {wrong} wrong, {again} tried again"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="local,dask")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--shards", type=int, default=80)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=1.0, help="most seconds between an outcome and the next kill")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    text = [line for path in sorted(EXAMPLES.glob("*.ko.txt")) for line in path.read_text("utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "right").mkdir()
        (folder / "sources").mkdir()
        sources = [folder / "sources" / f"shard-{i:04}" for i in range(given.shards)]
        rng = random.Random(given.seed)
        for source in sources:
            source.write_text("\n".join(rng.choices(text, k=given.lines)), "utf-8")
            annotate((str(source), str(folder / "right" / source.name)))
        for engine in given.engines.split(","):
            torture(engine, given, folder, sources)


if __name__ == "__main__":
    main()
