"""Word alignment: links between spans of the two texts of a segment, each with its probability.

`align_words` learns from the pairs at hand and links them. A `WordAligner` can be trained once, saved, and applied to other pairs; it
reads its input in shards, so that memory is bounded by the vocabulary. Nothing is drawn by chance but the sample that a corpus of
more than one shard is first learnt from; one seed, one answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from importlib.metadata import version
from itertools import compress
from typing import Self

import numpy as np

from malmoi.align.encoder import Encoder, Vectors, resolve, signature
from malmoi.align.flat import Flags, Floats, Ints, starts_of
from malmoi.align.word_corpus import Corpus, read_corpus
from malmoi.align.word_evidence import Cell, Evidence
from malmoi.align.word_file import StrPath, fingerprint, read_model, write_model
from malmoi.align.word_judge import judge
from malmoi.align.word_model import WordModel
from malmoi.align.word_shards import Shard, gather, read_shards
from malmoi.align.word_units import Pair
from malmoi.align.word_vectors import WordVectors, open_units
from malmoi.errors import UsageError
from malmoi.model.records import Link, Span

__all__ = ["WordAligner", "align_words"]

# The expected loss of AER is least where links are made that are right (an allowed one counts half) in this share of cases.
_LEAST = 0.45
# A corpus of more pairs is first learnt from in a sample of so many.
_SAMPLE = 20_000
_PLACES = 4  # decimals of a probability


def align_words(
    pairs: Sequence[tuple[str, str]],
    *,
    encoder: Encoder | str | None = None,
    seed: int = 0,
    terms: Iterable[tuple[str, str]] = (),
) -> list[list[Link]]:
    """Links of each (Korean, English) pair, in order of the Korean text; none where a side has no words.

    `encoder` is None, a name (`align.encoder`) or an object with `encode(list[str]) -> float32[n, d]`. `terms` are pairs known to be
    right, a glossary's. Raises EncoderError, MissingExtraError and UsageError of the encoder.
    """
    aligner = WordAligner(encoder=encoder, terms=terms)
    if len(pairs) <= _SAMPLE:
        shards = list(read_shards(pairs))
        if len(shards) == 1:
            return aligner._learn_and_link(shards[0])
    aligner.train(pairs, seed=seed)
    return list(aligner.align(pairs))


class WordAligner:
    """A word model with its evidence; `train` or `load` it, then `align`."""

    def __init__(self, *, encoder: Encoder | str | None = None, terms: Iterable[tuple[str, str]] = ()) -> None:
        """`encoder` and `terms` as in `align_words`; they serve training and aligning, and are not saved."""
        found: Vectors | None = resolve(encoder)
        self._vectors = WordVectors(found) if found is not None else None
        self._encoder_name = signature(found)
        self._evidence = Evidence(terms)
        self._model = WordModel()
        self._trained_on, self._learnt_with = 0, _versions()

    @property
    def signature(self) -> str:
        """What the answers depend on beside the pairs and terms."""
        made = f"malmoi {version('malmoi')}, {_versions()}, encoder {self._encoder_name}"
        return f"{made}, {self.model_signature}"

    @property
    def model_signature(self) -> str:
        """Which model this is: a fingerprint of what it has learnt, from how many pairs, and with which versions where they were others."""
        if not self._trained_on:
            return "no model"
        apart = f" with {self._learnt_with}" if self._learnt_with != _versions() else ""
        return f"model {fingerprint(self._model)} of {self._trained_on} pairs{apart}"

    def train(self, pairs: Iterable[tuple[str, str]], *, seed: int = 0) -> Self:
        """Learn from `pairs`: a sample drawn with `seed` in several rounds, then each of the others once.

        They are read two or three times and never held, so they may be an object that reads a file anew whenever it is iterated. Raises
        UsageError for an iterator, which gives them only once.
        """
        if iter(pairs) is pairs:
            raise UsageError(
                "A word model is learnt in several passes: give a list, or what can be read again, not an iterator."
            )
        n = len(pairs) if isinstance(pairs, Sized) else sum(1 for _ in pairs)
        return self._train(n, seed, lambda chosen: read_shards(compress(pairs, chosen)))

    def train_units(self, pairs: Sequence[Pair], *, seed: int = 0) -> Self:
        """`train` on pairs whose units the caller has cut."""
        return self._train(len(pairs), seed, lambda chosen: gather(pairs[i] for i in np.flatnonzero(chosen).tolist()))

    def learn_matrices(self, pairs: Sequence[Pair], *, seed: int = 0) -> Iterator[Floats]:
        """`train_units`, then `matrices` of the same pairs; what fits in one shard is looked at once."""
        shards = list(gather(pairs)) if len(pairs) <= _SAMPLE else []
        if len(shards) == 1:
            return self._matrices(shards[0], *self._learn(shards[0], first=True))
        return self.train_units(pairs, seed=seed).matrices(pairs)

    def with_terms(self, terms: Iterable[tuple[str, str]]) -> "WordAligner":
        """The same model and encoder beside other terms."""
        made = WordAligner(terms=terms)
        made._vectors, made._encoder_name = self._vectors, self._encoder_name
        made._model, made._trained_on, made._learnt_with = self._model, self._trained_on, self._learnt_with
        return made

    def align(self, pairs: Iterable[tuple[str, str]]) -> Iterator[list[Link]]:
        """Links of each pair, in order, as in `align_words`; nothing is learnt from them."""
        for shard in read_shards(pairs):
            yield from self._links(shard, self._seen(shard))

    def matrices(self, pairs: Iterable[Pair]) -> Iterator[Floats]:
        """float64[Korean units, English units] of each pair that the caller has cut: how probable each link is, 0 for hardly."""
        for shard in gather(pairs):
            yield from self._matrices(shard, self._seen(shard))

    def save(self, path: StrPath) -> None:
        """Write the model to one .npz file, whole or not at all. Raises OutputError."""
        write_model(path, self._model, self._trained_on, self._learnt_with)

    @classmethod
    def load(
        cls, path: StrPath, *, encoder: Encoder | str | None = None, terms: Iterable[tuple[str, str]] = ()
    ) -> Self:
        """An aligner with a saved model. Raises InputError and FormatError for what is no such file."""
        aligner = cls(encoder=encoder, terms=terms)
        aligner._model, aligner._trained_on, aligner._learnt_with = read_model(path)
        return aligner

    # ------------------------------------------------------------ private

    def _train(self, n: int, seed: int, shards: Callable[[Flags], Iterator[Shard]]) -> Self:
        sample = _sample(n, seed)
        first = True
        for chosen in (sample, ~sample) if n > _SAMPLE else (sample,):
            for shard in shards(chosen):
                self._learn(shard, first)
                first = False
        return self

    def _learn_and_link(self, shard: Shard) -> list[list[Link]]:
        return list(self._links(shard, *self._learn(shard, first=True)))

    def _learn(self, shard: Shard, first: bool) -> tuple[Corpus, Ints | None]:
        """The shard as it was learnt from, and what `WordModel.learn` gave, if it was the first."""
        places = None
        cells = self._evidence.cells_of(shard.pairs)
        corpus = self._read(shard, cells, grow=True)
        if first:
            places = self._model.learn(corpus)
            if self._vectors is not None:
                corpus = self._read(shard, self._asked(shard, corpus, cells), grow=False)
                places = self._model.learn(corpus)
        else:
            self._model.extend(corpus)
        self._trained_on += shard.n
        return corpus, places

    def _read(self, shard: Shard, cells: Sequence[Sequence[Cell]], grow: bool) -> Corpus:
        return read_corpus(shard.pairs, cells, self._model.ko, self._model.en, grow)

    def _seen(self, shard: Shard) -> Corpus:
        """A shard to be aligned, not learnt from."""
        cells = self._evidence.cells_of(shard.pairs)
        corpus = self._read(shard, cells, grow=False)
        if self._vectors is not None:
            corpus = self._read(shard, self._asked(shard, corpus, cells), grow=False)
        return corpus

    def _asked(self, shard: Shard, corpus: Corpus, cells: list[list[Cell]]) -> list[list[Cell]]:
        """`cells` with what the encoder says of the units that the model leaves open."""
        if self._vectors is None:
            return cells
        to_en, to_ko = self._model.posteriors(corpus)
        open_ones = open_units(corpus, np.sqrt(to_en * to_ko), self._model.meetings(corpus))
        return self._vectors.add(shard.pairs, corpus, cells, open_ones)

    def _links(self, shard: Shard, corpus: Corpus, places: Ints | None = None) -> Iterator[list[Link]]:
        cells, probability = judge(corpus, *self._model.posteriors(corpus, places))
        links: list[list[Link]] = [[] for _ in range(shard.n)]
        chosen = probability >= _LEAST
        _, row, column, _ = corpus.places(cells[chosen])
        for segment, j, i, p in zip(corpus.segments(cells[chosen]), row, column, probability[chosen], strict=True):
            pair = shard.pairs[segment]
            ko, en = pair.ko[j], pair.en[i]
            made = Link(Span(ko.start, ko.end), Span(en.start, en.end), round(float(p), _PLACES))
            links[shard.owner[segment]].append(made)
        yield from links

    def _matrices(self, shard: Shard, corpus: Corpus, places: Ints | None = None) -> Iterator[Floats]:
        cells, probability = judge(corpus, *self._model.posteriors(corpus, places))
        flat = np.zeros(len(corpus.evidence))
        flat[cells] = probability
        at, piece = starts_of(corpus.n_ko * corpus.n_en), 0
        for number in range(shard.n):
            blocks = []
            while piece < len(shard.owner) and shard.owner[piece] == number:
                blocks.append(flat[at[piece] : at[piece + 1]].reshape(corpus.n_ko[piece], corpus.n_en[piece]))
                piece += 1
            yield blocks[0] if len(blocks) == 1 else _diagonal(blocks)


def _versions() -> str:
    """Of what cuts texts into units; another version may cut them otherwise."""
    return f"kiwipiepy {version('kiwipiepy')}, simplemma {version('simplemma')}"


def _diagonal(blocks: Sequence[Floats]) -> Floats:
    """The pieces of one long pair, each in its place."""
    whole = np.zeros((sum(len(b) for b in blocks), sum(b.shape[1] for b in blocks)))
    j = i = 0
    for block in blocks:
        whole[j : j + len(block), i : i + block.shape[1]] = block
        j, i = j + len(block), i + block.shape[1]
    return whole


def _sample(n: int, seed: int) -> Flags:
    """Which of n pairs are learnt from first."""
    chosen = np.ones(n, np.bool_)
    if n > _SAMPLE:
        chosen[:] = False
        chosen[np.random.default_rng(seed).choice(n, _SAMPLE, replace=False)] = True
    return chosen
