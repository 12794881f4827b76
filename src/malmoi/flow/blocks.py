"""Paragraphs as soft anchors: where two blocks answer one another and no others, no sentence of them should be left over.

The sentences of the whole documents are aligned first. A block whose sentences were all linked to one block of the other side, and that
one's to it alone, is that block's rendering; when a sentence in them found no partner, the two are aligned once more by themselves, where
nothing outside can draw sentences away, and the result is kept if it leaves fewer alone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from malmoi.model.records import Bead

__all__ = ["settle_blocks"]

# Sentences of a side; a longer block is a text of its own (plain text), in which the first alignment knew more.
_LONGEST = 40


class _Pair(NamedTuple):
    """Two blocks that answer one another, by the numbers of their sentences, and the beads (by number) that they are aligned by."""

    ko: Sequence[int]
    en: Sequence[int]
    beads: list[int]


def settle_blocks(
    beads: Sequence[Bead],
    ko_blocks: Sequence[int],
    en_blocks: Sequence[int],
    align: Callable[[Sequence[int], Sequence[int]], Sequence[Bead]],
) -> list[Bead]:
    """The beads, with those of blocks that answer one another made anew where they left a sentence alone.

    `ko_blocks[i]` is the block that sentence i stands in, rising. `align` aligns the sentences of these numbers, its beads count from 0.
    """
    changed: dict[int, list[Bead]] = {}
    gone: set[int] = set()
    for pair in _pairs(beads, ko_blocks, en_blocks):
        old = [beads[n] for n in pair.beads]
        if not _alone(old) or max(len(pair.ko), len(pair.en)) > _LONGEST:
            continue
        new = [
            Bead(tuple(pair.ko[i] for i in bead.ko), tuple(pair.en[j] for j in bead.en), bead.score)
            for bead in align(pair.ko, pair.en)
        ]
        if _alone(new) < _alone(old):
            # They stand where the first bead with two sides stood: what lies between has one side only and keeps its turn.
            at = next(n for n in pair.beads if beads[n].ko and beads[n].en)
            changed[at] = new
            gone.update(pair.beads)
    return [bead for n, old in enumerate(beads) for bead in (changed.get(n) or ([] if n in gone else [old]))]


def _alone(beads: Sequence[Bead]) -> int:
    """Sentences without a partner."""
    return sum(len(bead.ko) + len(bead.en) for bead in beads if not (bead.ko and bead.en))


def _pairs(beads: Sequence[Bead], ko_blocks: Sequence[int], en_blocks: Sequence[int]) -> Iterator[_Pair]:
    """Blocks of which all beads with two sides lead to one another."""
    to_en: dict[int, set[int]] = {}
    to_ko: dict[int, set[int]] = {}
    of_ko: dict[int, list[int]] = {}
    of_en: dict[int, list[int]] = {}
    for n, bead in enumerate(beads):
        left, right = {ko_blocks[i] for i in bead.ko}, {en_blocks[j] for j in bead.en}
        for block in left:
            to_en.setdefault(block, set()).update(right)
            of_ko.setdefault(block, []).append(n)
        for block in right:
            to_ko.setdefault(block, set()).update(left)
            of_en.setdefault(block, []).append(n)
    sentences = _sentences(ko_blocks), _sentences(en_blocks)
    for ko, reached in to_en.items():
        if len(reached) == 1:
            (en,) = reached
            if to_ko[en] == {ko}:
                yield _Pair(sentences[0][ko], sentences[1][en], sorted({*of_ko[ko], *of_en[en]}))


def _sentences(blocks: Sequence[int]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for sentence, block in enumerate(blocks):
        out.setdefault(block, []).append(sentence)
    return out
