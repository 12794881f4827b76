"""The page of an alignment in a real browser: bytes a segment, time to load, and pictures in light, dark and narrow.

    python tests/bench/view_page.py examples/results.ko.txt examples/results.en.txt [--segments 5000] [--pictures pictures/]

Needs the program chromium (or google-chrome) and a font with Hangul. The two texts are aligned once and their segments repeated up to
the number asked for. Time is that of a whole start of the browser less that for an empty page, the least of three.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

from malmoi import align_documents
from malmoi.export.page import page
from malmoi.export.view import write_view
from malmoi.model.records import Alignment

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_RUNS = 3
# Name, size of the window, further arguments; in Blink's settings 0 is dark.
_PICTURES = (
    ("light", "1360,900", ()),
    ("dark", "1360,900", ("--blink-settings=preferredColorScheme=0",)),
    ("narrow", "500,900", ()),
)


def main() -> None:
    """Print one row, and the pictures that were made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ko", type=Path)
    parser.add_argument("en", type=Path)
    parser.add_argument("--segments", type=int, default=5000)
    parser.add_argument("--pictures", type=Path)
    args = parser.parse_args()
    browser = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("No browser is installed: try  apt-get install chromium fonts-noto-cjk")
    made = align_documents(args.ko.read_text("utf-8"), args.en.read_text("utf-8"))
    source = {"ko": str(args.ko), "en": str(args.en)}
    with tempfile.TemporaryDirectory() as folder:
        empty, full, once = (Path(folder) / name for name in ("empty.html", "full.html", "once.html"))
        empty.write_text(page("empty", "empty"), "utf-8")
        write_view(_repeated(made, args.segments), full, source=source)
        size = full.stat().st_size
        load = _seconds(browser, full, folder) - _seconds(browser, empty, folder)
        print(
            f"{args.segments} segments: {size / 1e6:.1f} MB, {size / args.segments:.0f} bytes a segment, shown after {load:.2f} s"
        )
        if args.pictures is not None:
            args.pictures.mkdir(parents=True, exist_ok=True)
            write_view(made, once, source=source)
            for name, window, more in _PICTURES:
                target = args.pictures / f"{args.ko.name.split('.')[0]}-{name}.png"
                _run(
                    browser, folder, *more, f"--window-size={window}", f"--screenshot={target.resolve()}", once.as_uri()
                )
                print(target)


def _repeated(made: Alignment, segments: int) -> Alignment:
    """The same segments again and again; terms and findings with them."""
    times, n = -(-segments // made.segments.height), made.segments.height

    def again(frame: pl.DataFrame | None) -> pl.DataFrame | None:
        return (
            None if frame is None else pl.concat([frame.with_columns(seg=pl.col("seg") + i * n) for i in range(times)])
        )

    frames = {name: again(getattr(made, name)) for name in ("segments", "occurrences", "amounts", "findings", "links")}
    frames["segments"] = frames["segments"].head(segments)
    return replace(made, **frames, beads=(made.beads * times)[:segments])


def _seconds(browser: str, path: Path, folder: str) -> float:
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        _run(browser, folder, "--dump-dom", path.as_uri())
        times.append(time.perf_counter() - start)
    return min(times)


def _run(browser: str, folder: str, *args: str) -> None:
    settings = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder}/profile",
    ]
    subprocess.run([browser, *settings, *args], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main()
