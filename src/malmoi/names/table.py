"""The shipped weights of the name model (`stretches.tsv`), read when first needed, as rows ready for the lattice.

A line of the table is a stretch of Korean units and, for each stretch of letters that goes with it, a weight in nats. "^" and "$"
around letters mean that a word begins or ends there; "?", "??", "???" stand for any one, two, three letters never seen with the
unit. `train.py` makes the table.
"""

import math
from collections.abc import Iterable
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
    "linked",
    "plainer",
    "row",
    "stretches",
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
    """`lines` by Korean stretch, the number of each stretch of letters, and how many letters it has (0 at NOTHING)."""

    lines: dict[str, str]
    english: dict[str, int]
    calibration: Calibration
    lengths: NDArray[np.int8]


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
    size, empty = len(en.letters) + 1, _table().english[""]
    heads = ["^" if j in en.starts else "" for j in range(size)]
    tails = ["$" if j in en.ends else "" for j in range(size)]
    rows = [
        [
            empty,
            *(_number(heads[j - b] + en.letters[j - b : j] + tails[j], b) for b in range(1, min(j, MAX_LETTERS) + 1)),
        ]
        for j in range(size)
    ]
    return np.array([row + [NOTHING] * (MAX_LETTERS + 1 - len(row)) for row in rows], np.int32)


@lru_cache(maxsize=1 << 16)
def _number(chunk: str, letters: int) -> int:
    """Number of a flagged chunk of so many letters, or of what it falls back on; NOTHING where no row knows any of it."""
    known = _table().english
    number = known.get(chunk)
    if number is None:
        number = next((known[c] for c in (*plainer(chunk), "?" * letters) if c in known), NOTHING)
    return number


@lru_cache(maxsize=1)
def by_letters() -> dict[str, dict[str, float]]:
    """For every stretch of letters, the Korean units that go with it and their weights; the table the other way round."""
    out: dict[str, dict[str, float]] = {}
    for chunk, line in _table().lines.items():
        for letters, weight in _weights(line).items():
            if letters and letters[0] != "?":
                out.setdefault(letters, {})[chunk] = weight
    return out


def stretches() -> Iterable[str]:
    """Every stretch of Korean units that the table holds."""
    return _table().lines


def linked(chunk: str) -> dict[int, float]:
    """exp(weight - USUAL a unit) of a stretch of units that the table holds with each stretch of letters, by the number of that."""
    table = _table()
    return _factors(chunk, _weights(table.lines[chunk]))


def row(chunk: str) -> NDArray[np.float32] | None:
    """float32[chunks]: exp(weight - USUAL a unit) of a stretch of Korean units with each stretch of letters, 0 where they never go
    together; None for a stretch of several units that the table does not hold."""
    return None if len(chunk) > 1 and chunk not in _table().lines else _row(chunk)


@lru_cache(maxsize=2048)
def _row(chunk: str) -> NDArray[np.float32]:
    table = _table()
    line = table.lines.get(chunk)
    weights = _weights(line) if line is not None else _unknown_sound(chunk, table)
    floors = np.full(MAX_LETTERS + 1, -np.inf)
    for b in range(1, MAX_LETTERS):
        floors[b] = weights.get("?" * b, -np.inf)
    out = np.exp(floors - USUAL * len(chunk)).astype(np.float32)[table.lengths]
    found = _factors(chunk, weights)
    out[list(found)] = list(found.values())
    return out


def _factors(chunk: str, weights: dict[str, float]) -> dict[int, float]:
    out: dict[int, float] = {}
    for letters, weight in weights.items():
        factor = math.exp(weight - USUAL * len(chunk))
        for number in _heirs(letters):
            out[number] = factor
    return out


@lru_cache(maxsize=1 << 14)
def _heirs(letters: str) -> list[int]:
    """Numbers of a stretch of letters and of the flagged ones that fall back on it; in a line they come after it and win."""
    known = _table().english
    if not letters or letters[0] == "?":
        return [known[letters]]
    endings: tuple[str, ...] = (letters,) if letters[-1] == "$" else (letters, letters + "$")
    if letters[0] != "^":
        endings += tuple("^" + e for e in endings)
    elif letters[-1] != "$":
        endings = (letters,)
    return [known[e] for e in endings if e in known]


def _weights(line: str) -> dict[str, float]:
    fields = line.split(" ")
    return {letters: float(weight) for letters, weight in zip(fields[::2], fields[1::2], strict=True)}


def _unknown_sound(unit: str, table: _Table) -> dict[str, float]:
    """Weights of a unit that the table does not hold: a Latin character goes with itself, a vowel alone as after a consonant."""
    if unit.isascii():
        return {**{"?" * b: _OTHER_LETTER for b in range(MAX_LETTERS)}, unit: _SAME_LETTER}
    if bare_vowel(unit) != unit and bare_vowel(unit) in table.lines:
        return _weights(table.lines[bare_vowel(unit)])
    return {"?" * b: price for b, price in enumerate(_UNKNOWN_SOUND)}


@lru_cache(maxsize=1)
def _table() -> _Table:
    lines: dict[str, str] = {}
    for line in _PATH.read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            chunk, _, rest = line.partition("\t")
            lines[chunk] = rest
    known = Calibration(*(float(x) for x in lines.pop("=").split(" ")))
    english = {e: i for i, e in enumerate(["", *lines.pop("*").split(" ")], start=1)}
    lengths = np.array([0, *(len(e.strip("^$")) for e in english)], np.int8)
    return _Table(lines, english, known, lengths)
