"""The words of each sentence, as sentence alignment compares them.

Words of either language are strings of one of three kinds, told by their first character: "#" a figure (digits, whatever unit),
"@" Latin letters inside Korean and every English word that could match them, else a lemma. Compounds and phrases that the lexicon
or a glossary knows (국회의원 in 국회 + 의원, artificial intelligence) are words too, beside their parts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from malmoi.align.lexicon import CORE, headword, load
from malmoi.text.english import is_function_word, lemma, spellings
from malmoi.text.korean import Token, tokenize_many

__all__ = ["Bag", "Phrases", "english_bags", "find_phrases", "folded", "korean_bags", "phrase_of"]

# Words of a sentence, and those among them that may be names, as written.
Bag = tuple[list[str], list[str]]

# Tags of Kiwi (Sejong) whose words carry meaning: nouns, numerals, verbs, adjectives, adverbs, roots, Latin, Hanja.
_CONTENT = frozenset(("NNG", "NNP", "NR", "VV", "VA", "MAG", "XR", "SH", "VV-R", "VV-I", "VA-R", "VA-I", "MM"))
_NAME = "NNP"
# Tags of what compounds are made of, and how many such morphemes one may have.
_PARTS, _MOST_PARTS = ("N", "XR", "XPN", "XSN", "SL", "SN", "SH"), 4
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&'’-][A-Za-z0-9]+)*")
# Sentences whose morphemes are held at once.
_PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Phrases:
    """Korean compounds without spaces, and English phrases by their first two lemmas: the lemmas after these, and the phrase."""

    ko: frozenset[str]
    en: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], str]]]


def find_phrases(pairs: Iterable[tuple[str, str]] = ()) -> Phrases:
    """What the base lexicon and these (Korean, English) pairs have of more than one word."""
    return _with_pairs(tuple(pairs))


def folded(ko: str) -> str:
    """A Korean entry without spaces."""
    return "".join(ko.split())


def phrase_of(en: str) -> str:
    """An English entry as lemmas."""
    return " ".join(_english_word(word).lemma for word in spellings(en))


def korean_bags(texts: Sequence[str], phrases: Phrases) -> Iterator[Bag]:
    """The bag of each sentence."""
    for start in range(0, len(texts), _PORTION):
        portion = texts[start : start + _PORTION]
        for text, tokens in zip(portion, tokenize_many(portion), strict=True):
            bag = _figures(text)
            bag += [f"@{m.group().casefold()}" for m in _LATIN.finditer(text)]
            named = []
            for token in tokens:
                if token.tag in _CONTENT:
                    parts = token.form.split()  # Kiwi keeps a name of several words (조란 자에프) as one morpheme
                    bag += [headword(part, token.tag) for part in parts]
                    if token.tag == _NAME:
                        named += [part for part in parts if len(part) > 1]
            bag += _compounds(tokens, phrases.ko)
            yield bag, named


def english_bags(texts: Iterable[str], phrases: Phrases) -> Iterator[Bag]:
    """The bag of each sentence."""
    for text in texts:
        bag = _figures(text)
        known = [_english_word(word) for word in spellings(text)]
        for word in known:
            bag += word.forms
        lemmas = [word.lemma for word in known]
        for at, beginning in enumerate(pairwise(lemmas), 2):
            for rest, phrase in phrases.en.get(beginning, ()):
                if tuple(lemmas[at : at + len(rest)]) == rest:
                    bag.append(phrase)
        yield bag, [word.name for word in known if word.name is not None]


# ---------------------------------------------------------------- private


@dataclass(frozen=True, slots=True)
class _English:
    """What one English word adds to the bag, its lemma, and itself where it may be a name."""

    forms: tuple[str, ...]
    lemma: str
    name: str | None


@lru_cache(maxsize=1 << 16)
def _english_word(word: str) -> _English:
    if not word[0].isalpha():
        return _English((), word, None)
    function = is_function_word(word)
    found = lemma(word).casefold()
    capital = (f"@{word.casefold()}",) if word[0].isupper() and len(word) > 1 else ()
    return _English(capital if function else (*capital, found), found, word if capital and not function else None)


def _compounds(tokens: Sequence[Token], known: frozenset[str]) -> list[str]:
    """Known words that neighbouring morphemes make together."""
    out = []
    for start, token in enumerate(tokens):
        if not token.tag.startswith(_PARTS):
            continue
        joined = token.form
        for other in tokens[start + 1 : start + _MOST_PARTS]:
            if not other.tag.startswith(_PARTS):
                break
            joined += other.form
            if joined in known:
                out.append(joined)
    return out


# The documents of a folder come with the same glossary, one after another.
@lru_cache(maxsize=4)
def _with_pairs(pairs: tuple[tuple[str, str], ...]) -> Phrases:
    known = _of_lexicon()
    if not pairs:
        return known
    return Phrases(
        known.ko | {folded(ko) for ko, _ in pairs}, _by_beginning((phrase_of(en) for _, en in pairs), dict(known.en))
    )


@lru_cache(maxsize=1)
def _of_lexicon() -> Phrases:
    lexicon = load(CORE)
    entries = list(lexicon)
    en = {en: None for ko in entries for en in lexicon.translations(ko) if " " in en}
    return Phrases(frozenset(entries), _by_beginning(en, {}))


_ByBeginning = dict[tuple[str, str], Sequence[tuple[tuple[str, ...], str]]]


def _by_beginning(phrases: Iterable[str], known: _ByBeginning) -> _ByBeginning:
    """`known` with more phrases in it; those of one word are left out."""
    for phrase in phrases:
        first, *others = phrase.split() or ("",)
        if others:
            beginning = (first, others[0])
            known[beginning] = (*known.get(beginning, ()), (tuple(others[1:]), " ".join((first, *others))))
    return known


def _figures(text: str) -> list[str]:
    return [f"#{_plain(m.group())}" for m in _FIGURE.finditer(text)]


def _plain(figure: str) -> str:
    """12,345.60 → 12345.6; dates with points stay as they are."""
    whole = figure.replace(",", "")
    return whole.rstrip("0").rstrip(".") if whole.count(".") == 1 and whole.endswith("0") else whole
