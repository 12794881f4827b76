"""Several segments as flat arrays, their units and phrases one after the other, so that one pass answers for all of them.

A matrix over the units (or phrases) of a segment is flat too: its cells row by row, then those of the next segment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints, starts_of
from malmoi.extract.numbering import Numbers
from malmoi.extract.sides import Phrase, Side, Unit

__all__ = ["Batch", "Layout"]

Bools = NDArray[np.bool_]
_Number = TypeVar("_Number", np.float64, np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One language. `unit_at` and `phrase_at`, int64[segments + 1], say where those of each segment begin.

    Of units: `weights`, and where they start and end. Of phrases, as int64[phrases, 2]: `bounds`, their units [first, last) within the
    segment; `runs`, the same among all of the batch; `places`, their code points [start, end); and `segment`, that of each; and marks.
    """

    sides: Sequence[Side]
    # The keys of units, each once, and which of them each unit has.
    keys: Sequence[str]
    key: Ints
    unit_at: Ints
    phrase_at: Ints
    weights: Floats
    unit_start: Ints
    unit_end: Ints
    bounds: Ints
    runs: Ints
    places: Ints
    segment: Ints
    name: Bools
    bound: Bools
    quoted: Bools
    repaired: Bools
    # uint32[code points] of all texts, and where each begins.
    letters: NDArray[np.uint32]
    text_at: Ints

    @classmethod
    def of(cls, sides: Sequence[Side]) -> "Layout":
        """Lay out the sides of one language."""
        units = list(chain.from_iterable(s.units for s in sides))
        phrases = list(chain.from_iterable(s.phrases for s in sides))
        of_units = dict(zip(Unit._fields, zip(*units, strict=True) if units else [()] * len(Unit._fields), strict=True))
        of_phrases = dict(
            zip(Phrase._fields, zip(*phrases, strict=True) if phrases else [()] * len(Phrase._fields), strict=True)
        )
        keys = Numbers()
        key = keys.of(of_units["key"])
        texts = "".join(s.text for s in sides).encode("utf-32-le", "surrogatepass")
        unit_at, phrase_at = _starts(len(s.units) for s in sides), _starts(len(s.phrases) for s in sides)
        segment = np.repeat(np.arange(len(sides)), np.diff(phrase_at))
        bounds, places = (
            np.stack([np.fromiter(of_phrases[name], np.int64) for name in names], 1)
            for names in (("first", "last"), ("start", "end"))
        )
        return cls(
            sides,
            list(keys),
            key,
            unit_at,
            phrase_at,
            np.fromiter(of_units["weight"], np.float64),
            np.fromiter(of_units["start"], np.int64),
            np.fromiter(of_units["end"], np.int64),
            bounds,
            bounds + unit_at[segment][:, None],
            places,
            segment,
            np.fromiter(of_phrases["name"], np.bool_),
            np.fromiter(of_phrases["bound"], np.bool_),
            np.fromiter(of_phrases["quoted"], np.bool_),
            np.fromiter(of_phrases["repaired"], np.bool_),
            np.frombuffer(texts, np.uint32),
            _starts(len(s.text) for s in sides),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Both languages; `cell_at` and `pair_at`, int64[segments + 1], say where the matrices over units and over phrases begin."""

    ko: Layout
    en: Layout
    cell_at: Ints
    pair_at: Ints

    @classmethod
    def of(cls, segments: Sequence[tuple[Side, Side]]) -> "Batch":
        """Lay out some segments."""
        ko, en = Layout.of([k for k, _ in segments]), Layout.of([e for _, e in segments])
        return cls(
            ko,
            en,
            starts_of(np.diff(ko.unit_at) * np.diff(en.unit_at)),
            starts_of(np.diff(ko.phrase_at) * np.diff(en.phrase_at)),
        )

    def __len__(self) -> int:
        """How many segments there are."""
        return len(self.cell_at) - 1

    def of_units(self, flat: NDArray[_Number], n: int) -> NDArray[_Number]:
        """The matrix over units of segment n, a view: [Korean units, English units]."""
        ko, en = (len(layout.sides[n].units) for layout in (self.ko, self.en))
        return flat[self.cell_at[n] : self.cell_at[n + 1]].reshape(ko, en)

    def of_phrases(self, flat: NDArray[_Number], n: int) -> NDArray[_Number]:
        """The matrix over phrases of segment n, a view: [Korean phrases, English phrases]."""
        ko, en = (len(layout.sides[n].phrases) for layout in (self.ko, self.en))
        return flat[self.pair_at[n] : self.pair_at[n + 1]].reshape(ko, en)


def _starts(sizes: Iterable[int]) -> Ints:
    return starts_of(np.fromiter(sizes, np.int64))
