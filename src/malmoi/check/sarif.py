"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines of a file.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
One run, one rule a `reportingDescriptor`, one finding a `result`. A segment
is a line of its files, or a row where the file has no lines; columns count code points from 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from malmoi.check.messages import Ui, describe
from malmoi.check.rules import RULES

__all__ = ["sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"hard": "error", "advisory": "warning"}
_FINGERPRINT = "malmoiFinding/v1"


def sarif(rows: Iterable[Mapping[str, Any]], places: Mapping[str, str], ui: Ui = "en") -> dict[str, Any]:
    """The log of findings; `rows` are those of frame FINDINGS, each may have a `fingerprint` and a `line`.

    `places` are the URIs of the files by language: {"ko": …, "en": …}, the same for both when one file holds both.
    """
    names = list(RULES)
    results = [_result(row, places, names) for row in rows]
    rules = [
        {"id": name, "shortDescription": {"text": describe(name, ui)}, "defaultConfiguration": {"level": "warning"}}
        for name in names
    ]
    driver = {"name": "malmoi", "version": version("malmoi"), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(row: Mapping[str, Any], places: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    text = f"{row['message']} {row['reason']}".strip()
    if row.get("suggestion"):
        text += f" → {row['suggestion']}"
    result: dict[str, Any] = {
        "ruleId": row["rule"],
        "ruleIndex": names.index(row["rule"]),
        "level": _LEVELS[row["severity"]],
        "message": {"text": text},
        "locations": [_location(row, lang, places[lang]) for lang in ("ko", "en") if row[f"{lang}_start"] is not None],
    }
    if not result["locations"]:
        result["locations"] = [_location(row, "ko", places["ko"])]
    if "fingerprint" in row:
        result["partialFingerprints"] = {_FINGERPRINT: row["fingerprint"]}
    return result


def _location(row: Mapping[str, Any], lang: str, uri: str) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": row.get("line", row["seg"] + 1)}
    start, end = row[f"{lang}_start"], row[f"{lang}_end"]
    if start is not None and end > start:
        region |= {"startColumn": start + 1, "endColumn": end + 1}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
