"""Many names and the table of stretches as flat arrays, for the compiled lattice (`lattice_compiled`); needs Numba (extra `fast`).

A Korean name is a row of units by their numbers in the table, a Latin name a row of letters with marks. Every name is laid out once,
whatever it is compared with.
"""

import re
from collections.abc import Iterable, Sequence, Sized
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from malmoi.names import table
from malmoi.names.lattice import IMPOSSIBLE, LETTERS, comparable
from malmoi.names.lattice_compiled import ENDS, HEAD, LETTER_BITS, STARTS, TAIL, UNIT_BITS, walk
from malmoi.names.spelled import ACRONYM, INITIAL, Spelled, has_initials, initialled, may_be_spoken, spoken
from malmoi.names.units import ALPHABET, LONGEST_NAME, English, english, korean

__all__ = ["Names"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Numbers of letters; 0 is none.
_CODE = {letter: i for i, letter in enumerate(LETTERS, start=1)}
_TO_CODES = bytes(_CODE.get(chr(i), 0) for i in range(256))


class Names:
    """Korean and Latin names to be compared, each under a number; `scores` compares them."""

    def __init__(self) -> None:
        self._units: list[bytes] = []
        self._spoken: list[Sequence[Spelled]] = []
        # Names for whose syllables initials may stand; empty for the others.
        self._personal: list[str] = []
        self._letters: list[bytes] = []
        self._marks: list[bytes] = []
        self._korean: dict[str, int] = {}
        self._english: dict[tuple[bytes, bytes], int] = {}

    def korean(self, text: str) -> int:
        """The number of a Korean name."""
        number = self._korean.get(text)
        if number is None:
            number = self._korean[text] = len(self._units)
            units, steps, personal = _korean(text)
            self._units.append(units)
            self._spoken.append(steps)
            self._personal.append(personal)
        return number

    def english(self, words: Sequence[str]) -> int | None:
        """The number of a Latin name in `words`, None where it has no letters."""
        letters, marks = _latin(words)
        number = self._english.get((letters, marks))
        if number is None and letters:
            number = self._english[letters, marks] = len(self._letters)
            self._letters.append(letters)
            self._marks.append(marks)
        return number

    def lengths(self) -> tuple[Ints, Ints]:
        """int64[Korean names], int64[Latin names]: how many units and letters each has."""
        return _lengths(self._units), _lengths(self._letters)

    def scores(self, ko: Ints, en: Ints) -> Floats:
        """float64[pairs]: as `lattice.score` of Korean name ko[p] and Latin name en[p]; pairs of one Korean name stand together."""
        out = np.full(len(ko), IMPOSSIBLE)
        units, letters = self.lengths()
        has_steps = np.array(
            [bool(steps or p) for steps, p in zip(self._spoken, self._personal, strict=True)], np.bool_
        )
        asked = np.flatnonzero(comparable(units[ko], letters[en], has_steps[ko]))
        if not len(asked):
            return out
        known = _table()
        # What stands for an initial is of use only beside a name that has one; few have.
        # INITIAL is the highest bit.
        initial = np.array([not marks.isascii() for marks in self._marks], np.bool_)
        beside = np.bincount(ko[asked], initial[en[asked]], len(units)) > 0
        used = [
            (*steps, *initialled(korean(name))) if name and asks else steps
            for steps, name, asks in zip(self._spoken, self._personal, beside.tolist(), strict=True)
        ]
        steps, factors = _laid_out(list(chain.from_iterable(used)))
        total = walk(
            ko[asked], en[asked],
            _bytes(self._units), _starts(units), _bytes(self._letters), _bytes(self._marks), _starts(letters),
            steps, factors, _starts(_lengths(used)),
            known.codes, known.numbers, known.unseen, known.single,
            known.stretches, known.row_at, known.row_chunks, known.row_weights,
        )  # fmt: skip
        found = total > 0
        out[asked[found]] = np.log(total[found]) + table.USUAL * units[ko[asked[found]]]
        return out


@lru_cache(maxsize=1 << 14)
def _korean(text: str) -> tuple[bytes, Sequence[Spelled], str]:
    """Numbers of the units of a Korean name, its spoken steps, itself if it may have initials; names come again with other Latin ones."""
    if _SYLLABLES.fullmatch(text):
        kept = text[:LONGEST_NAME]
        steps = tuple(spoken(korean(text))) if may_be_spoken(kept) else ()
        return b"".join(map(_numbers, kept)), steps, text if has_initials(kept) else ""
    name = korean(text)
    return b"".join(map(_numbers, name.text)), tuple(spoken(name)), text if has_initials(name.text) else ""


_SYLLABLES = re.compile("[가-힣]+")


@lru_cache(maxsize=1 << 14)
def _numbers(character: str) -> bytes:
    """Numbers of the units of one character of a Korean name."""
    return bytes(map(_table().units.__getitem__, korean(character).units))


def _latin(words: Sequence[str]) -> tuple[bytes, bytes]:
    """Letters and marks of a Latin name in words."""
    parts = [_word(word) for word in words]
    letters, marks = b"".join([part for part, _ in parts]), b"".join([part for _, part in parts])
    # What is too long is cut as a whole.
    return (letters, marks) if sum(map(len, words)) < LONGEST_NAME else _word(" ".join(words))


@lru_cache(maxsize=1 << 16)
def _word(text: str) -> tuple[bytes, bytes]:
    en = english(text)
    return en.letters.encode("ascii").translate(_TO_CODES), _marks(en)


class _Table(NamedTuple):
    """Numbers of `units`, from 1 on, and what `walk` takes after the names.

    Rising `codes` of chunks of letters and the `numbers` of these; `unseen`, the number of any chunk of so many letters; `single`
    float32[units, chunks]; rising codes of `stretches` of several units, the chunks of stretch s and their weights at
    row_at[s] to row_at[s + 1].
    """

    units: dict[str, int]
    codes: Ints
    numbers: Ints
    unseen: Ints
    single: NDArray[np.float32]
    stretches: Ints
    row_at: Ints
    row_chunks: Ints
    row_weights: NDArray[np.float32]


@lru_cache(maxsize=1)
def _table() -> _Table:
    chunks = table.english_chunks()
    coded = sorted((_chunk_code(chunk), number) for chunk, number in chunks.items() if chunk and chunk[0] != "?")
    units = {unit: i for i, unit in enumerate(dict.fromkeys(ALPHABET), start=1)}
    single = [row for unit in units if (row := table.row(unit)) is not None]
    single.insert(0, np.zeros_like(single[0]))
    rows = sorted((_stretch_code(s, units), table.linked(s)) for s in table.stretches() if len(s) > 1)
    return _Table(
        units,
        np.array([code for code, _ in coded], np.int64),
        np.array([number for _, number in coded], np.int64),
        np.array([chunks.get("?" * letters, table.NOTHING) for letters in range(table.MAX_LETTERS + 1)], np.int64),
        np.stack(single),
        np.array([code for code, _ in rows], np.int64),
        _starts(_lengths([row for _, row in rows])),
        np.fromiter(chain.from_iterable(row for _, row in rows), np.int64),
        np.fromiter(chain.from_iterable(row.values() for _, row in rows), np.float32),
    )


def _chunk_code(chunk: str) -> int:
    """The code under which `walk` looks for a chunk: its letters, the first in the highest bits, and marks for ^ and $."""
    code = 0
    for letter in chunk.strip("^$"):
        code = (code << LETTER_BITS) + _CODE[letter]
    return code + HEAD * chunk.startswith("^") + TAIL * chunk.endswith("$")


def _stretch_code(stretch: str, units: dict[str, int]) -> int:
    code = 0
    for unit in stretch:
        code = (code << UNIT_BITS) + units[unit]
    return code


def _marks(en: English) -> bytes:
    marks = bytearray(len(en.letters))
    for place in en.starts:
        marks[place] |= STARTS
    for place in en.ends:
        marks[place - 1] |= ENDS
    for place in en.acronym:
        marks[place] |= ACRONYM
    for place in en.initials:
        marks[place] |= INITIAL
    return bytes(marks)


def _laid_out(steps: Sequence[Spelled]) -> tuple[Ints, Floats]:
    """int64[steps, 4 + letters]: start, end, flag, number of letters, letters; float64[steps, 2]: factors where marked, elsewhere."""
    longest = max((len(step.letters) for step in steps), default=0)
    rows = [
        [s.start, s.end, s.flag, len(s.letters), *(_CODE[letter] for letter in s.letters.ljust(longest, s.letters[0]))]
        for s in steps
    ]
    factors = np.array([(s.marked, s.plain) for s in steps]).reshape(-1, 2)
    return np.array(rows, np.int64).reshape(-1, 4 + longest), factors


def _lengths(rows: Iterable[Sized]) -> Ints:
    return np.fromiter(map(len, rows), np.int64)


def _starts(lengths: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


def _bytes(rows: Iterable[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(rows), np.uint8)
