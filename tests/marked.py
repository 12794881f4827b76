"""Sentences whose terms stand in [[double brackets]]: for the tests of recognition and for tests/bench/find_peers.py."""

import re
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases"


def lines(name: str) -> list[list[str]]:
    """The rows of a table under tests/cases, as cells; remarks and empty lines left out."""
    rows = (CASES / name).read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


def read(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of a marked sentence, and where its terms stand in it, as (start, end)."""
    text, spans = "", []
    for part in re.split(r"(\[\[.*?\]\])", marked):
        if part.startswith("[["):
            spans.append((len(text), len(text) + len(part) - len("[[]]")))
            part = part[2:-2]
        text += part
    return text, spans
