"""The files that `malmoi align -o` writes, chosen by suffix from one table."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from malmoi.errors import UsageError
from malmoi.files import StrPath

if TYPE_CHECKING:
    from malmoi.export.labels import UI
    from malmoi.model.records import Alignment

__all__ = ["OUTPUTS", "check_target", "write"]

_NO_SOURCE: Mapping[str, str] = MappingProxyType({})


def write(alignment: "Alignment", path: StrPath, *, source: Mapping[str, str] = _NO_SOURCE, ui: "UI" = "both") -> None:
    """Write an alignment as the suffix of `path` says; `source` names the inputs and `ui` is the language of workbooks and pages.

    Raises UsageError for a suffix that is none of OUTPUTS, OutputError when the file cannot be written.
    """
    OUTPUTS[check_target(path)](alignment, path, source, ui)


def check_target(path: StrPath) -> str:
    """The suffix of `path`, in lower case. Raises UsageError when no output is known by it."""
    suffix = Path(path).suffix.lower()
    if suffix not in OUTPUTS:
        known = ", ".join(OUTPUTS)
        what = f"the suffix {suffix}" if suffix else "a name without a suffix"
        raise UsageError(f"{path} cannot be written: {what} says no format. Use one of {known}.")
    return suffix


def _workbook(alignment: "Alignment", path: StrPath, source: Mapping[str, str], ui: "UI") -> None:
    from malmoi.export.workbook import write_review

    write_review(alignment, path, source=source, ui=ui)


def _page(alignment: "Alignment", path: StrPath, source: Mapping[str, str], ui: "UI") -> None:
    from malmoi.export.view import write_view

    write_view(alignment, path, source=source, ui=ui)


def _objects(alignment: "Alignment", path: StrPath, source: Mapping[str, str], ui: "UI") -> None:
    from malmoi.formats.bitexts.jsonl import write_alignment

    write_alignment(alignment, path)


def _segments(alignment: "Alignment", path: StrPath, source: Mapping[str, str], ui: "UI") -> None:
    from malmoi.formats.bitexts.codecs import write

    write(alignment.segments, path)


OUTPUTS: dict[str, Callable[["Alignment", StrPath, Mapping[str, str], "UI"], None]] = {
    ".xlsx": _workbook,
    ".html": _page,
    ".tmx": _segments,
    ".csv": _segments,
    ".tsv": _segments,
    ".jsonl": _objects,
    ".xlf": _segments,
    ".xliff": _segments,
    ".po": _segments,
}
