"""The shipped weights of the name model (`stretches.tsv`), read when first needed, as rows ready for the lattice.

A line of the table is a stretch of Korean units and, for each stretch of letters that goes with it, a weight in nats. "^" and "$"
around letters mean that a word begins or ends there; "?", "??", "???" stand for any one, two, three letters never seen with the
unit. `train.py` makes the table.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.names.units import English, bare_vowel

__all__ = [
    "MAX_LETTERS",
    "MAX_UNITS",
    "NOTHING",
    "USUAL",
    "Calibration",
    "by_letters",
    "calibration",
    "encode",
    "english_chunks",
    "flagged",
    "plainer",
    "row",
]

MAX_UNITS, MAX_LETTERS = 3, 4
# Number of the chunk that no row knows.
NOTHING = 0

_PATH = Path(__file__).parent / "stretches.tsv"
# Taken off the weight for each unit and given back at the end: right names score about this much a unit, so that the sums of
# long names stay within the range of float32.
USUAL = 1.5
# A Latin letter or digit inside Hangul stands for itself: about log 26 for being right, next to nothing otherwise.
_SAME_LETTER, _OTHER_LETTER = 4.0, -9.0
# A sound that no training pair holds may go with anything, at a price.
_UNKNOWN_SOUND = (-3.0, -4.0, -5.0, -6.0)

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """log-odds = bias + slope * score + units * number of units + letters * number of letters."""

    bias: float
    slope: float
    units: float
    letters: float


@dataclass(frozen=True, slots=True)
class _Table:
    lines: dict[str, str]
    english: dict[str, int]
    calibration: Calibration
    # For one flag, then for two: numbers of flagged chunks and of what each falls back on.
    fallbacks: list[tuple[Ints, Ints]]
    # Numbers of the chunks of one, two, three letters.
    lengths: list[Ints]


def flagged(en: English, start: int, end: int) -> str:
    """The letters [start, end), with ^ where a word begins there and $ where one ends there."""
    if start == end:
        return ""
    head = "^" if start in en.starts else ""
    return head + en.letters[start:end] + ("$" if end in en.ends else "")


def plainer(chunk: str) -> list[str]:
    """What a flagged chunk falls back on: without ^, without $, without both."""
    return [c for c in (chunk.removeprefix("^"), chunk.removesuffix("$"), chunk.strip("^$")) if c != chunk]


def english_chunks() -> dict[str, int]:
    """Number of every stretch of letters that a row knows."""
    return _table().english


def calibration() -> Calibration:
    """How scores become probabilities."""
    return _table().calibration


def encode(en: English) -> Ints:
    """int32[letters + 1, MAX_LETTERS + 1]: at (j, b) the number of the chunk of b letters that ends at j, NOTHING where there is none."""
    known, size = _table().english, len(en.letters) + 1
    out = np.full((size, MAX_LETTERS + 1), NOTHING, np.int32)
    out[:, 0] = known[""]
    for j in range(1, size):
        for b in range(1, min(j, MAX_LETTERS) + 1):
            chunk = flagged(en, j - b, j)
            number = known.get(chunk)
            if number is None:
                number = next((known[c] for c in (*plainer(chunk), "?" * b) if c in known), NOTHING)
            out[j, b] = number
    return out


@lru_cache(maxsize=1)
def by_letters() -> dict[str, dict[str, float]]:
    """For every stretch of letters, the Korean units that go with it and their weights; the table the other way round."""
    out: dict[str, dict[str, float]] = {}
    for chunk, line in _table().lines.items():
        fields = line.split(" ")
        for letters, weight in zip(fields[::2], fields[1::2], strict=True):
            if letters and not letters.startswith("?"):
                out.setdefault(letters, {})[chunk] = float(weight)
    return out


@lru_cache(maxsize=2048)
def row(chunk: str) -> NDArray[np.float32] | None:
    """float32[chunks]: exp(weight - USUAL a unit) of a stretch of Korean units with each stretch of letters, 0 where they never go
    together; None for a stretch of several units that the table does not hold."""
    table = _table()
    line = table.lines.get(chunk)
    if line is None and len(chunk) > 1:
        return None
    weights = np.full(len(table.english) + 1, -np.inf)
    if line is not None:
        fields = line.split(" ")
        weights[[table.english[e] for e in fields[::2]]] = [float(w) for w in fields[1::2]]
    else:
        _unknown_sound(chunk, weights, table)
    for mine, theirs in table.fallbacks:
        weights[mine] = np.where(np.isneginf(weights[mine]), weights[theirs], weights[mine])
    if len(chunk) == 1:
        for b, numbers in enumerate(table.lengths, start=1):
            floor = weights[table.english["?" * b]]
            weights[numbers] = np.where(np.isneginf(weights[numbers]), floor, weights[numbers])
    return np.exp(weights - USUAL * len(chunk)).astype(np.float32)


def _unknown_sound(unit: str, weights: Floats, table: _Table) -> None:
    for b, price in enumerate(_UNKNOWN_SOUND):
        weights[table.english["?" * b]] = price
    if unit.isascii():
        weights[[table.english["?" * b] for b in range(4)]] = _OTHER_LETTER
        weights[table.english[unit]] = _SAME_LETTER
    elif bare_vowel(unit) != unit and bare_vowel(unit) in table.lines:
        fields = table.lines[bare_vowel(unit)].split(" ")
        weights[[table.english[e] for e in fields[::2]]] = [float(w) for w in fields[1::2]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    lines: dict[str, str] = {}
    for line in _PATH.read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            chunk, _, rest = line.partition("\t")
            lines[chunk] = rest
    known = Calibration(*(float(x) for x in lines.pop("=").split(" ")))
    english = {e: i for i, e in enumerate(["", *lines.pop("*").split(" ")], start=1)}
    return _Table(lines, english, known, _fallbacks(english), _by_length(english))


def _fallbacks(english: dict[str, int]) -> list[tuple[Ints, Ints]]:
    """One flag before two, so that what a chunk falls back on is settled before it is asked."""
    steps: list[list[tuple[int, int]]] = [[], [], [], []]
    for chunk, number in english.items():
        flags = (chunk[:1] == "^") + (chunk[-1:] == "$")
        for k, other in enumerate(plainer(chunk) if flags else ()):
            if other in english:
                steps[0 if flags == 1 else 1 + k].append((number, english[other]))
    return [(np.array([a for a, _ in s], np.int32), np.array([b for _, b in s], np.int32)) for s in steps if s]


def _by_length(english: dict[str, int]) -> list[Ints]:
    out: list[list[int]] = [[] for _ in range(MAX_LETTERS - 1)]
    for chunk, number in english.items():
        length = len(chunk.strip("^$"))
        if 1 <= length < MAX_LETTERS:
            out[length - 1].append(number)
    return [np.array(numbers, np.int32) for numbers in out]
