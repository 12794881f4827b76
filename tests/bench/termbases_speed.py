"""How many concepts a second term bases are written and read, and how much memory that takes.

    python tests/bench/termbases_speed.py [--concepts 20000] [FORMAT …]

Each line: format, size of the file, concepts written and read a second of CPU, the most memory the process has had so far. Each concept
has four terms, a definition and some fields. On two slow, busy cores TBX is written at 25,000 and read, with all rules checked, at 2,900
concepts a second; 100,000 concepts (113 MB) need 222 MB of memory.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from malmoi.formats.termbases.codecs import FORMATS, read_terms, write_terms
from malmoi.formats.termbases.records import Concept, Term

AT = "2026-11-23T07:00:00.000000Z"


def concepts(n: int) -> Iterator[Concept]:
    for i in range(n):
        terms = (
            Term("ko", f"용어{i}", "preferred", "noun", hanja="用語"),
            Term("ko", f"용어 {i}호", "admitted", "noun", "variant"),
            Term("en", f"term number {i}", "preferred", "noun"),
            Term("en", f"t{i}", "admitted", type="abbreviation", note="a note"),
        )
        yield Concept(f"c{i}", terms, "it", f"정의 {i} is a definition of some length, with words", "", "kim", AT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, default=20_000)
    parser.add_argument("formats", nargs="*", default=[name for name, one in FORMATS.items() if one.reads])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in options.formats:
            path = Path(folder) / f"a{next(iter(FORMATS[name].suffixes), '.csv' if name == 'omegat-csv' else '.tbx')}"
            start = time.process_time()
            write_terms(concepts(options.concepts), path, name, signature="1:a")
            written = time.process_time()
            read_terms(path, name)
            rates = [options.concepts / seconds for seconds in (written - start, time.process_time() - written)]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = path.stat().st_size / 1e6
            print(
                f"{name:11} {size:6.1f} MB  write {rates[0]:6.0f}/s  read {rates[1]:6.0f}/s  {memory:5.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
