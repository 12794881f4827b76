"""What two phrases look like, whatever they mean: their length, their neighbours, capitals, where they stand."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats, Ints, starts_of
from malmoi.extract.english_predicates import modifier_end
from malmoi.extract.evidence import Evidence
from malmoi.extract.kinds import has_title
from malmoi.extract.layout import Layout
from malmoi.extract.modifiers import opens_generally

__all__ = ["Looks", "describe_looks", "looks_of_texts"]

Bools = NDArray[np.bool_]

# A unit of less weight is no neighbour that could belong to a phrase.
_LIGHT = 0.3
_AND = re.compile(r" and | ?& ?| 및 |[·ㆍ∙]|[와과] ")
# What joins the words of a Korean phrase; of an English one anything does that carries grammar.
_JOINTS = frozenset(("의", "및"))
_BESIDE = np.array([ord(" "), ord("-")], np.uint32)


def looks_of_texts(texts: Sequence[str], korean: bool) -> Floats:
    """float64[texts, 4]: does it have a title if it is a name, does it open with a general word, is it Latin (if Korean) or how surely is
    its end no noun (if English), does it join two things?"""
    lang = "ko" if korean else "en"
    rows = [
        (
            has_title(text, lang),
            opens_generally(text),
            text.isascii() if korean else modifier_end(text),
            _AND.search(text) is not None,
        )
        for text in texts
    ]
    return np.array(rows, np.float64).reshape(-1, 4)


class Looks:
    """Properties of the phrases of one language of a batch, each float64[phrases]."""

    def __init__(self, layout: Layout, of_texts: Floats, cased: Ints, korean: bool) -> None:
        """`of_texts`, float64[phrases, 4], is as of `looks_of_texts`; `cased`, int64[phrases], one for texts alike but for capitals."""
        segment, runs = layout.segment, layout.runs
        titled, self.general, self.end, self.joint = of_texts.T
        self.name, self.quoted = layout.name.astype(np.float64), layout.quoted.astype(np.float64)
        self.titled = titled * self.name
        self.bound, self.repaired = layout.bound, layout.repaired
        self.torn, self.inside = _neighbours(layout)
        self.joined = _joined(layout, korean)
        self.units = runs[:, 1] - runs[:, 0]
        self.letters = layout.places[:, 1] - layout.places[:, 0]
        # Nothing after the last unit weighs anything.
        self.weight = np.add.reduceat(np.append(layout.weights, 0.0), runs.ravel())[::2] if len(runs) else np.zeros(0)
        sizes = np.diff(layout.text_at)
        self.position = layout.places.sum(1) / (2 * np.maximum(sizes, 1))[segment]
        self.order = _order(layout.places[:, 0], segment, cased)


def describe_looks(pairs: Evidence, k: Looks, e: Looks, same: Bools) -> None:
    """Fill the columns that looks are in; `same`, bool[n], says whose two phrases are the same letters."""
    ko, en = pairs.ko, pairs.en
    columns: tuple[tuple[str, Floats | Bools | Ints], ...] = (
        *(("bound", k.bound), ("repaired", k.repaired), ("short_ko", k.letters == 1), ("torn_ko", k.torn)),
        *(("inside_ko", k.inside), ("joined_ko", k.joined), ("titled_ko", k.titled), ("general_ko", k.general)),
    )
    for name, column in columns:
        pairs.set(name, column[ko])
    columns = (
        *(("inside_en", e.inside), ("joined_en", e.joined), ("titled_en", e.titled), ("general_en", e.general)),
        ("modifier_end", e.end),
    )
    for name, column in columns:
        pairs.set(name, column[en])
    ko_name, en_name, latin = k.name[ko], e.name[en], k.end[ko]
    pairs.set("name_both", ko_name * en_name)
    pairs.set("name_one", np.abs(ko_name - en_name))
    pairs.set("latin_ko", latin)
    pairs.set("latin_differs", latin * ~same)
    pairs.set("identical", same)
    pairs.set("quoted", k.quoted[ko] * e.quoted[en])
    pairs.set("and_differs", np.abs(k.joint[ko] - e.joint[en]) * (1 - en_name))
    pairs.set("length", np.abs(np.log((k.weight[ko] + 0.5) / (e.weight[en] + 0.5))))
    pairs.set("one_unit", (k.units[ko] == 1) & (e.units[en] == 1))
    pairs.set("position", np.abs(k.position[ko] - e.position[en]))
    pairs.set("order", np.abs(k.order[ko] - e.order[en]))


def _neighbours(layout: Layout) -> tuple[Ints, Ints]:
    """int64[phrases] twice: how many of the two neighbours could be part of the phrase too.

    First with nothing between, so that a phrase that ends there tears a word; then with nothing, a space or a hyphen.
    """
    segment, (first, last), (start, end) = layout.segment, layout.runs.T, layout.places.T
    torn, beside = np.zeros((2, len(segment)), np.int64)
    for there, at, gap_start, gap_end in (
        (first > layout.unit_at[segment], first - 1, None, start),
        (last < layout.unit_at[segment + 1], last, end, None),
    ):
        rows = np.flatnonzero(there)
        rows = rows[layout.weights[at[rows]] >= _LIGHT]
        left = layout.unit_end[at[rows]] if gap_start is None else gap_start[rows]
        right = layout.unit_start[at[rows]] if gap_end is None else gap_end[rows]
        between = layout.letters[np.minimum(layout.text_at[segment[rows]] + left, len(layout.letters) - 1)]
        torn[rows] += right <= left
        beside[rows] += (right <= left) | ((right == left + 1) & np.isin(between, _BESIDE))
    return torn, beside


def _joined(layout: Layout, korean: bool) -> Bools:
    """bool[phrases]: has it a word of grammar inside that joins what stands around it?"""
    joints = layout.weights == 0.0
    if korean:
        joints &= np.array([key in _JOINTS for key in layout.keys], np.bool_)[layout.key]
    before, (first, last) = starts_of(joints), layout.runs.T
    out: Bools = before[np.maximum(last - 1, first)] > before[first + 1]
    return out


def _order(start: Ints, segment: Ints, cased: Ints) -> Floats:
    """Of a text that stands n times in its segment: (i + 1/2) / n for its i-th place; 1/2 for all others."""
    out = np.full(len(start), 0.5)
    if not len(start):
        return out
    by = np.lexsort((start, cased, segment))
    opens = np.ones(len(by), np.bool_)
    opens[1:] = (np.diff(cased[by]) != 0) | (np.diff(segment[by]) != 0)
    first = np.flatnonzero(opens)
    sizes = np.diff(np.append(first, len(by)))
    out[by] = (np.arange(len(by)) - np.repeat(first, sizes) + 0.5) / np.repeat(sizes, sizes)
    return out
