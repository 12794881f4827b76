"""A report into a file, as a page or a workbook by the suffix of its name."""

from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import UsageError
from malmoi.files import check_writable

if TYPE_CHECKING:
    from malmoi.export.report import Report

__all__ = ["check_suffix", "write_report"]

_SUFFIXES = (".html", ".xlsx")


def check_suffix(path: Path) -> None:
    """Complain of a file that no report can be written to, before the work begins. Raises UsageError, OutputError."""
    if path.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"{path}: a report ends in {' or '.join(_SUFFIXES)}, not in {path.suffix or 'nothing'}.")
    check_writable(path)


def write_report(report: "Report", path: Path) -> None:
    """Write a report. Raises UsageError, OutputError."""
    check_suffix(path)
    if path.suffix.lower() == ".xlsx":
        from malmoi.export.report_workbook import write_workbook

        write_workbook(report, path)
    else:
        from malmoi.export.report_page import write_page

        write_page(report, path)
