"""Units and phrases that sound alike across the two scripts: names and loanwords.

Similarity of names is the slowest evidence there is, so it is asked only of pairs whose consonants could answer one another.
Answers are kept by text.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.folding import singular_form
from malmoi.extract.sides import Phrase, Side
from malmoi.text.hangul import decompose, is_syllable

__all__ = ["Sound"]

Floats = NDArray[np.float64]
Rank = Callable[[str, Sequence[str]], NDArray[np.float32]]

# `name_similarity` is calibrated among strangers; two words of one segment meet for a reason. Log-odds added for that, more
# when the English word is in capitals, and the probability from which on a pair is evidence.
_SAME_SEGMENT, _CAPITAL = 1.0, 1.5
_CHANCE = 0.1
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
_SOFT = re.compile(r"c(?=[eiyhz])|g(?=[ei])|t(?=i[ao])|ch|sch|sh|th|(.)\1")
_SOFTENED = {"c": "s", "g": "s", "t": "s", "ch": "s", "sch": "s", "sh": "s", "th": "s"}
_COMMON = 0.5
# The same for short words and for words in small letters, which are loanwords at best.
_COMMON_STRICT = 0.7
_SHORT = 2


class Sound:
    """How like each other the words of two sides sound, each pair of texts asked once."""

    def __init__(self, rank: Rank, is_word: Callable[[str], bool] = lambda _: False) -> None:
        """`rank` compares names; `is_word` says what a lexicon knows: such words are names only beside capitals."""
        self._rank = rank
        self._is_word = is_word
        self._known: dict[tuple[str, str], float] = {}

    def units(self, ko: Side, en: Side) -> Floats:
        """float64[n_ko, n_en] in [0, 1]: evidence that both units belong to one word written in two scripts."""
        out = np.zeros((len(ko.units), len(en.units)))
        words = [(p, q) for p in en.phrases if (q := _latin(p, en))]
        texts = [q for _, q in words]
        for phrase in ko.phrases:
            if not _is_word(phrase, ko):
                continue
            fitting = [words[i] for i in _fitting(phrase.text, texts)]
            if self._is_word(phrase.text):
                fitting = [(p, q) for p, q in fitting if en.units[p.first].proper]
            for (p, _), value in zip(fitting, self.alike(phrase.text, [q for _, q in fitting]), strict=True):
                strength = _strength(value, en.text[p.start].isupper())
                if strength > _CHANCE:
                    cells = out[phrase.first : phrase.last, p.first : p.last]
                    np.maximum(cells, strength, out=cells)
        return out

    def alike(self, ko: str, en: Sequence[str]) -> list[float]:
        """Similarity in [0, 1] of one Korean text and each of some English ones."""
        fresh = [e for e in en if (ko, e) not in self._known]
        if fresh:
            for e, value in zip(fresh, self._rank(ko, fresh), strict=True):
                self._known[ko, e] = float(value)
        return [self._known[ko, e] for e in en]


def _is_word(p: Phrase, ko: Side) -> bool:
    """A word with Hangul in it, from the start of an 어절 or one morpheme; of one syllable only where Kiwi sees a name."""
    if not p.text.isalnum() or p.text.isascii() or (len(p.text) == 1 and not p.name):
        return False
    return p.last - p.first == 1 or p.start == 0 or not is_syllable(ko.text[p.start - 1])


def _latin(p: Phrase, en: Side) -> str:
    """The phrase as one word to be sounded: any single word, or a few in capitals; else empty."""
    if p.last - p.first == 1:
        return singular_form(p.text) if en.units[p.first].weight >= 1.0 else ""
    inner = en.units[p.first : p.last]
    if len(inner) > _MOST_WORDS or not all(en.text[u.start].isupper() or en.text[u.start - 1] in "-‐" for u in inner):
        return ""
    return p.text


def _fitting(ko: str, en: Sequence[str]) -> list[int]:
    """Numbers of those English words whose consonants could be those of the Korean one."""
    from rapidfuzz.distance import LCSseq

    skeleton = _hangul_skeleton(ko)
    out = []
    for i, word in enumerate(en):
        latin = _latin_skeleton(word)
        share = _COMMON if word[0].isupper() and len(ko) > _SHORT else _COMMON_STRICT
        least = share * max(len(skeleton), len(latin))
        # What is common can be no longer than the shorter one.
        if min(len(skeleton), len(latin)) >= least and LCSseq.similarity(skeleton, latin) >= least:
            out.append(i)
    return out


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
