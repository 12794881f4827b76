"""Is this Hangul a number? Kiwi's tags decide: 영국, 사건, 만약, 일만 hold numerals only in their spelling.

The gate is asked about candidates that grammar has found (a numeral and what follows it). Kiwi sees a window around the
candidate, cut at sentence ends, so that the answer depends on nothing farther away and a long line costs what its candidates cost.
"""

from functools import lru_cache

from malmoi.amounts.numerals_ko import NATIVE_ONES, SINO
from malmoi.text.korean import Token, tokenize

__all__ = ["is_number"]

# Characters of context on either side; an 어절 is three characters on average, and Kiwi's tags need a few of them.
_CONTEXT = 40
_ENDS = '.?!;:"“”'
_NUMERAL_TAGS = frozenset(("NR", "SN", "XPN"))
_DETERMINERS = frozenset(NATIVE_ONES) | {"스무", "열한", "열두", "열세", "열네", "몇", "수"}


def is_number(text: str, start: int, end: int, unit_end: int | None = None) -> bool:
    """Do the morphemes of [start, end) read as a number? `text` is composed (NFC); spaces inside are allowed.

    The unit behind it, up to `unit_end`, must end where a morpheme does: 한 국회의원 is no 국 (country).
    """
    left, right = _window(text, start, end)
    window = _tokens(text[left:right])
    if unit_end is not None and any(t.start < unit_end - left < t.end and t.start >= end - left for t in window):
        return False
    tokens = [t for t in window if t.start < end - left and t.end > start - left]
    if not tokens or tokens[0].start != start - left or tokens[-1].end != end - left:
        return False
    return all(_fits(token, i, len(tokens)) for i, token in enumerate(tokens))


def _fits(token: Token, place: int, count: int) -> bool:
    if token.tag in _NUMERAL_TAGS:
        return True
    if token.tag == "IC":
        return token.form in _DETERMINERS
    if token.tag == "MM":
        # 이 is the determiner "this" where it stands alone, the number two at the head of 이천만.
        return token.form in _DETERMINERS or token.form not in SINO or (place == 0 and count > 1)
    # The parts of fractions and decimals, which stand inside a numeral only.
    return 0 < place < count - 1 and token.form in ("분", "의", "과", "와", "점", "분의", "마이너스")


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    while left > 0 and start - left < _CONTEXT and text[left - 1] not in _ENDS:
        left -= 1
    while right < len(text) and right - end < _CONTEXT and text[right] not in _ENDS:
        right += 1
    return left, right


@lru_cache(maxsize=4096)
def _tokens(window: str) -> tuple[Token, ...]:
    return tuple(tokenize(window))
