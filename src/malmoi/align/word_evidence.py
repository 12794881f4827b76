"""What is known of a pair's words before anything is learnt from the texts: cells (Korean unit, English unit) with probabilities.

same        one string in both: figures, Latin letters
amount      figures of one value in other words: 3억 ~ 300 million
lexicon     the base lexicon; entries of several morphemes or words are matched as runs
terms       pairs that the caller gives (a glossary's), matched the same way
name        one name in two scripts (`word_names`), asked only of what nothing else accounts for
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from malmoi.align.lexicon import Lexicon, load
from malmoi.align.word_names import PROPER, Question, answers, questions
from malmoi.align.word_units import NAME, Pair, Unit, english_units, korean_units
from malmoi.amounts.compare import compare_amounts
from malmoi.text import korean
from malmoi.text.english import lemma
from malmoi.text.hangul import normalize

__all__ = ["Cell", "Evidence"]

_P_SAME, _P_TERM, _P_AMOUNT, _P_INITIALS = 0.95, 0.95, 0.8, 0.7
# English words are of one family when they begin with the same letters, at least so many and so great a share of the longer one;
# a word of the family of a translation is believed this much of it.
_STEM, _SHARED, _RELATED = 4, 0.6, 0.5
# Evidence from which on a unit is accounted for, so that it need not be a name.
_ACCOUNTED = 0.2
# Longest runs of Korean units that are tried as one entry.
_LONGEST = 4
# Numerals that stand for powers of ten: only where one follows a figure do equal values look different.
_POWERS = frozenset("백천만억조")
_FIGURE, _NUMERAL, _LATIN = "SN", "NR", "SL"
_SHORTEST_ACRONYM = 2
_JOINT = re.compile(r"[-‐‑–:/]")
# A longer text is no sentence; its amounts would pair across all of it.
_LONGEST_TEXT = 2_000
_Found = Iterator[tuple[int, int, float]]
_Row = tuple[tuple[str, ...], float]
_Rows = tuple[_Row, ...]


class Cell(NamedTuple):
    """Korean unit `ko` of a pair may stand for its English unit `en`: probability `p` in (0, 1]."""

    ko: int
    en: int
    p: float


class Evidence:
    """Evidence for pairs, with what was asked before kept at hand; `terms` are (Korean, English) pairs known to be right."""

    def __init__(self, terms: Iterable[tuple[str, str]] = (), lexicon: Lexicon | None = None) -> None:
        self._lexicon = load() if lexicon is None else lexicon
        self._terms = _read_terms(terms)
        self._written = {entry: _Meanings(rows) for entry, rows in self._terms.items()}
        self._meanings = lru_cache(maxsize=1 << 16)(self._read)

    def cells(self, pair: Pair, names: bool = True) -> list[Cell]:
        """The cells of one pair, each once, in order; without `names`, which cost most, where they are not wanted."""
        return self.cells_of([pair], names)[0]

    def cells_of(self, pairs: Sequence[Pair], names: bool = True) -> list[list[Cell]]:
        """`cells` of many pairs, whose names are compared at once."""
        found = [self._without_names(pair) for pair in pairs]
        if names:
            asked = [self._questions(pair, cells) for pair, cells in zip(pairs, found, strict=True)]
            for cells, named in zip(found, answers(asked), strict=True):
                for j, i, p in named:
                    cells[j, i] = max(p, cells.get((j, i), 0.0))
        return [[Cell(j, i, p) for (j, i), p in sorted(cells.items())] for cells in found]

    def _without_names(self, pair: Pair) -> dict[tuple[int, int], float]:
        found: dict[tuple[int, int], float] = {}
        where = _places(pair)
        for j, i, p in (*_same(pair, where), *_initials(pair), *_amounts(pair)):
            if p > found.get((j, i), -1.0):
                found[j, i] = p
        self._translate(pair, where, found)
        return found

    def _questions(self, pair: Pair, found: Mapping[tuple[int, int], float]) -> Iterator[Question]:
        sure = [at for at, p in found.items() if p >= _ACCOUNTED]
        no_names = {j for j, unit in enumerate(pair.ko) if unit.tag != PROPER and self._meanings(unit.key)}
        return questions(pair, no_names.union(j for j, _ in sure), {i for _, i in sure})

    def _translate(self, pair: Pair, where: Mapping[str, list[int]], found: dict[tuple[int, int], float]) -> None:
        """Raise what is `found` to what the lexicon and the terms say."""
        families: dict[str, list[str]] = {}
        for word in where:
            families.setdefault(word[:_STEM], []).append(word)
        there, stems = frozenset(where), frozenset(families)
        for start, end, entry in _runs(pair.ko):
            known = self._meanings(entry)
            told = known.standing(there, stems, families) if known is not None else []
            if self._written:
                written = _folded(pair.texts[0][pair.ko[start].start : pair.ko[end - 1].end])
                if written in self._written:
                    told += self._written[written].standing(there, stems, families)
            for word, p in told:
                share = p / (end - start)
                for i in where[word]:
                    for j in range(start, end):
                        if share > found.get((j, i), 0.0):
                            found[j, i] = share

    def _read(self, entry: str) -> "_Meanings | None":
        told = self._terms.get(entry, ())
        if not told and entry not in self._lexicon:
            return None  # as most runs
        rows = ((tuple(en.split()), p) for en, p in self._lexicon.translations(entry).items())
        return _Meanings((*told, *rows))


class _Meanings:
    """What an entry may be in English: rows (words, probability), under what must stand in a text for them to matter."""

    __slots__ = ("_by_stem", "_parts", "_several", "_stems")

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._by_stem: dict[str, list[tuple[str, float]]] = {}
        self._several: list[_Row] = []
        for words, p in rows:
            if len(words) > 1:
                self._several.append((words, p))
            else:
                self._by_stem.setdefault(words[0][:_STEM], []).append((words[0], p))
        self._stems = frozenset(self._by_stem)
        self._parts = frozenset(word for words, _ in self._several for word in words)

    def standing(
        self, there: frozenset[str], stems: frozenset[str], families: Mapping[str, list[str]]
    ) -> list[tuple[str, float]]:
        """Words of a text that the entry may stand for, and how surely; words of the family of a translation count less.

        The text has the words `there`, which begin with `stems`, `families` by these. Most translations stand nowhere in it, nor does a
        relative.
        """
        out = []
        if not self._stems.isdisjoint(stems):
            for stem in self._stems & stems:
                for word, p in self._by_stem[stem]:
                    for other in families[stem]:
                        share = 1.0 if other == word else _kinship(word, other)
                        if share:
                            out.append((other, p * share))
        if not self._parts.isdisjoint(there):
            for words, p in self._several:
                standing = [word for word in words if word in there]
                out += [(word, p * (len(standing) / len(words))) for word in standing]
        return out


@lru_cache(maxsize=1 << 16)
def _kinship(word: str, other: str) -> float:
    """How much of a translation another word is that begins with the same letters."""
    if len(word) < _STEM:
        return 0.0
    shared = max(_STEM, ceil(_SHARED * max(len(word), len(other))))
    return _RELATED if word[:shared] == other[:shared] else 0.0


def _places(pair: Pair) -> dict[str, list[int]]:
    """Where each English word stands; the parts of science-fiction and 3:45 stand where the whole does."""
    where: dict[str, list[int]] = {}
    for i, unit in enumerate(pair.en):
        for word in _with_parts(unit.key):
            where.setdefault(word, []).append(i)
    return where


@lru_cache(maxsize=1 << 16)
def _with_parts(key: str) -> tuple[str, ...]:
    parts = [lemma(part).casefold() for part in _JOINT.split(key) if part] if _JOINT.search(key) else []
    return tuple(dict.fromkeys((key, *parts)))


def _initials(pair: Pair) -> _Found:
    """GM ~ General Motors: Latin capitals in the Korean text that neighbouring English names begin with."""
    for j, unit in enumerate(pair.ko):
        if unit.tag != _LATIN or not unit.key.isupper() or len(unit.key) < _SHORTEST_ACRONYM:
            continue
        size = len(unit.key)
        for start in range(len(pair.en) - size + 1):
            run = pair.en[start : start + size]
            if all(u.tag == NAME for u in run) and "".join(u.key[0] for u in run) == unit.key.casefold():
                for i in range(start, start + size):
                    yield j, i, _P_INITIALS


def _same(pair: Pair, where: Mapping[str, list[int]]) -> _Found:
    for j, unit in enumerate(pair.ko):
        for i in where.get(unit.key.casefold(), ()):
            yield j, i, _P_SAME


def _amounts(pair: Pair) -> _Found:
    """Figures written with powers of ten, against the figures of the same value."""
    figures = [j for j, unit in enumerate(pair.ko) if unit.tag in (_FIGURE, _NUMERAL)]
    if len(pair.texts[0]) > _LONGEST_TEXT or not any(
        b == a + 1 and not _POWERS.isdisjoint(pair.ko[b].key) for a, b in pairwise(figures)
    ):
        return
    for both in compare_amounts(*pair.texts):
        if both.status != "match" or both.ko is None or both.en is None:
            continue
        ko = [j for j in figures if both.ko.start <= pair.ko[j].start < both.ko.end]
        en = [i for i, u in enumerate(pair.en) if both.en.start <= u.start < both.en.end and not _is_unit(u)]
        for j in ko:
            for i in en:
                yield j, i, _P_AMOUNT


def _is_unit(unit: Unit) -> bool:
    """Is this word of an English amount its unit, not part of the figure?"""
    return not (unit.key[0].isdigit() or unit.key in _FIGURE_WORDS)


_FIGURE_WORDS = frozenset(("hundred", "thousand", "million", "billion", "trillion", "dozen", "m", "bn", "tn"))


def _runs(units: tuple[Unit, ...]) -> Iterator[tuple[int, int, str]]:
    """Runs of neighbouring units that may be one entry."""
    for start in range(len(units)):
        entry = ""
        for end in range(start + 1, min(len(units), start + _LONGEST) + 1):
            if end > start + 1 and units[end - 1].start > units[end - 2].end + 1:
                break
            entry += units[end - 1].key
            yield start, end, entry


def _read_terms(terms: Iterable[tuple[str, str]]) -> dict[str, _Rows]:
    """Term pairs under the run of their Korean units, as the lexicon has its entries, and under what is written."""
    made: dict[str, _Rows] = {}
    listed = [(ko, tuple(unit.key for unit in english_units(en))) for ko, en in terms]
    for (ko, words), tokens in zip(listed, korean.tokenize_many(normalize(ko).text for ko, _ in listed), strict=True):
        entries = {_folded(ko), "".join(unit.key for unit in korean_units(tokens))} - {""}
        for entry in sorted(entries) if words else ():
            made[entry] = (*made.get(entry, ()), (words, _P_TERM))
    return made


def _folded(text: str) -> str:
    return normalize("".join(text.split())).text
