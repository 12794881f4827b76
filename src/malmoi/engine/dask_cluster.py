"""A client of dask.distributed: of workers of our own on this machine, or of a cluster that exists; silent in either case.

What goes wrong on the way to a cluster becomes one sentence. Facts of dask: https://distributed.dask.org
"""

import contextlib
import logging
import os
from collections.abc import Iterator, Mapping
from typing import Any

from malmoi.engine.cores import SINGLE
from malmoi.engine.interrupts import interrupts_held
from malmoi.engine.protocol import TRIES
from malmoi.engine.redaction import redacted
from malmoi.errors import EngineError, InputError, UsageError
from malmoi.optional import need

__all__ = ["cluster_at", "distributed", "first_line", "own_cluster", "quiet"]

_NEVER = logging.CRITICAL + 1
# Of dask's own care for memory only the ceiling is used: what our workers hold is none of its data, so it cannot spill it, and a worker
# paused for it would wait for ever. Statistics, which nobody looks at, cost more than a few shards an hour are worth. A lost worker is the
# end of its task's try, and the engine counts tries; the next task waits with the scheduler and not with a worker, so that no death is
# also its.
_OWN = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.deploy.lost-worker-timeout": "8s",
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 1.0,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.nanny.environ": SINGLE,
    "distributed.nanny.pre-spawn-environ": {**SINGLE, "DASK_LOGGING__DISTRIBUTED": "critical"},
}


def distributed() -> Any:
    """The library. Raises MissingExtraError."""
    return need("distributed", "cluster")


@contextlib.contextmanager
def own_cluster(workers: int, memory_limit: int | None) -> Iterator[Any]:
    """A client of `workers` new processes behind a scheduler on the loopback interface. Raises EngineError."""
    library = distributed()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_environment_kept())
        stack.enter_context(need("dask", "cluster").config.set(_OWN))
        # The threads that are started here start the workers, now and when one is to be replaced.
        with interrupts_held():
            cluster = stack.enter_context(_started(library, workers, memory_limit))
            client = stack.enter_context(library.Client(cluster, set_as_default=False))
        yield client


@contextlib.contextmanager
def cluster_at(address: str, certificates: Mapping[str, str], timeout: float) -> Iterator[Any]:
    """A client of the scheduler at an address (tcp:// or tls://), with TLS where there are `certificates` (as Security names them).

    Raises UsageError for what is no address or lacks certificates, InputError for certificates that are none, EngineError for a scheduler
    that does not answer in `timeout` seconds.
    """
    library, shown = distributed(), redacted(address)
    if certificates:
        address = address.replace("tcp://", "tls://", 1)
    security = _security(certificates) if address.startswith("tls://") else None
    try:
        client = library.Client(address, timeout=timeout, security=security, set_as_default=False)
    except ValueError as error:
        raise UsageError(
            f"{shown!r} is no address of a scheduler ({first_line(error)}): it is like tcp://host:8786."
        ) from error
    except (OSError, TypeError) as error:
        raise EngineError(
            f"The scheduler at {shown} cannot be reached ({first_line(error)}): "
            "see that it runs (dask scheduler), that the address is right, and that both sides use TLS or neither does."
        ) from error
    with client:
        yield client


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """What dask and tornado would write to the screen stays away; handlers that write to files are left as they are."""
    distributed()  # It sets its handlers up when it is imported.
    names = [
        name for name in logging.root.manager.loggerDict if name.split(".")[0] in {"distributed", "tornado", "bokeh"}
    ]
    screens = {
        handler: handler.level
        for name in names
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler)
    }
    for handler in screens:
        handler.setLevel(_NEVER)
    try:
        yield
    finally:
        for handler, level in screens.items():
            handler.setLevel(level)


def first_line(error: BaseException) -> str:
    """What an error says, as a part of a sentence."""
    said = str(error).strip().splitlines()
    return redacted(said[0].rstrip(".") if said else type(error).__name__)


def _started(library: Any, workers: int, memory_limit: int | None, tries: int = TRIES) -> Any:
    """A LocalCluster; dask gives one up of which a worker dies while it starts, and another one is started."""
    try:
        return library.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=memory_limit or 0,
            silence_logs=_NEVER,
        )
    except (OSError, RuntimeError) as error:
        if tries == 1:
            raise EngineError(f"dask cannot start workers on this machine: {first_line(error)}.") from error
        return _started(library, workers, memory_limit, tries - 1)


def _security(certificates: Mapping[str, str]) -> Any:
    """What a client needs for TLS: the certificates given, or those of dask's own configuration."""
    try:
        security = distributed().Security(**certificates, require_encryption=True)
        context = security.get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:
        raise InputError(
            f"The certificates for TLS cannot be used ({first_line(error)}): see that all are PEM files, and the key is the right one."
        ) from error
    if context is None:
        raise UsageError(
            "TLS needs the certificate of the authority and one of your own, with its key in the same file or in another."
        )
    return security


@contextlib.contextmanager
def _environment_kept() -> Iterator[None]:
    """dask sets variables for the processes that it starts, and leaves them set."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
