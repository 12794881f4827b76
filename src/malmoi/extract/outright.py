"""What the texts or a glossary say outright of pairs of phrases: brackets, acronyms, known terms.

A bracket after a phrase names it again: 사회관계망서비스(SNS), Association of Teachers (ATEK), 스타게이트(Stargate).
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import Floats
from malmoi.extract.brackets import bracketed, glosses, is_acronym
from malmoi.extract.folding import fold, singular_form
from malmoi.extract.layout import Batch, Layout
from malmoi.extract.sides import Phrase, Side

__all__ = ["agree", "initials", "named_pairs"]

Bools = NDArray[np.bool_]

# Words that an acronym may pass over: Centers for Disease Control and Prevention is CDC, and Bank of Korea BOK.
_SKIPPED = frozenset({"of", "and", "the", "for", "in", "on", "to", "de", "a", "an", "&", "'s", "’s"})


def named_pairs(batch: Batch, asked: Bools, known: Mapping[str, Iterable[str]]) -> Floats:
    """float64[cells of phrases]: what the texts or the glossary say outright.

    .5 for brackets or .25 for acronyms that name the pair, and 1 more for a pair of the glossary; `known` gives the folded English
    terms of a folded Korean one. `asked`, bool[Korean phrases], says which may be acronyms or known.
    """
    out = np.zeros(int(batch.pair_at[-1]))
    phrases = np.flatnonzero(asked | _before_brackets(batch.ko))
    numbers = phrases - batch.ko.phrase_at[batch.ko.segment[phrases]]
    of_segment: dict[int, list[int]] = {}
    for n, i in zip(batch.ko.segment[phrases].tolist(), numbers.tolist(), strict=True):
        of_segment.setdefault(n, []).append(i)
    for n, among in of_segment.items():
        ko = batch.ko.sides[n]
        named = batch.of_phrases(out, n)
        _name(ko, batch.en.sides[n], among, known, named)
        inside = [g for g in glosses(ko) if not is_acronym(g.text)]
        for i in among if inside else ():
            # A name in brackets is there for the phrase before it.
            if any(g.first <= ko.phrases[i].first and ko.phrases[i].last <= g.last for g in inside):
                named[i] = 0.0
    return out


def agree(batch: Batch, named: Floats, same: Floats) -> None:
    """Let pairs of the glossary that the text has better otherwise go, and the units of the others (in `same`) stand for one another.

    `named` is as of `named_pairs`; what the glossary has leaves nothing of two phrases to be explained otherwise.
    """
    segments = np.searchsorted(batch.pair_at, np.flatnonzero(named >= 1.0), "right") - 1
    for n in np.unique(segments).tolist():
        ko, en = batch.ko.sides[n], batch.en.sides[n]
        here = batch.of_phrases(named, n)
        _leave_acronyms_to_themselves(ko, en, here)
        units = batch.of_units(same, n)
        for i, j in np.argwhere(here >= 1.0):
            k, e = ko.phrases[i], en.phrases[j]
            units[k.first : k.last, e.first : e.last] = 1.0


def _before_brackets(layout: Layout) -> Bools:
    """bool[phrases]: is one of the two characters after it an opening bracket?"""
    segment = layout.segment
    opening = np.isin(np.append(layout.letters, np.zeros(2, np.uint32)), _OPENING)
    end = layout.places[:, 1] + layout.text_at[segment]
    out: Bools = opening[end] & (end < layout.text_at[segment + 1])
    out |= opening[end + 1] & (end + 1 < layout.text_at[segment + 1])
    return out


_OPENING = np.array([ord("("), ord("（")], np.uint32)


def _name(ko: Side, en: Side, among: Iterable[int], known: Mapping[str, Iterable[str]], out: Floats) -> None:
    """Fill float64[n_ko_phrases, n_en_phrases] for some of the Korean phrases."""
    asked = [(i, p, fold(p.text), bracketed(ko, p)) for i, p in ((i, ko.phrases[i]) for i in among)]
    asked = [row for row in asked if row[3] or is_acronym(row[1].text) or row[2] in known]
    if not asked:
        return
    by_text: dict[str, list[int]] = {}
    by_initials: dict[str, list[int]] = {}
    by_bracket: dict[str, list[int]] = {}
    # Of acronyms alone, which are most, only initials are asked.
    by_name = any(inner or text in known for _, _, text, inner in asked)
    for j, p in enumerate(en.phrases):
        for text in {fold(p.text), fold(singular_form(p.text))} if by_name else ():
            by_text.setdefault(text, []).append(j)
        if p.last - p.first > 1:
            for short in initials(en, p):
                by_initials.setdefault(short, []).append(j)
        inner = bracketed(en, p) if by_name else ""
        if inner:
            by_bracket.setdefault(fold(inner), []).append(j)
    for i, p, text, inner in asked:
        if is_acronym(p.text):
            out[i, by_initials.get(text, ())] = 0.25
        if inner:
            for word in re.split(r"[,/:;·]\s*", inner):
                out[i, by_initials.get(fold(word), ())] = 0.25
                out[i, by_bracket.get(fold(word), ())] = 0.5
                # 세계무역기구(WTO) ~ World Trade Organization (WTO): the two brackets answer one another.
                out[i, [j for j in by_text.get(fold(word), ()) if not _in_brackets(en, en.phrases[j])]] = 0.5
        for term in known.get(text, ()):
            at = by_text.get(term, [])
            out[i, at] = 1.0 + out[i, at] % 1.0


def _in_brackets(side: Side, p: Phrase) -> bool:
    return p.start > 0 and side.text[p.start - 1] in "(（"


def initials(en: Side, p: Phrase) -> set[str]:
    """Folded acronyms that the words of an English phrase may make, with and without its small words."""
    words = [en.text[u.start : u.end] for u in en.units[p.first : p.last]]
    every = "".join(w[0] for w in words if w[0].isalnum()).casefold()
    heavy = "".join(w[0] for w in words if w[0].isalnum() and w.casefold() not in _SKIPPED).casefold()
    return {every, heavy}


def _leave_acronyms_to_themselves(ko: Side, en: Side, named: Floats) -> None:
    """Of the terms of one concept, letters stand for letters and words for words where the text has both: 최고재무책임자(CFO)."""
    letters = {fold(p.text) for p in ko.phrases if p.text.isascii()}
    acronyms = {fold(p.text) for p in en.phrases if is_acronym(p.text)}
    words = np.array([not p.text.isascii() for p in ko.phrases], np.bool_)
    for j, p in enumerate(en.phrases):
        if fold(p.text) not in acronyms or en.text[p.start - 1 : p.start] != "(":
            continue
        # small and medium-sized enterprises (SMEs): the Korean text has one name for both, and the full one answers it.
        before = [n for n, q in enumerate(en.phrases) if q.end in (p.start - 2, p.start - 1)]
        named[words & (named[:, before] >= 1.0).any(1) & (named[:, j] >= 1.0), j] = 0.0
    for i, j in np.argwhere(named >= 1.0):
        k, e = fold(ko.phrases[i].text), fold(en.phrases[j].text)
        if k != e and (e in acronyms & letters or k in acronyms):
            named[i, j] = 0.0
