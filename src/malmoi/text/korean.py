"""Korean morphemes: the one Kiwi of this process, loaded when first needed.

Loading takes about two seconds and half a gigabyte, and a word added to a loaded Kiwi costs a rebuild of as much; so words are
gathered first (`add_words`) and the model is built at the first `tokenize`. `oov_handling="chr"` is pinned because the default
depends on what else is in the batch, and an answer must not. Facts of Kiwi: https://github.com/bab2min/kiwipiepy
"""

import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from malmoi.text.hangul import Normalized, normalize

__all__ = [
    "Forced",
    "Token",
    "add_words",
    "is_loaded",
    "similarity",
    "split_sentences",
    "tokenize",
    "tokenize_many",
    "vocabulary",
]

# (start, end, tag): a stretch of the text that must become one morpheme of that tag.
Forced = tuple[int, int, str]

_OOV = "chr"
# Half of a pair, as broken decoders leave it; Kiwi speaks UTF-8, which has none.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Kiwi numbers the morphemes that its corpora have by how frequent they are; about here the rare, old and dialect ones begin.
_FREQUENT = 64_000
_lock = threading.Lock()
_kiwi: Any = None
_words: dict[str, str] = {}


class Token(NamedTuple):
    """One morpheme: `form` as in the dictionary (the stem of a verb), Sejong `tag`, and [start, end) of the text as given.

    Contracted morphemes (한 = 하 + ㄴ) may share characters; an empty one has start == end.
    """

    form: str
    tag: str
    start: int
    end: int


def add_words(words: Iterable[tuple[str, str]]) -> None:
    """Make (form, tag) pairs known to the tokeniser. Before the model is loaded it costs nothing, afterwards a rebuild of seconds."""
    with _lock:
        fresh = {form: tag for form, tag in words if _words.get(form) != tag}
        _words.update(fresh)
        if _kiwi is not None:
            for form, tag in fresh.items():
                _kiwi.add_user_word(form, tag)
        if fresh:
            _cut.clear()


def is_loaded() -> bool:
    """Has this process paid for its Kiwi yet?"""
    return _kiwi is not None


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, int]]:
    """The frequent morphemes of Kiwi's dictionary: Sejong tag → form → rank, the most frequent first.

    A quarter of a second once, on top of the model.
    """
    ranks: dict[str, dict[str, int]] = {}
    kiwi = _model()
    for rank in range(_FREQUENT):
        morpheme = kiwi.morpheme(rank)
        ranks.setdefault(morpheme.tag, {}).setdefault(morpheme.form, rank)
    return ranks


@lru_cache(maxsize=1 << 14)
def similarity(noun: str, other: str) -> float | None:
    """How alike two nouns are used, in [-1, 1], as Kiwi's language model has it; None when it lacks one of them."""
    known = vocabulary()
    found = [
        float(_model().morpheme_similarity((noun, tag), (other, other_tag)))
        for tag in ("NNG", "NNP")
        for other_tag in ("NNG", "NNP")
        if noun in known[tag] and other in known[other_tag]
    ]
    return max(found, default=None)


def tokenize(text: str, forced: Iterable[Forced] = ()) -> list[Token]:
    """Morphemes of `text`; `forced` stretches (spans of the text as given, disjoint) become one morpheme each."""
    given = normalize(text)
    spans = _composed(given, text, forced)
    if spans:
        return _tokens(given, _model().tokenize(_clean(given.text), oov_handling=_OOV, pretokenized=spans))
    state = _cut.state
    known = _cut.get(text)
    if known is not None:
        return list(known)
    tokens = _tokens(given, _model().tokenize(_clean(given.text), oov_handling=_OOV))
    _cut.keep(text, tokens, state)
    return tokens


def tokenize_many(texts: Iterable[str]) -> Iterator[list[Token]]:
    """`tokenize` over many texts, in order, on Kiwi's own threads; the answers are the same."""
    state = _cut.state
    waiting: deque[tuple[str, Normalized, Sequence[Token] | None]] = deque()

    def feed() -> Iterator[str]:
        for text in texts:
            given = normalize(text)
            waiting.append((text, given, _cut.get(text)))
            if waiting[-1][2] is None:
                yield _clean(given.text)

    def ready() -> Iterator[list[Token]]:
        while waiting and (known := waiting[0][2]) is not None:
            waiting.popleft()
            yield list(known)

    # Kiwi reads ahead: what it answers belongs to the first text in waiting that was not cut before.
    for tokens in _model().tokenize(feed(), oov_handling=_OOV):
        yield from ready()
        text, given, _ = waiting.popleft()
        made = _tokens(given, tokens)
        _cut.keep(text, made, state)
        yield made
    yield from ready()


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of `text` as Kiwi sees them, as [start, end) of the text as given, without the white space between."""
    given = normalize(text)
    sentences = _model().split_into_sents(_clean(given.text), oov_handling=_OOV, return_sub_sents=False)
    spans = (given.span(s.start, s.end) for s in sentences)
    return [(span.start, span.end) for span in spans]


class _Memory:
    """Tokens of the texts cut last, so that the stations of one job cut a text once; forgotten when words are added.

    Bounded by the code points of the texts: half a token each, at some 200 bytes.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        # Grows with every change of the words that Kiwi knows.
        self.state = 0
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[Token, ...]] = {}

    def get(self, text: str) -> tuple[Token, ...] | None:
        with self._lock:
            return self._tokens.get(text)

    def keep(self, text: str, tokens: Iterable[Token], state: int) -> None:
        """Remember `tokens` of `text`, cut in this state of the words, and forget the oldest for it."""
        if len(text) > self._most // _LEAST_TEXTS:
            return
        with self._lock:
            if text not in self._tokens and state == self.state:
                self._tokens[text] = tuple(tokens)
                self._size += len(text)
            while self._size > self._most:
                oldest = next(iter(self._tokens))
                del self._tokens[oldest]
                self._size -= len(oldest)

    def clear(self) -> None:
        with self._lock:
            self._tokens.clear()
            self._size = 0
            self.state += 1


# Some 20 MB: the segments of a long document. A text that would take more than its share of it is not kept.
_MOST_REMEMBERED, _LEAST_TEXTS = 200_000, 50
_cut = _Memory(_MOST_REMEMBERED)


def _model() -> Any:
    """The one Kiwi, built at the first call."""
    global _kiwi
    with _lock:
        if _kiwi is None:
            from kiwipiepy import Kiwi

            kiwi = Kiwi()
            for form, tag in _words.items():
                kiwi.add_user_word(form, tag)
            _kiwi = kiwi
        return _kiwi


def _clean(text: str) -> str:
    """`text` with every lone surrogate replaced, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _tokens(given: Normalized, tokens: Iterable[Any]) -> list[Token]:
    found = map(Token._make, map(_read, tokens))
    if given.starts is None:
        return list(found)
    spans = ((token, given.span(token.start, token.end)) for token in found)
    return [Token(token.form, token.tag, span.start, span.end) for token, span in spans]


# What is asked of a morpheme of Kiwi's.
_read = attrgetter("form", "tag", "start", "end")


def _composed(given: Normalized, text: str, forced: Iterable[Forced]) -> list[Forced]:
    """Forced spans of the text as given, as spans of the composed text."""
    if given.starts is None:
        return list(forced)
    at = {start: i for i, start in reversed(list(enumerate(given.starts)))}
    at[len(text)] = len(given.text)
    return [(at[start], at[end], tag) for start, end, tag in forced if start in at and end in at]
