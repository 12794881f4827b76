"""Word alignment of sentence pairs: links between spans of the given texts, each with its posterior probability."""

from collections.abc import Sequence

import numpy as np

from malmoi.align.word_evidence import Evidence
from malmoi.align.word_model import Posterior, WordModel
from malmoi.align.word_units import Pair, read_pairs
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
    model.train(read, cells)
    return [_links(pair, found) for pair, found in zip(read, model.posteriors(read, cells), strict=True)]


def _links(pair: Pair, found: Posterior) -> list[Link]:
    mean = np.sqrt(found.to_en * found.to_ko)
    return [
        Link(
            Span(pair.ko[j].start, pair.ko[j].end), Span(pair.en[i].start, pair.en[i].end), round(float(mean[j, i]), 4)
        )
        for j, i in np.argwhere(mean >= _LEAST)
    ]
