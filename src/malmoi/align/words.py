"""Word alignment of sentence pairs: links between spans of the given texts, each with its posterior probability."""

from collections.abc import Sequence

import numpy as np

from malmoi.align.hmm import starts_of
from malmoi.align.word_corpus import read_corpus
from malmoi.align.word_evidence import Evidence
from malmoi.align.word_model import WordModel
from malmoi.align.word_units import read_pairs
from malmoi.model.records import Link, Span

__all__ = ["align_words"]

# A link is made where the geometric mean of both directions reaches this.
_LEAST = 0.5


def align_words(pairs: Sequence[tuple[str, str]], *, encoder: object = None, seed: int = 0) -> list[list[Link]]:
    """Links of each (Korean, English) sentence pair, in order of the Korean text; pairs with an empty side have none."""
    read = list(read_pairs(pairs))
    evidence = Evidence()
    cells = [evidence.cells(pair) for pair in read]
    model = WordModel()
    corpus = read_corpus(read, cells, model.ko, model.en, grow=True)
    model.learn(corpus)
    to_en, to_ko = model.posteriors(corpus)
    mean = np.sqrt(to_en * to_ko)
    ko, en = [u for p in read for u in p.ko], [u for p in read for u in p.en]
    links: list[list[Link]] = [[] for _ in read]
    at = starts_of(corpus.n_ko * corpus.n_en)
    for cell in np.flatnonzero(mean >= _LEAST):
        k, e = ko[corpus.ko_of[cell]], en[corpus.en_of[cell]]
        segment = int(np.searchsorted(at, cell, "right")) - 1
        links[segment].append(Link(Span(k.start, k.end), Span(e.start, e.end), round(float(mean[cell]), 4)))
    return links
