"""Is a term a constituent of a compound? Told from a dictionary of nouns, where the parts of the compound are known (외무|장관, 국제|공항).

Only what is certain is said: a compound that can be cut in two ways, or has parts that no dictionary has, is left to Kiwi.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from malmoi.glossary.readings import words_of
from malmoi.text.particles import follows, strip

__all__ = ["is_commoner", "is_constituent", "is_noun", "is_word"]

# Parts of one syllable are affixes: as nouns they are left out, since almost every syllable is one.
_SHORTEST, _LONGEST = 2, 8
_LONGEST_COMPOUND = 14
_UNKNOWN = 1 << 30
# The rank of a name or a compound that the dictionary lacks: it is taken for a rather rare noun.
_ANY = 20_000
# Readings whose ranks differ less than so many times are left to Kiwi.
_MUCH = 3
# Derived words of which the noun is still a part are above this in Kiwi's model (은행원 .50, 환경부 .40), 선수금, 공기업, 의사당 below.
_ALIKE = 0.395


def is_constituent(before: str, term: str, behind: str) -> bool | None:
    """Is a term with these syllables on either side, particles included, made of whole words? None: the dictionary does not tell."""
    if len(before) + len(term) + len(behind) > _LONGEST_COMPOUND:
        return None
    prefixes, suffixes = words_of("prefix"), words_of("suffix")
    if len(before) == 1 and not (before in prefixes or before in words_of("joined")):
        return False
    stems = [stem for stem, _ in strip(behind)] if behind else [""]
    if behind and follows(term, behind):
        stems.append("")
    left = not before or is_noun(before) or before in prefixes
    fitting = [stem for stem in stems if not stem or is_noun(stem) or stem in suffixes] if left else []
    torn = [_tearing(before + term + stem, len(before), len(before) + len(term)) for stem in stems]
    tearing = min((reading for reading in torn if reading is not None), default=None)
    if not left and tearing is None and before in words_of("joined"):
        # 물|고기 is listed as one word, 살|피고 is no word at all.
        return True if is_word(term) and any(is_word(before + term + stem) for stem in stems) else None
    if fitting and tearing is None:
        return not any(_has_left(before, term, stem) for stem in fitting)
    if fitting and tearing is not None:
        # 전세|계 or 전|세계? The reading with fewer affixes is right, then the one whose rarest noun is much the more frequent.
        parted = min(_reading((before, term, stem)) for stem in fitting)
        if parted.affixes != tearing.affixes:
            return parted < tearing
        return False if tearing.rank * _MUCH < parted.rank else True if parted.rank * _MUCH < tearing.rank else None
    if tearing is not None or any(is_word(before + term + stem) for stem in stems):
        # A word of its own with something left over: 레스|토랑.
        return False
    return None


def _has_left(before: str, term: str, stem: str) -> bool:
    """Has the meaning of a term left a word that was derived from it with one syllable (선수|금)?"""
    if len(before) + len(stem) != 1 or not is_word(before + term + stem):
        return False
    from malmoi.text.korean import similarity

    alike = similarity(term, before + term + stem)
    return alike is not None and alike < _ALIKE


@lru_cache(maxsize=1 << 14)
def is_noun(compound: str) -> bool:
    """Is this one noun of at least two syllables, or several with none left over?"""
    return len(compound) >= _SHORTEST and (compound in _nouns() or any(_cuts(compound, 0)))


def is_word(word: str) -> bool:
    """Does the dictionary have this noun?"""
    return word in _nouns()


def is_commoner(word: str, other: str) -> bool:
    """Is a noun more frequent than another? One that the dictionary does not have is the rarest."""
    known = _nouns()
    return known.get(word, _UNKNOWN) < known.get(other, _UNKNOWN)


class _Reading(NamedTuple):
    """A way to cut a compound: how many of its parts are affixes, and the rank of its rarest noun."""

    affixes: int
    rank: int


def _reading(parts: Iterable[str]) -> _Reading:
    parts = [part for part in parts if part]
    return _Reading(sum(len(part) == 1 for part in parts), max(map(_rank, parts)))


def _tearing(compound: str, start: int, end: int) -> _Reading | None:
    """The best way to cut a compound into nouns and affixes that cuts the term at [start, end), and not just into its own parts."""
    readings = [
        _reading(compound[i:k] for i, k in pairwise((0, *edges)))
        for edges in _cuts(compound, 0)
        if any(start < edge < end for edge in edges) and not {start, end} <= {0, *edges}
    ]
    if len(compound) > _SHORTEST and compound[0] in words_of("prefix") and start == 0 and is_word(compound[1:]):
        readings.append(_reading((compound[0], compound[1:])))
    return min(readings, default=None)


def _rank(part: str) -> int:
    """The rank of a noun; one that no dictionary has may be anything, and an affix is no evidence."""
    return _nouns().get(part, _ANY) if len(part) >= _SHORTEST else 0


def _cuts(compound: str, at: int) -> Iterator[tuple[int, ...]]:
    """The ways to cut a compound from `at` on into known nouns, with or without a suffix: where each of these ends."""
    left = len(compound) - at
    if not left or (left == 1 and at and compound[at] in words_of("suffix")):
        yield (len(compound),)
    for stop in range(at + _SHORTEST, min(len(compound), at + _LONGEST) + 1):
        if compound[at:stop] in _nouns():
            for rest in _cuts(compound, stop):
                yield stop, *rest


@lru_cache(maxsize=1)
def _nouns() -> dict[str, int]:
    """Nouns with their ranks."""
    from malmoi.text.korean import vocabulary

    known = vocabulary()
    return {**known["NNP"], **known["NNG"]}
