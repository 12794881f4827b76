"""One side of a pair of texts, as sentence alignment sees it: words by type, widths, marks."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from malmoi.align.bags import Phrases, english_bags, find_phrases, korean_bags
from malmoi.model.records import Lang
from malmoi.text.hangul import normalize
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

# Half the stretch of sentences in which the frequency of a word is counted.
_AROUND = 40
# A word seen once among few sentences is no proof of rarity: add this much to its count.
_SMOOTH = 0.5
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
    token_counts: Ints  # int64[tokens], how often the word stands in its sentence
    rarity: Floats  # float32[tokens], share of the sentences around the token that hold its word
    widths: Floats  # float32[n], columns: a syllable takes two
    marks: Floats  # float32[len(MARKS), n]
    goes_on: Floats  # float32[n], 1 where the next sentence goes on with this one
    leads_on: Floats  # float32[n], 1 where the sentence begins with a word that ties it to the one before

    def part(self, start: int, end: int) -> "Side":
        """Sentences [start, end), with the words of the whole text."""
        first, last = np.searchsorted(self.token_sentences, (start, end))
        return Side(
            end - start,
            self.types,
            self.names,
            self.token_types[first:last],
            self.token_sentences[first:last] - start,
            self.token_counts[first:last],
            self.rarity[first:last],
            self.widths[start:end],
            self.marks[:, start:end],
            self.goes_on[start:end],
            self.leads_on[start:end],
        )

    def with_words(self, more: Mapping[int, Sequence[str]]) -> "Side":
        """The side with further words in some of its sentences (sentence → words)."""
        types = dict(self.types)
        placed = [
            (i, types.setdefault(word, len(types)), count)
            for i in sorted(more)
            for word, count in Counter(more[i]).items()
        ]
        if not placed:
            return self
        places, words, counts = np.array(placed, np.int64).T
        at = np.searchsorted(self.token_sentences, places, "right")
        return replace(
            self,
            types=types,
            token_types=np.insert(self.token_types, at, words),
            token_sentences=np.insert(self.token_sentences, at, places),
            token_counts=np.insert(self.token_counts, at, counts),
            rarity=np.insert(self.rarity, at, _rarity(words, places, self.n)),
        )


def read_side(sentences: Sequence[str], lang: Lang, phrases: Phrases | None = None) -> Side:
    """Tokenise the sentences of one side; `phrases` are those of the lexicon where none are given."""
    texts = [normalize(s).text for s in sentences]
    short = [t[:_LONGEST] for t in texts]
    known = phrases or find_phrases()
    # Sentences that come again are cut once.
    distinct = list(dict.fromkeys(short))
    bags = korean_bags(distinct, known) if lang == "ko" else english_bags(distinct, known)
    types: dict[str, int] = {}
    names: dict[int, str] = {}
    numbered: dict[str, Counter[int]] = {}
    for text, (bag, named) in zip(distinct, bags, strict=True):
        numbered[text] = Counter([types.setdefault(word, len(types)) for word in bag])
        for name in named:
            names.setdefault(types[name if lang == "ko" else f"@{name.casefold()}"], name)
    widths = np.array([_width(t) for t in texts], np.float32)
    marks = np.array([_marks(t, lang) for t in texts], np.float32).reshape(len(texts), len(MARKS)).T
    rows = [numbered[text] for text in short]
    words = np.fromiter(chain.from_iterable(rows), np.int64)
    places = np.arange(len(rows)).repeat(np.fromiter(map(len, rows), np.int64))
    return Side(
        len(texts),
        types,
        names,
        words,
        places,
        np.fromiter(chain.from_iterable(row.values() for row in rows), np.int64),
        _rarity(words, places, len(texts)),
        widths,
        np.ascontiguousarray(marks),
        np.array([_goes_on(t, f, lang) for t, f in zip(texts, [*texts[1:], ""], strict=True)], np.float32),
        np.array([_CONNECTIVE.match(t) is not None for t in texts], np.float32),
    )


def _rarity(types: Ints, sentences: Ints, n: int) -> Floats:
    """Share of the sentences around each token that hold the same word."""
    order = np.argsort(types, kind="stable")
    there = sentences[order]
    keys = types[order] * (n + 2 * _AROUND + 1) + there
    around = np.searchsorted(keys, keys + _AROUND, "right") - np.searchsorted(keys, keys - _AROUND, "left")
    width = np.minimum(there + _AROUND, n - 1) - np.maximum(there - _AROUND, 0) + 1
    share = np.empty(len(types), np.float32)
    share[order] = (around - 1 + _SMOOTH) / width
    return share


_WIDE = re.compile("[\u1100-\U0010ffff]+")


def _width(text: str) -> float:
    wide = 0 if text.isascii() else sum(map(len, _WIDE.findall(text)))
    return float(max(1, len(text) + wide - text.count(" ")))


_SENTENCE_END = re.compile(r"[.!?。][\"'”’)\]」]*(?=\s+[^\sa-z]|$)")
_QUOTE = re.compile(r"[\"“”「」『』]|(?<![A-Za-z])['‘]|['’](?![A-Za-z])")
_OPENING, _CLOSING = frozenset("\"“'‘「『"), frozenset("\"”'’」』")
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
        float(text[mark : mark + 1] in _OPENING),
        float(text[-1:] in _CLOSING),
        float(_ENDS.search(text) is None),
        float(text[-1:] in ":："),
        float(mark > 0),
    )


# Words that tie a sentence to the one before it: what one language says in two sentences the other may say in one.
_CONNECTIVE = re.compile(
    r"\W*(?:(?:then|and|but|so|or|also|however|therefore|thus|meanwhile|instead|moreover|furthermore|besides|yet|still|nor)\b"
    r"|(?:그리고|그러나|하지만|그래서|그런데|또한?|따라서|그러므로|그러면|그럼|반면|다만|게다가|그렇지만|이에|그러자|즉)(?![가-힣]))",
    re.IGNORECASE,
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
