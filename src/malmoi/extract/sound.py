"""Units and phrases that sound alike across the two scripts: names and loanwords.

Similarity of names is the slowest evidence there is, so it is asked only of pairs whose consonants could answer one another.
Answers are kept by text.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.folding import singular_form
from malmoi.extract.sides import Phrase, Side
from malmoi.text.hangul import decompose, is_syllable

__all__ = ["Cell", "Sound"]

Rank = Callable[[Sequence[tuple[str, Sequence[str]]]], list[NDArray[np.float32]]]

# `name_similarity` is calibrated among strangers; two words of one segment meet for a reason. Log-odds added for that, more
# when the English word is in capitals, and the probability from which on a pair is evidence.
_SAME_SEGMENT, _CAPITAL = 1.0, 1.5
_CHANCE = 0.1
# Less than this no capital makes evidence of: logit .1 - 1 - 1.5 is that of .009.
_NOTHING = 0.008
_MOST_WORDS = 3
# Consonants in classes that stay apart across the scripts; what is silent, or a vowel, in one of them is left out. A pair is
# worth asking about when this share of the longer skeleton is common to both.
_LATIN_CLASSES = str.maketrans({
    **dict.fromkeys("aeiouyhw'’-‐. &", ""), **dict.fromkeys("gkqc", "k"), **dict.fromkeys("dt", "t"), **dict.fromkeys("bpfv", "p"),
    **dict.fromkeys("lr", "l"), **dict.fromkeys("sjz", "s"), "x": "ks",
})  # fmt: skip
_HANGUL_CLASSES = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "k"), **dict.fromkeys("ㄷㄸㅌ", "t"), **dict.fromkeys("ㅂㅃㅍㅄ", "p"), **dict.fromkeys("ㄹㄼㄾㅀ", "l"),
    **dict.fromkeys("ㅅㅆㅈㅉㅊ", "s"), **dict.fromkeys("ㄴㄵㄶ", "n"), "ㅁ": "m", "ㄻ": "m",
}  # fmt: skip
# The g of Geum and Geul is none that softens.
_SOFT = re.compile(r"c(?=[eiyhz])|g(?=e(?!u)|i)|t(?=i[ao])|ch|sch|sh|th|(.)\1")
_SOFTENED = {"c": "s", "g": "s", "t": "s", "ch": "s", "sch": "s", "sh": "s", "th": "s"}
_COMMON = 0.5
# The same for short words and for words in small letters, which are loanwords at best.
_COMMON_STRICT = 0.7
_SHORT = 2
# Segments whose names are compared at once.
_AT_ONCE = 4_000


class Cell(NamedTuple):
    """Korean units [ko_first, ko_last) and English units [en_first, en_last) belong to one word, as surely as `strength`."""

    ko_first: int
    ko_last: int
    en_first: int
    en_last: int
    strength: float


class Sound:
    """How like each other the words of two sides sound, each pair of texts asked once."""

    def __init__(self, rank: Rank, is_word: Callable[[str], bool] = lambda _: False) -> None:
        """`rank` compares names; `is_word` says what a lexicon knows: such words are names only beside capitals."""
        self._rank = rank
        self._is_word = is_word

    def units(self, segments: Sequence[tuple[Side, Side]]) -> Iterator[list[Cell]]:
        """The cells of each segment: its units that belong to one word written in two scripts, with evidence in [0, 1]."""
        for start in range(0, len(segments), _AT_ONCE):
            among = segments[start : start + _AT_ONCE]
            asked = self._fitting(among)
            values = iter(self.alike([(k.text, [q for _, q in words]) for rows in asked for k, words in rows]))
            for (_, en), rows in zip(among, asked, strict=True):
                yield [
                    Cell(k.first, k.last, e.first, e.last, strength)
                    for k, words in rows
                    for (e, _), value in zip(words, next(values), strict=True)
                    if value > _NOTHING and (strength := _strength(value, en.text[e.start].isupper())) > _CHANCE
                ]

    def alike(self, asked: Sequence[tuple[str, Sequence[str]]]) -> list[list[float]]:
        """Similarity in [0, 1] of Korean texts, each with some English ones."""
        return [row.tolist() for row in self._rank(asked)]

    def _fitting(self, segments: Sequence[tuple[Side, Side]]) -> list[list[tuple[Phrase, list[tuple[Phrase, str]]]]]:
        """Korean words of each segment, each with the English ones, as they are sounded, whose consonants could be its own."""
        korean = [[p for p in ko.phrases if _is_word(p, ko)] for ko, _ in segments]
        english = [
            [(p, q) for p in en.phrases if (q := _latin(p, en))] if words else []
            for words, (_, en) in zip(korean, segments, strict=True)
        ]
        known = lru_cache(maxsize=1 << 14)(self._is_word)
        texts = [p.text for words in korean for p in words]
        names = [q for words in english for _, q in words]
        left = _Words(
            list(map(_hangul_skeleton, texts)),
            np.fromiter(map(len, texts), np.int64) > _SHORT,
            ~np.fromiter(map(known, texts), np.bool_),
            np.array([len(words) for words in korean], np.int64),
        )
        right = _Words(
            list(map(_latin_skeleton, names)),
            np.array([q[0].isupper() for q in names], np.bool_),
            np.array(
                [en.units[p.first].proper for words, (_, en) in zip(english, segments, strict=True) for p, _ in words],
                np.bool_,
            ),
            np.array([len(words) for words in english], np.int64),
        )
        fitting: list[list[int]] = [[] for _ in texts]
        for i, j in _could_be_one(left, right):
            fitting[i].append(j)
        out, rows, first = [], iter(fitting), 0
        for words, others in zip(korean, english, strict=True):
            out.append([(p, [others[j - first] for j in row]) for p in words if (row := next(rows))])
            first += len(others)
        return out


class _Words(NamedTuple):
    """The words of one language of several segments: their skeletons, whether less in common is enough (Korean ones are long, English
    ones have a capital), whether they may be names, and how many each segment has."""

    skeletons: Sequence[str]
    lenient: NDArray[np.bool_]
    name: NDArray[np.bool_]
    counts: NDArray[np.int64]


def _could_be_one(ko: _Words, en: _Words) -> Iterator[tuple[int, int]]:
    """Pairs of words (Korean, English) of one segment, in order, that have consonants enough in common.

    A word that is no name for Korean is compared with English names alone.
    """
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cpdist

    i, j = _products(ko.counts, en.counts)
    ko_length, en_length = (np.fromiter(map(len, side.skeletons), np.int64) for side in (ko, en))
    enough = np.where(ko.lenient[i] & en.lenient[j], _COMMON, _COMMON_STRICT) * np.maximum(ko_length[i], en_length[j])
    # Most pairs fail by what costs nothing to know.
    asked = np.flatnonzero((en.name[j] | ko.name[i]) & (np.minimum(ko_length[i], en_length[j]) >= enough))
    i, j = i[asked], j[asked]
    common = cpdist(
        [ko.skeletons[n] for n in i.tolist()],
        [en.skeletons[n] for n in j.tolist()],
        scorer=LCSseq.similarity,
        dtype=np.int32,
    )
    fits = common >= enough[asked]
    return zip(i[fits].tolist(), j[fits].tolist(), strict=True)


def _products(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of tables with so many rows and columns, all rows and all columns numbered on: row and column of every cell, table by table."""
    wide = np.repeat(columns, rows)
    starts = np.repeat(np.cumsum(columns) - columns, rows)
    i = np.repeat(np.arange(len(wide)), wide)
    return i, np.arange(len(i)) - np.repeat(np.cumsum(wide) - wide - starts, wide)


