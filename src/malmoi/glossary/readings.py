"""What else an 어절 may be than a term with its particles: a shorter noun with a longer particle (물+가), a verb (피+고), a determiner
and what it points at (이+자). Closed classes of short words (`syllables.tsv`) tell, so that Kiwi is asked about these few only.
"""

from functools import lru_cache
from importlib.resources import files

from malmoi.text.hangul import is_syllable
from malmoi.text.particles import follows

__all__ = ["is_ambiguous", "words_of"]

# From this many syllables on chance makes no other reading.
_SURE = 3


@lru_cache(maxsize=1 << 16)
def is_ambiguous(term: str, rest: str) -> bool:
    """May an 어절 that is a Korean term and a chain of particles, `rest`, be read as something else?"""
    if len(term) >= _SURE or not all(map(is_syllable, term)):
        return False
    if len(term) == 1:
        return True
    first, last = term[0], term[1]
    if first in words_of("noun") and follows(first, last + rest):
        return True
    if first in words_of("stem") and last in words_of("ending") and _may_follow(last, rest):
        return True
    if first in words_of("determiner") and last in words_of("pointed"):
        return True
    return term in words_of("stem_noun") and rest[:1] in words_of("ending_start")


def words_of(name: str) -> frozenset[str]:
    """A class of short words."""
    return _words()[name]


def _may_follow(ending: str, rest: str) -> bool:
    """May a verb with this ending go on so? One in -기 is a noun, and takes any particle."""
    return not rest or ending == "기" or rest in words_of("behind_ending")


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    lines = files("malmoi.glossary").joinpath("syllables.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: frozenset(words.split()) for name, words in rows}
