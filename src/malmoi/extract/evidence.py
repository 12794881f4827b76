"""What speaks for a Korean and an English phrase of one segment being the same term: numbers, one row a pair of phrases.

Evidence starts at the units. Four matrices over (Korean unit, English unit) say how surely two units stand for one another: by
what the bitext has taught (`links`), by the shipped lexicon, by sound (names), by being the same letters or figures. A pair of
phrases is covered where its units are linked among themselves, and leaks where they are linked elsewhere. To this come what is
said of whole phrases: brackets and acronyms, the glossary, how often they meet, how like each other they sound, an encoder.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.english_predicates import modifier_end
from malmoi.extract.folding import fold
from malmoi.extract.kinds import is_titled
from malmoi.extract.modifiers import opens_generally
from malmoi.extract.sides import Phrase, Side, lemmas
from malmoi.extract.unit_features import Units, unit_features

__all__ = ["FEATURES", "PairEvidence", "Units", "meeting", "pair_up"]

Floats = NDArray[np.float64]
Readings = tuple[Sequence[str], Sequence[str]]

# The columns of `PairEvidence.features`, in order. Of the units: how far each phrase is covered by the other and how much of it is
# linked elsewhere, the worse and the mean of the two, in several scales; the same for each source of evidence: all these first, in the
# order of `unit_features`. Of the phrases: see
# `phrase_evidence`. Of their looks: see `_shape`. `entry`: the lexicon has just the pair. Of an encoder: see `nearness`.
FEATURES = (
    "cover_ko", "cover_en", "leak_ko", "leak_en", "cover_worse", "cover_log", "cover_half", "leak_worse", "leak_log", "context",
    "free_ko", "free_en", "edge_ko", "edge_en",
    "lexicon", "links", "sound", "same",
    "sounds_alike", "identical", "bracket", "acronym", "glossary", "meets", "meets_often",
    "name_both", "name_one", "latin_ko", "latin_differs", "bound", "repaired", "quoted",
    "inside_ko", "inside_en", "torn_ko", "joined_ko", "joined_en",
    "modifier_end", "and_differs",
    "titled_ko",
    "titled_en",
    "general_ko", "general_en",
    "length", "short_ko", "one_unit", "position", "order",
    "entry",
    "encoder_asked", "encoder", "encoder_cut", "encoder_ko", "encoder_en", "encoder_ko_cut", "encoder_en_cut",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}


@dataclass(slots=True)
class PairEvidence:
    """Pairs of phrases of one segment: numbers of the Korean and English phrases, float64[n, len(FEATURES)]."""

    ko: NDArray[np.int64]
    en: NDArray[np.int64]
    features: Floats
    # What the phrases read; where a text repeats a term, it reads the same.
    ko_texts: "Texts"
    en_texts: "Texts"

    @classmethod
    def of(
        cls, ko: Side, en: Side, rows: NDArray[np.int64], columns: NDArray[np.int64], readings: Readings | None = None
    ) -> "PairEvidence":
        """Pairs of phrases, by their numbers, that nothing is said about yet; `readings` are by what their texts are compared."""
        read = readings or ([fold(p.text) for p in ko.phrases], [lemmas(en, p) for p in en.phrases])
        return cls(rows, columns, np.zeros((len(rows), len(FEATURES))), Texts(ko, read[0]), Texts(en, read[1]))

    def same_texts(self) -> NDArray[np.bool_]:
        """bool[n, n]: do two pairs read the same?"""
        return self.ko_texts.same(self.ko) & self.en_texts.same(self.en)

    def repeats(self) -> NDArray[np.bool_]:
        """bool[n, n]: do two pairs read the same, or the same on one side while the one holds what the other reads on the other side?

        Where a text names McCain twice, once as Senator McCain, neither is a rival to the other.
        """
        ko, en = self.ko_texts.relations(self.ko), self.en_texts.relations(self.en)
        out: NDArray[np.bool_] = ((ko & _SAME) & (en >> 1)) | ((en & _SAME) & (ko >> 1)) > 0
        return out

    def set(self, name: str, values: Floats | Sequence[float]) -> None:
        """Fill one column."""
        self.features[:, _AT[name]] = values

    def value(self, name: str, row: int) -> float:
        """One number."""
        return float(self.features[row, _AT[name]])

    def get(self, name: str) -> Floats:
        """One column."""
        return self.features[:, _AT[name]]


class Texts:
    """What the phrases of one side read: a number for each, and which readings each holds."""

    def __init__(self, side: Side, readings: Iterable[str]) -> None:
        """`numbers` is int64[n], phrases of one number reading the same; `bounds` int64[n, 2], their first unit and the one after."""
        self.numbers = _numbered(readings)
        self.bounds = np.array([(p.first, p.last) for p in side.phrases], np.int64).reshape(-1, 2)
        self._all: NDArray[np.uint8] | None = None

    def _relations(self) -> NDArray[np.uint8]:
        """uint8[n, n] of all phrases: see `relations`."""
        if self._all is None:
            number, (first, last) = self.numbers, self.bounds.T
            inside = (first[:, None] <= first[None, :]) & (last[None, :] <= last[:, None])
            holds = np.zeros((len(first), int(number.max(initial=-1)) + 1), bool)
            outer, inner = np.nonzero(inside)
            holds[outer, number[inner]] = True
            held = holds[:, number]
            same = number[:, None] == number[None, :]
            self._all = (same * _SAME + (held | held.T) * _HELD).astype(np.uint8)
        return self._all

    def relations(self, phrases: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Of int64[n] numbers of phrases: uint8[n, n], _SAME where two read the same, _HELD where one reads what the other holds."""
        out: NDArray[np.uint8] = self._relations().take(phrases, 0).take(phrases, 1)
        return out

    def same(self, phrases: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of int64[n] numbers of phrases: bool[n, n], do they read the same?"""
        out: NDArray[np.bool_] = (self.relations(phrases) & _SAME) > 0
        return out


# What reads the same holds what the other reads.
_SAME, _HELD = 1, 2


def pair_up(
    ko: Side, en: Side, units: Units, kept: NDArray[np.bool_], readings: Readings | None = None
) -> PairEvidence:
    """All pairs of phrases that anything speaks for, with what their units say.

    `kept` is bool[n_ko_phrases, n_en_phrases]: pairs to be looked at whatever their units say (bracket, glossary, encoder). `readings`
    are by what the texts of the phrases are compared (`Meetings.readings`), where they are there already.
    """
    rows, columns, features = unit_features(ko, en, units, kept)
    out = PairEvidence.of(ko, en, rows, columns, readings)
    out.features[:, : features.shape[1]] = features
    # How surely the lexicon has the pair as one entry says where a term begins and ends.
    if units.entries:
        out.set("entry", _entries(units, ko, en)[rows, columns])
    _shape(out, ko, en)
    return out


def meeting(places: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[n, n] twice, of int64[n, 4] places of pairs: have two pairs Korean text in common, and English?"""
    columns = np.ascontiguousarray(places.T.astype(np.int32))
    ko, en = (
        (start[:, None] < end[None, :]) & (start[None, :] < end[:, None]) for start, end in (columns[:2], columns[2:])
    )
    return ko, en


def _numbered(texts: Iterable[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)


def _entries(units: Units, ko: Side, en: Side) -> Floats:
    """float64[n_ko_phrases, n_en_phrases]: how surely the lexicon has two phrases as one entry."""
    out = np.zeros((len(ko.phrases), len(en.phrases)))
    at_ko, at_en = _by_units(ko), _by_units(en)
    for (ko_first, ko_last, en_first, en_last), p in units.entries.items():
        for i in at_ko.get((ko_first, ko_last), ()):
            for j in at_en.get((en_first, en_last), ()):
                out[i, j] = p
    return out


def _by_units(side: Side) -> dict[tuple[int, int], list[int]]:
    """Numbers of the phrases by their first unit and the one after their last."""
    out: dict[tuple[int, int], list[int]] = {}
    for i, p in enumerate(side.phrases):
        out.setdefault((p.first, p.last), []).append(i)
    return out


def _shape(out: PairEvidence, ko: Side, en: Side) -> None:
    """What the two phrases look like, whatever they mean."""
    ko_used, a = _used(out.ko, len(ko.phrases))
    en_used, b = _used(out.en, len(en.phrases))
    k, e = _Looks(ko, ko_used, korean=True), _Looks(en, en_used, korean=False)
    out.features[:, _KO_COLUMNS] = k.alone[a]
    out.features[:, _EN_COLUMNS] = e.alone[b]
    same = same_text(ko, en)[out.ko, out.en]
    ko_name, en_name = k.name[a], e.name[b]
    out.set("name_both", ko_name * en_name)
    out.set("name_one", np.abs(ko_name - en_name))
    out.set("latin_differs", out.get("latin_ko") * (1 - same))
    out.set("identical", same)
    out.set("quoted", k.quoted[a] * e.quoted[b])
    out.set("and_differs", np.abs(k.joint[a] - e.joint[b]) * (1 - en_name))
    out.set("length", np.abs(np.log((k.weight[a] + 0.5) / (e.weight[b] + 0.5))))
    out.set("one_unit", (k.size[a] == 1) & (e.size[b] == 1))
    out.set("position", np.abs(k.position[a] - e.position[b]))
    out.set("order", np.abs(k.order[a] - e.order[b]))


def _used(phrases: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of int64[n] numbers of phrases: which they are, each once, and int64[n] of where among these each stands."""
    marks = np.zeros(count, bool)
    marks[phrases] = True
    return np.flatnonzero(marks), (np.cumsum(marks) - 1)[phrases]


class _Looks:
    """Properties of those phrases of one side that pairs have, float64[n] each."""

    def __init__(self, side: Side, used: NDArray[np.int64], korean: bool) -> None:
        lang = "ko" if korean else "en"
        middle = 2 * max(1, len(side.text))
        total = [0.0, *accumulate(u.weight for u in side.units)]
        rows = [
            (
                p.bound,
                p.repaired,
                p.end - p.start == 1,
                _neighbours(side, p, _TORN),
                _neighbours(side, p, _BESIDE),
                _is_joined(side, p, korean),
                is_titled(p, lang),
                *_read(p.text, korean),
                p.name,
                p.quoted,
                total[p.last] - total[p.first],
                p.last - p.first,
                (p.start + p.end) / middle,
            )
            for p in (side.phrases[i] for i in used.tolist())
        ]
        table = np.array(rows, np.float64).reshape(-1, _LOOKS)
        # float64[n, columns]: what is said of one side alone.
        self.alone = table[:, _KO_LOOKS if korean else _EN_LOOKS]
        self.joint, self.name, self.quoted, self.weight, self.size, self.position = table.T[_LOOKS - 6 :]
        self.order = _order(side.phrases)[used]


# Of the rows of `_Looks`, those that are columns of the features as they are, and which columns.
_KO_LOOKS, _EN_LOOKS = slice(0, 9), slice(4, 9)
_KO_COLUMNS = [
    _AT[name]
    for name in (
        "bound",
        "repaired",
        "short_ko",
        "torn_ko",
        "inside_ko",
        "joined_ko",
        "titled_ko",
        "general_ko",
        "latin_ko",
    )
]
_EN_COLUMNS = [_AT[name] for name in ("inside_en", "joined_en", "titled_en", "general_en", "modifier_end")]
_LOOKS = 15


@lru_cache(maxsize=1 << 16)
def _read(text: str, korean: bool) -> tuple[bool, float, bool]:
    """Of the text of a phrase alone: does it open with a general word, is it Latin (if Korean) or how surely is its end no noun (if
    English), does it join two things?"""
    look = float(text.isascii()) if korean else modifier_end(text)
    return opens_generally(text), look, _AND.search(text) is not None


_AND = re.compile(r" and | ?& ?| 및 |[·ㆍ∙]|[와과] ")


def same_text(ko: Side, en: Side) -> Floats:
    """float64[n_ko_phrases, n_en_phrases]: 1 where both phrases are the same letters, be the case what it may."""
    places: dict[str, list[int]] = {}
    for j, p in enumerate(en.phrases):
        places.setdefault(fold(p.text.removesuffix("s") if p.text[:-1].isupper() else p.text), []).append(j)
    out = np.zeros((len(ko.phrases), len(en.phrases)))
    for i, p in enumerate(ko.phrases):
        at = places.get(fold(p.text))
        if at is not None:
            out[i, at] = 1.0
    return out


def _order(phrases: Sequence[Phrase]) -> Floats:
    """Of a text that stands n times: (i + 1/2) / n for its i-th place; 1/2 for all others."""
    places: dict[str, list[int]] = {}
    for i, p in enumerate(phrases):
        places.setdefault(p.text.casefold(), []).append(i)
    out = np.full(len(phrases), 0.5)
    # Most texts stand once.
    for same in places.values() if len(places) < len(phrases) else ():
        if len(same) > 1:
            out[sorted(same, key=lambda i: phrases[i].start)] = (np.arange(len(same)) + 0.5) / len(same)
    return out


def _neighbours(side: Side, p: Phrase, gaps: tuple[str, ...]) -> int:
    """How many of the two neighbours, across one of these gaps, could be part of the phrase too: 0, 1 or 2."""
    units, text = side.units, side.text
    before = p.first and units[p.first - 1].weight >= _LIGHT and text[units[p.first - 1].end : p.start] in gaps
    after = p.last < len(units) and units[p.last].weight >= _LIGHT and text[p.end : units[p.last].start] in gaps
    return bool(before) + bool(after)


_LIGHT = 0.3
# Between neighbours: nearly anything; nothing, so that a phrase that ends there tears a word.
_BESIDE, _TORN = ("", " ", "-"), ("",)


def _is_joined(side: Side, p: Phrase, korean: bool) -> bool:
    inner = side.units[p.first + 1 : p.last - 1]
    return any(u.weight == 0.0 and (not korean or u.key in ("의", "및")) for u in inner)
