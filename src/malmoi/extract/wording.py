"""What the phrases of a bitext read, by number, so that each text is looked at once however often it stands."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Ints, starts_of
from malmoi.extract.brackets import is_acronym
from malmoi.extract.folding import fold
from malmoi.extract.looks import looks_of_texts
from malmoi.extract.numbering import Numbers
from malmoi.extract.sides import Side

__all__ = ["Wording"]


class Wording:
    """The phrases of one language.

    Of each phrase, int32[phrases]: the number of its text and of its reading, by which texts are compared: folded Korean, English lemmas.
    Of each of the `texts`: `folded`, int64[texts], its number among all that the texts of both languages fold to; `letters`, the same
    without the s of an acronym; `cased`, its number whatever its capitals; `acronym`, bool[texts]; `looks`, as of `looks_of_texts`.
    """

    def __init__(self, sides: Sequence[Side], folds: Numbers, korean: bool) -> None:
        """`folds` numbers the folded texts of both languages, and grows."""
        self._at = starts_of(np.fromiter((len(s.phrases) for s in sides), np.int64))
        numbers = Numbers()
        self._numbers = numbers.of(p.text for p in chain.from_iterable(s.phrases for s in sides)).astype(np.int32)
        self.texts = texts = list(numbers)
        self.folded = folds.of(map(fold, texts))
        self.cased = Numbers().of(map(str.casefold, texts))
        self.acronym = np.fromiter(map(is_acronym, texts), np.bool_)
        self.looks = looks_of_texts(texts, korean)
        if korean:
            self.letters = self.folded
            self._readings = self.folded[self._numbers].astype(np.int32)
        else:
            self.letters = self.folded.copy()
            for i in [i for i, text in enumerate(texts) if text[-1:] == "s" and text[:-1].isupper()]:
                self.letters[i] = folds[fold(texts[i][:-1])]
            self._readings = Numbers().of(chain.from_iterable(map(_lemmas, sides))).astype(np.int32)

    def numbers(self, segments: Sequence[int]) -> Ints:
        """int64[phrases of these segments]: the number of each text."""
        return self._of(self._numbers, segments)

    def readings(self, segments: Sequence[int]) -> Ints:
        """int64[phrases of these segments]: the number of each reading."""
        return self._of(self._readings, segments)

    def all_readings(self) -> tuple[Ints, Ints]:
        """int64[phrases] twice: the reading and the segment of every phrase."""
        return self._readings.astype(np.int64), np.repeat(np.arange(len(self._at) - 1), np.diff(self._at))

    def _of(self, values: NDArray[np.int32], segments: Sequence[int]) -> Ints:
        parts = [values[self._at[n] : self._at[n + 1]] for n in segments]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _lemmas(en: Side) -> list[str]:
    """`sides.lemmas` of each phrase."""
    keys = [u.key for u in en.units]
    return [keys[p.first] if p.last == p.first + 1 else " ".join(keys[p.first : p.last]) for p in en.phrases]
