"""What is going on, on a terminal, once the work has taken two seconds; silent everywhere else."""

import sys
import threading
import time
from types import TracebackType

__all__ = ["Progress"]

_PATIENCE = 2.0  # seconds before a person wonders
_TICK = 0.5


class Progress:
    """A context whose instance is called with the name of each step; the line is wiped at the end."""

    def __init__(self) -> None:
        self._label = ""
        self._shown = 0
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, label: str) -> None:
        """Say which step begins."""
        self._label = label

    def clear(self) -> None:
        """Take the line away, before something else is printed."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()
            self.clear()

    def _run(self) -> None:
        start = time.monotonic()
        wait = _PATIENCE
        while not self._done.wait(wait):
            wait = _TICK
            if not self._label:
                continue
            line = f"{self._label} … {time.monotonic() - start:.0f} s"
            sys.stderr.write("\r" + line.ljust(self._shown))
            sys.stderr.flush()
            self._shown = max(self._shown, len(line))
