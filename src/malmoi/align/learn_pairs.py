"""Learn Korean-English lemma pairs from unpacked packages: tokenise, fit Model 1 both ways, keep what is sure and frequent.

What leaves this module are pairs of single lemmas with a probability; no string of the packages does.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from malmoi.align.learn_sources import pairs_of
from malmoi.align.lexicon import headword, load
from malmoi.align.model1 import Counts, agreement
from malmoi.text import english
from malmoi.text.korean import Token, tokenize_many

__all__ = ["learn"]

_PACKAGES = Path(__file__).with_name("learn_packages.tsv")
# Morphemes that carry meaning; particles, endings, auxiliaries, symbols, digits and Latin are left out.
_TAGS = frozenset(("NNG", "NNP", "NNB", "NR", "NP", "VV", "VA", "XR", "XPN", "XSN", "MAG", "MAJ", "MM"))
# Words of a bag; a longer string is cut. Letters of an English word.
_LONGEST, _SHORTEST = 40, 2
# A pair is kept from this many agreeing links and from this probability on: low, because of the pairs that then meet in annotated
# news and textbooks nine in ten are links, and three in four below p .3.
_LEAST_COUNT, _LEAST_P = 0.4, 0.05
# Added to the sum of a word's links, so that a word seen twice is never sure.
_SMOOTH = 1.0
_MOST = 12

Bags = tuple[list[str], list[str]]


def learn(root: Path) -> tuple[str, list[tuple[str, str]]]:
    """(header line, rows of (Korean entry, "en p;en p")) learnt from the packages in `root`, sorted."""
    packages = [line.split("\t") for line in _PACKAGES.read_text("utf-8").splitlines() if line and line[0] != "#"]
    texts = dict.fromkeys(pair for name, _ in packages for pair in pairs_of(root / name))
    bags = [bag for bag in _bags(list(texts)) if bag[0] and bag[1]]
    sys.stderr.write(f"{len(texts)} pairs of strings, {len(bags)} with words on both sides\n")
    counts, ko, en = _fitted(bags, list(_dictionary()))
    header = (
        "# Lemma pairs learnt by malmoi.align.learn_lexicon from Korean translations in Debian packages; one row an entry: "
        "ko, en p;en p with p in hundredths. Packages and their licences: "
        f"{', '.join(f'{name} ({licence})' for name, licence in packages)}."
    )
    return header, sorted(_rows(counts, ko, en))


def _bags(texts: list[tuple[str, str]]) -> Iterator[Bags]:
    for (_, en), tokens in zip(texts, tokenize_many(ko for ko, _ in texts), strict=True):
        ko_words = [headword(t.form, t.tag) for t in tokens if _is_word(t)]
        lemmas = (english.lemma(w.text).casefold() for w in english.words(en) if _is_english(w.text))
        en_words = [lemma for lemma in lemmas if not english.is_function_word(lemma)]
        yield ko_words[:_LONGEST], en_words[:_LONGEST]


def _is_word(token: Token) -> bool:
    return token.tag.partition("-")[0] in _TAGS and all("가" <= ch <= "힣" for ch in token.form)


def _is_english(word: str) -> bool:
    """Is it a word of the language or a name? Identifiers of programs (pwprompt, receiveFunction) are neither."""
    from simplemma import is_known

    if len(word) < _SHORTEST or not word.isascii():
        return False
    if word.isalpha() and word[0].isupper() and (word[1:].islower() or word.isupper()):
        return True
    return all(part.isalpha() and is_known(part, lang="en") for part in word.split("-"))


def _dictionary() -> Iterator[Bags]:
    """The written pairs of one English word, to steer the fit."""
    lexicon = load(("hand", "cldr"))
    for ko in sorted(lexicon):
        yield from (([ko], [en]) for en in lexicon.translations(ko) if " " not in en)


def _fitted(bags: list[Bags], dictionary: list[Bags]) -> tuple[Counts, list[str], list[str]]:
    ko = sorted({word for bag in (*bags, *dictionary) for word in bag[0]})
    en = sorted({word for bag in (*bags, *dictionary) for word in bag[1]})
    ko_id, en_id = {word: i for i, word in enumerate(ko)}, {word: i for i, word in enumerate(en)}
    numbered = [([ko_id[w] for w in a], [en_id[w] for w in b]) for a, b in (*bags, *dictionary)]
    return agreement(numbered, len(bags), len(ko), len(en)), ko, en


def _rows(counts: Counts, ko: list[str], en: list[str]) -> Iterator[tuple[str, str]]:
    by_ko = np.bincount(counts.ko, counts.count, minlength=len(ko)) + _SMOOTH
    by_en = np.bincount(counts.en, counts.count, minlength=len(en)) + _SMOOTH
    p = np.maximum(counts.count / by_ko[counts.ko], counts.count / by_en[counts.en])
    kept: dict[str, list[tuple[float, str]]] = {}
    for i in np.flatnonzero((counts.count >= _LEAST_COUNT) & (p >= _LEAST_P)):
        kept.setdefault(ko[counts.ko[i]], []).append((float(p[i]), en[counts.en[i]]))
    for entry, found in kept.items():
        best = sorted(found, key=lambda item: (-item[0], item[1]))[:_MOST]
        yield entry, ";".join(f"{word} {max(1, round(100 * sure))}" for sure, word in best)
