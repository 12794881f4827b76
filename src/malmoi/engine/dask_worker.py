"""What malmoi leaves with the workers of a dask cluster: the job of a client, sent once to each worker that is there or comes later.

Imported by the engine `dask` and by its workers only, where distributed is.
"""

from dataclasses import dataclass

from distributed import WorkerPlugin  # noqa: TID253 -- the base class of what is defined here

from malmoi.engine.versions import Versions, difference, here
from malmoi.engine.work import Job, Reply, perform, prepare

__all__ = ["JobPlugin", "make_ready", "run"]

# Jobs by the name of their plugin: one client has one at a time, and a worker may serve several clients.
_jobs: dict[str, "JobPlugin"] = {}


@dataclass
class JobPlugin(WorkerPlugin):
    """Puts a job where `run` finds it. The set-up itself waits for the first task: it takes seconds, and here the worker's
    event loop would stand still for them."""

    name: str
    job: Job
    versions: Versions

    def setup(self, worker: object) -> None:
        """Called by dask in each worker."""
        _jobs[self.name] = self

    def teardown(self, worker: object) -> None:
        """Called by dask when the plugin is taken back, or another of its name comes."""
        _jobs.pop(self.name, None)


def make_ready(name: str) -> Reply:
    """Set this worker up for the job that the plugin of that name brought."""
    plugin = _jobs[name]
    if differs := difference(plugin.versions, here()):
        return Reply(
            error=f"it has other versions than this program ({differs}), so its answers may be others; install the same on both sides."
        )
    return prepare(plugin.job)


def run(name: str, payload: bytes) -> tuple[Reply, Reply | None]:
    """Do one task of that job: how the set-up went and, where it went well, the task."""
    ready = make_ready(name)
    return ready, perform(_jobs[name].job, payload) if ready.error is None else None
