"""What a large review workbook costs: time and memory beside the same cells with a style on the header alone.

    python tests/bench/workbook_size.py [--rows 100000]

Each row of the table is one process: CPU seconds, peak memory in MB, size of the file in MB.
  review      write_review over --rows segments, a term in each, a fifth as many candidates and amounts
  bare        the very cells that the review holds (read back from it), by openpyxl in write-only mode, header styled
  fastexcel   all sheets of the review read by fastexcel, if it is installed
The aim is review at most 1.5 times bare, and under 300 MB.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

KO = "{name}은 {i}일 {money}억 달러를 들여 {place}에 새 공장을 짓고 직원 {people}명을 뽑는다고 밝혔다."
EN = (
    "{name} said on day {i} that it would build a new plant in {place} for ${money}00 million and hire {people} people."
)


def alignment(rows: int) -> Any:
    """Invented segments with one occurrence each."""
    from malmoi.model.frames import AMOUNTS, CANDIDATES, OCCURRENCES, bitext
    from malmoi.model.records import Alignment

    values = [
        {"name": f"한빛{i % 997}", "i": i, "money": i % 90, "place": f"광주{i % 31}", "people": i % 5000}
        for i in range(rows)
    ]
    ko, en = [KO.format(**v) for v in values], [EN.format(**v) for v in values]
    terms = rows // 5
    candidates = [
        (f"한빛{i}", f"Hanbit {i}", "name", i % 100 / 100, 5, "소리가 같음 / they sound alike", "new", ko[i], en[i])
        for i in range(terms)
    ]
    occurrences = [(i % terms, i, 0, len(v["name"]), 0, len(v["name"]), 0.9) for i, v in enumerate(values)]
    amounts = [
        (i, "match", None, f"{i}억 달러", f"${i}00 million", str(i * 10**8), "USD", str(i * 10**8), "USD", 0, 4, 0, 4)
        for i in range(terms)
    ]
    return Alignment(
        bitext(ko, en, "bench", [i % 100 / 100 for i in range(rows)]),
        pl.DataFrame(candidates, schema=CANDIDATES, orient="row"),
        pl.DataFrame(occurrences, schema=OCCURRENCES, orient="row"),
        pl.DataFrame(amounts, schema=AMOUNTS, orient="row"),
        {"segments": rows},
    )


def review(rows: int, folder: Path) -> tuple[float, int, Path]:
    """Seconds, memory before, file."""
    from malmoi.export.workbook import write_review

    given, before, path = alignment(rows), peak(), folder / "review.xlsx"
    start = time.process_time()
    write_review(given, path)
    return time.process_time() - start, before, path


def bare(rows: int, folder: Path) -> tuple[float, int, Path]:
    """The same values, sheet by sheet; reading them is not counted."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheets = [pl.read_ipc(path).rows() for path in sorted(folder.glob("*.arrow"))]
    before, path = peak(), folder / "bare.xlsx"
    start = time.process_time()
    book = Workbook(write_only=True)
    for table in sheets:
        sheet = book.create_sheet()
        heads = [WriteOnlyCell(sheet, f"head {i}") for i in range(len(table[0]))]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in table:
            sheet.append(row)
    book.save(path)
    return time.process_time() - start, before, path


def fastexcel(rows: int, folder: Path) -> tuple[float, int, Path]:
    """Read every sheet; leaves the tables for `bare`."""
    import fastexcel

    path, before = folder / "review.xlsx", peak()
    start = time.process_time()
    book = fastexcel.read_excel(path)
    tables = [book.load_sheet(i).to_polars() for i in range(1, len(book.sheet_names))]
    seconds = time.process_time() - start
    for i, table in enumerate(tables):
        table.write_ipc(folder / f"{i}.arrow")
    return seconds, before, path


def peak() -> int:
    """Peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(
    job: Callable[[int, Path], tuple[float, int, Path]], rows: int, folder: Path
) -> tuple[str, float, int, int, float]:
    """Run in a process of its own."""
    seconds, before, path = job(rows, folder)
    return job.__name__, seconds, before, peak(), path.stat().st_size / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    print(f"{'job':10} {'CPU s':>7} {'MB before':>10} {'MB peak':>8} {'file MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for job in (review, fastexcel, bare):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                name, seconds, before, top, size = pool.apply(measured, (job, rows, Path(folder)))
            print(f"{name:10} {seconds:7.1f} {before:10} {top:8} {size:8.1f}", flush=True)


if __name__ == "__main__":
    main()
