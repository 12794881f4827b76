"""Tasks that wait for a worker: new ones, taken from their iterable one by one, and between them those to be tried again.

What befell a worker by accident (a crowded machine, a store that did not answer) often is not over at once: other tasks go first.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from malmoi.engine.protocol import Task

__all__ = ["Attempt", "Attempts"]

# So many tasks are begun, if there are as many, before one is tried again.
_APART = 8


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
        # With how many tasks are to be begun first, counted from the beginning.
        self._again: deque[tuple[int, Attempt]] = deque()
        self._begun = 0
        self._tasks = iter(tasks)

    def take(self) -> Attempt | None:
        """The next one; None when there is none (now: one under way may still be put back)."""
        due = bool(self._again) and self._again[0][0] <= self._begun
        if not due and self._fill(1):
            self._begun += 1
            return self._waiting.popleft()
        return self._again.popleft()[1] if self._again else None

    def put_back(self, attempt: Attempt) -> None:
        """To be tried again, or for the first time."""
        if attempt.tries:
            self._again.append((self._begun + _APART, attempt))
        else:
            self._waiting.appendleft(attempt)

    def hold(self, count: int) -> bool:
        """Do at least `count` wait?"""
        return self._fill(count - len(self._again))

    def _fill(self, count: int) -> bool:
        """Take new tasks until `count` wait; False when there are not as many."""
        while len(self._waiting) < count:
            task = next(self._tasks, None)
            if task is None:
                return False
            self._waiting.append(Attempt(task))
        return True
