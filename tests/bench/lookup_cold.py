#!/usr/bin/env python3
"""What a cold `malmoi lookup` costs beside a bare Typer command, run by turns in processes of their own.

    lookup_cold.py [--runs 15] [--glossary JOURNAL]

One row a question: CPU and wall milliseconds (medians), and the ratio of CPU to the bare command's. The aim is a ratio of at most 1.5 for
a word that is in the glossary. Slips load rapidfuzz and, for English, simplemma's dictionary.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

BARE = """
import typer
app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def hello(words: list[str]) -> None:
    typer.echo(words)
app()
"""
LOOKUP = "from malmoi.cli.app import main; main()"
ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = {
    "exact": "스타게이트",
    "particle": "스타게이트는",
    "choseong": "ㅅㅌㄱㅇㅌ",
    "romanised": "seutageiteu",
    "hanja": "理事會",
    "slip": "반도쳬",
    "english slip": "semiconducter",
}


def cost(code: str, *args: str) -> tuple[float, float]:
    """(CPU, wall) milliseconds of one process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *args], capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1000, wall * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--glossary", default=str(ROOT / "glossary" / "journal.ndjson"))
    args = parser.parse_args()
    commands = {"bare": (BARE, "hi")}
    commands |= {kind: (LOOKUP, "lookup", word, "-g", args.glossary) for kind, word in QUESTIONS.items()}
    for command in commands.values():
        cost(*command)
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(args.runs):
        for name, command in commands.items():
            seen[name].append(cost(*command))
    bare = statistics.median(cpu for cpu, _ in seen["bare"])
    for name, costs in seen.items():
        cpu, wall = (statistics.median(column) for column in zip(*costs, strict=True))
        print(f"{name:<14} cpu={cpu:6.0f} ms  wall={wall:6.0f} ms  ratio={cpu / bare:.2f}")


if __name__ == "__main__":
    main()
