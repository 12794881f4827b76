"""Words before nouns that mark no kind of thing: large, various, 주요, 기타. With one of them a phrase is seldom an entry of a glossary."""

from malmoi.extract.wordlists import words_of

__all__ = ["is_general", "opens_generally"]


def is_general(word: str) -> bool:
    """Is the word (English in small letters) such a modifier?"""
    return word in words_of("general_modifiers")


def opens_generally(phrase: str) -> bool:
    """Is the first of several words such a modifier and no part of a name (New York), or a syllable for a country (미 국무부)?"""
    first, _, rest = phrase.partition(" ")
    name = first[:1].isupper() and rest[:1].isupper()
    return bool(rest) and not name and (is_general(first.casefold()) or first in _COUNTRIES)


_COUNTRIES = frozenset("미북남한일중영불러독")
