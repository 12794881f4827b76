"""Optional libraries, imported where they are used, with one error that names the extra to install."""

import importlib
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar, cast

from malmoi.errors import MissingExtraError

__all__ = ["Payoff", "can_compile", "compiled", "need"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def need(module: str, extra: str) -> ModuleType:
    """Import `module`, which the extra `extra` of malmoi brings.

    Raises MissingExtraError when the library itself is absent; an error inside the library is left as it is.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(
            f"This needs the library {module!r}, which is not installed: run  pip install 'malmoi[{extra}]'"
        ) from error


@lru_cache(maxsize=1)
def can_compile() -> bool:
    """Is Numba there to compile for?"""
    return find_spec("numba") is not None


class Payoff:
    """Says when compiled code pays: when as much has been done without it as fetching it costs."""

    def __init__(self, least: int) -> None:
        """`least` is the work, in whatever it is counted, that takes as long without as loading takes."""
        self._least, self._done = least, 0

    def pays(self, work: int) -> bool:
        """Is compiled code to be used for this work, after all that was asked about before?"""
        if self._done < self._least:
            self._done += work
        return self._done >= self._least and can_compile()


def compiled(function: _Function) -> _Function:
    """Let Numba compile `function` when it is first called, and keep it in its cache. Raises MissingExtraError without Numba.

    Without a folder for the cache (a read-only system) compiling happens once a process.
    """
    njit = need("numba", "fast").njit
    try:
        return cast("_Function", njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast("_Function", njit(nogil=True)(function))
