"""What all commands of `malmoi corpus` share: where the work runs, how far it is, and the report at its end."""

import re
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.errors import MalmoiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from malmoi.flow.corpus_remote import AnyPath
    from malmoi.flow.corpus_run import Seen, Workshop

__all__ = [
    "AddressOption",
    "CaOption",
    "CertOption",
    "DryRunOption",
    "EngineKind",
    "EngineOption",
    "KeyOption",
    "MemoryOption",
    "Place",
    "WaitOption",
    "WorkersOption",
    "duration",
    "workshop",
]


class EngineKind(StrEnum):
    """Where the work runs."""

    LOCAL = "local"
    DASK = "dask"


EngineOption = Annotated[
    EngineKind | None,
    typer.Option(
        help="local: processes of this machine; dask: dask.distributed. Left out: local, or dask with --address."
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", "-n", metavar="N", help="Processes at once; left out, one a core, or all of the cluster."
    ),
]
AddressOption = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a cluster that runs, as in tcp://10.0.0.5:8786.")
]
CaOption = Annotated[
    Path | None, typer.Option("--tls-ca", metavar="PATH", help="Certificate of the authority, for tls:// (PEM).")
]
CertOption = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="PATH", help="Own certificate, for tls:// (PEM).")
]
KeyOption = Annotated[Path | None, typer.Option("--tls-key", metavar="PATH", help="Own key, for tls:// (PEM).")]
MemoryOption = Annotated[
    str | None,
    typer.Option("--memory", metavar="SIZE", help="Memory of a worker, as in 2GB; one that holds more is replaced."),
]
WaitOption = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="Wait so long for a cluster's scheduler and workers; 30 if left out."),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Do a sample only, and say how long all of it would take.")
]

_SIZES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)I?B?", re.IGNORECASE)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WHOLE = 10  # segments a second, from which on tenths do not matter
_EVERY, _EVERY_LOGGED = 0.5, 60.0  # seconds between lines: on a terminal, and where they pile up


@dataclass(frozen=True, slots=True)
class Place:
    """The options that say where the work runs."""

    engine: EngineKind | None = None
    workers: int | None = None
    address: str | None = None
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    memory: str | None = None
    wait: float | None = None

    @property
    def name(self) -> str:
        """The engine's: a cluster's address says dask."""
        return (self.engine or (EngineKind.DASK if self.address else EngineKind.LOCAL)).value

    def options(self) -> dict[str, object]:
        """Those of `engine.names.open_engine`. Raises UsageError."""
        if self.wait is not None and self.address is None:
            raise UsageError("--wait is for a cluster that is there already: give its --address.")
        tls = {"ca": self.ca, "cert": self.cert, "key": self.key}
        given: dict[str, object] = {"address": self.address, "timeout": self.wait}
        given |= {name: None if path is None else str(path) for name, path in tls.items()}
        return {name: value for name, value in given.items() if value is not None} | (
            {"memory_limit": _bytes(self.memory)} if self.memory else {}
        )


@contextmanager
def workshop(
    place: Place, title: str, folder: "Callable[[], AnyPath]", **setup: Any
) -> "Iterator[tuple[Workshop, dict[str, Any]]]":
    """A workshop at a place, with progress on standard error; run.json and run.html in `folder()` at the end, whatever the end is.

    The dictionary takes the summary that goes into the report.
    """
    from malmoi.flow.corpus_report import run_record, write_run_report
    from malmoi.flow.corpus_run import Workshop

    summary: dict[str, Any] = {}
    error: BaseException | None = None
    line = _Line()
    made = Workshop(place.name, place.workers, options=place.options(), watch=line, **setup)
    try:
        with made:
            yield made, summary
    except BaseException as caught:
        error = caught
        raise
    finally:
        line.clear()
        target = folder()
        said = None if error is None else str(error) or type(error).__name__
        # A disk that is full stops the report too; what stopped the work is the sentence that counts.
        with suppress(MalmoiError) if error is not None else nullcontext():
            if made.reports and target.is_dir():
                write_run_report(run_record(title, made.reports, summary, engine=place.name, error=said), target)


def duration(seconds: float) -> str:
    """A time as people say it: 12 s, 5 min 10 s, 3 h 20 min, 2 d 4 h."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    for size, smaller, names in ((_DAY, _HOUR, "d h"), (_HOUR, _MINUTE, "h min"), (_MINUTE, 1, "min s")):
        if whole >= size:
            large, small = names.split()
            return f"{whole // size} {large} {whole % size // smaller} {small}"
    return f"{whole} s"


class _Line:
    """Progress with rate and remaining time: one line that changes on a terminal, one a minute elsewhere."""

    def __init__(self) -> None:
        self._shown, self._last = 0, time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._begun: dict[str, int] = {}

    def __call__(self, seen: "Seen") -> None:
        """Show how far a stage is."""
        before = self._begun.setdefault(seen.stage, seen.segments)
        now = time.monotonic()
        if now - self._last < (_EVERY if self._terminal else _EVERY_LOGGED):
            return
        self._last = now
        text = _told(seen, seen.segments - before)
        if self._terminal:
            sys.stderr.write("\r" + text.ljust(self._shown))
            self._shown = len(text)
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0


def _told(seen: "Seen", fresh: int) -> str:
    parts = [f"{seen.stage}: {seen.steps:,} of {seen.all_steps:,}"]
    if fresh and seen.seconds:
        rate = fresh / seen.seconds
        parts.append(f"{rate:,.0f} segments/s" if rate >= _WHOLE else f"{rate:.1f} segments/s")
        if seen.all_segments:
            parts.append(f"{duration((seen.all_segments - seen.segments) / rate)} left")
    return ", ".join(parts)


def _bytes(said: str) -> int:
    match = _SIZE.fullmatch(said.strip())
    if not match:
        raise UsageError(f"{said!r} is no size of memory: write it as in 2GB or 800MB.")
    return int(float(match[1]) * _SIZES[match[2].upper()])
