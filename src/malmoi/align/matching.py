"""Which words of two texts match: equal figures, equal Latin, lexicon, glossary, names alike in two scripts."""

from collections.abc import Iterable, Iterator

import numpy as np

from malmoi.align.lexical import CLASSES, Match
from malmoi.align.lexicon import load
from malmoi.align.side import Side
from malmoi.names.similarity import rank
from malmoi.text.hangul import decompose, is_syllable

__all__ = ["find_matches"]

_FIGURE, _LATIN, _NAME, _LEXICON, _GLOSSARY = range(len(CLASSES))
# How surely a translation keeps an equal figure, a Latin word, a glossary pair.
_P_FIGURE, _P_LATIN, _P_GLOSSARY = 0.85, 0.9, 0.8
# Names are believed from this similarity on, and then kept by a translation about so surely.
_ALIKE, _P_NAME = 0.3, 0.85
# Learnt pairs below this say less than they cost.
_LEAST = 0.04
# Latin letters that a name may begin with when its Hangul begins so; what cannot match is not compared.
_BEGINNINGS = {
    "ㄱ": "gkcqj", "ㄲ": "kgcq", "ㄴ": "nklr", "ㄷ": "dt", "ㄸ": "dt", "ㄹ": "rlwny", "ㅁ": "m", "ㅂ": "bvpw", "ㅃ": "bpv",
    "ㅅ": "sctzxp", "ㅆ": "scxt", "ㅇ": "aeiouywhjnklrv", "ㅈ": "jzgdxtyc", "ㅉ": "jzct", "ㅊ": "ctqzjx", "ㅋ": "kcqgx",
    "ㅌ": "td", "ㅍ": "pfv", "ㅎ": "hfwjgxk",
}  # fmt: skip
# Latin letters a syllable of a name: from 오 (o, or eau) to 스 in Christ, with slack.
_LETTERS = (0.8, 5.0)


def find_matches(ko: Side, en: Side, pairs: Iterable[tuple[str, str]] = ()) -> list[Match]:
    """Every pair of matching words; one pair may match by several kinds of evidence."""
    return [*_equal(ko, en), *_translated(ko, en), *_listed(ko, en, pairs), *_named(ko, en)]


def _equal(ko: Side, en: Side) -> Iterator[Match]:
    for word, k in ko.types.items():
        e = en.types.get(word)
        if e is not None and word[0] in "#@":
            yield Match(k, e, *((_P_FIGURE, _FIGURE) if word[0] == "#" else (_P_LATIN, _LATIN)))


def _translated(ko: Side, en: Side) -> Iterator[Match]:
    lexicon = load()
    for word, k in ko.types.items():
        if word[0] in "#@":
            continue
        for other, p in lexicon.translations(word).items():
            e = en.types.get(other)
            if e is not None and p >= _LEAST:
                yield Match(k, e, p, _LEXICON)


def _listed(ko: Side, en: Side, pairs: Iterable[tuple[str, str]]) -> Iterator[Match]:
    for korean, english in pairs:
        k, e = ko.types.get(korean), en.types.get(english.casefold())
        if k is not None and e is not None:
            yield Match(k, e, _P_GLOSSARY, _GLOSSARY)


def _named(ko: Side, en: Side) -> Iterator[Match]:
    candidates: dict[str, list[str]] = {}
    for name in sorted({n.removesuffix("'s") for n in en.names}):
        candidates.setdefault(name[0].lower(), []).append(name)
    for name in sorted(ko.names):
        if not is_syllable(name[0]):
            continue
        few, many = (len(name) * letters for letters in _LETTERS)
        beginnings = _BEGINNINGS[decompose(name[0])[0]]
        fitting = [c for letter in beginnings for c in candidates.get(letter, ()) if few <= len(c) <= many]
        for at in np.flatnonzero((alike := rank(name, fitting)) >= _ALIKE):
            e = en.types.get(f"@{fitting[at].casefold()}")
            if e is not None:
                yield Match(ko.types[name], e, float(alike[at]) * _P_NAME, _NAME)
