"""Stages of a corpus job: many steps given to an engine, each done once; what a run finished before is not done again.

A step writes its output and then its receipt (JSON), both whole or not at all. A step with a receipt is done; so a job that was stopped, by
whatever, goes on where it was, and receipts hold nothing that another run would write otherwise.
"""

import contextlib
import errno
import heapq
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Engine, Task
from malmoi.engine.work import memory_held
from malmoi.errors import CorpusError
from malmoi.files import explain_os_error
from malmoi.flow.corpus_equipment import Equipment, equip
from malmoi.flow.corpus_folder import parse_json, write_json
from malmoi.flow.corpus_remote import AnyPath, names_in, read_many

__all__ = ["Seen", "StageReport", "Step", "Watch", "Workshop", "finish", "receipts", "unfinished"]

# Steps whose times are kept, and failures that are told; after so many a job stops, for the others will fail too.
_SLOWEST, _MOST_FAILURES = 10, 20
_DISK_FULL = explain_os_error(OSError(errno.ENOSPC, ""))


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work: what messages call it, where its receipt goes, the function's argument; its segments and output where known."""

    key: str
    receipt: AnyPath
    payload: object
    segments: int = 0
    output: AnyPath | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a stage has come, for people: steps and segments done of all; seconds since it began."""

    stage: str
    steps: int
    all_steps: int
    segments: int
    all_segments: int
    resumed: int
    seconds: float


Watch = Callable[[Seen], None]


@dataclass(slots=True)
class StageReport:
    """How a stage went: steps done now and before, segments done now, wall seconds, seconds of workers and of processors in them, the most
    bytes that a worker held, slowest steps, failures, further tries."""

    name: str
    steps: int = 0
    resumed: int = 0
    segments: int = 0
    seconds: float = 0.0
    busy: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    workers: int = 0
    again: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        rate = self.segments / self.seconds if self.seconds else 0.0
        slowest = [{"step": key, "seconds": round(seconds, 3)} for seconds, key in sorted(self.slowest, reverse=True)]
        return asdict(self) | {
            "segments_per_second": round(rate, 1),
            "slowest": slowest,
            "failures": [{"step": key, "error": error} for key, error in self.failures],
        }


class Workshop:
    """An engine that is opened when the first step needs it; a context manager. Stages run one after the other; their reports are kept."""

    def __init__(
        self,
        engine: str = "local",
        workers: int | None = None,
        *,
        options: Mapping[str, object] | None = None,
        equipment: Equipment | None = None,
        watch: Watch = lambda seen: None,
        opener: Callable[..., Engine] = open_engine,
    ) -> None:
        """`engine`, `workers` and `options` are those of `engine.names.open_engine`; `equipment` is sent to each worker."""
        self._open: Callable[[], Engine] = partial(opener, engine, workers, **(options or {}))
        self._equipment, self._watch = equipment or Equipment(), watch
        self._engine: Engine | None = None
        self.reports: list[StageReport] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.__exit__(kind, error, trace)
            self._engine = None

    def run(
        self, name: str, function: Callable[[Any], Any], steps: Sequence[Step], *, equipment: Equipment | None = None
    ) -> StageReport:
        """Do the steps that have no receipt, with other equipment than the workshop's where it is given.

        Raises CorpusError when some could not be done, EngineError.
        """
        report = StageReport(name)
        self.reports.append(report)
        start = time.monotonic()
        pending = unfinished(steps)
        report.resumed = len(steps) - len(pending)
        every = sum(step.segments for step in steps)
        done_before = every - sum(step.segments for step in pending)

        def tell() -> None:
            report.seconds = time.monotonic() - start
            finished, segments = report.resumed + report.steps, done_before + report.segments
            self._watch(Seen(name, finished, len(steps), segments, every, report.resumed, report.seconds))

        tell()
        if pending:
            self._map(function, pending, report, tell, equipment or self._equipment)
        tell()
        if report.failures:
            raise _failed(report, len(steps))
        return report

    @contextlib.contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Note how long the block takes, which is a stage that this process does by itself."""
        start, cpu = time.monotonic(), time.process_time()
        yield
        seconds, cpu = time.monotonic() - start, time.process_time() - cpu
        held = memory_held() or 0
        self.reports.append(StageReport(name, steps=1, seconds=seconds, busy=seconds, cpu=cpu, memory=held, workers=1))

    def _map(
        self,
        function: Callable[[Any], Any],
        pending: Sequence[Step],
        report: StageReport,
        tell: Callable[[], None],
        equipment: Equipment,
    ) -> None:
        if self._engine is None:
            self._engine = self._open().__enter__()
        sizes = {step.key: step.segments for step in pending}
        tasks = (Task(step.key, step.payload) for step in pending)
        outcomes = self._engine.map(function, tasks, setup=equip, setup_args=(equipment,))
        for outcome in outcomes:
            report.workers = max(report.workers, self._engine.workers)
            report.busy += outcome.seconds
            report.cpu += outcome.cpu_seconds
            report.memory = max(report.memory, outcome.memory or 0)
            report.again += outcome.tries - 1
            report.warnings += [text for text in outcome.warnings if text not in report.warnings]
            if outcome.error is not None:
                report.failures.append((outcome.key, outcome.error))
                if len(report.failures) >= _MOST_FAILURES or _DISK_FULL in outcome.error:
                    break
                continue
            report.steps += 1
            report.segments += sizes[outcome.key] or int(outcome.value or 0)
            heapq.heappush(report.slowest, (outcome.seconds, outcome.key))
            if len(report.slowest) > _SLOWEST:
                heapq.heappop(report.slowest)
            tell()
        if isinstance(outcomes, Generator):  # what still runs is not waited for
            outcomes.close()


def unfinished(steps: Iterable[Step]) -> list[Step]:
    """The steps without a receipt, or without what it is for; each folder is listed once, however many steps there are."""
    listed: dict[AnyPath, set[str]] = {}

    def there(path: AnyPath) -> bool:
        folder = path.parent
        if folder not in listed:
            listed[folder] = names_in(folder)
        return path.name in listed[folder]

    return [step for step in steps if not (there(step.receipt) and (step.output is None or there(step.output)))]


def finish(receipt: AnyPath, value: dict[str, Any]) -> int:
    """Write the receipt of a step, its last act; gives its segments. Raises OutputError."""
    write_json(value, receipt)
    return int(value.get("segments", 0))


def receipts(steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """What the steps wrote into their receipts, in order. Raises CorpusError when one has gone."""
    for step, data in zip(steps, read_many(step.receipt for step in steps), strict=True):
        found = parse_json(data)
        if found is None:
            raise CorpusError(f"{step.receipt} has gone while the job ran: run it again.")
        yield found


def _failed(report: StageReport, steps: int) -> CorpusError:
    key, error = report.failures[0]
    more = f" (and {len(report.failures) - 1} more)" if len(report.failures) > 1 else ""
    return CorpusError(
        f"{report.name}: {key}{more} could not be done: {error} "
        f"{report.resumed + report.steps} of {steps} are finished and kept; run the same command again for the others."
    )
