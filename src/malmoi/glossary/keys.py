"""Search keys: what different spellings of one term have in common.

`fold` is the base of all: composed, narrow, without case, spaces, hyphens and dots. Every key of a term lies in the index under
its kind; a query is brought to the same form and looked up. Standard library only: a cold lookup reads this.
"""

import re
import unicodedata
from collections.abc import Iterator

from malmoi.text.hangul import choseong, has_hangul

__all__ = ["ANAGRAM", "CHOSEONG", "FOLD", "JAMO", "ROMANISED", "STEM", "fold", "keys_of", "stem"]

# The kinds, as they stand in the index.
FOLD, STEM, CHOSEONG, JAMO, ANAGRAM, ROMANISED = range(6)

# Full-width forms U+FF01-FF5E are ASCII moved by a constant; NFKC would do it too, but also takes compatibility jamo apart.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# What a spelling may have or lack: white space, dashes, dots, quotes, brackets, slashes. Signs that make a difference (C++, C#, M&A) stay.
_LOOSE = re.compile(r"[\s\-‐‑‒–—―_.,·・‧ㆍ•'’‘`´\"“”„()\[\]{}<>〈〉《》「」『』/\\:;]+")


def narrow(text: str) -> str:
    """Composed text with full-width letters, digits and signs made narrow."""
    return unicodedata.normalize("NFC", text).translate(_NARROW)


def fold(text: str) -> str:
    """What spellings that differ in case, width, spaces, hyphens and dots share; the text itself where nothing else is in it."""
    text = narrow(text).casefold()
    return unicodedata.normalize("NFC", _LOOSE.sub("", text)) or "".join(text.split())


def stem(text: str) -> str:
    """`fold` of an English phrase with the ends of plurals and possessives cut off every word: equal for singular and plural."""
    return "".join(_stem(word) for word in narrow(text).casefold().replace("’", "'").replace("-", " ").split())


def keys_of(term: str, lang: str) -> Iterator[tuple[int, str]]:
    """(kind, key) of one term."""
    base = fold(term)
    yield FOLD, base
    if lang == "en":
        yield STEM, stem(term)
    if has_hangul(base):
        yield CHOSEONG, choseong(base)


def _stem(word: str) -> str:
    return fold(word.removesuffix("'s").removesuffix("'"))
