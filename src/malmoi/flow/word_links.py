"""Words of segments linked as a job: any bilingual files in, in a stream; a model that can be kept, or the links, out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from malmoi.align.words import WordAligner
from malmoi.errors import InputError, LanguageError
from malmoi.flow.bitexts import open_sources
from malmoi.model.records import Link
from malmoi.text.hangul import hangul_share

__all__ = ["LinkedPair", "SegmentPairs", "link_pairs", "pharaoh"]

# Segments that are looked at to see which side is Korean.
_LOOKED_AT = 200
# Segments that are linked at a time; enough that a large corpus goes in few shards.
_BATCH = 20_000


class LinkedPair(NamedTuple):
    """A segment and its word links."""

    ko: str
    en: str
    links: list[Link]


class SegmentPairs:
    """The (Korean, English) segments of a command's files; reads the files anew whenever it is iterated."""

    def __init__(
        self, files: Sequence[str], *, encoding: str | None = None, mapping: Mapping[str, str] | str | None = None
    ) -> None:
        """`files` as in `open_sources`. Raises UsageError, LanguageError for swapped sides, InputError when there is no segment."""
        self._files, self._encoding, self._mapping = list(files), encoding, mapping
        head = list(islice(self, _LOOKED_AT))
        if not head:
            raise InputError(f"There are no segments in {' and '.join(files)}.")
        if hangul_share("\n".join(ko for ko, _ in head)) < hangul_share("\n".join(en for _, en in head)):
            raise LanguageError(
                "The sides are swapped: the first is less Korean than the second. Give the Korean text first."
            )

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for source in open_sources(self._files, encoding=self._encoding, mapping=self._mapping):
            for frame in source.frames:
                for ko, en in frame.select("ko", "en").iter_rows():
                    yield ko or "", en or ""


def link_pairs(aligner: WordAligner, pairs: SegmentPairs) -> Iterator[LinkedPair]:
    """Each segment with the links that the aligner gives it, in order; nothing is learnt."""
    given = iter(pairs)
    while batch := list(islice(given, _BATCH)):
        for (ko, en), links in zip(batch, aligner.align(batch), strict=True):
            yield LinkedPair(ko, en, links)


def pharaoh(pair: LinkedPair) -> str:
    """`0-1 2-3`: numbers of the Korean and the English words, cut at white space, that links touch."""
    places = [_words(text) for text in (pair.ko, pair.en)]
    found = {
        (i, j)
        for link in pair.links
        for i in _touched(places[0], link.ko.start, link.ko.end)
        for j in _touched(places[1], link.en.start, link.en.end)
    }
    return " ".join(f"{i}-{j}" for i, j in sorted(found))


# ---------------------------------------------------------------- private


def _words(text: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        places.append((start, at))
    return places


def _touched(places: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    return [n for n, (first, last) in enumerate(places) if first < end and start < last]
