"""What the commands of `malmoi score` share: scores as rows, their signatures, the option of reports."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.output import Format, emit, note

if TYPE_CHECKING:
    from malmoi.export.report import Report
    from malmoi.model.records import Score

__all__ = ["OutputOption", "SeedOption", "emit_scores", "lines", "ready", "write_reports"]

SeedOption = Annotated[int, typer.Option(metavar="N", help="Seed of the bootstrap.")]
OutputOption = Annotated[
    list[Path] | None,
    typer.Option("--output", "-o", metavar="FILE", help="Also write a report: .html or .xlsx; may be repeated."),
]
_COLUMNS = {"name": "score", "value": "value", "low": "low", "high": "high"}
_PERCENT = 100.0


def ready(outputs: Sequence[Path] | None) -> list[Path]:
    """The files of reports, once it is seen that each can be one. Raises UsageError."""
    from malmoi.flow.reports import check_suffix

    for path in outputs or ():
        check_suffix(path)
    return list(outputs or ())


def write_reports(report: "Report", paths: Iterable[Path]) -> None:
    """Write a report to every file. Raises OutputError."""
    from malmoi.flow.reports import write_report

    for path in paths:
        write_report(report, path)


def emit_scores(scores: "Iterable[Score]", format: Format, scale: float = _PERCENT) -> None:  # noqa: A002
    """Scores as rows; the table shows ratios in hundredths, everything else as they are."""
    found = list(scores)
    factor = scale if format is Format.TABLE else 1.0
    signed: Mapping[str, str] = {} if format is Format.TABLE else {"signature": "signature"}
    emit([_row(item, factor) for item in found], {**_COLUMNS, **signed}, format)
    if format is Format.TABLE:
        from malmoi.flow.score_report import signatures

        for made in signatures(found):
            note(made)


def lines(path: str, encoding: str | None) -> list[str]:
    """The lines of a text."""
    from malmoi.files import read_text

    return read_text(path, encoding).removesuffix("\n").split("\n")


def _row(item: "Score", factor: float) -> dict[str, object]:
    low, high = (None if x is None else x * factor for x in (item.low, item.high))
    return {"name": item.name, "value": item.value * factor, "low": low, "high": high, "signature": item.signature}
