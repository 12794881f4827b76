"""Which words of two texts match: equal figures, equal Latin, lexicon, glossary, names alike in two scripts."""

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.align.bags import folded, phrase_of
from malmoi.align.figures import AMOUNT
from malmoi.align.lexical import CLASSES, Match
from malmoi.align.lexicon import CORE, load
from malmoi.align.side import Side
from malmoi.names.similarity import rank_many
from malmoi.text.hangul import decompose, is_syllable

__all__ = ["find_amounts", "find_matches", "find_names"]

_FIGURE, _LATIN, _NAME, _LEXICON, _GLOSSARY, _AMOUNT = range(len(CLASSES))
# How surely a translation keeps an equal figure, a Latin word, a glossary pair.
_P_FIGURE, _P_LATIN, _P_GLOSSARY = 0.85, 0.9, 0.8
# Names are believed from this similarity on, and then kept by a translation about so surely.
_ALIKE, _P_NAME = 0.3, 0.85
# First characters of words that are no lemmas.
_NO_LEMMA = f"#@{AMOUNT}"
# Learnt pairs below this say less than they cost.
_LEAST = 0.04
# Sounds by place: a Hangul consonant, and the Latin letters that may write it (c is k or s; ph is both p and h).
_SOUNDS = (
    ("ㄱㅋㄲ", "gkcqxj"), ("ㄴ", "nk"), ("ㄷㅌㄸ", "dt"), ("ㄹ", "rl"), ("ㅁ", "m"), ("ㅂㅍㅃ", "bpvfw"), ("ㅅㅆ", "sctzxpg"),
    ("ㅈㅊㅉ", "jzgcstdxqh"), ("ㅎ", "hfwjgx"),
)  # fmt: skip
# Letters that are hardly ever silent and name one sound; a Korean name that lacks it is another name.
_FIRM = {"k": 0, "n": 1, "l": 3, "m": 4, "b": 5, "p": 5, "v": 5}
# Sounds of one side that the other may lack, by how many it has: short names must agree in all.
_SLACK = 3
# Latin letters a syllable of a name: from 오 (o, or eau) to 스 in Christ, with slack.
_LETTERS = (0.8, 5.0)


def find_matches(ko: Side, en: Side, pairs: Iterable[tuple[str, str]] = ()) -> list[Match]:
    """Every pair of words that match by figures, Latin, lexicon or glossary; one pair may match by several."""
    return [*_equal(ko, en), *_translated(ko, en), *_listed(ko, en, pairs)]


def find_names(
    ko: Side,
    en: Side,
    known: Container[int],
    ko_words: Iterable[int] | None = None,
    en_words: Iterable[int] | None = None,
) -> list[Match]:
    """Names alike in two scripts, which costs more than all other matches together.

    `known` are Korean words (types) that have a match already; `ko_words` and `en_words` bound the search to those types.
    """
    names = [
        (t, ko.names[t]) for t in sorted(ko.names if ko_words is None else ko_words) if t in ko.names and t not in known
    ]
    candidates = [(t, en.names[t]) for t in sorted(en.names if en_words is None else en_words) if t in en.names]
    return list(_named(names, candidates)) if candidates else []


def find_amounts(ko: Side, en: Side) -> list[Match]:
    """Equal amounts (`figures`) whose digits do not match as they stand: 5000억 ~ 500 billion, 세 ~ three."""
    return [
        Match(k, en.types[word], _P_FIGURE, _AMOUNT)
        for word, k in ko.types.items()
        if word[0] == AMOUNT and word in en.types and not (ko.types.keys() & en.types.keys() & {f"#{word[1:]}"})
    ]


def _equal(ko: Side, en: Side) -> Iterator[Match]:
    for word, k in ko.types.items():
        e = en.types.get(word)
        if e is not None and word[0] in "#@":
            yield Match(k, e, *((_P_FIGURE, _FIGURE) if word[0] == "#" else (_P_LATIN, _LATIN)))


def _translated(ko: Side, en: Side) -> Iterator[Match]:
    number = en.types.get
    for word, k in ko.types.items():
        for other, p in _translations(word):
            e = number(other)
            if e is not None:
                yield Match(k, e, p, _LEXICON)


