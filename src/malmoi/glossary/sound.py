"""What an English term and its spelling in Hangul share by ear: the order of their consonants (director, 디렉터: T L K T).

Voicing, aspiration, l and r, f and p, s and j fall together as loanwords let them; r behind a vowel, h, w and y are not heard. A rule
of thumb for finding candidates in an index, cheap enough for every term; how near two spellings are is weighed by `likeness`.
"""

import re
from functools import lru_cache

from malmoi.text.hangul import decompose, is_syllable

__all__ = ["SHORTEST", "likeness", "of_english", "of_hangul"]

# Words with fewer consonants have the sound of too many others.
SHORTEST = 4

_HANGUL = {
    **dict.fromkeys("ㄱㄲㅋ", "K"),
    **dict.fromkeys("ㄷㄸㅌ", "T"),
    **dict.fromkeys("ㅂㅃㅍ", "P"),
    **dict.fromkeys("ㅅㅆㅈㅉㅊ", "S"),
    "ㄴ": "N",
    "ㅁ": "M",
    "ㄹ": "L",
}
_FINAL = {"ㅇ": "N", "ㅅ": "T", "ㅆ": "T"}
# Before letters are taken one by one; the order matters.
_ENGLISH = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(dg|g|c)e(?![a-z])", "S"),
        (r"e(?![a-z])", ""),
        (r"tch|ch|dg(?=[eiy])|t(?=ure)|j", "S"),
        (r"[ts]io|[cst]i[ae](?=l|n)", "So"),
        (r"sch", "SK"),
        (r"sh", "S"),
        (r"ph", "P"),
        (r"gh(?=t|$)", ""),
        (r"kn(?=[aeiouy])", "N"),
        (r"ng(?![aeiou])|nk", lambda m: "N" if m[0] == "ng" else "NK"),
        (r"g(?=[ei])", "S"),
        (r"c(?=[eiy])|z", "S"),
        (r"x", "KS"),
        (r"ck|[ckqg]+", "K"),
        (r"th|[td]+", "T"),
        (r"[pbfv]+", "P"),
        (r"s+", "S"),
        (r"(?<=[aeiouy])r+(?![aeiouy])", ""),
        (r"[lr]+", "L"),
        (r"n+", "N"),
        (r"m+", "M"),
        (r"[^a-zA-Z]", ""),
    )
]
_VOWELS = {
    **dict.fromkeys("ㅏㅑㅓㅕㅘㅝ", "a"),
    **dict.fromkeys("ㅐㅔㅒㅖㅙㅞㅚ", "e"),
    **dict.fromkeys("ㅣㅟㅢ", "i"),
    **dict.fromkeys("ㅗㅛ", "o"),
    **dict.fromkeys("ㅜㅠ", "u"),
}


def of_english(term: str) -> str:
    """The consonants of an English term."""
    return re.sub("[a-z]", "", _spoken(term))


def of_hangul(word: str) -> str:
    """The consonants of a word in Hangul; a final ㅇ is N, and the two ㄹ of 클라 are one."""
    return re.sub("[a-z]", "", _heard(word))


def likeness(english: str, hangul: str) -> float:
    """How near the two sound, vowels included, in [0, 1]."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, _spoken(english), _heard(hangul), autojunk=False).ratio()


def _spoken(term: str) -> str:
    """Consonants in capitals, vowels in small letters."""
    return re.sub(r"[hwy]", "", re.sub(r"([aeiou])[aeiou]+", r"\1", "".join(map(_sounds, term.lower().split()))))


@lru_cache(maxsize=1 << 14)
def _sounds(word: str) -> str:
    for pattern, sound in _ENGLISH:
        word = pattern.sub(sound, word)
    return word


def _heard(word: str) -> str:
    out = []
    for ch in word:
        if is_syllable(ch):
            initial, vowel, final = decompose(ch)
            out += [_HANGUL.get(initial, ""), _VOWELS.get(vowel, ""), _FINAL.get(final) or _HANGUL.get(final, "")]
    return re.sub(r"([A-Z])\1", r"\1", "".join(out))
