"""Homographs: does the sentence speak of the glossary's sense of a word, or of another one (부채 liability, fan)?

`senses.tsv` lists senses with words that go with them. The glossary's sense is known by its translations; it is given up only when
the sentence has more cues for another one, so a word without any context stays what the glossary says.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Senses", "senses_of"]

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"[\d조억만천백십] ?$")
# A cue that touches the term says more than one somewhere in the sentence.
_NEAR = 2
# English cues match a word with an ending of at most this length (surf: surfing, surfer).
_ENDING, _LONG_CUE = 3, 4


class _Sense(NamedTuple):
    glosses: tuple[str, ...]
    cues: tuple[str, ...]


class Senses(NamedTuple):
    """Cues of the glossary's sense of a term, and those of the others."""

    lang: str
    own: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]

    def is_meant(self, text: str, start: int, end: int) -> bool:
        """Is the word at [start, end) used in the glossary's sense, as far as the sentence tells?"""
        own = _weight(self.lang, self.own, text, start, end)
        return all(_weight(self.lang, other, text, start, end) <= own for other in self.others)


def senses_of(lang: str, term: str, translations: Iterable[str]) -> Senses | None:
    """The senses of a term of the glossary; None when it is no listed homograph, or none of the listed senses is the glossary's."""
    listed = _table().get((lang, term.lower() if lang == "en" else term), ())
    words = [word for translation in translations for word in (translation.lower(), *translation.lower().split())]
    own = next((sense for sense in listed if any(gloss.lower() in words for gloss in sense.glosses)), None)
    if own is None:
        return None
    return Senses(lang, own.cues, tuple(sense.cues for sense in listed if sense is not own))


def _weight(lang: str, cues: Sequence[str], text: str, start: int, end: int) -> int:
    before, behind = text[:start], text[end:]
    words = {word.lower() for part in (before, _behind_particles(lang, behind)) for word in _WORD.findall(part)}
    total = 0
    for cue in cues:
        if cue == "-#":
            total += _NEAR * bool(_FIGURE.search(before))
        elif cue[0] == "+":
            total += _NEAR * behind.lstrip().lower().startswith(cue[1:])
        elif cue[0] == "-":
            total += _NEAR * before.rstrip().lower().endswith(cue[1:])
        else:
            total += any(_is_cue(lang, cue, word) for word in words)
    return total


def _behind_particles(lang: str, behind: str) -> str:
    """What follows the term's own word, where that goes on (선물을 받았다 → 받았다)."""
    return behind.partition(" ")[2] if lang == "ko" and behind[:1].isalpha() else behind


def _is_cue(lang: str, cue: str, word: str) -> bool:
    if lang == "ko":
        return word.startswith(cue)
    if not word.startswith(cue):
        return False
    rest = word[len(cue) :]
    return rest in ("", "s", "es") or (len(cue) >= _LONG_CUE and len(rest) <= _ENDING)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[_Sense, ...]]:
    table: dict[tuple[str, str], tuple[_Sense, ...]] = {}
    for line in files("malmoi.glossary").joinpath("senses.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, word, glosses, cues = line.split("\t")
            sense = _Sense(tuple(glosses.split("|")), tuple(cue.replace("_", " ") for cue in cues.split()))
            table[lang, word] = (*table.get((lang, word), ()), sense)
    return table
