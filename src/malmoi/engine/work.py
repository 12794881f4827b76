"""What a worker of any engine does: set up once, call a function by its name, answer with a reply that always travels.

Function, set-up and payload arrive pickled and are unpickled here, so that whatever is wrong with them becomes a reply and not the death
of a worker. An unexpected exception travels as one line with its place: tracebacks are long, may not pickle, and quote what they meet.
"""

import os
import pickle
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from malmoi.engine.protocol import Outcome, Task
from malmoi.engine.redaction import redacted
from malmoi.errors import EngineError, MalmoiError, MalmoiWarning, UsageError

__all__ = ["Job", "Reply", "memory_held", "perform", "prepare"]


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of one `map` share: names of function and set-up ("module:name"), the set-up's arguments pickled."""

    function: str
    setup: str | None = None
    setup_args: bytes = b""

    @classmethod
    def of(
        cls, function: Callable[[Any], Any], setup: Callable[..., object] | None, setup_args: tuple[Any, ...]
    ) -> "Job":
        """Raises UsageError for a function that cannot be found by its name, or arguments that cannot be pickled."""
        if setup is None:
            return cls(_name(function))
        return cls(_name(function), _name(setup), _pickled(setup_args, "The arguments of the set-up"))

    def pack(self, task: Task) -> bytes:
        """The payload, pickled. Raises UsageError that names the task."""
        return _pickled(task.payload, f"The payload of task {redacted(task.key)!r}")


@dataclass(frozen=True, slots=True)
class Reply:
    """How one call went in the worker: `value` pickled, or `error`; `again` says whether another try may end better."""

    value: bytes | None = None
    error: str | None = None
    again: bool = False
    out_of_memory: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    memory: int | None = None

    def outcome(self, key: str, tries: int) -> Outcome:
        """What the client tells of it."""
        value, error = None, self.error
        if self.value is not None:
            try:
                value = pickle.loads(self.value)  # noqa: S301 -- our own worker's
            except Exception as failure:
                error = redacted(f"What came back cannot be read here ({type(failure).__name__}: {failure}).")
        return Outcome(key, value, error, self.seconds, self.cpu_seconds, self.memory, tries, self.warnings)


# What this process has been set up for, and how that went; a worker serves one engine.
_lock = threading.RLock()
_prepared: tuple[str, bytes] | None = None


def prepare(job: Job) -> Reply:
    """Run the job's set-up unless it was the last one to run in this process."""
    global _prepared
    with _lock:
        if job.setup is None or _prepared == (job.setup, job.setup_args):
            return Reply()
        _prepared = None
        reply = _call(job.setup, lambda: pickle.loads(job.setup_args))  # noqa: S301 -- our own client's
        if reply.error is None:
            _prepared = (job.setup, job.setup_args)
        return reply


def perform(job: Job, payload: bytes) -> Reply:
    """Call the job's function on an unpickled payload; one call at a time in a process, whatever threads its engine has."""
    with _lock:
        reply = _call(job.function, lambda: (pickle.loads(payload),))  # noqa: S301 -- our own client's
        return replace(reply, memory=memory_held())


def memory_held() -> int | None:
    """Bytes of memory that this process holds now (resident set); None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return _memory_of_psutil()
    return pages * os.sysconf("SC_PAGE_SIZE")


def _memory_of_psutil() -> int | None:
    """Elsewhere than on Linux psutil knows, which `distributed` brings."""
    try:
        psutil = import_module("psutil")
    except ModuleNotFoundError:
        return None
    return int(psutil.Process().memory_info().rss)


def _call(name: str, arguments: Callable[[], tuple[Any, ...]]) -> Reply:
    start, cpu_start = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always", MalmoiWarning)
        try:
            value = pickle.dumps(_resolve(name)(*arguments()), pickle.HIGHEST_PROTOCOL)
            reply = Reply(value)
        except MalmoiError as error:
            reply = Reply(error=redacted(str(error)))
        except MemoryError as error:
            reply = Reply(error=f"There is too little memory ({_place(error)}).", again=True, out_of_memory=True)
        except Exception as error:
            said = " ".join(str(error).split())
            reply = Reply(
                error=redacted(f"{type(error).__name__}: {said or 'no message'} ({_place(error)})."), again=True
            )
    told = (redacted(str(each.message)) for each in heard if issubclass(each.category, MalmoiWarning))
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    return replace(reply, seconds=seconds, cpu_seconds=cpu_seconds, warnings=tuple(dict.fromkeys(told)))


def _place(error: BaseException) -> str:
    """Where it was raised, as far as this can be told without a path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "no place known"


def _resolve(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in function.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise EngineError(
            f"A worker cannot import {name} ({error}): it needs the same programs as the one who asks."
        ) from error
    return found  # type: ignore[no-any-return]


def _name(function: Callable[..., Any]) -> str:
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    found: Any = sys.modules.get(module or "")
    for part in (name or "").split("."):
        found = getattr(found, part, None)
    if found is not function or module == "__main__":
        raise UsageError(
            f"{function!r} cannot run in another process: give a function at the top level of a module that can be imported."
        )
    return f"{module}:{name}"


def _pickled(value: object, what: str) -> bytes:
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        raise UsageError(f"{what} cannot be sent to a worker: {redacted(str(error))}.") from error
