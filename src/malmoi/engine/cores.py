"""How many workers a machine feeds, and what keeps each of them at one thread."""

import os

__all__ = ["SINGLE", "cores"]

# Variables for workers: one is one thread's work, so their libraries must not start one thread a core each.
SINGLE = dict.fromkeys(
    ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
