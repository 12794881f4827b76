"""Where the findings of a check go: to standard output or into the files of `-o`, in pieces that are written as findings come."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol, Self

from malmoi.errors import UsageError
from malmoi.files import check_writable, replacing

if TYPE_CHECKING:
    from malmoi.flow.audit import Tally
    from malmoi.flow.bitexts import Source
    from malmoi.flow.check_report import Collected

__all__ = ["LISTS", "REPORTS", "Outputs", "Writer", "writer"]

_COLUMNS = (
    *("doc", "seg", "rule", "severity", "ko_start", "ko_end", "en_start", "en_end", "message", "reason", "suggestion"),
    *("direction", "ko", "en", "fingerprint"),
)
# Files that grow as findings come, by suffix: the format of each. Reports are made at the end.
LISTS = {".sarif": "sarif", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}
REPORTS = (".html", ".xlsx")


class Writer(Protocol):
    """A format of findings: text before all of them, of each, and after all."""

    def head(self) -> str:
        """What comes first."""

    def row(self, row: Mapping[str, Any], source: "Source") -> str:
        """One finding."""

    def tail(self) -> str:
        """What comes last."""


def writer(format: str, several: bool, ui: str) -> Writer:  # noqa: A002
    """The writer of json, ndjson, csv or sarif; findings of `several` files name theirs."""
    return _WRITERS[format](several, ui)


class Outputs:
    """The files of `-o`: lists of findings grow as findings come, reports are made at the end; each appears whole or not at all."""

    def __init__(self, paths: Sequence[Path], several: bool, ui: str) -> None:
        for path in paths:
            if path.suffix.lower() not in (*LISTS, *REPORTS):
                known = ", ".join((*REPORTS, *LISTS))
                raise UsageError(f"{path}: findings are written to files that end in {known}.")
            check_writable(path)
        self._ui: Literal["ko", "en"] = "ko" if ui == "ko" else "en"
        self._several, self._stack = several, ExitStack()
        self._reports = [path for path in paths if path.suffix.lower() in REPORTS]
        self._lists = [path for path in paths if path.suffix.lower() in LISTS]
        self._open: list[tuple[Writer, IO[bytes]]] = []

    def __enter__(self) -> Self:
        for path in self._lists:
            stream = self._stack.enter_context(replacing(path))
            format_ = writer(LISTS[path.suffix.lower()], self._several, self._ui)
            self._open.append((format_, stream))
            stream.write(_bytes(format_.head()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for format_, stream in self._open:
                stream.write(_bytes(format_.tail()))
        self._stack.__exit__(kind, error, trace)

    def add(self, row: Mapping[str, Any], source: "Source") -> None:
        """One finding."""
        for format_, stream in self._open:
            stream.write(_bytes(format_.row(row, source)))

    def report(self, tally: "Tally", collected: "Collected", names: Sequence[str], made: Sequence[str]) -> None:
        """Write the reports, once no finding comes any more. Raises OutputError."""
        if not self._reports:
            return
        from malmoi.flow.check_report import check_report
        from malmoi.flow.reports import write_report

        report = check_report(tally, collected, names, made, self._ui)
        for path in self._reports:
            write_report(report, path)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- formats


class _Ndjson:
    def __init__(self, several: bool, ui: str) -> None:
        self._columns = (*(("file",) if several else ()), *_COLUMNS)

    def head(self) -> str:
        return ""

    def row(self, row: Mapping[str, Any], source: "Source") -> str:
        return self._object(row, source) + "\n"

    def tail(self) -> str:
        return ""

    def _object(self, row: Mapping[str, Any], source: "Source") -> str:
        named = {"file": source.name, **row}
        return json.dumps({key: named[key] for key in self._columns}, ensure_ascii=False)


class _Json(_Ndjson):
    _comma = ""

    def head(self) -> str:
        return "["

    def row(self, row: Mapping[str, Any], source: "Source") -> str:
        piece = f"{self._comma}\n{self._object(row, source)}"
        self._comma = ","
        return piece

    def tail(self) -> str:
        return "\n]\n"


class _Csv(_Ndjson):
    def head(self) -> str:
        return self._line(self._columns)

    def row(self, row: Mapping[str, Any], source: "Source") -> str:
        named = {"file": source.name, **row}
        return self._line([named[key] for key in self._columns])

    def _line(self, cells: Sequence[object]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(cells)
        return out.getvalue()


class _Sarif:
    def __init__(self, several: bool, ui: str) -> None:
        from malmoi.check.sarif import Sarif

        self._log = Sarif("ko" if ui == "ko" else "en")

    def head(self) -> str:
        return self._log.head

    def row(self, row: Mapping[str, Any], source: "Source") -> str:
        return self._log.row(row, source.places, source.first_line)

    def tail(self) -> str:
        return self._log.tail


_WRITERS: dict[str, Callable[[bool, str], Writer]] = {"json": _Json, "ndjson": _Ndjson, "csv": _Csv, "sarif": _Sarif}
