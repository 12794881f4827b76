"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines of a file.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
One run, one rule a `reportingDescriptor`, one finding a `result`. A segment
is a line of its files, or a row where the file has no lines; columns count code points from 1. The log is written piece by piece, so
that it may be of any length.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from malmoi.check.messages import Ui, describe
from malmoi.check.rules import RULES

__all__ = ["Sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"hard": "error", "advisory": "warning"}
_FINGERPRINT = "malmoiFinding/v1"


class Sarif:
    """The pieces of one log: `head`, a `row` for every finding, `tail`; together they are one JSON document."""

    def __init__(self, ui: Ui = "en") -> None:
        self._names = list(RULES)
        self._comma = ""
        rules = [
            {"id": name, "shortDescription": {"text": describe(name, ui)}, "defaultConfiguration": {"level": "warning"}}
            for name in self._names
        ]
        driver = {"name": "malmoi", "version": version("malmoi"), "rules": rules}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": []}
        log = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
        head, _, tail = log.rpartition("[]")
        self.head, self.tail = head + "[", f"\n]{tail}\n"

    def row(self, row: Mapping[str, Any], places: Mapping[str, str], first_line: int = 1) -> str:
        """One finding as frame FINDINGS has it, which may have a `fingerprint`; the first segment is on `first_line`.

        `places` are the files of its texts by language, {"ko": …, "en": …}, the same for both when one file holds both.
        """
        piece = f"{self._comma}\n{json.dumps(_result(row, places, self._names, first_line), ensure_ascii=False)}"
        self._comma = ","
        return piece


def _result(row: Mapping[str, Any], places: Mapping[str, str], names: Sequence[str], first_line: int) -> dict[str, Any]:
    text = f"{row['message']} {row['reason']}".strip()
    if row.get("suggestion"):
        text += f" → {row['suggestion']}"
    # The first place is where a code host shows the finding: in the translation.
    sides = ("ko", "en") if row.get("direction") == "en-ko" else ("en", "ko")
    result: dict[str, Any] = {
        "ruleId": row["rule"],
        "ruleIndex": names.index(row["rule"]),
        "level": _LEVELS[row["severity"]],
        "message": {"text": text},
        "locations": [
            _location(row, lang, places[lang], first_line) for lang in sides if row[f"{lang}_start"] is not None
        ],
    }
    if not result["locations"]:
        result["locations"] = [_location(row, sides[0], places[sides[0]], first_line)]
    if "fingerprint" in row:
        result["partialFingerprints"] = {_FINGERPRINT: row["fingerprint"]}
    return result


def _location(row: Mapping[str, Any], lang: str, file: str, first_line: int) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": row["seg"] + first_line}
    start, end = row[f"{lang}_start"], row[f"{lang}_end"]
    if start is not None and end > start:
        region |= {"startColumn": start + 1, "endColumn": end + 1}
    uri = quote(Path(file).as_posix())
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
