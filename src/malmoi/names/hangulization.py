"""The likeliest Hangul spellings of a Latin word, from the same table that compares names (Stargate → 스타게이트), for lookup.

The spellings of the written pairs (`pairs.tsv`) are known by heart and come first; all else is spelled by the model.
Letters are cut into stretches, each is replaced by Korean sounds, and the ways are ordered by the weights of the stretch pairs and
by how usual the sounds are one after another (`sounds.tsv`, log probabilities of a unit after another). A beam keeps the best.
"""

import math
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from malmoi.names import table
from malmoi.names.spelled import letter_name
from malmoi.names.table import MAX_LETTERS, flagged
from malmoi.names.units import LONGEST_NAME, English, bare_vowel, english, syllables, words

__all__ = ["hangulize"]

_HERE = Path(__file__).parent
_BEAM = 48
# A letter that nothing is known for stays silent, at this price in nats.
_SILENT = -8.0
# A unit never seen after another.
_UNSEEN = -11.0
# What a spelling that is known by heart is ahead of the best made one, in nats.
_BY_HEART = 1.0
# Acronyms of at most so many letters are read letter by letter first.
_LONGEST_ACRONYM = 5
_EDGE = "|"

# Units so far, and the log of the sum over the ways that made them.
_Beam = dict[str, float]


def hangulize(en: str, limit: int = 5) -> list[str]:
    """Up to `limit` Hangul spellings of a Latin name, the likeliest first; empty when it holds no letter.

    Words stay apart; digits and signs between them are left out. Letters of an acronym get their names (LG → 엘지).
    """
    spelled: list[tuple[float, str]] = [(0.0, "")]
    for word, acronym in words(en[:LONGEST_NAME]):
        options = _readings(word, acronym, limit)
        joined = [(a + b, f"{ko} {part}".strip()) for a, ko in spelled for b, part in options]
        spelled = sorted(joined, key=lambda item: (-item[0], item[1]))[:limit]
    usual = _usual().get(english(en).letters, [])
    return list(dict.fromkeys([*usual, *(ko for _, ko in spelled if ko)]))[:limit]


def _readings(word: str, acronym: bool, limit: int) -> list[tuple[float, str]]:
    """The best spellings of one word with their scores."""
    name = english(word.lower())
    found = _spell(name, limit)
    best = found[0][0] if found else 0.0
    usual = [(best + _BY_HEART, ko) for ko in _usual().get(name.letters, [])]
    found = [*usual, *((score, ko) for score, ko in found if (best + _BY_HEART, ko) not in usual)][:limit]
    if acronym and len(word) <= _LONGEST_ACRONYM:
        found = [(best + _BY_HEART + 1, "".join(map(letter_name, word.lower()))), *found][:limit]
    return found or [(0.0, "".join(map(letter_name, word.lower())))]


def _spell(en: English, limit: int) -> list[tuple[float, str]]:
    beams: list[_Beam] = [{"": 0.0}, *({} for _ in en.letters)]
    for end in range(1, len(beams)):
        grown: dict[str, list[float]] = defaultdict(list)
        for start in range(max(0, end - MAX_LETTERS), end):
            for units, weight in _sounds_of(flagged(en, start, end)):
                for before, score in beams[start].items():
                    step = _join(before, units)
                    if step is not None:
                        grown[before + units].append(score + weight + step)
        if not grown:
            grown = {units: [score + _SILENT] for units, score in beams[end - 1].items()}
        best = sorted(((_total(ways), units) for units, ways in grown.items()), key=lambda item: (-item[0], item[1]))
        beams[end] = {units: score for score, units in best[:_BEAM]}
    done = [
        (score + _after(units[-1], _EDGE), units) for units, score in beams[-1].items() if units and _may_end(units[-1])
    ]
    done.sort(key=lambda item: (-item[0], item[1]))
    return [(score, syllables(units)) for score, units in done[:limit]]


def _total(ways: list[float]) -> float:
    top = max(ways)
    return top + math.log(sum(math.exp(way - top) for way in ways))


def _join(before: str, units: str) -> float | None:
    """Log probability of `units` after `before`, None where Hangul cannot be written so."""
    score, last = 0.0, before[-1:] or _EDGE
    for unit in units:
        if not _may_follow(last, unit):
            return None
        score += _after(last, unit)
        last = unit
    return score


def _kind(unit: str) -> str:
    if "ㄱ" <= unit <= "ㅎ":
        return "initial"
    if "ㅏ" <= unit <= "ㅣ":
        return "vowel"
    return "opening" if bare_vowel(unit) != unit else "final"


def _may_follow(last: str, unit: str) -> bool:
    if last == _EDGE:
        return _kind(unit) in ("initial", "opening")
    if _kind(last) == "initial":
        return _kind(unit) == "vowel"
    return _kind(unit) in ("initial", "opening") or (_kind(unit) == "final" and _kind(last) != "final")


def _may_end(unit: str) -> bool:
    return _kind(unit) != "initial"


def _after(last: str, unit: str) -> float:
    return _bigrams().get(last, {}).get(unit, _UNSEEN)


@lru_cache(maxsize=8192)
def _sounds_of(chunk: str) -> list[tuple[str, float]]:
    """Units and weights that go with a flagged stretch of letters; a flagged pair's weight goes before the plain one's."""
    known = table.by_letters()
    weights: dict[str, float] = {}
    for form in reversed([chunk, *table.plainer(chunk)]):
        weights.update(known.get(form, {}))
    return list(weights.items())


@lru_cache(maxsize=1)
def _usual() -> dict[str, list[str]]:
    """Hangul spellings of the written pairs by their Latin letters."""
    out: dict[str, list[str]] = {}
    for line in (_HERE / "pairs.tsv").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            ko, en = line.split("\t")[:2]
            if all("가" <= ch <= "힣" or ch == " " for ch in ko):
                out.setdefault(english(en).letters, []).append(ko)
    return out


@lru_cache(maxsize=1)
def _bigrams() -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for line in (_HERE / "sounds.tsv").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            last, _, rest = line.partition("\t")
            fields = rest.split(" ")
            out[last] = {unit: float(value) for unit, value in zip(fields[::2], fields[1::2], strict=True)}
    return out
