"""Hangul in Latin letters: Revised Romanisation with its sound changes, McCune-Reischauer, and the rules for people and places.

    rr     신라 Silla, 독립 Dongnip, 종로 Jongno
    mr     독립 Tongnip, 평양 P'yŏngyang
    name   최태원 Choe Tae-won, 한복남 Han Bok-nam: surname apart, given name hyphenated, no sound changes between its syllables
    place  충청북도 Chungcheongbuk-do, 종로구 Jongno-gu: a hyphen before the administrative unit, no sound change across it

Sources: 국어의 로마자 표기법 (2000), chapters 2 and 3; McCune and Reischauer, The Romanization of the Korean Language (1939).
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from malmoi.errors import UsageError
from malmoi.names.pronunciation import NO_SOUND, Sound, spoken
from malmoi.text.hangul import normalize

__all__ = ["RomanStyle", "romanize"]

RomanStyle = Literal["rr", "mr", "name", "place"]

_HANGUL = re.compile("[가-힣]+")
# Units of chapter 3, article 5, that take a hyphen.
_UNIT = re.compile(r"([가-힣]*[가-힣0-9])(특별자치도|특별자치시|특별시|광역시|도|시|군|구|읍|면|리|동|가)")
_SURNAMES = Path(__file__).parent / "surnames.tsv"

_VOWELS = {
    "ㅏ": "a", "ㅐ": "ae", "ㅑ": "ya", "ㅒ": "yae", "ㅓ": "eo", "ㅔ": "e", "ㅕ": "yeo", "ㅖ": "ye", "ㅗ": "o", "ㅘ": "wa", "ㅙ": "wae",
    "ㅚ": "oe", "ㅛ": "yo", "ㅜ": "u", "ㅝ": "wo", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "yu", "ㅡ": "eu", "ㅢ": "ui", "ㅣ": "i",
}  # fmt: skip
_INITIALS = {
    "ㄱ": "g", "ㄲ": "kk", "ㄴ": "n", "ㄷ": "d", "ㄸ": "tt", "ㄹ": "r", "ㅁ": "m", "ㅂ": "b", "ㅃ": "pp", "ㅅ": "s", "ㅆ": "ss",
    "ㅇ": "", "ㅈ": "j", "ㅉ": "jj", "ㅊ": "ch", "ㅋ": "k", "ㅌ": "t", "ㅍ": "p", "ㅎ": "h",
}  # fmt: skip
_FINALS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
_MR_VOWELS = {**_VOWELS, "ㅓ": "ŏ", "ㅕ": "yŏ", "ㅝ": "wŏ", "ㅡ": "ŭ", "ㅢ": "ŭi"}
_MR_INITIALS = {
    **_INITIALS,
    "ㄱ": "k",
    "ㄷ": "t",
    "ㅂ": "p",
    "ㅈ": "ch",
    "ㅉ": "tch",
    "ㅊ": "ch'",
    "ㅋ": "k'",
    "ㅌ": "t'",
    "ㅍ": "p'",
}
_MR_VOICED = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j"}


def romanize(ko: str, style: RomanStyle = "rr", *, capital: bool = True) -> str:
    """`ko` with every stretch of Hangul in Latin letters; all else stays. Words get a capital unless `capital` is False.

    Raises UsageError for a style that does not exist.
    """
    if style not in get_args(RomanStyle):
        raise UsageError(f"There is no romanisation {style!r}: choose one of {', '.join(get_args(RomanStyle))}.")
    text = normalize(ko).text
    if style == "name":
        return _name(text, capital)
    if style == "place":
        text = _UNIT.sub(lambda m: f"{m[1]}-{m[2]}", text) if _UNIT.fullmatch(text) else _each_place(text)
    letters = _mccune_reischauer if style == "mr" else _revised

    def word(match: re.Match[str]) -> str:
        roman = letters(spoken(match[0]))
        opens = match.start() == 0 or not (text[match.start() - 1].isalnum() or text[match.start() - 1] == "-")
        return _capital(roman) if capital and opens else roman

    return _HANGUL.sub(word, text)


def _each_place(text: str) -> str:
    """A hyphen before the unit of every word that is a place's name with its unit."""
    return " ".join(_UNIT.sub(lambda m: f"{m[1]}-{m[2]}", w) if _UNIT.fullmatch(w) else w for w in text.split(" "))


def _name(text: str, capital: bool) -> str:
    """A personal name: each syllable by itself, the surname apart, the given name hyphenated."""

    def whole(match: re.Match[str]) -> str:
        parts = match[0].split()
        if len(parts) == 1:
            size = 2 if len(parts[0]) > 2 and parts[0][:2] in _double_surnames() else 1
            parts = [part for part in (parts[0][:size], parts[0][size:]) if part]
        written = ["-".join(_revised(spoken(syllable)) for syllable in part) for part in parts]
        written[0] = written[0].replace("-", "")
        return " ".join(map(_capital, written) if capital else written)

    return re.sub("[가-힣]+(?: [가-힣]+)?", whole, text)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _revised(sounds: list[Sound]) -> str:
    out, before = [], ""
    for initial, vowel, final in sounds:
        out.append("l" if initial == "ㄹ" and before == "ㄹ" else _INITIALS[initial])
        out += [_VOWELS[vowel], _FINALS[final]]
        before = final
    return "".join(out)


def _mccune_reischauer(sounds: list[Sound]) -> str:
    out: list[str] = []
    before: Sound | None = None
    for sound in sounds:
        initial, vowel, final = sound
        if before is not None:
            _soften(out, before, sound)
        out.append(_mr_initial(before, initial, vowel))
        diaeresis = (
            initial == NO_SOUND and vowel == "ㅔ" and before is not None and before[2] == "" and before[1] in "ㅏㅗ"
        )
        out += ["ë" if diaeresis else _MR_VOWELS[vowel], _FINALS[final]]
        before = sound
    return "".join(out)


def _soften(out: list[str], before: Sound, sound: Sound) -> None:
    """Finals that the next initial changes in writing: rh (발해), n'g against ng (한글), ss and tch for t + s and t + ch."""
    final, initial = before[2], sound[0]
    if final == "ㄹ" and initial == "ㅎ":
        out[-1] = "r"
    elif final == "ㄴ" and initial == "ㄱ":
        out[-1] = "n'"
    elif final == "ㄷ" and initial in "ㅅㅆ":
        out[-1] = "s" if initial == "ㅅ" else ""
    elif final == "ㄷ" and initial == "ㅉ":
        out[-1] = ""


def _mr_initial(before: Sound | None, initial: str, vowel: str) -> str:
    """Voiced between vowels and after ㄴ, ㅁ, ㅇ; after ㄹ only ㄱ and ㅂ are (물건 mulgŏn, 철도 ch'ŏlto)."""
    if initial == "ㅅ" and vowel == "ㅟ":
        return "sh"
    if before is None:
        return _MR_INITIALS[initial]
    if initial == "ㄹ" and before[2] == "ㄹ":
        return "l"
    voiced = before[2] in ("", "ㄴ", "ㅁ", "ㅇ") or (before[2] == "ㄹ" and initial in "ㄱㅂ")
    return _MR_VOICED.get(initial, _MR_INITIALS[initial]) if voiced else _MR_INITIALS[initial]


@lru_cache(maxsize=1)
def _double_surnames() -> frozenset[str]:
    rows = _SURNAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for row in rows if len(name := row.partition("\t")[0]) == 2)
