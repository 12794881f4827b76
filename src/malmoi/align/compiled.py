"""How the recursions of alignment are compiled by Numba and kept in its cache. Needs Numba (extra `fast`) when it is called."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from malmoi.optional import need

__all__ = ["compiled"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile when first called; without a folder for Numba's cache (a read-only system) that happens once a process."""
    njit = need("numba", "fast").njit
    try:
        return cast("_Function", njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast("_Function", njit(nogil=True)(function))
