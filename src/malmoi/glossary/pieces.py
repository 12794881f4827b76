"""Near spellings without a scan: words cut into pieces, of which a slip leaves some whole.

A word that may be met with n slips is cut into n + 1 pieces or more; whoever writes it with n slips has written one piece as it is, not
far from its place. So a misspelled word is looked for by a few dozen pieces of itself, each at its few places: the pieces of all words
lie in the index under a hash of (length of the word, number of the piece, letters). The places are those of Li, Deng, Wang and Feng,
Pass-Join (VLDB 2012), multi-match-aware selection. Two letters in the other order count as one slip here: where they stand on both
sides of a cut, the cut is also tried with them put right. Letters are jamo or Latin letters. Standard library only: a cold lookup
reads this.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from malmoi.text.hangul import has_hangul

__all__ = ["MOST_SLIPS", "pieces_of", "probes", "slips_for"]

# (up to this many letters, slips allowed): shorter words have too many neighbours by chance.
_HANGUL_SLIPS = ((5, 0), (10, 1), (17, 2), (999, 3))
_LATIN_SLIPS = ((4, 0), (8, 1), (13, 2), (999, 3))
MOST_SLIPS = 3
# Every word of two letters is cut once, so that suggestions find it.
_FEWEST_PIECES = 2
# Keys of longer words say so many letters of the length; nobody types such a word with a slip or without.
_LONGEST = 200


def slips_for(letters: str) -> int:
    """How many slips a query of these letters may have."""
    return _slips(len(letters), has_hangul(letters))


def pieces_of(letters: str) -> Iterator[int]:
    """The hashes of a word's pieces, one each."""
    length = len(letters)
    if _FEWEST_PIECES <= length <= _LONGEST:
        for number, (start, end) in enumerate(_cuts(length, not letters.isascii() and has_hangul(letters))):
            yield _hash(length, number, letters[start:end])


def probes(letters: str, slips: int) -> set[int]:
    """The hashes of which every word within `slips` of `letters` has one."""
    hangul = has_hangul(letters)
    found: set[int] = set()
    for length in range(max(_FEWEST_PIECES, len(letters) - slips), min(_LONGEST, len(letters) + slips) + 1):
        cuts = _cuts(length, hangul)
        if slips == 1:
            # One slip leaves the first piece or the last as it is, and a swap reaches both only where there are no others.
            found.add(_hash(length, 0, letters[: cuts[0][1]]))
            found.add(_hash(length, len(cuts) - 1, letters[len(letters) - length + cuts[-1][0] :]))
        else:
            found |= _windows(letters, length, slips, cuts)
        if slips > 1 or len(cuts) == _FEWEST_PIECES:
            found |= _across(letters, length, slips, cuts)
    return found


def _windows(letters: str, length: int, slips: int, cuts: tuple[tuple[int, int], ...]) -> set[int]:
    """Where pieces may stand: `i` slips before the piece move it by at most i, and those behind it likewise, seen from the end."""
    more = len(letters) - length
    found = set()
    for i, (start, end) in enumerate(cuts):
        behind = max(slips - i, 0)
        for shift in range(max(-i, more - behind), min(i, more + behind) + 1):
            if start + shift >= 0 and end + shift <= len(letters):
                found.add(_hash(length, i, letters[start + shift : end + shift]))
    return found


def _across(letters: str, length: int, slips: int, cuts: tuple[tuple[int, int], ...]) -> set[int]:
    """Two letters in the other order on both sides of a cut: put right, one side of it is whole, where the other slips let it stand."""
    more, last = len(letters) - length, len(cuts) - 1
    found = set()
    for i, (start, end) in enumerate(cuts[:-1]):
        left = 2 * i < last
        number, (begin, stop) = (i, (start, end)) if left else (i + 1, cuts[i + 1])
        reach = min(slips - 1, i if left else last - i - 1)
        for shift in range(-reach, reach + 1):
            at = end + shift + (0 if left else more)
            begins, stops = begin + at - end, stop + at - end
            if 0 < at < len(letters) and begins >= 0 and stops <= len(letters):
                right = letters[: at - 1] + letters[at] + letters[at - 1] + letters[at + 1 :]
                found.add(_hash(length, number, right[begins:stops]))
    return found


@lru_cache(maxsize=1 << 10)
def _cuts(length: int, hangul: bool) -> tuple[tuple[int, int], ...]:
    """Where a word of this length is cut: as many pieces as the most slips it may be met with, and one more; the last are the longest."""
    asked = range(max(1, length - MOST_SLIPS), length + MOST_SLIPS + 1)
    slips = max(
        n for n in (_slips(other, hangul) if abs(other - length) <= _slips(other, hangul) else 0 for other in asked)
    )
    count = min(max(slips + 1, _FEWEST_PIECES), length)
    short, long = divmod(length, count)
    ends = [0]
    for i in range(count):
        ends.append(ends[-1] + short + (i >= count - long))
    return tuple(pairwise(ends))


@lru_cache(maxsize=1 << 10)
def _slips(length: int, hangul: bool) -> int:
    table = _HANGUL_SLIPS if hangul else _LATIN_SLIPS
    return next((slips for most, slips in table if length <= most), MOST_SLIPS)


def _hash(length: int, number: int, piece: str) -> int:
    return crc32(piece.encode("utf-8"), length << 3 | number)
