"""Where the blocks of two documents begin, as evidence: headings stand for headings, paragraphs begin together, no bead runs on.

Of each sentence it is known what it begins: a block of some kind, or nothing. How far the two sides agree in this is a matter of the
documents (some renderings keep every paragraph, others are set in lines), so it is learnt from the beads that are sure without it:
what it says that the first sentences of a bead begin certain blocks is log(together / apart), where `together` is how often sure
beads begin so, and `apart` how often such sentences would meet by chance. In the same way a sentence inside of a bead that begins a
block speaks against the bead. Where the sides do not agree, or no bead is sure, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from malmoi.align.coverage import MOST, windows
from malmoi.align.net import BEADS, Band, Floats, Ints, Step

__all__ = ["Breaks", "learn", "numbered"]

# So many beads are taken to have begun as chance has it, and so many inner sentences, beside those that were seen. Chosen by
# tests/bench/sentences_breaks.py: with 12 and 4 documents that keep their layout gain no more, and those that do not lose a little.
_CHANCE, _CHANCE_INNER = 30.0, 8.0
# No pair of kinds says more than this, in nats.
_MOST_SAID = 4.0


@dataclass(frozen=True, slots=True)
class Breaks:
    """What the sentences of a text, or of a window of it, begin."""

    ko: Ints  # int64[n], numbers of kinds; 0 where a sentence begins nothing
    en: Ints
    said: Floats  # float32[kinds, kinds]: what it says that a bead's first sentences begin these, Korean and English
    runs_on: Floats  # float32[2, 2]: what it says that a sentence inside of a bead begins nothing, or something; Korean, English

    def part(self, i0: int, j0: int, i1: int, j1: int) -> "Breaks":
        """Of the sentences of a window."""
        return Breaks(self.ko[i0:i1], self.en[j0:j1], self.said, self.runs_on)

    def worth(self, band: Band) -> Floats:
        """float32[len(BEADS), nodes]: what the beginnings say of each bead of a band over all these sentences."""
        inner_ko, inner_en = (_inner(side, said) for side, said in zip((self.ko, self.en), self.runs_on, strict=True))
        first = self.said[np.append(self.ko, 0)[band.row], np.append(self.en, 0)[band.column]]
        made = np.array([inner_ko[a - 1, band.row] + inner_en[b - 1, band.column] for a, b in BEADS], np.float32)
        made += first
        return made


def numbered(ko: Sequence[str], en: Sequence[str]) -> tuple[Ints, Ints]:
    """The kinds of blocks that sentences begin as numbers, those of both sides alike; 0 where a sentence begins none."""
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(["", *ko, *en]))}
    return np.array([kinds[kind] for kind in ko], np.int64), np.array([kinds[kind] for kind in en], np.int64)


def learn(ko: Ints, en: Ints, sure: Sequence[Step]) -> Breaks:
    """What the kinds of both sides say, by the beads of two sides that are sure without them."""
    kinds = int(max(ko.max(), en.max())) + 1
    p, q = (np.bincount(side, minlength=kinds) / len(side) for side in (ko, en))
    apart = np.outer(p, q)
    seen = np.zeros((kinds, kinds))
    for step in sure:
        seen[ko[step.i], en[step.j]] += 1
    together = (seen + _CHANCE * apart) / (seen.sum() + _CHANCE)
    said = np.log(np.divide(together, apart, out=np.ones_like(apart), where=apart > 0))
    runs_on = [
        _said_inside([side[at] for step in sure for at in range(start(step), start(step) + size(step))[1:]], side)
        for side, start, size in ((ko, _I, _A), (en, _J, _B))
    ]
    return Breaks(ko, en, np.clip(said, -_MOST_SAID, _MOST_SAID).astype(np.float32), np.array(runs_on, np.float32))


# ---------------------------------------------------------------- private


_I, _J, _A, _B = (attrgetter(name) for name in "ijab")


def _said_inside(kinds: Sequence[int], side: Ints) -> tuple[float, float]:
    """What it says that a sentence inside of a bead begins nothing, and that it begins something."""
    usual = np.array([np.mean(side == 0), np.mean(side > 0)])
    seen = np.bincount(np.array(kinds, np.int64) > 0, minlength=2)
    share = (seen + _CHANCE_INNER * usual) / (seen.sum() + _CHANCE_INNER)
    nothing, something = np.log(np.divide(share, usual, out=np.ones(2), where=usual > 0))
    return float(nothing), float(something)


def _inner(kinds: Ints, said: Floats) -> NDArray[np.float64]:
    """float64[MOST, n + MOST]: what the beginnings after the first of so many sentences from i on say."""
    begins: NDArray[np.float64] = windows(np.where(kinds > 0, said[1], said[0]).astype(np.float64), MOST)
    begins -= begins[0].copy()
    return begins
