"""What phrases mean where they stand, by the vectors of their tokens (an encoder that tells them, `align.encoder.TokenEncoder`).

A vector of a phrase alone does not know which of its meanings is meant; a token between its neighbours does. Two things are read from the
cosines of all tokens of a segment: how near two phrases are (the means of their tokens, against other phrases and other cuts, as in
`nearness`), and where each token looks for its counterpart: a softmax over the tokens of the other language, one way and the other (Dou
and Neubig 2021, awesome-align). A pair shares what its tokens look for inside it, and leaves astray what tokens beside it look for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.sides import Phrase, Side

__all__ = ["Context", "InContext", "TokenVectors"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The middle of each language is taken from this many segments at most, which keep their vectors if they are all there are.
_SAMPLE = 256
# How sharply a token looks for its counterpart; from .06 to .15 it makes no difference.
_TEMPERATURE = 0.1
# Tokens on either side of a phrase that may be astray.
_BESIDE = 3
_LEAST = 1e-9


class TokenVectors(Protocol):
    """An encoder that may tell the tokens of a text."""

    def tokens(self, texts: Sequence[str]) -> list[tuple[NDArray[np.float32], Ints]] | None:
        """Of each text float32[n, d] and int64[n, 2] spans; None when it tells none."""


@dataclass(slots=True)
class InContext:
    """Of the phrases of one segment, n Korean and m English: float64[n, m] each."""

    # Of the means of their tokens.
    cosines: Floats
    # How much of what the tokens of one phrase look for lies in the other.
    shared_ko: Floats
    shared_en: Floats
    # How much of what the tokens beside one phrase look for lies in the other: the most of any of them.
    stray_ko: Floats
    stray_en: Floats


class Context:
    """Token vectors of a bitext, each language about its own middle."""

    def __init__(self, vectors: TokenVectors, segments: Sequence[tuple[Side, Side]]) -> None:
        """Raises ValueError when `vectors` tells no tokens; ask `is_told` first."""
        self._vectors = vectors
        step = max(1, -(-len(segments) // _SAMPLE))
        sample = segments[::step]
        self._kept: dict[str, tuple[Floats, Ints]] = {}
        made = [self._tokens([side.text for side in sides]) for sides in zip(*sample, strict=True)]
        self._middles = [_middle([v for v, _ in language]) for language in made]
        if step == 1:
            for sides, language in zip(zip(*sample, strict=True), made, strict=True):
                self._kept |= zip((side.text for side in sides), language, strict=True)

    @staticmethod
    def is_told(vectors: TokenVectors) -> bool:
        """Does the encoder tell tokens?"""
        return vectors.tokens([]) is not None

    def of(self, ko: Side, en: Side) -> InContext:
        """What the phrases of one segment mean in their place. Raises EncoderError."""
        (a, at_ko), (b, at_en) = (self._kept.get(side.text) or self._tokens([side.text])[0] for side in (ko, en))
        a, b = a - self._middles[0], b - self._middles[1]
        in_ko, in_en = _shares(ko.phrases, at_ko), _shares(en.phrases, at_en)
        cosines = _unit(in_ko @ a) @ _unit(in_en @ b).T
        sought = np.exp(_unit(a) @ _unit(b).T / _TEMPERATURE)
        # float64[tokens, tokens]: where the Korean tokens look, and the English ones.
        of_ko = sought / np.maximum(sought.sum(1, keepdims=True), _LEAST)
        of_en = sought / np.maximum(sought.sum(0, keepdims=True), _LEAST)
        size_ko, size_en = (np.maximum(x.sum(1), _LEAST) for x in (in_ko, in_en))
        into_ko, into_en = in_ko @ of_en, in_en @ of_ko.T
        return InContext(
            cosines,
            in_ko @ of_ko @ in_en.T / size_ko[:, None],
            in_ko @ of_en @ in_en.T / size_en[None, :],
            _astray(into_en, in_ko).T,
            _astray(into_ko, in_en),
        )

    def _tokens(self, texts: Sequence[str]) -> list[tuple[Floats, Ints]]:
        made = self._vectors.tokens(texts)
        if made is None:
            raise ValueError("the encoder tells no tokens")
        return [(v.astype(np.float64), at) for v, at in made]


def _middle(vectors: Sequence[Floats]) -> Floats | float:
    rows = [v for v in vectors if len(v)]
    middle: Floats | float = np.concatenate(rows).mean(0) if rows else 0.0
    return middle


def _shares(phrases: Sequence[Phrase], at: Ints) -> Floats:
    """float64[phrases, tokens]: the share of each token that lies in each phrase."""
    bounds = np.array([(p.start, p.end) for p in phrases], np.int64).reshape(-1, 2)
    start, end = at.reshape(-1, 2).T
    common = np.minimum(end[None, :], bounds[:, 1:]) - np.maximum(start[None, :], bounds[:, :1])
    out: Floats = np.maximum(common, 0) / np.maximum(end - start, 1)[None, :]
    return out


def _astray(into: Floats, inside: Floats) -> Floats:
    """float64[n, m]: of n phrases, what the tokens next to m phrases of the other language look for in them.

    `into` is float64[n, tokens], `inside` float64[m, tokens].
    """
    tokens = inside.shape[1]
    if not tokens:
        return np.zeros((len(into), len(inside)))
    touched = inside > 0
    first = np.where(touched.any(1), touched.argmax(1), 0)
    after = np.where(touched.any(1), tokens - touched[:, ::-1].argmax(1), 0)
    padded = np.pad(into, ((0, 0), (_BESIDE, _BESIDE)))
    out = np.zeros((len(into), len(inside)))
    for step in range(_BESIDE):
        np.maximum(out, padded[:, first + step], out=out)
        np.maximum(out, padded[:, after + _BESIDE + step], out=out)
    out[:, ~touched.any(1)] = 0.0
    return out


def _unit(x: Floats) -> Floats:
    out: Floats = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), _LEAST)
    return out
