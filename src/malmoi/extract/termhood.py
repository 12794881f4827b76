"""How much a pair is worth an entry of a glossary: names and compounds much, words of everyday language little.

Lists of everyday words are shipped; no frequencies are. What stands only inside longer terms (C-value's idea: Frantzi, Ananiadou and
Mima 2000, "Automatic recognition of multi-word terms") and what is spread thin over many documents weighs less too.
"""

import re

from malmoi.extract.gazetteer import contradicts, named_place
from malmoi.extract.modifiers import is_general, opens_generally
from malmoi.extract.wordlists import words_of
from malmoi.text.english import is_function_word

__all__ = ["spread", "standing", "worth"]

# What stays of the confidence of a pair that is right but everybody knows: under .8, where sure candidates begin.
_ORDINARY = 0.75
# The same when only one side is an everyday word: 자료 ~ material.
_HALF_ORDINARY = 0.85
# Single words that the general lexicon has as a pair: right, and found in any dictionary (지진 ~ earthquake).
_LISTED = 0.82

# The noun of a verb, with a single word: 강조하다 ~ stress.
_VERBAL = 0.65
# A phrase that begins with a word of everyday language that marks no kind of thing: final decision, 추가 자금.
_MODIFIED = 0.8
# An adjective alone: 공개적 ~ public.
_ADJECTIVAL = 0.7
# A pair that never stands but inside longer ones.
_NESTED = 0.9
# A pair of everyday language: in this share of this many documents or more, and in each hardly more than once.
_EVERYWHERE, _ENOUGH_DOCUMENTS, _SELDOM, _SPREAD = 0.25, 10, 1.5, 0.85


def worth(ko: str, en: str, kind: str, listed: bool = False, verbal: bool = False) -> float:
    """Factor in (0, 1] for the confidence of a pair in dictionary form.

    `listed` when the general lexicon has it as an entry; `verbal` when the Korean word is nowhere but in a verb (투자하다).
    """
    if contradicts(ko, en):
        return _ORDINARY
    if ko[-1] in _DERIVED and named_place(ko[:-1], "") and named_place(ko[:-1], en):
        return _MODIFIED  # 멕시코산 is no Mexico, 이스라엘군 no Israel
    if kind != "term":
        return 1.0
    if not listed and _is_place_and_word(ko, en):
        return _MODIFIED
    if verbal and " " not in en:
        return min(_VERBAL, worth(ko, en, kind, listed))
    if listed and " " not in en:
        return min(_LISTED, worth(ko, en, kind))
    if ko.endswith("적") and " " not in ko and " " not in en:
        return _ADJECTIVAL
    return _commonness(ko, en, listed)


def standing(count: int, nested: int) -> float:
    """Factor in (0, 1] by how many of the `count` places of a pair lie inside longer pairs."""
    return 1.0 - (1.0 - _NESTED) * nested / max(1, count)


def _is_place_and_word(ko: str, en: str) -> bool:
    """Is it a known place and a common noun (African country, Israeli civilian)? These are two entries."""
    words = en.split()
    common = len(words) > 1 and all(w.islower() for w in words[1:])
    return common and bool(named_place(ko.split()[0], words[0]))


def _commonness(ko: str, en: str, listed: bool) -> float:
    words = [w for w in en.casefold().split() if not is_function_word(w)]
    if len(words) > 1 and not listed:
        if opens_generally(en) or is_general(ko.split()[0]):
            return _ORDINARY if all(w in words_of("ordinary") or is_general(w) for w in words) else _MODIFIED
        # attitude of the people; not 안보리 ~ council of security, which Korean has as one word
        # 통일부 관계자 ~ Unification Ministry official
        if ko.endswith(_SOMEBODY):
            return _MODIFIED
        joined = " of " in en and (" " in ko or "의" in ko)
        if joined or _COUNTED.match(en) or all(w in words_of("ordinary") for w in words):
            return _MODIFIED
    ordinary = (ko in words_of("ordinary")) + (en.casefold() in words_of("ordinary"))
    return (1.0, _HALF_ORDINARY, _ORDINARY)[ordinary]


# What makes goods, soldiers, people, flights of a place.
_DERIVED = frozenset("산군인행발제계")
_SOMEBODY = (" 관계자", " 당국자", " 주민", " 당국")
# Figures before a noun: 29th straight victory, five-year contract.
_COUNTED = re.compile(r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten)-(?:year|month|week|day|hour|minute)\b")


def spread(count: int, documents: int, of: int) -> float:
    """Factor in (0, 1] by how the `count` places of a pair lie in `documents` of all the documents there are.

    What a text is about it names again and again; what stands once in every other text is everyday language (Church and Gale 1995,
    "Inverse document frequency: a measure of deviations from Poisson"). Of few documents nothing is said.
    """
    everywhere = of >= _ENOUGH_DOCUMENTS and documents >= _EVERYWHERE * of
    return _SPREAD if everywhere and count < _SELDOM * documents else 1.0
