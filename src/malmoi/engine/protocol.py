"""What an engine is: something that calls one function on many small tasks and says how each went.

A task carries paths and settings, never data; a function reads its shard itself and writes its own output whole or not at all, because
a task whose worker dies is done again. Functions and set-ups travel by name, so they are top-level functions of importable modules.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

__all__ = ["STILLBORN", "TRIES", "Engine", "Outcome", "Progress", "Task"]

# How often a task is begun before it counts as failed: a worker may be killed by accident, and by accident once more; a third time it is
# the task that kills it.
TRIES = 3
# How many workers in a row may end before they are ready. More than tries, because a set-up takes seconds in which accidents happen, and
# its end is the end of everything; few enough that nobody waits for what never comes.
STILLBORN = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One call to make: `key` names it in messages and reports, `payload` is the function's argument (small, picklable)."""

    key: str
    payload: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one task went: the function's `value` (small, picklable), or in `error` the sentence why there is none.

    `seconds` is the time inside the function at its last try, `cpu_seconds` what it took of processors meanwhile, `memory` how many bytes
    the worker held afterwards (None where nobody knows), `tries` how often it was begun, `warnings` what malmoi warned of.
    """

    key: str
    value: Any = None
    error: str | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: int | None = None
    tries: int = 1
    warnings: tuple[str, ...] = ()


Progress = Callable[[Outcome], None]


class Engine(Protocol):
    """Workers that stay between calls of `map`; a context manager whose end leaves no process behind."""

    @property
    def workers(self) -> int:
        """How many tasks run at once (now, where workers come and go)."""

    def map(
        self,
        function: Callable[[Any], Any],
        tasks: Iterable[Task],
        *,
        setup: Callable[..., object] | None = None,
        setup_args: tuple[Any, ...] = (),
        progress: Progress | None = None,
    ) -> Iterator[Outcome]:
        """Call `function(task.payload)` for every task; one outcome each, as they complete, `progress` told first.

        `setup(*setup_args)` is called once in each worker before its first task, and again only after a `map` with another set-up
        (what it loads stays loaded). A MalmoiError is a task's answer and fails it at once; any other exception, a worker's death and
        a lack of memory are tried again, `TRIES` times in all. Tasks are taken from the iterable as workers become free.

        Raises UsageError for a function that is not importable or a payload that cannot be pickled, EngineError when a set-up fails
        or workers cannot be had.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
