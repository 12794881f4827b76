"""One side of a pair of texts, as sentence alignment sees it: words by type, widths, marks.

Words of either language are strings of one of four kinds, told by their first character: "#" a figure (digits, whatever unit),
"@" Latin letters inside Korean and every English word that could match them, "=" a glossary pair's number, else a lemma.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from malmoi.align.lexicon import headword
from malmoi.model.records import Lang
from malmoi.text.english import is_function_word, lemma, words
from malmoi.text.hangul import normalize
from malmoi.text.korean import tokenize_many
from malmoi.text.lines import mark_length

__all__ = ["MARKS", "Floats", "Ints", "Side", "read_side"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Counts of what a translation keeps: sentences inside a line, question marks, quotes, brackets …; one row of `Side.marks` each.
MARKS = (
    "stops",
    "questions",
    "exclamations",
    "quotes",
    "brackets",
    "opens_quote",
    "closes_quote",
    "heading",
    "colon",
    "list",
)

# Tags of Kiwi (Sejong) whose words carry meaning: nouns, numerals, verbs, adjectives, adverbs, roots, Latin, Hanja.
_CONTENT = frozenset(("NNG", "NNP", "NR", "VV", "VA", "MAG", "XR", "SH", "VV-R", "VV-I", "VA-R", "VA-I", "MM"))
_NAME = "NNP"
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&'’-][A-Za-z0-9]+)*")
# Longer sentences are no prose; what stands beyond is not looked at for words (widths and marks count the whole).
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Side:
    """A text's sentences as arrays; `n` sentences, tokens in order of sentences."""

    n: int
    types: dict[str, int]  # word → number
    names: dict[int, str]  # words that may be names: number → as written
    token_types: Ints  # int64[tokens]
    token_sentences: Ints  # int64[tokens], rising
    widths: Floats  # float32[n], columns: a syllable takes two
    marks: Floats  # float32[len(MARKS), n]
    goes_on: Floats  # float32[n], 1 where the next sentence goes on with this one


def read_side(sentences: Sequence[str], lang: Lang) -> Side:
    """Tokenise the sentences of one side."""
    texts = [normalize(s).text for s in sentences]
    bags = (
        _korean_bags([t[:_LONGEST] for t in texts])
        if lang == "ko"
        else map(_english_bag, (t[:_LONGEST] for t in texts))
    )
    types: dict[str, int] = {}
    names: dict[int, str] = {}
    token_types: list[int] = []
    token_sentences: list[int] = []
    for i, (bag, named) in enumerate(bags):
        for word in dict.fromkeys(bag):
            token_types.append(types.setdefault(word, len(types)))
            token_sentences.append(i)
        for name in named:
            names.setdefault(types[name if lang == "ko" else f"@{name.casefold()}"], name)
    widths = np.array([_width(t) for t in texts], np.float32)
    marks = np.array([_marks(t, lang) for t in texts], np.float32).reshape(len(texts), len(MARKS)).T
    return Side(
        len(texts),
        types,
        names,
        np.array(token_types, np.int64),
        np.array(token_sentences, np.int64),
        widths,
        np.ascontiguousarray(marks),
        np.array([_goes_on(t, f, lang) for t, f in zip(texts, [*texts[1:], ""], strict=True)], np.float32),
    )


def _korean_bags(texts: list[str]) -> Iterable[tuple[list[str], list[str]]]:
    for text, tokens in zip(texts, tokenize_many(texts), strict=True):
        bag = [f"#{_plain(m.group())}" for m in _FIGURE.finditer(text)]
        bag += [f"@{m.group().casefold()}" for m in _LATIN.finditer(text)]
        named = []
        for token in tokens:
            if token.tag in _CONTENT:
                parts = token.form.split()  # Kiwi keeps a name of several words (조란 자에프) as one morpheme
                bag += [headword(part, token.tag) for part in parts]
                if token.tag == _NAME:
                    named += [part for part in parts if len(part) > 1]
        yield bag, named


def _english_bag(text: str) -> tuple[list[str], list[str]]:
    bag = [f"#{_plain(m.group())}" for m in _FIGURE.finditer(text)]
    named = []
    for word in words(text):
        forms, name = _english_word(word.text)
        bag += forms
        if name is not None:
            named.append(name)
    return bag, named


@lru_cache(maxsize=1 << 16)
def _english_word(word: str) -> tuple[tuple[str, ...], str | None]:
    """What one word adds to the bag, and itself where it may be a name."""
    if not word[0].isalpha():
        return (), None
    function = is_function_word(word)
    capital = (f"@{word.casefold()}",) if word[0].isupper() and len(word) > 1 else ()
    forms = capital if function else (*capital, lemma(word).casefold())
    return forms, word if capital and not function else None


def _plain(figure: str) -> str:
    """12,345.60 → 12345.6; dates with points stay as they are."""
    whole = figure.replace(",", "")
    return whole.rstrip("0").rstrip(".") if whole.count(".") == 1 and whole.endswith("0") else whole


def _width(text: str) -> float:
    if text.isascii():
        return float(max(1, len(text) - text.count(" ")))
    return float(max(1, sum(2 if ch >= "\u1100" else 1 for ch in text if ch != " ")))


_SENTENCE_END = re.compile(r"[.!?。][\"'”’)\]」]*(?=\s+[^\sa-z]|$)")
_QUOTE = re.compile(r"[\"“”「」『』]|(?<![A-Za-z])['‘]|['’](?![A-Za-z])")
_ENDS = re.compile(r"[.!?。…,;:\"'”’」』]\)?$")


def _marks(text: str, lang: Lang) -> tuple[float, ...]:
    """Counts in the order of MARKS."""
    text = text.strip()
    mark = mark_length(text, 0, len(text))
    return (
        len(_SENTENCE_END.findall(text, mark)),
        text.count("?") + text.count("？"),
        text.count("!") + text.count("！"),
        len(_QUOTE.findall(text)),
        text.count("(") + text.count("[") + text.count("（"),
        float(text[mark : mark + 1] in tuple("\"“'‘「『")),
        float(text[-1:] in tuple("\"”'’」』")),
        float(_ENDS.search(text) is None),
        float(text[-1:] in ":："),
        float(mark > 0),
    )


# Particles and endings after which a Korean sentence goes on; headings end in bare nouns.
_KOREAN_JOINT = re.compile(r"(?:[고며면서는은을를이가의와과에도로한할된될던,]|지만|는데|므로|니까|려고|도록)$")


def _goes_on(text: str, following: str, lang: Lang) -> bool:
    """Was this sentence cut in two: no mark at its end, and what follows begins small, or its last word asks for more?"""
    text = text.rstrip()
    if not following or (not text.endswith(",") and _ENDS.search(text)):
        return False
    if lang == "en":
        return following.lstrip()[:1].islower()
    return _KOREAN_JOINT.search(text) is not None
