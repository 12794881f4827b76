"""Both scripts as strings of small units, the alphabet of the name model.

Korean becomes a string of sounds: initials as compatibility jamo (ㄱ), vowels after one (ㅏ), a vowel that opens its syllable as
that whole syllable (아: its silent ㅇ marks where a syllable begins), finals as conjoining jamo (ᆨ). Latin letters and digits
inside Hangul stay what they are. English becomes lower-case letters without accents, plus the places where words begin and end
and the letters that belong to an acronym.

    korean("챗GPT").text      ㅊㅐᆺgpt
    english("Chey Tae-won")   letters cheytaewon, starts 0 4 7, ends 4 7 10
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from malmoi.text.hangul import FINALS, INITIALS, VOWELS, normalize

__all__ = [
    "ALPHABET",
    "LONGEST_NAME",
    "English",
    "Korean",
    "bare_vowel",
    "english",
    "fold",
    "korean",
    "syllables",
    "words",
]

# Longer inputs are cut: no name is, and time and memory grow with the product of the two lengths.
LONGEST_NAME = 96

_FIRST, _LAST = 0xAC00, 0xD7A3
_CLOSING = ("", *(chr(0x11A8 + i) for i in range(len(FINALS) - 1)))
_SYLLABLE_OF_VOWEL = {v: chr(_FIRST + 11 * 588 + i * 28) for i, v in enumerate(VOWELS)}
_VOWEL_OF_SYLLABLE = {s: v for v, s in _SYLLABLE_OF_VOWEL.items()}
# Letters that Unicode does not decompose into a base letter and an accent.
_FOLDED = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "ng", "ʻ": "", "ʼ": "", "’": "", "‘": "",
        "'": "", "`": "", "´": "", "＆": "&",
    }
)  # fmt: skip
# Every unit that a Korean name may have.
ALPHABET = "".join((*INITIALS, *VOWELS, *_VOWEL_OF_SYLLABLE, *_CLOSING, "abcdefghijklmnopqrstuvwxyz0123456789&+"))
_POSSESSIVE = re.compile(r"['’](?:s|S)?(?=\s|$)")
_WORD = re.compile(r"[a-z]+|[0-9]+|[&+]", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z](?=[0-9&+]|[A-Z][a-z]|\.[A-Z])|(?<=[.&0-9])[A-Z](?![a-z])")


@dataclass(frozen=True, slots=True)
class Korean:
    """A Korean name: its `text` (characters that count), `units`, and `starts[i]`, the first unit of character i (and the end)."""

    text: str
    units: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class English:
    """A Latin name: `letters`; `starts` and `ends` of its words; `acronym` positions of letters that are spoken as letters;
    `initials` positions of words of one letter."""

    letters: str
    starts: frozenset[int]
    ends: frozenset[int]
    acronym: frozenset[int]
    initials: frozenset[int]


@lru_cache(maxsize=1 << 14)
def korean(text: str) -> Korean:
    """Units of a Korean name, whatever its normalisation form; only Hangul syllables, Latin letters and digits count."""
    parts = [part for part in map(_units, normalize(text).text[:LONGEST_NAME]) if part[1]]
    units = [unit for _, unit in parts]
    return Korean("".join([ch for ch, _ in parts]), "".join(units), tuple(accumulate(map(len, units), initial=0)))


@lru_cache(maxsize=1 << 14)
def _units(ch: str) -> tuple[str, str]:
    """A character as it is kept, and its units; both empty for one that does not count."""
    code = ord(ch) - _FIRST
    if 0 <= code <= _LAST - _FIRST:
        initial, vowel = INITIALS[code // 588], VOWELS[code % 588 // 28]
        opening = _SYLLABLE_OF_VOWEL[vowel] if initial == "ㅇ" else initial + vowel
        return ch, opening + _CLOSING[code % 28]
    letters = _WORD.findall(fold(ch).lower())
    return (letters[0][:1], letters[0][:1]) if letters else ("", "")


def bare_vowel(unit: str) -> str:
    """The vowel of a unit that is a whole syllable (아 → ㅏ); any other unit as it is."""
    return _VOWEL_OF_SYLLABLE.get(unit, unit)


def syllables(units: str) -> str:
    """Hangul from units, the inverse of `korean(...).units`; raises ValueError where they do not make syllables."""
    out: list[str] = []
    for unit in units:
        if unit in _CLOSING[1:] and out and (ord(out[-1]) - _FIRST) % 28 == 0:
            out[-1] = chr(ord(out[-1]) + _CLOSING.index(unit))
        elif unit in VOWELS and out and out[-1] in INITIALS:
            out[-1] = chr(_FIRST + INITIALS.index(out[-1]) * 588 + VOWELS.index(unit) * 28)
        elif unit in INITIALS or unit in _VOWEL_OF_SYLLABLE or unit.isascii():
            out.append(unit)
        else:
            raise ValueError(f"{units!r} does not make syllables at {unit!r}")
    return "".join(out)


@lru_cache(maxsize=65536)
def english(text: str) -> English:
    """Letters and word bounds of a Latin name; accents fold away, a possessive 's is dropped."""
    if text.isalpha() and text.isascii() and text[1:].islower():
        # One word, which most names are: nothing to fold, no acronym, no initial.
        letters = text.lower()[:LONGEST_NAME]
        return English(letters, _FIRST_LETTER, frozenset((len(letters),)), _NO_LETTERS, _NO_LETTERS)
    return _joined(tuple(words(_POSSESSIVE.sub("", text[: 2 * LONGEST_NAME]))))


_FIRST_LETTER, _NO_LETTERS = frozenset((0,)), frozenset[int]()


def words(text: str) -> list[tuple[str, bool]]:
    """The words of a Latin name with accents folded, and whether each is spoken letter by letter (GPT of ChatGPT)."""
    plain = fold(text)
    found: list[tuple[str, bool]] = []
    spelled = {i for m in _ACRONYM.finditer(plain) for i in range(m.start(), m.end())}
    for m in _WORD.finditer(plain):
        word, start = m.group(), m.start()
        if not spelled:
            found.append((word, False))
            continue
        cut = [i for i in range(1, len(word)) if (start + i in spelled) != (start + i - 1 in spelled)]
        for a, b in zip([0, *cut], [*cut, len(word)], strict=True):
            found.append((word[a:b], start + a in spelled))
    return found


@lru_cache(maxsize=65536)
def _joined(parts: tuple[tuple[str, bool], ...]) -> English:
    letters = ""
    starts: set[int] = set()
    ends: set[int] = set()
    acronym: set[int] = set()
    initials: set[int] = set()
    for word, spelled in parts:
        start, end = len(letters), min(LONGEST_NAME, len(letters) + len(word))
        if start == end:
            break
        starts.add(start)
        ends.add(end)
        if spelled:
            acronym.update(range(start, end))
        if len(word) == 1 and word.isalpha():
            initials.add(start)
        letters += word.lower()[: end - start]
    return English(letters, frozenset(starts), frozenset(ends), frozenset(acronym), frozenset(initials))


def fold(text: str) -> str:
    """`text` in plain letters: accents dropped, ligatures and compatibility forms spelled out, apostrophes gone."""
    if text.isascii():
        return text.replace("'", "").replace("`", "")
    spread = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return "".join(ch for ch in spread if not unicodedata.combining(ch))
