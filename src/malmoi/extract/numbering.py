"""Texts by number, so that arrays can speak of them."""

from collections.abc import Iterable

import numpy as np

from malmoi.align.flat import Ints

__all__ = ["Numbers"]


class Numbers(dict[str, int]):
    """Texts with their numbers from 0 on; a new one gets the next."""

    __slots__ = ()

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number

    def of(self, texts: Iterable[str]) -> Ints:
        """int64[texts]: the number of each."""
        texts = list(texts)
        # Without `__missing__`, which is a call for each new text.
        new = [text for text in dict.fromkeys(texts) if text not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        return np.fromiter(map(self.__getitem__, texts), np.int64, len(texts))
