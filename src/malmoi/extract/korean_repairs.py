"""Phrases that the tokeniser's own cut hides: stems of 어절 that it cut elsewhere, offices in the titles of their heads, short names.

Kiwi takes some unknown names for verbs or for more than one word (무아메르 굴러), and the head of an office that ends in 장 for one
word (국장 = 국 + 장).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from malmoi.extract.korean_traits import (
    MARK,
    NOUN,
    OFFICE,
    OPENS,
    PLACE,
    PUNCTUATION,
    STARTS,
    SUFFIX,
    SYLLABLE,
    UNSURE,
    Morphemes,
)
from malmoi.extract.sides import Phrase
from malmoi.text.hangul import has_hangul, is_syllable
from malmoi.text.particles import follows, strip

__all__ = ["repairs"]


def repairs(text: str, m: Morphemes, continues: Sequence[bool], longest: int) -> Iterator[Phrase]:
    """Stems of 어절 that Kiwi cut elsewhere, alone and with the noun before; and the office in the title of its head.

    `continues` says over which morphemes a noun phrase may go on, at most over `longest` of them.
    """
    yield from _offices(text, m, continues, longest)
    yield from _short_names(text, m)
    for first, last, size in _other_stems(text, m):
        start = m.starts[first]
        stop = start + size
        over = next(i for i in range(first, last) if m.ends[i] >= stop) + 1
        yield Phrase(start, stop, first, over, text[start:stop], name=True, repaired=True)
        back = _before(text, m, first)
        if back is not None:
            before = m.starts[back]
            yield Phrase(before, stop, back, over, text[before:stop], name=True, repaired=True)


def _offices(text: str, m: Morphemes, continues: Sequence[bool], longest: int) -> Iterator[Phrase]:
    for i in [i for i, mark in enumerate(m.marks) if mark & OFFICE]:
        first = i
        while first and m.marks[first - 1] & STARTS and first > i - longest and continues[first]:
            first -= 1
            # Of 리드 국장 there is no bureau 리드 국.
            if m.ends[i - 1] == m.starts[i]:
                start, end = m.starts[first], m.ends[i] - 1
                yield Phrase(start, end, first, i + 1, text[start:end])


def _short_names(text: str, m: Morphemes) -> Iterator[Phrase]:
    """Names with a word of one syllable that is a number or a pointing word elsewhere (주 유고, 삼 레인시); a name without its 시, 구."""
    tokens = m.tokens
    for i in [i for i, mark in enumerate(m.marks) if mark & (PLACE | SYLLABLE)]:
        token = tokens[i]
        if m.marks[i] & PLACE:
            if token.end - token.start == len(token.form):
                start, end = token.start, token.end - 1
                yield Phrase(start, end, i, i + 1, text[start:end], name=True, repaired=True)
            continue
        if i + 1 == len(tokens):
            continue
        after = tokens[i + 1]
        spaced = text[token.end : after.start] == " " and (token.start == 0 or text[token.start - 1] == " ")
        if not spaced or after.tag not in ("NNP", "NNG") or text[token.start : token.end] != token.form:
            continue
        first = i - 1 if i and tokens[i - 1].tag == "NNP" and tokens[i - 1].end == token.start - 1 else i
        last = i + 2
        while last < len(tokens) and m.marks[last] & NOUN and m.starts[last] == m.ends[last - 1]:
            last += 1
        start, end = m.starts[first], m.ends[last - 1]
        yield Phrase(start, end, first, last, text[start:end], name=True, repaired=True)


def _other_stems(text: str, m: Morphemes) -> Iterator[tuple[int, int, int]]:
    """(first morpheme, the one after the last, how long the stem is) of 어절 and the stems that they may have beside the one Kiwi found.

    There are none where Kiwi found known nouns and particles.
    """
    starts, ends, marks = m.starts, m.ends, m.marks
    for first, last in _eojeols(m):
        start, whole = starts[first], ends[last - 1] - starts[first]
        opens = marks[first] & OPENS
        seen = 0
        cuts = []
        for i in range(first, last):
            mark = marks[i]
            seen |= mark
            if mark & (NOUN | SUFFIX):
                cuts.append(ends[i] - start)
        if whole < _SHORTEST or (opens and not seen & UNSURE and _is_plain(text, start, whole, cuts)):
            continue
        sizes = _stem_sizes(text[start : start + whole])
        if opens and not seen & UNSURE and any(size in cuts for size in sizes):
            continue
        for size in sizes:
            # The whole word is a stem only where nothing can be taken off it.
            if (size not in cuts or not opens) and (size < whole or len(sizes) == 1):
                yield first, last, size


# Shorter stems are none.
_SHORTEST = 2


def _eojeols(m: Morphemes) -> list[tuple[int, int]]:
    """Ranges of morphemes between white space, without the punctuation at their ends."""
    marks = m.marks
    # Morphemes of one 어절 may share characters.
    cuts = [
        i for i, (start, end) in enumerate(zip(m.starts[1:], m.ends, strict=False), 1) if start > end or marks[i] & MARK
    ]
    bounds = pairwise([0, *cuts, len(marks)] if marks else [])
    return [(first, last) for first, last in bounds if not marks[first] & PUNCTUATION]


def _is_plain(text: str, start: int, whole: int, cuts: Sequence[int]) -> bool:
    """Does the 어절 of `whole` characters end at one of the cuts, or go on with particles that fit the syllable there?

    What `_stem_sizes` would tell too; few are the syllables and particles, many the words.
    """
    return any(
        cut >= _SHORTEST and (cut == whole or _fits(text[start + cut - 1], text[start + cut : start + whole]))
        for cut in cuts
    )


@lru_cache(maxsize=1 << 14)
def _fits(syllable: str, chain: str) -> bool:
    return is_syllable(syllable) and follows(syllable, chain)


@lru_cache(maxsize=1 << 15)
def _stem_sizes(word: str) -> tuple[int, ...]:
    """How long the stems may be that the particles of an 어절 leave, rising; none for what is no Korean word."""
    if not word.isalnum() or word.isascii() or not has_hangul(word):
        return ()
    return tuple(len(stem) for stem, _ in strip(word) if len(stem) >= _SHORTEST)


def _before(text: str, m: Morphemes, first: int) -> int | None:
    """The noun that stands right before, across one space."""
    if first == 0 or not m.marks[first - 1] & NOUN or text[m.ends[first - 1] : m.starts[first]] != " ":
        return None
    back = first - 1
    while back and m.ends[back - 1] == m.starts[back] and m.marks[back - 1] & STARTS:
        back -= 1
    return back
