"""Hanja read as Hangul: 理事會 → 이사회. A character may have several readings, and a first one may soften (두음법칙: 리 → 이)."""

from functools import lru_cache
from itertools import islice, product
from pathlib import Path

from malmoi.text.hangul import INITIALS, VOWELS, compose, decompose, is_syllable

__all__ = ["has_hanja", "readings"]

# More readings of one word than this are no help; real words have one to eight.
_MOST = 64
_READINGS = Path(__file__).with_name("hanja.tsv")
_SOFT_VOWELS = frozenset("ㅑㅕㅖㅛㅠㅣㅒ")


def has_hanja(text: str) -> bool:
    """Does a Chinese character stand in `text`?"""
    return any("\u3400" <= ch <= "\u9fff" or "\uf900" <= ch <= "\ufaff" for ch in text)


def readings(text: str) -> list[str]:
    """`text` with its Hanja read, in every way; [] when a character has no Korean reading. Raises nothing."""
    choices: list[list[str]] = []
    for i, ch in enumerate(text):
        if not has_hanja(ch):
            choices.append([ch])
            continue
        read = _table().get(ch, [])
        soft = [_softened(r) for r in read]
        # The softening belongs to the start of a word, but compounds keep it inside, so both are tried, the likelier first.
        starts = i == 0 or not (has_hanja(text[i - 1]) or is_syllable(text[i - 1]))
        choices.append(list(dict.fromkeys([*soft, *read] if starts else [*read, *soft])))
    return ["".join(way) for way in islice(product(*choices), _MOST)]


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in _READINGS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            reading, characters = line.split("\t")
            for ch in characters:
                table.setdefault(ch, []).append(reading)
    return table


def _softened(syllable: str) -> str:
    """The syllable at the start of a word: 리 → 이, 락 → 낙, 녀 → 여."""
    initial, vowel, last = decompose(syllable)
    if initial == "ㄹ":
        initial = "ㅇ" if vowel in _SOFT_VOWELS else "ㄴ"
    elif initial == "ㄴ" and vowel in _SOFT_VOWELS - {"ㅒ"}:
        initial = "ㅇ"
    return compose(initial, vowel, last) if initial in INITIALS and vowel in VOWELS else syllable
