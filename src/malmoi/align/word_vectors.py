"""Evidence from a sentence encoder for the units that nothing else settles.

Vectors of single words all point much the same way, and Korean ones another way than English ones; so each language's mean is taken
off first (mutual argmax links: AER .45 raw, .32 centred). A cell is believed by its cosine and by its margin over the next best cell of
its row and its column.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.align.encoder import Vectors
from malmoi.align.flat import Flags, Floats, starts_of
from malmoi.align.word_corpus import Corpus
from malmoi.align.word_evidence import Cell
from malmoi.align.word_units import Pair

__all__ = ["WordVectors", "open_units"]

Vector = NDArray[np.float32]

# The probability that cosine + margin give: a logistic curve with this middle and slope, scaled down because an encoder is often
# wrong. Cells below the least are left out. All on a plateau of 60 hand-aligned lines.
_MIDDLE, _SLOPE, _TRUST = 0.4, 15.0, 0.5
_LEAST_P, _LEAST_COSINE = 0.02, 0.1
# A unit is settled when it has a link of this strength that stands on other evidence or on so many expected meetings.
_SETTLED, _EVIDENT, _MEETINGS = 0.8, 0.2, 3.0
# Encoding takes about 20 ms a text: in a large corpus only the most frequent of the open units are asked.
_MOST_TEXTS = 40_000
_KO, _EN = 0, 1


def open_units(corpus: Corpus, strength: Floats, meetings: Floats) -> tuple[Flags, Flags]:
    """Which Korean and which English units have no settled link; `strength` and `meetings` are of every cell."""
    settled = (strength >= _SETTLED) & ((corpus.evidence >= _EVIDENT) | (meetings >= _MEETINGS))
    ko, en = np.ones(len(corpus.ko), np.bool_), np.ones(len(corpus.en), np.bool_)
    ko[corpus.ko_of[settled]] = False
    en[corpus.en_of[settled]] = False
    return ko, en


class WordVectors:
    """An encoder for units; the means of the first shard stay in force."""

    def __init__(self, encoder: Vectors) -> None:
        self._encoder = encoder
        self._means: tuple[Vector, Vector] | None = None
        self._known: tuple[dict[str, Vector], dict[str, Vector]] = ({}, {})

    def add(
        self, pairs: Sequence[Pair], corpus: Corpus, cells: Sequence[list[Cell]], open_ones: tuple[Flags, Flags]
    ) -> list[list[Cell]]:
        """`cells` of each pair with what the encoder says of its open units. Raises EncoderError."""
        at = starts_of(corpus.n_ko), starts_of(corpus.n_en)
        asked = [
            (
                [j for j in range(len(pair.ko)) if open_ones[_KO][at[_KO][n] + j]],
                [i for i in range(len(pair.en)) if open_ones[_EN][at[_EN][n] + i]],
            )
            for n, pair in enumerate(pairs)
        ]
        self._encode(
            (pair.ko[j].key for pair, (ko, en) in zip(pairs, asked, strict=True) if en for j in ko),
            (pair.en[i].key for pair, (ko, en) in zip(pairs, asked, strict=True) if ko for i in en),
        )
        return [self._merged(pair, known, ko, en) for pair, known, (ko, en) in zip(pairs, cells, asked, strict=True)]

    def _encode(self, ko: Iterable[str], en: Iterable[str]) -> None:
        for side, keys in ((_KO, ko), (_EN, en)):
            fresh = Counter(key for key in keys if key not in self._known[side])
            room = max(0, _MOST_TEXTS // 2 - len(self._known[side]))
            texts = sorted(fresh, key=lambda key: (-fresh[key], key))[:room]
            self._known[side].update(zip(texts, self._encoder.encode(texts), strict=True))
        if self._means is None and all(self._known):
            self._means = tuple(np.mean(list(known.values()), axis=0) for known in self._known)

    def _merged(self, pair: Pair, known: list[Cell], ko: list[int], en: list[int]) -> list[Cell]:
        ko = [j for j in ko if pair.ko[j].key in self._known[_KO]]
        en = [i for i in en if pair.en[i].key in self._known[_EN]]
        if not ko or not en or self._means is None:
            return known
        cosine = self._centred(_KO, [pair.ko[j].key for j in ko]) @ self._centred(_EN, [pair.en[i].key for i in en]).T
        margin = np.minimum(cosine - _next_best(cosine), (cosine.T - _next_best(cosine.T)).T)
        p = _TRUST / (1 + np.exp(-_SLOPE * (cosine + margin - _MIDDLE)))
        found = {(cell.ko, cell.en): cell.p for cell in known}
        for a, b in np.argwhere((p >= _LEAST_P) & (cosine > _LEAST_COSINE)):
            place = ko[a], en[b]
            found[place] = max(float(p[a, b]), found.get(place, 0.0))
        return [Cell(j, i, value) for (j, i), value in sorted(found.items())]

    def _centred(self, side: int, keys: list[str]) -> Vector:
        means = self._means or (0, 0)
        rows = np.array([self._known[side][key] for key in keys], np.float32) - means[side]
        unit: Vector = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6))
        return unit


def _next_best(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each cell, the greatest other value of its row; the value itself where it is alone."""
    if values.shape[1] < 2:
        return values
    ordered = np.sort(values, axis=1)
    best: NDArray[np.float32] = np.where(values == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    return best
