"""Ctrl-C concerns the program that opened an engine, not its workers: a terminal sends it to all of them."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from multiprocessing import resource_tracker

__all__ = ["ignore_interrupts", "interrupts_held"]


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the block ends; threads and processes started meanwhile never hear it, unless they ask to."""
    if sys.platform == "win32":
        yield
        return
    # Starting this helper of multiprocessing would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """For the main thread of a worker, and what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
