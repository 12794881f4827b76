"""Engine `local`: spawned processes of this machine, each with a pipe of its own, replaced when they die or grow.

The standard library's pool shares one queue between its workers: one that is killed breaks the pool, with all tasks in it and every set-up
to be paid again, and one killed while it writes may leave the queue locked. With a pipe each, a death concerns one worker and one task.
Workers are spawned, not forked: Polars and Kiwi have threads, which a fork does not copy. They end with the process that started them,
however that ends, because they wait for it as for their pipe.
"""

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Generator, Iterator
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from malmoi.engine.attempts import Attempt, Attempts
from malmoi.engine.base import BaseEngine
from malmoi.engine.cores import SINGLE, cores
from malmoi.engine.interrupts import ignore_interrupts, interrupts_held
from malmoi.engine.protocol import STILLBORN, Outcome, Progress
from malmoi.engine.work import Job, Reply, memory_held, perform, prepare
from malmoi.errors import EngineError, UsageError

__all__ = ["LocalEngine"]

# Seconds that a worker without work may take to end by itself before it is killed.
_PATIENCE = 5.0


class LocalEngine(BaseEngine):
    """Up to `workers` processes (one a core by default), started when tasks wait for them and kept between calls of `map`.

    A worker that holds more than `memory_limit` bytes after a task is replaced by a fresh one. Those that are still busy with a `map` when
    the next one begins are ended.
    """

    def __init__(self, workers: int | None = None, *, memory_limit: int | None = None) -> None:
        if memory_limit is not None and memory_held() is None:
            raise UsageError("A limit of memory cannot be watched on this system: leave it out, or install psutil.")
        super().__init__()
        self._count = workers or cores()
        self._limit = memory_limit
        self._crew: list[_Worker] = []
        # How many workers in a row ended before they were ready.
        self._stillborn = 0

    @property
    def workers(self) -> int:
        """How many tasks run at once."""
        return self._count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dismiss(self._crew, kill=kind is not None)

    def _outcomes(self, job: Job, attempts: Attempts, progress: Progress | None) -> Generator[Outcome]:
        self._stillborn = 0
        for worker in self._crew:
            worker.ready = False
        try:
            while True:
                self._give_work(job, attempts)
                busy = {worker.pipe: worker for worker in self._crew if worker.busy}
                if not busy:
                    return
                for pipe in wait(list(busy)):
                    outcome = self._hear(busy[pipe], attempts)  # type: ignore[index]
                    if outcome is not None:
                        if progress is not None:
                            progress(outcome)
                        yield outcome
        finally:
            self._dismiss([worker for worker in self._crew if worker.busy])

    def _give_work(self, job: Job, attempts: Attempts) -> None:
        """Idle workers get a task each; where tasks are left over and workers are missing, those are prepared or started."""
        for worker in [worker for worker in self._crew if worker.ready and not worker.busy]:
            attempt = attempts.take()
            if attempt is None:
                return
            if worker.send(job.pack(attempt.task)):
                worker.attempt = attempt.begun()
            else:
                # It had died before, without a task.
                attempts.put_back(attempt)
                self._dismiss([worker])
        preparing = sum(worker.preparing for worker in self._crew)
        for worker in [worker for worker in self._crew if not worker.ready and not worker.busy]:
            if not attempts.hold(preparing + 1):
                return
            if worker.send(job):
                worker.preparing = True
                preparing += 1
            else:
                self._dismiss([worker])
        while len(self._crew) < self._count and attempts.hold(preparing + 1):
            worker = _Worker.start()
            self._crew.append(worker)
            worker.preparing = True
            worker.send(job)
            preparing += 1

    def _hear(self, worker: "_Worker", attempts: Attempts) -> Outcome | None:
        """What a busy worker's pipe has to say: ready, a reply, or the end of the worker."""
        attempt, reply = worker.attempt, worker.receive()
        worker.attempt, worker.preparing = None, False
        if reply is None:
            self._dismiss([worker])
            if attempt is None:
                self._count_stillborn(worker)
                return None
            reply = Reply(error=f"The worker ended while it did this ({worker.how_it_ended()}).", again=True)
        elif attempt is None:
            self._welcome(reply)
            self._stillborn, worker.ready = 0, True
            return None
        elif reply.out_of_memory or (self._limit is not None and (reply.memory or 0) > self._limit):
            self._dismiss([worker])
        return self._judge(attempt, reply, attempts)

    def _count_stillborn(self, worker: "_Worker") -> None:
        self._stillborn += 1
        if self._stillborn >= STILLBORN:
            raise EngineError(
                f"{STILLBORN} workers in a row ended before they were ready ({worker.how_it_ended()}): "
                "look for what they wrote above, free memory, or use fewer workers."
            )

    def _dismiss(self, workers: "list[_Worker]", *, kill: bool = False) -> None:
        """Forget these workers: those without a task end by themselves, unless `kill`."""
        self._crew = [worker for worker in self._crew if worker not in workers]
        for worker in workers:
            worker.release(kill=kill or worker.busy)
        for worker in workers:
            worker.join()


class _Worker:
    """The parent's end of one process."""

    def __init__(self, process: Any, pipe: "Connection[Any, Any]") -> None:
        self.pipe = pipe
        self.attempt: Attempt | None = None
        self.preparing = self.ready = False
        self._process = process

    @classmethod
    def start(cls) -> Self:
        """A new process. Raises EngineError where the system refuses."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name="malmoi-worker", daemon=True)
        try:
            with _environment(SINGLE), interrupts_held():
                process.start()
        except OSError as error:
            raise EngineError(f"A worker cannot be started: {error.strerror or error}. Use fewer workers.") from error
        finally:
            theirs.close()
        return cls(process, ours)

    @property
    def busy(self) -> bool:
        return self.preparing or self.attempt is not None

    def send(self, message: object) -> bool:
        """False when the process is not there any more."""
        try:
            self.pipe.send(message)
        except OSError:
            return False
        return True

    def receive(self) -> Reply | None:
        """None when the process has ended."""
        try:
            return self.pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError, pickle.UnpicklingError):
            return None

    def release(self, *, kill: bool) -> None:
        self.preparing = self.ready = False
        self.pipe.close()
        if kill:
            self._process.kill()

    def join(self) -> None:
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def how_it_ended(self) -> str:
        code = self._process.exitcode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        return f"exit code {code}"


def _serve(pipe: "Connection[Any, Any]") -> None:
    """The life of a worker: a job prepares it, bytes are a payload; it ends with its pipe or its parent."""
    ignore_interrupts()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    job = Job("")
    with contextlib.suppress(EOFError, OSError):
        while True:
            message = pipe.recv()
            if isinstance(message, Job):
                job = message
                pipe.send(prepare(job))
            else:
                pipe.send(perform(job, message))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """These variables set where they were not, for processes started meanwhile."""
    fresh = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(fresh)
    try:
        yield
    finally:
        for name in fresh:
            os.environ.pop(name, None)
