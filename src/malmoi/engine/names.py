"""Engines by name.

local    processes of this machine, started fresh; nothing to install. Options: memory_limit (bytes a worker may hold after a task)
dask     dask.distributed (extra `cluster`): workers of its own on this machine, or the cluster at an address.
         Options: memory_limit, address ("tls://host:8786"), ca, cert, key (PEM files), timeout (seconds to wait for a cluster)
"""

import inspect
from importlib import import_module
from typing import cast

from malmoi.engine.protocol import Engine
from malmoi.errors import UsageError

__all__ = ["ENGINES", "open_engine"]

ENGINES = {
    "local": "malmoi.engine.local:LocalEngine",
    "dask": "malmoi.engine.dask:DaskEngine",
}


def open_engine(name: str, workers: int | None = None, **options: object) -> Engine:
    """The engine of that name, to be used in a `with` block; `workers` is one a core by default, or what a cluster has.

    Raises UsageError for a name or an option that does not exist, MissingExtraError, and EngineError where workers cannot be had.
    """
    try:
        module, _, kind = ENGINES[name].partition(":")
    except KeyError:
        raise UsageError(f"There is no engine called {name!r}: it is one of {', '.join(ENGINES)}.") from None
    if workers is not None and workers < 1:
        raise UsageError(f"An engine needs at least 1 worker, not {workers}.")
    made = getattr(import_module(module), kind)
    known = [option for option in inspect.signature(made).parameters if option != "workers"]
    given = {option: value for option, value in options.items() if value is not None}
    if unknown := [option for option in given if option not in known]:
        raise UsageError(f"The engine {name} has no option {unknown[0]!r}; it has {', '.join(known)}.")
    return cast("Engine", made(workers, **given))
