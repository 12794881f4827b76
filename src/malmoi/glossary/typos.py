"""Near spellings: jamo that fingers and ears confuse, within a distance that grows with the length of the word.

Words are compared in jamo, so that one slip in a syllable counts once. rapidfuzz finds the near ones; their order then comes from a
distance in which slips that loanwords are full of (ㅐ/ㅔ, ㅓ/ㅗ) cost half. Loaded only when nothing better was found.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from malmoi.glossary.index import Index
from malmoi.glossary.keys import JAMO, fold, jamo_key
from malmoi.text.hangul import has_hangul, is_syllable, jamo

__all__ = ["Near", "near", "neighbours", "swapped"]

# Pairs that spellings of one loanword or one vowel differ in; the first line also sounds alike.
_SAME_SOUND = frozenset(map(frozenset, ("ㅐㅔ", "ㅒㅖ", "ㅔㅖ", "ㅐㅖ", "ㅚㅙ", "ㅚㅞ", "ㅙㅞ")))
_ALIKE = _SAME_SOUND | frozenset(
    map(
        frozenset,
        (
            *("ㅓㅗ", "ㅏㅓ", "ㅣㅔ", "ㅓㅕ", "ㅏㅑ", "ㅗㅛ", "ㅜㅠ", "ㅡㅓ", "ㅡㅜ", "ㅢㅣ"),
            *("ㄱㅋ", "ㄷㅌ", "ㅂㅍ", "ㅅㅆ", "ㄲㅋ", "ㄸㅌ", "ㅃㅍ", "ㅈㅊ"),
        ),
    )
)
_HALF = 0.5
# (up to this many jamo or letters, slips allowed): shorter words have too many neighbours by chance.
_HANGUL_SLIPS = ((5, 0), (10, 1), (17, 2), (999, 3))
_LATIN_SLIPS = ((4, 0), (8, 1), (13, 2), (999, 3))
_BEST = 30
# In words of two syllables a slip makes another word; only vowels that sound the same are taken for one.
_SHORT = 2


class Near(NamedTuple):
    """A term (its number in the index) near the query: the weighted distance, and whether all slips are those of loanwords."""

    no: int
    distance: float
    loanword: bool


class Neighbourhood:
    """The words of one state of the index by length, for many queries."""

    def __init__(self, index: Index) -> None:
        self.revision = index.revision
        self._index = index
        self._bands: dict[int, tuple[list[str], list[int]]] = {}

    def band(self, length: int) -> tuple[list[str], list[int]]:
        """The words of this length in jamo, and the numbers of their terms."""
        if length not in self._bands:
            found = [*self._index.starting_all(JAMO, jamo_key("x" * length)[:3])]
            self._bands[length] = [key[3:] for key, _ in found], [no for _, no in found]
        return self._bands[length]


def near(words: Neighbourhood, query: str) -> list[Near]:
    """The terms that `query` may be a slip of, nearest first."""
    base = fold(query)
    letters = jamo(base)
    if query.isascii() and _is_word(query.lower()):
        # What the dictionary knows is no slip: wonder is not won, contact is not contract.
        return []
    slips = _slips(letters)
    short = has_hangul(base) and len(base) <= _SHORT
    found = []
    for word, no, _ in _close(words, letters, 1 if short else slips):
        distance, loanword = _weigh(letters, word, _SAME_SOUND if short else _ALIKE)
        if not short or (distance <= _HALF and len(word) == len(letters)):
            found.append(Near(no, distance, loanword))
    found.sort(key=lambda n: n.distance)
    return found


def neighbours(words: Neighbourhood, query: str, slips: int) -> list[int]:
    """Numbers of terms within `slips` of the query, nearest first: what to suggest when nothing is good."""
    letters = jamo(fold(query))
    return [no for _, no, _ in sorted(_close(words, letters, slips), key=lambda c: c[2])]


def swapped(text: str) -> Iterator[str]:
    """`text` with two neighbouring syllables in the other order, in every place."""
    for i in range(len(text) - 1):
        if text[i] != text[i + 1] and is_syllable(text[i]) and is_syllable(text[i + 1]):
            yield text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _is_word(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="en"))


def _slips(letters: str) -> int:
    table = _HANGUL_SLIPS if has_hangul(letters) else _LATIN_SLIPS
    return next(slips for length, slips in table if len(letters) <= length)


def _close(words: Neighbourhood, letters: str, slips: int) -> Iterator[tuple[str, int, int]]:
    """(word, number, distance) of what lies within `slips`; transposed letters count one."""
    if slips == 0 or not letters:
        return
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    for length in range(max(1, len(letters) - slips), len(letters) + slips + 1):
        some, numbers = words.band(length)
        for word, distance, at in extract(letters, some, scorer=OSA.distance, score_cutoff=slips, limit=_BEST):
            yield word, numbers[at], int(distance)


def _weigh(one: str, other: str, alike: frozenset[frozenset[str]]) -> tuple[float, bool]:
    """(distance, are all slips of the alike kind): optimal string alignment with alike letters at half the price."""
    rows: list[list[float]] = [[float(j) for j in range(len(other) + 1)]]
    for i, a in enumerate(one, 1):
        row = [float(i)]
        for j, b in enumerate(other, 1):
            price = 0.0 if a == b else _HALF if frozenset((a, b)) in alike else 1.0
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + price)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    distance = rows[-1][-1]
    return distance, len(one) == len(other) and _all_alike(one, other, alike)


def _all_alike(one: Sequence[str], other: Sequence[str], alike: frozenset[frozenset[str]]) -> bool:
    return all(a == b or frozenset((a, b)) in alike for a, b in zip(one, other, strict=True))
