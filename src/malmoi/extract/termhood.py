"""How much a pair is worth an entry of a glossary: names and compounds much, words of everyday language little."""

from functools import cache
from importlib.resources import files

__all__ = ["worth"]

# What stays of the confidence of a pair that is right but everybody knows: under .8, where sure candidates begin.
_ORDINARY = 0.75
# The same when only one side is an everyday word: 자료 ~ material.
_HALF_ORDINARY = 0.85
# Single words that the general lexicon has as a pair: right, and found in any dictionary (지진 ~ earthquake).
_LISTED = 0.82

# The noun of a verb, with a single word: 강조하다 ~ stress.
_VERBAL = 0.65


def worth(ko: str, en: str, kind: str, listed: bool = False, verbal: bool = False) -> float:
    """Factor in (0, 1] for the confidence of a pair in dictionary form.

    `listed` when the general lexicon has it as an entry; `verbal` when the Korean word is nowhere but in a verb (투자하다).
    """
    if kind != "term":
        return 1.0
    if verbal and " " not in en and en.islower():
        return min(_VERBAL, worth(ko, en, kind, listed))
    if listed and " " not in en and en.islower():
        return min(_LISTED, worth(ko, en, kind))
    ordinary = (ko in _ordinary()) + (en.casefold() in _ordinary())
    return (1.0, _HALF_ORDINARY, _ORDINARY)[ordinary]


@cache
def _ordinary() -> frozenset[str]:
    text = files("malmoi.extract").joinpath("data/ordinary.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
