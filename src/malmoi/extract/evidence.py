"""What speaks for a Korean and an English phrase of one segment being the same term: numbers, one row a pair of phrases.

Evidence starts at the units. Four matrices over (Korean unit, English unit) say how surely two units stand for one another: by
what the bitext has taught (`links`), by the shipped lexicon, by sound (names), by being the same letters or figures. A pair of
phrases is covered where its units are linked among themselves, and leaks where they are linked elsewhere. To this come what is
said of whole phrases: brackets and acronyms, the glossary, how often they meet, how like each other they sound, an encoder.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from malmoi.extract.cells import HEAVY, cells_of
from malmoi.extract.english_predicates import modifier_end
from malmoi.extract.folding import fold
from malmoi.extract.kinds import is_titled
from malmoi.extract.modifiers import opens_generally
from malmoi.extract.sides import Phrase, Side, lemmas

__all__ = ["FEATURES", "PairEvidence", "Units", "meeting", "pair_up"]

Floats = NDArray[np.float64]

# Pairs of phrases below this product of coverages, and with nothing else to speak for them, are not looked at.
_COVERED = 0.01
# The same for words that nothing explains, as `_leftovers` shares them out: a fifth of each phrase.
_LEFT_OVER = 0.04
# How far a lexicon is to be believed on a single word.
_LEXICON = 0.9


@dataclass(slots=True)
class Units:
    """Evidence about the units of one segment, each float64[n_ko, n_en] in [0, 1]."""

    links: Floats
    lexicon: Floats
    sound: Floats
    same: Floats
    # Runs of units [ko first, last), [en first, last) that the lexicon has as one entry.
    entries: Mapping[tuple[int, int, int, int], float] = field(default_factory=dict)

    def together(self) -> Floats:
        """float64[n_ko, n_en] in [0, 1]: all four agreed on, and each unit's links damped as far as one of them is better."""
        agreed = 1 - (1 - self.links) * (1 - _LEXICON * self.lexicon) * (1 - self.sound) * (1 - self.same)
        best_ko = np.maximum(agreed.max(1, initial=0.0), 1e-9)[:, None]
        best_en = np.maximum(agreed.max(0, initial=0.0), 1e-9)[None, :]
        damped: Floats = agreed * (agreed / best_ko) * (agreed / best_en)
        return damped


