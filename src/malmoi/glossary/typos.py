"""Near spellings: jamo that fingers and ears confuse, within a distance that grows with the length of the word.

Words are compared in jamo, so that one slip in a syllable counts once. The order of what is near comes from a
distance in which slips that loanwords are full of (ㅐ/ㅔ, ㅓ/ㅗ) cost half. The words to compare with are those that share a piece with
the query (see pieces.py), never all; rapidfuzz compares them only when there may be more slips than one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from malmoi.glossary.index import Index
from malmoi.glossary.keys import fold, letters_of
from malmoi.glossary.pieces import MOST_SLIPS, probes, slips_for
from malmoi.text.hangul import has_hangul, is_syllable

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


def near(index: Index, query: str) -> list[Near]:
    """The terms that `query` may be a slip of, nearest first."""
    base = fold(query)
    letters = letters_of(base)
    short = has_hangul(base) and len(base) <= _SHORT
    slips = 1 if short else slips_for(letters)
    alike = _SAME_SOUND if short else _ALIKE
    found = []
    for word, no in _one_slip(index, letters) if slips else ():
        if not short or _all_alike(letters, word, alike):
            found.append(Near(no, _weigh(letters, word, alike), _all_alike(letters, word, alike)))
    if slips > 1 and not found:
        for word, no, _ in _close(index, letters, slips, slips):
            found.append(Near(no, _weigh(letters, word, alike), _all_alike(letters, word, alike)))
    found.sort(key=lambda n: n.distance)
    if found and query.isascii() and not (found[0].distance <= 1 and len(letters) >= _LONG) and _is_word(query.lower()):
        # What the dictionary knows is no slip: wonder is not won, contact is not contract.
        return []
    return found


def neighbours(index: Index, query: str, slips: int) -> list[tuple[int, int]]:
    """(distance, number) of terms within `slips` of the query, nearest first: what to suggest when nothing is good."""
    close = _close(index, letters_of(fold(query)), slips, min(slips, MOST_SLIPS))
    return sorted((distance, no) for _, no, distance in close)


def swapped(text: str) -> Iterator[str]:
    """`text` with two neighbouring syllables in the other order, in every place."""
    for i in range(len(text) - 1):
        if text[i] != text[i + 1] and is_syllable(text[i]) and is_syllable(text[i + 1]):
            yield text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _is_word(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="en"))


def _one_slip(index: Index, letters: str) -> list[tuple[str, int]]:
    """(word, number of the term) of all that are at most one slip away."""
    some = dict.fromkeys(index.with_pieces(probes(letters, 1)))
    return [(word, no) for word, no in some if _is_one_slip(letters, word)]


def _is_one_slip(one: str, other: str) -> bool:
    """Do two words differ in one letter too many, too few, another, or in the order of two neighbours? Equal ones do too."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    i = next((i for i, ch in enumerate(short) if ch != long[i]), len(short))
    if len(short) < len(long):
        return short[i:] == long[i + 1 :]
    return short[i + 1 :] == long[i + 1 :] or (
        short[i : i + 2] == long[i : i + 2][::-1] and short[i + 2 :] == long[i + 2 :]
    )


def _close(index: Index, letters: str, slips: int, probed: int) -> Iterator[tuple[str, int, int]]:
    """(word, number, distance) of the nearest within `slips`, of all that have a piece as it is behind `probed` slips."""
    if slips == 0 or not letters:
        return
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    some = [*dict.fromkeys(index.with_pieces(probes(letters, probed)))]
    words = [word for word, _ in some]
    for word, distance, at in extract(letters, words, scorer=OSA.distance, score_cutoff=slips, limit=_BEST):
        yield word, some[at][1], int(distance)


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
