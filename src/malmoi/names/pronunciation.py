"""Korean as it is spoken: the sound changes where syllables meet, as far as romanisation writes them.

Liaison (음악 → 으막), palatalisation (굳이 → 구지), nasals (독립 → 동닙), liquids (신라 → 실라), aspiration (좋고 → 조코). Tensed
consonants are left alone because no romanisation of names writes them. Rules: 표준 발음법 (Standard Pronunciation), articles 8-30.
"""

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from malmoi.text.hangul import decompose

__all__ = ["NO_SOUND", "Sound", "spoken"]

# Initial, vowel and final of one spoken syllable; a silent initial is "ㅇ", an open syllable's final "".
Sound = tuple[str, str, str]

# The silent initial.
NO_SOUND = "ㅇ"

_PATH = Path(__file__).parent / "inserted_n.tsv"
# Two final consonants: what stays, what moves to a following vowel.
_CLUSTERS = {
    "ㄳ": ("ㄱ", "ㅅ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄶ": ("ㄴ", "ㅎ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"), "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅅ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅀ": ("ㄹ", "ㅎ"), "ㅄ": ("ㅂ", "ㅅ"),
}  # fmt: skip
# A final before a consonant or a pause (articles 9-11).
_CLOSED = {
    "ㄲ": "ㄱ", "ㅋ": "ㄱ", "ㄳ": "ㄱ", "ㄺ": "ㄱ", "ㅅ": "ㄷ", "ㅆ": "ㄷ", "ㅈ": "ㄷ", "ㅊ": "ㄷ", "ㅌ": "ㄷ", "ㅎ": "ㄷ",
    "ㅍ": "ㅂ", "ㅄ": "ㅂ", "ㄿ": "ㅂ", "ㄵ": "ㄴ", "ㄶ": "ㄴ", "ㄻ": "ㅁ", "ㄼ": "ㄹ", "ㄽ": "ㄹ", "ㄾ": "ㄹ", "ㅀ": "ㄹ",
}  # fmt: skip
_ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
# Syllables of verbs and adverbs (잡혀, 급히) whose ㅎ melts into the stop before; nouns keep theirs (묵호, 집현전).
_MELTING = {"ㅣ": ("", "ㄴ", "ㄹ", "ㅁ"), "ㅕ": ("", "ㅆ")}
# Nouns made by these endings keep their ㄴ before ㄹ (신문로, 생산량: article 20), unless the last two syllables are a word themselves.
_KEEPING_N = frozenset("란량력례로론료")
_WORDS_OF_TWO = re.compile(
    "난로|[원진선활]로|[권전인염]력|[연진원]료|[언변]론|[논혼반]란|[관전판]례|[분군]량|[관완만]료"
)


def spoken(word: str) -> list[Sound]:
    """The sounds of a word of Hangul syllables. Raises ValueError for any other character."""
    sounds = [list(decompose(ch)) for ch in word]
    for i in _inserted(word):
        if sounds[i][2] and sounds[i + 1][0] == NO_SOUND:
            sounds[i + 1][0] = "ㄴ"
    keeping = (
        len(word) > 2 and word[-1] in _KEEPING_N and not _WORDS_OF_TWO.fullmatch(word[-2:]) and sounds[-2][2] == "ㄴ"
    )
    if keeping:
        sounds[-1][0] = "ㄴ"
    for left, right in pairwise(sounds):
        if left[2]:
            left[2], right[0] = _meeting(left[2], right)
    if sounds:
        sounds[-1][2] = _CLOSED.get(sounds[-1][2], sounds[-1][2])
    return [(a, b, c) for a, b, c in sounds]


def _meeting(last: str, right: list[str]) -> tuple[str, str]:
    """The final of a syllable and the initial of the next as they sound together."""
    initial, vowel = right[0], right[1]
    if initial == NO_SOUND:
        return _liaison(last, vowel)
    stays, moves = _CLUSTERS.get(last, ("", last))
    if moves == "ㅎ" and initial in _ASPIRATED:
        return stays, _ASPIRATED[initial]
    if moves == "ㅎ" and initial in "ㅅㅎ":
        return stays, initial
    if initial == "ㅎ" and (vowel in _MELTING and right[2] in _MELTING[vowel]):
        if moves == "ㅈ" or (moves == "ㄷ" and vowel in "ㅣㅕ"):
            return stays, "ㅊ"
        if moves in _ASPIRATED:
            return stays, _ASPIRATED[moves]
    return _assimilated(_CLOSED.get(last, last), initial)


def _liaison(last: str, vowel: str) -> tuple[str, str]:
    """A final before a vowel moves over (article 13), palatal before 이 (17); ㅎ falls silent (12.4), ㅇ stays."""
    if last == "ㅇ":
        return last, NO_SOUND
    stays, moves = _CLUSTERS.get(last, ("", last))
    if moves == "ㅎ":
        return ("", stays) if stays else ("", NO_SOUND)
    if vowel == "ㅣ" and moves in "ㄷㅌ":
        moves = "ㅈ" if moves == "ㄷ" else "ㅊ"
    return stays, moves


def _assimilated(last: str, initial: str) -> tuple[str, str]:
    """Nasals and liquids (articles 18-20); `last` is one of the seven closing sounds."""
    if initial == "ㄹ":
        if last in "ㄴㄹ":
            return "ㄹ", "ㄹ"
        return _NASAL.get(last, last), "ㄴ"
    if last == "ㄹ" and initial == "ㄴ":
        return "ㄹ", "ㄹ"
    if initial in "ㄴㅁ":
        return _NASAL.get(last, last), initial
    return last, initial


def _inserted(word: str) -> list[int]:
    """Where an ㄴ slips in between the parts of a compound (article 29): after syllable i of these words."""
    out = []
    for whole, place in _insertions().items():
        at = word.find(whole)
        while at >= 0:
            out.append(at + place - 1)
            at = word.find(whole, at + 1)
    return out


@lru_cache(maxsize=1)
def _insertions() -> dict[str, int]:
    rows = _PATH.read_text(encoding="utf-8").splitlines()
    return {row.replace("+", ""): row.index("+") for row in rows if row and not row.startswith("#")}
