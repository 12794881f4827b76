"""A pause of Python's search for objects that hold only each other.

Extraction makes hundreds of thousands of small objects that last as long as the job, and no cycles among them: each goes when nothing
holds it any more. The search would look at all of them time and again, a seventh of the whole job, and find nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["uncollected"]

_lock = Lock()
# How many jobs run, and whether the last of them is to switch the search on again.
_running = 0
_resumes = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Switch the search off, for the whole process, until the last of the jobs inside is done; leave it off where it was off."""
    global _running, _resumes
    with _lock:
        if not _running:
            _resumes = gc.isenabled()
            gc.disable()
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if not _running and _resumes:
                gc.enable()