@lru_cache(maxsize=1 << 15)
def _translations(word: str) -> tuple[tuple[str, float], ...]:
    if word[0] in _NO_LEMMA:
        return ()
    return tuple((other, p) for other, p in load(CORE).translations(word).items() if p >= _LEAST)


def _listed(ko: Side, en: Side, pairs: Iterable[tuple[str, str]]) -> Iterator[Match]:
    listed = _partners(tuple(pairs))
    for word, k in ko.types.items() if listed else ():
        for other in listed.get(word, ()):
            e = en.types.get(other)
            if e is not None:
                yield Match(k, e, _P_GLOSSARY, _GLOSSARY)


# As `bags.find_phrases`, once for all documents that come with the same glossary.
@lru_cache(maxsize=4)
def _partners(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """The English phrases of each Korean term."""
    partners: dict[str, list[str]] = {}
    for ko, en in dict.fromkeys(pairs):
        partners.setdefault(folded(ko), []).append(phrase_of(en))
    return partners


def _named(names: list[tuple[int, str]], candidates: list[tuple[int, str]]) -> Iterator[Match]:
    """Matches between (type, name) of either side."""
    possible = np.array([_letters(name) for _, name in candidates])
    firm = np.array([_firm_letters(name) for _, name in candidates])
    lengths = np.array([len(name) for _, name in candidates])
    slack = _bits(firm) // _SLACK
    asked = []
    for k, name in names:
        if not all(map(is_syllable, name)):
            continue
        heard, needed = _sounds(name)
        few, many = (len(name) * letters for letters in _LETTERS)
        fits = (
            (lengths >= few)
            & (lengths <= many)
            & (_bits(needed & ~possible) <= needed.bit_count() // _SLACK)
            & (_bits(firm & ~heard) <= slack)
        )
        fitting = [candidates[at] for at in np.flatnonzero(fits).tolist()]
        if fitting:
            asked.append((k, name, fitting))
    alike = rank_many([(name, [other for _, other in fitting]) for _, name, fitting in asked])
    for (k, _, fitting), found in zip(asked, alike, strict=True):
        for at in np.flatnonzero(found >= _ALIKE).tolist():
            yield Match(k, fitting[at][0], float(found[at]) * _P_NAME, _NAME)


def _bits(masks: NDArray[np.int64]) -> NDArray[np.uint8]:
    counts: NDArray[np.uint8] = np.bitwise_count(masks)
    return counts


_BY_JAMO = {ch: 1 << i for i, (jamo, _) in enumerate(_SOUNDS) for ch in jamo}
_BY_LETTER = {
    ch: sum(1 << i for i, (_, letters) in enumerate(_SOUNDS) if ch in letters) for ch in "bcdfghjklmnpqrstvwxz"
}


def _letters(name: str) -> int:
    """Bit mask of the sounds that the letters of a Latin name may stand for."""
    mask = 0
    for ch in name.lower():
        mask |= _BY_LETTER.get(ch, 0)
    return mask


def _firm_letters(name: str) -> int:
    mask = 0
    for ch in name.lower():
        if ch in _FIRM:
            mask |= 1 << _FIRM[ch]
    return mask


def _sounds(name: str) -> tuple[int, int]:
    """Bit masks of all consonants of a Hangul name, and of those that begin its syllables."""
    heard = needed = 0
    for ch in name:
        initial, _, last = decompose(ch)
        needed |= _BY_JAMO.get(initial, 0)
        heard |= _FINAL_SOUNDS.get(last, 0)
    return heard | needed, needed


# A final stop closes over several letters: 북 book, 넷 net, 웹 web; ㅇ is ng.
_FINAL_SOUNDS = {
    "ㄱ": _BY_JAMO["ㄱ"], "ㄴ": _BY_JAMO["ㄴ"], "ㄹ": _BY_JAMO["ㄹ"], "ㅁ": _BY_JAMO["ㅁ"], "ㅂ": _BY_JAMO["ㅂ"],
    "ㅅ": _BY_JAMO["ㄷ"] | _BY_JAMO["ㅅ"], "ㅇ": _BY_JAMO["ㄴ"],
}  # fmt: skip
