"""Checking as a job: segments in, findings out, without those that a baseline accepts, by the settings of the project.

A baseline is a JSON file of fingerprints. A fingerprint is made of what is wrong and in which words, never of line numbers, so that
it outlives everything but a change of the very texts.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from malmoi.check.bitext import check_bitext
from malmoi.errors import FormatError, InputError, LanguageError, UsageError
from malmoi.files import read_text, write_text
from malmoi.model.frames import bitext as bitext_frame
from malmoi.text.hangul import hangul_share

if TYPE_CHECKING:
    from malmoi.check.direction import Direction
    from malmoi.check.messages import Ui
    from malmoi.glossary.store import Glossary

__all__ = ["Audit", "audit", "fingerprints", "pair_lines", "project_rules", "read_baseline", "write_baseline"]

_PROJECT_FILE = "malmoi.toml"
_MAKE = 1
_DIGEST_BYTES = 10


@dataclass(frozen=True, slots=True)
class Audit:
    """What a check found: frame FINDINGS with the column `fingerprint` more, and how many findings the baseline accepted."""

    findings: pl.DataFrame
    accepted: int = 0

    def fails(self, level: str) -> bool:
        """Are there findings at which a run is to fail: `hard` ones, any (`advisory`), or is it `never` to? Raises UsageError."""
        if level not in ("hard", "advisory", "never"):
            raise UsageError(f"A check fails on hard, advisory or never, not on {level!r}.")
        if level == "never":
            return False
        return bool((self.findings["severity"] == "hard").any()) if level == "hard" else self.findings.height > 0


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
    found = check_bitext(bitext, glossary, rules, direction, ui=ui)
    marked = found.with_columns(fingerprint=pl.Series(fingerprints(found, bitext), dtype=pl.String))
    kept = marked.filter(~pl.col("fingerprint").is_in(list(accepted)))
    return Audit(kept, marked.height - kept.height)


def fingerprints(findings: pl.DataFrame, bitext: pl.DataFrame) -> list[str]:
    """One fingerprint a finding: of the rule, the words it points at and the texts of the segment."""
    texts = {
        (doc, seg): (ko or "", en or "") for doc, seg, ko, en in bitext.select("doc", "seg", "ko", "en").iter_rows()
    }
    out = []
    for row in findings.iter_rows(named=True):
        ko, en = texts[row["doc"], row["seg"]]
        parts = (
            row["rule"], ko, en, ko[row["ko_start"] or 0 : row["ko_end"] or 0], en[row["en_start"] or 0 : row["en_end"] or 0]
        )  # fmt: skip
        out.append(hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest())
    return out


def pair_lines(ko: str, en: str, names: tuple[str, str]) -> pl.DataFrame:
    """A `bitext` frame of two texts, line by line; `names` are what errors call them. Raises LanguageError, InputError."""
    if hangul_share(ko) < hangul_share(en):
        raise LanguageError(f"{names[0]} is less Korean than {names[1]}: give the Korean text first.")
    left, right = (text.removesuffix("\n").split("\n") for text in (ko, en))
    if len(left) != len(right):
        raise InputError(
            f"{names[0]} has {len(left)} lines and {names[1]} {len(right)}: they are compared line by line. "
            "Align them first: malmoi align KO EN -o pairs.tsv"
        )
    return bitext_frame(left, right)


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
        project = folder / _PROJECT_FILE
        if not project.is_file():
            continue
        try:
            rules = tomllib.loads(read_text(project)).get("check", {}).get("rules", {})
        except tomllib.TOMLDecodeError as error:
            raise FormatError(f"{project} cannot be read: {error}.") from error
        if not isinstance(rules, dict):
            raise FormatError(f'In {project}, [check.rules] must be a table such as  loanword = "off".')
        return {str(name): str(severity) for name, severity in rules.items()}
    return {}
