"""Nearness in meaning of the phrases of a segment, by a sentence encoder.

Each text is encoded once. Cosines of short texts lie close together and differ between languages: vectors are centred for each
language, and what counts is the margin over other phrases of the same segment: over those that stand elsewhere, and over other cuts
of the same words.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.evidence import PairEvidence, meeting
from malmoi.extract.sides import Phrase, Side

__all__ = ["Nearness", "Vectors", "candidates", "describe_nearness"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# A pair is looked at when it is among this many nearest of both its phrases.
_NEAREST = 2
# Longer phrases, in units, are explained by their parts.
_LONGEST = 6


class Vectors(Protocol):
    """An encoder with unit vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32[len(texts), d]."""


class Nearness:
    """Vectors of the phrases of a bitext, each text encoded once."""

    def __init__(self, vectors: Vectors, segments: Sequence[tuple[Side, Side]]) -> None:
        ko = sorted({p.text for side, _ in segments for p in side.phrases if _is_asked(p)})
        en = sorted({p.text for _, side in segments for p in side.phrases if _is_asked(p)})
        # With one side empty there is nothing to compare, and nothing to pay for.
        self._ko, self._en = (_centred(vectors, ko), _centred(vectors, en)) if ko and en else ({}, {})

    def cosines(self, ko: Side, en: Side) -> Floats:
        """float64[n_ko_phrases, n_en_phrases], NaN where one of the phrases was not asked about."""
        out = np.full((len(ko.phrases), len(en.phrases)), np.nan)
        rows = [i for i, p in enumerate(ko.phrases) if _is_asked(p) and p.text in self._ko]
        columns = [j for j, p in enumerate(en.phrases) if _is_asked(p) and p.text in self._en]
        if rows and columns:
            k = np.array([self._ko[ko.phrases[i].text] for i in rows])
            e = np.array([self._en[en.phrases[j].text] for j in columns])
            out[np.ix_(rows, columns)] = k @ e.T
        return out


def _is_asked(p: Phrase) -> bool:
    return not (p.repaired or p.text.isdigit() or p.last - p.first > _LONGEST)


def candidates(cosines: Floats) -> Bools:
    """bool[n_ko_phrases, n_en_phrases]: pairs that are among the nearest from both sides."""
    known = np.where(np.isnan(cosines), -1.0, cosines)
    if not known.size:
        return known > 0
    rank_ko = (-known).argsort(1).argsort(1)
    rank_en = (-known).argsort(0).argsort(0)
    out: Bools = ~np.isnan(cosines) & (rank_ko < _NEAREST) & (rank_en < _NEAREST)
    return out


def describe_nearness(pairs: PairEvidence, cosines: Floats, places: Ints) -> None:
    """Fill the columns of the encoder; 0 where nothing was encoded.

    `encoder` is the centred cosine. The others are its margins: over the same words cut otherwise on both sides (`encoder_cut`) or on one
    (`encoder_ko_cut`: another Korean cut for the same English phrase), and over the best English (`encoder_ko`) or Korean (`encoder_en`)
    phrase that stands elsewhere.
    """
    near = cosines[pairs.ko, pairs.en]
    asked = ~np.isnan(near)
    value = np.where(asked, near, 0.0)
    rivals = np.where(asked, near, _NOBODY)[None, :]
    ko_meet, en_meet = meeting(places)
    same_ko, same_en = pairs.ko[:, None] == pairs.ko[None, :], pairs.en[:, None] == pairs.en[None, :]
    same_texts = pairs.same_texts()
    pairs.set("encoder_asked", asked.astype(np.float64))
    pairs.set("encoder", value)
    for name, among in (
        ("encoder_cut", ko_meet & en_meet & ~(same_ko & same_en)),
        ("encoder_ko", same_ko & ~en_meet & ~same_texts),
        ("encoder_en", same_en & ~ko_meet & ~same_texts),
        ("encoder_ko_cut", same_en & ko_meet & ~same_ko),
        ("encoder_en_cut", same_ko & en_meet & ~same_en),
    ):
        best = np.where(among, rivals, _NOBODY).max(1, initial=_NOBODY)
        pairs.set(name, np.where(asked, value - best, 0.0))


# The cosine that an absent rival is taken to have.
_NOBODY = -0.2


def _centred(vectors: Vectors, texts: list[str]) -> dict[str, Floats]:
    if not texts:
        return {}
    made = np.asarray(vectors.encode(texts), np.float64)
    made = made - made.mean(0)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return dict(zip(texts, made, strict=True))
