"""Hangul as characters: normalisation with a map back, jamo, initial consonants (초성), finals.

Texts from macOS arrive decomposed (NFD); every station works on composed text (NFC) and reports spans of the text as given,
through `Normalized`. The arithmetic of syllables is that of the Unicode Standard, section 3.12 "Conjoining Jamo Behavior".
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from malmoi.model.span import Span

__all__ = [
    "FINALS",
    "INITIALS",
    "VOWELS",
    "Normalized",
    "choseong",
    "compose",
    "decompose",
    "final",
    "hangul_share",
    "has_hangul",
    "is_syllable",
    "jamo",
    "normalize",
]

# Compatibility jamo in the order of the syllable block: 19 initials, 21 vowels, no final and 27 finals.
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

# Second halves of canonical compositions that have combining class 0, other than jamo (UnicodeData.txt; Unicode licence).
_VOWEL_SIGNS = frozenset(
    (
        *(0x9BE, 0x9D7, 0xB3E, 0xB56, 0xB57, 0xBBE, 0xBD7, 0xCC2, 0xCD5, 0xCD6, 0xD3E, 0xD57, 0xDCF, 0xDDF, 0x102E),
        *(0x1B35, 0x11127, 0x1133E, 0x11357, 0x114B0, 0x114BA, 0x114BD, 0x115AF, 0x11930),
    )
)
_FIRST, _LAST = 0xAC00, 0xD7A3
_PER_INITIAL, _PER_VOWEL = 588, 28


@dataclass(frozen=True, slots=True)
class Normalized:
    """A composed text and the way back: `starts[i]`, `ends[i]` bound what character i was made from, None when nothing changed."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text as given behind [start, end) of the composed text."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        if start == end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(here, here)
        return Span(self.starts[start], self.ends[end - 1])


def normalize(text: str) -> Normalized:
    """Compose `text` (NFC); composed text is returned as it is, without a map."""
    if unicodedata.is_normalized("NFC", text):
        return Normalized(text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for i in range(1, len(text) + 1):
        if i < len(text) and _continues(text[i]):
            continue
        part = unicodedata.normalize("NFC", text[begin:i])
        parts.append(part)
        starts += [begin] * len(part)
        ends += [i] * len(part)
        begin = i
    return Normalized("".join(parts), starts, ends)


def _continues(ch: str) -> bool:
    """May `ch` compose with what stands before it? Vowel and final jamo, combining marks, and vowel signs of other scripts."""
    return 0x1160 <= ord(ch) <= 0x11FF or unicodedata.combining(ch) != 0 or ord(ch) in _VOWEL_SIGNS


def is_syllable(ch: str) -> bool:
    """Is `ch` one composed Hangul syllable?"""
    return _FIRST <= ord(ch) <= _LAST


def has_hangul(text: str) -> bool:
    """Does any syllable or jamo of Hangul stand in `text`?"""
    return any(_FIRST <= (c := ord(ch)) <= _LAST or 0x1100 <= c <= 0x11FF or 0x3131 <= c <= 0x318E for ch in text)


def hangul_share(text: str) -> float:
    """Share of Hangul among the letters of `text`, in [0, 1]; 0 where there are no letters."""
    letters = hangul = 0
    for ch in normalize(text).text:
        if ch.isalpha():
            letters += 1
            hangul += is_syllable(ch)
    return hangul / letters if letters else 0.0


def decompose(ch: str) -> tuple[str, str, str]:
    """A syllable as (initial, vowel, final) in compatibility jamo; the final is "" where there is none.

    Raises ValueError for anything but one syllable.
    """
    code = ord(ch) - _FIRST
    if not 0 <= code <= _LAST - _FIRST:
        raise ValueError(f"{ch!r} is not a Hangul syllable")
    return INITIALS[code // _PER_INITIAL], VOWELS[code % _PER_INITIAL // _PER_VOWEL], FINALS[code % _PER_VOWEL]


def compose(initial: str, vowel: str, last: str = "") -> str:
    """The syllable of three compatibility jamo; the inverse of `decompose`."""
    return chr(_FIRST + INITIALS.index(initial) * _PER_INITIAL + VOWELS.index(vowel) * _PER_VOWEL + FINALS.index(last))


def jamo(text: str) -> str:
    """`text` with every syllable spelled out in compatibility jamo (한글 → ㅎㅏㄴㄱㅡㄹ); all else stays."""
    return "".join("".join(decompose(ch)) if is_syllable(ch) else ch for ch in normalize(text).text)


def choseong(text: str) -> str:
    """`text` with every syllable reduced to its initial consonant (스타게이트 → ㅅㅌㄱㅇㅌ); all else stays."""
    return "".join(
        INITIALS[(ord(ch) - _FIRST) // _PER_INITIAL] if is_syllable(ch) else ch for ch in normalize(text).text
    )


def final(ch: str) -> str | None:
    """The final consonant of a syllable in compatibility jamo, "" for an open one, None for anything else."""
    return FINALS[(ord(ch) - _FIRST) % _PER_VOWEL] if is_syllable(ch) else None
