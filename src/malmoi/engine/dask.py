"""Engine `dask`: workers of dask.distributed, its own on this machine or those of a cluster that exists (extra `cluster`).

Scheduling, restarting and moving are dask's; here is only what malmoi promises beside: the same tries and outcomes as the engine
`local`, versions compared before anything runs, one sentence where a cluster cannot be had, and nothing of dask's own talk on the
screen. Facts of dask: https://distributed.dask.org
"""

import contextlib
import os
import queue
import time
import uuid
import warnings
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from malmoi.engine.attempts import Attempt, Attempts
from malmoi.engine.base import BaseEngine
from malmoi.engine.cores import cores
from malmoi.engine.dask_cluster import cluster_at, distributed, first_line, own_cluster, quiet
from malmoi.engine.protocol import STILLBORN, TRIES, Outcome, Progress
from malmoi.engine.redaction import redacted
from malmoi.engine.versions import PACKAGES, difference
from malmoi.engine.work import Job, Reply
from malmoi.errors import EngineError, InputError, UsageError

__all__ = ["DaskEngine"]

# Tasks that the scheduler of a cluster is told of at once: enough for one that grows with its work, no load for one that does not.
_AHEAD = 1000
# Seconds between two looks at how many workers there are.
_LOOK = 0.25
# Seconds between two requests for workers that are missing.
_HEAL = 3.0
_PACKAGES = (*PACKAGES, "distributed")


