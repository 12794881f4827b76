"""Nearness in meaning of the phrases of a segment, by a sentence encoder.

Each text is encoded once. Cosines of short texts lie close together and differ between languages: vectors are centred for each
language, and what counts is the margin over other phrases of the same segment: over those that stand elsewhere, and over other cuts
of the same words. An encoder that tells tokens is also asked what the phrases mean where they stand (`context`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.context import Context, InContext, TokenVectors
from malmoi.extract.evidence import PairEvidence, meeting
from malmoi.extract.sides import Phrase, Side

__all__ = ["Near", "Nearness", "Vectors", "candidates", "describe_nearness"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# A pair is looked at when it is among this many nearest of both its phrases.
_NEAREST = 2
# Longer phrases, in units, are explained by their parts.
_LONGEST = 6


class Vectors(TokenVectors, Protocol):
    """An encoder with unit vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32[len(texts), d]."""


@dataclass(slots=True)
class Near:
    """What an encoder says of one segment: float64[n_ko_phrases, n_en_phrases], NaN where one of the phrases was not asked about."""

    cosines: Floats
    in_context: InContext | None = None


class Nearness:
    """Vectors of the phrases of a bitext, each text encoded once, and its tokens in their place where the encoder tells them."""

    def __init__(self, vectors: Vectors, segments: Sequence[tuple[Side, Side]]) -> None:
        ko = sorted({p.text for side, _ in segments for p in side.phrases if _is_asked(p)})
        en = sorted({p.text for _, side in segments for p in side.phrases if _is_asked(p)})
        # With one side empty there is nothing to compare, and nothing to pay for.
        self._ko, self._en = (_centred(vectors, ko), _centred(vectors, en)) if ko and en else ({}, {})
        self._context = Context(vectors, segments) if segments and Context.is_told(vectors) else None

    @property
    def model(self) -> str:
        """What the names of the models end in that judge by an encoder: one with tokens, or one without."""
        return "_near" if self._context is None else "_token"

    def of(self, ko: Side, en: Side) -> Near:
        """What the encoder says of one segment. Raises EncoderError."""
        return Near(self._cosines(ko, en), None if self._context is None else self._context.of(ko, en))

    def _cosines(self, ko: Side, en: Side) -> Floats:
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


def candidates(near: Near) -> Bools:
    """bool[n_ko_phrases, n_en_phrases]: pairs that are among the nearest from both sides."""
    cosines = near.cosines
    known = np.where(np.isnan(cosines), -1.0, cosines)
    if not known.size:
        return known > 0
    rank_ko = (-known).argsort(1).argsort(1)
    rank_en = (-known).argsort(0).argsort(0)
    out: Bools = ~np.isnan(cosines) & (rank_ko < _NEAREST) & (rank_en < _NEAREST)
    return out


def describe_nearness(pairs: PairEvidence, near: Near, places: Ints) -> None:
    """Fill the columns of the encoder; 0 where nothing was encoded.

    `encoder` is the centred cosine. The others are its margins: over the same words cut otherwise on both sides (`encoder_cut`) or on one
    (`encoder_ko_cut`: another Korean cut for the same English phrase), and over the best English (`encoder_ko`) or Korean (`encoder_en`)
    phrase that stands elsewhere. The same of the tokens: `token`, `token_cut` and so on, beside the other columns of `InContext`.
    """
    cosines = near.cosines[pairs.ko, pairs.en]
    pairs.set("encoder_asked", (~np.isnan(cosines)).astype(np.float64))
    cuts, others = _rivals(pairs, places)
    # Vectors of texts cannot tell a repeated term from itself; those of tokens in their place can.
    same = pairs.same_texts()
    _describe(pairs, "encoder", cosines, cuts | {name: among & ~same for name, among in others.items()})
    told = near.in_context
    if told is not None:
        _describe(pairs, "token", told.cosines[pairs.ko, pairs.en], cuts | others)
        shared_ko, shared_en = told.shared_ko[pairs.ko, pairs.en], told.shared_en[pairs.ko, pairs.en]
        pairs.set("token_shared_ko", shared_ko)
        pairs.set("token_shared_en", shared_en)
        pairs.set("token_shared", np.sqrt(shared_ko * shared_en))
        pairs.set("token_stray_ko", told.stray_ko[pairs.ko, pairs.en])
        pairs.set("token_stray_en", told.stray_en[pairs.ko, pairs.en])


def _rivals(pairs: PairEvidence, places: Ints) -> tuple[dict[str, Bools], dict[str, Bools]]:
    """bool[n, n] by the ending of a column, twice, of each pair: those that cut its words otherwise, on both sides or on one; and those
    that give one of its phrases to what stands elsewhere."""
    ko_meet, en_meet = meeting(places)
    same_ko, same_en = pairs.ko[:, None] == pairs.ko[None, :], pairs.en[:, None] == pairs.en[None, :]
    cuts = {
        "_cut": ko_meet & en_meet & ~(same_ko & same_en),
        "_ko_cut": same_en & ko_meet & ~same_ko,
        "_en_cut": same_ko & en_meet & ~same_en,
    }
    return cuts, {"_ko": same_ko & ~en_meet, "_en": same_en & ~ko_meet}


def _describe(pairs: PairEvidence, name: str, cosines: Floats, rivals: dict[str, Bools]) -> None:
    """Fill the columns that begin with `name` with float64[n] cosines and their margins over those of the rivals."""
    asked = ~np.isnan(cosines)
    value = np.where(asked, cosines, 0.0)
    pairs.set(name, value)
    compared = np.where(asked, cosines, _NOBODY)[None, :]
    for ending, among in rivals.items():
        best = np.where(among, compared, _NOBODY).max(1, initial=_NOBODY)
        pairs.set(name + ending, np.where(asked, value - best, 0.0))


# The cosine that an absent rival is taken to have.
_NOBODY = -0.2


def _centred(vectors: Vectors, texts: list[str]) -> dict[str, Floats]:
    if not texts:
        return {}
    made = np.asarray(vectors.encode(texts), np.float64)
    made = made - made.mean(0)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return dict(zip(texts, made, strict=True))
