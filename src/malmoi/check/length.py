"""length: a target that is far too short or long for its source."""

import math
import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span
from malmoi.text.hangul import normalize

__all__ = ["find"]

# A syllable of Hangul is about two Latin letters; the logarithm of the ratio spreads by .18 in sentences (measured on news),
# more in short ones. Four times that and a bit is beyond what free translation does.
_LETTERS_A_SYLLABLE, _SIGMA, _SHORT = 2.15, 0.3, 30.0
_ADVISORY, _HARD = 3.2, 6.0
# Characters below which a ratio says nothing.
_LONG_ENOUGH = 25
_SYLLABLES = re.compile("[가-힣]+")


def find(segment: Segment) -> Iterator[Problem]:
    """Outliers of length; hard where most of the text is gone."""
    source, target = segment.text(segment.source), segment.text(segment.target)
    if not segment.is_whole or segment.is_copy or len(source) < _LONG_ENOUGH:
        return
    off = _deviation(segment.ko, segment.en)
    off = off if segment.target == "ko" else -off
    if abs(off) >= _ADVISORY:
        yield Problem(
            "length",
            "hard" if off <= -_HARD else "advisory",
            **Problem.at(segment.target, Span(0, len(target)), Span(0, len(source))),
            message="too_short" if off < 0 else "too_long",
            fields={"source": str(len(source)), "target": str(len(target))},
        )


def _deviation(ko: str, en: str) -> float:
    """How many standard deviations the Korean side is too long for the English one."""
    text = normalize(ko).text
    syllables = (len(text) + len(text) - len(_SYLLABLES.sub("", text))) / 2.0
    expected = max(1.0, len(en) / _LETTERS_A_SYLLABLE)
    spread = _SIGMA * math.sqrt(1.0 + _SHORT / max(1.0, len(en)))
    return math.log(max(0.5, syllables) / expected) / spread