class DaskEngine(BaseEngine):
    """Workers of dask.distributed.

    Without `address` it starts `workers` processes (one a core by default) behind a scheduler on the loopback interface; a worker that
    comes to hold more than `memory_limit` bytes is ended and started anew, and its task tried again. With `address` (tcp:// or tls://) it
    uses that cluster, once it has `workers` workers (at least one), for which it waits `timeout` seconds; `ca`, `cert` and `key` are PEM
    files for TLS.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        memory_limit: int | None = None,
        address: str | None = None,
        ca: str | os.PathLike[str] | None = None,
        cert: str | os.PathLike[str] | None = None,
        key: str | os.PathLike[str] | None = None,
        timeout: float = 30.0,
    ) -> None:
        super().__init__()
        if address is None and (ca or cert or key):
            raise UsageError("Certificates are for a cluster at an address: give its address too.")
        if address is not None and memory_limit is not None:
            raise UsageError(
                "The memory of a cluster's workers is limited where they are started: dask worker --memory-limit."
            )
        for path in (ca, cert, key):
            if path is not None and not Path(path).is_file():
                raise InputError(f"{path} is not there: it should be a PEM file for TLS.")
        self._wanted, self._limit, self._timeout = workers or 0, memory_limit, timeout
        self._address = address
        files = {"tls_ca_file": ca, "tls_client_cert": cert, "tls_client_key": key}
        self._certificates = {name: str(path) for name, path in files.items() if path is not None}
        self._plugin = f"malmoi-{uuid.uuid4().hex}"
        self._closing = contextlib.ExitStack()
        self._client: Any = None
        # When a worker was last known to be there.
        self._seen = 0.0
        # When missing workers of our own were last asked for.
        self._healed = 0.0

    @property
    def workers(self) -> int:
        """How many tasks run at once, now."""
        return len(self._client.nthreads())

    def __enter__(self) -> Self:
        with warnings.catch_warnings(), contextlib.ExitStack() as opening:
            warnings.simplefilter("ignore")
            opening.enter_context(quiet())
            if self._address is None:
                self._wanted = self._wanted or cores()
                self._client = opening.enter_context(own_cluster(self._wanted, self._limit))
            else:
                self._client = opening.enter_context(cluster_at(self._address, self._certificates, self._timeout))
            self._wait_for_workers(self._wanted or 1)
            self._compare_versions()
            self._closing = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def _wait_for_workers(self, count: int) -> None:
        try:
            self._client.wait_for_workers(count, timeout=self._timeout)
        except TimeoutError as error:
            raise EngineError(
                f"The cluster at {redacted(self._client.scheduler.address)} has {self.workers} of {count} workers after "
                f"{self._timeout:g} seconds: start workers there (dask worker ADDRESS --nthreads 1), or wait longer."
            ) from error

    def _compare_versions(self) -> None:
        found = self._client.get_versions(packages=list(_PACKAGES))
        mine = _relevant(found["client"])
        for address, theirs in sorted(found["workers"].items()):
            if differs := difference(mine, _relevant(theirs)):
                raise EngineError(
                    f"The worker at {redacted(address)} has other versions than this program ({differs}): install the same on both sides."
                )

    def _outcomes(self, job: Job, attempts: Attempts, progress: Progress | None) -> Generator[Outcome]:
        from malmoi.engine.dask_worker import run

        self._seen = time.monotonic()
        self._send(job)
        if not attempts.hold(1):
            return
        if job.setup is not None:
            self._make_ready()
        flying: dict[str, tuple[Any, Attempt]] = {}
        landed: queue.SimpleQueue[Any] = queue.SimpleQueue()
        newcomers = _Newcomers(self._own_workers())
        try:
            while True:
                if job.setup is not None:
                    self._greet(newcomers, landed)
                while (
                    len(flying) < self._room() - len(newcomers.preparing) and (attempt := attempts.take()) is not None
                ):
                    payload = job.pack(attempt.task)
                    future = self._client.submit(run, self._plugin, payload, key=_fresh(), pure=False)
                    flying[future.key] = future, attempt.begun()
                    future.add_done_callback(landed.put)
                if not flying and not attempts.hold(1):
                    return
                future = self._next(landed)
                if future is None:
                    continue
                if future.key in newcomers.preparing:
                    self._hear(newcomers.preparing.pop(future.key), newcomers)
                    continue
                _, attempt = flying.pop(future.key)
                outcome = self._judge(*self._collect(future, attempt), attempts)
                if outcome is not None:
                    if progress is not None:
                        progress(outcome)
                    yield outcome
        finally:
            if self._client.status == "running":
                self._client.cancel([*newcomers.preparing.values(), *(future for future, _ in flying.values())])

    def _send(self, job: Job) -> None:
        """Give every worker, now and later, the job; again where a worker died just then."""
        from malmoi.engine.dask_worker import JobPlugin
        from malmoi.engine.versions import here

        plugin = JobPlugin(self._plugin, job, here())
        for tries in range(1, TRIES + 1):
            try:
                self._client.register_plugin(plugin, name=self._plugin)
                return
            except Exception as error:
                if tries == TRIES:
                    raise EngineError(f"The workers could not be given their job: {first_line(error)}.") from error

    def _make_ready(self) -> None:
        """Set all workers up and return when the first is ready. Raises EngineError when they die of it rather than their tasks."""
        from malmoi.engine.dask_worker import make_ready

        failures = 0
        while failures < STILLBORN:
            landed: queue.SimpleQueue[Any] = queue.SimpleQueue()
            # One for each worker; whichever takes it where none is there now.
            places = [{"workers": at, "allow_other_workers": True} for at in self._client.nthreads()] or [{}]
            futures = [self._client.submit(make_ready, self._plugin, key=_fresh(), pure=False, **at) for at in places]
            for future in futures:
                future.add_done_callback(landed.put)
            for _ in futures:
                while (future := self._next(landed)) is None:
                    pass
                try:
                    ready = future.result()
                except Exception as error:
                    failures, reason = failures + 1, _reason(error)
                else:
                    self._welcome(ready)
                    return
        raise _stillborn(failures, reason)

    def _greet(self, newcomers: "_Newcomers", landed: "queue.SimpleQueue[Any]") -> None:
        """Have workers that took the place of dead ones set up before they are given tasks: a death meanwhile is no task's fault."""
        from malmoi.engine.dask_worker import make_ready

        for at in self._own_workers() - newcomers.known:
            newcomers.known.add(at)
            future = self._client.submit(
                make_ready, self._plugin, key=_fresh(), pure=False, workers=at, allow_other_workers=True
            )
            newcomers.preparing[future.key] = future
            future.add_done_callback(landed.put)

    def _hear(self, future: Any, newcomers: "_Newcomers") -> None:
        """How the set-up of a newcomer went."""
        try:
            ready = future.result()
        except Exception as error:
            newcomers.stillborn += 1
            if newcomers.stillborn >= STILLBORN:
                raise _stillborn(newcomers.stillborn, _reason(error)) from error
        else:
            newcomers.stillborn = 0
            self._welcome(ready)

    def _own_workers(self) -> set[str]:
        """Addresses of the workers that run, where they are our own."""
        if self._address is not None:
            return set()
        return {worker.address for worker in tuple(self._client.cluster.scheduler.running)}

    def _room(self) -> int:
        """How many tasks may be with the scheduler: of our own cluster one a worker, so that a death is that task's and no other's."""
        return _AHEAD if self._address is not None else len(self._client.cluster.scheduler.running)

    def _next(self, landed: "queue.SimpleQueue[Any]") -> Any:
        """The next future that is done, or None after a while. Raises EngineError when the scheduler, or every worker for long, is gone."""
        with contextlib.suppress(queue.Empty):
            future = landed.get(timeout=_LOOK)
            self._seen = time.monotonic()
            return future
        if self._client.status != "running":
            raise EngineError(
                "The connection to the scheduler is lost: see that it runs, and start again; what is finished is kept."
            )
        now = time.monotonic()
        if self._address is None and self._room() < self._wanted and now - self._healed > _HEAL:
            # dask's keepers of workers may themselves give up, when a worker dies just as it is started: missing ones are started anew.
            self._healed = now
            self._client.cluster.scale(self._wanted)
        if now - self._seen < _HEAL:
            return None
        if self.workers:
            self._seen = now
        elif now - self._seen > self._timeout:
            raise EngineError(
                f"There has been no worker for {self._timeout:g} seconds: see what ended them, and start again; what is finished is kept."
            )
        return None

    def _collect(self, future: Any, attempt: Attempt) -> tuple[Attempt, Reply]:
        """What became of an attempt, whoever failed."""
        try:
            ready, reply = future.result()
        except distributed().KilledWorker as error:
            # A cluster of others may have tried by itself before it gave up.
            attempt = attempt.begun(error.allowed_failures)
            reply = Reply(error=f"The worker ended while it did this ({_reason(error)}).", again=True)
        except (TimeoutError, OSError) as error:
            reply = Reply(error=f"The answer did not arrive ({first_line(error)}).", again=True)
        except Exception as error:
            if future.cancelled():
                raise EngineError(
                    "The scheduler gave up what it was asked for: see that it runs, and start again."
                ) from error
            reply = Reply(error=f"The worker could not do this ({first_line(error)}).", again=True)
        else:
            self._welcome(ready)
        finally:
            future.release()
        return attempt, reply


@dataclass(slots=True)
class _Newcomers:
    """Workers that were seen, set-ups under way by key, and how many in a row ended in them."""

    known: set[str]
    preparing: dict[str, Any] = field(default_factory=dict)
    stillborn: int = 0


def _stillborn(failures: int, reason: str) -> EngineError:
    return EngineError(
        f"{failures} workers in a row ended before they were ready ({reason}): free memory, or use fewer workers."
    )


def _fresh() -> str:
    """A key for the scheduler, whose logs have it: nothing of the task."""
    return f"malmoi-{uuid.uuid4().hex}"


def _relevant(found: dict[str, Any]) -> dict[str, str | None]:
    packages = found["packages"]
    return {name: packages.get(name) for name in ("python", *_PACKAGES)}


def _reason(error: BaseException) -> str:
    # dask's own sentence for this one is three, with addresses.
    return "killed, or out of memory" if isinstance(error, distributed().KilledWorker) else first_line(error)
