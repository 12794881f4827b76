"""약 5000억원, 300명 이상, nearly $4, 10 percent or more: words beside a figure that say how exact it is."""

import re
from functools import cache
from typing import cast

from malmoi.amounts.tables import words
from malmoi.model.records import Lang, Modifier

__all__ = ["modifier_at"]

_TABLES = {"ko": "korean.toml", "en": "english.toml"}
# Between a Korean figure and the word behind it: a particle and a space.
_PARTICLE = re.compile(r"(?:이|가|을|를|에|은|는|도|까지|씩|의|나|이나)?\s?")
_LONGEST = 24


def modifier_at(text: str, start: int, end: int, lang: Lang) -> Modifier | None:
    """The modifier of the figure [start, end) of a flattened text: the nearer one counts, the left one first."""
    (left, left_words), (right, right_words) = _table(lang)
    before = text[max(0, start - _LONGEST) : start].lower().rstrip(" \u00a0")
    if before.endswith(left_words):
        for word, modifier in left:
            if before.endswith(word) and _begins(before, len(before) - len(word)):
                return modifier
    at = end
    if lang == "ko":
        found = _PARTICLE.match(text, end)
        at = found.end() if found else end
    after = text[end : end + _LONGEST].lower()
    shifted = text[at : at + _LONGEST].lower()
    after = after.lstrip(" ,")
    if after.startswith(right_words) or shifted.startswith(right_words):
        return next(m for word, m in right if after.startswith(word) or shifted.startswith(word))
    return None


def _begins(text: str, at: int) -> bool:
    """Does a word begin at `at`?"""
    return at == 0 or not text[at - 1].isalnum()


_Side = tuple[list[tuple[str, Modifier]], tuple[str, ...]]


@cache
def _table(lang: str) -> tuple[_Side, _Side]:
    """For either side (word, modifier), longest first, and the words alone."""
    sides = words(_TABLES[lang])["modifiers"]
    left, right = (
        sorted(
            ((word, cast("Modifier", modifier)) for modifier, found in sides[side].items() for word in found),
            key=lambda pair: -len(pair[0]),
        )
        for side in ("left", "right")
    )
    return (left, tuple(word for word, _ in left)), (right, tuple(word for word, _ in right))
