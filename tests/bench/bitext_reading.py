#!/usr/bin/env python3
"""How fast, and in how much memory, bilingual files are read, beside other readers of the same files.

    bitext_reading.py [--mb 20] [--ours-mb 100]

Files of each format are written with segments of the shipped examples, and read by malmoi (as a stream of frames), translate-toolkit,
polib and Python's own ElementTree, each in a process of its own; readers that are not installed are left out. One row a reading: MB/s
and segments/s of CPU time, and the peak of memory less what the imports take. The file of `--ours-mb` is for malmoi alone.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What a reader imports, and how it leaves the number of segments of the file `path` in `n`, having looked at both texts of each.
UNITS = "n = sum(1 for u in T.parsefile(path).units if u.source is not None and u.target is not None)"
READERS = {
    "malmoi": (
        ("tmx", "xliff12", "xliff", "po", "csv", "tsv", "jsonl"),
        "import polars; from malmoi.formats.bitexts.codecs import stream",
        "n = sum(frame.height for frame in stream(path, name))",
    ),
    "translate-toolkit tmx": (("tmx",), "from translate.storage.tmx import tmxfile as T", UNITS),
    "translate-toolkit xliff": (("xliff12",), "from translate.storage.xliff import Xliff1File as T", UNITS),
    "translate-toolkit xliff2": (("xliff",), "from translate.storage.xliff2 import Xliff2File as T", UNITS),
    "translate-toolkit po": (("po",), "from translate.storage.pypo import pofile as T", UNITS),
    "polib": (("po",), "import polib", "n = len(polib.pofile(path))"),
    "ElementTree, counting only": (
        ("tmx",),
        "import xml.etree.ElementTree as E",
        "n = 0\nfor _, e in E.iterparse(path):\n    if e.tag == 'tu': n += 1; e.clear()",
    ),
}
PROBE = """
import json, sys, time
path, name = sys.argv[1:]
# Not ru_maxrss, which a process has from the one that started it.
peak = lambda: next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
{imports}
bare, start = peak(), time.process_time()
{code}
print(json.dumps([n, time.process_time() - start, (peak() - bare) / 1024]))
"""


def write_files(folder: Path, names: list[str], size: int) -> None:
    from malmoi.formats.bitexts.codecs import write
    from malmoi.model.frames import bitext

    ko, en = (
        [line for path in sorted((ROOT / "examples").glob(f"*.{lang}.txt")) for line in path.read_text("utf-8").split("\n") if line]
        for lang in ("ko", "en")
    )  # fmt: skip
    # A segment takes about this much, whatever the format.
    n = size // 400
    frame = bitext(
        [f"{ko[i % len(ko)][:70]} {i}" for i in range(n)], [f"{en[i % len(en)][:120]} {i}" for i in range(n)]
    )
    for name in names:
        write(frame, folder / f"a.{name}", name)


def show(reader: str, name: str, path: Path) -> None:
    _, imports, code = READERS[reader]
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(imports=imports, code=code), str(path), name],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(f"{reader:<28} {name:<8} not run: {done.stderr.strip().splitlines()[-1]}")
        return
    n, seconds, peak = json.loads(done.stdout)
    size = path.stat().st_size / 1e6
    print(
        f"{reader:<28} {name:<8} {size:6.1f} MB  {size / seconds:6.1f} MB/s  {n / seconds:9,.0f} segments/s  peak {peak:6.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=int, default=20)
    parser.add_argument("--ours-mb", type=int, default=100)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), list(READERS["malmoi"][0]), args.mb * 1_000_000)
        for reader, (names, *_) in READERS.items():
            for name in names:
                show(reader, name, Path(folder) / f"a.{name}")
        write_files(Path(folder), ["tmx"], args.ours_mb * 1_000_000)
        show("malmoi", "tmx", Path(folder) / "a.tmx")


if __name__ == "__main__":
    main()
