"""What a Korean morpheme may do in a term, whatever stands around it: one set of marks for each form and tag, looked up once.

Segments hold the same few thousand morphemes over and over; the questions of `korean_phrases` and `korean_repairs` about them are
answered by a mark in a number.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from malmoi.extract.sides import Unit
from malmoi.extract.wordlists import words_of
from malmoi.text.korean import Token

__all__ = [
    "COUNTS", "ENDS", "FIGURE", "GOES_ON", "HUNG_ON", "JOINER", "MAKES_VERB", "MARK", "NAME", "NOUN", "OFFICE", "OPENS", "PLACE",
    "PUNCTUATION", "SIGN", "STARTS", "STOP", "SUFFIX", "SYLLABLE", "UNSURE", "Morphemes",
]  # fmt: skip

# A term may start with it; a noun stem that 어절 open with, no determiner; a term may end in it.
STARTS, OPENS, ENDS = 1, 2, 4
# A word of pointing or measure; one that makes another word where it hangs on a noun, and ends it.
STOP, HUNG_ON = 8, 16
# A noun, in the wide sense; one that is no numeral; one in Latin letters or proper; a figure; a noun suffix.
NOUN, COUNTS, NAME, FIGURE, SUFFIX = 32, 64, 128, 256, 512
# A phrase may go on over it; over it, if something follows; over this sign, if something follows without a space.
GOES_ON, JOINER, SIGN = 1024, 2048, 4096
# It makes a verb of the noun before it. It leaves in doubt whether the tokeniser knows the 어절.
MAKES_VERB, UNSURE = 8192, 16384
# Neither letters nor grammar; the same, or foreign letters or figures.
PUNCTUATION, MARK = 32768, 65536
# An office in 장 or 원; a name that ends as places do; a lone syllable that may be a name.
OFFICE, PLACE, SYLLABLE = 131072, 262144, 524288

_NOUNS = frozenset({"NNG", "NNP", "NR", "SL", "SH", "XR"})
_PARTS = frozenset({"SN", "NNB", "XPN", "XSN", "MM"})
_STARTS = _NOUNS | {"SN", "XPN", "MM"}
_ENDS = _NOUNS | {"XSN", "SN", "NNB"}
_VERBS = frozenset({"VV", "VA", "VX", "VV-I", "VV-R", "VA-I", "VA-R"})
_STOPS = frozenset({"NNG", "NNB", "MM", "NR"})
# Of proper nouns and of Latin letters.
_NAMES = frozenset({"NNP", "SL"})
_VERB_MAKERS = frozenset({"XSV", "XSA"})
_UNSURE = frozenset({"NNP", "XR", *_VERBS, *_VERB_MAKERS})
_JOINERS = {"의": "JKG", "및": "MAG"}
_SIGNS = frozenset({"SO", "SP", "SW", "SF"})
_JOINING_SIGNS = re.compile(r"[-‐‑–·・ㆍ∙&/.+]")
_PLURAL = "들"
# Words of pointing and measure that make other words when they hang on a noun: 텍사스주, 수입세, 협상단, 고려대, 상임위.
_HUNG_ON = frozenset("주세단대위호원국")
# What 국 and its like mean before 장 ("head of"): the office is a term of its own.
_OFFICES = frozenset(
    {
        "국장",
        "청장",
        "원장",
        "부장",
        "과장",
        "처장",
        "실장",
        "서장",
        "위원장",
        "본부장",
        "협회장",
        "재단장",
        "단장",
        "단원",
        "당원",
    }
)
_PLACES = frozenset("시군구읍면동리도현성주섬강산만항호")
# A name of two syllables may end so without being a place (한강, but 주영).
_SHORTEST_PLACE = 3
_LIGHT = 0.3
# Suffixes that English has a word for: office, bureau, agency, ministry, party, act.
_BODIES = frozenset("실국처청부당법")


class Morphemes:
    """The morphemes of one segment side by side: `tokens`, their `marks`, where they start and end, their `units`."""

    __slots__ = ("ends", "marks", "starts", "tokens", "units")

    def __init__(self, tokens: Sequence[Token]) -> None:
        forms, tags, starts, ends = zip(*tokens, strict=True) if tokens else ((), (), (), ())
        keys, weights, proper, marks = zip(*map(_traits, forms, tags), strict=True) if tokens else ((), (), (), ())
        self.tokens = tokens
        self.marks: tuple[int, ...] = marks
        self.starts: tuple[int, ...] = starts
        self.ends: tuple[int, ...] = ends
        self.units = list(map(Unit._make, zip(keys, starts, ends, weights, proper, tags, strict=True)))


class _Traits(NamedTuple):
    """Of a morpheme: what it is looked up by, how much it says, whether it is a name, its marks."""

    key: str
    weight: float
    proper: bool
    marks: int


@lru_cache(maxsize=1 << 15)
def _traits(form: str, tag: str) -> _Traits:
    return _Traits(form + "다" if tag in _VERBS else form, _weight(form, tag), tag in _NAMES, _marks(form, tag))


def _weight(form: str, tag: str) -> float:
    if tag in _NOUNS:
        # A one-syllable noun is as often a wrong cut as a word.
        return 1.0 if len(form) > 1 else 0.7
    if tag in _VERBS:
        return 0.7 if tag != "VX" else 0.0
    if tag in ("MAG", "MM", "SN"):
        return 0.5
    if tag == "XSN" and form in _BODIES:
        return 0.7
    return _LIGHT if tag in ("XPN", "XSN", "NNB") and form != _PLURAL else 0.0


def _marks(form: str, tag: str) -> int:
    marks = _marks_of(tag)
    if tag in _STOPS and form in words_of("korean_stop"):
        # The same syllable as an affix (대법원, 협상단) is no word of pointing or measure.
        hung = HUNG_ON if marks & ENDS and form in _HUNG_ON else 0
        marks = marks & ~ENDS | STOP | hung
    if form == _PLURAL:
        marks &= ~(ENDS | HUNG_ON)
    if len(form) == 1 and tag in ("MM", "NR", "MAG", "IC"):
        marks |= SYLLABLE
    if _JOINERS.get(form) == tag:
        marks |= JOINER
    if tag in _SIGNS and _JOINING_SIGNS.fullmatch(form):
        marks |= SIGN
    if tag == "NNG" and form in _OFFICES:
        marks |= OFFICE
    if tag == "NNP" and len(form) >= _SHORTEST_PLACE and form[-1] in _PLACES:
        marks |= PLACE
    return marks


@cache
def _marks_of(tag: str) -> int:
    """The marks that all morphemes of a tag have, as far as their forms take none away."""
    said = {
        STARTS: tag in _STARTS,
        OPENS: tag in _STARTS and tag != "MM",
        ENDS: tag in _ENDS,
        NOUN: tag in _NOUNS,
        COUNTS: tag in _NOUNS and tag != "NR",
        NAME: tag in _NAMES,
        FIGURE: tag == "SN",
        SUFFIX: tag == "XSN",
        GOES_ON: tag in _NOUNS or tag in _PARTS,
        MAKES_VERB: tag in _VERB_MAKERS,
        UNSURE: tag in _UNSURE,
        PUNCTUATION: tag.startswith("S") and tag not in ("SL", "SN", "SH"),
        MARK: tag.startswith("S"),
    }
    return sum(mark for mark, holds in said.items() if holds)
