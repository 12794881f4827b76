"""How far apart an encoder's cosines lie: what is much for one is little for another.

The cosines of some encoders lie between .75 and .95, those of others between 0 and .9. A few sentences that were written for this,
with their translations, show the scale of the one at hand: how much more alike a sentence is to its translation than to the others.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from malmoi.align.encoder import Vectors

__all__ = ["Scale", "measure", "sentences"]

_TABLE = "encoder_pairs.tsv"
# An encoder that hardly tells translations from other sentences is believed by how much its cosines differ without a reason: so many
# standard deviations of those stand for what a translation gains. Encoders that are of use lie far beyond it.
_DEVIATIONS = 3.0
# One whose vectors are all alike says nothing at all.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Scale:
    """What a translation gains over other sentences, and the cosine of sentences that have nothing to do with one another: of two
    languages, and of one."""

    gain: float
    unlike: float
    unlike_alone: float


# A Vectors is an encoder of its own; the folder's documents come with the same one.
@lru_cache(maxsize=4)
def measure(vectors: Vectors) -> Scale:
    """The scale of an encoder. Raises EncoderError."""
    ko, en = sentences()
    found = vectors.encode([*ko, *en]).astype(np.float64)
    left, right = found[: len(ko)], found[len(ko) :]
    other = ~np.eye(len(ko), dtype=bool)
    across = left @ right.T
    unlike = across[other]
    alone = np.concatenate(((left @ left.T)[other], (right @ right.T)[other]))
    gain = across[~other].mean() - unlike.mean()
    return Scale(float(max(gain, _DEVIATIONS * unlike.std(), _LEAST)), float(unlike.mean()), float(alone.mean()))


@lru_cache(maxsize=1)
def sentences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Korean sentences that encoders are measured by, and their English renderings."""
    lines = files("malmoi.align").joinpath(_TABLE).read_text("utf-8").splitlines()
    ko, en = zip(*(line.split("\t") for line in lines if not line.startswith("#")), strict=True)
    return ko, en
