"""Is a term a constituent of a compound? Told from a dictionary of nouns, where the parts of the compound are known (외무|장관, 국제|공항).

Only what is certain is said: a compound that can be cut in two ways, or has parts that no dictionary has, is left to Kiwi.
"""

from collections.abc import Iterator
from functools import lru_cache

from malmoi.glossary.readings import words_of
from malmoi.text.particles import follows, strip

__all__ = ["is_commoner", "is_constituent", "is_noun", "is_word"]

# Parts of one syllable are affixes: as nouns they are left out, since almost every syllable is one.
_SHORTEST, _LONGEST = 2, 8
_LONGEST_COMPOUND = 14
_UNKNOWN = 1 << 30


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
    parted = left and any(not stem or is_noun(stem) or stem in suffixes for stem in stems)
    torn = any(_tears(before + term + stem, len(before), len(before) + len(term)) for stem in stems)
    if parted != torn:
        return parted
    if not parted and any(is_word(before + term + stem) for stem in stems):
        # A word of its own with something left over: 레스|토랑.
        return False
    return None


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


def _tears(compound: str, start: int, end: int) -> bool:
    """Is there a way to cut a compound into nouns and affixes that cuts the term at [start, end), and not just into its own parts?"""
    for edges in _cuts(compound, 0):
        if any(start < edge < end for edge in edges) and not {start, end} <= {0, *edges}:
            return True
    return len(compound) > 1 + _SHORTEST and compound[0] in words_of("prefix") and start == 0 and is_word(compound[1:])


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
