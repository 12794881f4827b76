"""Nearness in meaning of the phrases that all other evidence left open, by a sentence encoder.

Encoding is by far the slowest evidence, so only phrases without a sure partner are encoded, each text once. Cosines of short
texts lie close together and differ between languages: vectors are centred for each language, and what counts is the margin over
the other phrases of the same segment.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.evidence import PairEvidence
from malmoi.extract.sides import Phrase, Side

__all__ = ["Nearness", "Vectors", "candidates", "describe_nearness", "open_phrases"]

Floats = NDArray[np.float64]
# (Korean phrases, English phrases) of a segment that are open, by number.
Open = tuple[list[int], list[int]]

# Phrases encoded on one side of a segment at most, the wholest first.
_MOST_OPEN = 16
# An open pair is looked at when it is among this many nearest of both its phrases.
_NEAREST = 3
_HEAVY = 0.5
_LONGEST = 5


class Vectors(Protocol):
    """An encoder with unit vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32[len(texts), d]."""


def open_phrases(ko: Side, en: Side, sure: Iterable[tuple[Phrase, Phrase]]) -> Open:
    """Phrases of which at most half belongs to pairs that are sure already; none when a side has none."""
    pairs = list(sure)
    left = _left(ko, [k for k, _ in pairs]), _left(en, [e for _, e in pairs])
    return left if all(left) else ([], [])


def _left(side: Side, taken: list[Phrase]) -> list[int]:
    closed = {i for p in taken for i in range(p.first, p.last)}
    left = [
        n
        for n, p in enumerate(side.phrases)
        if not (p.repaired or p.bound or p.text[0].isdigit() or p.last - p.first > _LONGEST)
        and _is_open(side, p, closed)
    ]
    return sorted(left, key=lambda n: side.phrases[n].first - side.phrases[n].last)[:_MOST_OPEN]


def _is_open(side: Side, p: Phrase, closed: set[int]) -> bool:
    """Is at least half of what the phrase says open?"""
    weights = [(u.weight, i in closed) for i, u in enumerate(side.units[p.first : p.last], p.first)]
    total = sum(w for w, _ in weights)
    return max(w for w, _ in weights) > _HEAVY and sum(w for w, taken in weights if not taken) >= total / 2


class Nearness:
    """Vectors of the open phrases of a bitext."""

    def __init__(self, vectors: Vectors, segments: Sequence[tuple[Side, Side]], opened: Sequence[Open]) -> None:
        ko = sorted({ko.phrases[n].text for (ko, _), (left, _) in zip(segments, opened, strict=True) for n in left})
        en = sorted({en.phrases[n].text for (_, en), (_, left) in zip(segments, opened, strict=True) for n in left})
        self._opened = opened
        self._ko, self._en = _centred(vectors, ko), _centred(vectors, en)

    def cosines(self, segment: int, ko: Side, en: Side) -> Floats:
        """float64[n_ko_phrases, n_en_phrases], NaN where one of the phrases was not open."""
        out = np.full((len(ko.phrases), len(en.phrases)), np.nan)
        left, right = self._opened[segment]
        if left and right:
            k = np.array([self._ko[ko.phrases[n].text] for n in left])
            e = np.array([self._en[en.phrases[n].text] for n in right])
            out[np.ix_(left, right)] = k @ e.T
        return out


def candidates(cosines: Floats) -> NDArray[np.bool_]:
    """Open pairs that are among the nearest from both sides."""
    known = np.where(np.isnan(cosines), -1.0, cosines)
    if not known.size:
        return known > 0
    rank_ko = (-known).argsort(1).argsort(1)
    rank_en = (-known).argsort(0).argsort(0)
    out: NDArray[np.bool_] = ~np.isnan(cosines) & (rank_ko < _NEAREST) & (rank_en < _NEAREST)
    return out


def describe_nearness(pairs: PairEvidence, cosines: Floats, places: NDArray[np.int64]) -> None:
    """Fill the columns `encoder` (centred cosine) and `encoder_margin` (over the best rivals); 0 where nothing was encoded."""
    near = cosines[pairs.ko, pairs.en]
    known = ~np.isnan(near)
    value = np.where(known, near, 0.0)
    pairs.set("encoder", value)
    ko_meet = (places[:, None, 0] < places[None, :, 1]) & (places[None, :, 0] < places[:, None, 1])
    en_meet = (places[:, None, 2] < places[None, :, 3]) & (places[None, :, 2] < places[:, None, 3])
    rivals = np.where(known, near, -1.0)[None, :]
    ko_rival = np.where(ko_meet & ~en_meet, rivals, -1.0).max(1, initial=-1.0)
    en_rival = np.where(en_meet & ~ko_meet, rivals, -1.0).max(1, initial=-1.0)
    margin = value - (np.maximum(ko_rival, _NOBODY) + np.maximum(en_rival, _NOBODY)) / 2
    pairs.set("encoder_margin", np.where(known, margin, 0.0))


# The cosine that an absent rival is taken to have.
_NOBODY = -0.1


def _centred(vectors: Vectors, texts: list[str]) -> dict[str, Floats]:
    if not texts:
        return {}
    made = np.asarray(vectors.encode(texts), np.float64)
    made = made - made.mean(0)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return dict(zip(texts, made, strict=True))
