"""Near spellings: jamo that fingers and ears confuse, within a distance that grows with the length of the word.

Words are compared in jamo, so that one slip in a syllable counts once. The order of what is near comes from a
distance in which slips that loanwords are full of (ㅐ/ㅔ, ㅓ/ㅗ) cost half. One slip is found in the index alone; rapidfuzz goes
through all words of the right length only when there may be more.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from malmoi.glossary.index import Index
from malmoi.glossary.keys import JAMO, LIAT, fold, jamo_key
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
_NONE: frozenset[frozenset[str]] = frozenset()
# Characters of a key that tell its length.
_LENGTH = 3
# (up to this many jamo or letters, slips allowed): shorter words have too many neighbours by chance.
_HANGUL_SLIPS = ((5, 0), (10, 1), (17, 2), (999, 3))
_LATIN_SLIPS = ((4, 0), (8, 1), (13, 2), (999, 3))
_BEST = 30
# Words of so many letters have no other word one slip away, so that no dictionary need be asked.
_LONG = 10
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
            found = self._index.starting_all(JAMO, jamo_key("", length))
            self._bands[length] = [key[_LENGTH:] for key, _ in found], [no for _, no in found]
        return self._bands[length]

    def one_slip(self, letters: str) -> Iterator[tuple[str, int]]:
        """(word, number of the term) of all that may be one slip away: a slip in one half of a word leaves the other half whole."""
        head = (len(letters) - 1) // 2
        tail = len(letters) - 1 - head
        seen = set()
        for length in range(max(1, len(letters) - 1), len(letters) + 2):
            for key, no in self._index.starting_all(JAMO, jamo_key(letters[:head], length)):
                seen.add(no)
                yield key[_LENGTH:], no
            for key, no in self._index.starting_all(LIAT, jamo_key(letters[::-1][:tail], length)):
                if no not in seen:
                    yield key[: _LENGTH - 1 : -1], no


def near(words: Neighbourhood, query: str) -> list[Near]:
    """The terms that `query` may be a slip of, nearest first."""
    base = fold(query)
    letters = jamo(base)
    short = has_hangul(base) and len(base) <= _SHORT
    slips = 1 if short else _slips(letters)
    alike = _SAME_SOUND if short else _ALIKE
    found = []
    for word, no in [*words.one_slip(letters)] if slips else []:
        if _weigh(letters, word, _NONE) <= 1 and (not short or _all_alike(letters, word, alike)):
            found.append(Near(no, _weigh(letters, word, alike), _all_alike(letters, word, alike)))
    if slips > 1 and not found:
        for word, no, _ in _close(words, letters, slips):
            found.append(Near(no, _weigh(letters, word, alike), _all_alike(letters, word, alike)))
    found.sort(key=lambda n: n.distance)
    if found and query.isascii() and not (found[0].distance <= 1 and len(letters) >= _LONG) and _is_word(query.lower()):
        # What the dictionary knows is no slip: wonder is not won, contact is not contract.
        return []
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


def _weigh(one: str, other: str, alike: frozenset[frozenset[str]]) -> float:
    """The distance by optimal string alignment, with alike letters at half the price."""
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
    return rows[-1][-1]


def _all_alike(one: Sequence[str], other: Sequence[str], alike: frozenset[frozenset[str]]) -> bool:
    """Do two words differ only in letters that are alike?"""
    return len(one) == len(other) and all(a == b or frozenset((a, b)) in alike for a, b in zip(one, other, strict=True))
