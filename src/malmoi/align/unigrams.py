"""SentencePiece's unigram model, as multilingual models of the XLM-R family cut text: the likeliest cut into known pieces.

Kudo 2018, "Subword Regularization": each piece has a log-probability, a cut is worth their sum, the best is found left to right. The
text is normalised by a table beforehand; every token keeps the span of the text that it was made from.
"""

import mmap
import struct
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

__all__ = ["Unigrams"]

# What stands for a space, and before the first word.
_SPACE = "▁"
# An unknown character costs this much more than the least likely piece.
_UNKNOWN = 10.0


class Unigrams:
    """Pieces with their numbers and log-probabilities, and what characters are replaced by."""

    def __init__(
        self,
        pieces: Sequence[str],
        scores: Sequence[float],
        replaced: Mapping[str, str],
        *,
        begin: int,
        end: int,
        unknown: int,
    ) -> None:
        """`begin`, `end` and `unknown` are numbers of pieces: those around a text, and that of a character without a piece."""
        self.begin, self.end, self._unknown = begin, end, unknown
        self._replaced = replaced
        self._pieces = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if piece and number != unknown
        }
        self._longest = max(map(len, self._pieces), default=1)
        self._unknown_score = min(scores, default=0.0) - _UNKNOWN

    @classmethod
    def read(cls, data: mmap.mmap | bytes, at: int) -> tuple["Unigrams", int]:
        """The table that begins at byte `at` of a file, and where it ends.

        Five numbers (pieces; begin, end, padding, unknown), the length of all pieces; offsets, scores, the pieces; then the replacements:
        a character, how many stand for it, these.
        """
        count, begin, end, _, unknown, length = struct.unpack_from("<5iQ", data, at)
        at += 28
        offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(data, "<f4", count, at).tolist()
        at += 4 * count
        blob = bytes(data[at : at + length])
        at += length
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        _, size = struct.unpack_from("<iI", data, at)
        at += 8
        replaced = dict(_replacements(bytes(data[at : at + size])))
        return cls(pieces, scores, replaced, begin=begin, end=end, unknown=unknown), at + size

    def cut(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Numbers of the pieces of `text`, and the span of it that each was made from."""
        letters, origins = self._normalised(text)
        best = [0.0, *[-np.inf] * len(letters)]
        came = [(0, self._unknown)] * (len(letters) + 1)
        joined = "".join(letters)
        for start in range(len(letters)):
            so_far = best[start]
            for stop in range(start + 1, min(start + self._longest, len(letters)) + 1):
                found = self._pieces.get(joined[start:stop])
                if found is not None and so_far + found[1] > best[stop]:
                    best[stop], came[stop] = so_far + found[1], (start, found[0])
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = so_far + self._unknown_score, (start, self._unknown)
        numbers, places, stop = [], [], len(letters)
        while stop > 0:
            start, number = came[stop]
            inner = start + 1 if letters[start] == _SPACE and stop - start > 1 else start
            numbers.append(number)
            places.append((origins[inner], origins[stop - 1] + (letters[stop - 1] != _SPACE)))
            stop = start
        return numbers[::-1], places[::-1]

    def _normalised(self, text: str) -> tuple[list[str], list[int]]:
        """The characters that are looked up, one space between words and one before the first, and where each came from."""
        letters, origins = [_SPACE], [0]
        for at, given in enumerate(text):
            for letter in self._replaced.get(given, given):
                made = _SPACE if letter == " " else letter
                if made != _SPACE or letters[-1] != _SPACE:
                    letters.append(made)
                    origins.append(at)
        return letters, origins


def _replacements(data: bytes) -> list[tuple[str, str]]:
    out, at = [], 0
    while at < len(data):
        given, count = struct.unpack_from("<IB", data, at)
        made = struct.unpack_from(f"<{count}I", data, at + 5)
        out.append((chr(given), "".join(map(chr, made))))
        at += 5 + 4 * count
    return out
