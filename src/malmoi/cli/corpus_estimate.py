"""`--dry-run` of the commands of `malmoi corpus`: how much there is to do and how long it will take, by a sample."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from malmoi.cli.corpus_options import duration
from malmoi.cli.output import emit

if TYPE_CHECKING:
    from malmoi.flow.corpus_equipment import Equipment
    from malmoi.flow.corpus_estimate import Estimate
    from malmoi.flow.corpus_folder import Corpus
    from malmoi.flow.corpus_remote import AnyPath
    from malmoi.flow.corpus_sifting import Sieve
    from malmoi.flow.corpus_sources import Origin

__all__ = ["show_build", "show_job"]

_MEGABYTE = 10**6


def show_job(
    name: str,
    corpus: "Corpus",
    folder: "AnyPath",
    settings: Mapping[str, Any],
    equipment: "Equipment",
    workers: int | None,
) -> None:
    """Print the estimate of a job. Raises as the job would."""
    from malmoi.flow.corpus_estimate import estimate_job

    _show(estimate_job(name, corpus, folder, settings, equipment), workers)


def show_build(
    origins: Sequence["Origin"],
    sieve: "Sieve",
    workers: int | None,
    encoding: str | None,
    mapping: Mapping[str, str] | None,
) -> None:
    """Print the estimate of a build. Raises as the build would."""
    from malmoi.flow.corpus_estimate import estimate_build

    _show(estimate_build(origins, sieve, encoding=encoding, mapping=mapping), workers)


def _show(found: "Estimate", workers: int | None) -> None:
    from malmoi.engine.cores import cores

    n = workers or cores()
    rows = [
        {"what": "segments to do", "value": f"{found.segments:,}"},
        {"what": "a segment takes", "value": f"{found.milliseconds:.2f} ms"},
        {"what": "a worker is ready after", "value": f"{found.setup_seconds:.1f} s"},
        {"what": "a worker holds", "value": "" if found.memory is None else f"{found.memory / _MEGABYTE:,.0f} MB"},
        *({"what": f"with {k} workers", "value": duration(found.seconds(k))} for k in sorted({1, n, 16 * n})),
    ]
    emit(rows, {"what": "what", "value": "value"})
