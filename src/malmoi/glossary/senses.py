"""Homographs: does the sentence speak of the glossary's sense of a word, or of another one (부채 liability, fan)?

`senses.tsv` lists senses with words that go with them. The glossary's sense is known by its translations; it is given up only when
the sentence has more cues for another one, so a word without any context stays what the glossary says.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Senses", "is_homograph", "senses_of"]

_FIGURE = re.compile(r"[\d조억만천백십] ?$")
_FIGURE_CUE = "-#"
# A cue that touches the term says more than one somewhere in the sentence.
_NEAR = 2
# English cues match a word with an ending of at most this length (surf: surfing, surfer).
_ENDING, _LONG_CUE = 3, 4


class _Sense(NamedTuple):
    glosses: tuple[str, ...]
    cues: tuple[str, ...]


class _Cues(NamedTuple):
    """What marks a sense: words of the sentence, what stands right behind or before the term, a figure before it."""

    words: re.Pattern[str]
    behind: tuple[str, ...]
    before: tuple[str, ...]
    after_figure: bool


class Senses(NamedTuple):
    """Cues of the glossary's sense of a term, and those of the others."""

    lang: str
    own: _Cues
    others: tuple[_Cues, ...]

    def margin(self, text: str, start: int, end: int) -> int:
        """How much more the sentence says for the glossary's sense of the word at [start, end) than for any other; 0: it does not tell."""
        before, behind = text[:start].lower(), text[end:].lower()
        words = before + "\n" + _behind_particles(self.lang, behind)
        before, behind = before.rstrip(), behind.lstrip()
        own = _weight(self.own, words, before, behind)
        return own - max((_weight(other, words, before, behind) for other in self.others), default=-1)


def is_homograph(lang: str, term: str) -> bool:
    """Does the table list senses of this term?"""
    return (lang, term.lower() if lang == "en" else term) in _table()


def senses_of(lang: str, term: str, translations: Iterable[str]) -> Senses | None:
    """The senses of a term of the glossary; None when it is no listed homograph, or none of the listed senses is the glossary's."""
    listed = _table().get((lang, term.lower() if lang == "en" else term), ())
    words = [word for translation in translations for word in (translation.lower(), *translation.lower().split())]
    own = next((sense for sense in listed if any(gloss.lower() in words for gloss in sense.glosses)), None)
    if own is None:
        return None
    return Senses(lang, _cues(lang, own.cues), tuple(_cues(lang, sense.cues) for sense in listed if sense is not own))


def _weight(cues: _Cues, words: str, before: str, behind: str) -> int:
    """How many cues of a sense are there; `words` are those around the term, `before` and `behind` what touches it."""
    touching = bool(behind) and behind.startswith(cues.behind), bool(before) and before.endswith(cues.before)
    figure = cues.after_figure and _FIGURE.search(before) is not None
    return len(set(cues.words.findall(words))) + _NEAR * (sum(touching) + figure)


@lru_cache(maxsize=1 << 10)
def _cues(lang: str, cues: tuple[str, ...]) -> _Cues:
    plain = sorted((cue for cue in cues if cue[0] not in "+-"), key=len, reverse=True)
    starts = "|".join(map(re.escape, plain)) or r"(?!)"
    # A Korean cue is the beginning of a word; an English one has an ending at most.
    long = "|".join(re.escape(cue) for cue in plain if len(cue) >= _LONG_CUE) or r"(?!)"
    words = (
        rf"\b(?:{starts})" if lang == "ko" else rf"\b(?:(?:{long})(?=\w{{0,{_ENDING}}}\b)|(?:{starts})(?=(?:e?s)?\b))"
    )
    return _Cues(
        re.compile(words),
        tuple(cue[1:] for cue in cues if cue[0] == "+"),
        tuple(cue[1:] for cue in cues if cue[0] == "-" and cue != _FIGURE_CUE),
        _FIGURE_CUE in cues,
    )


def _behind_particles(lang: str, behind: str) -> str:
    """What follows the term's own word, where that goes on (선물을 받았다 → 받았다)."""
    return behind.partition(" ")[2] if lang == "ko" and behind[:1].isalpha() else behind


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[_Sense, ...]]:
    table: dict[tuple[str, str], tuple[_Sense, ...]] = {}
    for line in files("malmoi.glossary").joinpath("senses.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, word, glosses, cues = line.split("\t")
            sense = _Sense(tuple(glosses.split("|")), tuple(cue.replace("_", " ") for cue in cues.split()))
            table[lang, word] = (*table.get((lang, word), ()), sense)
    return table
