"""Search keys: what different spellings of one term have in common.

`fold` is the base of all: composed, narrow, without case, spaces, hyphens and dots. Every key of a term lies in the index under
its kind; a query is brought to the same form and looked up. Standard library only: a cold lookup reads this.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from malmoi.text.hangul import choseong, decompose, has_hangul, is_syllable, jamo

__all__ = [
    "CHOSEONG",
    "FOLD",
    "ROMAN",
    "SOUND",
    "STEM",
    "fold",
    "keys_of",
    "letters_of",
    "loan",
    "loose",
    "narrow",
    "roman",
    "romans",
    "stem",
]

# The kinds, as they stand in the index.
FOLD, STEM, CHOSEONG, ROMAN, SOUND = range(5)

# Full-width forms U+FF01-FF5E are ASCII moved by a constant; NFKC would do it too, but also takes compatibility jamo apart.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# What a spelling may have or lack: white space, dashes, dots, quotes, brackets. Signs that tell terms apart (C++, C#, M&A) stay.
_LOOSE = re.compile(r"[\s\-‐‑‒–—―_.,·・‧ㆍ•'’‘`´\"“”„()\[\]{}<>〈〉《》「」『』/\\:;!?]+")


def narrow(text: str) -> str:
    """Composed text with full-width letters, digits and signs made narrow."""
    return unicodedata.normalize("NFC", text).translate(_NARROW)


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> str:
    """What spellings that differ in case, width, spaces, hyphens and dots share; the text itself where nothing else is in it."""
    text = narrow(text).casefold()
    return unicodedata.normalize("NFC", _LOOSE.sub("", text)) or "".join(text.split())


def stem(text: str) -> str:
    """`fold` of an English phrase with the ends of plurals and possessives cut off every word: equal for singular and plural.

    The S of an acronym is none of these: KBS is no plural of KB.
    """
    words = narrow(text).replace("’", "'").replace("-", " ").split()
    return "".join(fold(word) if len(word) <= _ACRONYM and word.isupper() else _root(word.casefold()) for word in words)


def roman(text: str) -> str:
    """A spelling in Latin letters without what romanisations disagree in: eo/o, eu/u, k/g, t/d, p/b, ch/j, l/r, double letters."""
    text = fold(text)
    for many, one in _ROMAN:
        text = text.replace(many, one)
    return _TWICE.sub(r"\1", text.translate(_ROMAN_LETTERS))


def loose(key: str) -> str:
    """A key of `roman` without what people disagree in who know none: o and u are both written for eo and eu."""
    return key.replace("u", "o")


def romans(term: str) -> set[str]:
    """The keys of `roman` of a Korean term: as it is spoken (Dongnip), and syllable by syllable (Dok-rip)."""
    text = narrow(term)
    return {roman(" ".join(map(_romanized, text.split()))), roman("".join(map(_romanized, text)))}


def loan(text: str) -> str:
    """`fold` without what spellings of one loanword disagree in: ㅐ/ㅔ, ㅓ/ㅗ, tense and aspirated stops, glides after ㅅㅈㅊ."""
    return _GLIDE.sub(lambda m: _PLAIN[m[0]], jamo(fold(text)).translate(_LOAN))


def letters_of(folded: str) -> str:
    """What slips are counted in: a folded term with its syllables spelled out."""
    return folded if folded.isascii() else folded.translate(_LETTERS)


def keys_of(term: str, lang: str) -> Iterator[tuple[int, str]]:
    """(kind, key) of one term, but for FOLD; a STEM that is the same as FOLD is left out."""
    base = fold(term)
    if lang == "en":
        from malmoi.glossary import sound

        if (root := stem(term)) != base:
            yield STEM, root
        if len(heard := sound.of_english(term)) >= sound.SHORTEST:
            yield SOUND, heard
    if not base.isascii() and has_hangul(base):
        yield CHOSEONG, choseong(base)
        yield from {(ROMAN, loose(key)) for key in romans(term)}


@lru_cache(maxsize=1 << 14)
def _romanized(word: str) -> str:
    from malmoi.names.romanization import romanize

    return romanize(word)


class _Letters(dict[int, str]):
    """Syllable → its jamo, for `str.translate`; filled as it is used."""

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        self[code] = "".join(decompose(ch)) if is_syllable(ch) else ch
        return self[code]


_LETTERS = _Letters()
_ROMAN = (
    *(
        ("eo", "o"),
        ("eu", "u"),
        ("ae", "e"),
        ("oo", "u"),
        ("ee", "i"),
        ("sh", "s"),
        ("ch", "j"),
        ("wh", "w"),
        ("ck", "k"),
    ),
    *(("ŏ", "o"), ("ŭ", "u")),
)
_ROMAN_LETTERS = str.maketrans("ktpr", "gdbl")
_TWICE = re.compile(r"(.)\1+")
_LOAN = str.maketrans("ㅐㅒㅓㅕㄲㄸㅃㅆㅉ", "ㅔㅖㅗㅛㅋㅌㅍㅅㅊ")
_GLIDE = re.compile("(?<=[ㅅㅈㅊ])[ㅑㅛㅠㅖ]")
_PLAIN = {"ㅑ": "ㅏ", "ㅛ": "ㅗ", "ㅠ": "ㅜ", "ㅖ": "ㅔ"}

_SHORT = 2
# Letters of the longest words in capitals that are taken for acronyms.
_ACRONYM = 5
_PLURALS = Path(__file__).parents[1] / "text" / "english_plurals.tsv"


@lru_cache(maxsize=1 << 14)
def _root(word: str) -> str:
    return _american(_stem(word))


def _stem(word: str) -> str:
    """A word without the s of plural or possessive; not a dictionary form, but the same for both forms of a noun."""
    word = fold(re.sub(r"('s|s'|')$", lambda m: "s" if m[0] == "s'" else "", word))
    if listed := _irregular().get(word):
        return listed
    if len(word) <= _SHORT or not word.endswith("s") or word.endswith(("ss", "us", "sis")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _american(word: str) -> str:
    """A word as Americans spell it: organisation and organization share a stem."""
    for british, american in _spellings():
        if word.endswith(british):
            return word.removesuffix(british) + american
    return word


@lru_cache(maxsize=1)
def _spellings() -> list[list[str]]:
    lines = Path(__file__).with_name("spellings.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    lines = _PLURALS.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {plural: singular for plural, singular, *_ in rows}
