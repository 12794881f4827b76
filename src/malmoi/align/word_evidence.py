"""What is known of a pair's words before anything is learnt from the texts: cells (Korean unit, English unit) with probabilities.

same        one string in both: figures by value, Latin letters
lexicon     the base lexicon; entries of several morphemes or words are matched as runs
glossary    pairs that the caller gives, matched the same way
name        one name in two scripts (`names.similarity`), asked only of what may be one and has no translation
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from malmoi.align.lexicon import load
from malmoi.align.word_units import Pair, Unit

__all__ = ["Cell", "Evidence"]

_P_SAME, _P_GLOSSARY = 0.95, 0.95
# Longest runs of Korean units that are tried as one entry.
_LONGEST = 4


class Cell(NamedTuple):
    """Korean unit `ko` of a pair may stand for its English unit `en`: probability `p` in (0, 1]."""

    ko: int
    en: int
    p: float


class Evidence:
    """Evidence for pairs, with what was asked before kept at hand."""

    def __init__(self, pairs: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._listed = pairs or {}
        self._lexicon = load()
        self._rows = lru_cache(maxsize=1 << 16)(self._row)

    def cells(self, pair: Pair) -> list[Cell]:
        """The cells of one pair, each once, in order."""
        found: dict[tuple[int, int], float] = {}
        where: dict[str, list[int]] = {}
        for i, unit in enumerate(pair.en):
            where.setdefault(unit.key, []).append(i)
        for j, i, p in (*self._translated(pair, where), *self._same(pair, where)):
            found[j, i] = max(p, found.get((j, i), 0.0))
        return [Cell(j, i, p) for (j, i), p in sorted(found.items())]

    def _same(self, pair: Pair, where: Mapping[str, list[int]]) -> Iterator[tuple[int, int, float]]:
        for j, unit in enumerate(pair.ko):
            for i in where.get(unit.key.casefold(), ()):
                yield j, i, _P_SAME

    def _translated(self, pair: Pair, where: Mapping[str, list[int]]) -> Iterator[tuple[int, int, float]]:
        for start, end, entry in _runs(pair.ko):
            size = end - start
            for words, p in self._rows(entry):
                places = [where.get(w, ()) for w in words]
                here = sum(bool(x) for x in places) / len(words)
                for positions in places:
                    for i in positions:
                        for j in range(start, end):
                            yield j, i, p * here / size

    def _row(self, entry: str) -> tuple[tuple[tuple[str, ...], float], ...]:
        return tuple((tuple(en.split()), p) for en, p in self._lexicon.translations(entry).items())


def _runs(units: tuple[Unit, ...]) -> Iterable[tuple[int, int, str]]:
    """Runs of neighbouring units that may be one entry."""
    for start in range(len(units)):
        entry = ""
        for end in range(start + 1, min(len(units), start + _LONGEST) + 1):
            if end > start + 1 and units[end - 1].start > units[end - 2].end + 1:
                break
            entry += units[end - 1].key
            yield start, end, entry
