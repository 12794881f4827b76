"""The shapes in which one name may stand: orders of a personal name, left-out initials, generic words (시 ~ City), older forms.

Each shape has a price in log-odds, what it costs that the texts were changed until they fit. `generic.tsv` holds the Korean
endings and the English words that mean the same, `older.tsv` the names read from Hanja that no sound joins to their Latin form.
"""

import re
from functools import lru_cache
from pathlib import Path

from malmoi.names.units import English, english, fold
from malmoi.text.hangul import normalize

__all__ = ["english_forms", "english_orders", "has_older_form", "is_older_form", "korean_forms"]

_HERE = Path(__file__).parent
# Prices in log-odds: last word first, initials left out, a generic word left out on both sides, on the Korean side only.
_SWAPPED, _NO_INITIALS, _GENERIC_BOTH, _GENERIC_ONE = 0.4, 0.7, 0.3, 1.5
# A personal name has no more words. A stem shorter than two syllables counts only beside the generic word (한강 ~ Han River).
_MOST_WORDS, _SHORTEST_STEM = 4, 2
_INITIAL = re.compile(r"[A-Za-z]\.?")
# What only one Korean form of a name asks of its English partner: no word is dropped.
_NOTHING_DROPPED: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 14)
def korean_forms(ko: str) -> tuple[tuple[str, frozenset[str], bool], ...]:
    """The name itself, and its stem before a generic ending: (text, English words that the ending stands for, must one stand there?)."""
    text = normalize(ko).text.strip()
    # Few syllables end a generic word.
    for ending, words in _generic().get(text[-1:], ()):
        stem = text.removesuffix(ending).rstrip()
        if stem and stem != text:
            return (text, _NOTHING_DROPPED, False), (stem, words, len(stem) < _SHORTEST_STEM)
    return ((text, _NOTHING_DROPPED, False),)


def english_forms(en: str, dropped: frozenset[str], needed: bool) -> list[tuple[English, float]]:
    """The forms of `english_orders` that have letters, as names."""
    forms = [(english(" ".join(words)), price) for words, price in english_orders(en, dropped, needed)]
    return [(form, price) for form, price in forms if form.letters]


def english_orders(en: str, dropped: frozenset[str], needed: bool) -> list[tuple[list[str], float]]:
    """The words of the name as it stands, with its last word first, and without middle initials, each with its price; `dropped` words
    are left out, and where one is `needed` a name without any has no form."""
    words = en.split()[: 2 * _MOST_WORDS]
    price = 0.0
    if dropped:
        kept = _kept(" ".join(words), dropped)
        if needed and len(kept) == len(words):
            return []
        price = _GENERIC_BOTH if len(kept) < len(words) else _GENERIC_ONE
        words = kept
    forms = [(words, price)]
    if 2 <= len(words) <= _MOST_WORDS:
        forms.append(([words[-1], *words[:-1]], price + _SWAPPED))
        full = [w for w in words if not _INITIAL.fullmatch(w)]
        if 2 <= len(full) < len(words):
            forms.append((full, price + _NO_INITIALS))
            forms.append(([full[-1], *full[:-1]], price + _NO_INITIALS + _SWAPPED))
    return forms


def has_older_form(ko: str) -> bool:
    """Does the table of older forms know `ko`?"""
    return ko in _older()


def is_older_form(ko: str, en: str, dropped: frozenset[str] = _NOTHING_DROPPED) -> bool:
    """Is `ko` a known older or Hanja-read name of `en`, less its `dropped` words (동경 ~ Tokyo, 등소평 ~ Deng Xiaoping)?"""
    known = _older().get(ko)
    return known is not None and (_key(en) in known or (bool(dropped) and _key(" ".join(_kept(en, dropped))) in known))


def _kept(en: str, dropped: frozenset[str]) -> list[str]:
    """The words of a Latin name that are not among `dropped`."""
    return [w for w in en.split() if w.strip(".,").lower() not in dropped]


def _key(en: str) -> str:
    return "".join(ch for ch in fold(en).lower() if ch.isalnum())


@lru_cache(maxsize=1)
def _older() -> dict[str, frozenset[str]]:
    return {ko: frozenset(map(_key, en.split("|"))) for ko, en in _rows("older.tsv")}


@lru_cache(maxsize=1)
def _generic() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """The generic endings by their last syllable, longest ending first, each with the English words that mean the same."""
    out: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for ko, en in sorted(_rows("generic.tsv"), key=lambda row: -len(row[0])):
        out.setdefault(ko[-1], []).append((ko, frozenset(en.split("|"))))
    return out


def _rows(name: str) -> list[tuple[str, str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [(a, b) for line in lines if line and line[0] != "#" for a, b in [line.split("\t")]]
