"""Is a term of the glossary in the target after all, only misspelled: 스타개이트 for 스타게이트, Stargete for Stargate?"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from malmoi.align.lexicon import load
from malmoi.model.records import Hit, Lang, Span
from malmoi.text.hangul import jamo, normalize
from malmoi.text.particles import strip

if TYPE_CHECKING:
    from malmoi.check.segment import Segment

__all__ = ["misspelled"]

# Letters (jamo, Latin) that a word must have for one slip to be told from another word, and for two.
_ONE_SLIP, _TWO_SLIPS = 7, 12
_WORD = {"ko": re.compile(r"[가-힣A-Za-z0-9]+"), "en": re.compile(r"[A-Za-z][\w'’-]*")}


def misspelled(segment: "Segment", hit: Hit) -> tuple[Span, str] | None:
    """Where the target nearly has a term of the concept that `hit` of the source names, and that term; None when nowhere.

    Names only in English, where common words have too many neighbours.
    """
    lang = segment.target
    names = [n for n in segment.termbase.usable(hit.concept, lang) if _is_telling(n, lang)]
    if not names:
        return None
    given = normalize(segment.text(lang))
    taken = [(h.start, h.end) for h in segment.hits(lang)]
    for name in names:
        for start, end in _stretches(given.text, lang, name.count(" ") + 1):
            span = given.span(start, end)
            if any(span.start < e and s < span.end for s, e in taken):
                continue
            stems = _stems(given.text[start:end], lang)
            # A short form of the name with a particle behind it (뉴스통신 + 이) is no slip.
            for stem in stems if not any(name.startswith(stem) for stem in stems) else ():
                if _is_slip(_letters(name, lang), _letters(stem, lang)) and not _is_word(stem, lang):
                    if stem.casefold() in segment.text(segment.source).casefold():
                        continue
                    return given.span(start, start + len(stem)), name
    return None


def _is_telling(name: str, lang: Lang) -> bool:
    if lang == "en" and (name == name.lower() or name.isupper()):
        return False
    return len(_letters(name, lang)) >= _ONE_SLIP


@lru_cache(maxsize=1 << 14)
def _letters(text: str, lang: Lang) -> str:
    return jamo(text) if lang == "ko" else text


def _stretches(text: str, lang: Lang, words: int) -> Iterator[tuple[int, int]]:
    """Runs of so many words, from where to where."""
    spans = [(m.start(), m.end()) for m in _WORD[lang].finditer(text)]
    for i in range(len(spans) - words + 1):
        yield spans[i][0], spans[i + words - 1][1]


def _stems(text: str, lang: Lang) -> Sequence[str]:
    if lang == "en":
        return [re.sub(r"['’]s?$", "", text)]
    head, _, last = text.rpartition(" ")
    lead = f"{head} " if head else ""
    return [lead + stem for stem, _ in strip(last) if stem]


def _is_slip(name: str, written: str) -> bool:
    """One slip of the hand apart, or two in a long word; an ending more or less is none."""
    if abs(len(name) - len(written)) > 2 or name[:1].casefold() != written[:1].casefold():
        return False
    if name.casefold().startswith(written.casefold()) or written.casefold().startswith(name.casefold()):
        return False
    from rapidfuzz.distance import OSA

    most = 1 if min(len(name), len(written)) < _TWO_SLIPS else 2
    return 0 < OSA.distance(name, written, score_cutoff=most) <= most


@lru_cache(maxsize=1 << 14)
def _is_word(text: str, lang: Lang) -> bool:
    """A word that the dictionaries have is another word, not a misspelled one."""
    if lang == "ko":
        return text in load()
    return load().is_translation(text.casefold())
