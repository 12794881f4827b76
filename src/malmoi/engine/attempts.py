"""Tasks that wait for a worker: first those to be tried again, then new ones, taken from their iterable one by one."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from malmoi.engine.protocol import Task

__all__ = ["Attempt", "Attempts"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A task and how often it was begun."""

    task: Task
    tries: int = 0

    def begun(self, times: int = 1) -> "Attempt":
        """The same, begun once (or `times`) more."""
        return replace(self, tries=self.tries + times)


class Attempts:
    """A queue of attempts; nothing is taken from `tasks` before it is asked for."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._waiting: deque[Attempt] = deque()
        self._tasks = iter(tasks)

    def take(self) -> Attempt | None:
        """The next one; None when there is none (now: one under way may still be put back)."""
        return self._waiting.popleft() if self.hold(1) else None

    def put_back(self, attempt: Attempt) -> None:
        """To be tried again, or for the first time."""
        self._waiting.append(attempt)

    def hold(self, count: int) -> bool:
        """Do at least `count` wait?"""
        while len(self._waiting) < count:
            task = next(self._tasks, None)
            if task is None:
                return False
            self._waiting.append(Attempt(task))
        return True
