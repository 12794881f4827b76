#!/usr/bin/env python3
"""The store under hard use: writers side by side, writers killed, readers beside a writer. Prints one row each; any loss is an error.

    lookup_store_torture.py [--writers 8] [--writes 200] [--kills 100] [--reads 10000]

together   writers in processes of their own: every version intact, no two of one time
killed     a writer is killed at a random moment: what it acknowledged is there, at most one write more, and the next write works
beside     readers look a word up while a writer changes it: always one of the two states, never an error
frames     readers load the kept frame of terms while another process replaces it: never torn, never an error
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from malmoi.glossary.store import Glossary

WRITER = """
import sys
from malmoi.glossary.store import Glossary
store = Glossary.open(sys.argv[1], by=sys.argv[2])
for i in range(int(sys.argv[3])):
    store.put(ko=f"낱말 {sys.argv[2]} {i}", en=f"word {sys.argv[2]} {i}")
    print(i, flush=True)
"""
CHANGER = """
import sys
from malmoi.glossary.store import Glossary
store = Glossary.open(sys.argv[1])
for i in range(int(sys.argv[2])):
    store.edit("bank", domain=f"d{i}")
"""


def writer(path: Path, name: str, count: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(count)], stdout=subprocess.PIPE)


def together(folder: Path, writers: int, writes: int) -> None:
    path, start = folder / "together.ndjson", time.perf_counter()
    running = [writer(path, f"w{i}", writes) for i in range(writers)]
    for one in running:
        one.communicate()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    good = len({row["id"] for row in rows}) == len({row["at"] for row in rows}) == writers * writes
    print(f"together  versions={len(rows)} intact={good} seconds={time.perf_counter() - start:.1f}")
    if not good:
        sys.exit("versions were lost")


def killed(folder: Path, kills: int) -> None:
    rng, lost, more = random.Random(0), 0, 0
    for i in range(kills):
        path = folder / f"killed{i}.ndjson"
        one = writer(path, "w", 100_000)
        assert one.stdout is not None
        one.stdout.readline()
        time.sleep(rng.random() * 0.05)
        one.kill()
        acknowledged = 1 + one.stdout.read().count(b"\n")
        one.wait()
        store = Glossary.open(path)
        found = set(store.terms.filter(lang="ko")["term"])
        lost += any(f"낱말 w {k}" not in found for k in range(acknowledged))
        more += len(found) > acknowledged + 1
        store.put(ko="끝", en="end")
    print(f"killed    kills={kills} lost={lost} unasked={more}")
    if lost or more:
        sys.exit("acknowledged writes were lost")


def beside(folder: Path, reads: int, writes: int) -> None:
    path = folder / "beside.ndjson"
    Glossary.open(path).put(ko="은행", en="bank", concept="bank")
    changer = subprocess.Popen([sys.executable, "-c", CHANGER, str(path), str(writes)])
    store, bad, seen = Glossary.open(path), 0, set()
    for _ in range(reads):
        found = store.lookup("은행")
        bad += len(found) != 1 or [term for _, term in found[0].translations] != ["bank"]
        seen.add(found[0].fields.get("domain", "")) if found else None
    changer.wait()
    print(f"beside    reads={reads} writes={writes} torn={bad} states seen={len(seen)}")
    if bad:
        sys.exit("a reader saw a torn state")


KEEPER = """
import sys
from malmoi.glossary.store import Glossary
store = Glossary.open(sys.argv[1])
for _ in range(int(sys.argv[2])):
    store._snapshot._write(store.terms, *store._index.read_to())
"""


def frames(folder: Path, reads: int) -> None:
    path = folder / "frames.ndjson"
    store = Glossary.open(path)
    store.put_rows({"ko": f"낱말 {i}", "en": f"word {i}"} for i in range(5000))
    whole, torn = store.terms, 0
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER, str(path), str(reads // 10)])
    for _ in range(reads):
        kept = store._snapshot._read()
        torn += kept is None or not kept[0].equals(whole)
    keeper.wait()
    print(f"frames    reads={reads} replaced={reads // 10} torn={torn}")
    if torn:
        sys.exit("a reader saw a torn frame")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--writes", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--reads", type=int, default=10_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        together(Path(folder), args.writers, args.writes)
        killed(Path(folder), args.kills)
        beside(Path(folder), args.reads, args.reads // 10)
        frames(Path(folder), args.reads // 10)


if __name__ == "__main__":
    main()
