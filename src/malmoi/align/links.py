"""Which word stands for which, learnt from the segments at hand: a lexical translation model in both directions.

The model is IBM Model 1 (Brown et al. 1993), both directions estimated at once: what a round expects of a pair is the geometric
mean of what either direction expects, so that a link which only one of them believes in fades (after Liang, Taskar, Klein 2006,
who multiply; the mean keeps more of the rare words that terms are made of). It starts from Dice's coefficient. A bilingual
lexicon enters as pseudo-counts: one article leans on it, a large corpus outgrows it.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_SEGMENTS", "WordLinks"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Translations = Callable[[str], Mapping[str, float]]

# Learning stops to gain long before this many segments, and each costs some ten kilobytes while it lasts.
MOST_SEGMENTS = 50_000
# Pseudo-count of any two words that meet, and of a pair that the lexicon is sure of. Chosen on 60 hand-aligned lines.
_MEETING = 0.003
_LEXICON = 3.0
# The empty word takes words without a partner: its share of the translation table, spread as words are frequent.
_EMPTY = 1.0
_ROUNDS = 5
# Two words that meet once are linked by there being nobody else: they keep 1 / (1 + this) of their posterior, others more.
_ONCE = 0.7


class WordLinks:
    """Translation tables of one bitext; `posterior(i)` gives the links of its segment i."""

    def __init__(
        self,
        pairs: Sequence[tuple[Sequence[str], Sequence[str]]],
        translations: Translations | None = None,
        seed: int = 0,
    ) -> None:
        """Learn from `pairs` of (distinct Korean words, distinct English words), one a segment.

        `translations(ko)` gives the English words that a lexicon knows, each with its probability. Above MOST_SEGMENTS segments a
        sample drawn with `seed` is learnt from.
        """
        self._ko = _Vocabulary()
        self._en = _Vocabulary()
        self._segments = [(self._ko.numbers(ko), self._en.numbers(en)) for ko, en in pairs]
        segments = self._segments
        if len(segments) > MOST_SEGMENTS:
            sample = np.random.default_rng(seed).choice(len(segments), MOST_SEGMENTS, replace=False)
            segments = [segments[i] for i in np.sort(sample)]
        self._width = max(1, len(self._en.words))
        self._learn(segments, translations)

    def posterior(self, segment: int) -> Floats:
        """float64[n_ko, n_en] in [0, 1]: how surely each Korean word of the segment stands for each English one.

        The geometric mean of the two directions, each of which divides its word among the words of the other side and none, less what
        rests on a single meeting.
        """
        ko, en = self._segments[segment]
        if not len(ko) or not len(en):
            return np.zeros((len(ko), len(en)))
        cells = self._cells(ko[:, None] * self._width + en[None, :])
        forward, backward, count = self._forward[cells], self._backward[cells], self._expected[cells]
        to_en = forward / (forward.sum(0) + self._empty_en[en])[None, :]
        to_ko = backward / (backward.sum(1) + self._empty_ko[ko])[:, None]
        out: Floats = np.sqrt(to_en * to_ko) * count / (count + _ONCE)
        return out

    def _cells(self, keys: Ints) -> Ints:
        """Positions of pair keys in the tables; -1, the zero at their end, for a pair never seen."""
        if not len(self._keys):
            return np.full(keys.shape, -1)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, at, -1)

    def _learn(self, segments: Sequence[tuple[Ints, Ints]], translations: Translations | None) -> None:
        ko_token = np.concatenate([*(ko for ko, _ in segments), np.zeros(0, np.int64)])
        en_token = np.concatenate([*(en for _, en in segments), np.zeros(0, np.int64)])
        ko_at, en_at = _token_numbers(segments)
        self._keys, pair = np.unique(ko_token[ko_at] * self._width + en_token[en_at], return_inverse=True)
        n, n_ko, n_en = len(self._keys), len(self._ko.words), len(self._en.words)
        ko_of, en_of = self._keys // self._width, self._keys % self._width
        ko_count = np.bincount(ko_token, None, n_ko).astype(np.float64)
        en_count = np.bincount(en_token, None, n_en).astype(np.float64)
        met = np.bincount(pair, None, n).astype(np.float64)
        prior = _MEETING + _LEXICON * self._known(translations)
        self._empty_ko, self._empty_en = (
            _EMPTY * ko_count / max(1, len(ko_token)),
            _EMPTY * en_count / max(1, len(en_token)),
        )
        expected = 2 * met / (ko_count[ko_of] + en_count[en_of]) + prior
        forward, backward = _share(expected, ko_of, n_ko), _share(expected, en_of, n_en)
        for _ in range(_ROUNDS):
            f, b = forward[pair], backward[pair]
            to_en = f / (np.bincount(en_at, f, len(en_token)) + self._empty_en[en_token])[en_at]
            to_ko = b / (np.bincount(ko_at, b, len(ko_token)) + self._empty_ko[ko_token])[ko_at]
            expected = np.bincount(pair, np.sqrt(to_en * to_ko), n) + prior
            forward, backward = _share(expected, ko_of, n_ko), _share(expected, en_of, n_en)
        self._forward, self._backward, self._expected = (np.append(table, 0.0) for table in (forward, backward, expected))

    def _known(self, translations: Translations | None) -> Floats:
        """What the lexicon says of each pair of the table, in [0, 1]."""
        known = np.zeros(len(self._keys))
        if translations is None:
            return known
        keys: list[int] = []
        values: list[float] = []
        for ko, word in enumerate(self._ko.words):
            for english, p in translations(word).items():
                en = self._en.ids.get(english)
                if en is not None:
                    keys.append(ko * self._width + en)
                    values.append(p)
        cells = self._cells(np.array(keys, np.int64))
        known[cells[cells >= 0]] = np.array(values)[cells >= 0]
        return known


class _Vocabulary:
    """Words numbered as they come."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.words: list[str] = []

    def numbers(self, words: Sequence[str]) -> Ints:
        out = np.empty(len(words), np.int64)
        for i, word in enumerate(words):
            number = self.ids.setdefault(word, len(self.words))
            if number == len(self.words):
                self.words.append(word)
            out[i] = number
        return out


def _token_numbers(segments: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """For every meeting of two words, in order of segments: which token of the whole corpus each of them is."""
    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    ko_base = en_base = 0
    for ko, en in segments:
        rows.append(np.repeat(np.arange(ko_base, ko_base + len(ko)), len(en)))
        columns.append(np.tile(np.arange(en_base, en_base + len(en)), len(ko)))
        ko_base += len(ko)
        en_base += len(en)
    return np.concatenate(rows), np.concatenate(columns)


def _share(values: Floats, owner: Ints, n: int) -> Floats:
    """Each value as a share of its owner's sum."""
    return values / np.bincount(owner, values, n)[owner]
