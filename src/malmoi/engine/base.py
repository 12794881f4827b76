"""What engines have in common: one `map` at a time, set-ups that fail or warn, tasks that are tried again."""

import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

from malmoi.engine.attempts import Attempt, Attempts
from malmoi.engine.protocol import TRIES, Outcome, Progress, Task
from malmoi.engine.work import Job, Reply
from malmoi.errors import EngineError, MalmoiWarning

__all__ = ["BaseEngine"]


class BaseEngine(ABC):
    """`map` of an engine that says in `_outcomes` how it has work done."""

    def __init__(self) -> None:
        self._current: Generator[Outcome] | None = None
        # What set-ups warned of, each once.
        self._told: set[str] = set()

    def map(
        self,
        function: Callable[[Any], Any],
        tasks: Iterable[Task],
        *,
        setup: Callable[..., object] | None = None,
        setup_args: tuple[Any, ...] = (),
        progress: Progress | None = None,
    ) -> Iterator[Outcome]:
        """See `Engine.map`. One at a time: the next one ends what is left of the one before."""
        job = Job.of(function, setup, setup_args)
        if self._current is not None:
            self._current.close()
        self._current = self._outcomes(job, Attempts(tasks), progress)
        return self._current

    @abstractmethod
    def _outcomes(self, job: Job, attempts: Attempts, progress: Progress | None) -> Generator[Outcome]:
        """The outcomes of all attempts at `job`, as they complete."""

    def _welcome(self, ready: Reply) -> None:
        """Take note of how a worker's set-up went. Raises EngineError when it failed."""
        if ready.error is not None:
            raise EngineError(f"A worker could not be set up: {ready.error}")
        for text in ready.warnings:
            if text not in self._told:
                self._told.add(text)
                warnings.warn(text, MalmoiWarning, stacklevel=3)

    @staticmethod
    def _judge(attempt: Attempt, reply: Reply, attempts: Attempts) -> Outcome | None:
        """The outcome of an attempt; None when it is to be tried again, for which it is put back."""
        if reply.again and attempt.tries < TRIES:
            attempts.put_back(attempt)
            return None
        return reply.outcome(attempt.task.key, attempt.tries)
