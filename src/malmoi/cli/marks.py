"""A marked text for a terminal: terms in the colour of their status; where there is no colour, in double brackets with what colour said."""

import os
import sys
from typing import TYPE_CHECKING

import typer

from malmoi.cli.output import note

if TYPE_CHECKING:
    from malmoi.export.marked import Cards, Tally
    from malmoi.glossary.passages import Passage

__all__ = ["TerminalMarks", "wants_color"]

_COLORS = {"preferred": "green", "admitted": "cyan", "deprecated": "red", "superseded": "red"}
_BAD = ("deprecated", "superseded")


def wants_color() -> bool:
    """Is standard output a terminal that may be coloured? https://no-color.org"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class TerminalMarks:
    """Prints passages as they come, and what was found to standard error."""

    def __init__(self, cards: "Cards", color: bool) -> None:
        self._cards, self._color = cards, color

    def add(self, passage: "Passage") -> None:
        """Print the next passage."""
        pieces = []
        at = 0
        for hit in passage.hits:
            pieces.append(_harmless(passage.text[at : hit.start]))
            text = _harmless(passage.text[hit.start : hit.end])
            sign = "?" if hit.ambiguous else ""
            instead = self._cards.instead(hit)
            if self._color:
                bad = hit.status in _BAD
                shown = typer.style(
                    text, fg=_COLORS.get(hit.status), bold=True, underline=bool(sign), strikethrough=bad
                )
                pieces.append(shown + typer.style(f"→{instead}", fg="green", italic=True) if instead else shown)
            else:
                said = sign + (f"→{instead}" if instead else "!" if hit.status in _BAD else "")
                pieces.append(f"[[{text}{'|' + said if said else ''}]]")
            at = hit.end
        pieces.append(_harmless(passage.text[at:]))
        sys.stdout.write("".join(pieces) + ("\n" if passage.ends else ""))

    def finish(self, tally: "Tally") -> None:
        """Say what was found."""
        sys.stdout.flush()
        counts = tally.counts
        bad = sum(count.count for count in counts if count.hit.status in _BAD)
        unsure = sum(count.ambiguous for count in counts)
        said = f"{tally.hits:,} hits of {len(counts):,} terms"
        said += f", {bad:,} of them not to be used" if bad else ""
        said += f", {unsure:,} ambiguous (?)" if unsure else ""
        note(said)


def _harmless(text: str) -> str:
    """Text that cannot steer a terminal: control characters, the tab apart, are replaced."""
    return (
        text
        if text.isprintable()
        else "".join(ch if ch >= " " or ch == "\t" else "\ufffd" for ch in text).replace("\x9b", "\ufffd")
    )
