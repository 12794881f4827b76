"""`corpus check`: findings of each shard, then all of them in one file, counted by rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from malmoi.flow import corpus_equipment
from malmoi.flow.audit import Tally, review
from malmoi.flow.corpus_folder import scan_parts, write_lazy
from malmoi.flow.corpus_remote import AnyPath
from malmoi.model.frames import FINDINGS

__all__ = ["check_shard", "merge_findings"]

# Findings with the digest that a baseline knows them by, and the way that the segment was translated.
_SCHEMA = pl.Schema({**FINDINGS, "fingerprint": pl.String(), "direction": pl.String()})


def check_shard(bitext: pl.DataFrame, settings: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Frame FINDINGS with `fingerprint` and `direction` more; how many there are of each rule. Raises UsageError."""
    tally = Tally()
    rows = [
        tuple(row[name] for name in _SCHEMA)
        for row in review(
            bitext,
            corpus_equipment.glossary(),
            tally=tally,
            rules=settings.get("rules"),
            direction=settings.get("direction"),
            ui=settings.get("ui", "en"),
        )
    ]
    rules = {f"{rule} {severity}": n for (rule, severity), n in sorted(tally.rules.items())}
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row", infer_schema_length=None)
    return frame, {"rules": rules, "faulty": tally.faulty, "directions": dict(sorted(tally.directions.items()))}


def merge_findings(
    parts: Sequence[AnyPath], told: Iterable[dict[str, Any]], settings: Mapping[str, Any], result: AnyPath
) -> dict[str, Any]:
    """All findings in order of segments; how many there are of each rule."""
    rules: Counter[str] = Counter()
    directions: Counter[str] = Counter()
    faulty = 0
    for one in told:
        rules.update(one["rules"])
        directions.update(one["directions"])
        faulty += one["faulty"]
    write_lazy(scan_parts(parts), result)
    counted: list[dict[str, Any]] = []
    for name, n in sorted(rules.items(), key=_order):
        rule, _, severity = name.partition(" ")
        counted.append({"rule": rule, "severity": severity, "findings": n})
    hard = sum(one["findings"] for one in counted if one["severity"] == "hard")
    return {
        "hard": hard,
        "advisory": rules.total() - hard,
        "faulty": faulty,
        "directions": dict(sorted(directions.items())),
        "rules": counted,
    }


def _order(item: tuple[str, int]) -> tuple[bool, int, str]:
    name, n = item
    return not name.endswith(" hard"), -n, name
