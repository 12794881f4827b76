"""Korean noun phrases that may be terms, from Kiwi's morphemes.

Everything between two ends that a term may have is proposed: a whole compound, each run of its parts, runs joined by 의, 및 or
a middle dot, names with Latin letters and figures inside, titles in quotation marks whatever their grammar. Which of them are
terms is decided later, by evidence from the other language; a phrase that is not proposed here is lost.

Where Kiwi is known to break it is repaired: its morphemes by `korean_morphemes`, its 어절 by `korean_repairs`.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from malmoi.extract.korean_morphemes import repaired
from malmoi.extract.korean_repairs import repairs
from malmoi.extract.korean_traits import (
    COUNTS,
    ENDS,
    FIGURE,
    GOES_ON,
    HUNG_ON,
    JOINER,
    MAKES_VERB,
    NAME,
    NOUN,
    SIGN,
    STARTS,
    STOP,
    Morphemes,
)
from malmoi.extract.measures import is_counted, opens_measure
from malmoi.extract.sides import Phrase, Side, outside_placeholders
from malmoi.text.korean import Token

__all__ = ["MOST_UNITS", "korean_side"]

# Longest phrase, in morphemes. The longest annotated names have nine; each more costs a tenth of the phrases.
MOST_UNITS = 9

_OPEN, _CLOSE = "\"'“‘「『<〈《([（［", "\"'”’」』>〉》)]）］"
# Longest title taken whole out of quotation marks, in code points: more is speech.
_LONGEST_TITLE = 40


def korean_side(
    text: str,
    tokens: Sequence[Token],
    is_known: Callable[[str], bool] | None = None,
    is_simple: Callable[[str], bool] | None = None,
) -> Side:
    """Units and candidate noun phrases of one Korean segment; spans are those of `tokens`, that is, of the text as given.

    `is_known` says whether a lexicon has a word; long names that come out in words of its core (`is_simple`, else all) are taken apart.
    """
    m = Morphemes(repaired(text, tokens, is_known, is_simple))
    continues = _continuing(text, m)
    spans: dict[tuple[int, int], Phrase] = (
        {(p.start, p.end): p for p in _titles(text, m)} if _QUOTED.search(text) else {}
    )
    for phrase in _runs(text, m, continues):
        spans.setdefault((phrase.start, phrase.end), phrase)
    for phrase in repairs(text, m, continues, MOST_UNITS):
        known = spans.get((phrase.start, phrase.end))
        if known is None or (known.repaired and not phrase.repaired):
            spans[phrase.start, phrase.end] = phrase
    return Side(text, m.units, outside_placeholders(text, spans.values()))


def _continuing(text: str, m: Morphemes) -> list[bool]:
    """May a noun phrase go on over each morpheme?"""
    return [
        i > 0 and (mark & (GOES_ON | JOINER | SIGN)) > 0 and _continues(text, m, i) for i, mark in enumerate(m.marks)
    ]


def _continues(text: str, m: Morphemes, i: int) -> bool:
    """May a noun phrase go on over morpheme i, which is of those that it may go on over at all?"""
    mark, start, before = m.marks[i], m.starts[i], m.ends[i - 1]
    if start > before and (start > before + 1 or not text[before].isspace() or text[before] == "\n"):
        return False
    if mark & GOES_ON:
        return not (mark & FIGURE and start > before and m.marks[i - 1] & FIGURE)
    if i + 1 >= len(m.marks):
        return False
    return mark & JOINER > 0 or (start <= before and m.starts[i + 1] == m.ends[i])


def _runs(text: str, m: Morphemes, continues: Sequence[bool]) -> list[Phrase]:
    """Every stretch of noun morphemes that may stand for itself."""
    out = []
    marks, starts, ends = m.marks, m.starts, m.ends
    measures = _measures(m)
    size, length = len(marks), len(text)
    for first, mark in enumerate(marks):
        if not mark & STARTS or first in measures:
            continue
        start = starts[first]
        # 이상거래탐지 begins with what stands alone for "more than".
        if start == ends[first] or (mark & STOP and not _opens_compound(m, first)):
            continue
        opened = start > 0 and text[start - 1] in _OPEN
        # Marks of the morphemes from the first on.
        seen = 0
        for last in range(first, min(size, first + MOST_UNITS)):
            if last > first and (not continues[last] or last in measures):
                break
            mark = marks[last]
            seen |= mark
            if not (seen & COUNTS and mark & (ENDS | HUNG_ON) and _may_end(m, last)):
                continue
            end = ends[last]
            bound = last + 1 < size and marks[last + 1] & MAKES_VERB > 0 and starts[last + 1] <= end
            quoted = opened and end < length and text[end] in _CLOSE
            out.append(Phrase(start, end, first, last + 1, text[start:end], seen & NAME > 0, bound, quoted))
    return out


def _measures(m: Morphemes) -> frozenset[int]:
    """Which morphemes open a date, an amount or a measure, or lie inside one."""
    marks = m.marks
    return frozenset(
        i
        for f in [f for f, mark in enumerate(marks) if mark & FIGURE]
        for i in (f, f + 1)
        if i < len(marks) and opens_measure(m.tokens, i)
    )


def _opens_compound(m: Morphemes, i: int) -> bool:
    """Is morpheme i longer than a syllable, and does a noun hang on it?"""
    if len(m.tokens[i].form) < _COMPOUND or i + 1 == len(m.marks):
        return False
    return m.starts[i + 1] == m.ends[i] and m.marks[i + 1] & NOUN > 0


_COMPOUND = 2


def _may_end(m: Morphemes, i: int) -> bool:
    """Does a term end in morpheme i, which is of those that may end one at all?"""
    mark = m.marks[i]
    if m.starts[i] == m.ends[i] or (mark & FIGURE and is_counted(m.tokens, i)):
        return False
    return mark & ENDS > 0 or _is_hung_on(m.tokens, i)


def _is_hung_on(tokens: Sequence[Token], i: int) -> bool:
    before = tokens[i - 1] if i else None
    return (
        before is not None and before.tag in ("NNG", "NNP") and before.end == tokens[i].start and len(before.form) > 1
    )


def _titles(text: str, m: Morphemes) -> Iterator[Phrase]:
    """What quotation marks and title brackets enclose, when it is short; a title may be any sentence that nobody says (”고 말했다)."""
    tokens, starts, ends = m.tokens, m.starts, m.ends
    for found in _TITLE.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        last = bisect_left(ends, end)
        said = last < len(tokens) and tokens[last].tag.startswith("E")
        if said and _QUOTING.match(text, found.end()):
            continue
        first, last = bisect_left(starts, start), bisect_left(ends, end)
        bracket = text.find("(", start, end)
        glossed = bracket > start and bracket in ends and bracket in starts
        if glossed:
            yield Phrase(start, bracket, first, ends.index(bracket) + 1, text[start:bracket], name=True, quoted=True)
        # The name in letters behind the title is no part of it: ‘달의 섬(Moon Island)’.
        whole = first <= last < len(tokens) and starts[first] == start and ends[last] == end
        if whole and not (glossed and text[end - 1] == ")"):
            yield Phrase(start, end, first, last + 1, text[start:end], name=True, quoted=True)


# What makes speech of the sentence in quotation marks before it.
_QUOTING = re.compile(r"고|며|면서|는|라고|라며|라면서|라는|던")
_MARKS = (
    ("“", "”"),
    ("‘", "’"),
    ('"', '"'),
    ("'", "'"),
    ("「", "」"),
    ("『", "』"),
    ("〈", "〉"),
    ("《", "》"),
    ("<", ">"),
    ("[", "]"),
)
# No title without one of these.
_QUOTED = re.compile("[" + re.escape("".join(close for _, close in _MARKS)) + "]")
_TITLE = re.compile(
    "|".join(
        rf"{re.escape(a)}(?P<t{i}>[^\s{re.escape(a + b)}][^{re.escape(a + b)}\n]{{0,{_LONGEST_TITLE - 1}}}(?<![\s.,!?])){re.escape(b)}"
        for i, (a, b) in enumerate(_MARKS)
    )
)
