"""Korean that is spoken letter by letter: 엘지 (LG), 세븐 (7), and the initials of personal names (J. Y. for 재용).

`spelled.tsv` holds the letters' Korean names and the number words; a syllable's initials follow from its sound.
"""

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from malmoi.names.units import Korean
from malmoi.text.hangul import choseong, decompose, is_syllable

__all__ = [
    "ACRONYM",
    "INITIAL",
    "Spelled",
    "has_initials",
    "initialled",
    "letter_name",
    "may_be_spoken",
    "spelled",
    "spoken",
]

_PATH = Path(__file__).parent / "spelled.tsv"
# What a letter is flagged as.
ACRONYM, INITIAL = 64, 128
# Nats for a letter's name: with a letter known to be spoken as such, and with any letter. A letter carries log 26 = 3.3; that it is
# spoken so is a find by itself.
_NAMED, _NAMED_ANYWHERE = 4.5, 0.5
# A number word with its digits: digits are rare in names, so they say more.
_NUMBER = 5.0
# A syllable for which only its initial stands: log 26, less the choice among two or three letters.
_INITIAL_ONLY = 2.7
_INITIAL_FACTOR = math.exp(_INITIAL_ONLY)
_LONGEST_PERSONAL_NAME = 4
_INITIALS = {
    "ㄱ": "kg", "ㄲ": "k", "ㄴ": "n", "ㄷ": "dt", "ㄸ": "d", "ㄹ": "rl", "ㅁ": "m", "ㅂ": "bp", "ㅃ": "b", "ㅅ": "s", "ㅆ": "s",
    "ㅈ": "jc", "ㅉ": "j", "ㅊ": "c", "ㅋ": "kc", "ㅌ": "t", "ㅍ": "pf", "ㅎ": "h",
}  # fmt: skip
_INITIALS_OF_VOWEL = {
    "ㅏ": "a", "ㅐ": "a", "ㅑ": "y", "ㅒ": "y", "ㅓ": "eu", "ㅔ": "e", "ㅕ": "y", "ㅖ": "y", "ㅗ": "o", "ㅘ": "w", "ㅙ": "w",
    "ㅚ": "o", "ㅛ": "y", "ㅜ": "wu", "ㅝ": "w", "ㅞ": "w", "ㅟ": "w", "ㅠ": "y", "ㅡ": "e", "ㅢ": "eu", "ㅣ": "iy",
}  # fmt: skip


class Spelled(NamedTuple):
    """Units [start, end) may stand for `letters`, with factor `marked` where these carry `flag`, `plain` elsewhere."""

    start: int
    end: int
    letters: str
    flag: int
    marked: float
    plain: float


def spelled(name: Korean) -> list[Spelled]:
    """All such steps of a Korean name."""
    return [*spoken(name), *initialled(name)]


def may_be_spoken(text: str) -> bool:
    """Does the Korean name of a letter or number begin at any character of a name?"""
    return not _sizes().keys().isdisjoint(text)


def spoken(name: Korean) -> list[Spelled]:
    """The steps over the Korean names of letters and numbers."""
    known, sizes = _names(), _sizes()
    out: list[Spelled] = []
    if not may_be_spoken(name.text):
        return out
    length = len(name.text)
    for i, syllable in enumerate(name.text):
        for end in [i + size for size in sizes.get(syllable, ()) if i + size <= length]:
            for letters in known.get(name.text[i:end], ()):
                number = letters.isdigit()
                marked = math.exp(_NUMBER if number else _NAMED)
                plain = math.exp(_NUMBER if number else _NAMED_ANYWHERE)
                out.append(Spelled(name.starts[i], name.starts[end], letters, ACRONYM, marked, plain))
    return out


def has_initials(text: str) -> bool:
    """May initials stand for syllables of a name of these characters?"""
    return 1 < len(text) <= _LONGEST_PERSONAL_NAME and all(map(is_syllable, text))


def initialled(name: Korean) -> list[Spelled]:
    """The steps over syllables for which initials may stand."""
    if not has_initials(name.text):
        return []
    return [
        Spelled(name.starts[i], name.starts[i + 1], letter, INITIAL, _INITIAL_FACTOR, 0.0)
        for i in range(1, len(name.text))
        for letter in _initials(name.text[i])
    ]


def letter_name(letter: str) -> str:
    """The Korean name of a letter, digit or sign (k → 케이); "" for anything else."""
    return next((ko for ko, letters in _names().items() if letter in letters), "")


@cache
def _sizes() -> dict[str, list[int]]:
    """How long the Korean names of letters and numbers are that begin with a syllable, rising."""
    out: dict[str, set[int]] = {}
    for name in _names():
        out.setdefault(name[0], set()).add(len(name))
    return {syllable: sorted(sizes) for syllable, sizes in out.items()}


@cache
def _initials(syllable: str) -> str:
    return _INITIALS.get(choseong(syllable)) or _INITIALS_OF_VOWEL[decompose(syllable)[1]]


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            ko, letters = line.split("\t")
            out.setdefault(ko, []).append(letters)
    return out
