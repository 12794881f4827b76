"""Memory and speed of `malmoi check` on a bitext of any size, made of the examples.

    python tests/bench/check_stream.py [--segments 100000] [--glossary glossary/journal.ndjson] [--documents 1] [--rule NAME …]

Writes a table of so many pairs (the sentences of the examples with other figures in each, one in fifty with a slip) and checks it in a
process of its own, findings as NDJSON and as SARIF. Prints segments a second, findings, and the peak of resident memory in MB.
"""

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import check_seeded

import goldfiles

FIGURE = re.compile(r"\d+")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--segments", type=int, default=100_000)
    ap.add_argument("--glossary", type=Path, default=check_seeded.ROOT / "glossary" / "journal.ndjson")
    ap.add_argument("--documents", type=int, default=1)
    ap.add_argument("--rule", action="append", default=[], help="only this rule (may be repeated)")
    args = ap.parse_args()
    pairs = [pair for name in goldfiles.EXAMPLES for pair in check_seeded.segments(name)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "pairs.tsv"
        write(table, pairs, args.segments, args.documents)
        program = [sys.executable, "-c", "from malmoi.cli.app import main; main()"]
        command = [
            *program,
            "check",
            str(table),
            "-g",
            str(args.glossary),
            "--direction",
            "ko-en",
            "--fail-on",
            "never",
        ]
        command += ["--format", "ndjson", "-o", str(Path(folder) / "f.sarif"), "-o", str(Path(folder) / "f.html")]
        command += [part for rule in args.rule for part in ("-r", rule)]
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=True)
        spent = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{args.segments} segments {args.segments / spent:.0f} a second, {done.stdout.count(bytes([10]))} findings, "
            f"peak {peak:.0f} MB"
        )


def write(path: Path, pairs: list[tuple[str, str]], count: int, documents: int) -> None:
    rng = random.Random(0)
    with path.open("w", encoding="utf-8") as file:
        file.write("doc\tko\ten\n")
        for i in range(count):
            ko, en = rng.choice(pairs)
            number = str(rng.randrange(2, 9999))
            shared = sorted(set(FIGURE.findall(ko)) & set(FIGURE.findall(en)))
            if shared:
                old = rng.choice(shared)
                slipped = number if rng.random() > 0.02 else number + "0"
                ko, en = re.sub(rf"(?<!\d){old}(?!\d)", number, ko), re.sub(rf"(?<!\d){old}(?!\d)", slipped, en)
            file.write(f"d{i * documents // count}\t{number} {ko}\t{number} {en}\n")


if __name__ == "__main__":
    main()
