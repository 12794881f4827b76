"""Sentence pairs in shards of bounded size, and long ones in pieces.

A recursion over a "sentence" of thousands of words would take the product of its sides in time and memory; a segment that long is
no sentence (a file without line ends, a table), so it is cut into as many equal pieces on both sides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from malmoi.align.word_units import Pair, read_pairs

__all__ = ["Shard", "read_shards"]

# Units of a side in one piece: ten times a long sentence.
_LONGEST = 120
# Cells (Korean × English units) of a shard: about 20,000 news sentences, some 400 MB while they are counted.
_MOST_CELLS = 3_000_000


@dataclass(slots=True)
class Shard:
    """Pieces in order, and to which of the given pairs (counted within the shard) each belongs."""

    pairs: list[Pair] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    n: int = 0

    @property
    def cells(self) -> int:
        """How many pairs of units there are."""
        return sum(len(p.ko) * len(p.en) for p in self.pairs)


def read_shards(pairs: Iterable[tuple[str, str]]) -> Iterator[Shard]:
    """Cut sentence pairs into units and gather them in shards, in order."""
    shard, cells = Shard(), 0
    for pair in read_pairs(pairs):
        size = len(pair.ko) * len(pair.en)
        if shard.n and cells + min(size, _LONGEST * (len(pair.ko) + len(pair.en))) > _MOST_CELLS:
            yield shard
            shard, cells = Shard(), 0
        for piece in _pieces(pair):
            shard.pairs.append(piece)
            shard.owner.append(shard.n)
            cells += len(piece.ko) * len(piece.en)
        shard.n += 1
    if shard.n:
        yield shard


def _pieces(pair: Pair) -> Iterator[Pair]:
    count = -(-max(len(pair.ko), len(pair.en)) // _LONGEST)
    if count <= 1:
        yield pair
        return
    cuts_ko = [len(pair.ko) * k // count for k in range(count + 1)]
    cuts_en = [len(pair.en) * k // count for k in range(count + 1)]
    for k in range(count):
        yield Pair(pair.ko[cuts_ko[k] : cuts_ko[k + 1]], pair.en[cuts_en[k] : cuts_en[k + 1]], pair.texts)
