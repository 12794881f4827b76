"""Dictionary forms of the phrases found, and the form by which they are compared."""

import re
from functools import lru_cache

from malmoi.extract.kinds import kind_word
from malmoi.text.english import singular

__all__ = ["english_form", "fold", "is_word", "korean_form", "singular_form", "singular_kind"]


@lru_cache(maxsize=1 << 16)
def singular_form(phrase: str) -> str:
    """`malmoi.text.english.singular`, which phrases of a segment are asked for many times over."""
    return singular(phrase)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Text as terms are compared: without white space, hyphens, full stops, middle dots and capitals."""
    return (text if text.isalnum() else _BETWEEN.sub("", text)).casefold()


_BETWEEN = re.compile(r"[\s\-‐‑–.·・ㆍ'’]+")


@lru_cache(maxsize=1 << 16)
def korean_form(text: str) -> str:
    """The dictionary form of a Korean phrase, which has no 조사 already: single spaces, no plural 들 at its end."""
    text = " ".join(text.split())
    return text[:-1] if len(text) > 2 and text.endswith("들") else text


@lru_cache(maxsize=1 << 16)
def english_form(text: str, name: bool) -> str:
    """The dictionary form of an English phrase: singular, without article and possessive; small at its head unless a name."""
    text = _singular(" ".join(text.split()))
    first = text.split(" ", 1)[0]
    if not name and first[:1].isupper() and first[1:].islower() and is_word(first.lower()):
        return text[:1].lower() + text[1:]
    return text


def singular_kind(text: str) -> str:
    """A name without the plural of its last word when that says what it names: Safe Data Centers."""
    last = text.rsplit(" ", 1)[-1]
    if last.endswith("s") and last != text and not kind_word(last):
        one = singular(last.lower()).capitalize()
        if kind_word(one):
            return text[: -len(last)] + one
    return text


def _singular(text: str) -> str:
    """Singular, but for what has none: terms and conditions, cash and cash equivalents."""
    words = text.split(" ")
    if "and" in words[1:-1]:
        middle = words.index("and", 1)
        if singular(words[middle - 1]) != words[middle - 1] or words[middle - 1] in words[middle + 1 :]:
            return text
    return singular_kind(singular(text))


@lru_cache(maxsize=1 << 14)
def is_word(word: str) -> bool:
    """Does the English dictionary have it? A capital at the start of a sentence says nothing of such a word."""
    from simplemma import is_known

    return bool(is_known(word, lang="en"))
