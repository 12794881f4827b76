"""Findings in words: what is wrong and why, in Korean or English, from `messages.tsv`.

A gap {x} takes the field x; in Korean, {x:을/를} takes it with the particle that fits its last sound.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from malmoi.errors import UsageError
from malmoi.text.particles import attach

__all__ = ["Ui", "describe", "say"]

Ui = Literal["en", "ko"]
_COLUMNS = {"en": (0, 1), "ko": (2, 3)}


def say(message: str, fields: Mapping[str, str], ui: Ui = "en") -> tuple[str, str]:
    """(what is wrong, why) in the language `ui`. Raises UsageError for another language."""
    if ui not in _COLUMNS:
        raise UsageError(f"Findings are worded in en or ko, not in {ui!r}.")
    row = _table()[message]
    words = {name: _Word(value) for name, value in fields.items()}
    what, why = (row[i].format_map(words) for i in _COLUMNS[ui])
    return what, why


def describe(rule: str, ui: Ui = "en") -> str:
    """One line on what a rule looks for."""
    return say(f"rule:{rule}", {}, ui)[0]


class _Word(str):
    """A field; a format of a Korean particle attaches it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return attach(self, spec) if spec else str(self)


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    lines = files("malmoi.check").joinpath("messages.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: cells for key, *cells in rows}
