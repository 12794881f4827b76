"""Words of the workbooks in Korean, English or both, from `labels.tsv` beside this module."""

from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

__all__ = ["UI", "Labels"]

UI = Literal["ko", "en", "both"]


class _Entry(NamedTuple):
    ko: str
    en: str
    help_ko: str = ""
    help_en: str = ""


class Labels:
    """Labels for one choice of `ui`; a key that the table lacks is a programming error (KeyError)."""

    def __init__(self, ui: UI) -> None:
        self.ui = ui
        self._entries = _entries()

    def name(self, key: str, between: str = " ") -> str:
        """The label of `key`; in both languages the Korean one comes first, `between` parts them."""
        entry = self._entries[key]
        return self._join(entry.ko, entry.en, between)

    def help(self, key: str) -> str:
        """What explains `key`, each language in a paragraph of its own; "" where nothing needs saying."""
        entry = self._entries[key]
        return self._join(entry.help_ko, entry.help_en, "\n")

    def value(self, kind: str, value: str, between: str = " ") -> str:
        """The label of a value such as status "new"; a value without one stands as it is."""
        return self.name(f"{kind}.{value}", between) if f"{kind}.{value}" in self._entries else value

    def title(self, key: str) -> str:
        """A sheet's name: one language only, because a tab is narrow and programs refer to it."""
        entry = self._entries[f"sheet.{key}"]
        return entry.ko if self.ui == "ko" else entry.en

    def decision(self, verdict: str) -> str:
        """The word to choose for a verdict: one language only, because people type it."""
        entry = self._entries[f"decision.{verdict}"]
        return entry.ko if self.ui == "ko" else entry.en

    def _join(self, ko: str, en: str, between: str) -> str:
        if self.ui == "both":
            return between.join(part for part in (ko, en) if part)
        return ko if self.ui == "ko" else en


@cache
def _entries() -> dict[str, _Entry]:
    lines = files(__package__).joinpath("labels.tsv").read_text(encoding="utf-8").splitlines()[2:]
    rows = (line.replace("\\n", "\n").split("\t") for line in lines)
    return {key: _Entry(*words) for key, *words in rows}