# The columns of `PairEvidence.features`, in order. Of the units: how far each phrase is covered by the other and how much of it is
# linked elsewhere, the worse and the mean of the two, in several scales; the same for each source of evidence. Of the phrases: see
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
    def of(cls, ko: Side, en: Side, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> "PairEvidence":
        """Pairs of phrases, by their numbers, that nothing is said about yet."""
        readings = Texts(ko, (fold(p.text) for p in ko.phrases)), Texts(en, (lemmas(en, p) for p in en.phrases))
        return cls(rows, columns, np.zeros((len(rows), len(FEATURES))), *readings)

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
        number = _numbered(readings)
        first, last = (np.array([getattr(p, end) for p in side.phrases], np.int64) for end in ("first", "last"))
        inside = (first[:, None] <= first[None, :]) & (last[None, :] <= last[:, None])
        holds = np.zeros((len(first), int(number.max(initial=-1)) + 1), bool)
        outer, inner = np.nonzero(inside)
        holds[outer, number[inner]] = True
        held = holds[:, number]
        same = number[:, None] == number[None, :]
        self._relations = (same * _SAME + (held | held.T) * _HELD).astype(np.uint8)

    def relations(self, phrases: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Of int64[n] numbers of phrases: uint8[n, n], _SAME where two read the same, _HELD where one reads what the other holds."""
        out: NDArray[np.uint8] = self._relations.take(phrases, 0).take(phrases, 1)
        return out

    def same(self, phrases: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of int64[n] numbers of phrases: bool[n, n], do they read the same?"""
        out: NDArray[np.bool_] = (self.relations(phrases) & _SAME) > 0
        return out


# What reads the same holds what the other reads.
_SAME, _HELD = 1, 2


def pair_up(ko: Side, en: Side, units: Units, kept: NDArray[np.bool_]) -> PairEvidence:
    """All pairs of phrases that anything speaks for, with what their units say.

    `kept` is bool[n_ko_phrases, n_en_phrases]: pairs to be looked at whatever their units say (bracket, glossary, encoder).
    """
    cells = cells_of(ko, en)
    together = units.together()
    cover_ko, cover_en = cells.cover(together)
    free_ko, free_en = cells.cover(np.maximum(together, _leftovers(ko, en, together)))
    looked_at = ((cover_ko * cover_en > _COVERED) | (free_ko * free_en > _LEFT_OVER)) & ~_merely_repaired(
        ko, cells.cover(units.sound)[0]
    )
    rows, columns = np.nonzero(looked_at | kept)
    out = PairEvidence.of(ko, en, rows, columns)
    cover_ko, cover_en = cover_ko[rows, columns], cover_en[rows, columns]
    best_ko, best_en = cells.best(together)
    leak_ko, leak_en = best_ko[rows] - cover_ko, best_en[columns] - cover_en
    out.set("cover_ko", cover_ko)
    out.set("cover_en", cover_en)
    out.set("leak_ko", leak_ko)
    out.set("leak_en", leak_en)
    out.set("cover_worse", np.minimum(cover_ko, cover_en))
    out.set("cover_log", np.log(_COVERED + cover_ko * cover_en))
    out.set("cover_half", np.minimum(np.minimum(cover_ko, cover_en), 0.5))
    out.set("leak_worse", np.maximum(leak_ko, leak_en))
    out.set("leak_log", np.log(_COVERED + np.maximum(leak_ko, leak_en)))
    out.set("free_ko", free_ko[rows, columns])
    out.set("free_en", free_en[rows, columns])
    edge_ko, edge_en = cells.edges(together)
    out.set("edge_ko", edge_ko[rows, columns])
    out.set("edge_en", edge_en[rows, columns])
    out.set("context", cells.context(together)[rows, columns])
    # What sounds alike or is the same needs no link: of words that stand once, nothing could be learnt.
    linked = np.maximum(units.links, np.maximum(units.sound, units.same))
    for name, matrix in (("lexicon", units.lexicon), ("links", linked), ("sound", units.sound), ("same", units.same)):
        a, b = cells.cover(matrix)
        out.set(name, np.sqrt(a * b)[rows, columns])
    # How surely the lexicon has the pair as one entry says where a term begins and ends.
    out.set("entry", [_entry(units, ko.phrases[i], en.phrases[j]) for i, j in zip(rows, columns, strict=True)])
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


def _entry(units: Units, k: Phrase, e: Phrase) -> float:
    return units.entries.get((k.first, k.last, e.first, e.last), 0.0)


def _merely_repaired(ko: Side, sound: Floats) -> NDArray[np.bool_]:
    """Pairs whose Korean phrase contradicts the tokeniser, without sounding like the English one: only names excuse that."""
    repaired = np.array([p.repaired for p in ko.phrases], bool)
    out: NDArray[np.bool_] = repaired[:, None] & (sound < _SOUNDING)
    return out


# How much of a repaired phrase must sound like the other side.
_SOUNDING = 0.3


def _leftovers(ko: Side, en: Side, together: Floats) -> Floats:
    """float64[n_ko, n_en]: units that nothing explains, shared out among each other: the fewer are left, the surer they belong."""
    k = np.array([float(u.weight >= HEAVY) for u in ko.units]) * (1 - together.max(1, initial=0.0))
    e = np.array([float(u.weight >= HEAVY) for u in en.units]) * (1 - together.max(0, initial=0.0))
    out: Floats = np.outer(k, e) / max(1.0, float(k.sum()), float(e.sum()))
    return out


def _shape(out: PairEvidence, ko: Side, en: Side) -> None:
    """What the two phrases look like, whatever they mean."""
    k, e = _Looks(ko, korean=True), _Looks(en, korean=False)
    a, b = out.ko, out.en
    out.set("name_both", k.name[a] * e.name[b])
    out.set("name_one", np.abs(k.name[a] - e.name[b]))
    out.set("latin_ko", k.latin[a])
    same = same_text(ko, en)[a, b]
    out.set("latin_differs", k.latin[a] * (1 - same))
    out.set("identical", same)
    out.set("bound", k.bound[a])
    out.set("repaired", k.repaired[a])
    out.set("quoted", k.quoted[a] * e.quoted[b])
    out.set("inside_ko", k.inside[a])
    out.set("inside_en", e.inside[b])
    out.set("torn_ko", k.torn[a])
    out.set("joined_ko", k.joined[a])
    out.set("joined_en", e.joined[b])
    out.set("titled_ko", k.titled[a])
    out.set("titled_en", e.titled[b])
    out.set("modifier_end", e.modifier[b])
    out.set("general_ko", k.general[a])
    out.set("general_en", e.general[b])
    out.set("and_differs", np.abs(k.joint[a] - e.joint[b]) * (1 - e.name[b]))
    out.set("length", np.abs(np.log((k.weight[a] + 0.5) / (e.weight[b] + 0.5))))
    out.set("short_ko", k.short[a])
    out.set("one_unit", (k.size[a] == 1) & (e.size[b] == 1))
    out.set("position", np.abs(k.position[a] - e.position[b]))
    out.set("order", np.abs(k.order[a] - e.order[b]))


class _Looks:
    """Properties of the phrases of one side, float64[n] each."""

    def __init__(self, side: Side, korean: bool) -> None:
        lang = "ko" if korean else "en"
        middle = 2 * max(1, len(side.text))
        total = [0.0, *accumulate(u.weight for u in side.units)]
        rows = [
            (
                total[p.last] - total[p.first],
                p.last - p.first,
                p.name,
                p.bound,
                p.repaired,
                p.quoted,
                p.end - p.start == 1,
                (p.start + p.end) / middle,
                _neighbours(side, p, _BESIDE),
                _neighbours(side, p, _TORN),
                is_titled(p, lang),
                _is_joined(side, p, korean),
                *_read(p.text, korean),
            )
            for p in side.phrases
        ]
        columns = np.array(rows, np.float64).reshape(-1, _LOOKS).T
        self.weight, self.size, self.name, self.bound, self.repaired, self.quoted, self.short = columns[:7]
        (
            self.position,
            self.inside,
            self.torn,
            self.titled,
            self.joined,
            self.latin,
            self.modifier,
            self.joint,
            self.general,
        ) = columns[7:]
        self.order = _order(side.phrases)


_LOOKS = 16


@lru_cache(maxsize=1 << 16)
def _read(text: str, korean: bool) -> tuple[bool, float, bool, bool]:
    """Of the text of a phrase alone: is it Latin, how surely is its end no noun, does it join two things, open with a general word?"""
    modifier = 0.0 if korean else modifier_end(text)
    return text.isascii(), modifier, _AND.search(text) is not None, opens_generally(text)


_AND = re.compile(r" and | ?& ?| 및 |[·ㆍ∙]|[와과] ")


def same_text(ko: Side, en: Side) -> Floats:
    """float64[n_ko_phrases, n_en_phrases]: 1 where both phrases are the same letters, be the case what it may."""
    places: dict[str, list[int]] = {}
    for j, p in enumerate(en.phrases):
        places.setdefault(fold(p.text.removesuffix("s") if p.text[:-1].isupper() else p.text), []).append(j)
    out = np.zeros((len(ko.phrases), len(en.phrases)))
    for i, p in enumerate(ko.phrases):
        if fold(p.text) in places:
            out[i, places[fold(p.text)]] = 1.0
    return out


def _order(phrases: Sequence[Phrase]) -> Floats:
    """Of a text that stands n times: (i + 1/2) / n for its i-th place; 1/2 for all others."""
    places: dict[str, list[int]] = {}
    for i in sorted(range(len(phrases)), key=lambda i: phrases[i].start):
        places.setdefault(phrases[i].text.casefold(), []).append(i)
    out = np.full(len(phrases), 0.5)
    for same in places.values():
        if len(same) > 1:
            out[same] = (np.arange(len(same)) + 0.5) / len(same)
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
