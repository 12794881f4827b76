"""What the engine tests have done by workers: functions that other processes import by name."""

import os
import signal
import time
import warnings
from pathlib import Path

from malmoi.engine.work import memory_held
from malmoi.errors import InputError, MalmoiWarning

_ready: list[int] = []


def square(number: int) -> int:
    return number * number


def slow_square(number: int) -> int:
    time.sleep(0.02)
    return number * number


def get_ready(folder: str, offset: int) -> None:
    """Leave a trace of this set-up: one file a call."""
    _ready[:] = [offset]
    trace = Path(folder) / f"{os.getpid()}-{time.time_ns()}"
    trace.write_text(str(offset), "utf-8")


def with_offset(number: int) -> tuple[int, int]:
    time.sleep(0.005)
    return os.getpid(), number + _ready[0]


def process(_: object) -> int:
    time.sleep(0.005)
    return os.getpid()


def with_process(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return os.getpid(), number * number


def memory(_: object) -> int | None:
    return memory_held()


def variable(name: str) -> str | None:
    return os.environ.get(name)


def fail(how: str) -> str:
    """Each call leaves a trace, so that tries can be counted: `how` is "KIND FILE"."""
    kind, path = how.split(" ", 1)
    with Path(path).open("a") as stream:
        stream.write("x")
    if kind == "malmoi":
        raise InputError("This shard is empty.")
    if kind == "bug":
        raise ValueError("no such thing at s3://user:hunter2@bucket/shard")
    if kind == "memory":
        raise MemoryError
    if kind == "death":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "twice" and Path(path).stat().st_size < 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "once" and Path(path).stat().st_size < 2:
        raise OSError(5, "a hiccup of the disk")
    if kind == "unpicklable":
        return lambda: 0  # type: ignore[return-value]
    return "done"


def warn(text: str) -> str:
    warnings.warn(text, MalmoiWarning, stacklevel=1)
    warnings.warn("the library's own", DeprecationWarning, stacklevel=1)
    return text


def broken_setup() -> None:
    raise InputError("The model is not there.")


def dying_setup() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hold(megabytes: int) -> int:
    """Hold more memory from now on."""
    _held.append(bytearray(os.urandom(1)) * (megabytes * 1024 * 1024))
    return os.getpid()


_held: list[bytearray] = []


def write_slowly(job: tuple[str, str, int]) -> str:
    """A shard's work in small: read, take time, write whole or not at all."""
    source, target, milliseconds = job
    text = Path(source).read_text("utf-8")
    time.sleep(milliseconds / 1000)
    part = Path(target).with_suffix(f".{os.getpid()}.part")
    part.write_text(text[::-1], "utf-8")
    part.replace(target)
    return Path(target).name


def linger(seconds: float) -> None:
    time.sleep(seconds)
