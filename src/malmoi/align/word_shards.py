"""Sentence pairs in shards of bounded size, and long ones in pieces.

A recursion over a "sentence" of thousands of words would take the product of its sides in time and memory; a segment that long is
no sentence (a file without line ends, a table), so it is cut into as many equal pieces on both sides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from malmoi.align.word_units import Pair, read_pairs

__all__ = ["Shard", "gather", "read_shards"]

# A side with more units is no sentence; it is cut into pieces of about so many.
_LONGEST, _PIECE = 120, 30
# Cells (Korean × English units) of a shard: about 20,000 news sentences, some 400 MB while they are counted.
_MOST_CELLS = 3_000_000


@dataclass(slots=True)
class Shard:
    """Pieces in order, and to which of the given pairs (counted within the shard) each belongs."""

    pairs: list[Pair] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    n: int = 0


def read_shards(pairs: Iterable[tuple[str, str]]) -> Iterator[Shard]:
    """Cut sentence pairs into units and gather them in shards, in order."""
    return gather(read_pairs(pairs))


def gather(pairs: Iterable[Pair]) -> Iterator[Shard]:
    """Pairs whose units are cut already, in shards, in order."""
    shard, cells = Shard(), 0
    for pair in pairs:
        pieces = list(_pieces(pair))
        size = sum(len(piece.ko) * len(piece.en) for piece in pieces)
        if shard.n and cells + size > _MOST_CELLS:
            yield shard
            shard, cells = Shard(), 0
        shard.pairs += pieces
        shard.owner += [shard.n] * len(pieces)
        shard.n += 1
        cells += size
    if shard.n:
        yield shard


def _pieces(pair: Pair) -> Iterator[Pair]:
    longer = max(len(pair.ko), len(pair.en))
    if longer <= _LONGEST:
        yield pair
        return
    count = -(-longer // _PIECE)
    cuts_ko = [len(pair.ko) * k // count for k in range(count + 1)]
    cuts_en = [len(pair.en) * k // count for k in range(count + 1)]
    for k in range(count):
        yield Pair(pair.ko[cuts_ko[k] : cuts_ko[k + 1]], pair.en[cuts_en[k] : cuts_en[k + 1]], pair.texts)
