"""Checking as a job: segments in, findings out, without those that a baseline accepts, by the settings of the project.

A baseline is a JSON file of fingerprints. A fingerprint is made of what is wrong and in which words, never of line numbers, so that
it outlives everything but a change of the very texts.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from malmoi.check.bitext import Checked, checked
from malmoi.check.rules import RULES, SEVERITIES
from malmoi.errors import FormatError, UsageError
from malmoi.files import read_text, write_text
from malmoi.glossary.location import PROJECT_FILE
from malmoi.model.frames import FINDINGS

if TYPE_CHECKING:
    from malmoi.check.direction import Direction
    from malmoi.check.messages import Ui
    from malmoi.glossary.store import Glossary

__all__ = ["Audit", "Tally", "audit", "project_rules", "read_baseline", "review", "write_baseline"]

_MAKE = 1
_DIGEST_BYTES = 10
_LEVELS = ("hard", "advisory", "never")


@dataclass(slots=True)
class Tally:
    """What a run has seen so far: segments, findings by (rule, severity), how many a baseline accepted, directions by segments."""

    segments: int = 0
    faulty: int = 0
    accepted: int = 0
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    directions: Counter[str] = field(default_factory=Counter)

    @property
    def hard(self) -> int:
        """Findings that are certain."""
        return sum(n for (_, severity), n in self.rules.items() if severity == "hard")

    @property
    def advisory(self) -> int:
        """Findings that ask a person to look."""
        return self.rules.total() - self.hard

    def fails(self, level: str) -> bool:
        """Are there findings at which a run is to fail: `hard` ones, any (`advisory`), or is it `never` to? Raises UsageError."""
        if level not in _LEVELS:
            raise UsageError(f"A check fails on hard, advisory or never, not on {level!r}.")
        return level != "never" and (self.hard > 0 if level == "hard" else self.rules.total() > 0)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a check of a whole frame found: frame FINDINGS with the column `fingerprint` more, and the tally."""

    findings: pl.DataFrame
    tally: Tally

    @property
    def accepted(self) -> int:
        """How many findings the baseline accepted."""
        return self.tally.accepted

    def fails(self, level: str) -> bool:
        """As `Tally.fails`."""
        return self.tally.fails(level)


def audit(
    bitext: pl.DataFrame,
    glossary: "Glossary | None" = None,
    *,
    rules: Iterable[str] | Mapping[str, str] | None = None,
    direction: "Direction | None" = None,
    ui: "Ui" = "en",
    accepted: frozenset[str] = frozenset(),
) -> Audit:
    """Check a `bitext` frame; findings whose fingerprint is `accepted` are left out. Raises UsageError."""
    tally = Tally()
    found = list(review(bitext, glossary, tally=tally, rules=rules, direction=direction, ui=ui, accepted=accepted))
    schema = pl.Schema({**FINDINGS, "fingerprint": pl.String()})
    return Audit(pl.DataFrame([{key: row[key] for key in schema} for row in found], schema=schema), tally)


def review(
    bitext: pl.DataFrame | Iterable[pl.DataFrame],
    glossary: "Glossary | None" = None,
    *,
    tally: Tally,
    rules: Iterable[str] | Mapping[str, str] | None = None,
    direction: "Direction | None" = None,
    ui: "Ui" = "en",
    accepted: frozenset[str] = frozenset(),
) -> Iterator[dict[str, Any]]:
    """Findings of a frame or a stream of frames as they are made, in bounded memory, and counted in `tally`.

    Each has the columns of frame FINDINGS, `fingerprint`, `direction`, and the texts of its segment, `ko` and `en`.
    """
    for segment in checked(bitext, glossary, rules, direction, ui=ui):
        way = "ko-en" if segment.source == "ko" else "en-ko"
        tally.segments += 1
        tally.directions[way] += 1
        found = False
        for values in segment.findings:
            row: dict[str, Any] = dict(zip(FINDINGS, values, strict=True))
            row["fingerprint"] = _fingerprint(row, segment)
            if row["fingerprint"] in accepted:
                tally.accepted += 1
                continue
            found = True
            tally.rules[row["rule"], row["severity"]] += 1
            yield row | {"direction": way, "ko": segment.ko, "en": segment.en}
        tally.faulty += found


def _fingerprint(row: Mapping[str, Any], segment: Checked) -> str:
    """Of the rule, the words it points at and the texts of the segment."""
    ko, en = segment.ko, segment.en
    parts = (
        row["rule"], ko, en, ko[row["ko_start"] or 0 : row["ko_end"] or 0], en[row["en_start"] or 0 : row["en_end"] or 0]
    )  # fmt: skip
    whole = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=_DIGEST_BYTES).hexdigest()


def read_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints that a baseline accepts; a missing file accepts none. Raises FormatError, InputError."""
    if not Path(path).exists():
        return frozenset()
    try:
        data = json.loads(read_text(path))
        return frozenset(map(str, data["accepted"]))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise FormatError(f"{path} is no baseline of malmoi check: write a new one with --accept.") from error


def write_baseline(path: str | Path, accepted: Iterable[str]) -> None:
    """Write a baseline; one fingerprint a line, sorted, so that versions of it can be compared. Raises OutputError."""
    write_text(path, json.dumps({"malmoi": _MAKE, "accepted": sorted(set(accepted))}, indent=0) + "\n")


def project_rules(here: Path | None = None) -> dict[str, str]:
    """What `[check.rules]` of the nearest malmoi.toml, upward, sets rules to; empty without one. Raises FormatError."""
    import tomllib

    here = here or Path.cwd()
    for folder in (here, *here.parents):
        project = folder / PROJECT_FILE
        if not project.is_file():
            continue
        try:
            rules = tomllib.loads(read_text(project)).get("check", {}).get("rules", {})
        except tomllib.TOMLDecodeError as error:
            raise FormatError(f"{project} cannot be read: {error}.") from error
        if not isinstance(rules, dict):
            raise FormatError(f'In {project}, [check.rules] must be a table such as  loanword = "off".')
        for name, severity in rules.items():
            if name not in RULES or severity not in SEVERITIES:
                raise FormatError(
                    f"In {project}, [check.rules] sets {name} to {severity!r}: rules are those of malmoi check --list, "
                    f"and each is {', '.join(SEVERITIES)}."
                )
        return {str(name): str(severity) for name, severity in rules.items()}
    return {}