def _is_word(p: Phrase, ko: Side) -> bool:
    """A word with Hangul in it, from the start of an 어절 or one morpheme; of one syllable only where Kiwi sees a name."""
    if not p.text.isalnum() or p.text.isascii() or (len(p.text) == 1 and not p.name):
        return False
    return p.last - p.first == 1 or p.start == 0 or not is_syllable(ko.text[p.start - 1])


def _latin(p: Phrase, en: Side) -> str:
    """The phrase as one word to be sounded: any single word, or a few in capitals; else empty."""
    size = p.last - p.first
    if size == 1:
        return singular_form(p.text) if en.units[p.first].weight >= 1.0 else ""
    if size > _MOST_WORDS:
        return ""
    text = en.text
    for unit in en.units[p.first : p.last]:
        if not (text[unit.start].isupper() or text[unit.start - 1] in "-‐"):
            return ""
    return p.text


@lru_cache(maxsize=1 << 16)
def _hangul_skeleton(ko: str) -> str:
    out = []
    for syllable in ko:
        if not is_syllable(syllable):
            out.append(_latin_skeleton(syllable))
            continue
        initial, _, last = decompose(syllable)
        # A final ㅅ is a t that closes the syllable (로봇), a final ㅇ an n before g.
        out += [
            _HANGUL_CLASSES.get(initial, ""),
            {"ㅅ": "t", "ㅆ": "t", "ㅇ": "n"}.get(last) or _HANGUL_CLASSES.get(last, ""),
        ]
    return "".join(out)


@lru_cache(maxsize=1 << 16)
def _latin_skeleton(en: str) -> str:
    word = "".join(c for c in unicodedata.normalize("NFD", en.lower()) if not unicodedata.combining(c))
    word = _SOFT.sub(lambda m: _SOFTENED.get(m.group(), m.group(1) or ""), word)
    return word.translate(_LATIN_CLASSES)


def _strength(similarity: float, capital: bool) -> float:
    odds = math.log((similarity + 1e-9) / (1 - similarity + 1e-9)) + _SAME_SEGMENT + _CAPITAL * capital
    return 1 / (1 + math.exp(-odds))
