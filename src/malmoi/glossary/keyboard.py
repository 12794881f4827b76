"""The wrong keyboard: Hangul typed while the keyboard was English (tmxkrpdlxm → 스타게이트), and English while it was Korean.

The layout is the two-set one (두벌식, KS X 5002) on a QWERTY keyboard.
"""

import re

from malmoi.text.hangul import FINALS, INITIALS, VOWELS, compose, decompose, is_syllable

__all__ = ["DOUBLE", "hangul_readings", "to_hangul", "to_latin"]

_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm" + "QWERTOP",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ" + "ㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)
_LATIN = {jamo: key for key, jamo in _KEYS.items()}
# Jamo that take two strokes; input methods also make them of two consonants typed in a row.
DOUBLE = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
# Two capitals in a row are no Korean: Shift makes single letters, the double consonants.
_ACRONYM = re.compile(r"([A-Z]{2,}[0-9]*)")
_JOINED = {pair: jamo for jamo, pair in DOUBLE.items()}


def to_hangul(text: str) -> str | None:
    """What the keys of `text` write on a Korean keyboard; None when that is not whole syllables of Hangul."""
    # A letter in capitals writes the same jamo as the small one, unless it has one of its own.
    strokes = [_KEYS.get(ch) or _KEYS.get(ch.lower()) or ch for ch in text]
    out: list[str] = []
    i = 0
    while i < len(strokes):
        if strokes[i] in INITIALS:
            syllable, i = _syllable(strokes, i)
            if syllable is None:
                return None
            out.append(syllable)
        elif strokes[i] in VOWELS:
            return None
        else:
            out.append(strokes[i])
            i += 1
    made = "".join(out)
    return made if any(map(is_syllable, made)) else None


def hangul_readings(text: str) -> list[str]:
    """What the keys of `text` may have meant on a Korean keyboard; acronyms may have been meant as they stand (AIqjq → AI법)."""
    parts = _ACRONYM.split(text)
    kept = [part if i % 2 else to_hangul(part) or part for i, part in enumerate(parts)]
    return [made for made in dict.fromkeys((to_hangul(text), "".join(kept))) if made and made != text]


def to_latin(text: str) -> str | None:
    """The keys that write `text` on a Korean keyboard; None when it has no Hangul."""
    out: list[str] = []
    found = False
    for ch in text:
        jamo = "".join(decompose(ch)) if is_syllable(ch) else ch
        strokes = "".join(DOUBLE.get(j, j) for j in jamo)
        found = found or any(j in _LATIN for j in strokes)
        out += [_LATIN.get(j, j) for j in strokes]
    return "".join(out) if found else None


def _syllable(strokes: list[str], i: int) -> tuple[str | None, int]:
    """The syllable that begins at stroke `i`, and where the next one begins; None when no vowel follows."""
    initial, i = strokes[i], i + 1
    vowel = strokes[i] if i < len(strokes) else ""
    if vowel not in VOWELS or not vowel:
        return None, i
    i += 1
    if i < len(strokes) and (both := _JOINED.get(vowel + strokes[i])) and both in VOWELS:
        vowel, i = both, i + 1
    last = ""
    if _may_end(strokes, i):
        last, i = strokes[i], i + 1
        if _may_end(strokes, i) and (both := _JOINED.get(last + strokes[i])) in FINALS and both:
            last, i = both, i + 1
    return compose(initial, vowel, last), i


def _may_end(strokes: list[str], i: int) -> bool:
    """Is stroke `i` a final: a consonant that no vowel follows?"""
    if i >= len(strokes) or strokes[i] not in FINALS or strokes[i] not in INITIALS:
        return False
    return i + 1 >= len(strokes) or strokes[i + 1] not in VOWELS
